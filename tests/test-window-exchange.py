#!/usr/bin/env python3
"""Other programs' things in the real window: their models opened, their numbers compared, ours handed over.

usage: test-window-exchange.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT
"""
import json
import os
import shutil
import sys

import numpy as np
from window import ACCENT, ROOT, Program, Window, case, cli, copy_network, expect, run, until

MODELS = os.path.join(ROOT, "tests", "fixtures", "onnx")


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
        document = program.save_as("ctrl+shift+s", os.path.join(folder, "mine.gradsheet"))
        expect([layer["name"] for layer in document["layers"] if layer["kind"] == "conv"], ["conv1", "conv2"])
        expect(sorted(os.listdir(folder)), ["LeNet.ONNX", "mine.gradsheet"])


@case
def a_model_is_opened_beside_what_is_open(display, folder):
    """By the dialog, and dropped."""
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        before = window.save()
        window.press_until("ctrl+o", lambda: window.is_up("Open a document"), "no dialog")
        window.answer_with("Open a document", os.path.join(MODELS, "residual.onnx"))
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


# ---- comparing ----


def export_arrays(folder, name="mazur"):
    path = os.path.join(folder, "ours.npz")
    cli("export", name, path)
    return dict(np.load(path))


def forget_the_slope(arrays):
    dz2 = arrays["da2"]
    return {"a2": arrays["a2"], "dz2": dz2, "dW2": arrays["a1"].T @ dz2}


def compare(window, path):
    """Through the dialog."""
    window.press_until("ctrl+shift+w", lambda: window.is_up("Compare with numbers"), "no dialog")
    window.answer_with("Compare with numbers", path)


@case
def numbers_of_others_stand_beside_ours_and_one_goes_there(display, folder):
    mine = os.path.join(folder, "mine.npz")
    arrays = export_arrays(folder)
    np.savez(mine, **forget_the_slope(arrays))
    with Window(display, copy_network(folder, "mazur")) as window:
        window.drop(mine)
        until(lambda: window.is_up("mine.npz beside pass 1"), "nothing is compared")
        display.look_at_rest(0, 0, 1600, 1000)
        display.take_picture("compare")
        window.focus(window.find_windows("mine.npz beside")[-1])
        window.keys("Return")  # goes to where they part, dz2[1,1]
        until(lambda: window.save()["place"]["instruction"] == 6, "it is not gone to")
        expect(window.save()["place"], {"pass": 1, "instruction": 6, "cell": 1, "term": 0})
        # The last of the cells that differ in dW2, by keys alone.
        window.focus(window.find_windows("mine.npz beside")[-1])
        window.keys("Tab", "Tab", "Down", "Tab", "Tab", "End", "Return")
        until(lambda: window.save()["place"]["instruction"] == 8, lambda: f"not gone to dW2: {window.save()['place']}")
        window.keys("ctrl+c")
        expect(float(window.read_clipboard()), arrays["dW2"][1, 1])
        # Mended and compared again, they are equal.
        np.savez(mine, **{name: arrays[name] for name in ("a2", "dz2", "dW2")})
        window.focus(window.find_windows("mine.npz beside")[-1])
        before = display.look_at_rest(0, 0, 860, 200)
        window.keys("alt+c")
        until(lambda: display.look_at(0, 0, 860, 200) != before, "not compared again")
        display.look_at_rest(0, 0, 1600, 1000)
        display.take_picture("compare-equal")
        window.answer("mine.npz beside", "Escape")


@case
def one_array_is_called_as_its_file(display, folder):
    """A table of images has their rows one below the other, as ours has; and what is dark is dark."""
    table = os.path.join(folder, "z1.csv")
    cli("export", "convnet", table, "--tensor", "z1")
    document = copy_network(folder, "convnet")
    with Window(display, document) as window:
        window.keys("F10")
        before = window.save()
        compare(window, table)
        until(lambda: window.is_up("z1.csv beside pass 1"), "nothing is compared")
        display.look_at_rest(0, 0, 1600, 1000)
        display.take_picture("compare-table")
        window.answer("z1.csv beside", "Escape")
        expect(window.save(), before)


@case
def what_cannot_be_compared_is_said_and_changes_nothing(display, folder):
    bad = {"cut.npz": b"PK\x03\x04junk", "dW1.npy": b"\x93NUMPY\x01\x00\xff", "dW1.csv": b"1.0,two\n", "empty.csv": b""}
    other = os.path.join(folder, "other.npz")
    np.savez(other, Q=np.zeros(3))
    with Window(display, copy_network(folder, "mazur")) as window:
        window.keys("F10")
        before = window.save()
        for name, content in bad.items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(content)
        for path in (*(os.path.join(folder, name) for name in bad), other, os.path.join(folder, "none.npz")):
            compare(window, path)
            until(lambda: window.is_up("This cannot be compared"), f"{path}: nothing is said")
            window.answer("This cannot be compared", "Escape")
        expect(window.count(".* beside pass"), 0)
        expect(window.save(), before)
        # While numbers are asked for, they are not told here either.
        window.keys("ctrl+h")
        window.drop(other)
        display.look_at_rest(0, 0, 1600, 1000)
        expect(window.count("This cannot be compared"), 0)


