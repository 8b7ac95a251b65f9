#!/usr/bin/env python3
"""Long work of the real window: opening, exporting and checking go on beside it, are seen, can be stopped, and closing asks.

usage: test-window-work.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT
"""
import json
import os
import sys

from window import ROOT, Program, Window, case, cli, copy_network, expect, run, until


def make_rows(folder, n):
    """A document that takes seconds to read, written in a moment."""
    with open(os.path.join(ROOT, "lessons", "networks", "xor.gradsheet"), encoding="utf-8") as file:
        document = json.load(file)
    document["data"] = {"inputs": "I", "targets": "T", "batch-size": 32}
    path = os.path.join(folder, "rows.gradsheet")
    with open(path, "w", encoding="utf-8") as file:
        file.write(json.dumps(document)
                   .replace('"I"', "[" + ",".join(["[0.12345678,0.87654321],[0.5,0.25]"] * (n // 2)) + "]")
                   .replace('"T"', "[" + ",".join(["[1],[0]"] * (n // 2)) + "]"))
    return path


def make_wide(folder):
    """A network that takes seconds to draw whole: branches beside each other, each of many layers."""
    rows = os.path.join(folder, "rows.csv")
    with open(rows, "w", encoding="utf-8") as file:
        file.writelines(",".join(str((i * 7 + j * 3) % 11 / 10) for j in range(21)) + "\n" for i in range(20))
    parts = ["input 20"]
    for branch in range(12):
        parts += [f"dense 20 tanh as r{branch}c{layer}" + " from input" * (layer == 0) for layer in range(50)]
    parts += ["add " + " ".join(f"r{branch}c49" for branch in range(11)), "dense 1"]
    path = os.path.join(folder, "wide.gradsheet")
    cli("new", " · ".join(parts), "--data", rows, "-o", path)
    return path


def make_slow(folder):
    """A network whose pass takes about a second."""
    rows = os.path.join(folder, "images.csv")
    with open(rows, "w", encoding="utf-8") as file:
        for i in range(600):
            numbers = [f"{(i * 7 + j * 3) % 11 / 10:g}" for j in range(784)] + [str(int(i % 10 == k)) for k in range(10)]
            file.write(",".join(numbers) + "\n")
    path = os.path.join(folder, "slow.gradsheet")
    cli("new", "input 1x28x28 · conv 40 5x5 relu · max-pool 2 · conv 80 5x5 relu · max-pool 2 · flatten · dense 500 relu · "
        "dense 10 softmax", "--data", rows, "--loss", "cross-entropy", "-o", path)
    return path


# Where bars tell how far work is.
CORNER = (0, 660, 520, 100)
# What the operation's panel says of the check.
PANEL = (1320, 270, 270, 80)


@case
def opening_tells_how_far_it_is_and_can_be_stopped(display, folder):
    """From the command line there is no window yet: a small one says so, and Escape ends it all."""
    path = make_rows(folder, 2600000)
    program = Program(display, path)
    until(lambda: program.is_up("Opening rows.gradsheet"), "nothing is seen of it")
    program.do("key", "Escape")
    expect(program.process.wait(60), 0)
    program.own.cleanup()


@case
def a_window_works_on_while_another_document_is_opened(display, folder):
    path, small = make_rows(folder, 2600000), copy_network(folder, "mazur")
    with Window(display, small) as window:
        at_rest = display.look_at_rest(*CORNER)
        window.keys("ctrl+o")
        window.answer_with("Open a document", path)
        until(lambda: display.look_at(*CORNER) != at_rest, "nothing is seen of it")
        # Steps and saves are answered meanwhile.
        window.keys("F10")
        expect(window.save()["place"]["instruction"], 1)
        assert not window.is_up("rows"), "it was too quick to be caught"
        window.press_until("ctrl+w", lambda: window.is_up("Stop it"), "nobody is asked")
        window.answer("Stop it", "Escape")
        until(lambda: window.is_up("rows"), "it is not opened")


@case
def rows_are_read_beside_the_window(display, folder):
    """While a long table is read one goes on, and closing asks; what its columns are for is asked when it is read."""
    rows = os.path.join(folder, "long.csv")
    with open(rows, "w", encoding="utf-8") as file:
        file.write("a,b,y\n" + "0.12345678,0.87654321,1\n0.5,0.25,0\n" * 2000000)
    with Window(display, copy_network(folder, "xor")) as window:
        before = display.look_at_rest(*CORNER)
        window.drop(rows)
        until(lambda: display.look_at(*CORNER) != before, "nothing is seen of it")
        window.keys("F10", "ctrl+w")
        until(lambda: window.is_up("Stop it?"), "closing does not ask")
        window.answer("Stop it?", "Escape")
        window.wait_for("Rows from long.csv")
        window.answer("Rows from long.csv", "Escape")
        document = window.save()
        expect((document["place"]["instruction"], len(document["data"]["inputs"])), (1, 4))


@case
def what_cannot_be_opened_is_said_before_the_window(display, folder):
    small, bad = copy_network(folder, "mazur"), os.path.join(folder, "bad.gradsheet")
    with open(bad, "w", encoding="utf-8") as file:
        file.write("{")
    with Window(display, small) as window:
        window.keys("ctrl+o")
        window.answer_with("Open a document", bad)
        window.wait_for("This file cannot be opened")
        window.answer("This file cannot be opened", "Return")
        window.keys("F10")
        expect(window.save()["place"]["instruction"], 1)


@case
def a_picture_is_drawn_beside_the_window(display, folder):
    path, picture = make_wide(folder), os.path.join(folder, "wide.svg")
    with Window(display, path) as window:
        window.do("mousemove", "800", "500")
        window.export(picture)
        # The window goes on with other things before it is there.
        window.keys("F10")
        expect(window.save()["place"]["instruction"], 1)
        assert not os.path.exists(picture), "it was too quick to be caught"
        window.press_until("ctrl+w", lambda: window.is_up("Stop it"), "nobody is asked")
        window.answer("Stop it", "Escape")
        until(lambda: os.path.exists(picture), "no picture")
        with open(picture, encoding="utf-8") as file:
            assert file.read().rstrip().endswith("</svg>"), "half a picture"


@case
def a_check_is_made_beside_the_window_and_stopped(display, folder):
    path = make_slow(folder)
    with Window(display, path) as window:
        window.go("W1[1,1,1,1]")
        at_rest, panel = display.look_at_rest(*CORNER), display.look_at(*PANEL)
        window.do("key", "F7")
        until(lambda: display.look_at(*CORNER) != at_rest, "nothing is seen of it")
        window.save()
        window.press_until("ctrl+w", lambda: window.is_up("Stop it"), "nobody is asked")
        window.answer("Stop it", "Escape")
        window.do("mousemove", "480", "726", "click", "1")
        until(lambda: display.look_at_rest(*CORNER) == at_rest, "the bar stays")
        expect(display.look_at(*PANEL) == panel, True)
        # Not stopped it tells what it has found.
        window.do("mousemove", "800", "650")
        window.keys("F7")
        until(lambda: display.look_at(*PANEL) != panel, "nothing comes of it")
        until(lambda: display.look_at_rest(*CORNER) == at_rest, "the bar stays")


if __name__ == "__main__":
    sys.exit(run())
