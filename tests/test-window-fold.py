#!/usr/bin/env python3
"""Small windows and large text: panes fold, the window becomes as narrow as it is asked to, and the desktop's size of
text reaches the sheet.

usage: test-window-fold.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT
"""
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "generators"))
import pseudo_locale  # noqa: E402
from window import ROOT, Display, Program, Window, case, cli, copy_network, expect, run, until

ACCENT = bytes((0x8A, 0x2A, 0x7C))


def at_text_scale(folder, scale):
    """An environment in which the desktop's text is so much larger than usual."""
    path = os.path.join(folder, f"resources-{scale}")
    with open(path, "w", encoding="ascii") as file:
        file.write(f"Xft.dpi: {round(96 * scale)}\n")
    return {"XENVIRONMENT": path}


def measure(window):
    """Width and height of the main window."""
    number = max(window.find_windows(""), key=lambda found: found.number).number
    found = subprocess.run(["xdotool", "getwindowgeometry", str(number)], env=window.display.environment, check=True,
                           capture_output=True, timeout=60, text=True)
    sides = re.search(r"Geometry: (\d+)x(\d+)", found.stdout)
    return int(sides[1]), int(sides[2])


def cell_width(folder, scale):
    """How wide the selected cell is on the screen."""
    with Display("1600x1000") as display:
        # A network that has room for its loss at any of these sizes: no other reason makes its cells smaller.
        with Window(display, copy_network(folder, "logistic"), environment=at_text_scale(folder, scale)) as window:
            window.go("x[1,1]")
            region = (0, int(120 * scale), 700, 400)
            pixels = display.look_at_rest(*region)
            # The outline's upper edge is the longest row of accent in the sheet.
            longest = 0
            for y in range(region[3]):
                row = pixels[y * region[2] * 3:(y + 1) * region[2] * 3]
                for piece in re.finditer(b"(?:" + re.escape(ACCENT) + b")+", row):
                    longest = max(longest, (piece.end() - piece.start()) // 3)
            return longest


@case
def the_loss_is_in_view_at_first(_, folder):
    """In a small window a small network is as much smaller; what stands there need not move for L to be seen."""
    for size in ("1280x720", "1024x768"):
        with Display(size) as display, Window(display, copy_network(folder, "mazur")) as window:
            window.do("mousemove", "640", "700")
            heading = (25, 140, 180, 40)
            before = display.look_at_rest(*heading)
            window.go("L")
            expect(display.look_at_rest(*heading) == before, True)
            assert ACCENT * 30 in display.look_at(780, 170, 210, 90), f"L is not in view in {size}"
            window.keys("ctrl+0")  # as designed
            until(lambda: display.look_at_rest(*heading) != before, "Ctrl+0 changes nothing")


@case
def the_sheet_grows_with_the_desktops_text(_, folder):
    plain, large = cell_width(folder, 1), cell_width(folder, 1.5)
    assert 56 <= plain <= 64, plain
    assert 1.4 * plain <= large <= 1.6 * plain, (plain, large)


@case
def the_window_becomes_800_wide(_, folder):
    with Display("800x600") as display:
        with Window(display, copy_network(folder, "mazur")) as window:
            until(lambda: measure(window)[0] <= 800, lambda: f"{measure(window)} in 800x600")
            width, height = measure(window)
            assert height <= 600, (width, height)
            window.keys("F10", "F10")
            expect(window.save()["place"]["instruction"], 2)


@case
def every_window_becomes_800_wide(_, folder):
    """A lesson, the first page and the dialog with two sides, too."""
    dialogs = {"mazur": [("ctrl+n", "New network"), ("ctrl+F12", "Preferences"), ("ctrl+j", "Worksheet")]}
    with Display("800x600") as display:
        for arguments in (["--lesson", "1"], ["--lesson", "9"], [], [copy_network(folder, "mazur")]):
            with Program(display, *arguments, home=folder) as window:
                until(lambda: window.find_windows(""), "no window")
                until(lambda: measure(window)[0] <= 800, lambda: f"{measure(window)} in 800x600 with {arguments}")
                for key, title in dialogs["mazur"] if arguments and "mazur" in arguments[0] else []:
                    window.press_until(key, lambda: window.is_up(title), f"no {title}")
                    until(lambda: measure(window)[0] <= 800, lambda: f"{title}: {measure(window)} in 800x600")
                    window.press_until("Escape", lambda: not window.is_up(title), f"{title} stays")


@case
def the_result_is_never_lost(_, folder):
    """At the end of a formula that is too long for the bar stands what it comes to, in the accent's colour."""
    long = os.path.join(folder, "long.gradsheet")
    cli("new", "input 2 · dense 1", "-o", long)
    with open(long, encoding="utf-8") as file:
        document = json.load(file)
    names = ["size of the house", "way to the sea"]
    document["data"] = {"inputs": [[3, 4]], "targets": [[5]], "names": {"features": names, "targets": ["what it costs"]}}
    with open(long, "w", encoding="utf-8") as file:
        json.dump(document, file)
    with Display("800x600") as display:
        with Window(display, long) as window:
            window.keys("F10")
            bar = (180, 62, 610, 60)
            until(lambda: display.look_at_rest(*bar).count(ACCENT) > 20, "no result is to be seen")


@case
def a_lesson_fits_in_words_of_another_language(_, folder):
    environment = pseudo_locale.install(ROOT, os.path.join(folder, "language"))
    for size in ("1024x768", "1280x720"):
        width, height = (int(side) for side in size.split("x"))
        with Display(size) as display:
            with Program(display, "--lesson", "9", environment=environment) as window:
                until(lambda: window.find_windows(""), "no window")
                until(lambda: measure(window)[0] <= width and measure(window)[1] <= height,
                      lambda: f"{measure(window)} in {size}")


@case
def a_lesson_is_as_wide_in_any_words(_, folder):
    """The line beside it is where it is in the program's own words."""
    line = bytes((0xDC, 0xDC, 0xD7))
    for environment in (None, pseudo_locale.install(ROOT, os.path.join(folder, "language"))):
        for lesson in ("1", "10", "22"):
            with Display("1280x720") as display, Program(display, "--lesson", lesson, environment=environment) as window:
                until(lambda: window.find_windows(""), "no window")
                until(lambda: display.look_at(295, 400, 15, 20).count(line) == 20, f"lesson {lesson} is of another width")


@case
def large_text_fits_a_small_screen(_, folder):
    for scale, size in ((1.5, "1280x720"), (2, "1600x1000"), (1.25, "1024x768")):
        width, height = (int(side) for side in size.split("x"))
        with Display(size) as display:
            with Program(display, "--lesson", "9", environment=at_text_scale(folder, scale)) as window:
                until(lambda: window.find_windows(""), "no window")
                until(lambda: measure(window)[0] <= width and measure(window)[1] <= height,
                      lambda: f"{measure(window)} in {size} at {scale}")


def is_panel_beside(display, width):
    """Whether the side panel's own colour fills the right edge beneath the formula bar."""
    pixels = display.look_at_rest(width - 60, 300, 40, 100)
    return pixels.count(bytes((0xFA, 0xFA, 0xF8))) > 40 * 100 // 2


@case
def the_side_panel_folds_and_comes_when_asked_for(_, folder):
    with Display("840x700") as display:
        with Window(display, copy_network(folder, "mazur")) as window:
            until(lambda: not is_panel_beside(display, 840), "the side panel does not fold")
            window.keys("ctrl+F5")
            until(lambda: is_panel_beside(display, 840), "the side panel does not come")
            window.keys("ctrl+F5")
            until(lambda: not is_panel_beside(display, 840), "the side panel does not go")
    with Display("1400x900") as display:
        with Window(display, copy_network(folder, "mazur")) as window:
            until(lambda: is_panel_beside(display, 1400), "the side panel folds where there is room")
            window.keys("ctrl+F5")
            until(lambda: not is_panel_beside(display, 1400), "the side panel does not fold when asked to")


if __name__ == "__main__":
    sys.exit(run())
