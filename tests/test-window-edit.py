#!/usr/bin/env python3
"""Editing ranges in the real window: what is marked is what is copied, filled, pasted, turned and held.

usage: test-window-edit.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT [word]
"""
import json
import os
import sys

from window import Window, case, copy_network, expect, run, until

# x is one image of two channels of 3×3; W1 is two kernels of 2×2 for each of them.
IMAGE = [[[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[11, 12, 13], [14, 15, 16], [17, 18, 19]]]


def write_image(folder):
    path = os.path.join(folder, "image.gradsheet")
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"format": "gradsheet", "version": 1, "input": [2, 3, 3],
                   "layers": [{"kind": "conv", "units": 2, "kernel": 2}],
                   "data": {"inputs": [IMAGE], "targets": [[[[0, 0], [0, 0]], [[0, 0], [0, 0]]]]}}, file)
    return path


# Where two of its cells stand: at the left of a window of 1600×1000.
MIDDLE_OF_FIRST, LAST_OF_SECOND = ("234", "274"), ("400", "313")


def get_image(window):
    return window.save()["data"]["inputs"][0]


@case
def channels(display, folder):
    """Marked in one channel: typed over, undone, copied and pasted in the other, in these cells and no others."""
    with Window(display, write_image(folder)) as window:
        window.go("x[1,1,2,2]")
        window.keys("shift+Right", "shift+Down", "ctrl+c")
        window.type("50")
        window.keys("ctrl+Return")
        expect(get_image(window), [[[1, 2, 3], [4, 50, 50], [7, 50, 50]], IMAGE[1]])
        window.keys("ctrl+z")
        expect(get_image(window), IMAGE)
        # The same table from another cell on, in the other channel.
        window.go("x[1,2,1,1]")
        window.keys("ctrl+v")
        expect(get_image(window), [IMAGE[0], [[5, 6, 13], [8, 9, 16], [17, 18, 19]]])
        window.keys("ctrl+z")
        expect(get_image(window), IMAGE)


@case
def a_letter_is_no_number_and_that_is_said(display, folder):
    """It is not swallowed: an editor opens with it, refuses it and stays; Escape leaves all as it was."""
    with Window(display, copy_network(folder, "mazur")) as window:
        window.go("W1[1,1]")
        sheet = (0, 130, 800, 500)
        before, weights = display.look_at_rest(*sheet), window.save()["state"]
        before = display.look_at_rest(*sheet)
        window.type("about")
        until(lambda: display.look_at_rest(*sheet) != before, "letters vanish")
        window.keys("Return")
        until(lambda: display.look_at_rest(*sheet) != before, "letters are taken")
        window.keys("Escape")
        until(lambda: display.look_at_rest(*sheet) == before, "Escape leaves something behind")
        expect(window.save()["state"], weights)


@case
def across_channels(display, folder):
    """Dragged from one channel into the next: the same cells of both, and nothing between them."""
    with Window(display, write_image(folder)) as window:
        window.do("mousemove", *MIDDLE_OF_FIRST, "mousedown", "1", "mousemove", "300", "300", "mousemove", *LAST_OF_SECOND,
                  "mouseup", "1")
        window.keys("ctrl+c")
        display.take_picture("range-across-channels")
        window.type("50")
        window.keys("ctrl+Return")
        typed = [[[1, 2, 3], [4, 50, 50], [7, 50, 50]], [[11, 12, 13], [14, 50, 50], [17, 50, 50]]]
        expect(get_image(window), typed)
        expect(len(window.save()["undo"]), 1)
        window.do("mousemove", *MIDDLE_OF_FIRST, "mousedown", "1", "mousemove", "300", "300", "mousemove", *LAST_OF_SECOND,
                  "mouseup", "1")
        window.keys("ctrl+v")
        expect(get_image(window), IMAGE)


@case
def one_value_fills(display, folder):
    with Window(display, write_image(folder)) as window:
        window.go("x[1,1,3,3]")
        window.keys("ctrl+c")
        window.go("x[1,2,1,1]")
        window.keys("shift+Down", "shift+Down", "ctrl+v")
        expect(get_image(window)[1], [[9, 12, 13], [9, 15, 16], [9, 18, 19]])
        expect(len(window.save()["undo"]), 1)


