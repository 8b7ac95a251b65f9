#!/usr/bin/env python3
"""Other programs' things in the real window: their models opened, their numbers compared, ours handed over.

usage: test-window-exchange.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT
"""
import json
import os
import shutil
import sys

from window import ROOT, Program, Window, case, copy_network, expect, run, until

MODELS = os.path.join(ROOT, "tests", "fixtures", "onnx")


def choose(window, title, path):
    """Types a path into a file dialog."""
    until(lambda: window.is_up(title), f"no “{title}”")
    window.do("key", "ctrl+a")
    window.type(path)
    window.answer(title, "Return")


def save_as(window, path):
    window.press_until("ctrl+shift+s", lambda: window.is_up("Save the document"), "not asked where")
    window.do("key", "ctrl+a")
    window.type(path)
    window.answer("Save the document", "Return")
    until(lambda: os.path.exists(path), "not saved")
    with open(path, encoding="utf-8") as file:
        return json.load(file)


# ---- models ----


@case
def a_model_named_at_the_start_opens_as_a_new_document_with_its_report(display, folder):
    model = os.path.join(folder, "LeNet.ONNX")  # endings may be capital
    shutil.copy(os.path.join(MODELS, "lenet.onnx"), model)
    with Program(display, model) as program:
        until(lambda: program.is_up("What became of LeNet.ONNX"), "no report")
        display.look_at_rest(0, 0, 1600, 1000)
        display.take_picture("model-report")
        program.answer("What became of", "Escape")
        assert program.is_up("Untitled"), "it is not a new document"
        document = save_as(program, os.path.join(folder, "mine.gradsheet"))
        expect([layer["name"] for layer in document["layers"] if layer["kind"] == "conv"], ["conv1", "conv2"])
        expect(sorted(os.listdir(folder)), ["LeNet.ONNX", "mine.gradsheet"])


@case
def a_model_is_opened_beside_what_is_open(display, folder):
    """By the dialog, and dropped."""
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        before = window.save()
        window.press_until("ctrl+o", lambda: window.is_up("Open a document"), "no dialog")
        choose(window, "Open a document", os.path.join(MODELS, "residual.onnx"))
        until(lambda: window.is_up("What became of residual.onnx"), "no report")
        window.answer("What became of", "Escape")
        window.drop(os.path.join(MODELS, "lenet.onnx"))
        until(lambda: window.is_up("What became of lenet.onnx"), "no report of what was dropped")
        window.answer("What became of", "Return")
        expect(window.count("Untitled"), 2)
        with open(path, encoding="utf-8") as file:
            expect(json.load(file), before)


@case
def a_model_that_cannot_be_taken_over_changes_nothing(display, folder):
    cut, many = os.path.join(folder, "cut.onnx"), os.path.join(folder, "many.onnx")
    with open(os.path.join(MODELS, "residual.onnx"), "rb") as file:
        data = file.read()
    with open(cut, "wb") as file:
        file.write(data[:len(data) // 2])
    with open(many, "wb") as file:
        file.write(data.replace(b"\x22\x04Conv", b"\x22\x04Whir").replace(b"\x22\x04Relu", b"\x22\x04Leap"))
    with Window(display, copy_network(folder, "mazur")) as window:
        before = window.save()
        for path in (os.path.join(MODELS, "unsupported", "erf.onnx"), cut, many):
            window.drop(path)
            until(lambda: window.is_up("This model cannot be taken over"), f"{path}: nothing is said")
            display.look_at_rest(0, 0, 1600, 1000)
            display.take_picture("model-refused-" + os.path.basename(path))
            window.answer("This model cannot be taken over", "Escape")
        expect(window.count("Untitled"), 0)
        expect(window.save(), before)


if __name__ == "__main__":
    sys.exit(run())
