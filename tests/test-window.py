#!/usr/bin/env python3
"""The real window under Xvfb: keyboard and mouse go in, documents come out.

usage: test-window.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

APP, CLI, ROOT = (os.path.abspath(path) for path in sys.argv[1:4])
NETWORKS = os.path.join(ROOT, "lessons", "networks")
CASES = []


def case(function):
    CASES.append(function)
    return function


class Display:
    """An X server of our own."""

    def __enter__(self):
        read, write = os.pipe()
        self.server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1000x24", "-nolisten", "tcp",
                                        "-noreset"],
                                       pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        self.environment = {**os.environ, "DISPLAY": f":{number}", "GDK_BACKEND": "x11", "GDK_DEBUG": "gl-disable",
                            "GSK_RENDERER": "cairo", "GTK_A11Y": "none", "GSETTINGS_BACKEND": "memory", "LC_ALL": "C.UTF-8",
                            "NO_AT_BRIDGE": "1"}
        self.environment.pop("WAYLAND_DISPLAY", None)
        return self

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait()


class Window:
    """The application on one document."""

    def __init__(self, display, path):
        self.display, self.path = display, path
        self.errors = tempfile.TemporaryFile()
        # A home of its own: what a window that was killed has kept must not greet the next one.
        self.home = tempfile.TemporaryDirectory()
        homes = {f"XDG_{kind}_HOME": os.path.join(self.home.name, kind) for kind in ("STATE", "DATA", "CONFIG", "CACHE")}
        self.process = subprocess.Popen([APP, path], env={**display.environment, **homes}, stderr=self.errors)
        name = os.path.basename(path)
        self.do("search", "--sync", "--onlyvisible", "--name", name)
        self.wait_until_it_listens()

    def wait_until_it_listens(self):
        """A key may be lost while the window comes up: it is there when a save has been seen."""
        before = os.stat(self.path).st_mtime_ns
        for _ in range(100):
            self.do("key", "ctrl+s")
            time.sleep(0.15)
            if os.stat(self.path).st_mtime_ns != before:
                break
        else:
            raise AssertionError("the window does not answer")
        # Saves that still wait in line must not be taken for later ones.
        quiet = 0
        while quiet < 5:
            before = os.stat(self.path).st_mtime_ns
            time.sleep(0.12)
            quiet = quiet + 1 if os.stat(self.path).st_mtime_ns == before else 0

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        status = self.process.poll()
        self.process.terminate()
        self.process.wait()
        self.home.cleanup()
        self.errors.seek(0)
        text = self.errors.read().decode()
        if kind is None:
            assert status is None, f"the window is gone: {status}\n{text}"
            assert "CRITICAL" not in text and "WARNING" not in text and "ERROR" not in text, text

    def do(self, *arguments):
        subprocess.run(["xdotool", *arguments], env=self.display.environment, check=True, stdout=subprocess.DEVNULL, timeout=60)

    def wait_for(self, title):
        """Until a window of this title is up and has the keyboard."""
        self.do("search", "--sync", "--onlyvisible", "--name", f"^{title}")
        time.sleep(0.5)

    def is_up(self, title):
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", f"^{title}"], env=self.display.environment,
                               capture_output=True, timeout=60)
        return found.returncode == 0

    def answer(self, title, key):
        """Presses the key until the dialog is gone."""
        for _ in range(40):
            self.do("key", key)
            time.sleep(0.4)
            if not self.is_up(title):
                return
        raise AssertionError(f"“{title}” stays open")

    def keys(self, *keys):
        for key in keys:
            self.do("key", key)
            time.sleep(0.03)
        time.sleep(0.12)

    def type(self, text):
        self.do("type", "--delay", "8", text)
        time.sleep(0.12)

    def go(self, cell):
        self.keys("F4")
        self.type(cell)
        self.keys("Return")

    def save(self):
        before = os.stat(self.path).st_mtime_ns
        self.keys("ctrl+s")
        for _ in range(1200):  # keys wait in line while a slow build works
            if os.stat(self.path).st_mtime_ns != before:
                break
            time.sleep(0.05)
        else:
            raise AssertionError("not saved")
        with open(self.path, encoding="utf-8") as file:
            return json.load(file)


def expect(got, want):
    assert got == want, f"{got}, not {want}"


def cli(*arguments):
    result = subprocess.run([CLI, *arguments], capture_output=True, text=True, check=True)
    return result.stdout


def copy_network(folder, name):
    path = os.path.join(folder, f"{name}.gradsheet")
    shutil.copy(os.path.join(NETWORKS, f"{name}.gradsheet"), path)
    return path


@case
def stepping_through_a_pass(display, folder):
    path = copy_network(folder, "mazur")
    n = len(json.loads(cli("info", path, "--json"))["program"])
    with Window(display, path) as window:
        window.keys(*["F10"] * n)
        saved = window.save()
        assert saved["place"]["pass"] == 2 and saved["place"]["instruction"] == 0, saved["place"]
        trained = os.path.join(folder, "trained.gradsheet")
        cli("train", os.path.join(NETWORKS, "mazur.gradsheet"), "--passes", "1",
            "-o", trained)
        with open(trained, encoding="utf-8") as file:
            assert saved["state"] == json.load(file)["state"]
        window.keys(*["shift+F10"] * (n + 3))
        assert window.save()["place"]["pass"] == 1


@case
def stepping_by_terms_and_cells(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.keys("alt+1", "F10", "F10")
        expect(window.save()["place"], {"pass": 1, "instruction": 0, "cell": 0, "term": 2})
        window.keys("F10")
        expect(window.save()["place"], {"pass": 1, "instruction": 0, "cell": 1, "term": 0})
        window.keys("alt+2", "F10")
        expect(window.save()["place"], {"pass": 1, "instruction": 1})
        window.keys("alt+1", "shift+F10")
        expect(window.save()["place"], {"pass": 1, "instruction": 0, "cell": 1, "term": 2})
        window.keys("ctrl+End")
        assert window.save()["place"]["instruction"] == 13


@case
def editing_in_place_and_undo(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.go("W1[1,1]")
        window.type("1/4")
        window.keys("Return")
        window.type("0.5")
        window.keys("Return")
        saved = window.save()
        assert saved["state"]["W1"] == [[0.25, 0.25], [0.5, 0.3]], saved["state"]["W1"]
        assert [edit["label"] for edit in saved["undo"]] == ["Edit W1[1,1]", "Edit W1[2,1]"]
        window.keys("ctrl+z", "ctrl+z")
        assert window.save()["state"]["W1"] == [[0.15, 0.25], [0.2, 0.3]]
        window.keys("ctrl+y")
        assert window.save()["state"]["W1"] == [[0.25, 0.25], [0.2, 0.3]]
        window.keys("F2")
        window.keys("ctrl+a")
        window.type("0.75")
        window.keys("Tab")
        window.type("1.5")
        window.keys("Return")
        state = window.save()["state"]["W1"]
        assert 0.75 in state[0] + state[1] and 1.5 in state[0] + state[1], state


@case
def a_bad_number_stays_in_the_editor(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.go("W1[1,1]")
        window.type("1/x")
        window.keys("Return")
        window.keys("BackSpace")
        window.type("8")
        window.keys("Return")
        assert window.save()["state"]["W1"][0][0] == 0.125
        window.go("W1[2,2]")
        window.type("9e")
        window.keys("Return", "Escape")
        assert window.save()["state"]["W1"][1][1] == 0.3


@case
def a_computed_cell_is_pinned_and_let_go(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.keys("ctrl+End")
        window.go("a1[1,1]")
        window.type("0.9")
        window.keys("Return")
        saved = window.save()
        assert saved["pins"] == [{"tensor": "a1", "offset": 0, "value": 0.9}], saved.get("pins")
        assert json.loads(cli("explain", path, "a1[1,1]", "--json"))["pinned"]
        window.go("a1[1,1]")
        window.keys("Delete")
        assert "pins" not in window.save()


@case
def copying_and_pasting_a_range(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.go("W1[1,1]")
        window.keys("shift+Right", "shift+Down", "ctrl+c")
        window.go("W2[1,1]")
        window.keys("ctrl+v")
        time.sleep(0.4)
        saved = window.save()
        assert saved["state"]["W2"] == saved["state"]["W1"], saved["state"]["W2"]
        window.keys("ctrl+z")
        assert window.save()["state"]["W2"] == [[0.4, 0.5], [0.45, 0.55]]


@case
def walking_by_keys_reaches_cells(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.go("z1[1,1]")
        window.keys("ctrl+bracketleft")  # to x[1,1], the first factor
        window.type("0.5")
        window.keys("Return")
        assert window.save()["data"]["inputs"] == [[0.5, 0.1]]
        window.go("x[1,1]")
        window.keys("Right")
        window.type("0.25")
        window.keys("Return")
        assert window.save()["data"]["inputs"] == [[0.5, 0.25]]


@case
def every_network_opens_in_light_and_dark(display, folder):
    for name in ("welch", "xor", "logistic", "softmax3", "convnet", "convnetjs"):
        path = copy_network(folder, name)
        with Window(display, path) as window:
            window.keys("ctrl+End", "ctrl+9", "F7", "ctrl+0", "F8", "F8")
            assert window.save()["place"]["instruction"] > 0


@case
def presenting_and_back(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.keys("F5")
        window.wait_for("Gradsheet presenter")
        window.keys("space", "Page_Down", "b", "b", "Page_Up", "Escape")
        time.sleep(0.4)
        assert window.save()["place"]["instruction"] == 1
        window.keys("ctrl+h", "F5")
        window.wait_for("Gradsheet presenter")
        window.keys("space", "space", "space", "F5")  # step, reveal, step
        time.sleep(0.4)
        assert window.save()["place"]["instruction"] == 3


@case
def help_opens_is_searched_and_closes(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.keys("F1")
        window.wait_for("Gradsheet help")
        window.keys("F6", "Down", "Down", "End", "F6", "Tab", "Return", "alt+Left", "ctrl+f")
        window.type("gradient")
        time.sleep(0.4)
        window.keys("Return", "Return")
        window.type("zzz")
        time.sleep(0.4)
        window.keys("Escape")  # clears the search
        assert window.is_up("Gradsheet help")
        window.answer("Gradsheet help", "Escape")
        # The document has the keyboard again, and another F1 another help.
        window.go("W1[1,1]")
        window.type("0.5")
        window.keys("Return", "F1")
        window.wait_for("Gradsheet help")
        window.answer("Gradsheet help", "Escape")
        assert window.save()["state"]["W1"][0][0] == 0.5


@case
def training_and_undoing_it(display, folder):
    path = copy_network(folder, "xor")
    with Window(display, path) as window:
        window.keys("ctrl+t")
        window.wait_for("Train")
        window.do("key", "ctrl+a")
        window.type("25")
        window.answer("Train", "Return")
        saved = window.save()
        assert saved["place"]["pass"] == 26, saved["place"]
        assert saved["undo"][-1]["label"] == "Train 25 passes"
        trained = os.path.join(folder, "trained.gradsheet")
        cli("train", os.path.join(NETWORKS, "xor.gradsheet"), "--passes", "25", "-o", trained)
        with open(trained, encoding="utf-8") as file:
            assert saved["state"] == json.load(file)["state"]
        window.keys("ctrl+z")
        assert window.save()["place"]["pass"] == 1


@case
def the_mouse_selects_and_edits(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        # W1[1,1] is the first cell of the second block: a double click edits what is under it.
        for x in range(230, 330, 12):
            window.do("mousemove", str(x), "262", "click", "--repeat", "2", "--delay", "60", "1")
            time.sleep(0.15)
            window.do("key", "ctrl+a")
            window.type("0.625")
            window.keys("Return")
            if [edit for edit in window.save().get("undo", [])]:
                break
        saved = window.save()
        assert saved["undo"], "no double click edited a cell"
        label = saved["undo"][-1]["label"]
        assert label.startswith("Edit "), label
        window.keys("ctrl+z")
        assert "undo" not in window.save()


@case
def unsaved_changes_are_asked_about(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.go("W1[1,1]")
        window.type("0.5")
        window.keys("Return")
        window.keys("ctrl+w")
        window.wait_for("Save the changes")
        assert window.process.poll() is None, "closed without asking"
        window.answer("Save the changes", "Escape")
        assert window.process.poll() is None
        assert window.save()["state"]["W1"][0][0] == 0.5


@case
def without_a_display_it_says_so(display, folder):
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    result = subprocess.run([APP], env=environment, capture_output=True, text=True, timeout=60)
    assert result.returncode == 1 and "gradsheet-cli" in result.stderr and result.stderr.count("\n") == 1, result.stderr


def attempt(function, display):
    """None, or what went wrong."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            function(display, folder)
        return None
    except Exception as error:  # pylint: disable=broad-except
        return f"{type(error).__name__}: {error}"


def main():
    print(f"1..{len(CASES)}")
    bad = 0
    with Display() as display:
        for number, function in enumerate(CASES, 1):
            name = function.__name__.replace("_", " ")
            error = attempt(function, display)
            if error is not None:
                # On a busy machine a key may be lost on its way; a real fault fails twice.
                print(f"# {name}, first attempt: {error}", flush=True)
                error = attempt(function, display)
            bad += error is not None
            print(f"{'ok' if error is None else 'not ok'} {number} - {name}", flush=True)
            if error is not None:
                print(f"# {error}", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
