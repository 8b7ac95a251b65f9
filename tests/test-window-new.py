#!/usr/bin/env python3
"""A new network in the real window: its line and its list, loss and optimiser that go with the output, the rows.

usage: test-window-new.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT
"""
import json
import os
import subprocess
import sys
import time

from window import Program, Window, case, copy_network, expect, run, until

DIALOG, NEW = "New network", "Untitled"
# Where things stand in the dialog, from its upper left corner; what is at the right, from there.
LINE, MADE, FILE, TYPED, NONE = (300, 110), (50, 227), (125, 227), (225, 227), (324, 227)
SHUFFLE, TEST, SCALING = (320, 500), (162, 541), (207, 582)  # below what is said of a file
BELOW, FOLDER, LAST = (50, 272), (220, 272), (-284, 225)


class Dialog:
    """The dialog over a program's window."""

    def __init__(self, program):
        self.program = program
        program.press_until("ctrl+n", lambda: program.is_up(DIALOG), "no dialog")
        program.focus(program.find_windows(DIALOG)[-1])

    def click(self, place):
        number = self.program.find_windows(DIALOG)[-1].number
        text = subprocess.run(["xdotool", "getwindowgeometry", "--shell", str(number)], capture_output=True, text=True,
                              env=self.program.display.environment, check=True).stdout
        at = dict(line.split("=") for line in text.split() if "=" in line)
        self.program.click(int(at["X"]) + place[0] % int(at["WIDTH"]), int(at["Y"]) + place[1])

    def type_line(self, text):
        self.click(LINE)
        self.program.keys("ctrl+a")
        self.program.type(text)

    def type_rows(self, *rows):
        self.click(TYPED)
        self.click((BELOW[0], BELOW[1] + 60))
        for row in rows:
            self.program.type(row)
            self.program.keys("Return")

    def create(self):
        self.program.press_until("alt+r", lambda: not self.program.is_up(DIALOG), "nothing is made")
        until(lambda: self.program.is_up(NEW), "no window of it")

    def is_refused(self):
        self.program.keys("alt+r", "alt+r")
        return self.program.is_up(DIALOG) and not self.program.is_up(NEW)


def save(program, path):
    """The new window's document, as it is saved."""
    program.focus(program.find_windows(NEW)[-1])
    return program.save_as("ctrl+s", path)


@case
def pictures_from_a_folder(display, folder):
    """A folder for each class: the network is proposed, the classes are called as their folders."""
    pictures = os.path.join(folder, "shapes")
    for shade, name in ((0, "dark"), (200, "light")):
        os.makedirs(os.path.join(pictures, name))
        for number in range(3):
            subprocess.run(["convert", "-size", "4x4", f"xc:gray({shade + number * 10})", os.path.join(pictures, name, f"{number}.png")],
                           check=True)
    with Window(display, copy_network(folder, "mazur")) as window:
        dialog = Dialog(window)
        dialog.click(FILE)
        dialog.click(FOLDER)
        until(lambda: window.is_up("Rows from a folder"), "no dialog for a folder")
        window.answer_with("Rows from a folder", pictures)
        until(lambda: not window.is_up("Rows from a folder"), "it stays")
        window.focus(window.find_windows(DIALOG)[-1])
        until(lambda: not dialog.is_refused(), "not taken")
        until(lambda: window.is_up(NEW), "no window of it")
        document = save(window, os.path.join(folder, "shapes.gradsheet"))
        expect(document["layers"][-1]["units"], 2)
        expect(document["data"]["names"]["targets"], ["dark", "light"])


