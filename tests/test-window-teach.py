#!/usr/bin/env python3
"""Teaching with the window: the projector, the teacher's own window, a lesson begun anew and rehearsed.

usage: test-window-teach.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT
"""
import json
import os
import subprocess
import sys
import time

from window import Program, Window, case, cli, copy_network, expect, run, until

# z = 2 · 0.5 + 0.1 = 1.1, L = (3 − 1.1)² / 2 = 1.805.
LINE = {"spec": "input 1 · dense 1", "loss": "half-mse", "optimizer": {"kind": "sgd", "lr": 0.1},
        "state": {"W1": [[0.5]], "b1": [0.1]}, "data": {"inputs": [[2]], "targets": [[3]]}}

STEPS = [
    {"id": "read", "title": "Read", "text": "A neuron: [[z1[1,1]]] comes from {x[1,1]} and {W1[1,1]}.",
     "show": {"network": "line", "cursor": "start"}},
    {"id": "predict", "text": "What will it be?", "notes": "Take three guesses.",
     "task": {"kind": "predict", "cell": "z1[1,1]", "prompt": "Work out [[z1[1,1]]].",
              "mistakes": [{"name": "product", "when": "x[1,1] * W1[1,1]", "say": "And the bias?"}]}},
    {"id": "choose", "text": "The weight is to make the output larger.",
     "task": {"kind": "choose", "prompt": "Which way?", "options": [{"text": "Down", "say": "Then it shrinks."},
                                                                    {"text": "Nowhere", "say": "Then it stays."},
                                                                    {"text": "Up", "right": True, "say": "Yes."}]}},
    {"id": "end", "text": "The end."},
]


class Class(Program):
    """A window with the lesson, and what is kept of it."""

    def __init__(self, display, folder, steps=None):
        self.home = os.path.join(folder, "home")
        os.makedirs(self.home, exist_ok=True)
        path = os.path.join(folder, "01-taught.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"format": "gradsheet-lesson", "version": 1, "id": "taught", "title": "Taught", "summary": "To a class.",
                       "level": "beginner", "minutes": 5, "networks": {"line": LINE}, "steps": steps or STEPS}, file)
        cli("lesson", "check", path)
        super().__init__(display, "--lesson", path, home=self.home)
        until(lambda: self.at() is not None, "the lesson does not begin")
        self.do("search", "--sync", "--onlyvisible", "--name", "^Untitled")

    def kept(self):
        try:
            with open(os.path.join(self.home, "DATA", "gradsheet", "progress.json"), encoding="utf-8") as file:
                return json.load(file)["lessons"].get("taught", {"place": None, "steps": {}})
        except FileNotFoundError:
            return {"place": None, "steps": {}}

    def at(self):
        return self.kept()["place"]

    def record(self, step):
        return self.kept()["steps"].get(step, {"solved": False, "shown": False, "tries": 0, "hints": 0})

    def next(self, step):
        self.press_until("alt+Page_Down", lambda: self.at() == step, lambda: f"at {self.at()}, not {step}")

    def enter(self, text):
        self.type(text)
        self.keys("Return")


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
        lesson.keys("ctrl+shift+r")
        picture = display.look_at_rest(0, 100, 300, 600)
        lesson.press_until("alt+Page_Down", lambda: display.look_at_rest(0, 100, 300, 600) != picture, "the rehearsal does not go on")
        lesson.enter("7")
        lesson.enter("1.1")
        lesson.keys("alt+Page_Down")
        expect(lesson.kept(), before)
        # Chosen once more it ends, and the lesson is where it was, with nothing given away.
        lesson.keys("ctrl+shift+r")
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
        book.do("key", "ctrl+a")
        book.type(sheet)
        book.answer("Save the worksheet", "Return")
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
        lesson.do("key", "ctrl+a")
        lesson.type(work)
        lesson.answer("Save your work", "Return")
        until(lambda: os.path.exists(work), "no work")
    graded = cli("grade", os.path.join(folder, "01-taught.json"), work)
    assert graded.startswith("Ada ") and "1 of   2" in graded and "changed by hand" not in graded, graded


if __name__ == "__main__":
    sys.exit(run())
