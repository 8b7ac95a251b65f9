#!/usr/bin/env python3
"""Long work of the real window: opening, exporting and checking go on beside it, are seen, can be stopped, and closing asks.

usage: test-window-work.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT
"""
import json
import os
import struct
import sys

from window import ROOT, Program, Window, case, cli, copy_network, expect, run, until


class TooQuick(Exception):
    """The work was done before anybody could see it."""


def with_enough_work(attempt, size):
    """How much keeps this machine busy until it has been looked at, nobody knows: as much as it takes."""
    for _ in range(3):
        try:
            return attempt(size)
        except TooQuick:
            size *= 4
    raise AssertionError("it was too quick to be caught")


def meanwhile(condition, is_done, what):
    """Waits for what must be seen before the work is done."""
    def look():
        done = is_done()
        if condition():
            return True
        if done:
            raise TooQuick
        return False
    until(look, what)


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


def make_wide(folder, layers):
    """A network that takes seconds to draw whole: branches beside each other, each of many layers."""
    rows = os.path.join(folder, "rows.csv")
    with open(rows, "w", encoding="utf-8") as file:
        file.writelines(",".join(str((i * 7 + j * 3) % 11 / 10) for j in range(21)) + "\n" for i in range(20))
    parts = ["input 20"]
    for branch in range(12):
        parts += [f"dense 20 tanh as r{branch}c{layer}" + " from input" * (layer == 0) for layer in range(layers)]
    parts += ["add " + " ".join(f"r{branch}c{layers - 1}" for branch in range(11)), "dense 1"]
    path = os.path.join(folder, "wide.gradsheet")
    cli("new", " · ".join(parts), "--data", rows, "-o", path)
    return path


def make_slow(folder, n):
    """A network whose pass over 600 rows takes about a second."""
    rows = os.path.join(folder, "images.csv")
    with open(rows, "w", encoding="utf-8") as file:
        for i in range(n):
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
    def attempt(n):
        with Program(display, make_rows(folder, n)) as program:
            meanwhile(lambda: program.is_up("Opening rows.gradsheet"), lambda: program.is_up("rows"), "nothing is seen of it")
            program.may_end = True
            program.do("key", "Escape")
            meanwhile(lambda: program.process.poll() is not None, lambda: program.is_up("rows"), "Escape does not end it")
            expect(program.process.returncode, 0)
    with_enough_work(attempt, 2600000)


@case
def a_window_works_on_while_another_document_is_opened(display, folder):
    def attempt(n):
        path, small = make_rows(folder, n), copy_network(folder, "mazur")
        with Window(display, small) as window:
            def is_open():
                return window.is_up("rows")
            at_rest, before = display.look_at_rest(*CORNER), window.look()
            window.keys("ctrl+o")
            window.answer_with("Open a document", path)
            meanwhile(lambda: display.look_at(*CORNER) != at_rest, is_open, "nothing is seen of it")
            # Steps and saves are answered meanwhile.
            window.keys("F10", "ctrl+s")
            meanwhile(lambda: window.look() != before, is_open, "not saved")
            expect(window.read()["place"]["instruction"], 1)
            window.focus(window.find_windows("mazur")[-1])
            window.keys("ctrl+w")
            meanwhile(lambda: window.is_up("Stop it"), is_open, "nobody is asked")
            window.answer("Stop it", "Escape")
            until(is_open, "it is not opened")
    with_enough_work(attempt, 2600000)


