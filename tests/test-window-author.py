#!/usr/bin/env python3
"""A lesson of one's own, made in the real window: steps recorded from the sheet, a cell asked for, mistakes proposed, tried, saved; one
that is there opened and changed.

usage: test-window-author.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT
"""
import json
import os
import subprocess
import sys

from classroom import STEPS, LINE
from window import CLI, DEADLINE, Program, Window, case, copy_network, expect, run, until
from x11 import Screen

EDITOR, QUESTION = "A lesson of your own", "Save this lesson?"
# Where it stands without a window manager; its fields and what it says.
EDITED = (0, 0, 758, 638)


def focus(window, title):
    window.focus(window.find_windows(title)[-1])


def press(window, key):
    """A button's key, until what it does is to be seen: GTK shows it pressed for a while first."""
    before = window.display.look_at_rest(*EDITED)
    window.keys(key)
    until(lambda: window.display.look_at(*EDITED) != before, f"{key} does nothing")
    window.display.look_at_rest(*EDITED)


def open_editor(window):
    window.press_until("ctrl+F7", lambda: window.is_up(EDITOR), "no editor")
    focus(window, EDITOR)


def save(window, path):
    window.press_until("alt+s", lambda: window.is_up("Save the lesson"), "no place is asked for")
    focus(window, "Save the lesson")
    window.do("key", "ctrl+a")
    window.type(path)
    window.press_until("Return", lambda: not window.is_up("Save the lesson"), "it stays open")
    if window.is_up("Replace"):
        window.answer("Replace", "Return")
    until(lambda: os.path.exists(path), "not saved")
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def choose_file(window, path):
    focus(window, EDITOR)
    window.press_until("alt+e", lambda: window.is_up("A lesson to change"), "no file is asked for")
    focus(window, "A lesson to change")
    window.answer_with("A lesson to change", path)


def add_step(window, title, text):
    """What the sheet shows; the keyboard is in the title then, the text comes next."""
    focus(window, EDITOR)
    press(window, "alt+a")
    window.type(title)
    window.keys("Tab")
    window.type(text)


def ask(window, network, cell):
    focus(window, network)
    window.go(cell)
    focus(window, EDITOR)
    press(window, "alt+m")


def play(path, *lines):
    return subprocess.run([CLI, "lesson", "play", path, "--no-progress"], input="\n".join([*lines, "quit"]) + "\n", text=True,
                          capture_output=True, check=False).stdout


@case
def a_lesson_of_three_steps_is_made(display, folder):
    path = os.path.join(folder, "mine.json")
    with Window(display, copy_network(folder, "mazur")) as window:
        open_editor(window)
        window.keys("ctrl+a")
        window.type("My sums")
        add_step(window, "Look", "Two numbers come in.")
        add_step(window, "Add up", "What is the first sum?")
        ask(window, "mazur", "z1[1,1]")
        press(window, "alt+p")
        display.take_picture("author")
        focus(window, "mazur")
        window.keys("F10", "F10")
        add_step(window, "Go on", "The sums are there.")
        ask(window, "mazur", "z2[1,1]")
        saved = save(window, path)
        expect([saved["id"], saved["title"], len(saved["steps"])], ["my-sums", "My sums", 3])
        first, second, third = saved["steps"]
        expect([first["title"], first["text"], "task" in first, first["show"]["cursor"]], ["Look", "Two numbers come in.", False, "start"])
        expect(second["task"]["cell"], "z1[1,1]")
        assert "b1[1]" in second["task"]["mistakes"][0]["say"], second["task"]
        expect([third["show"]["cursor"], third["task"]["cell"]], [{"step": 2}, "z2[1,1]"])
        # Tried, it plays from the step that is chosen.
        focus(window, EDITOR)
        window.press_until("alt+t", lambda: window.is_up("A step by step"), "it is not tried")
        display.take_picture("author-tried")
    # It is a lesson like any other: what is asked for has its answer, and the bias forgotten is recognised.
    out = play(path, "", "0.0275")
    assert second["task"]["mistakes"][0]["say"].replace("[[", "").replace("]]", "") in out, out
    assert "Right" in play(path, "", "0.3775"), play(path, "", "0.3775")


class Counted:
    """What a person would press and click, as the program is asked to: at forty words a minute, five letters each, and two seconds for
    whatever begins with looking for it: a key with Ctrl, Alt or F, another window."""

    def __init__(self, window):
        self.letters, self.acts, do = 0, 0, window.do

        def count(*arguments):
            if arguments[0] == "type":
                self.letters += len(arguments[-1])
            elif arguments[0] == "key":
                plain = len(arguments[1]) == 1 or arguments[1] in ("Tab", "Return")
                self.letters, self.acts = self.letters + plain, self.acts + (not plain)
            elif arguments[0] == "windowfocus":
                self.acts += 1
            do(*arguments)
        window.do = count

    def minutes(self):
        return self.letters / 200 + self.acts * 2 / 60


