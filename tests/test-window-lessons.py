#!/usr/bin/env python3
"""Lessons played in the window from the welcome page to the end, by keyboard: wrong answers first. What a learner
has done is read back from the file it is kept in.

usage: test-window-lessons.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT
"""
import json
import os
import sys
import time

from window import Program, case, cli, expect, run, until

# z = 2 · 0.5 + 0.1 = 1.1, L = (3 − 1.1)² / 2 = 1.805, dz = −1.9, dW = −3.8; each update halves the error.
LINE = {"spec": "input 1 · dense 1", "loss": "half-mse", "optimizer": {"kind": "sgd", "lr": 0.1},
        "state": {"W1": [[0.5]], "b1": [0.1]}, "data": {"inputs": [[2]], "targets": [[3]]}}

ANSWERS = [
    {"id": "read", "title": "Read", "text": "A neuron: [[z1[1,1]]] comes from {x[1,1]} and {W1[1,1]}.",
     "show": {"network": "line", "cursor": "start"}},
    {"id": "predict", "text": "What will it be?",
     "task": {"kind": "predict", "cell": "z1[1,1]", "prompt": "Work out [[z1[1,1]]].", "hints": ["{x[1,1]} × {W1[1,1]} + …"],
              "mistakes": [{"name": "product", "when": "x[1,1] * W1[1,1]", "say": "And the bias?"}]}},
    {"id": "choose", "text": "The weight is to make the output larger.",
     "task": {"kind": "choose", "prompt": "Which way?", "options": [{"text": "Down", "say": "Then it shrinks."},
                                                                    {"text": "Nowhere", "say": "Then it stays."},
                                                                    {"text": "Up", "right": True, "say": "Yes."}]}},
    {"id": "pick", "text": "Where from?", "task": {"kind": "precedents", "cell": "z1[1,1]", "prompt": "Pick what it is computed from."}},
    {"id": "hints", "text": "The gradient.", "show": {"cursor": "end", "hide": ["dW1"]},
     "task": {"kind": "predict", "cell": "dW1[1,1]", "prompt": "The gradient?", "hints": ["The error times the input.", "The error is {z1[1,1] - 3}."],
              "mistakes": [{"when": "-dW1[1,1]", "say": "The sign."}]}},
    {"id": "shown", "text": "The loss.", "task": {"kind": "predict", "cell": "L", "prompt": "The loss?"}},
]

DEEDS = [
    {"id": "set", "text": "L is {L}.", "show": {"network": "line", "cursor": "end"},
     "task": {"kind": "set", "cell": "W1[1,1]", "value": 0.8, "prompt": "Set [[W1[1,1]]] to 0.8.",
              "mistakes": [{"when": "0.9", "say": "That is too far."}]}},
    {"id": "condition", "text": "Make the loss small.", "show": {"network": "line", "cursor": "end", "lock": ["train"]},
     "task": {"kind": "set", "cells": ["W1[1,1]", "b1[1]"], "condition": "L < 0.1", "answer": [1.4, 0.1], "prompt": "L < 0.1",
              "not-yet": "L is {L}.", "refuse": [{"set": {"W1[1,1]": 0.6}}]}},
    {"id": "step", "text": "Go there.", "show": {"network": "line", "cursor": "start", "step-size": "operation"},
     "task": {"kind": "step-to", "cell": "L", "exactly": True, "prompt": "Step until [[L]] is there."}},
    {"id": "reach", "text": "Train.", "show": {"network": "line", "cursor": "L"},
     "task": {"kind": "reach", "condition": "L < 0.01", "updates": 6, "answer": [{"train": 4}], "prompt": "L < 0.01", "not-yet": "L is {L}."}},
    {"id": "fill", "text": "Now all of it.", "show": {"network": "line", "cursor": "start"},
     "task": {"kind": "fill", "cells": ["z1", "L"], "digits": 3, "prompt": "Fill in."}},
    {"id": "end", "text": "The end."},
]


def write_lesson(folder, name, steps):
    path = os.path.join(folder, f"{name}.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"format": "gradsheet-lesson", "version": 1, "id": name[3:], "title": f"Lesson of {name[3:]}", "summary": "Every kind.",
                   "level": "beginner", "minutes": 5, "networks": {"line": LINE}, "steps": steps}, file)
    cli("lesson", "check", path)


# The window that says what there is to say about progress.
NOTICE = "What you have done in lessons"


