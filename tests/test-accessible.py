#!/usr/bin/env python3
"""The window as a screen reader has it: names, descriptions and actions through AT-SPI.

usage: test-accessible.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT

Runs itself again in a D-Bus session of its own, so that nothing of the user's session is touched.
"""
import json
import os
import subprocess
import sys
import tempfile
import time

APP, CLI, ROOT = (os.path.abspath(path) for path in sys.argv[1:4])
MAZUR = os.path.join(ROOT, "lessons", "networks", "mazur.gradsheet")
DEADLINE = 40

if os.environ.get("GRADSHEET_TEST_SESSION") != "1":
    # The daemons of the session write to standard output, which is the test's report: they get another.
    report = os.dup(1)
    os.set_inheritable(report, True)
    os.dup2(2, 1)
    os.environ["GRADSHEET_TEST_SESSION"] = "1"
    os.environ["GRADSHEET_TEST_REPORT"] = str(report)
    os.execvp("dbus-run-session", ["dbus-run-session", "--", sys.executable, *sys.argv])

sys.stdout = os.fdopen(int(os.environ["GRADSHEET_TEST_REPORT"]), "w")
read, write = os.pipe()
SERVER = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-noreset"],
                          pass_fds=[write], stderr=subprocess.DEVNULL)
os.close(write)
with os.fdopen(read) as pipe:
    os.environ["DISPLAY"] = ":" + pipe.readline().strip()
for name in ("GTK_A11Y", "NO_AT_BRIDGE", "WAYLAND_DISPLAY"):
    os.environ.pop(name, None)

import pyatspi  # noqa: E402: it connects to the display when it is imported

from cases import case, main  # noqa: E402
from x11 import Screen  # noqa: E402


def wait_for(what, look):
    """What `look` gives, as soon as that is something."""
    end = time.monotonic() + DEADLINE
    while True:
        try:
            found = look()
        except Exception:  # what one looks at may go while one looks
            found = None
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"no {what} within {DEADLINE} s")
        time.sleep(0.05)


def walk(accessible):
    yield accessible
    for i in range(accessible.childCount):
        child = accessible.getChildAtIndex(i)
        if child is not None:
            yield from walk(child)


class Window:
    def __init__(self, path=MAZUR):
        self.home = tempfile.TemporaryDirectory()
        homes = {f"XDG_{kind}_HOME": os.path.join(self.home.name, kind) for kind in ("STATE", "DATA", "CONFIG", "CACHE")}
        self.process = subprocess.Popen(
            [APP] if path is None else [APP, path] if isinstance(path, str) else [APP, *path], stderr=subprocess.DEVNULL,
            env={**os.environ, **homes, "GDK_BACKEND": "x11", "GDK_DEBUG": "gl-disable", "GSK_RENDERER": "cairo",
                 "GSETTINGS_BACKEND": "memory", "GSETTINGS_SCHEMA_DIR": os.path.join(os.path.dirname(os.path.dirname(APP)), "data"), "LC_ALL": "C.UTF-8"})

    def __enter__(self):
        self.application = wait_for("application", self.find_application)
        try:
            wait_for("control that has the focus", self.find_focused)
        except AssertionError:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.home.cleanup()

    def find_application(self):
        desktop = pyatspi.Registry.getDesktop(0)
        for i in range(desktop.childCount):
            application = desktop.getChildAtIndex(i)
            if application is not None and application.get_process_id() == self.process.pid and application.childCount > 0:
                return application
        return None

    def find_focused(self):
        for accessible in walk(self.application):
            if accessible.getState().contains(pyatspi.STATE_FOCUSED) and (accessible.childCount == 0
                                                                          or accessible.getRole() == pyatspi.ROLE_PUSH_BUTTON):
                return accessible
        return None

    def keys(self, *keys):
        subprocess.run(["xdotool", "key", *keys], check=True, timeout=20)

    def go_to(self, cell):
        """Through the name box; the cell is spoken when it has come."""
        self.keys("F4")
        wait_for("name box", lambda: self.find_focused() and self.find_focused().getRole() != pyatspi.ROLE_TABLE_CELL)
        subprocess.run(["xdotool", "type", cell], check=True, timeout=20)
        self.keys("Return")

    def cell(self, starts):
        return wait_for(f"cell that is called {starts}…",
                        lambda: self.find_focused() if self.find_focused().name.startswith(starts) else None)


