#!/usr/bin/env python3
"""The data's sheet in the real window: walked through, typed and pasted into like any other, and a click makes a row the
one that is stepped.

usage: test-window-data.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT [word]
"""
import json
import os
import sys

from philox import uniform
from window import Window, case, copy_network, expect, run, until

ROW = 29  # its height
INPUTS, TARGETS = [[1, 2], [3, 4], [5, 6], [7, 8]], [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0]]
SHEET = (20, 230, 1200, 460)


def write_classes(folder):
    path = os.path.join(folder, "classes.gradsheet")
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"format": "gradsheet", "version": 2, "input": [2], "layers": [{"kind": "dense", "units": 3}],
                   "loss": {"kind": "cross-entropy"},
                   "data": {"batch-size": 2, "inputs": INPUTS, "targets": TARGETS,
                            "names": {"features": ["length", "width"], "targets": ["red", "green", "blue"]}}}, file)
    return path


def open_data(window):
    """The data is the last sheet: one back from the first."""
    window.keys("ctrl+Prior")


def get_inputs(window):
    return window.save()["data"]["inputs"]


@case
def data_is_the_last_sheet(display, folder):
    with Window(display, write_classes(folder)) as window:
        first = display.look_at_rest(*SHEET)
        open_data(window)
        until(lambda: display.look_at(*SHEET) != first, "the data's sheet looks like the first")
        window.keys("Down", "Right")
        window.type("0,5")
        window.keys("Return")
        expect(get_inputs(window), [[1, 2], [3, 0.5], [5, 6], [7, 8]])
        window.keys("ctrl+Next")
        until(lambda: display.look_at(*SHEET) != first, "the first sheet shows the old number")
        # The keyboard is on the sheet of cells again.
        window.keys("ctrl+Home")
        window.type("9")
        window.keys("Return")
        expect(get_inputs(window)[0], [9, 2])


@case
def typed_like_any_other(display, folder):
    """Enter, Tab, arrows, Ctrl+Enter, Delete, Ctrl+D, undo; a class by its name."""
    with Window(display, write_classes(folder)) as window:
        open_data(window)
        for text, key in (("10", "Return"), ("30", "Right"), ("=40+0,5", "shift+Return"), ("50%", "Return")):
            window.type(text)
            window.keys(key)
        expect(get_inputs(window), [[10, 0.5], [30, 40.5], [5, 6], [7, 8]])
        window.keys("ctrl+Home", "shift+Down", "shift+Right")
        window.type("1/4")
        window.keys("ctrl+Return")
        expect(get_inputs(window), [[0.25, 0.25], [0.25, 0.25], [5, 6], [7, 8]])
        window.keys("Delete")
        expect(get_inputs(window), [[0, 0], [0, 0], [5, 6], [7, 8]])
        window.keys("ctrl+z", "ctrl+z")
        window.keys("ctrl+Home", "ctrl+shift+Down", "ctrl+d")
        expect([row[0] for row in get_inputs(window)], [10] * 4)
        window.keys("ctrl+Home", *["Right"] * 5)
        window.type("blue")
        window.keys("Return")
        expect(window.save()["data"]["targets"][0], [0, 0, 1])


@case
def new_rows_are_typed_in_the_empty_line(display, folder):
    with Window(display, write_classes(folder)) as window:
        open_data(window)
        window.keys("ctrl+End", "Down", "Home")
        for text in ("9", "8", "0", "1", "0"):
            window.type(text)
            window.keys("Tab")
        expect(get_inputs(window)[4:], [[9, 8]])
        # Behind Tab Enter goes to where the line began.
        window.keys("Return")
        window.type("7")
        window.keys("Tab")
        window.type("6")
        window.keys("Tab", "Tab", "Tab", "Tab")
        window.type("red")
        window.keys("Return")
        document = window.save()
        expect(document["data"]["inputs"][5:], [[7, 6]])
        expect([edit["label"] for edit in document["undo"]], ["Add a row"] * 2)


