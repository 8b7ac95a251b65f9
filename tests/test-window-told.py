#!/usr/bin/env python3
"""What the real window tells while other things go on: of the data's cells, of passes while it trains; what stays in view.

usage: test-window-told.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT
"""
import sys

from window import Window, case, copy_network, expect, run, until

# The formula bar; the panel at the side; the slider over the passes; the zoom in per cent.
BAR, PANEL, PASSES, ZOOM = (210, 62, 1000, 60), (1325, 170, 270, 90), (20, 845, 1380, 40), (1145, 770, 75, 28)
NAME = (26, 72, 112, 28)


def train(window, goal):
    window.press_until("ctrl+t", lambda: window.is_up("Train"), "Ctrl+T asks for nothing")
    window.keys("ctrl+a")
    window.type(goal)
    window.answer("Train", "Return")


@case
def a_cell_of_the_data_is_told_of(display, folder):
    with Window(display, copy_network(folder, "xor")) as window:
        nothing = display.look_at_rest(*BAR)
        window.keys("ctrl+Prior")
        seen = []
        for _ in range(3):
            bar, panel = display.look_at_rest(*BAR), display.look_at(*PANEL)
            assert bar != nothing, "it says that nothing is selected"
            assert (bar, panel) not in seen, "it tells of another cell"
            seen.append((bar, panel))
            window.keys("Down")
        window.keys("ctrl+Next")
        until(lambda: display.look_at_rest(*BAR) == nothing, "it still tells of the data")
        # The box of names has no name of another cell meanwhile.
        unnamed = display.look_at_rest(*NAME)
        window.go("W1[1,1]")
        named = display.look_at_rest(*NAME)
        assert named != unnamed
        window.keys("ctrl+Prior")
        until(lambda: display.look_at_rest(*NAME) == unnamed, "a cell is named that is not seen")
        window.keys("ctrl+Next")
        until(lambda: display.look_at_rest(*NAME) == named, "the cell has lost its name")


@case
def no_map_lies_over_the_data(display, folder):
    """Of a sheet that is much larger than the window."""
    corner = (20, 190, 1280, 480)
    with Window(display, copy_network(folder, "xor")) as window:
        window.keys("ctrl+Prior")
        plain = display.look_at_rest(*corner)
        window.keys("ctrl+Next", *["ctrl+plus"] * 8)
        display.look_at_rest(*corner)
        window.keys("ctrl+Prior")
        until(lambda: display.look_at_rest(*corner) == plain, "something lies over the rows")


@case
def escape_stops_training_on_the_sheet(display, folder):
    with Window(display, copy_network(folder, "mazur")) as window:
        train(window, "900000000")
        before = display.look_at(*PASSES)
        until(lambda: display.look_at(*PASSES) != before, "the passes stand still")
        window.press_until("Escape", lambda: stops(window), "it goes on")


def stops(window):
    """Closing asks about the changes, no longer about training."""
    window.keys("ctrl+w")
    until(lambda: window.is_up("Stop training") or window.is_up("Save the changes"), "nobody is asked")
    stopped = window.is_up("Save the changes")
    window.answer("Save the changes" if stopped else "Stop training", "Escape")
    return stopped


@case
def help_is_there_from_everywhere(display, folder):
    """F1 in dialogs and on the projector; what was open stays so."""
    with Window(display, copy_network(folder, "mazur")) as window:
        for key, title in (("ctrl+n", "New network"), ("ctrl+t", "Train"), ("F5", None)):
            before = len(window.find_windows(""))
            window.keys(key)
            until(lambda title=title, before=before: window.is_up(title) if title else len(window.find_windows("")) > before, f"no {title}")
            if title:
                window.focus(window.find_windows(title)[-1])
            window.press_until("F1", lambda: window.is_up("Gradsheet help"), "no help")
            window.close("Gradsheet help")
            until(lambda: not window.is_up("Gradsheet help"), "it stays open")
            window.focus(window.find_windows(title or "")[-1])
            window.press_until("Escape", lambda before=before: len(window.find_windows("")) == before, f"{title} stays open")


@case
def the_slider_of_passes_has_the_accent_too(display, folder):
    """What has the keyboard is marked in our colour: nothing on the slider is bluer than red."""
    with Window(display, copy_network(folder, "mazur")) as window:
        window.keys("alt+5", "F10", "F10", "F10")
        place = window.save()["place"]
        window.click(800, 868)
        window.keys("Left")
        until(lambda: window.save()["place"] != place, "the slider has not been reached")
        pixels = display.look_at_rest(15, 850, 1400, 36)
        assert not [at for at in range(0, len(pixels), 3) if pixels[at + 2] > pixels[at] + 40], "blue of the desktop's theme"


@case
def the_selected_cell_stays_in_view(display, folder):
    with Window(display, copy_network(folder, "mazur")) as window:
        window.keys("alt+End")
        for cell in ("L", "W1.next[2,2]"):
            window.keys("ctrl+0")
            window.go(cell)
            window.find_handle()
            designed = display.look_at_rest(*ZOOM)
            window.keys("ctrl+plus")
            larger = display.look_at_rest(*ZOOM)
            window.keys(*["ctrl+plus"] * 4)
            window.find_handle()
            assert designed != larger != display.look_at_rest(*ZOOM), "not larger with each key"
            window.keys(*["ctrl+minus"] * 4)
            expect(display.look_at_rest(*ZOOM) == larger, True)
            window.keys("ctrl+0")
            expect(display.look_at_rest(*ZOOM) == designed, True)


if __name__ == "__main__":
    sys.exit(run())