def explain(cell):
    output = subprocess.run([CLI, "explain", MAZUR, cell, "--json"], capture_output=True, text=True, check=True).stdout
    return json.loads(output)


@case
def cells_say_their_name_value_and_origin():
    with Window() as window:
        window.keys("alt+End")
        for cell, spoken in (("dW2[1,1]", "dL/dW2[1,1]"), ("z1[1,2]", "z1[1,2]"), ("W1.next[2,1]", "W1.next[2,1]"), ("L", "L")):
            window.go_to(cell)
            accessible = window.cell(spoken)
            wanted = explain(cell)
            number = f"{wanted['value']:.4g}"
            assert number in accessible.name, f"{cell}: {accessible.name!r} does not say {number}"
            for precedent in wanted["precedents"][:2]:
                assert precedent in accessible.description or precedent in accessible.name, \
                    f"{cell}: {accessible.description!r} does not say {precedent}"


@case
def arrows_move_what_is_spoken():
    with Window() as window:
        window.go_to("W1[1,1]")
        window.cell("W1[1,1]")
        window.keys("Right")
        assert "0.2500" in window.cell("W1[1,2]").name
        window.keys("Down")
        assert "0.3000" in window.cell("W1[2,2]").name


@case
def blank_cells_say_so():
    with Window() as window:
        window.go_to("a2[1,1]")
        accessible = window.cell("a2[1,1]")
        assert "not computed" in accessible.name + accessible.description, accessible.name
        assert "0.75" not in accessible.name + accessible.description


@case
def what_is_asked_for_is_not_given_away():
    with Window() as window:
        window.keys("ctrl+h", "F10")
        accessible = window.cell("z1[1,1]")
        said = accessible.name + accessible.description
        assert "0.3775" not in said and "0,3775" not in said, said
        window.keys("ctrl+shift+h")
        wait_for("number that is shown", lambda: "0.3775" in window.find_focused().name)


CONTROLS = {pyatspi.ROLE_PUSH_BUTTON, pyatspi.ROLE_TOGGLE_BUTTON, pyatspi.ROLE_CHECK_BOX, pyatspi.ROLE_RADIO_BUTTON,
            pyatspi.ROLE_ENTRY, pyatspi.ROLE_TEXT, pyatspi.ROLE_SLIDER, pyatspi.ROLE_SPIN_BUTTON, pyatspi.ROLE_COMBO_BOX,
            pyatspi.ROLE_TABLE_CELL, pyatspi.ROLE_PAGE_TAB}


def is_named(accessible):
    """By itself, by what it holds, or, as a part of a spin button, by that."""
    if accessible.name or any(child.name for child in walk(accessible)):
        return True
    parent = accessible.parent
    return parent is not None and parent.getRole() in (pyatspi.ROLE_SPIN_BUTTON, pyatspi.ROLE_COMBO_BOX)


def check_names(window, least):
    nameless, n = [], 0
    for accessible in walk(window.application):
        if accessible.getRole() not in CONTROLS or not accessible.getState().contains(pyatspi.STATE_VISIBLE):
            continue
        n += 1
        if not is_named(accessible):
            nameless.append(f"{accessible.getRoleName()} in {accessible.parent.getRoleName()} {accessible.parent.name!r}")
    assert n > least, f"only {n} controls were found"
    assert not nameless, f"without a name: {nameless}"
    return n


@case
def every_control_has_a_name():
    with Window() as window:
        check_names(window, 30)


@case
def nothing_is_said_of_a_number_where_none_is_selected():
    def says_nudge(window):
        return any(a.name == "Nudge check" and a.getState().contains(pyatspi.STATE_VISIBLE) and is_shown(a) for a in walk(window.application))

    def is_shown(accessible):
        parent = accessible.parent
        return parent is None or parent.getRole() == pyatspi.ROLE_FRAME or (parent.getState().contains(pyatspi.STATE_VISIBLE) and is_shown(parent))

    with Window() as window:
        wait_for("panel", lambda: any(a.name == "No cell selected" for a in walk(window.application)))
        assert not says_nudge(window), "a nudge of what?"
        window.go_to("W1[1,1]")
        wait_for("nudge", lambda: says_nudge(window))


