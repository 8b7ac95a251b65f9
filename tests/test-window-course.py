#!/usr/bin/env python3
"""Five lessons of the course played to their ends in the window, with answers worked out by hand, and one on the projector
of 1280x720, driven by the space bar alone.

usage: test-window-course.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT
"""
import glob
import json
import os
import sys

from window import ROOT, Display, Program, case, expect, run, until

PRESENTER = "Gradsheet presenter"


class Pupil(Program):
    """One who takes a lesson of the course, and what is kept of it."""

    def __init__(self, display, folder, number):
        self.home = os.path.join(folder, "home")
        os.makedirs(self.home, exist_ok=True)
        path, = (path for path in glob.glob(os.path.join(ROOT, "lessons", f"{number:02}-*.json"))
                 if os.path.basename(path).count(".") == 1)
        with open(path, encoding="utf-8") as file:
            self.lesson = json.load(file)
        self.ids = [step["id"] for step in self.lesson["steps"]]
        super().__init__(display, "--lesson", path, home=self.home)
        until(lambda: self.at() == self.ids[0], "the lesson does not begin")
        self.wait_until_it_is_up()

    def wait_until_it_is_up(self):
        until(lambda: any(window.title for window in self.find_windows("")), "no window")
        self.display.look_at_rest(0, 0, 1200, 700)

    def kept(self):
        try:
            with open(os.path.join(self.home, "DATA", "gradsheet", "progress.json"), encoding="utf-8") as file:
                return json.load(file)["lessons"].get(self.lesson["id"], {"place": None, "steps": {}})
        except (FileNotFoundError, ValueError):
            return {"place": None, "steps": {}}

    def at(self):
        return self.kept()["place"]

    def is_solved(self, step):
        return self.kept()["steps"].get(step, {}).get("solved", False)

    # ---- what one does ----

    def answer(self, text, *_):
        """Into the entry, which has the focus."""
        self.type(text)
        self.keys("Return")

    def put(self, *settings):
        for setting in settings:
            cell, value = setting.split(" = ")
            self.go(cell)
            self.type(value)
            self.keys("Return")

    def fill(self, *settings):
        self.put(*settings)
        self.keys("alt+m")

    def choose(self, number):
        self.keys(*["Tab"] * (number - 1), "space")

    def pick(self, *cells):
        for cell in cells:
            self.go(cell)
            self.keys("Insert")
        self.keys("alt+c")

    def train(self, passes):
        self.keys("ctrl+t")
        self.wait_for("Train")
        self.keys("ctrl+a")
        self.type(str(passes))
        Program.answer(self, "Train", "Return")


def play(display, folder, number, *deeds):
    with Pupil(display, folder, number) as pupil:
        expect(len(deeds), len(pupil.ids))
        for place, (name, *arguments) in enumerate(deeds):
            step = pupil.ids[place]
            getattr(pupil, name)(*arguments)
            until(lambda now=step: pupil.is_solved(now), lambda now=step: f"{now}: {pupil.kept()['steps'].get(now)}", 30)
            if place + 1 < len(deeds):
                following = pupil.ids[place + 1]
                pupil.press_until("alt+Page_Down", lambda now=following: pupil.at() == now, f"{following} is not reached")
        record = pupil.kept()["steps"]
        assert all(step["solved"] and not step.get("shown") and not step.get("hints") for step in record.values()), record


@case
def a_neuron(display, folder):
    play(display, folder, 1, ("put", "x[1,1] = 4"), ("answer", "-0.6"), ("answer", "1.5"), ("keys", "F10"),
         ("pick", "x[1,1]", "x[1,2]", "W1[1,1]", "W1[2,1]", "b1[1]"), ("put", "W1[2,1] = -0.5"), ("choose", 2))


@case
def a_slope(display, folder):
    play(display, folder, 4, ("choose", 1), ("put", "W1[1,1] = 1.51"), ("answer", "3.62"), ("answer", "3.6"),
         ("fill", "dW1[1,1] = 1.2", "dW1[2,1] = -0.8"), ("put", "W1[1,1] = 0.96", "W1[2,1] = 0.52"), ("choose", 1))


@case
def descent(display, folder):
    play(display, folder, 7, ("answer", "1.4"), ("keys", "F10", "F10"), ("train", 10), ("put", "lr = 0.25"), ("answer", "-1.6"), ("train", 24),
         ("choose", 1))


@case
def softmax(display, folder):
    play(display, folder, 16, ("choose", 1), ("fill", "a1.shift[1,2] = -1.5", "a1.shift[1,3] = -1.8"),
         ("fill", "a1.exp[1,2] = 0.223", "a1.exp[1,3] = 0.165"), ("fill", "p[1,1] = 0.720", "p[1,2] = 0.161", "p[1,3] = 0.119"),
         ("put", "b1[1] = 1.3", "b1[2] = 0.8", "b1[3] = 1.4"), ("put", "W1[1,1] = 8"), ("choose", 1))


@case
def convolution(display, folder):
    cells = [f"x[1,1,{row},{column}]" for row in (3, 4) for column in (2, 3)]
    play(display, folder, 25, ("answer", "-2.5"), ("fill", "z1[1,1,1,2] = 11.5", "z1[1,1,1,3] = -1.5", "z1[1,1,2,2] = 14.5"),
         ("pick", *cells, *(f"W1[1,1,{row},{column}]" for row in (1, 2) for column in (1, 2)), "b1[1]"),
         ("put", "W1[1,1,1,2] = -1", "W1[1,1,2,1] = 1"), ("answer", "5"), ("choose", 1))


@case
def on_a_small_projector(display, folder):
    """Space shows the answer and then goes on: from the first step to the last."""
    with Display("1280x720") as small, Pupil(small, folder, 19) as teacher:
        teacher.press_until("F5", lambda: teacher.is_up(PRESENTER), "nothing is presented")
        teacher.wait_for(PRESENTER)
        for place, step in enumerate(teacher.ids):
            before = small.look_at_rest(0, 0, 1280, 720)
            teacher.press_until("space", lambda now=step: teacher.kept()["steps"].get(now, {}).get("shown"), f"{step}: no answer")
            until(lambda: small.look_at_rest(0, 0, 1280, 720) != before, f"{step}: the class sees no answer")
            if place + 1 < len(teacher.ids):
                following = teacher.ids[place + 1]
                teacher.press_until("space", lambda now=following: teacher.at() == now, f"{following} is not reached")
        teacher.press_until("Escape", lambda: not teacher.is_up(PRESENTER), "the projector stays")


sys.exit(run())
