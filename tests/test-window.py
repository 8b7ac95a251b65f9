#!/usr/bin/env python3
"""The real window under Xvfb: keyboard and mouse go in, documents come out.

usage: test-window.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT
"""
import json
import os
import subprocess
import sys
import time

from window import APP, NETWORKS, Window, case, cli, copy_network, expect, run


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


if __name__ == "__main__":
    sys.exit(run())