@case
def pictures_and_labels_are_chosen_together(display, folder):
    both = os.path.join(folder, "mnist")
    os.makedirs(both)
    for name, header, n in (("a-labels", b"\0\0\x08\x01" + bytes((0, 0, 0, 2)), 2),
                            ("b-images", b"\0\0\x08\x03" + bytes((0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 3)), 18)):
        with open(os.path.join(both, name), "wb") as file:
            file.write(header + bytes(range(n)))
    with Window(display, copy_network(folder, "mazur"), home=both) as window:  # the folder it works in, which the dialog opens with
        dialog = Dialog(window)
        dialog.click(FILE)
        dialog.click(BELOW)
        window.wait_for("Rows from a file")
        time.sleep(1)  # GTK reads the folder, and says nothing when it has
        window.click(200, 161)  # the last one
        window.keys("shift+Up")
        display.take_picture("two-files")
        window.answer("Rows from a file", "alt+o")
        window.focus(window.find_windows(DIALOG)[-1])
        until(lambda: not dialog.is_refused(), "not taken")
        until(lambda: window.is_up(NEW), "no window of it")
        document = save(window, os.path.join(folder, "digits.gradsheet"))
        expect(document["input"], [1, 3, 3])
        assert "a-labels" in document["data"]["source"]["rows"] and "b-images" in document["data"]["source"]["rows"], document["data"]


@case
def made_rows_are_there_from_the_first_moment(display, folder):
    with Window(display, copy_network(folder, "mazur")) as window:
        dialog = Dialog(window)
        display.take_picture("new-network")
        dialog.create()
        document = save(window, os.path.join(folder, "made.gradsheet"))
        expect(document["loss"], {"kind": "bce"} if isinstance(document["loss"], dict) else "bce")
        expect(document["data"]["batch-size"], 10)
        expect("circle" in json.dumps(document["data"]), True)
        expect(document["data"]["shuffle"], True)  # they come class by class


@case
def loss_and_optimiser_go_with_the_output(display, folder):
    with Window(display, copy_network(folder, "mazur")) as window:
        dialog = Dialog(window)
        dialog.type_line("input 2 | dense 3 softmax")
        dialog.type_rows("1 2 a", "3 4 b", "5 6 c")
        dialog.create()
        document = save(window, os.path.join(folder, "typed.gradsheet"))
        expect(json.dumps(document["loss"]).count("cross-entropy"), 1)
        expect(json.dumps(document["optimizer"]).count("adam"), 1)
        expect(document["data"]["inputs"], [[1, 2], [3, 4], [5, 6]])
        expect(document["data"]["targets"], [[1, 0, 0], [0, 1, 0], [0, 0, 1]])


@case
def the_line_follows_the_list(display, folder):
    with Window(display, copy_network(folder, "mazur")) as window:
        dialog = Dialog(window)
        dialog.click(LAST)
        window.keys("ctrl+a")
        window.type("dense 2")
        # What stands in the line now is copied from there.
        dialog.click(LINE)
        window.keys("ctrl+a", "ctrl+c")
        until(lambda: window.read_clipboard() == "input 2 · dense 8 tanh · dense 2", window.read_clipboard)
        dialog.click(NONE)
        dialog.create()
        document = save(window, os.path.join(folder, "list.gradsheet"))
        expect(document["layers"][-1]["units"], 2)
        expect(document.get("data", {}).get("inputs", []), [])
        expect("mse" in json.dumps(document.get("loss", "mse")), True)


@case
def what_does_not_fit_is_not_made(display, folder):
    with Window(display, copy_network(folder, "mazur")) as window:
        dialog = Dialog(window)
        dialog.type_line("input 2 | dens 1")
        assert dialog.is_refused(), "a line that does not read"
        display.look_at_rest(0, 0, 1600, 1000)
        display.take_picture("new-network-problem")
        dialog.type_line("input 3 | dense 1")
        assert dialog.is_refused(), "rows of another width"
        dialog.click(TYPED)
        assert dialog.is_refused(), "no rows"
        dialog.type_rows("1 2 3")
        assert dialog.is_refused(), "half a row"
        window.keys("BackSpace")
        window.type(" 4")
        dialog.create()
        expect(save(window, os.path.join(folder, "whole.gradsheet"))["data"]["inputs"], [[1, 2, 3]])


