#!/usr/bin/env python3
"""Training in the real window: it goes on beside it, can be stopped, is never lost silently and never in the way.

usage: test-window-train.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT
"""
import json
import os
import re
import sys
import tempfile
import time

from window import Window, case, cli, copy_network, expect, run, until

LONG = "1000000000"  # passes; nobody waits for them all


def train(window, passes):
    window.keys("ctrl+t")
    window.wait_for("Train")
    window.answer_with("Train", passes)


def labels(document):
    return [edit["label"] for edit in document["undo"]]


def wait_until_it_trains(window):
    """A document saved meanwhile is that of the last finished pass."""
    return until(lambda: (lambda document: document if document["place"]["pass"] > 1 else None)(window.save()),
                 "no pass is done")


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def state_after(folder, name, passes):
    trained = os.path.join(folder, "oracle.gradsheet")
    cli("train", copy_network(tempfile.mkdtemp(dir=folder), name), "--passes", str(passes), "-o", trained)
    return read(trained)["state"]


class Ending(Window):
    """A window that goes by itself at the end: without a word, and as one that was closed."""

    def __exit__(self, kind, *rest):
        if kind is not None:
            super().__exit__(kind, *rest)
            return
        until(lambda: self.process.poll() is not None, "the window stays")
        expect(self.process.returncode, 0)
        self.errors.seek(0)
        text = self.errors.read().decode()
        self.own.cleanup()
        assert "CRITICAL" not in text and "WARNING" not in text and "ERROR" not in text, text


@case
def a_run_is_one_entry_and_the_same_numbers(display, folder):
    path = copy_network(folder, "xor")
    with Window(display, path) as window:
        train(window, "300")
        document = until(lambda: (lambda d: d if d["place"]["pass"] == 301 else None)(window.save()), "not trained")
        expect(labels(document), ["Train 300 passes"])
        expect(document["state"], state_after(folder, "xor", 300))


@case
def excelnet_trains_and_the_window_is_closed(display, folder):
    path = copy_network(folder, "excelnet")
    with Ending(display, path) as window:
        before = window.save()["state"]
        train(window, "3000")
        window.press_until("ctrl+w", lambda: window.is_up("Stop training"), "nobody is asked")
        window.answer("Stop training", "Escape")
        assert window.process.poll() is None
        window.press_until("ctrl+w", lambda: window.is_up("Stop training"), "nobody is asked")
        window.answer("Stop training", "Return")
        # What is done by now is not saved, and is asked about as always.
        until(lambda: window.is_up("Save the changes"), "what is trained is lost silently")
        window.answer("Save the changes", "alt+d")
    expect(read(path)["state"], before)


@case
def excelnet_trains_and_its_first_window_is_closed(display, folder):
    path = copy_network(folder, "excelnet")
    title = os.path.basename(path)
    with Window(display, path) as window:
        train(window, "3000")
        window.open_another()
        window.press_until("ctrl+w", lambda: window.count(title) == 1 or window.is_up("Save the changes"), "it stays")
        if window.is_up("Save the changes"):
            window.answer("Save the changes", "alt+d")
        until(lambda: window.count(title) == 1, "the window stays")
        # The other one goes on.
        window.press_until("ctrl+shift+t", lambda: re.match(r"Train \d+ pass", labels(window.save())[-1]), "nothing was trained")


@case
def stopping_keeps_what_is_done(display, folder):
    path = copy_network(folder, "xor")
    with Window(display, path) as window:
        train(window, LONG)
        wait_until_it_trains(window)
        window.keys("ctrl+shift+t")
        document = window.save()
        passes = document["place"]["pass"] - 1
        assert 0 < passes < int(LONG), passes
        expect(labels(document), [f"Train {passes} passes"])
        expect(document["state"], state_after(folder, "xor", passes))
        window.keys("ctrl+z")
        expect(window.save()["place"]["pass"], 1)


@case
def a_second_training_is_refused(display, folder):
    path = copy_network(folder, "xor")
    with Window(display, path) as window:
        train(window, LONG)
        wait_until_it_trains(window)
        window.keys("ctrl+t")
        document = wait_until_it_trains(window)
        assert not window.is_up("Train"), "a second training is offered"
        window.keys("ctrl+shift+t")
        assert window.save()["place"]["pass"] >= document["place"]["pass"]
        expect(len(labels(window.save())), 1)


