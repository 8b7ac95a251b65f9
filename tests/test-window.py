#!/usr/bin/env python3
"""The real window under Xvfb: keyboard and mouse go in, documents come out.

usage: test-window.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT
"""
import json
import os
import subprocess
import sys
import time

from window import APP, NETWORKS, ROOT, Window, case, cli, copy_network, expect, expect_same, run, until


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
        window.keys("alt+End")
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
        window.keys("alt+End")
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
            window.keys("alt+End", "ctrl+9", "F7", "ctrl+0", "F8", "F8")
            assert window.save()["place"]["instruction"] > 0


@case
def presenting_and_back(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.keys("F5")
        window.wait_for("Gradsheet presenter")
        window.keys("space", "Page_Down", "F12", "F12", "Page_Up", "Escape")
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
def filling_changes_what_it_should_and_is_one_undo(display, folder):
    path = copy_network(folder, "welch")
    rows = [[json.loads(cli("explain", path, f"W1[{row},{column}]", "--json"))["value"] for column in (1, 2, 3)] for row in (1, 2)]
    assert len({*rows[0], *rows[1]}) == 6, rows
    with Window(display, path) as window:
        window.go("W1[1,1]")
        window.keys("shift+Right", "shift+Down", "ctrl+d")
        saved = window.save()
        expect(saved["state"]["W1"], [rows[0], [*rows[0][:2], rows[1][2]]])
        expect(len(saved["undo"]), 1)
        window.keys("ctrl+z")
        saved = window.save()
        expect(saved["state"]["W1"], rows)
        assert "undo" not in saved, saved["undo"]
        window.go("W1[1,2]")
        window.keys("shift+Right", "shift+Down", "ctrl+r")
        saved = window.save()
        expect(saved["state"]["W1"], [[row[0], row[1], row[1]] for row in rows])
        expect(len(saved["undo"]), 1)
        window.keys("ctrl+z")
        # A single cell has nothing to be filled from.
        window.go("W1[1,2]")
        window.keys("ctrl+d")
        saved = window.save()
        expect(saved["state"]["W1"], rows)
        assert "undo" not in saved, saved["undo"]


@case
def a_guess_leaves_nothing_in_the_document(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.keys("ctrl+h", "F10")
        before = window.save()
        exact = json.loads(cli("explain", path, "z1[1,1]", "--json"))["value"]
        window.go("z1[1,1]")
        region = (300, 130, 900, 600)
        asked = display.look_at(*region)
        window.type("9.25")
        window.keys("Return", "Return", "Escape")  # wrong, and given up
        window.keys("ctrl+c")  # what is asked for cannot be copied, either
        window.go("W1[1,1]")
        window.keys("ctrl+v")
        expect_same(window.save(), before)
        window.go("z1[1,1]")
        until(lambda: display.look_at(*region) == asked, "a wrong guess has left a trace on the sheet")
        window.type(f"{exact:.4f}")
        window.keys("Return")
        window.go("z1[1,1]")
        until(lambda: display.look_at(*region) != asked, "a right guess does not show the number")
        expect_same(window.save(), before)


@case
def a_run_stops_at_a_breakpoint(display, folder):
    path = copy_network(folder, "mazur")

    def places(window):
        return [window.save()["place"] for _ in range(3)]

    with Window(display, path) as window:
        window.keys(*["F10"] * 5)
        stop = window.save()["place"]
        expect(stop["instruction"], 5)
        window.keys("ctrl+b", "alt+Home", "F9")
        until(lambda: places(window) == [stop] * 3, "the run does not stop where it should")
        window.keys("F9")  # and goes on from there
        until(lambda: window.save()["place"] != stop, "the run does not go on")
        window.keys("F9")
        until(lambda: len({json.dumps(place) for place in places(window)}) == 1, "the run does not stop by its key")


@case
def pasting_into_blanks(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        window.keys("alt+End")
        before = window.save()
        window.keys("ctrl+m", "ctrl+m")  # the panel, and all of the backward pass
        window.go("W1[1,1]")
        window.keys("shift+Right", "shift+Down", "ctrl+c")
        window.go("dW1[1,1]")
        region = (200, 130, 1050, 760)
        empty = display.look_at(*region)
        window.keys("ctrl+v")
        until(lambda: display.look_at(*region) != empty, "nothing was pasted")
        pasted = display.look_at(*region)
        window.keys("ctrl+m")
        until(lambda: display.look_at(*region) != pasted, "nothing was marked")
        # What is filled in is the learner's, not the document's.
        expect_same(window.save(), before)


@case
def two_windows_on_one_workbook(display, folder):
    path = copy_network(folder, "mazur")
    with Window(display, path) as window:
        title = os.path.basename(path)
        expect(window.count(title), 1)
        window.open_another()
        window.go("W1[1,1]")
        window.type("0.5")
        window.keys("Return", "F10", "F10")
        saved = window.save()
        expect((saved["state"]["W1"][0][0], saved["place"]["instruction"]), (0.5, 2))
        # One of them goes without asking: the other still holds the document.
        window.press_until("ctrl+w", lambda: window.count(title) == 1, "the second window stays")
        window.keys("ctrl+z")
        saved = window.save()
        expect((saved["state"]["W1"][0][0], saved["place"]["instruction"]), (0.15, 2))


@case
def without_a_display_it_says_so(display, folder):
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    result = subprocess.run([APP], env=environment, capture_output=True, text=True, timeout=60)
    assert result.returncode == 1 and "gradsheet-cli" in result.stderr and result.stderr.count("\n") == 1, result.stderr


if __name__ == "__main__":
    sys.exit(run())