@case
def rows_from_a_file_or_why_not(display, folder):
    good, bad = os.path.join(folder, "good.csv"), os.path.join(folder, "bad.csv")
    with open(good, "w", encoding="utf-8") as file:
        file.write("0.5,0.25,1\n0.75,1,0\n")
    with open(bad, "w", encoding="utf-8") as file:
        file.write("1,2,3\n1,2\n")
    with Window(display, copy_network(folder, "mazur")) as window:
        dialog = Dialog(window)
        dialog.click(FILE)
        assert dialog.is_refused(), "no file"
        for path in (bad, good):
            dialog.click(BELOW)
            until(lambda: window.is_up("Rows from a file"), "no dialog for a file")
            window.answer_with("Rows from a file", path)
            window.focus(window.find_windows(DIALOG)[-1])
            if path == bad:
                assert dialog.is_refused(), "a line that is shorter"
                display.take_picture("new-network-bad-rows")
        dialog.create()
        expect(save(window, os.path.join(folder, "file.gradsheet"))["data"]["targets"], [[1], [0]])


@case
def the_network_follows_the_file_unless_it_has_been_begun(display, folder):
    path = os.path.join(folder, "flowers.csv")
    with open(path, "w", encoding="utf-8") as file:
        file.write("name;size;weight;height;kind\n" + "".join(f"n{i};{i},5;{i};{9 - i};{'rgb'[i % 3]}\n" for i in range(9)))
    for line in (None, "input 2 | dense 3 softmax"):
        with Window(display, copy_network(folder, "mazur")) as window:
            dialog = Dialog(window)
            if line is not None:
                dialog.type_line(line)
            dialog.click(FILE)
            dialog.click(BELOW)
            until(lambda: window.is_up("Rows from a file"), "no dialog for a file")
            window.answer_with("Rows from a file", path)
            window.focus(window.find_windows(DIALOG)[-1])
            display.look_at_rest(0, 0, 1600, 1000)
            display.take_picture("new-network-followed" if line is None else "new-network-own")
            if line is not None:
                dialog.click(SCALING)
                window.keys("Down", "Down", "Return")
            dialog.create()
            document = save(window, os.path.join(folder, "file.gradsheet"))
            # Fewer inputs than there are columns take the first of them.
            expect(document["data"]["inputs"][1], [1.5, 1, 8] if line is None else [1 / 8, 1 / 8])
            expect(document["data"].get("scaling"), None if line is None else {"kind": "unit", "subtract": [0.5, 0], "divide": [8, 8]})
            expect((document["layers"][-1]["units"], document["data"]["names"]["targets"]), (3, ["b", "g", "r"]))
            expect(document["data"]["names"]["rows"][1], "n1")


@case
def rows_of_a_file_are_shuffled_and_kept_apart(display, folder):
    """In order of their classes a batch would hold one class; in one batch there is nothing to shuffle."""
    path = os.path.join(folder, "sorted.csv")
    with open(path, "w", encoding="utf-8") as file:
        file.write("".join(f"{i},{20 - i},{int(i >= 10)}\n" for i in range(20)))
    for keeps, shuffles in ((None, True), ("25", True), ("50", False), ("25", False)):
        with Program(display, path) as program:
            until(lambda: program.is_up(DIALOG), "no dialog")
            dialog = Dialog.__new__(Dialog)
            dialog.program = program
            program.focus(program.find_windows(DIALOG)[-1])
            if keeps is not None:
                dialog.click(TEST)
                program.keys("ctrl+a")
                program.type(keeps)
            if keeps == "25" and not shuffles:
                dialog.click(SHUFFLE)
            dialog.create()
            data = save(program, os.path.join(folder, "sorted.gradsheet"))["data"]
            expect((data.get("split", {}).get("test-share", 0), data.get("shuffle", False)), (int(keeps or 0) / 100, shuffles))


@case
def the_first_page_leads_there_too(display, folder):
    with Program(display) as program:
        until(lambda: program.is_up("Gradsheet"), "no window")
        Dialog(program).create()
        expect(len(save(program, os.path.join(folder, "first.gradsheet"))["layers"]), 2)


@case
def by_the_keyboard_from_the_first_page_to_a_loss_that_moves(display, folder):
    """F6 leads to the networks, past all lessons; the third of its buttons opens Mazur's."""
    with Program(display) as program:
        until(lambda: program.is_up("Gradsheet"), "no window")
        program.press_until("F6", lambda: program.keys("Tab", "Tab", "Return") or program.is_up("A step by step"), "no network")
        time.sleep(0.5)
        program.keys("alt+5", "F10", "F4")
        program.type("W2[1,1]")
        program.keys("Return")
        before = display.look_at_rest(900, 180, 400, 120)
        program.type("0.9")
        program.keys("Return")
        until(lambda: display.look_at(900, 180, 400, 120) != before, "the loss stays as it is")
        expect(program.save_as("ctrl+s", os.path.join(folder, "m.gradsheet"))["state"]["W2"][0][0], 0.9)


