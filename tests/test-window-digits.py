#!/usr/bin/env python3
"""The view "Digits" in the real window: a digit drawn with the pointer and with keys, the bars read off the screen, the
picture stepped and taken back.

usage: test-window-digits.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT [word]
"""
import base64
import json
import os
import struct
import sys

from window import ACCENT, Window, case, copy_network, expect, run, until

# What is looked at: the column of the pad, and the maps with what stands below them.
COLUMN, MAPS = (4, 110, 330, 800), (350, 110, 900, 740)
LINE, TEXT = (0xDC, 0xDC, 0xD7), (0x1B, 0x1E, 0x22)
# Shares of the pad, as one writes them; each list is a stroke.
FIVE = [[(.80, .15), (.24, .15), (.22, .45), (.42, .42), (.68, .48), (.78, .66), (.66, .84), (.38, .88), (.18, .80)]]
ONE = [[(.5, .15), (.5, .5), (.5, .88)]]


def is_near(pixel, colour):
    return all(abs(one - other) <= 12 for one, other in zip(pixel, colour))


class Column:
    """The part of the screen left of the maps, as rows of pixels."""

    def __init__(self, display):
        width = COLUMN[2]
        raw = display.look_at(*COLUMN)
        self.rows = [[tuple(raw[3 * (y * width + x):3 * (y * width + x) + 3]) for x in range(width)] for y in range(COLUMN[3])]

    def read_bars(self):
        """Which of the lines is the long one in the accent's colour; None before there is an answer. The lines are as
        many as there are classes, and wide, and below the pad: ink can lie as they do."""
        pad = self.find_pad()
        bars, run = [], []
        for row in self.rows[pad[1] - COLUMN[1] + pad[2]:] if pad else []:
            filled = [is_near(pixel, LINE) or is_near(pixel, ACCENT) or is_near(pixel, TEXT) for pixel in row[60:190]]
            if filled.count(False) <= 3 and not any(is_near(pixel, LINE) or is_near(pixel, ACCENT) for pixel in row[34:40]):
                run.append(row)
                continue
            if len(run) > 3:  # less is a border
                bars.append(run[len(run) // 2])
            run = []
        accents = [number for number, bar in enumerate(bars) if is_near(bar[65], ACCENT)]
        return len(bars), accents[0] if accents else None

    def find_button(self):
        """The middle of the large button in the accent's colour, on the screen."""
        rows = [y for y, row in enumerate(self.rows) if sum(is_near(pixel, ACCENT) for pixel in row[20:310]) > 150
                and is_near(row[30], ACCENT)]
        rows = [y for y in rows if y - 12 in rows or y + 12 in rows]  # less is a border
        return (COLUMN[0] + 60, COLUMN[1] + (rows[0] + rows[-1]) // 2) if rows else None

    def find_pad(self):
        """Its left, top and side, on the screen: the first large white square; None while there is none."""
        white = [(y, [x for x, pixel in enumerate(row) if pixel == (255, 255, 255)]) for y, row in enumerate(self.rows)]
        rows = [(y, xs) for y, xs in white if len(xs) > 180]
        if not rows:
            return None
        first, xs = rows[0]
        side = next((i for i, x in enumerate(xs) if x != xs[0] + i), len(xs)) - 1  # the maps are white, too
        return COLUMN[0] + xs[0], COLUMN[1] + first, side


def open_digits(display, window):
    """With the pad at hand; where it lies."""
    window.keys("ctrl+3")
    until(lambda: Column(display).read_bars()[0] == 10, "no bars")
    return Column(display).find_pad()


def draw(window, pad, strokes):
    left, top, side = pad
    for stroke in strokes:
        places = []
        for (x, y), (next_x, next_y) in zip(stroke, stroke[1:]):
            places += [(left + side * (x + (next_x - x) * i / 6), top + side * (y + (next_y - y) * i / 6)) for i in range(6)]
        window.drag(*[(int(x), int(y)) for x, y in [*places, (left + side * stroke[-1][0], top + side * stroke[-1][1])]])


def wait_for_answer(display, number):
    until(lambda: Column(display).read_bars() == (10, number), lambda: f"the bars say {Column(display).read_bars()}, not {number}")


def read_channels(document):
    """The first row's pixels, channel by channel."""
    inputs = document["data"]["inputs"]
    if isinstance(inputs, dict):
        raw = base64.b64decode(inputs["base64"])
        letter = {16: "e", 32: "f", 64: "d"}[inputs.get("bits", 64)]
        size, n = struct.calcsize(letter), inputs["shape"][2] * inputs["shape"][3]
        values = list(struct.unpack(f"<{len(raw) // size}{letter}", raw))
        return [values[channel * n:(channel + 1) * n] for channel in range(inputs["shape"][1])]
    return [sum(channel, []) for channel in inputs[0]]


def read_input(document):
    return read_channels(document)[0]


def press_step(display, window):
    place = until(lambda: Column(display).find_button(), "no button to step")
    window.do("mousemove", str(place[0]), str(place[1]), "click", "1")


@case
def a_digit_is_drawn_and_the_bars_are_read(display, folder):
    with Window(display, copy_network(folder, "convnetjs-trained")) as window:
        pad = open_digits(display, window)
        expect(Column(display).read_bars(), (10, None))
        draw(window, pad, FIVE)
        wait_for_answer(display, 5)
        # Nothing has been done to the document.
        expect("undo" in window.save(), False)


@case
def what_is_drawn_is_stepped_and_taken_back(display, folder):
    path = copy_network(folder, "convnetjs-trained")
    with Window(display, path) as window:
        before = window.save()
        pad = open_digits(display, window)
        draw(window, pad, FIVE)
        wait_for_answer(display, 5)
        press_step(display, window)
        until(lambda: window.save()["data"]["targets"][0].index(1) == 5, "it is not meant as what it was read as")
        document = window.save()
        pixels = read_input(document)
        assert read_input(before) != pixels and max(pixels) == 1 and sum(1 for pixel in pixels if pixel > 0) > 60, pixels
        assert document["place"]["instruction"] > 10, "the maps are blank"
        window.keys("ctrl+z")
        until(lambda: read_input(window.save()) == read_input(before), "the row is not back")


@case
def a_step_goes_through_what_is_drawn(display, folder):
    """F10 after drawing: the digit from its first operation on, and on with it; another stroke begins anew."""
    with Window(display, copy_network(folder, "convnetjs-trained")) as window:
        before = read_input(window.save())
        pad = open_digits(display, window)
        draw(window, pad, FIVE)
        wait_for_answer(display, 5)
        window.keys("F10")
        document = window.save()
        drawn = read_input(document)
        assert drawn != before and max(drawn) == 1, "the row of the data is stepped"
        expect((document["place"]["instruction"], document["data"]["targets"][0].index(1), len(document["undo"])), (1, 5, 1))
        window.keys("F10", "shift+F10", "F10")
        document = window.save()
        expect((document["place"]["instruction"], read_input(document) == drawn, len(document["undo"])), (2, True, 1))
        draw(window, pad, ONE)
        window.keys("F10")
        document = window.save()
        expect((document["place"]["instruction"], read_input(document) == drawn, len(document["undo"])), (1, False, 2))
        window.keys("ctrl+z", "ctrl+z")
        until(lambda: read_input(window.save()) == before, "the row is not back")
        window.keys("F10")  # which is not taken again
        expect(read_input(window.save()), before)


@case
def a_row_that_is_kept_for_testing_is_stepped_too(display, folder):
    """In the place of a row of the batch, as a drawing is; one step back brings that row back."""
    with Window(display, copy_network(folder, "digits8-conv")) as window:
        left, top, side = open_digits(display, window)
        window.click(left + side - 21, top + side + 65)  # row 1
        wait_for_answer(display, 0)
        press_step(display, window)
        document = until(lambda: (lambda d: d if d.get("undo") else None)(window.save()), "it is not stepped")
        assert document["place"]["instruction"] > 10, "the maps are blank"
        window.keys("ctrl+z")
        until(lambda: not window.save().get("undo"), "the row is not back")


@case
def a_digit_is_drawn_with_keys(display, folder):
    with Window(display, copy_network(folder, "excelnet-trained")) as window:
        open_digits(display, window)
        # Up to where one begins, pen down, all the way down.
        window.keys(*["Up"] * 8, "space", *["Down"] * 17, "space")
        wait_for_answer(display, 1)
        window.keys("BackSpace")
        wait_for_answer(display, None)


@case
def strokes_go_and_come(display, folder):
    with Window(display, copy_network(folder, "digits8-conv")) as window:
        pad = open_digits(display, window)
        draw(window, pad, ONE)
        until(lambda: Column(display).read_bars()[1] is not None, "no answer")
        window.keys("Delete")
        wait_for_answer(display, None)


@case
def maps_follow_the_steps(display, folder):
    """The same cells as in the sheet, with the same cursor."""
    with Window(display, copy_network(folder, "digits8-conv")) as window:
        open_digits(display, window)
        first = display.look_at_rest(*MAPS)
        window.keys("F10")
        until(lambda: display.look_at(*MAPS) != first, "the maps stay as they are")
        expect(window.save()["place"]["instruction"], 1)


@case
def pictures_that_are_no_digits_are_called_pictures(display, folder):
    """Three channels: the pen is in each of them, between what is least and most in the channel."""
    path = os.path.join(folder, "coloured.gradsheet")
    low, high = (0, -1, 10), (1, 3, 20)
    rows = [[[[value] * 8] * 8 for value in values] for values in (low, high)]
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"format": "gradsheet", "version": 2, "input": [3, 8, 8], "layers": [{"kind": "flatten"}, {"kind": "dense", "units": 2}],
                   "loss": {"kind": "cross-entropy"}, "data": {"batch-size": 1, "inputs": rows, "targets": [[1, 0], [0, 1]]}}, file)
    with Window(display, path) as window:
        window.keys("ctrl+3")
        until(lambda: Column(display).read_bars()[0] == 2, "no bars")
        display.look_at_rest(*COLUMN)
        display.take_picture("pictures")
        draw(window, Column(display).find_pad(), ONE)
        until(lambda: Column(display).read_bars()[1] is not None, "no answer")
        press_step(display, window)
        until(lambda: len(set(read_input(window.save()))) > 1, "the drawing is not stepped")
        channels = read_channels(window.save())
        shares = [[(value - low[i]) / (high[i] - low[i]) for value in channel] for i, channel in enumerate(channels)]
        assert max(shares[0]) > 0.5 and min(shares[0]) == 0 and all(share * 16 % 1 == 0 for share in shares[0]), shares[0]
        for other in shares[1:]:
            assert all(abs(one - two) < 1e-12 for one, two in zip(shares[0], other)), shares


@case
def only_pictures_have_it(display, folder):
    with Window(display, copy_network(folder, "mazur")) as window:
        before = display.look_at_rest(0, 110, 1200, 600)
        window.keys("ctrl+3")
        window.keys("Escape")  # what is said about it
        until(lambda: display.look_at(0, 110, 1200, 600) == before, "something else is shown")


sys.exit(run())
