#!/usr/bin/env python3
"""The window stays whole: what the pointer rests on may change, a dialog is answered once, text belongs to its cell,
the keyboard never dies, nothing jumps.

usage: test-window-solid.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT
"""
import json
import os
import sys
import time

from window import MENU, ROOT, SPEED, Program, Window, case, copy_network, expect, run, until
from x11 import Screen

# The formula bar's line, at 1600 x 1000: from the left end of the formula to where the remark may begin.
FORMULA_Y = 83
FORMULA = range(215, 700, 24)


def rest_on_each(window, xs, y, keys):
    """The pointer rests at each place in turn while the keys go in."""
    for x in xs:
        window.do("mousemove", str(x), str(y))
        window.keys(*keys)


@case
def the_pointer_rests_in_the_formula_bar_while_one_steps(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.keys("alt+End")
        window.go("z1[1,1]")
        rest_on_each(window, FORMULA, FORMULA_Y, ["F10", "F10", "shift+F10", "ctrl+bracketleft", "ctrl+bracketright"])
        expect(window.save()["place"]["pass"] >= 1, True)


@case
def a_factor_is_clicked_and_explained_at_once(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.keys("alt+End")
        window.go("a2[1,1]")
        line = (210, 66, 500, 36)
        before = display.look_at_rest(*line)
        # Somewhere in the bar is the link to z2[1,1]: a click explains that one, with the pointer still on the bar.
        for x in FORMULA:
            window.do("mousemove", str(x), str(FORMULA_Y), "click", "1")
            time.sleep(0.1)
            if display.look_at(*line) != before:
                break
        else:
            raise AssertionError("no click in the bar leads anywhere")
        window.go("a2[1,1]")
        window.do("mousemove", "800", "700")
        until(lambda: display.look_at(*line) == before, "the bar does not come back")


@case
def a_dialog_is_answered_once(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        for _ in range(3):
            window.keys("ctrl+t")
            window.wait_for("Train")
            # Keys that are in line already when the first of them has closed the dialog.
            window.do("key", "--delay", "0", "Escape", "Return", "Escape", "Return", "space")
            until(lambda: not window.is_up("Train"), "the dialog stays")
        window.go("W1[1,1]")
        window.type("0.5")
        window.keys("Return")
        for _ in range(3):
            window.keys("ctrl+w")
            window.wait_for("Save the changes")
            window.do("key", "--delay", "0", "Escape", "Return", "Escape")
            until(lambda: not window.is_up("Save the changes"), "the question stays")
        expect(window.save()["state"]["W1"][0][0], 0.5)


@case
def a_choice_that_was_scrolled_away_comes_back_before_it_opens(display, folder):
    """Its list would open beside the screen."""
    rows = os.path.join(ROOT, "lessons", "data", "digits8.csv.gz")
    with Window(display, copy_network(folder, "digits8-dense")) as window:
        window.drop(rows)
        until(lambda: window.is_up("Rows from digits8"), "no dialog")
        window.focus(window.find_windows("Rows from digits8")[-1])
        list_of_columns = (20, 90, 560, 200)
        first = display.look_at_rest(*list_of_columns)
        window.keys("Tab", "End")
        until(lambda: display.look_at(*list_of_columns) != first, "nothing is scrolled")
        last = display.look_at_rest(*list_of_columns)
        window.keys("Return")
        until(lambda: display.look_at(*list_of_columns) != last, "it does not come back")
        window.keys("Return")
        screen = Screen(display.environment["DISPLAY"])
        until(lambda: any(one.is_popup and one.width > 1 for one in screen.list_windows()), "no list")
        screen.close_connection()
        window.keys("Escape")


@case
def a_question_stands_once(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.go("W1[1,1]")
        window.type("0.5")
        window.keys("Return")
        title = os.path.basename(path)
        for _ in range(3):
            window.close(title)
        window.wait_for("Save the changes")
        time.sleep(0.5)
        expect(window.count("Save the changes"), 1)
        window.answer("Save the changes", "Escape")
        expect(window.save()["state"]["W1"][0][0], 0.5)


@case
def file_dialogs_come_and_go(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        for _ in range(3):
            for key, title in (("ctrl+o", "Open a document"), ("ctrl+shift+s", "Save the document")):
                window.keys(key)
                until(lambda: window.is_up(title), f"no “{title}”")  # pylint: disable=cell-var-from-loop
                # At once, while it still reads its folder; a second key finds the window again.
                window.do("key", "--delay", "0", "Escape")
                until(lambda: not window.is_up(title), f"“{title}” stays")  # pylint: disable=cell-var-from-loop
        window.go("W1[1,1]")
        window.type("0.5")
        window.keys("Return")
        expect(w1(window)[0][0], 0.5)
    # Nobody is kept by a dialog that is still there: with its last window the program ends.
    program = Program(display, path)
    until(lambda: program.is_up("mazur"), "no window")
    program.press_until("ctrl+o", lambda: program.is_up("Open a document"), "no dialog")
    program.do("key", "Escape")
    until(lambda: not program.is_up("Open a document"), "the dialog stays")
    program.close("mazur")
    expect(program.process.wait(60), 0)


@case
def print_dialogs_come_and_go(display, folder):
    """With a printer marked, too: its list is told when the dialog goes."""
    with Window(display, copy_network(folder, "mazur")) as window:
        for keys in ((), ("shift+Tab",), ("Tab", "Down")):
            window.press_until("ctrl+p", lambda: window.is_up("Print"), "no dialog")
            window.do("mousemove", "80", "90", "keydown", "ctrl", "click", "1", "keyup", "ctrl")
            window.keys(*keys)
            window.press_until("Escape", lambda: not window.is_up("Print"), "the dialog stays")


@case
def a_page_that_there_is_not_is_answered(display, folder):
    with Window(display, copy_network(folder, "mazur")) as window:
        window.press_until("ctrl+p", lambda: window.is_up("Print"), "no dialog")
        window.do("mousemove", "80", "90", "click", "1")
        window.keys("alt+e", "Tab")
        window.type("7")
        window.press_until("alt+p", lambda: window.is_up("Nothing was printed"), "the range is not answered")
        window.answer("Nothing was printed", "Return")
        window.errors.truncate(0)  # GTK warns of it as well


# ---- text belongs to its cell ----


def w1(window):
    return window.save()["state"]["W1"]


@case
def a_step_commits_what_is_typed_to_its_cell(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.go("W1[1,1]")
        window.type("0.9")
        window.keys("F10", "F10", "Return")
        saved = window.save()
        expect(saved["state"]["W1"], [[0.9, 0.25], [0.2, 0.3]])
        expect((saved["place"]["instruction"], saved.get("pins")), (2, None))


@case
def whatever_moves_commits_first(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.keys("alt+End")

        def typed_then(number, *act):
            window.go("W1[1,1]")
            window.type(number)
            for step in act:
                step()
            saved = window.save()
            expect(saved["state"]["W1"], [[float(number), 0.25], [0.2, 0.3]])
            expect(saved.get("pins"), None)
            return saved["place"]["instruction"]

        def click(x, y):
            return lambda: (window.do("mousemove", str(x), str(y), "click", "1"), time.sleep(0.2))

        # The tape's third card, a cell of the sheet, one step back, to the start, to a cell by its name, the menu's undo.
        expect(typed_then("0.5", click(280, 940), lambda: window.keys("Return")), 3)
        typed_then("0.625", click(420, 285), lambda: window.keys("Return"))
        typed_then("0.75", lambda: window.keys("shift+F10", "Return"))
        typed_then("0.25", lambda: window.keys("F9", "F9", "Return"))
        expect(typed_then("0.875", lambda: window.keys("alt+Home", "Return")), 0)
        typed_then("0.125", lambda: window.go("W2[1,1]"), lambda: window.keys("Return"))
        # A factor of the formula bar is clicked, but of which cell? Typed over one with factors: it is held.
        window.keys("alt+End")
        window.go("z1[1,1]")
        window.type("0.25")
        for x in (330, 380, 430):
            window.do("mousemove", str(x), str(FORMULA_Y), "click", "1")
        window.keys("Return")
        saved = window.save()
        expect(saved["pins"], [{"tensor": "z1", "offset": 0, "value": 0.25}])
        expect(saved["state"]["W1"], [[0.125, 0.25], [0.2, 0.3]])


@case
def undo_takes_back_what_was_being_typed(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.go("W1[1,1]")
        window.type("0.5")
        window.keys("Return")
        window.go("W1[2,2]")
        window.type("0.75")
        window.keys("ctrl+z", "Return")
        expect(w1(window), [[0.5, 0.25], [0.2, 0.3]])
        window.keys("ctrl+z")
        expect(w1(window), [[0.15, 0.25], [0.2, 0.3]])


@case
def what_is_no_number_keeps_everything_where_it_is(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.go("W1[1,1]")
        window.type("1/x")
        window.keys("F10", "F10", "alt+End", "Return")
        window.keys("Escape")
        saved = window.save()
        expect((saved["state"]["W1"], saved["place"]["instruction"], saved.get("pins")), ([[0.15, 0.25], [0.2, 0.3]], 0, None))
        window.keys("F10")
        expect(window.save()["place"]["instruction"], 1)


@case
def escape_never_commits_and_looking_is_no_edit(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.keys("F10", "F10")
        window.go("W1[1,1]")
        window.type("0.5")
        window.keys("Escape", "F10")
        # A computed cell that is only looked into is not held.
        window.go("z1[1,1]")
        window.keys("F2", "F10")
        saved = window.save()
        expect((saved["state"]["W1"], saved.get("pins"), saved.get("undo")), ([[0.15, 0.25], [0.2, 0.3]], None, None))
        expect(saved["place"]["instruction"], 4)


@case
def another_window_commits_what_is_typed_in_this_one(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.open_another()
        # The lower window lies under the upper one: what is typed into the upper is in line when that one is left.
        window.go("W1[1,1]")
        window.type("0.5")
        lower, upper = window.find_windows(os.path.basename(path))
        window.focus(lower)
        window.keys("F10")
        window.focus(upper)
        window.keys("Return")
        saved = window.save()
        expect((saved["state"]["W1"], saved["place"]["instruction"], saved.get("pins")), ([[0.5, 0.25], [0.2, 0.3]], 1, None))
        # What is no number: nothing moves, and the other window says why.
        window.go("W1[1,1]")
        window.type("1/x")
        window.focus(lower)
        window.keys("F10", "F10")
        window.focus(upper)
        window.keys("Escape")
        expect(window.save()["place"]["instruction"], 1)


@case
def another_sheet_takes_what_is_typed(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.go("W1[1,1]")
        window.type("0.5")
        window.keys("ctrl+Page_Down")
        expect(w1(window), [[0.5, 0.25], [0.2, 0.3]])
        window.keys("ctrl+Page_Up")
        window.go("W1[1,1]")
        window.type("1/x")
        window.keys("ctrl+Page_Down", "BackSpace", "8", "Return")
        expect(w1(window), [[0.125, 0.25], [0.2, 0.3]])


@case
def a_save_takes_what_is_typed(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.go("W1[1,1]")
        window.type("0.5")
        expect(w1(window), [[0.5, 0.25], [0.2, 0.3]])


@case
def a_name_that_is_typed_stays_while_one_steps(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.keys("F4")
        window.type("W1[2")
        window.keys("F10", "F10")
        window.type(",2]")
        window.keys("Return")
        window.type("0.5")
        window.keys("Return")
        expect(w1(window), [[0.15, 0.25], [0.2, 0.5]])
        # And the next name begins with what is selected.
        window.go("W1[1,1]")
        window.keys("F4", "End", "BackSpace", "BackSpace")
        window.type("2]")
        window.keys("Return")
        window.type("0.75")
        window.keys("Return")
        expect(w1(window), [[0.15, 0.75], [0.2, 0.5]])


# ---- the keyboard never dies ----

NUMBERS = iter(range(1, 1000))


def expect_sheet_listens(window, after):
    """What is typed goes into the selected cell, W1[1,1], with no click and no key before it."""
    number = next(NUMBERS) / 1024
    window.type(str(number))
    window.keys("Return", "Up")
    got = w1(window)[0][0]
    assert got == number, f"after {after} the sheet does not have the keyboard"


def list_popups(window):
    screen = Screen(window.display.environment["DISPLAY"])
    found = [popup for popup in screen.list_windows() if popup.is_popup and popup.width > 30]
    screen.close_connection()
    return found


def in_popup(window, opening, *keys):
    """Opens a menu or popover, and presses keys in it until it is gone."""
    opening()
    until(lambda: list_popups(window), "nothing opens")
    time.sleep(0.4)  # its keys are taken when it has come up
    window.keys(*keys)
    until(lambda: not list_popups(window), "it stays open")
    time.sleep(0.2)


@case
def typing_out_of_sight_comes_back_into_sight(display, folder):
    """Scrolled away with the wheel: the next key shows the cell again, and the entry's menu comes up there, not beside the screen."""
    with Window(display, copy_network(folder, "mazur")) as window:
        window.keys(*["ctrl+plus"] * 4)
        window.go("W1[1,1]")
        window.type("0.7")
        there = display.look_at_rest(300, 110, 900, 600)
        window.do("mousemove", "700", "600", "click", "--repeat", "30", "5")
        until(lambda: display.look_at(300, 110, 900, 600) != there, "it does not scroll")
        window.keys("Menu")
        display.look_at_rest(0, 0, 1600, 1000)
        assert not list_popups(window), "a menu out of sight"
        in_popup(window, lambda: window.keys("Menu"), "Escape")
        window.keys("Return")
        expect(window.save()["state"]["W1"][0][0], 0.7)


@case
def a_list_out_of_sight_comes_back_into_sight(display, folder):
    """Scrolled away with the wheel: the key that would open it beside the screen brings it back, the next one opens it."""
    with Window(display, copy_network(folder, "mazur")) as window:
        window.drop(os.path.join(ROOT, "lessons", "data", "digits8.csv.gz"))
        window.wait_for("Rows from digits8.csv.gz")
        in_popup(window, lambda: window.click(175, 136), "Escape")  # the use of the first column
        window.do("mousemove", "200", "300")
        for key in ("space", "Menu"):
            there = display.look_at_rest(0, 0, 600, 600)
            window.do("mousemove", "200", "300", "click", "--repeat", "30", "5")
            until(lambda: display.look_at(0, 0, 600, 600) != there, "it does not scroll")  # pylint: disable=cell-var-from-loop
            display.look_at_rest(0, 0, 600, 600)
            window.keys(key)
            display.look_at_rest(0, 0, 600, 600)
            assert not list_popups(window), "a list out of sight"
        in_popup(window, lambda: window.keys("space"), "Escape")


@case
def the_menu_of_a_file_comes_up_beside_it(display, folder):
    """GTK opens it at the file that is marked, wherever that was scrolled to: the key brings it back into sight first."""
    with Window(display, copy_network(folder, "mazur")) as window:
        for i in range(60):
            os.mkdir(os.path.join(window.home, f"{i:02}"))
        window.press_until("ctrl+o", lambda: window.is_up("Open a document"), "no dialog")
        place = (150, 75, 700, 190)  # the list
        window.click(300, 110)
        window.do("mousemove", "500", "250")
        there = display.look_at_rest(*place)
        window.do("click", "--repeat", "30", "5")
        until(lambda: display.look_at(*place) != there, "it does not scroll")
        display.look_at_rest(*place)
        window.keys("Menu")
        display.look_at_rest(*place)
        assert not list_popups(window), "the menu of a file out of sight"
        in_popup(window, lambda: window.keys("Menu"), "Escape")
        window.do("mousemove", "500", "250", "click", "--repeat", "30", "5")
        display.look_at_rest(*place)
        there = display.look_at(150, 195, 300, 20)
        in_popup(window, lambda: window.do("mousemove", "300", "205", "click", "3"), "Escape")
        until(lambda: display.look_at(150, 195, 300, 20) != there, "the file under the pointer is not marked")
        window.answer("Open a document", "Escape")


@case
def the_sheet_has_the_keyboard_after_menus_and_popovers(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        def click(x, y):
            return lambda: window.do("mousemove", str(x), str(y), "click", "1")

        main, speed = click(*MENU), click(*SPEED)
        window.go("W1[1,1]")
        in_popup(window, main, "Escape")
        expect_sheet_listens(window, "a menu closed by Escape")
        in_popup(window, main, "Down", "Down", "Right", "Left", "Escape")
        expect_sheet_listens(window, "a submenu entered and left")
        # Looks, or, where the first key has only entered the menu, Edit: an item of either changes no number.
        in_popup(window, main, *["Down"] * 9, "Right", "Down", "Down", "Return")
        expect_sheet_listens(window, "an item of a submenu")
        in_popup(window, lambda: window.keys("Menu"), "Escape")
        expect_sheet_listens(window, "the menu of a cell")
        in_popup(window, lambda: window.keys("Menu"), *["Down"] * 12, "Right", "Down", "Return")
        expect_sheet_listens(window, "an item of a cell's submenu")
        in_popup(window, speed, "Escape")
        expect_sheet_listens(window, "a popover")
        # A click on a button does what the button says, and no more.
        for x in (985, 943):
            click(x, 27)()
            time.sleep(0.2)
            expect_sheet_listens(window, "a click on a button")


@case
def the_sheet_has_the_keyboard_after_windows_and_panels(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.go("W1[1,1]")
        for key, title in (("ctrl+t", "Train"), ("F1", "Gradsheet help"), ("F5", "Gradsheet presenter"), ("shift+F5", "Gradsheet for the teacher")):
            window.keys(key)
            window.wait_for(title)
            window.close(title)
            until(lambda: not window.is_up(title), f"“{title}” stays")  # pylint: disable=cell-var-from-loop
            window.do("mousemove", "800", "700")
            time.sleep(0.3)
            expect_sheet_listens(window, title)
        # Building: the panel that had the keyboard goes behind another one, which the mouse opens.
        window.keys("ctrl+shift+l")
        window.do("mousemove", "1380", "147", "click", "1")
        time.sleep(0.3)
        expect_sheet_listens(window, "a panel that was closed")
        # Where one has gone by the keyboard one stays.
        window.keys("F6", "F6", "Right")
        in_popup(window, lambda: window.do("mousemove", *MENU, "click", "1"), "Escape")
        window.keys("Return")
        assert window.save()["place"]["instruction"] > 0, "the tape has lost the keyboard to the sheet"


# ---- nothing jumps ----

# A part of Mazur's sheet that never changes, at 1600 x 1000; and where messages are.
STILL = (60, 585, 160, 56)
MESSAGE = (20, 750, 260, 56)


def expect_still(display, place, before):
    assert display.look_at_rest(*place) == before, "the sheet has moved"


@case
def messages_and_passes_move_nothing(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.go("W1[1,1]")
        window.do("mousemove", "700", "720")
        still, quiet = display.look_at_rest(*STILL), display.look_at_rest(*MESSAGE)
        window.keys("ctrl+d")  # a range is needed: a message says so
        until(lambda: display.look_at(*MESSAGE) != quiet, "no message")
        expect_still(display, STILL, still)
        window.keys("Escape")
        until(lambda: display.look_at(*MESSAGE) == quiet, "Escape does not take the message away")
        window.keys("ctrl+d")
        until(lambda: display.look_at(*MESSAGE) != quiet, "no second message")
        until(lambda: display.look_at(*MESSAGE) == quiet, "the message does not go by itself")
        expect_sheet_listens(window, "a message")  # Escape has left the selection
        # Passes, their slider, checks, refusals, a larger panel.
        window.keys("alt+5", "F10", "F10", "F10")
        expect_still(display, STILL, still)
        window.keys("alt+Home")
        for cell in ("W1.next[1,1]", "dW1[2,2]", "L", "x[1,1]", "W1[1,1]"):
            window.go(cell)
            window.keys("F7")
            expect_still(display, STILL, still)
        window.type("1/x")
        window.keys("F10")
        window.keys("Escape")
        expect_still(display, STILL, still)


@case
def a_refusal_is_said_again_at_every_key(display, folder):
    """Its reason stands at the cell since Enter: a step and training say why nothing moves, and one types on."""
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.do("mousemove", "700", "720")
        window.go("W1[1,1]")
        quiet = display.look_at_rest(*MESSAGE)
        window.type("abc")
        window.keys("Return")
        expect(display.look_at_rest(*MESSAGE) == quiet, True)  # the reason stands at the cell, and once is enough
        for key in ("F10", "ctrl+t", "shift+F10", "F9", "ctrl+F9"):
            window.keys(key)
            until(lambda: display.look_at(*MESSAGE) != quiet, f"{key} says nothing")  # pylint: disable=cell-var-from-loop
            expect(window.is_up("Train"), False)
            window.keys("End")  # the next key takes the message away, and is the editor's
            until(lambda: display.look_at(*MESSAGE) == quiet, "the message stays")
        # A button does nothing either, and leaves the keyboard where it was.
        window.do("mousemove", "985", "27", "click", "1")
        until(lambda: display.look_at(*MESSAGE) != quiet, "the button says nothing")
        window.keys("BackSpace", "BackSpace", "BackSpace")
        window.type("0.5")
        window.keys("Return")
        saved = window.save()
        expect((saved["state"]["W1"][0][0], saved["place"]["instruction"]), (0.5, 0))


HINTS = {"format": "gradsheet-lesson", "version": 1, "id": "hints", "title": "Hints", "summary": "Hints.", "level": "beginner", "minutes": 5,
         "networks": {"line": {"spec": "input 1 · dense 1", "loss": "half-mse", "optimizer": {"kind": "sgd", "lr": 0.1},
                               "state": {"W1": [[0.5]], "b1": [0.1]}, "data": {"inputs": [[2]], "targets": [[3]]}}},
         "steps": [{"id": "guess", "text": "Work it out.", "show": {"network": "line", "cursor": "start"},
                    "task": {"kind": "predict", "cell": "z1[1,1]", "prompt": "What is it?",
                             "hints": ["The first hint is a long one, so that it takes several lines in its narrow pane, as hints do.",
                                       "The second hint is longer than the first one, and takes still more room than that one did."],
                             "mistakes": [{"when": "x[1,1] * W1[1,1]", "say": "That is the product alone. There is a number to be added to it."}]}}]}


@case
def hints_and_feedback_move_nothing(display, folder):
    path = os.path.join(folder, "hints.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(HINTS, file)
    with Program(display, "--lesson", path) as program:
        program.wait_for("Untitled")
        sheet, pane = (320, 130, 900, 560), (0, 100, 295, 820)
        program.do("mousemove", "700", "720")
        program.keys("ctrl+9")
        still = display.look_at_rest(*sheet)
        for keys in (["alt+h"], ["alt+h"], ["1", "Return"], ["7", "Return"]):
            before = display.look_at_rest(*pane)
            program.keys(*keys)
            until(lambda: display.look_at(*pane) != before, f"nothing comes of {keys}")  # pylint: disable=cell-var-from-loop
            expect_still(display, sheet, still)


if __name__ == "__main__":
    sys.exit(run())
