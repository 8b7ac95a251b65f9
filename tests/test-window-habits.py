#!/usr/bin/env python3
"""What one's hands know from other spreadsheets, in the real window. docs/HABITS.md is the table of these habits; each of
its lines names a case of this file or of its neighbours, and tests/test-house.py compares them.

usage: test-window-habits.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT [word]
"""
import json
import os
import re
import subprocess
import sys
import time

from window import CELL, ROOT, Window, case, copy_network, expect, run, until

# W1 is 3x4: rows are what goes in, columns what comes out.
W1 = [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]


def write_dense(folder, name="dense"):
    path = os.path.join(folder, f"{name}.gradsheet")
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"format": "gradsheet", "version": 1, "input": [3], "layers": [{"kind": "dense", "units": 4}],
                   "data": {"inputs": [[1, 2, 3], [4, 5, 6]], "targets": [[1, 2, 3, 4], [5, 6, 7, 8]]},
                   "state": {"W1": W1, "b1": [0.5, 0.25, -1, 2]}}, file)
    return path


def make_comma_locale(folder):
    """The environment of a locale whose decimal sign is a comma, made where none is installed; None if it cannot be."""
    if any(name.lower() == "de_de.utf8" for name in subprocess.run(["locale", "-a"], capture_output=True, text=True).stdout.split()):
        return {"LC_ALL": "de_DE.UTF-8"}
    made = os.path.join(folder, "de_DE.UTF-8")
    subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", made], capture_output=True)
    return {"LC_ALL": "de_DE.UTF-8", "LOCPATH": folder} if os.path.isdir(made) else None


def menu_place(action):
    """How far down in a cell's menu the item is."""
    with open(os.path.join(ROOT, "ui", "gs-menus.c"), encoding="utf-8") as file:
        items = re.search(r"cell\[\] = \{(.*?)NULL, NULL", file.read(), re.DOTALL)[1]
    return re.findall(r'"([a-z]+\.[a-z-]+)" \}', items).index(action)


def get_weights(window, name="W1"):
    return window.save()["state"][name]


def changed(before, after, mark):
    """The places of a matrix, row and column from 1, that have become `mark`; no other has changed."""
    places = {(row + 1, column + 1) for row, line in enumerate(after) for column, value in enumerate(line) if value == mark}
    assert all(after[r][c] == before[r][c] for r, line in enumerate(before) for c, _ in enumerate(line) if (r + 1, c + 1) not in places)
    return places


def box(top, left, bottom, right):
    return {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}


def expect_marked(window, places):
    """What is marked is what Ctrl+Enter fills; then it is taken back."""
    window.type("77")
    window.keys("ctrl+Return")
    expect(changed(W1, get_weights(window), 77), places)
    window.keys("ctrl+z")
    expect(get_weights(window), W1)


# ---- marking ----


@case
def select_the_block(display, folder):
    with Window(display, write_dense(folder)) as window:
        window.go("W1[2,3]")
        window.keys("ctrl+a")
        expect_marked(window, box(1, 1, 3, 4))
        # All rows of the data's sheet, with all of their columns.
        window.keys("ctrl+Prior", "Down", "ctrl+a", "ctrl+c")
        rows = [line.split("\t")[:7] for line in window.read_clipboard().split("\n")]
        expect(rows, [["1", "2", "3", "1", "2", "3", "4"], ["4", "5", "6", "5", "6", "7", "8"]])


@case
def select_rows_and_columns_by_key(display, folder):
    with Window(display, write_dense(folder)) as window:
        window.go("W1[2,3]")
        window.keys("shift+space")
        expect_marked(window, box(2, 1, 2, 4))
        window.go("W1[2,3]")
        window.keys("ctrl+space")
        expect_marked(window, box(1, 3, 3, 3))


