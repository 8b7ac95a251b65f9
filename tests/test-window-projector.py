#!/usr/bin/env python3
"""The projector and the teacher's own window: what is typed, stepped, shown and hidden before a class.

usage: test-window-projector.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT
"""
import os
import sys
import time

from classroom import Class
from window import Program, Window, case, cli, copy_network, expect, run, until

# ---- the projector ----

PRESENTER = "Gradsheet presenter"


def present(window):
    window.press_until("F5", lambda: window.is_up(PRESENTER), "nothing is presented")
    window.wait_for(PRESENTER)


def leave(window):
    window.press_until("Escape", lambda: not window.is_up(PRESENTER), "the projector stays")


def is_black(display):
    return not any(display.look_at(700, 400, 40, 40))


def measure_height(display, x, y, width, height):
    """From the first line of pixels that is not all of one colour to the last."""
    pixels = display.look_at_rest(x, y, width, height)
    lines = [pixels[at:at + width * 3] for at in range(0, len(pixels), width * 3)]
    drawn = [i for i, line in enumerate(lines) if line != line[:3] * width]
    return drawn[-1] - drawn[0] if drawn else 0


@case
def typing_on_the_projector_is_typing(display, folder):
    """Digits, points, signs and letters go into the cell; none of them blanks, zooms or throws a light."""
    with Window(display, copy_network(folder, "mazur")) as window:
        window.go("W1[1,1]")
        present(window)
        window.type(".5")
        window.keys("Return")
        leave(window)
        expect(window.save()["state"]["W1"][0][0], 0.5)
        window.go("W1[1,1]")
        present(window)
        window.type("=b1[1]+0.25-0.05")  # each of them was a key of its own once
        assert not is_black(display), "typing a letter blanks the screen"
        window.keys("Return")
        leave(window)
        typed = window.save()["state"]["W1"][0][0]
        assert abs(typed - 0.55) < 1e-9, typed
        # Escape gives up what is typed, and only then the projector.
        window.go("W1[1,1]")
        present(window)
        window.type("7")
        window.keys("Escape")
        assert window.is_up(PRESENTER), "giving up an edit ends presenting"
        leave(window)
        expect(window.save()["state"]["W1"][0][0], typed)


@case
def blank_has_a_key_of_its_own(display, folder):
    with Window(display, copy_network(folder, "mazur")) as window:
        window.keys("F10")
        present(window)
        window.press_until("F12", lambda: is_black(display), "F12 does not make the screen black")
        window.press_until("F12", lambda: not is_black(display), "it stays black")
        before = display.look_at_rest(0, 0, 1600, 1000)
        window.keys("b", "s", "B", "S")
        until(lambda: window.is_up(PRESENTER) and display.look_at_rest(0, 0, 1600, 1000) == before, "a letter does something")
        leave(window)


@case
def a_clicker_steps_on_the_projector_only(display, folder):
    with Window(display, copy_network(folder, "mazur")) as window:
        window.keys("Page_Down", "Page_Down", "Page_Up")
        expect(window.save()["place"]["instruction"], 0)
        present(window)
        window.keys("Page_Down", "Page_Down", "Page_Up", "Page_Down", "Page_Down")
        leave(window)
        expect(window.save()["place"]["instruction"], 3)


@case
def running_and_training_are_shown_on_the_projector(display, folder):
    with Window(display, copy_network(folder, "mazur")) as window:
        present(window)
        window.keys("F9")  # to the end of time, or until it is stopped
        window.keys("ctrl+s")
        until(lambda: window.save()["place"]["instruction"] > 2, "it does not run")
        window.keys("F9")
        place = window.save()["place"]
        expect(window.save()["place"], place)
        # Slowly: a step every two seconds.
        window.keys("ctrl+F9")
        until(lambda: window.save()["place"] != place, "it does not run slowly")
        window.keys("ctrl+F9")
        before = display.look_at_rest(900, 200, 640, 500)
        window.press_until("ctrl+t", lambda: window.is_up("Train"), "nothing is asked")
        window.wait_for("Train")
        window.keys("ctrl+a")
        window.type("20")
        window.answer("Train", "Return")
        until(lambda: window.save()["place"]["pass"] == 21, "it is not trained")
        # Beside the cells there is the loss now.
        until(lambda: display.look_at_rest(900, 200, 640, 500) != before, "no loss is shown")
        # As high as the room there is, from its heading to what is read off.
        until(lambda: measure_height(display, 1100, 100, 400, 650) > 400, lambda: f"a curve of {measure_height(display, 1100, 100, 400, 650)} pixels")
        assert window.is_up(PRESENTER)
        leave(window)