@case
def the_playground_is_spoken_too():
    with Window() as window:
        n = check_names(window, 30)
        window.keys("ctrl+2")
        wait_for("drawing", lambda: any(accessible.name == "Network" for accessible in walk(window.application)))
        check_names(window, n + 20)
        # Neurons, biases and weights are cells like those of the sheet.
        window.keys("Down")
        assert "0.05" in window.cell("x[1,1]").name
        window.keys("Right")
        assert "0.15" in window.cell("W1[1,1]").name


@case
def dialogs_are_spoken_and_are_no_windows_to_be_put_away():
    with Window() as window:
        n = check_names(window, 30)
        for key, title, more in (("ctrl+n", "New network", 15), ("ctrl+F12", "Preferences", 8), ("ctrl+shift+x", "Export the sheet", 4),
                                 ("ctrl+j", "Worksheet", 8)):
            window.keys(key)
            dialog = wait_for(title, lambda title=title: next((a for a in walk(window.application) if a.name == title and a.childCount > 0), None))
            check_names(window, n)
            assert sum(a.getRole() in CONTROLS for a in walk(dialog)) >= more, f"{title} has hardly a control"
            names = {accessible.name for accessible in walk(dialog)}
            assert not names & {"Minimize", "Maximize"}, names
            window.keys("Escape")
            wait_for(f"end of {title}", lambda title=title: not any(a.name == title for a in walk(window.application)))


@case
def runs_beside_each_other_are_spoken():
    """And what finds something in the sheet, and the question whose work is handed in."""
    with Window() as window:
        n = check_names(window, 30)
        window.keys("ctrl+f")
        wait_for("field for what is sought", lambda: window.find_focused().getRole() in (pyatspi.ROLE_TEXT, pyatspi.ROLE_ENTRY))
        check_names(window, n)
        window.keys("Escape", "ctrl+shift+m")
        race = wait_for("race", lambda: next((a for a in walk(window.application) if a.name == "Same again with one thing changed" and a.childCount > 0), None))
        check_names(window, n)
        assert sum(a.getRole() in CONTROLS for a in walk(race)) >= 4, [a.name for a in walk(race)]
    with Window(("--lesson", "1")) as window:
        n = check_names(window, 30)
        window.keys("ctrl+shift+j")
        wait_for("question", lambda: any(a.name == "Hand in what you have done" for a in walk(window.application)))
        check_names(window, n)


@case
def rows_of_a_table_are_spoken_before_they_are_taken():
    with Window() as window, tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "points.csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write("a,b,c,d\n0.5,0.25,1,0\n0.25,0.5,0,1\n")
        n = check_names(window, 30)
        screen = Screen(os.environ["DISPLAY"])
        screen.drop(max(screen.list_windows(), key=lambda one: one.width), 600, 500, path)
        screen.close_connection()
        wait_for("rows", lambda: find_window(window, "Rows from points.csv"))
        check_names(window, n)


