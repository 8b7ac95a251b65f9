#!/usr/bin/env python3
"""Work that was handed in, graded in the real window: a folder of it, what cannot be graded, what is saved, and each one's answers
in the lesson.

usage: test-window-grade.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT
"""
import json
import os
import subprocess
import sys
import time

from classroom import STEPS, Class
from window import CLI, case, expect, run, until

# z = 2 · 0.5 + 0.1 = 1.1, and a is z.
FILLED = [*STEPS[:2], {"id": "fill", "title": "All of it", "text": "Now both cells.",
                       "show": {"network": "line", "cursor": "start"},
                       "task": {"kind": "fill", "cells": ["z1", "a1"], "prompt": "Fill in.",
                                "mistakes": [{"name": "no bias", "cells": ["z1"], "when": "x[1,1] * W1[1,1]", "say": "The bias?"}]}}]

# In the window of grades: the table.
TABLE = (22, 118, 480, 200)


def find_lost(display):
    """Where in the table the first points stand that are not all there: in red."""
    left, top, width, _ = TABLE
    pixels = display.look_at(*TABLE)
    at = next(i // 3 for i in range(0, len(pixels), 3) if pixels[i] > 140 and max(pixels[i + 1:i + 3]) < 70)
    return left + at % width, top + at // width


def hand_in(lesson, path, learner, *lines):
    subprocess.run([CLI, "lesson", "play", lesson, "--no-progress", "--work", path, "--learner", learner],
                   input="\n".join(["", *lines, "quit"]) + "\n", text=True, capture_output=True, check=False)


def make_class(folder, n=4):
    """Most forget the bias in the sum, which is one mistake with two cells in its wake; the last has all right."""
    lesson, works = os.path.join(folder, "01-taught.json"), os.path.join(folder, "works")
    os.makedirs(works)
    for number in range(n):
        right = number == n - 1
        hand_in(lesson, os.path.join(works, f"{number:02}.json"), f"Learner {number}", "1.1",
                f"z1[1,1] = {1.1 if right else 1}", f"a1[1,1] = {1.1 if right else 1}")
    return lesson, works


def spoil(works):
    """A file cut short, one of another lesson, one changed by hand."""
    with open(os.path.join(works, "00.json"), encoding="utf-8") as file:
        text = file.read()
    for name, other in (("cut.json", text[:-40]), ("other.json", text.replace('"lesson": "taught"', '"lesson": "chain-rule"')),
                        ("edited.json", text.replace('"1.1"', '"1.10"'))):
        with open(os.path.join(works, name), "w", encoding="utf-8") as file:
            file.write(other)


def answer_dialog(window, title, path):
    until(lambda: window.is_up(title), f"no “{title}”")
    window.focus(window.find_windows(title)[-1])
    window.answer_with(title, path)


def grade(window, works):
    """The window of grades with all of the folder in it. What its upper part looked like before."""
    window.press_until("ctrl+shift+r", lambda: window.is_up("Grades"), "no grades")
    window.focus(window.find_windows("Grades")[-1])
    before = window.display.look_at_rest(0, 0, 900, 300)
    window.press_until("alt+f", lambda: window.is_up("The folder"), "no folder is asked for")
    answer_dialog(window, "The folder", works)
    window.focus(window.find_windows("Grades")[-1])
    until(lambda: window.display.look_at(0, 0, 900, 300) != before, "nothing is graded")
    window.display.look_at_rest(0, 0, 900, 300)
    return before


def darkest(pixels):
    """Of the words on the button for the table, in the upper part of the window."""
    return min(sum(pixels[(y * 900 + x) * 3:][:3]) for y in range(28, 48) for x in range(726, 834))


@case
def a_folder_is_graded_and_saved(display, folder):
    with Class(display, folder, FILLED) as window:
        lesson, works = make_class(folder)
        spoil(works)
        before = grade(window, works)
        display.take_picture("grades")
        # What could do nothing looked so.
        faint, plain = darkest(before), darkest(display.look_at_rest(0, 0, 900, 300))
        assert faint > plain + 150, (faint, plain)
        out, report = os.path.join(folder, "class.csv"), os.path.join(folder, "class.pdf")
        window.press_until("alt+t", lambda: window.is_up("Save the table"), "no place is asked for")
        answer_dialog(window, "Save the table", "/proc/class.csv")  # where nobody can write
        until(lambda: window.is_up("This was not saved"), "nobody says that it was not saved")
        window.answer("This was not saved", "Return")
        window.focus(window.find_windows("Grades")[-1])
        window.press_until("alt+t", lambda: window.is_up("Save the table"), "no place is asked for")
        answer_dialog(window, "Save the table", out)
        until(lambda: os.path.exists(out), "no table")
        # The same as on the command line.
        assert subprocess.run([CLI, "grade", lesson, works, "--csv", out + "2"], capture_output=True, check=False).returncode == 2
        with open(out, encoding="utf-8") as mine, open(out + "2", encoding="utf-8") as theirs:
            text = mine.read()
            expect(text, theirs.read())
        assert "edited.json,Learner 0" in text and text.count("yes") == 1, text
        window.focus(window.find_windows("Grades")[-1])
        window.press_until("alt+r", lambda: window.is_up("Save the report"), "no place is asked for")
        answer_dialog(window, "Save the report", report)
        until(lambda: os.path.exists(report), "no report")
        printed = subprocess.run(["pdftotext", report, "-"], capture_output=True, text=True, check=True).stdout
        assert "no bias" in printed and "Learner 3" in printed, printed
        # Above its column, and with its points.
        assert printed.count("All of it") >= 2, printed


@case
def a_row_opens_the_lesson_with_the_answers(display, folder):
    """Where the learner lost the first point; what stands there is what was handed in, and nothing of it is kept."""
    with Class(display, folder, FILLED) as window:
        _, works = make_class(folder)
        spoil(works)
        kept = window.kept()
        grade(window, works)
        number = window.count("Untitled")
        window.keys("Down", "Tab")  # to the points of the second task
        window.press_until("Return", lambda: window.count("Untitled") > number, "the work is not opened")
        window.focus(window.find_windows("Untitled")[-1])
        display.take_picture("grades-work")
        again = os.path.join(folder, "again.json")
        window.press_until("ctrl+shift+j", lambda: window.is_up("Hand in"), "nobody asks whose it is")
        window.press_until("Return", lambda: window.is_up("Save your work"), "no place is asked for")
        answer_dialog(window, "Save your work", again)
        until(lambda: os.path.exists(again), "no work")
        with open(again, encoding="utf-8") as file:
            expect(json.load(file)["steps"]["fill"]["cells"], {"z1[1,1]": "1", "a1[1,1]": "1"})
        expect(window.kept(), kept)


@case
def a_class_of_thirty_is_there_at_once(display, folder):
    """And a click on somebody's points opens the lesson where they were lost."""
    with Class(display, folder, FILLED) as window:
        _, works = make_class(folder, 30)
        window.press_until("ctrl+shift+r", lambda: window.is_up("Grades"), "no grades")
        window.focus(window.find_windows("Grades")[-1])
        window.press_until("alt+f", lambda: window.is_up("The folder"), "no folder is asked for")
        until(lambda: window.is_up("The folder"), "no folder is asked for")
        window.focus(window.find_windows("The folder")[-1])
        window.do("key", "ctrl+a")
        window.type(works)
        window.do("key", "Return")
        chosen = time.monotonic()
        seen = []
        until(lambda: seen.append((time.monotonic(), display.look_at(*TABLE))) or len(seen) > 3 and len({look for _, look in seen[-3:]}) == 1
              and not window.is_up("The folder"), "nothing is graded")
        drawn = next(at for at, look in seen if look == seen[-1][1])
        print(f"# thirty works are in the table {drawn - chosen:.2f} s after the folder was chosen", flush=True)
        window.focus(window.find_windows("Grades")[-1])
        display.look_at_rest(0, 0, 900, 600)
        display.take_picture("grades-thirty")
        out = os.path.join(folder, "class.csv")
        window.press_until("alt+t", lambda: window.is_up("Save the table"), "no place is asked for")
        answer_dialog(window, "Save the table", out)
        until(lambda: os.path.exists(out), "no table")
        with open(out, encoding="utf-8") as file:
            text = file.read()
        expect([f"{number:02}.json" in text for number in range(30)], [True] * 30)
        number = window.count("Untitled")
        window.focus(window.find_windows("Grades")[-1])
        window.click(*find_lost(display))
        until(lambda: window.count("Untitled") > number, "the work is not opened")
        window.focus(window.find_windows("Untitled")[-1])
        display.look_at_rest(0, 0, 900, 600)
        display.take_picture("grades-thirty-work")


@case
def files_are_dropped(display, folder):
    from x11 import Screen
    with Class(display, folder, FILLED) as window:
        _, works = make_class(folder)
        window.press_until("ctrl+shift+r", lambda: window.is_up("Grades"), "no grades")
        before = display.look_at_rest(0, 0, 900, 300)
        screen = Screen(display.environment["DISPLAY"])
        screen.drop(window.find_windows("Grades")[-1], 400, 300, works)
        screen.close_connection()
        until(lambda: display.look_at(0, 0, 900, 300) != before, "nothing is graded")


@case
def what_is_no_work_is_said(display, folder):
    with Class(display, folder, FILLED) as window:
        works = os.path.join(folder, "works")
        os.makedirs(works)
        with open(os.path.join(works, "cut.json"), "w", encoding="utf-8") as file:
            file.write('{"format": "gradsheet-work", "ver')
        window.press_until("ctrl+shift+r", lambda: window.is_up("Grades"), "no grades")
        window.focus(window.find_windows("Grades")[-1])
        window.press_until("alt+f", lambda: window.is_up("The folder"), "no folder is asked for")
        answer_dialog(window, "The folder", works)
        until(lambda: window.is_up("Nothing could be graded"), "nobody says so")
        window.answer("Nothing could be graded", "Return")


if __name__ == "__main__":
    sys.exit(run())
