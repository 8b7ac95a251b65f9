#!/usr/bin/env python3
"""The window stays whole: what the pointer rests on may change, a dialog is answered once, text belongs to its cell,
the keyboard never dies, nothing jumps.

usage: test-window-solid.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT
"""
import os
import sys
import time

from window import Window, case, copy_network, expect, run, until

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
        window.keys("ctrl+End")
        window.go("z1[1,1]")
        rest_on_each(window, FORMULA, FORMULA_Y, ["F10", "F10", "shift+F10", "ctrl+bracketleft", "ctrl+bracketright"])
        expect(window.save()["place"]["pass"] >= 1, True)


@case
def a_factor_is_clicked_and_explained_at_once(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.keys("ctrl+End")
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


if __name__ == "__main__":
    sys.exit(run())