@case
def edits_from_another_window_split_the_run(display, folder):
    """A weight, undo, the starting weights: made at once, and the document can be opened each time."""
    path = copy_network(folder, "xor")
    title = os.path.basename(path)
    with Window(display, path) as window:
        train(window, LONG)
        wait_until_it_trains(window)
        window.open_another()
        window.go("W1[1,1]")
        window.type("0.75")
        window.keys("Return")
        document = until(lambda: (lambda d: d if len(d["undo"]) == 3 else None)(window.save()), "it does not go on")
        passes = [int(edit["new-pass"]) - int(edit["old-pass"]) for edit in document["undo"] if edit["kind"] == "state"]
        expect(labels(document), [f"Train {passes[0]} passes", "Edit W1[1,1]", f"Train {passes[1]} pass" + "es" * (passes[1] > 1)])
        expect(document["place"]["pass"], 1 + sum(passes))
        cli("info", path)
        # The first undo ends the run, the next ones take back what it has done since, the weight, and what it did before.
        window.keys("ctrl+z")
        document = until(lambda: (lambda d: d if len(d["undo"]) == 3 and window.save() == d else None)(window.save()), "it goes on")
        passes[1] = int(document["undo"][2]["new-pass"]) - int(document["undo"][2]["old-pass"])
        expect(document["place"]["pass"], 1 + sum(passes))
        for n, left in ((2, passes[0]), (1, passes[0]), (0, 0)):
            window.keys("ctrl+z")
            document = until(lambda: (lambda d: d if len(d.get("undo", [])) == n else None)(window.save()), "not undone")
            expect(document["place"]["pass"], 1 + left)
            cli("info", path)


@case
def looking_goes_on_meanwhile(display, folder):
    path = copy_network(folder, "xor")
    with Window(display, path) as window:
        train(window, LONG)
        wait_until_it_trains(window)
        # A selection, the panes and the projector: nothing is in the way, and nothing splits the run.
        window.keys("Right", "Down", "F6", "F6", "F5")
        window.wait_for("Gradsheet presenter")
        window.keys("Right", "Escape")
        until(lambda: not window.is_up("Gradsheet presenter"), "the projector stays")
        document = wait_until_it_trains(window)
        expect(len(document["undo"]), 1)
        window.keys("ctrl+shift+t")
        expect(len(window.save()["undo"]), 1)


@case
def a_step_meanwhile_is_one_from_the_pass_that_is_seen(display, folder):
    """F10, back, a way to the start of the pass: each pauses it where it has got to."""
    with Window(display, copy_network(folder, "xor")) as window:
        train(window, LONG)
        trained = 1
        for keys in (["F10"], ["shift+F10"], ["ctrl+F10"]):
            until(lambda: window.save()["place"]["pass"] > trained, "it does not train")
            window.keys(*keys)
            place = window.save()["place"]
            assert place["pass"] > trained, (keys, place)
            expect(window.save()["place"], place)  # it stands
            trained = place["pass"]
            window.keys("ctrl+shift+p")
        until(lambda: window.save()["place"]["pass"] > trained, "it does not go on")
        window.keys("ctrl+shift+t")
        assert all(label.startswith("Train ") for label in labels(window.save()))


@case
def the_sheet_shows_it_learning(display, folder):
    """The numbers on the sheet go on while the workbook's own still stand; what is typed meanwhile stays."""
    path = copy_network(folder, "xor")
    with Window(display, path) as window:
        window.do("mousemove", "800", "700")
        before = display.look_at(0, 130, 600, 300)
        train(window, LONG)
        first = until(lambda: (lambda seen: seen if seen != before else None)(display.look_at(0, 130, 600, 300)), "it stands still")
        until(lambda: display.look_at(0, 130, 600, 300) != first, "it stands still after a while")
        window.keys("F4")
        window.type("W2[1,")
        time.sleep(0.3)
        window.type("1]")
        window.keys("Return")
        window.type("0.5")
        window.keys("Return")
        window.keys("ctrl+shift+t")
        assert "Edit W2[1,1]" in labels(window.save()), labels(window.save())