# ---- exporting ----


def export(window, path, *choices, which=0):
    """By the dialog: the format, then what is chosen about it, (key, text)."""
    window.press_until("ctrl+shift+x", lambda: window.is_up("Export the sheet"), "no dialog")
    window.choose_format(os.path.splitext(path)[1], which)
    for key, text in choices:
        window.keys(key, "ctrl+a")
        window.type(text)
        window.keys("Tab")
    window.finish_export(path)
    until(lambda: os.path.exists(path), f"no {path}")
    with open(path, "rb") as file:
        return file.read()


def by_cli(folder, name, *options):
    path = os.path.join(folder, "cli-" + name)
    cli("export", "mazur", path, *options)
    with open(path, "rb") as file:
        return file.read()


@case
def all_that_the_command_line_writes_is_written_with_its_options(display, folder):
    """The same bytes."""
    with Window(display, copy_network(folder, "mazur")) as window:
        for name, choices, options in (
                ("three.xlsx", [("alt+p", "3")], ["--passes", "3"]),
                ("last.xlsx", [("alt+p", "2"), ("alt+l", "1")], ["--passes", "2", "--last-layers", "1"]),
                ("two.html", [("alt+p", "2"), ("alt+r", "1")], ["--passes", "2", "--rows", "1"]),
                ("block.csv", [("alt+b", "dW2")], ["--tensor", "dW2"]),
                ("block.npy", [("alt+b", "W1.next")], ["--tensor", "W1.next"]),
                ("cell.tex", [("alt+o", "dW2[1,1]")], ["--tensor", "dW2[1,1]"]),
                ("whole.tex", [], []), ("tables.md", [], []), ("numbers.py", [], ["--numpy"]), ("all.npz", [], []), ("model.onnx", [], [])):
            assert export(window, os.path.join(folder, name), *choices) == by_cli(folder, name, *options), name
        assert export(window, os.path.join(folder, "torch.py"), which=1) == by_cli(folder, "torch.py", "--torch")
        window.press_until("ctrl+shift+x", lambda: window.is_up("Export the sheet"), "no dialog")
        window.choose_format(".xlsx")
        assert has_button_to_press(display)
        display.take_picture("export-workbook")
        window.answer("Export the sheet", "Escape")
        if shutil.which("ssconvert"):  # optional: where Gnumeric is installed
            assert export(window, os.path.join(folder, "book.ods"), ("alt+p", "1"))[:2] == b"PK"


def has_button_to_press(display):
    """A patch of the accent's full colour, larger than a check mark's box or a focus' line."""
    width, line, height = 700, bytes(ACCENT) * 24, 12
    picture = display.look_at_rest(0, 0, width, 420)
    return any(all(picture[at + row * width * 3:][:len(line)] == line for row in range(height))
               for at in range(0, len(picture) - height * width * 3, 3 * 4) if picture[at:at + len(line)] == line)


@case
def what_cannot_be_is_refused_before_a_name_is_asked_for(display, folder):
    """Of ten thousand passes no page is made, there is no block W9, and a step has no operation in ONNX."""
    step = os.path.join(folder, "step.gradsheet")
    cli("new", "input 2 · dense 1 step", "--data", "plane:rows=4", "-o", step)
    with Window(display, step) as window:
        for ending, choices in ((".html", [("alt+p", "10000")]), (".csv", [("alt+b", "W9")]), (".npy", [("alt+b", "")]), (".onnx", [])):
            window.press_until("ctrl+shift+x", lambda: window.is_up("Export the sheet"), "no dialog")
            window.choose_format(ending)
            for key, text in choices:
                window.keys(key, "ctrl+a")
                if text:
                    window.type(text)
                else:
                    window.keys("BackSpace")
                window.keys("Tab")
            display.look_at_rest(0, 0, 1600, 1000)
            display.take_picture(f"export-refused{ending}")
            assert not has_button_to_press(display), f"{ending}: the button looks as if it could be pressed"
            window.keys("alt+e", "alt+e")
            display.look_at_rest(0, 0, 1600, 1000)
            expect(window.count("Export$"), 0)
            window.answer("Export the sheet", "Escape")


if __name__ == "__main__":
    sys.exit(run())
