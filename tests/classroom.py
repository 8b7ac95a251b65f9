"""A lesson in the window, as a class is taught with it: what the tests of teaching share."""
import json
import os

from window import Program, cli, until

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