@case
def a_tip_takes_less_than_ten_minutes(display, folder):
    """The lesson that docs/LESSONS.md begins with, from an empty network to a file that the check finds good."""
    network, path = os.path.join(folder, "bill.gradsheet"), os.path.join(folder, "tip.json")
    rows = os.path.join(folder, "rows.csv")
    with open(rows, "w", encoding="utf-8") as file:
        file.write("1,1\n")
    subprocess.run([CLI, "new", "input 1 · dense 1 linear", "--loss", "half-mse", "--data", rows, "-o", network], check=True,
                   capture_output=True)
    with Window(display, network) as window:
        counted = Counted(window)
        for cell, value in (("x[1,1]", "30"), ("W1[1,1]", "1.1"), ("b1[1]", "2"), ("t[1,1]", "36")):
            window.go(cell)
            window.type(value)
            window.keys("Return")
        open_editor(window)
        window.keys("ctrl+a")
        window.type("A tip")
        add_step(window, "Pay", "The meal costs [[x[1,1]]] = {x[1,1]}. You pay {W1[1,1]} times that, and {b1[1]} for the coat. That is a neuron: "
                 "[[W1[1,1]]] is its weight, [[b1[1]]] its bias.")
        ask(window, "bill", "z1[1,1]")
        press(window, "alt+p")
        focus(window, "bill")
        window.go("W1[1,1]")
        window.type("1.13")
        window.keys("Return")
        add_step(window, "More", "You wanted to pay {t[1,1]}, so you give a little more: the weight is {W1[1,1]} now.")
        ask(window, "bill", "z1[1,1]")
        focus(window, "bill")
        window.keys("F10", "F10")
        add_step(window, "How wrong?", "The loss [[L]] is half the square of what is missing.")
        ask(window, "bill", "L")
        display.take_picture("author-tip")
        saved = save(window, path)
        print(f"# a tip: {counted.letters} letters, {counted.acts} acts, {counted.minutes():.1f} minutes", flush=True)
        assert counted.minutes() < 10, counted.minutes()
        expect([step["task"]["cell"] for step in saved["steps"]], ["z1[1,1]", "z1[1,1]", "L"])
    checked = subprocess.run([CLI, "lesson", "check", path], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "Right" in play(path, "35"), play(path, "35")


@case
def what_is_there_is_changed_and_the_rest_stays(display, folder):
    """Keys that the editor has no fields for, numbers to the bit; order and deleting."""
    path, other = os.path.join(folder, "01-there.json"), os.path.join(folder, "other.json")
    lesson = {"format": "gradsheet-lesson", "version": 1, "id": "there", "title": "There", "summary": "Kept.", "level": "advanced",
              "minutes": 7, "networks": {"line": {**LINE, "state": {"W1": [[0.1 + 0.2]], "b1": [1e-7]}}}, "steps": STEPS}
    with open(path, "w", encoding="utf-8") as file:
        json.dump(lesson, file)
    with Program(display, path) as window:
        window.wait_for("Untitled")
        open_editor(window)
        press(window, "alt+d")  # the first step goes down
        saved = save(window, other)
        expect(saved, {**lesson, "steps": [STEPS[1], STEPS[0], *STEPS[2:]]})


@case
def what_is_wrong_is_said_and_the_rest_goes_on(display, folder):
    """A lesson with a cell that does not exist opens, says so, and can be saved; a file cut short is refused."""
    path, cut, other = (os.path.join(folder, name) for name in ("01-bad.json", "cut.json", "other.json"))
    steps = [*STEPS[:1], {**STEPS[1], "task": {"kind": "predict", "cell": "z9[1,1]", "prompt": "Work it out."}}]
    lesson = {"format": "gradsheet-lesson", "version": 1, "id": "bad", "title": "Bad", "minutes": 5, "networks": {"line": LINE},
              "steps": steps}
    text = json.dumps(lesson)
    for name, content in ((path, text), (cut, text[:-20])):
        with open(name, "w", encoding="utf-8") as file:
            file.write(content)
    with Window(display, copy_network(folder, "mazur")) as window:
        open_editor(window)
        before = display.look_at_rest(0, 560, 760, 80)
        for file, refused in ((cut, True), (path, False)):
            choose_file(window, file)
            if refused:
                until(lambda: window.is_up("This lesson cannot be opened"), "nobody says so")
                window.answer("This lesson cannot be opened", "Return")
        until(lambda: display.look_at(0, 560, 760, 80) != before, "nothing is said of it")
        display.take_picture("author-problems")
        focus(window, EDITOR)
        expect(save(window, other), lesson)


def ask_to_leave(window, title, key, answer):
    """The key in the newest window of this title asks whether to save the lesson; the keys of the answer end that."""
    focus(window, title)
    window.press_until(key, lambda: window.is_up(QUESTION), "nobody asks")
    focus(window, QUESTION)
    window.display.take_picture("author-question")
    window.answer(QUESTION, answer)


def wait_for_counts(window, sheets, editors):
    def count():
        return [window.count("mazur"), window.count(EDITOR)]

    until(lambda: count() == [sheets, editors], lambda: f"sheets and editors: {count()}")


@case
def the_text_grows_under_what_is_typed(display, folder):
    """Faster than frames are drawn: nothing is drawn without a place, and the cursor stays in sight."""
    with Window(display, copy_network(folder, "xor")) as window:
        open_editor(window)
        press(window, "alt+a")
        # Between the editor's entry for the step's title and its buttons.
        window.click(500, 200)
        screen = Screen(display.environment["DISPLAY"])
        for i in range(30):
            screen.type(f"line {i}\n")
        screen.type("the end")
        screen.close_connection()
        display.look_at_rest(*EDITED)
        lesson = save(window, os.path.join(folder, "long.json"))
        expect(lesson["steps"][0]["text"].endswith("the end"), True)


@case
def the_editor_goes_with_its_sheet(display, folder):
    """The key raises the one that is there. Closing the sheet asks what becomes of the lesson: Cancel keeps both, Enter saves
    under the lesson's title, then both are closed, and the next sheet has an editor of its own."""
    with Window(display, copy_network(folder, "mazur")) as window:
        window.open_another()
        focus(window, "mazur")
        open_editor(window)
        window.keys("ctrl+a")
        window.type("My / sums")
        focus(window, "mazur")
        window.keys("ctrl+F7")
        ask_to_leave(window, "mazur", "ctrl+w", "Escape")
        wait_for_counts(window, 2, 1)
        ask_to_leave(window, "mazur", "ctrl+w", "Return")
        until(lambda: window.is_up("Save the lesson"), "no place is asked for")
        focus(window, "Save the lesson")
        window.keys("Home")
        window.type(folder + "/")
        window.answer("Save the lesson", "Return")
        wait_for_counts(window, 1, 0)
        with open(os.path.join(folder, "My - sums.json"), encoding="utf-8") as file:
            expect(json.load(file)["title"], "My / sums")
        # Without changes it goes unasked.
        focus(window, "mazur")
        window.open_another()
        focus(window, "mazur")
        open_editor(window)
        focus(window, "mazur")
        window.press_until("ctrl+w", lambda: window.count("mazur") == 1, "it stays")
        wait_for_counts(window, 1, 0)


@case
def quitting_asks_once_and_closes_both(display, folder):
    """Whichever of the windows is asked to close first."""
    for front in ("mazur", EDITOR):
        program = Window(display, copy_network(folder, "mazur"))
        with program.own, program.errors:
            try:
                open_editor(program)
                program.keys("ctrl+a")
                program.type("My sums")
                ask_to_leave(program, front, "ctrl+q", "alt+d")
                expect(program.process.wait(DEADLINE), 0)
                program.errors.seek(0)
                expect(program.errors.read(), b"")
            finally:
                program.process.kill()
                program.process.wait()


@case
def a_changed_lesson_is_saved_where_it_was(display, folder):
    """Discard leaves the file alone; Save, the answer to Enter, writes it without asking where; the sheet stays."""
    with Window(display, copy_network(folder, "mazur")) as window:
        path = os.path.join(folder, "there.json")
        open_editor(window)
        save(window, path)
        for answer, title in (("alt+d", "My lesson"), ("Return", "Changed")):
            if not window.is_up(EDITOR):
                focus(window, "mazur")
                open_editor(window)
                choose_file(window, path)
            focus(window, EDITOR)
            window.keys("ctrl+a")
            window.type("Changed")
            ask_to_leave(window, EDITOR, "Escape", answer)
            wait_for_counts(window, 1, 0)
            with open(path, encoding="utf-8") as file:
                expect(json.load(file)["title"], title)


if __name__ == "__main__":
    sys.exit(run())