@case
def a_row_that_is_not_whole_is_asked_about(display, folder):
    with Window(display, write_classes(folder)) as window:
        open_data(window)
        window.keys("ctrl+End", "Down", "Home")
        window.type("9")
        window.keys("Tab")
        window.keys("ctrl+q")
        window.wait_for("Leave the row that is being typed?")
        window.keys("Escape")
        until(lambda: not window.is_up("Leave the row that is being typed?"), "the question stays")
        # One stays, and goes on where one was.
        for text in ("8", "0", "1", "0"):
            window.type(text)
            window.keys("Tab")
        expect(get_inputs(window)[4:], [[9, 8]])


@case
def copied_and_pasted(display, folder):
    with Window(display, write_classes(folder)) as window:
        open_data(window)
        window.keys("shift+Down", "shift+Right", "ctrl+c")
        expect(window.read_clipboard(), "1\t2\n3\t4")
        assert 'sdval="4">4</td></tr></table>' in window.read_clipboard("text/html")
        window.keys("ctrl+Home", "Down", "Down", "ctrl+v")
        until(lambda: get_inputs(window) == [[1, 2], [3, 4], [1, 2], [3, 4]], "not pasted")
        # Whole rows behind the last one.
        window.keys("ctrl+Home", "shift+Right", "shift+Right", "shift+Right", "shift+Right", "ctrl+c", "ctrl+End", "Down", "Home", "ctrl+v")
        until(lambda: get_inputs(window)[4:] == [[1, 2]], "no row was added")