@case
def a_document_is_opened_again_from_the_first_page(display, folder):
    """Recent documents stand before the ready-made networks; one that is gone does not."""
    home = os.path.join(folder, "home")
    os.mkdir(home)
    for name in ("welch", "softmax3"):
        with Window(display, copy_network(folder, name), home=home) as window:
            recent = os.path.join(home, "DATA", "recently-used.xbel")
            until(lambda: os.path.exists(recent) and name in open(recent, encoding="utf-8").read(), "it is not remembered")  # pylint: disable=cell-var-from-loop,consider-using-with
            window.close(os.path.basename(window.path))
            window.may_end = True
            window.process.wait(60)
    os.remove(os.path.join(folder, "softmax3.gradsheet"))
    with Program(display, home=home) as program:
        until(lambda: program.is_up("Gradsheet"), "no window")
        display.take_picture("recent-documents")
        program.press_until("F6", lambda: program.keys("Tab", "Tab", "Return") or program.is_up("welch"), "not opened again")


@case
def a_ready_made_network_is_opened_by_its_name(display, folder):
    for name, title in (("xor", "Exclusive or"), ("xro", "This file cannot be opened")):
        with Program(display, name) as program:
            until(lambda: program.is_up(title), f"{name} gives no “{title}”")


@case
def a_table_is_opened_as_the_rows_of_a_new_network(display, folder):
    path = os.path.join(folder, "flowers.csv")
    with open(path, "w", encoding="utf-8") as file:
        file.write("a;b;c;kind\n" + "".join(f"{i},5;{i};1;{'rgb'[i % 3]}\n" for i in range(9)))
    with Program(display, path) as program:
        until(lambda: program.is_up(DIALOG), "no dialog")
        display.take_picture("new-network-rows")
        program.focus(program.find_windows(DIALOG)[-1])
        program.press_until("alt+r", lambda: program.is_up(NEW), "nothing is made")
        document = save(program, os.path.join(folder, "flowers.gradsheet"))
        expect(document["data"]["inputs"][1], [1.5, 1, 1])
        expect(document["layers"][-1]["units"], 3)


@case
def the_first_page_opens_a_table_too(display, folder):
    path = os.path.join(folder, "flats.tsv")
    with open(path, "w", encoding="utf-8") as file:
        file.write("1\t2\t3\n4\t5\t6\n")
    with Program(display) as program:
        until(lambda: program.is_up("Gradsheet"), "no window")
        program.press_until("ctrl+o", lambda: program.is_up("Open a document"), "no dialog for a file")
        program.answer_with("Open a document", path)
        until(lambda: program.is_up(DIALOG), "no new network")


@case
def what_cannot_be_opened_is_said_on_the_terminal_too(display, folder):
    sheet, arrays = os.path.join(folder, "m.xlsx"), os.path.join(folder, "m.npz")
    for path in (sheet, arrays):
        with open(path, "wb") as file:
            file.write(b"PK\x03\x04\x00\xff\x00")
    for arguments, title, says in (((sheet,), "This file cannot be opened", "tables of text"),
                                   ((arrays,), "This file cannot be opened", "Arrays are compared"),
                                   (("nonsense",), "This file cannot be opened", "nonsense"),
                                   (("--lesson", "99"), "There is no such lesson", "99")):
        with Program(display, *arguments) as program:
            until(lambda: program.is_up(title), f"{arguments} gives no “{title}”")
            program.errors.seek(0)
            said = program.errors.read().decode()
            assert says in said, said
            # And who called it sees it, when it is closed.
            program.may_end = True
            program.focus(program.find_windows(title)[-1])
            program.keys("Escape")
            until(lambda: program.process.poll() is not None or program.keys("ctrl+q"), "it goes on")
            expect(program.process.poll(), 1)


if __name__ == "__main__":
    sys.exit(run())
