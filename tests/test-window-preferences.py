#!/usr/bin/env python3
"""The preferences in the real window: what is chosen there holds at once, and is there again at the next start.

usage: test-window-preferences.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT
"""
import os
import sys

from window import APP, Window, case, copy_network, expect, run, until

# Without a window manager the dialog stands in the corner: the field of the digits, of the decimal sign's list, of h.
DIGITS, H = (360, 300), (400, 416)
SCHEMAS = os.path.join(os.path.dirname(os.path.dirname(APP)), "data")


def kept(window):
    path = os.path.join(window.home, "CONFIG", "glib-2.0", "settings", "keyfile")
    if not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8") as file:
        return file.read()


@case
def digits_hold_at_once_and_are_kept(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path, environment={"GSETTINGS_BACKEND": "keyfile", "GSETTINGS_SCHEMA_DIR": SCHEMAS}) as window:
        before = display.look_at_rest(1000, 200, 200, 300)
        window.press_until("ctrl+F12", lambda: window.is_up("Preferences"), "no window")
        window.focus(window.find_windows("Preferences")[-1])
        display.look_at_rest(0, 0, 700, 800)
        display.take_picture("preferences")
        window.click(*DIGITS)
        window.keys("ctrl+a")
        window.type("7")
        window.keys("Tab")
        until(lambda: "digits=7" in kept(window), lambda: kept(window))
        until(lambda: display.look_at(1000, 200, 200, 300) != before, "the sheet shows what it did")
        window.click(*H)
        window.keys("ctrl+a")
        window.type("0")
        window.type(",01")
        until(lambda: "nudge=0.01" in kept(window), lambda: kept(window))
        # No number that it may be is kept.
        window.keys("ctrl+a")
        window.type("x")
        window.answer("Preferences", "Escape")
        expect("nudge=0.01" in kept(window), True)


if __name__ == "__main__":
    sys.exit(run())