class Learner(Program):
    """Someone with a folder of two lessons, at the welcome page."""

    def __init__(self, display, folder, environment=None):
        self.lessons = os.path.join(folder, "lessons")
        home = os.path.join(folder, "home")
        self.kept = os.path.join(home, "DATA", "gradsheet", "progress.json")
        if not os.path.isdir(self.lessons):
            os.mkdir(home)
            os.mkdir(self.lessons)
            write_lesson(self.lessons, "01-answers", ANSWERS)
            write_lesson(self.lessons, "02-deeds", DEEDS)
        super().__init__(display, home=home, environment={"GRADSHEET_LESSONS": self.lessons, **(environment or {})})
        self.wait_for("Gradsheet")

    def progress(self, lesson):
        try:
            with open(self.kept, encoding="utf-8") as file:
                return json.load(file)["lessons"].get(lesson, {"place": None, "steps": {}})
        except FileNotFoundError:
            return {"place": None, "steps": {}}

    def window_count(self):
        return self.count("Gradsheet") + self.count("Untitled")

    def at(self, lesson):
        return self.progress(lesson)["place"]

    def begin(self, number, lesson):
        """The card is opened by keys: what comes next has the focus, Tab goes to the cards."""
        before = self.at(lesson)
        self.keys(*["Tab"] * number)
        self.press_until("Return", lambda: self.at(lesson), f"lesson {lesson} does not begin")
        return before

    def next(self, lesson, step):
        self.press_until("alt+Page_Down", lambda: self.at(lesson) == step, lambda: f"at {self.at(lesson)}, not {step}")

    def wait_done(self, lesson, step, **wanted):
        """Until so much of the step's record is as it is wanted."""
        def get():
            return {"solved": False, "shown": False, "tries": 0, "hints": 0, **self.progress(lesson)["steps"].get(step, {})}
        until(lambda: all(get().get(key) == value for key, value in wanted.items()), lambda: f"{step}: {get()}, not {wanted}", 30)

    def train(self, passes):
        self.keys("ctrl+t")
        self.wait_for("Train")
        self.keys("ctrl+a")
        self.type(str(passes))
        self.answer("Train", "Return")

    def enter(self, text):
        self.type(text)
        self.keys("Return")


@case
def a_link_in_the_text_ends_typing(display, folder):
    """On a link: the numbers in the text change while its label handles the click, and with them its links."""
    text = (12, 195, 280, 40)
    with Learner(display, folder) as learner:
        learner.begin(1, "answers")
        for number, x in enumerate((109, 222, 271, 109, 222, 271)):
            before = display.look_at_rest(*text)
            learner.go("x[1,1]")
            learner.type(f"{number + 3}")
            learner.click(x, 211)
            until(lambda: display.look_at(*text) != before, "the text shows the old number")  # pylint: disable=cell-var-from-loop
        display.take_picture("link-in-the-text")


@case
def what_is_no_number_goes_with_the_window(display, folder):
    """It is refused while the lesson is left, by a sheet that is in no window any more."""
    with Program(display, "--lesson", "31", home=folder) as learner:
        learner.wait_for("Test B")
        learner.keys("alt+Page_Down")
        learner.type("dense")
        learner.may_end = True
        learner.close("Test B")
        until(lambda: learner.process.poll() is not None, "the window stays")


@case
def a_lesson_of_answers(display, folder):
    with Learner(display, folder) as learner:
        learner.begin(1, "answers")
        expect(learner.at("answers"), "read")
        learner.next("answers", "predict")
        learner.wait_done("answers", "read", solved=True, tries=0)
        for tries, text in enumerate(("1", "-1.1", "11", "2"), 1):
            learner.enter(text)
            learner.wait_done("answers", "predict", tries=tries, solved=False)
        learner.enter("abc")  # no number: costs nothing
        learner.enter("1,1")
        learner.wait_done("answers", "predict", tries=5, solved=True, hints=0, shown=False)
        learner.next("answers", "choose")
        learner.keys("Return")
        learner.wait_done("answers", "choose", tries=1, solved=False)
        learner.keys("Tab", "Tab", "space")
        learner.wait_done("answers", "choose", tries=2, solved=True)
        learner.next("answers", "pick")
        learner.go("W1[1,1]")
        learner.keys("Insert", "alt+c")
        learner.wait_done("answers", "pick", tries=1, solved=False)
        for cell in ("x[1,1]", "b1[1]", "L"):
            learner.go(cell)
            learner.keys("Insert")
        learner.keys("alt+c")
        learner.wait_done("answers", "pick", tries=2, solved=False)
        learner.go("L")
        learner.keys("Insert", "alt+c")  # picked again is let go
        learner.wait_done("answers", "pick", tries=3, solved=True)
        learner.next("answers", "hints")
        learner.keys("alt+h")
        learner.wait_done("answers", "hints", hints=1)
        learner.keys("alt+h")
        learner.wait_done("answers", "hints", hints=2, tries=0)
        learner.keys("alt+h")  # there is no third
        learner.enter("3.8")
        learner.wait_done("answers", "hints", hints=2, tries=1, solved=False, shown=False)
        learner.enter("-3.8")
        learner.wait_done("answers", "hints", hints=2, tries=2, solved=True, shown=False)
        learner.next("answers", "shown")
        learner.keys("alt+a")
        learner.wait_done("answers", "shown", shown=True, solved=False)
        learner.enter("361/200")
        learner.wait_done("answers", "shown", shown=True, solved=True, tries=1)
        # Behind the last step there is the welcome page again.
        learner.keys("alt+Page_Down")
        learner.begin(2, "deeds")
        expect(learner.at("deeds"), "set")