@case
def it_trains_until_a_goal(display, folder):
    """The same goal as on the command line ends at the same pass; what is no goal cannot be given."""
    path, other = os.path.join(folder, "iris.gradsheet"), os.path.join(folder, "same.gradsheet")
    cli("new", "input 4 · dense 6 tanh · dense 3", "--loss", "cross-entropy", "--optimizer", "adam", "--lr", "0.02", "--data", "iris",
        "--test-share", "0.3", "--scale", "standard", "--batch-size", "16", "-o", path)
    goal = "test accuracy >= 90 % or 400 epochs"
    cli("train", path, "--until", goal, "-o", other)
    with Window(display, path) as window:
        window.keys("ctrl+t")
        window.wait_for("Train")
        window.do("key", "ctrl+a")
        window.type("soon")
        window.keys("Return")
        time.sleep(0.5)
        assert window.is_up("Train"), "it trains until soon"
        window.answer_with("Train", goal)
        same = read(other)
        document = until(lambda: (lambda d: d if d["place"]["pass"] == same["place"]["pass"] else None)(window.save()), "not trained")
        expect(document["state"], same["state"])
        # One entry; then to the end of the epoch, and a batch, each an entry of its own.
        expect(len(labels(document)), 1)
        window.keys("ctrl+shift+b")
        until(lambda: len(labels(window.save())) == 2, "no batch is trained")
        expect(labels(window.save())[-1], "Train 1 pass")
        window.keys("ctrl+shift+e")
        until(lambda: len(labels(window.save())) == 3, "no epoch is trained")
        expect(labels(window.save())[-1], "Train 6 passes")
        expect((window.save()["place"]["pass"] - 1) % 7, 0)
        window.keys("ctrl+z", "ctrl+z", "ctrl+z")
        expect(window.save()["place"]["pass"], 1)


@case
def samples_lead_to_the_next_batch(display, folder):
    path = copy_network(folder, "xor")
    with Window(display, path) as window:
        window.keys("ctrl+shift+n", "ctrl+shift+n", "ctrl+shift+n")
        expect(window.save()["place"]["pass"], 1)
        window.keys("ctrl+shift+n")
        until(lambda: window.save()["place"]["pass"] == 2, "the batch is not trained")
        # Training stands by key, too.
        train(window, LONG)
        wait_until_it_trains(window)
        window.keys("ctrl+shift+p")
        first = window.save()["place"]["pass"]
        time.sleep(0.5)
        expect(window.save()["place"]["pass"], first)
        window.keys("ctrl+shift+p")
        until(lambda: window.save()["place"]["pass"] > first, "it does not go on")
        window.keys("ctrl+shift+t")


@case
def the_same_again_with_one_thing_changed(display, folder):
    """A curve for each run, and the difference of their cells; the document is left as it was."""
    path = copy_network(folder, "xor")
    with Window(display, path) as window:
        before = window.save()["state"]
        window.keys("ctrl+shift+m")
        window.wait_for("Same again")
        empty = display.look_at_rest(0, 0, 1600, 1000)
        window.do("key", "ctrl+a")
        window.type("lr=0.25, optimizer=adom")
        window.do("key", "Return")
        refused = until(lambda: (lambda now: now if now != empty else None)(display.look_at_rest(0, 0, 1600, 1000)), "nothing is said")
        window.do("key", "ctrl+a")
        window.type("lr=0.25, optimizer=adam lr=0.05")
        window.do("key", "Return")
        blue = bytes((0x46, 0x88, 0xCA))  # the first run's curve, and cells that are larger
        until(lambda: blue in display.look_at(0, 0, 1600, 1000), "no curve is drawn")
        assert display.look_at_rest(0, 0, 1600, 1000) != refused
        display.take_picture("same-again")
        window.do("key", "Escape")
        until(lambda: not window.is_up("Same again"), "it does not close")
        expect(window.save()["state"], before)


