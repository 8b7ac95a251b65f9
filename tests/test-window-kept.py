#!/usr/bin/env python3
"""Changes that are not saved, in the real window: kept when the program is told to end or is killed, found again by
the next one, and by one only.

usage: test-window-kept.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT [PART-OF-A-CASE-NAME]
"""
import json
import os
import signal
import subprocess
import sys

from window import APP, Program, Window, case, copy_network, expect, run, until

RECOVERY = "Changes were kept"


def kept(home):
    """The documents that are kept, by their names."""
    folder = os.path.join(home, "STATE", "gradsheet", "kept")
    names = [name for name in os.listdir(folder) if name.endswith(".gradsheet")] if os.path.isdir(folder) else []
    documents = {}
    for name in names:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            documents[name] = json.load(file)
    return documents


def weights(home):
    return sorted(document["state"]["W1"][0][0] for document in kept(home).values())


def change(window, value):
    window.go("W1[1,1]")
    window.type(str(value))
    window.keys("Return")


def end(program, number):
    """By a signal, which the program hears: it ends in order, without a complaint."""
    program.process.send_signal(number)
    expect(program.process.wait(timeout=60), -number)
    program.errors.seek(0)
    expect(program.errors.read().decode(), "")


def change(display, path, home, value):
    """A program with a change that is not saved."""
    window = Window(display, path, home=home)
    window.go("W1[1,1]")
    window.type(str(value))
    # The key has been heard when the title has the mark of changes, which is drawn in the header.
    before = display.look_at(0, 0, 1600, 60)
    window.keys("Return")
    until(lambda: display.look_at(0, 0, 1600, 60) != before, "the change is not seen")
    return window


def wait_for_weights(home, want):
    until(lambda: weights(home) == want, lambda: f"{weights(home)} are kept, not {want}")


@case
def every_signal_that_ends_keeps_at_once(display, folder):
    for number, value in ((signal.SIGTERM, 0.5), (signal.SIGHUP, 0.625), (signal.SIGINT, 0.75)):
        home = os.path.join(folder, str(int(number)))
        os.mkdir(home)
        path = copy_network(folder, "mazur")
        end(change(display, path, home, value), number)
        expect(weights(home), [value])
        with open(path, encoding="utf-8") as file:
            assert json.load(file)["state"]["W1"][0][0] != value, "saved, which nobody has asked for"
        program = Program(display, home=home)
        program.wait_for(RECOVERY)
        # Opened it is still not saved, and kept on; and so it is when the next signal comes.
        program.press_until("Return", lambda: not program.is_up(RECOVERY), "the question stays")
        until(lambda: program.is_up("mazur.gradsheet"), "nothing was opened")
        expect(weights(home), [value])
        end(program, number)
        expect(weights(home), [value])


@case
def what_cannot_be_kept_is_said(display, folder):
    """A state folder that nobody can write to: the line over the sheet says so, once, and stays for a while although one
    works on."""
    home = os.path.join(folder, "home")
    state = os.path.join(home, "STATE", "gradsheet")
    os.makedirs(state)
    if os.geteuid() == 0:  # to whom a read-only folder is none
        with open(os.path.join(state, "kept"), "w", encoding="utf-8"):
            pass
    else:
        os.chmod(state, 0o500)
    window = change(display, copy_network(folder, "mazur"), home, 0.5)
    line = (20, 760, 600, 36)  # in its frame
    before = display.look_at(*line)
    said = until(lambda: display.look_at(*line) != before and display.look_at_rest(*line), "nothing is said", 90)
    display.take_picture("not-kept")
    window.keys("Down", "Up")  # the next key does not take it away
    assert display.look_at(*line) == said, "it went with the next key"
    window.keys("Escape")
    until(lambda: display.look_at(*line) == before, "it cannot be taken away")
    # It can be saved where there is room, and ends in order.
    window.save()
    end(window, signal.SIGTERM)


@case
def what_was_kept_is_saved_where_it_was(display, folder):
    """Opened again after the program has been killed, Ctrl+S goes to the document's own file; where somebody else has
    written that since, it is asked about."""
    for value, touched in ((0.5, False), (0.625, True)):
        home = os.path.join(folder, f"home-{touched}")
        os.mkdir(home)
        path = copy_network(folder, "mazur")
        end(change(display, path, home, value), signal.SIGTERM)
        if touched:
            with open(path, "a", encoding="utf-8") as file:
                file.write(" ")
        with Program(display, home=home) as program:
            program.wait_for(RECOVERY)
            program.press_until("Return", lambda: not program.is_up(RECOVERY), "the question stays")
            until(lambda: program.is_up("mazur.gradsheet"), "it has forgotten its name")

            def is_saved():
                with open(path, encoding="utf-8") as file:
                    return json.load(file)["state"]["W1"][0][0] == value

            if touched:
                program.press_until("ctrl+s", lambda: program.is_up("mazur.gradsheet has changed on disk"), "not asked")
                assert not is_saved(), "saved without an answer"
                program.press_until("alt+o", is_saved, "not saved over")
            else:
                program.press_until("ctrl+s", is_saved, "not saved")
            wait_for_weights(home, [])


