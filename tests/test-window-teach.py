#!/usr/bin/env python3
"""Teaching with the window: a lesson begun anew and rehearsed, worksheets, work handed in.

usage: test-window-teach.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT
"""
import os
import subprocess
import sys
import time

from classroom import Class
from window import Window, case, cli, copy_network, expect, run, until


@case
def a_lesson_begun_anew_forgets_what_was_done(display, folder):
    with Class(display, folder) as lesson:
        lesson.next("predict")
        lesson.enter("1.1")
        until(lambda: lesson.record("predict")["solved"], "not solved")
        lesson.next("choose")
        lesson.press_until("ctrl+shift+a", lambda: lesson.is_up("Begin this lesson anew"), "it is not asked")
        lesson.answer("Begin this lesson anew", "Escape")
        expect(lesson.at(), "choose")
        lesson.press_until("ctrl+shift+a", lambda: lesson.is_up("Begin this lesson anew"), "it is not asked")
        lesson.answer("Begin this lesson anew", "Return")
        until(lambda: lesson.at() == "read", lambda: f"at {lesson.at()}")
        expect(lesson.record("predict")["solved"], False)
        # It is played like any other, and its end is an end.
        lesson.next("predict")
        lesson.enter("1")
        until(lambda: lesson.record("predict")["tries"] == 1, "the try does not count")
        expect(lesson.record("predict")["solved"], False)


@case
def a_rehearsal_leaves_no_trace(display, folder):
    with Class(display, folder) as lesson:
        lesson.next("predict")
        before = lesson.kept()
        lesson.keys("ctrl+shift+y")
        picture = display.look_at_rest(0, 100, 300, 600)
        lesson.press_until("alt+Page_Down", lambda: display.look_at_rest(0, 100, 300, 600) != picture, "the rehearsal does not go on")
        lesson.enter("7")
        lesson.enter("1.1")
        lesson.keys("alt+Page_Down")
        expect(lesson.kept(), before)
        # Chosen once more it ends, and the lesson is where it was, with nothing given away.
        lesson.keys("ctrl+shift+y")
        lesson.enter("1")
        until(lambda: lesson.record("predict")["tries"] == 1, "the lesson does not go on")
        expect(lesson.record("predict"), {"solved": False, "shown": False, "tries": 1, "hints": 0})
        expect(lesson.at(), "predict")


@case
def a_finished_lesson_can_be_begun_anew(display, folder):
    with Class(display, folder) as lesson:
        lesson.next("predict")
        lesson.enter("1.1")
        until(lambda: lesson.record("predict")["solved"], "not solved")
        lesson.next("choose")
        lesson.keys("Tab", "Tab", "space")
        until(lambda: lesson.record("choose")["solved"], "not solved")
        lesson.next("end")
        lesson.press_until("alt+Page_Down", lambda: lesson.record("end")["solved"], "the end is not read")
    with Class(display, folder) as lesson:
        lesson.press_until("ctrl+shift+a", lambda: lesson.is_up("Begin this lesson anew"), "it is not asked")
        lesson.answer("Begin this lesson anew", "Return")
        until(lambda: lesson.at() == "read", lambda: f"at {lesson.at()}")
        expect(lesson.record("end")["solved"], False)


@case
def a_worksheet_is_made(display, folder):
    """What does not go on paper is said in the dialog; then the sheets and their key are there."""
    sheet = os.path.join(folder, "class.pdf")
    with Window(display, copy_network(folder, "mazur")) as book:
        book.press_until("ctrl+j", lambda: book.is_up("Worksheet"), "no dialog")
        book.wait_for("Worksheet")
        book.type("q7")
        book.keys("Return")
        time.sleep(0.5)
        assert not book.is_up("Save the worksheet"), "a place is asked for although nothing can be written"
        book.keys("ctrl+a")
        book.type("dW2")
        book.press_until("Return", lambda: book.is_up("Save the worksheet"), "no place is asked for")
        book.answer_with("Save the worksheet", sheet)
        until(lambda: os.path.exists(os.path.join(folder, "class-key.pdf")), "no key")
        printed = subprocess.run(["pdftotext", "-raw", sheet, "-"], capture_output=True, text=True, check=True).stdout
        assert "4 points" in printed and "mazur-1" in printed, printed
        until(lambda: not book.is_up("Worksheet"), "the dialog stays")


@case
def work_is_handed_in_and_graded(display, folder):
    work = os.path.join(folder, "ada.json")
    with Class(display, folder) as lesson:
        lesson.next("predict")
        lesson.enter("1.1")
        until(lambda: lesson.record("predict")["solved"], "not solved")
        lesson.press_until("ctrl+shift+j", lambda: lesson.is_up("Hand in"), "nobody asks whose it is")
        lesson.do("key", "ctrl+a")
        lesson.type("Ada")
        lesson.press_until("Return", lambda: lesson.is_up("Save your work"), "no place is asked for")
        lesson.answer_with("Save your work", work)
        until(lambda: os.path.exists(work), "no work")
    graded = cli("grade", os.path.join(folder, "01-taught.json"), work)
    assert graded.startswith("Ada ") and "1 of   2" in graded and "changed by hand" not in graded, graded


if __name__ == "__main__":
    sys.exit(run())