@case
def a_target_that_the_loss_cannot_take_is_warned_of():
    """Typed or pasted on the sheet, and in the data's own; taken all the same."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "sure.gradsheet")
        subprocess.run([CLI, "new", "input 1 · dense 1 sigmoid", "--loss", "bce", "--data", "-", "-o", path], input="1 0\n2 1\n", text=True, check=True)
        with Window(path) as window:
            def type_in(cell, text):
                window.go_to(cell)
                window.cell(cell)
                subprocess.run(["xdotool", "type", text], check=True, timeout=20)
                window.keys("Return")

            def is_told(words):
                return any(a.getRole() == pyatspi.ROLE_ALERT and words in a.name for a in walk(window.application))

            type_in("t[2,1]", "2")
            wait_for("warning", lambda: is_told("t[2,1]: the target 2 does not lie between 0 and 1"))
            type_in("t[2,1]", "0.5")
            type_in("t[1,1]", "5")
            wait_for("warning of another", lambda: is_told("t[1,1]: the target 5 does not lie between"))
            window.go_to("t[2,1]")
            window.cell("t[2,1]")
            window.keys("ctrl+d")
            wait_for("warning of what is filled in", lambda: is_told("t[2,1]: the target 5 does not lie between"))
            window.keys("ctrl+Prior")
            subprocess.run(["xdotool", "key", "ctrl+Home", "Right"], check=True, timeout=20)
            subprocess.run(["xdotool", "type", "7"], check=True, timeout=20)
            window.keys("Return")
            wait_for("warning of the data's sheet", lambda: is_told("the target 7 does not lie between"))


@case
def numbers_of_others_are_spoken_cell_by_cell():
    with Window() as window, tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "dz2.csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write("0.5,0.25\n")
        n = check_names(window, 30)
        window.keys("ctrl+shift+w")
        wait_for("dialog for a file", lambda: any(a.name == "Compare with numbers of others" for a in walk(window.application)))
        window.keys("ctrl+a")
        subprocess.run(["xdotool", "type", path], check=True, timeout=20)
        window.keys("Return")
        dialog = wait_for("comparison", lambda: next((a for a in walk(window.application) if a.name.startswith("dz2.csv beside")), None))
        check_names(window, n)
        names = wait_for("cells", lambda: (lambda names: names if any("theirs 0.5" in name for name in names) else None)({a.name for a in walk(dialog)}))
        assert any(name.startswith("dL/dz2[1,2] differs: theirs 0.25, here") for name in names), names
        assert any(name.startswith("dz2: differs, 2 of 2 cells") for name in names), names


@case
def the_classroom_is_spoken():
    """The editor of lessons, with a step and its task; the window of grades."""
    with Window() as window:
        n = check_names(window, 30)
        window.keys("ctrl+F7")
        editor = wait_for("editor", lambda: next((a for a in walk(window.application) if a.name == "A lesson of your own" and a.childCount > 0), None))
        window.keys("alt+a")
        wait_for("step", lambda: any(a.name == "1. Untitled step" for a in walk(editor)))
        check_names(window, n)
        names = {accessible.name for accessible in walk(editor)}
        assert {"Lesson", "Title of the step", "Text beside the sheet; an empty line begins a paragraph", "The steps of the lesson"} <= names, names
    with Window() as window:
        n = check_names(window, 30)
        window.keys("ctrl+shift+r")
        grades = wait_for("grades", lambda: next((a for a in walk(window.application) if a.name == "Grades" and a.childCount > 0), None))
        check_names(window, n)
        names = {accessible.name for accessible in walk(grades)}
        assert {"Choose a folder…", "Choose files…", "Save the table…", "Save the report…"} <= names, names


@case
def the_first_page_is_spoken():
    with Window(None) as window:
        check_names(window, 20)
        names = {accessible.name for accessible in walk(window.application)}
        assert {"New network", "Open…", "Menu"} <= names, names


def find_window(window, title):
    return next((a for a in walk(window.application) if a.name == title and a.childCount > 0), None)


def read(window, title):
    """All that a screen reader could find in the window of this title."""
    return [text for a in walk(find_window(window, title)) for text in (a.name, a.description) if text]


def has(texts, words):
    return any(words in text for text in texts)


@case
def the_projector_and_the_teachers_window_are_spoken():
    """The class hears the question, and its answer only when it is shown; the teacher's window has both from the beginning."""
    projector, teacher = "Gradsheet presenter", "Gradsheet for the teacher"
    with Window(("--lesson", "1")) as window:
        window.keys("F5")
        wait_for(projector, lambda: find_window(window, projector))
        step = "Add it all up"
        for _ in range(6):
            before = read(window, projector)
            if has(before, step):
                break
            window.keys("space")
            wait_for("answer or another step", lambda before=before: read(window, projector) != before)
        assert has(read(window, projector), step), read(window, projector)
        wait_for("question", lambda: has(read(window, projector), "What is the bill"))
        # The document's window keeps a focus of its own beneath.
        asked = next(a for a in walk(find_window(window, projector))
                     if a.getRole() == pyatspi.ROLE_TABLE_CELL and a.getState().contains(pyatspi.STATE_FOCUSED))
        assert asked.name.startswith('z1[1,"bill"]'), asked.name
        assert "hidden" in asked.name and "1.5" not in asked.name, asked.name
        assert not has(read(window, projector), "1.5"), "the answer is spoken before it is shown"
        window.keys("shift+F5")
        wait_for(teacher, lambda: find_window(window, teacher))
        wait_for("answer", lambda: has(read(window, teacher), "1.5"))
        assert has(read(window, teacher), "What is the bill"), read(window, teacher)
        check_names(window, 40)
        controls = [a for a in walk(find_window(window, teacher)) if a.getRole() in CONTROLS]
        assert len(controls) >= 4, [a.name for a in controls]
        # From the teacher's window the class gets its answer.
        window.keys("Page_Down")
        wait_for("answer for the class", lambda: has(read(window, projector), "1.5"))
        assert not has(read(window, projector), "hidden"), "the cell is still hidden"