@case
def a_wrong_answer_is_over_when_the_right_one_is_shown(display, folder):
    """What the class sees then is the same whether somebody has guessed before or nobody has."""
    seen = []
    for guess in (None, "7"):
        with Class(display, os.path.join(folder, str(guess))) as lesson:
            lesson.next("predict")
            if guess is not None:
                lesson.enter(guess)
                until(lambda: lesson.record("predict")["tries"] == 1, "the guess is not heard")
            present(lesson)
            before = display.look_at_rest(0, 0, 1600, 1000)
            lesson.keys("space")
            until(lambda: display.look_at_rest(0, 0, 1600, 1000) != before, "no answer is shown")
            seen.append(display.look_at_rest(0, 0, 1600, 1000))
            leave(lesson)
    assert seen[0] == seen[1], "the projector still speaks of the guess"


@case
def there_is_one_projector_and_it_goes_with_the_document(display, folder):
    with Window(display, copy_network(folder, "mazur")) as window:
        other = os.path.join(folder, "other.gradsheet")
        os.rename(copy_network(folder, "xor"), other)
        present(window)
        main = [one for one in window.find_windows("mazur")][0]
        window.focus(main)
        window.keys("F5")
        expect(window.count(PRESENTER), 1)
        window.focus(main)
        window.keys("shift+F5")
        until(lambda: window.is_up("Gradsheet for the teacher"), "no window for the teacher")
        # The program goes on with another document: what it shows of this one goes.
        window.focus(main)
        window.press_until("ctrl+o", lambda: window.is_up("Open"), "nothing is asked")
        window.keys("ctrl+a")
        window.type(other)
        window.answer("Open", "Return")
        until(lambda: window.is_up("other"), "the other document does not open")
        window.close("mazur")
        until(lambda: not window.is_up("mazur"), "the document stays")
        expect((window.count(PRESENTER), window.count("Gradsheet for the teacher")), (0, 0))


@case
def an_answer_that_is_shown_is_in_the_sheet(display, folder):
    with Class(display, folder) as lesson:
        lesson.next("predict")
        lesson.go("z1[1,1]")
        lesson.keys("ctrl+c")
        expect(lesson.read_clipboard(), "?")
        present(lesson)
        lesson.press_until("space", lambda: lesson.record("predict")["shown"], "the answer is not shown")
        expect(lesson.at(), "predict")
        leave(lesson)
        lesson.go("z1[1,1]")
        lesson.keys("ctrl+c")
        until(lambda: lesson.read_clipboard() == "1.1", lambda: lesson.read_clipboard())
        present(lesson)
        lesson.press_until("Page_Down", lambda: lesson.at() == "choose", "the clicker does not go on")
        lesson.press_until("Page_Up", lambda: lesson.at() == "predict", "the clicker does not go back")
        leave(lesson)


@case
def what_was_solved_before_is_asked_again(display, folder):
    """Yesterday's answer gives nothing away: the class is asked first."""
    with Class(display, folder) as lesson:
        lesson.next("predict")
        lesson.enter("1.1")
        until(lambda: lesson.record("predict")["solved"], "not solved")
    with Class(display, folder) as lesson:
        present(lesson)
        lesson.keys("space")
        expect(lesson.at(), "predict")
        lesson.press_until("space", lambda: lesson.at() == "choose", "it does not go on")
        leave(lesson)