@case
def a_lesson_of_deeds(display, folder):
    with Learner(display, folder) as learner:
        learner.begin(2, "deeds")
        learner.go("W1[1,1]")
        learner.enter("0.9")  # a mistake the lesson knows of is spoken to while one works, and costs nothing
        learner.go("W1[1,1]")
        learner.enter("0.7")
        learner.keys("alt+c")
        learner.wait_done("deeds", "set", tries=1, solved=False)
        learner.go("W1[1,1]")
        learner.enter("4/5")
        learner.wait_done("deeds", "set", solved=True)
        learner.next("deeds", "condition")
        learner.go("b1[1]")
        learner.enter("1")
        learner.keys("alt+c")
        learner.wait_done("deeds", "condition", tries=1, solved=False)
        learner.go("W1[1,1]")
        learner.enter("1")  # 2 · 1 + 1 is the target
        learner.wait_done("deeds", "condition", solved=True)
        learner.next("deeds", "step")
        learner.keys("alt+c")  # not there yet
        learner.wait_done("deeds", "step", tries=1, solved=False)
        learner.keys("alt+End")  # too far
        learner.keys("alt+Home", "F10")
        expect(learner.progress("deeds")["steps"]["step"]["solved"], False)
        learner.press_until("F10", lambda: learner.progress("deeds")["steps"]["step"]["solved"], "the step is not seen")
        learner.next("deeds", "reach")
        learner.train(2)
        learner.keys("alt+c")
        learner.wait_done("deeds", "reach", tries=1, solved=False)
        learner.train(2)
        learner.wait_done("deeds", "reach", solved=True)
        learner.next("deeds", "fill")
        learner.keys("alt+m")  # all empty: costs nothing
        learner.go("z1[1,1]")
        learner.enter("2.1")
        learner.go("L")
        learner.enter("0.5")
        learner.keys("alt+m")
        learner.wait_done("deeds", "fill", tries=1, solved=False)
        learner.go("z1[1,1]")
        learner.enter("1.1")
        learner.go("L")
        learner.enter("1.805")
        learner.keys("alt+m")
        learner.wait_done("deeds", "fill", tries=2, solved=True)
        learner.next("deeds", "end")
        learner.press_until("alt+Page_Down", lambda: learner.progress("deeds")["steps"]["end"]["solved"], "the end is not read")
        record = learner.progress("deeds")
    assert all(step["solved"] for step in record["steps"].values()), record
    expect(len(record["steps"]), len(DEEDS))


@case
def what_was_done_is_there_again(display, folder):
    with Learner(display, folder) as learner:
        learner.begin(1, "answers")
        learner.next("answers", "predict")
        learner.enter("2")
        learner.wait_done("answers", "predict", tries=1)
        learner.enter("1.1")
        learner.wait_done("answers", "predict", solved=True, tries=2)
        learner.next("answers", "choose")
        kept = learner.progress("answers")
    with Learner(display, folder) as learner:
        expect(learner.progress("answers"), kept)
        # It goes on where one was: the step behind that one is the next, and the one before is solved as it was.
        learner.press_until("Return", lambda: learner.window_count() == 2, "the lesson does not open")
        learner.next("answers", "pick")
        learner.press_until("alt+Page_Up", lambda: learner.at("answers") == "choose", "one cannot go back")
        learner.press_until("alt+Page_Up", lambda: learner.at("answers") == "predict", "one cannot go back")
        learner.wait_done("answers", "predict", solved=True, tries=2)
        # Leaving a question without an answer does not solve it; leaving what is only read does.
        learner.wait_done("answers", "choose", solved=False)
        learner.wait_done("answers", "read", solved=True)