@case
def a_full_disk_is_noticed_by_help_too(display, folder):
    if not os.path.exists("/dev/full"):
        return
    for option in ("--version", "--help"):
        with open("/dev/full", "w", encoding="utf-8") as full:
            result = subprocess.run([APP, option], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
        assert result.returncode == 1 and "not complete" in result.stderr, (option, result)
        result = subprocess.run([APP, option], capture_output=True, text=True, timeout=60, check=True)
        assert "radsheet" in result.stdout and result.stderr == "", (option, result)
    # What was typed commands no terminal.
    result = subprocess.run([APP, "--\x1b[2Jno"], capture_output=True, env=display.environment, timeout=60, check=False)
    assert b"\x1b" not in result.stderr and b"u001b" in result.stderr, result


@case
def what_is_trained_is_kept_too(display, folder):
    home = os.path.join(folder, "home")
    os.mkdir(home)
    path = copy_network(folder, "mazur")
    window = Window(display, path, home=home)
    window.keys("ctrl+t")
    window.wait_for("Train")
    window.keys("ctrl+a")
    window.type("1000000")
    window.answer("Train", "Return")
    end(window, signal.SIGTERM)
    (document,) = kept(home).values()
    with open(path, encoding="utf-8") as file:
        before = json.load(file)
    assert document["state"]["W1"] != before["state"]["W1"], "nothing of the training was kept"
    assert 1 < document["place"]["pass"] < 1000000, document["place"]


@case
def what_has_no_end_is_not_opened(display, folder):
    """A pipe that nobody writes to, and a device: the window says so and goes on."""
    pipe = os.path.join(folder, "pipe.gradsheet")
    os.mkfifo(pipe)
    for path in (pipe, "/dev/zero"):
        with Program(display, path) as program:
            program.wait_for("This file cannot be opened")


@case
def without_changes_nothing_is_kept(display, folder):
    home = os.path.join(folder, "home")
    os.mkdir(home)
    end(Window(display, copy_network(folder, "mazur"), home=home), signal.SIGTERM)
    expect(kept(home), {})
    with Window(display, copy_network(folder, "mazur"), home=home) as window:
        assert not window.is_up(RECOVERY), "asks about nothing"


@case
def a_start_that_ignores_the_hangup_goes_on(display, folder):
    """As under nohup."""
    with Window(display, copy_network(folder, "mazur"), before="trap '' HUP") as window:
        window.process.send_signal(signal.SIGHUP)
        window.save()


@case
def two_programs_are_not_asked_about_the_same(display, folder):
    home = os.path.join(folder, "home")
    os.mkdir(home)
    end(change(display, copy_network(folder, "mazur"), home, 0.5), signal.SIGTERM)
    with Program(display, copy_network(folder, "welch"), home=home) as first:
        first.wait_for(RECOVERY)
        with Window(display, copy_network(folder, "xor"), home=home) as second:
            second.save()
            expect(second.count(RECOVERY), 1)
    # Neither was answered: it is offered again, also to one who then answers nothing.
    for _ in range(2):
        with Program(display, home=home) as last:
            last.wait_for(RECOVERY)
            last.press_until("Escape", lambda: not last.is_up(RECOVERY), "the question stays")
            expect(weights(home), [0.5])
    with Program(display, home=home) as last:
        last.wait_for(RECOVERY)
        last.press_until("alt+d", lambda: not last.is_up(RECOVERY), "the question stays")
        wait_for_weights(home, [])


@case
def two_programs_keep_each_its_own(display, folder):
    home = os.path.join(folder, "home")
    os.mkdir(home)
    first = change(display, copy_network(folder, "mazur"), home, 0.5)
    second = change(display, copy_network(folder, "xor"), home, 0.75)
    end(first, signal.SIGTERM)
    end(second, signal.SIGTERM)
    expect(weights(home), [0.5, 0.75])


@case
def a_number_that_comes_again_takes_nothing(display, folder):
    """A copy of a program that had the same number, as in containers and after each start of the machine."""
    home = os.path.join(folder, "home")
    state = os.path.join(home, "STATE", "gradsheet", "kept")
    os.mkdir(home)
    end(change(display, copy_network(folder, "mazur"), home, 0.5), signal.SIGTERM)
    (name,) = kept(home)
    move = f"for i in 1 2 3; do cp '{state}/{name}' '{state}/'$$-$i.gradsheet; done; rm '{state}/{name}'"
    program = Program(display, copy_network(folder, "welch"), home=home, before=move)
    program.wait_for(RECOVERY)
    expect(weights(home), [0.5, 0.5, 0.5])
    end(program, signal.SIGTERM)
    expect(weights(home), [0.5, 0.5, 0.5])


if __name__ == "__main__":
    # What these tests were started with, in the background or under nohup, is not what they are about.
    for number in (signal.SIGHUP, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    sys.exit(run())