@case
def the_lesson_may_change_under_the_projector(display, folder):
    with Class(display, folder) as lesson:
        present(lesson)
        lesson.press_until("space", lambda: lesson.at() == "predict", "it does not go on")
        kept = lesson.kept()
        lesson.keys("ctrl+shift+y", "space", "space", "space", "space")
        expect(lesson.kept(), kept)
        lesson.keys("ctrl+shift+y")
        lesson.press_until("space", lambda: lesson.record("predict")["shown"], "the lesson is not there again")
        # The document's window ends the lesson: the projector shows the sheet.
        assert lesson.is_up(PRESENTER)
        leave(lesson)


@case
def what_is_typed_into_the_asked_cell_is_an_answer(display, folder):
    """On the projector as in the sheet: a wrong one is a try and gets the lesson's reply, the right one solves the step."""
    with Class(display, folder) as lesson:
        lesson.next("predict")
        lesson.go("z1[1,1]")
        present(lesson)
        foot = display.look_at_rest(200, 880, 1400, 120)
        lesson.enter("1.0")
        until(lambda: lesson.record("predict")["tries"] == 1, "the answer is not heard")
        until(lambda: display.look_at_rest(200, 880, 1400, 120) != foot, "the class is not told what is wrong")
        expect(lesson.record("predict")["solved"], False)
        lesson.keys("ctrl+a")
        lesson.enter("1.1")
        until(lambda: lesson.record("predict")["solved"], "the right answer is none")
        leave(lesson)


@case
def the_board_follows_the_step(display, folder):
    """What was selected in the step before is not what this step points at."""
    steps = [{"id": "one", "text": "One.", "show": {"network": "line", "select": "t[1,1]"}},
             {"id": "two", "text": "Two.", "show": {"highlight": ["W1[1,1]"]}}]
    with Class(display, folder, steps) as lesson:
        lesson.next("two")
        lesson.keys("ctrl+c")
        until(lambda: lesson.read_clipboard() == "0.5", lambda: f"{lesson.read_clipboard()} is selected")


@case
def a_nudge_is_told_to_the_class(display, folder):
    with Window(display, copy_network(folder, "mazur")) as window:
        window.keys("alt+End")
        window.go("W1[1,1]")
        present(window)
        foot = display.look_at_rest(200, 880, 1400, 120)
        window.press_until("F7", lambda: display.look_at_rest(200, 880, 1400, 120) != foot, "nothing is told")
        leave(window)


@case
def typing_while_the_step_changes_is_drawn(display, folder):
    """An editor that opens while sizes are given out wants no other size then; standard error says if it does."""
    with Program(display, "--lesson", "3", home=folder) as lesson:
        until(lambda: lesson.is_up("Flats"), "the lesson does not begin")
        lesson.keys("alt+Next", "alt+Next")
        present(lesson)
        for _ in range(2):
            lesson.do("type", "--delay", "1", "input 2 · dense 3")
            display.look_at_rest(0, 0, 1600, 1000)
            lesson.keys("Escape")
        # The editor is still open, or Escape has ended the projector.
        if lesson.is_up(PRESENTER):
            leave(lesson)


# ---- other views than the cells ----

LINE, POINTS = "input 2 · dense 3 tanh · dense 1 tanh", "moons:rows=40,seed=1"


def make_moons(folder):
    path = os.path.join(folder, "moons.gradsheet")
    cli("new", LINE, "--data", POINTS, "--batch-size", "10", "-o", path)
    return path


def present_view(display, window, *keys):
    """The projector with the cells first, then with what these keys lead to."""
    present(window)
    cells = display.look_at_rest(0, 0, 1600, 860)
    window.keys(*keys)
    until(lambda: display.look_at(0, 0, 1600, 860) != cells, "the class still sees the cells")
    display.look_at_rest(0, 0, 1600, 860)
    return cells


@case
def the_class_sees_the_view_that_the_window_shows(display, folder):
    with Window(display, make_moons(folder)) as window:
        cells = present_view(display, window, "ctrl+2")
        leave(window)
        # The window has followed the projector; and the projector begins with what it shows.
        present(window)
        until(lambda: display.look_at_rest(0, 0, 1600, 860) != cells, "the projector begins with the cells")
        window.press_until("F12", lambda: is_black(display), "F12 does not make the screen black")
        window.press_until("F12", lambda: not is_black(display), "it stays black")
        window.keys("ctrl+1")
        until(lambda: display.look_at_rest(0, 0, 1600, 860) == cells, "the cells do not come back")
        leave(window)