@case
def a_click_steps_the_row(display, folder):
    with Window(display, write_classes(folder)) as window:
        open_data(window)
        _, bottom = window.find_handle()
        side = 40
        window.click(side, bottom - ROW // 2 + 3 * ROW)  # the fourth row, of another batch
        document = until(lambda: "batches" in (document := window.save())["data"] and document, "no row was stepped")
        expect(document["data"]["batches"][0], [4, 2])
        expect(document["undo"][-1]["label"], "Step row 4")
        display.take_picture("data-stepped")
        window.keys("ctrl+z")
        assert "batches" not in window.save()["data"], "not taken back"
        # One of the present batch is only shown.
        window.click(side, bottom - ROW // 2 + ROW)
        window.keys("ctrl+Next")
        window.type("77")
        window.keys("Return")
        expect(get_inputs(window)[1], [77, 4])
        # By key.
        open_data(window)
        window.keys("ctrl+Home", "Down", "Down", "ctrl+Return")
        expect(until(lambda: window.save()["data"].get("batches"), "no row was stepped by key")[0], [3, 2])


@case
def marked_with_the_mouse(display, folder):
    """A drag marks, the handle fills on."""
    with Window(display, write_classes(folder)) as window:
        open_data(window)
        right, bottom = window.find_handle()
        x, y = right - 30, bottom - ROW // 2
        window.drag((x, y), (x, y + ROW))
        window.drag((right, bottom + ROW), (x, y + 3 * ROW))
        expect([row[0] for row in get_inputs(window)], [1, 3, 5, 7])
        window.type("5")
        window.keys("ctrl+Return")
        expect([row[0] for row in get_inputs(window)], [5] * 4)


@case
def the_menu_of_a_row(display, folder):
    """With the mouse alone: the right button, and an item."""
    with Window(display, write_classes(folder)) as window:
        open_data(window)
        right, bottom = window.find_handle()
        window.do("mousemove", str(right - 30), str(bottom - ROW // 2 + ROW), "click", "3")
        window.keys(*["Down"] * 8)  # to the last, which removes
        display.take_picture("data-menu")
        window.press_until("Return", lambda: get_inputs(window) == [[1, 2], [5, 6], [7, 8]], "the row was not removed")
        # The sheet has the keyboard again.
        window.type("9")
        window.keys("Return")
        expect(get_inputs(window)[1], [9, 6])


@case
def found_among_the_rows(display, folder):
    with Window(display, write_classes(folder)) as window:
        open_data(window)
        window.keys("ctrl+f")
        window.type("blue")
        window.keys("Return")
        display.take_picture("data-find")
        window.keys("Escape")
        window.type("green")
        window.keys("Return")
        expect(window.save()["data"]["targets"][2], [0, 1, 0])


@case
def without_rows_it_invites(display, folder):
    path = os.path.join(folder, "none.gradsheet")
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"format": "gradsheet", "version": 2, "input": [1], "layers": [{"kind": "dense", "units": 1}]}, file)
    with Window(display, path) as window:
        open_data(window)
        display.look_at_rest(*SHEET)
        display.take_picture("data-none")
        window.type("3")
        window.keys("Tab")
        window.type("4")
        window.keys("Return")
        expect(window.save()["data"]["inputs"], [[3]])


@case
def sixty_thousand_rows(display, folder):
    """To the end and back, page by page; the last row is typed into."""
    path = os.path.join(folder, "many.gradsheet")
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"format": "gradsheet", "version": 2, "input": [2], "layers": [{"kind": "dense", "units": 1}],
                   "data": {"batch-size": 100, "inputs": [[i, i / 2] for i in range(60000)], "targets": [[i % 7] for i in range(60000)]}},
                  file)
    with Window(display, path) as window:
        open_data(window)
        top = display.look_at_rest(*SHEET)
        for _ in range(20):
            window.keys("Next")
        until(lambda: display.look_at(*SHEET) != top, "it does not scroll")
        for _ in range(20):
            window.keys("Prior")
        window.keys("ctrl+Home")
        until(lambda: display.look_at(*SHEET) == top, "it does not come back")
        window.keys("ctrl+End", "Home")
        window.type("5")
        window.keys("Return")
        expect(window.save()["undo"][-1]["label"], "Edit row 60000")
        # Sorted beside the window: the first line is the row that is the farthest off.
        window.keys("ctrl+z", "ctrl+Home")
        _, bottom = window.find_handle()
        before = display.look_at_rest(*SHEET)
        window.click(80, bottom - 3 * ROW - 6)  # the list of orders stands right above the headings
        window.keys("Down", "Return")
        until(lambda: display.look_at(*SHEET) != before, "the order is the same")
        display.look_at_rest(*SHEET)
        window.click(100, bottom - ROW // 2)
        window.type("5")
        window.keys("Return")
        document = window.save()
        (w1,), (w2,), (b,) = *document["state"]["W1"], document["state"]["b1"]
        worst = max(range(60000), key=lambda i: abs(w1 * i + w2 * i / 2 + b - i % 7))
        expect(document["undo"][-1]["label"], f"Edit row {worst + 1}")


def write_answered(folder):
    """Weights that answer with the larger input: rows 3 and 5 are answered wrongly, the third by more."""
    path = os.path.join(folder, "answered.gradsheet")
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"format": "gradsheet", "version": 2, "input": [2], "layers": [{"kind": "dense", "units": 2}],
                   "loss": {"kind": "cross-entropy"},
                   "data": {"inputs": [[1, 0], [0, 1], [3, 0], [0, 2], [0, 1]],
                            "targets": [[1, 0], [0, 1], [0, 1], [0, 1], [1, 0]], "names": {"targets": ["left", "right"]}},
                   "state": {"W1": [[1, 0], [0, 1]], "b1": [0, 0]}}, file)
    return path


