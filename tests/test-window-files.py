#!/usr/bin/env python3
"""Documents out of the real window: what a name is proposed, what is asked before one, and what a picture can be.

usage: test-window-files.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT
"""
import os
import struct
import subprocess
import sys

from window import NETWORKS, Program, Window, case, copy_network, expect, run, until

SAVE, OPEN = "Save the document", "Open a document"


def open_export(window):
    window.press_until("ctrl+shift+x", lambda: window.is_up("Export the sheet"), "no dialog")


def read_png(path):
    """Width, height, and whether it has a channel of transparency."""
    with open(path, "rb") as file:
        head = file.read(26)
    width, height, _, colour = struct.unpack(">IIBB", head[16:26])
    return width, height, colour == 6


@case
def the_title_is_proposed_and_the_ending_added(display, folder):
    with Program(display, "xor") as program:
        until(lambda: program.is_up("Exclusive or"), "no window")
        program.press_until("ctrl+s", lambda: program.is_up(SAVE), "not asked where")
        # Its name alone is marked: another one beside it, without an ending, gets one.
        program.keys("Home")
        program.type(folder + "/My ")
        program.answer(SAVE, "Return")
        until(lambda: os.listdir(folder), "not saved")
        expect(os.listdir(folder), ["My Exclusive or.gradsheet"])
        until(lambda: program.is_up("My Exclusive or.gradsheet"), "it is not called so")
        program.press_until("ctrl+shift+s", lambda: program.is_up(SAVE), "not asked where")
        program.answer_with(SAVE, folder + "/other")
        until(lambda: os.path.exists(folder + "/other.gradsheet"), "not saved")


@case
def what_gets_the_ending_is_not_written_over_unasked(display, folder):
    taken = os.path.join(folder, "taken.gradsheet")
    with open(taken, "w", encoding="utf-8") as file:
        file.write("mine")
    with Window(display, copy_network(folder, "mazur")) as window:
        window.press_until("ctrl+shift+s", lambda: window.is_up(SAVE), "not asked where")
        window.answer_with(SAVE, taken.removesuffix(".gradsheet"))
        until(lambda: window.is_up("Replace taken"), "nobody is asked")
        window.answer("Replace taken", "Escape")
        with open(taken, encoding="utf-8") as file:
            expect(file.read(), "mine")


@case
def the_list_of_files_is_that_of_a_folder(display, folder):
    """GTK takes its recent files for those of the folder once a path is typed: another one was opened, or the program ended."""
    names = sorted(os.listdir(NETWORKS))[:6]
    home = os.path.join(folder, "home")
    os.mkdir(home)
    paths = [copy_network(folder, name.removesuffix(".gradsheet")) for name in names]
    with Program(display, paths[0], environment={"HOME": home}) as program:
        for path in paths[1:]:
            program.press_until("ctrl+o", lambda: program.is_up(OPEN), "no dialog")
            program.answer_with(OPEN, path)
            until(lambda path=path: program.is_up(os.path.basename(path)), "not opened")
        program.press_until("ctrl+o", lambda: program.is_up(OPEN), "no dialog")
        program.keys("alt+Home", "alt+r")
        program.type("/zz")
        for y in range(60, 300, 20):
            program.click(600, y)
        program.answer(OPEN, "Escape")


@case
def pictures_of_all_formats(display, folder):
    with Window(display, copy_network(folder, "mazur")) as window:
        for ending, begin in ((".png", b"\x89PNG"), (".svg", b"<?xml"), (".pdf", b"%PDF")):
            path = os.path.join(folder, "sheet" + ending)
            open_export(window)
            window.choose_export(path)
            until(lambda path=path: os.path.exists(path), f"no {ending}")
            with open(path, "rb") as file:
                expect(file.read(len(begin)), begin)


@case
def a_picture_is_as_large_and_as_clear_as_it_is_asked_for(display, folder):
    once, twice = os.path.join(folder, "once.png"), os.path.join(folder, "twice.png")
    with Window(display, copy_network(folder, "mazur")) as window:
        open_export(window)
        display.look_at_rest(0, 0, 1600, 1000)
        display.take_picture("export")
        window.choose_export(once)
        until(lambda: os.path.exists(once), "no picture")
        open_export(window)
        window.focus(window.find_windows("Export the sheet")[-1])
        window.keys("alt+z", "ctrl+a")
        window.type("200")
        window.keys("Tab", "alt+t")
        window.choose_export(twice)
        until(lambda: os.path.exists(twice), "no picture")
        width, height, clear = read_png(once)
        expect(clear, False)
        got = read_png(twice)
        assert abs(got[0] - 2 * width) <= 2 and abs(got[1] - 2 * height) <= 2 and got[2], f"{got}, not twice {(width, height)}"


@case
def networks_for_other_programs(display, folder):
    with Window(display, copy_network(folder, "mazur")) as window:
        for ending, begin in ((".xlsx", b"PK"), (".html", b"<!DOCTYPE html>"), (".py", b'"""'), (".npz", b"PK"), (".onnx", b"\x08\x07")):
            path = os.path.join(folder, "network" + ending)
            open_export(window)
            window.choose_export(path)
            until(lambda path=path: os.path.exists(path), f"no {ending}")
            with open(path, "rb") as file:
                expect(file.read(len(begin)), begin)
        compared = subprocess.run([sys.argv[2], "compare", window.path, os.path.join(folder, "network.npz")], capture_output=True, text=True,
                                  encoding="utf-8", check=False)
        assert compared.returncode == 0 and "Equal." in compared.stdout, compared.stdout + compared.stderr


@case
def what_is_too_large_is_refused_before_a_name_is_asked_for(display, folder):
    with Window(display, copy_network(folder, "mazur")) as window:
        # The largest size there is, of a sheet that is long already.
        window.keys("ctrl+Page_Up")
        open_export(window)
        window.focus(window.find_windows("Export the sheet")[-1])
        window.keys("alt+z", "ctrl+a")
        window.type("3000")
        window.keys("Tab")
        window.keys("alt+e", "alt+e")
        display.look_at_rest(0, 0, 1600, 1000)
        display.take_picture("export-refused")
        expect(window.count("Export"), 1)
        window.answer("Export the sheet", "Escape")


if __name__ == "__main__":
    sys.exit(run())