@case
def what_it_answers_is_asked(display, folder):
    """How much is right, the matrix whose cells list their rows, and a row of the list is stepped."""
    path = os.path.join(folder, "classes.gradsheet")
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"format": "gradsheet", "version": 2, "input": [2], "layers": [{"kind": "dense", "units": 3}], "loss": "cross-entropy",
                   "data": {"batch-size": 2, "inputs": [[1, 2], [3, 4], [5, 6], [7, 8]],
                            "targets": [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0]],
                            "names": {"features": ["length", "width"], "targets": ["red", "green", "blue"]}}}, file)
    with Window(display, path) as window:
        window.click(1556, 147)  # the panel's last tab
        before = display.look_at_rest(1320, 170, 270, 640)
        window.keys("alt+w")
        asked = until(lambda: (lambda now: now if now != before else None)(display.look_at_rest(1320, 170, 270, 640)), "nothing is answered")
        display.take_picture("answers")
        window.click(1394, 380)  # green, answered red
        until(lambda: display.look_at_rest(1320, 170, 270, 640) != asked, "the matrix leads nowhere")
        display.take_picture("answers-of-a-cell")


@case
def bookmarks_lead_back(display, folder):
    path = copy_network(folder, "xor")
    with Window(display, path) as window:
        train(window, "20")
        marked = until(lambda: (lambda d: d if d["place"]["pass"] == 21 else None)(window.save()), "not trained")
        window.keys("ctrl+shift+k")
        window.wait_for("Set a bookmark")
        window.answer_with("Set a bookmark", "early")
        train(window, "30")
        document = until(lambda: (lambda d: d if d["place"]["pass"] == 51 else None)(window.save()), "not trained")
        expect([(mark["name"], mark["pass"]) for mark in document["bookmarks"]], [("early", 21)])
        window.keys("ctrl+shift+g")
        window.wait_for("Bookmarks")
        window.answer("Bookmarks", "Return")
        back = until(lambda: (lambda d: d if d["place"]["pass"] == 21 else None)(window.save()), "it does not lead back")
        expect(back["state"], marked["state"])
        window.keys("ctrl+z")
        expect(window.save()["place"]["pass"], 51)


@case
def bookmarks_are_renamed_and_removed(display, folder):
    path = copy_network(folder, "xor")

    def names(window):
        return [mark["name"] for mark in window.save().get("bookmarks", [])]

    with Window(display, path) as window:
        for name in ("early", "late"):
            window.keys("ctrl+shift+k")
            window.answer_with("Set a bookmark", name)
        kept = window.save()["bookmarks"]
        expect(names(window), ["early", "late"])
        train(window, "20")
        until(lambda: window.save()["place"]["pass"] == 21, "not trained")
        window.keys("ctrl+shift+k")
        window.answer_with("Set a bookmark", "late")  # which is taken
        expect(window.save()["bookmarks"], kept)
        window.press_until("ctrl+shift+g", lambda: window.is_up("Bookmarks"), "no list")
        window.press_until("F2", lambda: window.is_up("Rename the bookmark"), "not asked for a name")
        window.answer_with("Rename the bookmark", "early")  # which is taken
        window.answer("The name stays", "Return")
        window.press_until("F2", lambda: window.is_up("Rename the bookmark"), "not asked for a name")
        window.answer_with("Rename the bookmark", "latest")
        display.take_picture("bookmarks")
        window.focus(window.find_windows("Bookmarks")[-1])
        window.keys("Down")  # the older one
        window.press_until("Delete", lambda: window.is_up("Remove"), "nobody is asked")
        window.answer("Remove", "Return")
        window.answer("Bookmarks", "Escape")
        expect(names(window), ["latest"])


@case
def quitting_asks_too(display, folder):
    path = copy_network(folder, "xor")
    with Ending(display, path) as window:
        train(window, LONG)
        wait_until_it_trains(window)
        window.press_until("ctrl+q", lambda: window.is_up("Stop training"), "nobody is asked")
        window.answer("Stop training", "Return")
        until(lambda: window.is_up("Save the changes"), "what is trained is lost silently")
        window.answer("Save the changes", "Return")
    saved = read(path)
    expect(saved["state"], state_after(folder, "xor", saved["place"]["pass"] - 1))


if __name__ == "__main__":
    sys.exit(run())