@case
def sorted_by_the_worst_and_chosen_by_keyboard(display, folder):
    """Up from the sheet to the lists above it: the worst first, a class alone; what is typed goes to the row one sees."""
    with Window(display, write_answered(folder)) as window:
        open_data(window)
        natural = display.look_at_rest(*SHEET)
        right, bottom = window.find_handle()
        window.click(80, bottom - 3 * ROW - 6)  # the list of orders stands right above the headings
        window.press_until("Down", lambda: True, "")
        window.keys("Return")
        until(lambda: display.look_at(*SHEET) != natural, "the order is the same")
        display.look_at_rest(*SHEET)
        display.take_picture("data-worst")
        window.click(right - 30, bottom - ROW // 2)
        window.type("30")
        window.keys("Return")
        expect(get_inputs(window), [[1, 0], [0, 1], [30, 0], [0, 2], [0, 1]])
        window.type("20")
        window.keys("Return")
        expect(get_inputs(window), [[1, 0], [0, 1], [30, 0], [0, 2], [20, 1]])


@case
def a_cell_of_the_confusion_matrix_leads_to_its_rows(display, folder):
    with Window(display, write_answered(folder)) as window:
        open_data(window)
        right, bottom = window.find_handle()
        window.click(1557, 147)  # the panel of the data
        display.look_at_rest(0, 0, 1600, 1000)
        window.click(1450, 262)  # what does it answer?
        display.look_at_rest(0, 0, 1600, 1000)
        before = display.look_at_rest(*SHEET)
        window.click(1386, 380)  # what is right, taken for left: row 3
        until(lambda: display.look_at(*SHEET) != before, "the sheet shows the same rows")
        display.look_at_rest(*SHEET)
        display.take_picture("data-confusion")
        window.click(right - 30, bottom - ROW // 2)
        window.type("30")
        window.keys("Return")
        expect(get_inputs(window), [[1, 0], [0, 1], [30, 0], [0, 2], [0, 1]])
        window.click(60, bottom - ROW // 2)  # its number: it is the one that is stepped
        window.keys("ctrl+Next")
        window.type("7")
        window.keys("Return")
        expect(get_inputs(window)[2], [7, 0])


def get_rows_apart(n, seed):
    """Which rows are kept apart of n, half of them: those of the smallest numbers."""
    return sorted(range(n), key=lambda row: uniform(seed, row, 0, 1000, 4))[:n // 2]


@case
def only_the_rows_of_this_batch(display, folder):
    """Two of four rows are left, and the next pass shows its own; a click steps one of them."""
    with Window(display, write_classes(folder)) as window:
        open_data(window)
        _, bottom = window.find_handle()
        all_rows = display.look_at_rest(*SHEET)
        window.keys("alt+o")
        until(lambda: display.look_at(*SHEET) != all_rows, "all rows are shown")
        first = display.look_at_rest(*SHEET)
        display.take_picture("data-batch")
        window.keys("alt+5")
        window.press_until("F10", lambda: window.save()["place"]["pass"] == 2, "no next pass")
        until(lambda: display.look_at(*SHEET) != first, "the rows are those of the first batch")
        display.look_at_rest(*SHEET)
        window.click(80, bottom - ROW // 2)  # the first that is shown: row 3
        window.keys("ctrl+Home")
        window.type("33")
        window.keys("Return")
        expect(get_inputs(window), [[1, 2], [3, 4], [33, 6], [7, 8]])


@case
def rows_are_kept_apart_in_the_panel(display, folder):
    """Shares, seed and batch are typed into the panel of the data; an undo takes them back."""
    with Window(display, write_classes(folder)) as window:
        open_data(window)
        window.click(1557, 147)  # the panel of the data
        display.look_at_rest(0, 0, 1600, 1000)
        display.take_picture("data-parts")
        window.click(1450, 303)  # the first number
        for text in ("25", "25", "9", "1"):
            window.keys("ctrl+a")
            window.type(text)
            window.keys("Tab")
        until(lambda: window.save()["data"].get("split") == {"test-share": 0.25, "validation-share": 0.25, "seed": 9}, "no rows are kept apart")
        until(lambda: window.save()["data"].get("batch-size") == 1, "batches are as before")
        window.keys("space")  # on to the next: shuffling
        until(lambda: window.save()["data"].get("shuffle") is True, "not shuffled")
        window.keys("space")
        until(lambda: "shuffle" not in window.save()["data"], "still shuffled")
        # And to how inputs are scaled: by the training rows, which the undo takes back to the bit.
        plain = window.save()["data"]["inputs"]
        window.keys("Tab", "space", "Down", "Return")
        data = until(lambda: "scaling" in (data := window.save()["data"]) and data, "not scaled")
        uses = [i for i, row in enumerate(plain) if i not in get_rows_apart(4, 9)]
        for column in range(2):
            mean = sum(plain[i][column] for i in uses) / len(uses)
            deviation = (sum((plain[i][column] - mean) ** 2 for i in uses) / len(uses)) ** 0.5
            expect(data["scaling"]["subtract"][column], mean)
            assert abs(data["scaling"]["divide"][column] - deviation) < 1e-12, data["scaling"]
            assert all(abs(data["inputs"][i][column] - (plain[i][column] - mean) / deviation) < 1e-12 for i in range(4)), data["inputs"]
        expect(data["scaling"]["kind"], "standard")
        display.take_picture("data-scaled")
        window.keys("space", "Down", "Return")
        until(lambda: window.save()["data"]["scaling"]["kind"] == "unit", "not scaled otherwise")
        window.keys("space", "Up", "Up", "Return")
        data = until(lambda: "scaling" not in (data := window.save()["data"]) and data, "still scaled")
        expect(data["inputs"], plain)


@case
def a_table_is_shown_before_its_rows_are_taken(display, folder):
    """German numbers, a heading, a column too many and classes in words: dropped, looked at, picked, taken, trained on."""
    rows = os.path.join(folder, "blumen.csv")
    with open(rows, "w", encoding="utf-8") as file:
        file.write("Name;Länge;Breite;Höhe;Farbe\n")
        for i in range(12):
            file.write(f"b{i};{i},5;{12 - i},25;7;{('blau', 'grün', 'rot')[i // 4]}\n")
    with Window(display, write_classes(folder)) as window:
        window.drop(rows)
        window.wait_for("Rows from blumen.csv")
        display.take_picture("data-preview")
        window.answer("Rows from blumen.csv", "Escape")
        expect(window.save()["data"]["inputs"], INPUTS)
        window.drop(rows)
        window.wait_for("Rows from blumen.csv")
        window.keys("shift+Tab", "shift+Tab", "space", "Down", "Down", "Return")  # from 0 to 1
        window.answer("Rows from blumen.csv", "alt+t")
        data = until(lambda: len((data := window.save()["data"])["inputs"]) == 12 and data, "the rows are not taken")
        expect(data["scaling"], {"kind": "unit", "subtract": [0.5, 1.25], "divide": [11, 11]})
        expect(data["inputs"][:2], [[0, 1], [1 / 11, 10 / 11]])
        expect(data["targets"][0], [1, 0, 0])
        expect(data["names"]["features"], ["Länge", "Breite"])
        expect(data["names"]["targets"], ["blau", "grün", "rot"])
        expect(data["names"]["rows"][0], "b0")
        before = window.save()["state"]["W1"]
        window.press_until("ctrl+t", lambda: window.is_up("Train"), "Ctrl+T asks for nothing")
        window.type("20 epochs")
        window.answer("Train", "Return")
        until(lambda: window.save()["place"]["pass"] > 20, "it is not trained")
        assert window.save()["state"]["W1"] != before, "nothing was learned"


@case
def a_row_that_is_refused_leaves_the_columns_open(display, folder):
    """Why stands in the dialog; another column, and the rows are taken."""
    rows, title = os.path.join(folder, "flats.csv"), "Rows from flats.csv"
    with open(rows, "w", encoding="utf-8") as file:
        file.write("1,2,1,167.39\n3,4,2,80.5\n")
    with Window(display, write_classes(folder)) as window:
        window.drop(rows)
        window.wait_for(title)
        before = display.look_at_rest(0, 0, 1600, 1000)
        window.keys("Return")
        until(lambda: display.look_at(0, 0, 1600, 1000) != before, "nothing is said")
        display.take_picture("data-refused")
        assert window.is_up(title) and not window.is_up("No rows were taken"), "the dialog is gone"
        # The keyboard is on the first column's use: the third becomes the class, the fourth is left out.
        window.keys("Tab", "Tab", "space", "Down", "Down", "Down", "Return")
        window.keys("Tab", "space", "Up", "Up", "Up", "Return")
        window.answer(title, "alt+t")
        expect(until(lambda: len((data := window.save()["data"])["inputs"]) == 2 and data, "not taken")["targets"], [[0, 1, 0], [0, 0, 1]])


@case
def what_is_found_or_named_leads_to_the_cells(display, folder):
    with Window(display, copy_network(folder, "mazur")) as window:
        open_data(window)
        window.go("W1[1,1]")
        window.type("0.5")
        window.keys("Return")
        expect(window.save()["state"]["W1"][0][0], 0.5)


if __name__ == "__main__":
    sys.exit(run())