@case
def a_lesson_that_changes_is_read_again(display, folder):
    with Learner(display, folder) as learner:
        learner.begin(1, "answers")
        learner.next("answers", "predict")
        path = os.path.join(learner.lessons, "01-answers.json")
        steps = json.loads(json.dumps(ANSWERS))
        steps[1]["task"] = {"kind": "predict", "value": "7", "prompt": "Seven?"}
        write_lesson(learner.lessons, "01-answers", steps)
        # The question is another one now, and one is still at it.
        until(lambda: learner.enter("7") or learner.progress("answers")["steps"].get("predict", {}).get("solved"), "it is not read again", 30)
        expect(learner.at("answers"), "predict")
        learner.next("answers", "choose")
        before = display.look_at_rest(0, 0, 1600, 1000)
        with open(path, "w", encoding="utf-8") as file:
            file.write("{")
        # What is wrong with it is said, and the old one goes on.
        until(lambda: display.look_at(0, 0, 1600, 1000) != before, "a broken file is met with silence", 20)
        learner.keys("Tab", "Tab", "space")
        learner.wait_done("answers", "choose", solved=True)
        learner.next("answers", "pick")


@case
def enter_goes_to_the_next_blank_and_on(display, folder):
    with Learner(display, folder) as learner:
        learner.begin(2, "deeds")
        for step in ("condition", "step", "reach", "fill"):
            learner.next("deeds", step)
        # Typed and Enter, typed and Enter: nobody looks for the next blank, though a1 stands between the two.
        learner.go("z1[1,1]")
        learner.enter("1.1")
        learner.enter("1.805")
        learner.keys("alt+m")
        learner.wait_done("deeds", "fill", tries=1, solved=True)
        learner.next("deeds", "end")


def look_at_rest(display):
    """The pane, when nothing on it moves any longer: buttons light up for a moment."""
    pictures = [None]

    def rests():
        pictures.append(display.look_at(0, 150, 300, 700))
        time.sleep(0.4)
        return pictures[-1] == pictures[-2]
    until(rests, "the pane does not come to rest")
    return pictures[-1]


@case
def a_wrong_deed_is_answered_at_once(display, folder):
    with Learner(display, folder) as learner:
        learner.begin(2, "deeds")
        learner.go("W1[1,1]")
        before = look_at_rest(display)
        learner.enter("0.7")
        until(lambda: look_at_rest(display) != before, "a wrong deed is met with silence", 20)


@case
def damaged_files_stop_nobody(display, folder):
    with Learner(display, folder) as learner:
        with open(os.path.join(learner.lessons, "00-broken.json"), "w", encoding="utf-8") as file:
            file.write("{")
        os.makedirs(os.path.dirname(learner.kept), exist_ok=True)
        with open(learner.kept, "w", encoding="utf-8") as file:
            file.write("[]")
    with Learner(display, folder) as learner:
        # The broken one stands first and takes no key.
        learner.begin(2, "answers")
        expect(learner.at("answers"), "read")
        with open(f"{learner.kept}.damaged", encoding="utf-8") as file:
            expect(file.read(), "[]")
        # It is said where that is, and then one goes on.
        learner.wait_for(NOTICE)
        learner.answer(NOTICE, "Return")
        learner.next("answers", "predict")


@case
def a_home_that_cannot_be_written_is_said_once(display, folder):
    with Learner(display, folder) as learner:
        # Rights do not bind everybody; that a file is in the way of the folder does.
        os.makedirs(os.path.join(folder, "home", "DATA"), exist_ok=True)
        with open(os.path.dirname(learner.kept), "w", encoding="utf-8"):
            pass
        learner.press_until("Return", lambda: learner.is_up(NOTICE), "nothing is said")
        learner.answer(NOTICE, "Return")
        learner.keys("alt+Page_Down")
        learner.enter("1.1")
        learner.keys("alt+Page_Down", "alt+Page_Down")
        expect(learner.count(NOTICE), 0)
        # As soon as it can be, all of it is kept.
        os.remove(os.path.dirname(learner.kept))
        learner.press_until("alt+Page_Up", lambda: learner.at("answers") is not None, "still not kept")
        learner.wait_done("answers", "predict", solved=True)


@case
def a_run_ends_with_its_step(display, _):
    with Program(display, "--lesson", "9") as program:
        program.wait_for("A step by step")
        program.keys("alt+Next")
        sheet = (320, 130, 1000, 560)
        before = display.look_at_rest(*sheet)
        program.keys("F9")
        until(lambda: display.look_at(*sheet) != before, "nothing runs")
        program.keys("alt+Next")
        shown = display.look_at_rest(*sheet)
        time.sleep(2)  # some steps long
        expect(display.look_at_rest(*sheet) == shown, True)


if __name__ == "__main__":
    sys.exit(run())