@case
def what_does_not_fit_is_not_pasted(display, folder):
    with Window(display, write_image(folder)) as window:
        window.go("x[1,1,1,1]")
        window.keys("shift+Right", "shift+Down", "ctrl+c")
        window.go("x[1,1,3,3]")
        window.keys("ctrl+v")
        window.keys("Right")
        expect(get_image(window), IMAGE)
        assert "undo" not in window.save(), "something was pasted"


@case
def filled_and_held(display, folder):
    """Down in each row's column; computed cells are held, all that are marked, by one edit."""
    with Window(display, write_image(folder)) as window:
        window.go("x[1,2,1,1]")
        window.keys("shift+Right", "shift+Down", "shift+Down", "ctrl+d")
        expect(get_image(window)[1], [[11, 12, 13], [11, 12, 16], [11, 12, 19]])
        window.keys("ctrl+z")
        expect(get_image(window), IMAGE)
        window.keys("F10")
        window.go("z1[1,1,1,1]")
        window.keys("shift+Down")
        window.type("3")
        window.keys("ctrl+Return")
        document = window.save()
        pins = {(pin["tensor"], pin["offset"] + i): value for pin in document["pins"]
                for i, value in enumerate(pin["value"] if isinstance(pin["value"], list) else [pin["value"]])}
        expect(pins, {("z1", 0): 3, ("z1", 2): 3})
        expect(len(document["undo"]), 1)
        window.keys("ctrl+z")
        assert "pins" not in window.save(), "still held"


@case
def a_turn_of_the_wheel_is_one_entry(display, folder):
    with Window(display, write_image(folder)) as window:
        window.go("x[1,1,2,2]")
        window.keys("shift+Right")
        window.do("mousemove", *MIDDLE_OF_FIRST)
        window.do("keydown", "alt", "click", "4", "click", "4", "click", "4", "keyup", "alt")
        document = window.save()
        expect(document["data"]["inputs"][0][0][1], [4, 5.3, 6.3])
        expect(len(document["undo"]), 1)
        window.do("keydown", "alt", "click", "5", "keyup", "alt")
        expect(get_image(window)[0][1], [4, 5.2, 6.2])
        window.keys(*["ctrl+z"] * len(window.save()["undo"]))
        expect(get_image(window), IMAGE)


@case
def a_file_that_changed_on_disk_is_asked_about(display, folder):
    path = write_image(folder)
    with Window(display, path) as window:
        window.go("x[1,1,2,2]")
        window.type("50")
        window.keys("Return")
        with open(path, "w", encoding="utf-8") as file:
            file.write("written by another")
        window.press_until("ctrl+s", lambda: window.is_up("image.gradsheet has changed on disk"), "nobody asks")
        display.take_picture("changed-on-disk")
        window.answer("image.gradsheet has changed on disk", "Escape")
        with open(path, encoding="utf-8") as file:
            expect(file.read(), "written by another")
        window.press_until("ctrl+s", lambda: window.is_up("image.gradsheet has changed on disk"), "nobody asks again")
        window.answer("image.gradsheet has changed on disk", "alt+o")
        until(lambda: os.path.getsize(path) > 100, "not saved over it")
        expect(get_image(window)[0][1], [4, 50, 6])


@case
def what_lies_ahead_is_saved(display, folder):
    """Held in pass 5, saved in pass 3: opened again, pass 5 holds it."""
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.keys("alt+5", "F10", "F10", "F10", "F10", "F10")
        expect(window.save()["place"]["pass"], 5)
        window.go("a1[1,2]")
        window.type("0.25")
        window.keys("Return", "shift+F10", "shift+F10")
        document = window.save()
        expect(document["place"]["pass"], 3)
        assert "pins" not in document, "held in pass 3"
        expect([(set["pass"], set["tensor"], set["offset"], set["value"], set["pinned"]) for set in document["overrides"]],
               [(5, "a1", 1, 0.25, True)])
    with Window(display, path) as window:
        window.keys("alt+5", "F10", "F10")
        document = window.save()
        expect(document["place"]["pass"], 5)
        expect([(pin["tensor"], pin["offset"], pin["value"]) for pin in document["pins"]], [("a1", 1, 0.25)])
        # And undo lets it go there.
        window.keys("ctrl+z")
        assert "pins" not in window.save(), "still held"


if __name__ == "__main__":
    sys.exit(run())
