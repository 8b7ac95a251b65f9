#!/usr/bin/env python3
"""F1, Ctrl+F1 and Ctrl+? in every window and dialog: the help comes, over whatever asks something.

usage: test-window-help.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT
"""
import sys

from classroom import Class
from window import Program, Window, case, copy_network, run, until
from x11 import Screen

HELP = "Gradsheet help"
# What opens it, and its title.
DIALOGS = [("ctrl+t", "Train"), ("ctrl+n", "New network"), ("ctrl+F12", "Preferences"), ("ctrl+shift+x", "Export the sheet"),
           ("ctrl+j", "Worksheet"), ("ctrl+shift+m", "Same again with one thing"), ("F5", "Gradsheet presenter"),
           ("shift+F5", "Gradsheet for the teacher")]


def leave_help(window, title):
    """Windows that the help left open would hide the next one."""
    window.focus(window.find_windows(title)[-1])
    window.press_until("Escape", lambda: not window.is_up(title), f"“{title}” stays open")


def ask(window, title, key):
    """The key, pressed in that window, brings the help."""
    window.focus(window.find_windows(title)[-1])
    window.press_until(key, lambda: window.is_up(HELP), f"{key} does nothing in “{title}”")
    window.wait_for(HELP)
    seen = window.display.look_at_rest(310, 60, 500, 500)
    leave_help(window, HELP)
    return seen


def ask_all(window, title):
    page, keys, same = (ask(window, title, key) for key in ("F1", "ctrl+F1", "ctrl+question"))
    assert keys == same != page, f"not the list of keys in “{title}”"


def make_case(key, title):
    def help_comes(display, folder):
        with Window(display, copy_network(folder, "mazur")) as window:
            window.press_until(key, lambda: window.is_up(title), f"{key} opens nothing")
            window.wait_for(title)
            ask_all(window, title)
            assert window.is_up(title), f"“{title}” has gone with the help"
    help_comes.__name__ = "help_comes_in_" + title.lower().replace(" ", "_")
    return case(help_comes)


for one in DIALOGS:
    make_case(*one)


@case
def help_comes_in_the_document_and_its_question(display, folder):
    with Window(display, copy_network(folder, "mazur")) as window:
        ask_all(window, "mazur")
        window.focus(window.find_windows("mazur")[-1])
        window.go("W1[1,1]")
        window.type("0.7")
        window.keys("Return")
        window.press_until("ctrl+w", lambda: window.is_up("Save the changes"), "nothing is asked")
        ask_all(window, "Save the changes")
        window.answer("Save the changes", "Escape")


@case
def the_page_scrolls_beneath_no_menu(display, folder):
    """While it goes to a place far down it is clicked with the right button, again and again: a menu on the text would be
    opened beside the screen, of which GTK complains."""
    with Window(display, copy_network(folder, "mazur")) as window:
        window.press_until("ctrl+F1", lambda: window.is_up(HELP), "no help")
        window.wait_for(HELP)
        screen = Screen(display.environment["DISPLAY"])
        for key in ("Menu", "shift+F10", "End", "Home", "End", "Home"):
            screen.key(key)
            for y in (200, 400, 600):
                screen.move(600, y)
                screen.button(3)
                assert not any(one.is_popup and one.width > 1 for one in screen.list_windows()), "a menu"
        display.look_at_rest(310, 60, 500, 500)
        assert not any(one.is_popup and one.width > 1 for one in screen.list_windows()), "a menu"
        screen.close_connection()


@case
def help_comes_on_the_first_page_and_in_itself(display, folder):
    with Program(display, home=folder) as window:
        until(lambda: window.is_up("Gradsheet"), "no window")
        ask_all(window, "Gradsheet")
        window.focus(window.find_windows("Gradsheet")[-1])
        window.press_until("F1", lambda: window.is_up(HELP), "no help")
        window.wait_for(HELP)
        before = display.look_at_rest(310, 60, 500, 500)
        window.press_until("ctrl+F1", lambda: display.look_at_rest(310, 60, 500, 500) != before, "the help does not show the keys")
        leave_help(window, HELP)


@case
def help_comes_when_work_is_handed_in(display, folder):
    with Class(display, folder) as lesson:
        lesson.press_until("ctrl+shift+j", lambda: lesson.is_up("Hand in"), "nobody asks whose it is")
        ask_all(lesson, "Hand in")


if __name__ == "__main__":
    sys.exit(run())