@case
def click_on_headers(display, folder):
    """On the number of a column or row, with Shift on another, dragged over several; on the block's name."""
    with Window(display, write_dense(folder)) as window:
        x, y = window.locate("W1[1,1]")
        above, beside = y - CELL[1] // 2 - 5, x - CELL[0] // 2 - 5
        window.click(x + CELL[0], above)
        expect_marked(window, box(1, 2, 3, 2))
        window.click(beside, y + CELL[1])
        expect_marked(window, box(2, 1, 2, 4))
        window.click(beside, y)
        window.click(beside, y + CELL[1], "shift")
        expect_marked(window, box(1, 1, 2, 4))
        window.drag((x + CELL[0], above), (x + 3 * CELL[0], above))
        expect_marked(window, box(1, 2, 3, 4))
        window.click(x - CELL[0] // 2 + 8, above - 16)
        expect_marked(window, box(1, 1, 3, 4))


@case
def drag_and_shift_click(display, folder):
    with Window(display, write_dense(folder)) as window:
        x, y = window.locate("W1[1,1]")
        window.drag((x, y), (x + CELL[0], y + CELL[1]))
        expect_marked(window, box(1, 1, 2, 2))
        window.click(x + CELL[0], y)
        window.click(x + 2 * CELL[0], y + 2 * CELL[1], "shift")
        expect_marked(window, box(1, 2, 3, 3))


@case
def extend_by_key(display, folder):
    """Shift with an arrow by a cell, with Ctrl to the end of the block; Shift+Home and Shift+End along the row."""
    with Window(display, write_dense(folder)) as window:
        window.go("W1[2,2]")
        window.keys("shift+Right")
        expect_marked(window, box(2, 2, 2, 3))
        window.go("W1[2,2]")
        window.keys("ctrl+shift+Right", "ctrl+shift+Down")
        expect_marked(window, box(2, 2, 3, 4))
        window.go("W1[2,2]")
        window.keys("shift+Home")
        expect_marked(window, box(2, 1, 2, 2))
        window.go("W1[2,2]")
        window.keys("ctrl+shift+End")
        expect_marked(window, box(2, 2, 3, 4))


@case
def numbers_of_a_range(display, folder):
    """At the foot: another range says something else, and so does another number in it."""
    with Window(display, write_dense(folder)) as window:
        foot, seen = (700, 810, 600, 34), []
        for keys in ((), ("shift+Right",), ("shift+Down",)):
            if not keys:
                window.go("W1[1,1]")
            window.keys(*keys)
            seen.append(display.look_at_rest(*foot))
            assert seen.count(seen[-1]) == 1, "the foot says the same of another range"
        display.take_picture("numbers-of-a-range")
        window.type("50")
        window.keys("ctrl+Return")
        until(lambda: display.look_at_rest(*foot) not in seen, "the foot says the same of other numbers")
        window.keys("ctrl+z")
        until(lambda: display.look_at_rest(*foot) == seen[-1], "the foot does not follow the undo")


@case
def second_range(display, folder):
    """With Ctrl a second range beside the first: the foot of the window says their dot product, typing is for the second."""
    with Window(display, write_dense(folder)) as window:
        x, y = window.locate("W1[1,1]")
        foot = (700, 810, 600, 34)
        window.drag((x, y), (x, y + 2 * CELL[1]))
        one = display.look_at_rest(*foot)
        window.do("keydown", "ctrl")
        window.drag((x + CELL[0], y), (x + CELL[0], y + 2 * CELL[1]))
        window.do("keyup", "ctrl")
        display.take_picture("two-ranges")
        assert display.look_at_rest(*foot) != one, "the foot says the same of two ranges"
        window.keys("ctrl+c")
        expect(window.read_clipboard(), "2\n6\n10")
        expect_marked(window, box(1, 2, 3, 2))


# ---- moving ----


@case
def ends_of_row_and_sheet(display, folder):
    with Window(display, write_dense(folder)) as window:
        window.go("W1[2,2]")
        window.keys("End")
        window.type("77")
        window.keys("Return")
        expect(changed(W1, get_weights(window), 77), {(2, 4)})
        window.keys("ctrl+z")
        window.go("W1[2,2]")
        window.keys("Home")
        window.type("77")
        window.keys("Return")
        expect(changed(W1, get_weights(window), 77), {(2, 1)})
        window.keys("ctrl+z")
        window.keys("ctrl+Home")
        window.type("77")
        window.keys("Return")
        expect(window.save()["data"]["inputs"][0], [77, 2, 3])
        # The last cell of the sheet is computed: it can be held.
        window.keys("alt+End", "ctrl+End")
        window.type("77")
        window.keys("Return")
        expect([pin["tensor"] for pin in window.save()["pins"]], ["b1.next"])


@case
def pages_scroll(display, folder):
    """Page Down scrolls and takes no step; on the projector alone it steps, and Page Up takes it back."""
    with Window(display, copy_network(folder, "convnet")) as window:
        window.keys("ctrl+0")
        place = window.save()["place"]
        sheet = (20, 130, 1200, 600)
        top = display.look_at_rest(*sheet)
        window.keys("Next")
        until(lambda: display.look_at(*sheet) != top, "Page Down does not scroll")
        expect(window.save()["place"], place)
        window.keys("Prior", "Prior")
        until(lambda: display.look_at(*sheet) == top, "Page Up does not scroll back")
        expect(window.save()["place"], place)
        for key, instruction in (("Next", place["instruction"] + 1), ("Prior", place["instruction"])):
            window.press_until("F5", lambda: window.is_up("Gradsheet presenter"), "no projector")
            window.focus(window.find_windows("Gradsheet presenter")[-1])
            window.keys(key)
            window.press_until("Escape", lambda: not window.is_up("Gradsheet presenter"), "the projector stays")
            expect(window.save()["place"]["instruction"], instruction)


# ---- typing ----


@case
def enter_and_tab(display, folder):
    """Enter goes down, Tab to the right, with Shift back: from what was typed, and without."""
    with Window(display, write_dense(folder)) as window:
        window.go("W1[1,2]")
        for text, key in (("21", "Return"), ("22", "Tab"), ("23", "shift+Return"), ("24", "shift+Tab"), ("25", "Return")):
            window.type(text)
            window.keys(key)
        expect(get_weights(window), [[1, 25, 24, 4], [5, 22, 23, 8], [9, 10, 11, 12]])
        window.keys("Return", "Tab", "shift+Return", "shift+Tab")
        window.type("26")
        window.keys("Return")
        expect(get_weights(window)[1], [5, 26, 23, 8])


@case
def enter_within_a_range(display, folder):
    """Enter and Tab go through what is marked, which stays marked; only the cell takes what is typed."""
    with Window(display, write_dense(folder)) as window:
        window.go("W1[1,2]")
        window.keys("shift+Right", "shift+Down")
        for text in ("21", "22", "23", "24", "25"):
            window.type(text)
            window.keys("Return")
        expect(get_weights(window), [[1, 25, 23, 4], [5, 22, 24, 8], [9, 10, 11, 12]])
        window.type("26")
        window.keys("Tab")
        window.type("27")
        window.keys("ctrl+Return")
        expect(get_weights(window), [[1, 27, 27, 4], [5, 27, 27, 8], [9, 10, 11, 12]])


@case
def fill_the_range(display, folder):
    with Window(display, write_dense(folder)) as window:
        window.go("W1[2,2]")
        window.keys("shift+Right", "shift+Down")
        window.type("1/4")
        window.keys("ctrl+Return")
        expect(changed(W1, get_weights(window), 0.25), box(2, 2, 3, 3))
        expect(len(window.save()["undo"]), 1)


@case
def arrows_go_on_from_typing(display, folder):
    """While one types, arrow keys take the number and go on; after F2 they move the caret."""
    with Window(display, write_dense(folder)) as window:
        window.go("W1[1,2]")
        for text, key in (("21", "Right"), ("22", "Down"), ("23", "Left"), ("24", "Up")):
            window.type(text)
            window.keys(key)
        expect(get_weights(window), [[1, 21, 22, 4], [5, 24, 23, 8], [9, 10, 11, 12]])
        window.keys("F2", "Home")
        window.keys("Right", "Right")
        window.type("5")
        window.keys("Return")
        expect(get_weights(window)[0], [1, 215, 22, 4])
        # F2 changes over while one types.
        window.type("67")
        window.keys("F2", "Left")
        window.type("0")
        window.keys("Return")
        expect(get_weights(window)[1], [5, 607, 23, 8])


@case
def editing_goes_on_at_the_end(display, folder):
    """F2 and a click twice change what is there: a digit more is added to it, and does not take its place."""
    with Window(display, write_dense(folder)) as window:
        x, y = window.locate("W1[1,2]")
        window.keys("F2")
        window.type("5")
        window.keys("Return")
        expect(get_weights(window)[0], [1, 25, 3, 4])
        window.do("mousemove", str(x + CELL[0]), str(y), "click", "--repeat", "2", "--delay", "60", "1")
        window.type("7")
        window.keys("Return")
        expect(get_weights(window)[0], [1, 25, 37, 4])


@case
def delete_sets_zero_and_lets_go(display, folder):
    with Window(display, write_dense(folder)) as window:
        window.go("W1[2,2]")
        window.keys("shift+Right", "Delete")
        expect(changed(W1, get_weights(window), 0), box(2, 2, 2, 3))
        expect(len(window.save()["undo"]), 1)
        window.keys("alt+End")
        window.go("z1[1,2]")
        window.type("3")
        window.keys("Return")
        expect(len(window.save()["pins"]), 1)
        window.go("z1[1,2]")
        window.keys("Delete")
        expect(window.save().get("pins"), None)


@case
def cut_and_paste(display, folder):
    with Window(display, write_dense(folder)) as window:
        window.go("W1[1,1]")
        window.keys("shift+Right", "ctrl+x")
        expect(window.read_clipboard(), "1\t2")
        expect(changed(W1, get_weights(window), 0), box(1, 1, 1, 2))
        window.go("W1[3,3]")
        window.keys("ctrl+v")
        until(lambda: get_weights(window)[2] == [9, 10, 1, 2], "what was cut is not pasted")


@case
def fill_down_and_right(display, folder):
    """From the first marked row or column; one alone takes what stands before it."""
    with Window(display, write_dense(folder)) as window:
        window.go("W1[1,2]")
        window.keys("shift+Down", "shift+Down", "ctrl+d")
        expect(get_weights(window), [[1, 2, 3, 4], [5, 2, 7, 8], [9, 2, 11, 12]])
        window.go("W1[1,2]")
        window.keys("shift+Right", "shift+Right", "ctrl+r")
        expect(get_weights(window)[0], [1, 2, 2, 2])
        window.go("W1[3,4]")
        window.keys("ctrl+d")
        expect(get_weights(window)[2], [9, 2, 11, 8])


@case
def drag_the_handle(display, folder):
    """One number is copied, an even series goes on; one edit."""
    with Window(display, write_dense(folder)) as window:
        x, y = window.locate("W1[1,1]")
        end = (x + CELL[0] // 2, y + CELL[1] // 2)
        window.drag(end, (x, y + CELL[1]), (x, y + 2 * CELL[1]))
        expect([row[0] for row in get_weights(window)], [1, 1, 1])
        expect(len(window.save()["undo"]), 1)
        window.keys("ctrl+z")
        window.drag((x, y), (x + CELL[0], y + 5))
        window.drag((end[0] + CELL[0], end[1]), (x + 3 * CELL[0], y))
        expect(get_weights(window)[0], [1, 2, 3, 4])
        window.go("W1[2,4]")
        window.type("50")
        window.keys("Return")
        window.drag((x + CELL[0], y + CELL[1]), (x + 2 * CELL[0], y + CELL[1]))
        window.drag((end[0] + 2 * CELL[0], end[1] + CELL[1]), (x + 3 * CELL[0], y + CELL[1]))
        expect(get_weights(window)[1], [5, 6, 7, 8])
        window.keys("ctrl+z", "ctrl+z")
        expect(get_weights(window), W1)


@case
def typed_arithmetic(display, folder):
    """Arithmetic, per cent, decimal commas and cells' names: the value is taken, and the window says so."""
    with Window(display, write_dense(folder)) as window:
        window.go("W1[1,1]")
        message = (20, 760, 600, 40)
        before = display.look_at_rest(*message)
        for text in ("=1/3+1", "50%", "=w1[1,3]*2 - B1[2]"):
            window.type(text)
            window.keys("Return")
        display.take_picture("worked-out")
        assert display.look_at_rest(*message) != before, "nothing says that it was worked out"
        expect([row[0] for row in get_weights(window)], [1 / 3 + 1, 0.5, 5.75])
        window.go("W1[1,2]")
        for text in ("0,75", "=0,5*(1,5+0,5)", "=max(W1[3,3], 2)"):
            window.type(text)
            window.keys("Return")
        expect([row[1] for row in get_weights(window)], [0.75, 1, 11])


@case
def bad_arithmetic_stays_open(display, folder):
    with Window(display, write_dense(folder)) as window:
        window.go("W1[1,1]")
        x, y = window.find_handle()
        below = (x - CELL[0], y + 12, 240, 24)
        before = display.look_at_rest(*below)
        window.type("=W7[1,1]*2")
        window.keys("Return")
        until(lambda: display.look_at(*below) != before, "no reason stands under the cell")
        display.take_picture("bad-arithmetic")
        # It is mended where it stands, or given up.
        window.keys("F2", "Home", "Right", "Right", "Delete")
        window.type("1")
        window.keys("Return")
        expect(get_weights(window)[0][0], 2)
        window.keys("ctrl+z")
        window.go("W1[1,1]")
        window.type("=W7[1,1]*2")
        window.keys("Return", "Escape")
        expect(get_weights(window), W1)
        expect(display.look_at_rest(*below) == before, True)


# ---- finding ----


@case
def find_a_number_or_name(display, folder):
    """Ctrl+F, Enter to the next, Shift+Enter to the one before, Escape back to the sheet, where it is selected."""
    with Window(display, write_dense(folder)) as window:
        window.keys("ctrl+f")
        window.type("7")
        window.keys("Return")
        display.take_picture("find")
        window.keys("Escape")
        window.type("77")
        window.keys("Return")
        expect(changed(W1, get_weights(window), 77), {(2, 3)})
        window.keys("ctrl+z", "ctrl+f", "ctrl+a")
        window.type("b1")
        window.keys("Return", "Return", "shift+Return", "Escape")
        window.type("77")
        window.keys("Return")
        expect(window.save()["state"]["b1"][0], 77)


@case
def names_of_blocks_and_ranges(display, folder):
    """The name box takes a block, any spelling of a cell, and two with a colon between."""
    with Window(display, write_dense(folder)) as window:
        window.go("W1")
        expect_marked(window, box(1, 1, 3, 4))
        window.go("w1[2,3]")
        expect_marked(window, box(2, 3, 2, 3))
        window.go("W1[1,2]:W1[2,3]")
        expect_marked(window, box(1, 2, 2, 3))


@case
def list_of_blocks(display, folder):
    with Window(display, write_dense(folder)) as window:
        window.keys("F4", "alt+Down")
        display.take_picture("list-of-blocks")
        window.keys("Home", "Down", "Return")
        expect_marked(window, box(1, 1, 3, 4))


@case
def error_at_the_name_box(display, folder):
    """It hangs from the box while nothing is typed, and goes with the next key."""
    with Window(display, write_dense(folder)) as window:
        below = (20, 118, 200, 30)
        before = display.look_at_rest(*below)
        window.keys("F4")
        window.type("W7")
        window.keys("Return")
        until(lambda: display.look_at(*below) != before, "no error is said at the box")
        display.take_picture("error-at-the-name-box")
        window.keys("BackSpace")
        until(lambda: display.look_at(*below) == before, "the error stays after a key")
        window.keys("Escape")
        window.go("W1[1,1]")
        expect_marked(window, {(1, 1)})


# ---- copying, dropping ----


@case
def copied_as_text_and_as_a_table(display, folder):
    """Plain text in the language's own form, an HTML table beside it with the exact numbers."""
    with Window(display, write_dense(folder)) as window:
        window.go("b1[1]")
        window.keys("shift+Right", "shift+Right", "ctrl+c")
        expect(window.read_clipboard(), "0.5\t0.25\t-1")
        table = window.read_clipboard("text/html")
        assert '<td align="right" sdval="0.25">0.25</td><td align="right" sdval="-1">' in table, table
    locale = make_comma_locale(folder)
    if locale is None:
        return print("# optional: no locale with a decimal comma here, and none could be made")
    with Window(display, write_dense(folder, "comma"), environment=locale) as window:
        window.go("b1[1]")
        window.keys("shift+Right", "ctrl+c")
        expect(window.read_clipboard(), "0,5\t0,25")
        assert 'sdval="0.25">0,25<' in window.read_clipboard("text/html")
        window.go("W1[1,1]")
        window.keys("ctrl+v")
        expect(until(lambda: (row := get_weights(window)[0])[0] == 0.5 and row, "not pasted"), [0.5, 0.25, 3, 4])
        # In the menu: with a point.
        window.go("b1[1]")
        window.keys("shift+Right", "Menu", *["Down"] * menu_place("sheet.copy-pointed"))
        window.press_until("Return", lambda: window.read_clipboard() == "0.5\t0.25", "not copied with a point")


@case
def dropped_files(display, folder):
    """A document is opened in a window of its own, rows are taken into this one."""
    rows = os.path.join(folder, "rows.csv")
    with open(rows, "w", encoding="utf-8") as file:
        file.write("7;8;9;1;2;3;4\n0,5;8;9;1;2;3;4\n1;1;1;1;2;3;4\n")
    other = write_dense(folder, "other")
    with Window(display, write_dense(folder)) as window:
        window.drop(rows)
        window.wait_for("Rows from rows.csv")
        window.answer("Rows from rows.csv", "Return")
        expect(until(lambda: len(inputs := window.save()["data"]["inputs"]) == 3 and inputs, "the rows are not taken"),
               [[7, 8, 9], [0.5, 8, 9], [1, 1, 1]])
        window.keys("ctrl+z")
        expect(len(window.save()["data"]["inputs"]), 2)
        window.drop(other)
        until(lambda: window.is_up("other.gradsheet"), "the document is not opened")


@case
def keys_that_stay(display, folder):
    """F2 edits, F4 goes to a name, F10 steps, F9 runs and stops, Ctrl+T trains."""
    with Window(display, copy_network(folder, "mazur")) as window:
        window.go("W1[1,1]")
        window.keys("F2", "End")
        window.type("5")
        window.keys("Return")
        expect(get_weights(window)[0][0], 0.155)
        place = window.save()["place"]
        window.keys("F10")
        assert window.save()["place"] != place, "F10 does not step"
        place = window.save()["place"]
        window.keys("F9")
        until(lambda: window.save()["place"] != place, "F9 does not run")
        window.keys("F9")
        place = window.save()["place"]
        time.sleep(1.5)  # longer than a step takes
        expect(window.save()["place"], place)
        window.press_until("ctrl+t", lambda: window.is_up("Train"), "Ctrl+T asks for nothing")
        window.answer("Train", "Escape")


if __name__ == "__main__":
    sys.exit(run())