def press_for(window, title, key, holds, what):
    """A key until what can be read in the window of this title is so; each press is waited for."""
    for _ in range(30):
        before = read(window, title)
        if holds(before):
            return
        window.keys(key)
        wait_for(what, lambda before=before: read(window, title) != before)
    assert holds(read(window, title)), f"no {what}: {read(window, title)}"


@case
def the_class_is_told_what_no_cell_shows():
    """The answer to a question about a product that is in no cell; the teacher's window says each thing once."""
    projector, teacher = "Gradsheet presenter", "Gradsheet for the teacher"
    with Window(("--lesson", "1")) as window:
        window.keys("F5")
        wait_for(projector, lambda: find_window(window, projector))
        press_for(window, projector, "space", lambda texts: has(texts, "What do the bottles come to"), "question")
        assert not has(read(window, projector), "= −0.6"), read(window, projector)
        window.keys("space")
        wait_for("answer", lambda: has(read(window, projector), "= −0.6"))
        press_for(window, projector, "space", lambda texts: has(texts, "What is the bill"), "question about the sum")
        window.keys("shift+F5")
        texts = wait_for(teacher, lambda: read(window, teacher))
        assert not has(texts, "Asked for"), f"the answer stands there twice: {texts}"
        assert {"The question", "The answer", "Notes", "What the class reads"} <= set(texts), texts
        dead = [a.name for a in walk(find_window(window, teacher))
                if a.getRole() == pyatspi.ROLE_PUSH_BUTTON and not a.getState().contains(pyatspi.STATE_SENSITIVE) and a.name not in ("", "Decrease")]
        assert not dead, f"buttons that do nothing: {dead}"


def extents(accessible):
    return accessible.queryComponent().getExtents(pyatspi.WINDOW_COORDS)


@case
def all_of_a_long_question_is_on_the_projector():
    """Options of several lines stand between the cells and the key, on the screen, and cover neither."""
    projector = "Gradsheet presenter"
    with Window(("--lesson", "25")) as window:
        window.keys("F5")
        wait_for(projector, lambda: find_window(window, projector))
        press_for(window, projector, "space", lambda texts: has(texts, "Why use the same kernel"), "last question")

        def look():
            stage = find_window(window, projector)
            options = [extents(a) for a in walk(stage) if a.name[:2] in ("1.", "2.", "3.")]
            key = next(extents(a) for a in walk(stage) if a.name == "Space")
            return (len(options) == 3 and key.y + key.height <= extents(stage).height
                    and all(option.y + option.height <= key.y for option in options))
        wait_for("question of which all is seen", look)


@case
def a_cell_can_be_edited_by_its_action():
    with Window() as window:
        window.go_to("W1[1,1]")
        action = window.cell("W1[1,1]").queryAction()
        names = [action.getName(i) for i in range(action.nActions)]
        assert "cell.edit" in names, names
        action.doAction(names.index("cell.edit"))
        wait_for("editor with the focus", lambda: window.find_focused().getRole() in (pyatspi.ROLE_TEXT, pyatspi.ROLE_ENTRY))
        subprocess.run(["xdotool", "key", "ctrl+a"], check=True)
        subprocess.run(["xdotool", "type", "1/4"], check=True)
        window.keys("Return")
        window.go_to("W1[1,1]")
        wait_for("new value", lambda: "0.2500" in window.find_focused().name and window.find_focused().name.startswith("W1[1,1]"))


result = main(words=sys.argv[4:], attempts=2)
SERVER.terminate()
SERVER.wait()
sys.exit(result)
