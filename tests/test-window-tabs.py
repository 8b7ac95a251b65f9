#!/usr/bin/env python3
"""Large networks in the real window: sheets, pages, what is folded.

usage: test-window-tabs.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT
"""
import sys

from window import ACCENT, Window, case, copy_network, expect, run, until

# Where the sheet is in a window of 1600 x 1000; its picture tells one sheet from another.
SHEET = (20, 130, 1200, 600)


# The list of terms in the panel at the side; where a line of it is.
TERMS, TERM = (1345, 330, 225, 425), ("1450", "500")

# The cards of the tape.
TAPE = (20, 925, 1500, 60)


def count_accent(display):
    picture = display.look_at_rest(*SHEET)
    return sum(picture[at:at + 3] == bytes(ACCENT) for at in range(0, len(picture), 3))


def differs(display, before):
    return lambda: display.look_at(*SHEET) != before


@case
def keys_turn_the_sheets(display, folder):
    with Window(display, copy_network(folder, "excelnet")) as window:
        whole = display.look_at(*SHEET)
        window.keys("ctrl+Next")
        until(differs(display, whole), "the sheet of the inputs looks like the whole")
        window.keys("ctrl+Prior")
        until(lambda: display.look_at(*SHEET) == whole, "it is not the sheet of before that comes back")
        window.keys("ctrl+Prior")  # around to the last
        until(differs(display, whole), "the sheet of the data looks like the whole")


@case
def a_name_leads_to_its_sheet_and_page(display, folder):
    path = copy_network(folder, "excelnet")
    with Window(display, path) as window:
        whole = display.look_at(*SHEET)
        window.go("W3[400,7,2,2]")  # far from the first page
        until(differs(display, whole), "the page was not turned")
        window.type("0.5")
        window.keys("Return")
        saved = window.save()
        expect(saved["undo"][-1]["label"], "Edit W3[400,7,2,2]")


@case
def the_optimiser_unfolds(display, folder):
    with Window(display, copy_network(folder, "excelnet")) as window:
        window.keys("alt+End")  # the tape is at its end, where the update is
        whole, tape = display.look_at_rest(*SHEET), display.look_at_rest(*TAPE)
        window.keys("ctrl+shift+u")
        until(differs(display, whole), "nothing was unfolded")
        until(lambda: display.look_at(*TAPE) != tape, "the tape stays folded")
        window.keys("ctrl+shift+u")
        until(lambda: display.look_at(*SHEET) == whole, "it does not fold again")
        until(lambda: display.look_at(*TAPE) == tape, "the tape does not fold again")


@case
def a_layer_is_as_large_as_its_numbers_and_gradients_allow(display, folder):
    """Fit shows the update, too, and is smaller."""
    with Window(display, copy_network(folder, "excelnet")) as window:
        window.keys("alt+End", "ctrl+Next", "ctrl+Next")
        first = display.look_at_rest(*SHEET)
        window.keys("ctrl+9")
        until(differs(display, first), "all of the sheet was in sight at once")
        window.keys("ctrl+Prior", "ctrl+Next")
        until(lambda: display.look_at(*SHEET) == first, "it does not open as before")


@case
def a_block_marked_from_afar_has_one_outline(display, folder):
    """Not one for each of its tiles."""
    with Window(display, copy_network(folder, "excelnet")) as window:
        window.keys("alt+End", "ctrl+9")
        before = count_accent(display)
        window.go("W2")
        until(lambda: count_accent(display) > before + 200, "nothing is outlined")
        # Around 110 x 190 pixels, 3 wide, with its handle.
        assert count_accent(display) < before + 4000, count_accent(display) - before


@case
def walking_goes_on_to_the_next_page(display, folder):
    path = copy_network(folder, "excelnet")
    with Window(display, path) as window:
        window.go("W2[18,20,5,5]")
        before = display.look_at(*SHEET)
        window.keys(*["Down"] * 40)
        until(differs(display, before), "the page was not turned")
        window.type("0.25")
        window.keys("Return")
        label = window.save()["undo"][-1]["label"]
        assert label.startswith("Edit W2["), label
        assert int(label[len("Edit W2["):].split(",")[0]) > 18, label


def count_lines(display):
    """Lines of text in the list of terms: runs of rows that have ink."""
    x, y, width, height = TERMS
    picture = display.look_at_rest(*TERMS)
    rows = [picture[at * width * 3:(at + 1) * width * 3] for at in range(height)]
    inked = [min(row) < 128 for row in rows]
    return sum(now and not before for before, now in zip([False] + inked, inked))


@case
def the_terms_of_a_cell_are_listed_at_the_side(display, folder):
    """All of them, not only while one steps by term; the one under the pointer lights its cell."""
    with Window(display, copy_network(folder, "convnetjs")) as window:
        window.keys("ctrl+Next", "ctrl+Next", "F10", "F10")
        window.go("a1[1,2,3,4]")  # of one number
        assert count_lines(display) < 22, count_lines(display)
        window.go("z1[1,2,3,4]")
        until(lambda: count_lines(display) >= 26, lambda: f"{count_lines(display)} of 25 products and the bias are listed")
        before = display.look_at_rest(*SHEET)
        window.do("mousemove", *TERM)
        until(differs(display, before), "a line of the list leads to nothing on the sheet")


# The strip below the values: a cell's neighbour to the right, a number of the kernel; and the maps above it.
NEIGHBOUR, WEIGHT, MAPS = (1211, 589), (445, 589), (20, 130, 1200, 330)


@case
def a_window_stands_in_numbers_below_the_maps(display, folder):
    """A number there lights its cell in the maps, a click goes to it."""
    with Window(display, copy_network(folder, "convnetjs")) as window:
        window.keys("ctrl+Next", "ctrl+Next", "F10", "F10")
        window.go("z1[1,2,3,5]")
        window.do("mousemove", "20", "980")
        there = display.look_at_rest(*SHEET)
        window.go("z1[1,2,3,4]")
        maps = display.look_at_rest(*MAPS)
        window.do("mousemove", *map(str, WEIGHT))
        until(lambda: display.look_at(*MAPS) != maps, "the kernel's number lights nothing in the maps")
        window.click(*NEIGHBOUR)
        window.do("mousemove", "20", "980")
        until(lambda: display.look_at(*SHEET) == there, "the click on the neighbour does not go to it")


sys.exit(run())