@case
def the_playground_is_driven_before_the_class(display, folder):
    """Walked through, typed into, stepped and trained: all of it on the projector."""
    with Window(display, make_moons(folder)) as window:
        present_view(display, window, "ctrl+2")
        window.keys("Down", "Right")  # the first neuron, its first weight
        seen = display.look_at_rest(0, 0, 1600, 860)
        window.type("0.5")
        window.keys("Return")
        until(lambda: window.save()["state"]["W1"][0][0] == 0.5, "nothing was typed")
        until(lambda: display.look_at_rest(0, 0, 900, 860) != seen, "the playground does not come back")
        window.keys("space")
        until(lambda: window.save()["place"]["instruction"] > 0, "Space does not step")
        before = display.look_at_rest(900, 500, 700, 360)
        window.keys("ctrl+shift+o")
        until(lambda: display.look_at(900, 500, 700, 360) != before, "no loss is shown")
        window.keys("ctrl+shift+t")
        until(lambda: window.save()["place"]["pass"] > 3, "it is not trained")
        leave(window)


def find_rule(display, top, bottom):
    """The line over the formula: the one row of pixels that is of one colour, and not the canvas'."""
    width, canvas = 1300, display.look_at(20, 20, 1, 1)
    pixels = display.look_at_rest(150, top, width, bottom - top)
    rows = [pixels[at:at + width * 3] for at in range(0, len(pixels), width * 3)]
    return next((top + i for i, row in enumerate(rows) if row == row[:3] * width and row[:3] != canvas), None)


@case
def curve_and_legend_keep_clear_of_the_formula(display, folder):
    with Window(display, make_moons(folder)) as window:
        window.keys("ctrl+2", "alt+5")
        present(window)
        for _ in range(4):
            window.keys("space")
        until(lambda: window.save()["place"]["pass"] > 3, "Space does not do a pass")
        rule = until(lambda: find_rule(display, 500, 900), "no formula is shown")
        above = display.look_at_rest(76, rule - 9, 1448, 7)
        assert above == above[:3] * (1448 * 7), "something hangs over the formula"


@case
def what_stands_over_the_network_follows_its_training(display, folder):
    with Window(display, make_moons(folder)) as window:
        present_view(display, window, "ctrl+2")
        window.keys("space", "ctrl+shift+o")
        seen = set()
        until(lambda: seen.add(display.look_at(60, 30, 700, 70)) or len(seen) > 5, "the head stands still")
        window.keys("ctrl+shift+t")
        leave(window)


@case
def buttons_before_the_class_run_and_stop(display, folder):
    with Window(display, make_moons(folder)) as window:
        present_view(display, window, "ctrl+2")
        foot = (850, 900, 720, 90)
        rest = display.look_at_rest(*foot)
        window.click(1480, 942)  # the last of them: it trains
        until(lambda: display.look_at(*foot) != rest, "nothing is pressed")
        window.keys("ctrl+shift+t")
        until(lambda: window.save()["place"]["pass"] > 1, "it is not trained")
        window.click(1170, 942)  # the first: one step follows another, until the one button left is pressed
        place = window.save()["place"]
        until(lambda: window.save()["place"] != place, "it does not run")
        window.click(1480, 942)
        place = window.save()["place"]
        expect(window.save()["place"], place)
        leave(window)


@case
def nothing_lies_over_the_maps_that_a_class_sees(display, folder):
    """In the window the pointer tells what a cell is; before the class it tells nothing."""
    with Window(display, copy_network(folder, "digits8-conv")) as window:
        window.keys("alt+End")
        present_view(display, window, "ctrl+3")
        leave(window)
        window.do("mousemove", "900", "300", "mousemove", "905", "302")
        count = len(window.find_windows(""))
        until(lambda: len(window.find_windows("")) > count, "the window has no tooltip to compare with", 10)
        present(window)
        maps = (560, 60, 900, 700)
        seen, end = display.look_at_rest(*maps), time.monotonic() + 3
        window.do("mousemove", "800", "300", "mousemove", "805", "302")
        while time.monotonic() < end:  # six times what a tooltip takes
            assert display.look_at(*maps) == seen, "something lies over the maps"
            time.sleep(0.3)
        leave(window)