@case
def rows_are_read_beside_the_window(display, folder):
    """While a long table is read one goes on, and closing asks; what its columns are for is asked when it is read."""
    rows = os.path.join(folder, "long.csv")

    def attempt(n):
        with open(rows, "w", encoding="utf-8") as file:
            file.write("a,b,y\n" + "0.1000000000000000055511151231257827,0.8765432112345678901234,1\n0.5,0.25,0\n" * (n // 2))
        with Window(display, copy_network(folder, "xor")) as window:
            def is_read():
                return window.is_up("Rows from long.csv")
            before = display.look_at_rest(*CORNER)
            window.drop(rows)
            meanwhile(lambda: display.look_at(*CORNER) != before, is_read, "nothing is seen of it")
            window.keys("F10", "ctrl+w")
            meanwhile(lambda: window.is_up("Stop it?"), is_read, "closing does not ask")
            # By now the rows may be there, with a dialog of their own.
            window.focus(window.find_windows("Stop it?")[-1])
            window.answer("Stop it?", "Escape")
            window.wait_for("Rows from long.csv")
            window.answer("Rows from long.csv", "Escape")
            document = window.save()
            expect((document["place"]["instruction"], len(document["data"]["inputs"])), (1, 4))
    with_enough_work(attempt, 2400000)


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
    picture = os.path.join(folder, "wide.svg")

    def attempt(layers):
        def is_drawn():
            return os.path.exists(picture)
        if is_drawn():
            os.remove(picture)
        with Window(display, make_wide(folder, layers)) as window:
            window.do("mousemove", "800", "500")
            window.export(picture)
            # The window goes on with other things before it is there.
            window.keys("F10")
            expect(window.save()["place"]["instruction"], 1)
            if is_drawn():
                raise TooQuick
            window.keys("ctrl+w")
            meanwhile(lambda: window.is_up("Stop it"), is_drawn, "nobody is asked")
            window.answer("Stop it", "Escape")
            until(is_drawn, "no picture")
            with open(picture, encoding="utf-8") as file:
                assert file.read().rstrip().endswith("</svg>"), "half a picture"
    with_enough_work(attempt, 50)


@case
def a_check_is_made_beside_the_window_and_stopped(display, folder):
    def attempt(n):
        with Window(display, make_slow(folder, n)) as window:
            def has_told():
                return display.look_at(*PANEL) != panel
            window.go("W1[1,1,1,1]")
            at_rest, panel = display.look_at_rest(*CORNER), display.look_at(*PANEL)
            window.do("key", "F7")
            meanwhile(lambda: display.look_at(*CORNER) != at_rest, has_told, "nothing is seen of it")
            window.save()
            window.keys("ctrl+w")
            meanwhile(lambda: window.is_up("Stop it"), has_told, "nobody is asked")
            window.answer("Stop it", "Escape")
            window.do("mousemove", "480", "726", "click", "1")
            until(lambda: display.look_at_rest(*CORNER) == at_rest, "the bar stays")
            expect(display.look_at(*PANEL) == panel, True)
            # Not stopped it tells what it has found.
            window.do("mousemove", "800", "650")
            window.keys("F7")
            until(has_told, "nothing comes of it")
            until(lambda: display.look_at_rest(*CORNER) == at_rest, "the bar stays")
    with_enough_work(attempt, 600)


# ---- models ----


def number(n):
    """As protocol buffers write it: seven bits a byte, the lowest first."""
    return bytes([n]) if n < 128 else bytes([n & 127 | 128]) + number(n >> 7)


def whole(tag, n):
    return number(tag << 3) + number(n)


def field(tag, data):
    return number(tag << 3 | 2) + number(len(data)) + data


def make_model(folder, n_layers, n=1500):
    """An ONNX model of dense layers that takes a while to read, and no time to write."""
    weights = struct.pack("<f", 0.01) * (n * n)
    shape = field(2, field(1, whole(1, 1) + field(2, field(1, whole(1, 1)) + field(1, whole(1, n)))))
    nodes = b"".join(field(1, field(1, b"h%d" % i) + field(1, b"W%d" % i) + field(2, b"h%d" % (i + 1)) + field(3, b"layer%d" % i) + field(4, b"MatMul"))
                     for i in range(n_layers))
    tensors = b"".join(field(5, whole(1, n) * 2 + whole(2, 1) + field(8, b"W%d" % i) + field(9, weights)) for i in range(n_layers))
    graph = nodes + tensors + field(2, b"g") + field(11, field(1, b"h0") + shape) + field(12, field(1, b"h%d" % n_layers) + shape)
    path = os.path.join(folder, "long.onnx")
    with open(path, "wb") as file:
        file.write(whole(1, 8) + field(7, graph) + field(8, whole(2, 13)))
    return path


def stop_by_button(window, display, at_rest):
    window.do("mousemove", "480", "726", "click", "1")
    until(lambda: display.look_at_rest(*CORNER) == at_rest, "the bar stays")


@case
def a_model_is_read_beside_the_window_and_stopped(display, folder):
    """Closing asks; stopped, no other document comes, and the one that is there is as it was."""
    def attempt(n_layers):
        model = make_model(folder, n_layers)
        with Window(display, copy_network(folder, "mazur")) as window:
            def is_open():
                return window.is_up("What became of long.onnx") or window.is_up("This model cannot")
            before, at_rest = window.save(), display.look_at_rest(*CORNER)
            window.drop(model)
            meanwhile(lambda: display.look_at(*CORNER) != at_rest, is_open, "nothing is seen of it")
            window.keys("ctrl+w")
            meanwhile(lambda: window.is_up("Stop it"), is_open, "nobody is asked")
            window.answer("Stop it", "Escape")
            if is_open():
                raise TooQuick
            stop_by_button(window, display, at_rest)
            if is_open():
                raise TooQuick
            expect(window.count("Untitled"), 0)
            expect(window.save(), before)
            expect(sorted(os.listdir(folder)), ["long.onnx", "mazur.gradsheet"])
    with_enough_work(attempt, 8)


def make_wide_rows(folder, units):
    """A document whose workbook has very many cells."""
    rows, path = os.path.join(folder, "rows.csv"), os.path.join(folder, "many.gradsheet")
    with open(rows, "w", encoding="utf-8") as file:
        file.writelines(",".join(str((i * 7 + j * 3) % 11 / 10) for j in range(65)) + "\n" for i in range(20))
    cli("new", f"input 64 · dense {units} tanh · dense {units} tanh · dense 1", "--data", rows, "-o", path)
    os.remove(rows)
    return path


@case
def a_workbook_is_written_beside_the_window_and_stopped(display, folder):
    """By its button, and by closing: no part of it stays, under its name or elsewhere."""
    temporary, book = os.path.join(folder, "temporary"), os.path.join(folder, "book.xlsx")
    os.mkdir(temporary)

    def begin(window, at_rest):
        window.press_until("ctrl+shift+x", lambda: window.is_up("Export the sheet"), "no dialog")
        window.choose_format(".xlsx")
        window.finish_export(book)
        window.do("mousemove", "800", "500")
        meanwhile(lambda: display.look_at(*CORNER) != at_rest, lambda: os.path.exists(book), "nothing is seen of it")
        window.keys("ctrl+w")
        meanwhile(lambda: window.is_up("Stop it"), lambda: os.path.exists(book), "nobody is asked")

    def nothing_is_left():
        return not os.path.exists(book) and os.listdir(temporary) == []

    def attempt(units):
        if os.path.exists(book):
            os.remove(book)
        path = make_wide_rows(folder, units)
        with Window(display, path, environment={"TMPDIR": temporary}) as window:
            before, at_rest = window.save(), display.look_at_rest(*CORNER)
            begin(window, at_rest)
            window.answer("Stop it", "Escape")
            if os.path.exists(book):
                raise TooQuick
            stop_by_button(window, display, at_rest)
            if os.path.exists(book):
                raise TooQuick
            until(nothing_is_left, "something is left")
            expect(window.save(), before)
            begin(window, at_rest)
            window.may_end = True
            window.answer("Stop it", "alt+s")
            until(lambda: window.process.poll() is not None, "the window stays")
            assert nothing_is_left(), (os.listdir(folder), os.listdir(temporary))
    with_enough_work(attempt, 500)


if __name__ == "__main__":
    sys.exit(run())