@case
def what_the_teacher_draws_the_class_sees(display, folder):
    """One drawing in both windows, and one answer."""
    pad, answer, ink = (75, 110, 365, 365), (75, 560, 420, 300), bytes((0x14, 0x17, 0x1A)) * 8
    with Window(display, copy_network(folder, "digits8-dense")) as window:
        present_view(display, window, "ctrl+3")
        silent = display.look_at_rest(*answer)
        assert ink not in display.look_at_rest(*pad), "something is drawn already"
        window.drag((250, 160), (250, 420))
        until(lambda: ink in display.look_at_rest(*pad), "nothing is drawn")
        until(lambda: display.look_at_rest(*answer) != silent, "the network says nothing")
        # The window has the same drawing: what is drawn is there when another projector begins.
        leave(window)
        present(window)
        until(lambda: ink in display.look_at_rest(*pad), "the drawing is gone")
        leave(window)


@case
def the_rows_are_shown_to_the_class(display, folder):
    with Window(display, make_moons(folder)) as window:
        cells = present_view(display, window, "ctrl+Prior")  # the last tab: the data
        window.type("2.5")
        window.keys("Return")
        until(lambda: any("2.5" in label or "row" in label.lower() for label in
                          [edit["label"] for edit in window.save().get("undo", [])]), "the row is as it was")
        leave(window)
        present(window)
        rows = display.look_at_rest(0, 0, 1600, 860)
        assert rows != cells, "the projector begins with the cells"
        window.keys("ctrl+Next")
        until(lambda: display.look_at_rest(0, 0, 1600, 860) != rows, "the cells do not come back")
        leave(window)


# ---- the teacher's own window ----

TEACHER = "Gradsheet for the teacher"


def open_teacher(window):
    window.press_until("shift+F5", lambda: window.is_up(TEACHER), "no window for the teacher")
    window.wait_for(TEACHER)
    window.focus(window.find_windows(TEACHER)[0])


@case
def hands_are_counted(display, folder):
    """What is typed into a count is that count and goes nowhere else; the class is shown what the teacher wants."""
    with Class(display, folder) as lesson:
        lesson.next("predict")
        lesson.next("choose")
        present(lesson)
        projector = lesson.find_windows(PRESENTER)[0]
        open_teacher(lesson)
        before = display.look_at_rest(0, 0, 1600, 1000)
        # The first count is the next thing that has the keyboard behind the buttons, whichever it is: all are tried.
        for _ in range(9):
            lesson.keys("Tab")
            lesson.type("12")
        expect(lesson.at(), "choose")
        until(lambda: display.look_at_rest(0, 0, 1600, 1000) != before, "nothing is counted")
        lesson.keys("F12")  # the class looks at the teacher
        lesson.close(TEACHER)
        until(lambda: not lesson.is_up(TEACHER), "the teacher's window stays")
        until(lambda: is_black(display), "the class still sees it")
        lesson.focus(projector)
        lesson.press_until("F12", lambda: not is_black(display), "it stays black")
        lesson.press_until("Page_Down", lambda: lesson.record("choose")["shown"], "the answer is not shown")
        leave(lesson)


@case
def the_teacher_goes_on_with_the_lesson(display, folder):
    with Class(display, folder) as lesson:
        open_teacher(lesson)
        lesson.press_until("Page_Down", lambda: lesson.at() == "predict", "it does not go on")
        lesson.press_until("Page_Down", lambda: lesson.record("predict")["shown"], "the answer is not shown")
        expect(lesson.at(), "predict")
        lesson.press_until("Page_Up", lambda: lesson.at() == "read", "it does not go back")
        lesson.press_until("Escape", lambda: not lesson.is_up(TEACHER), "the window stays")


if __name__ == "__main__":
    sys.exit(run())
