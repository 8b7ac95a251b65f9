#!/usr/bin/python3
"""The networks that come trained are trained here for real: each reaches what is promised of it on rows it has not
learned from, at one thread and at two with the same bits; and MNIST's network comes through the reader of its files.

usage: test-trained.py GRADSHEET_CLI SOURCE_ROOT
"""
import json
import os
import sys

from cases import case, main
from cli import CLI, ROOT, run

sys.path.insert(0, os.path.join(ROOT, "tests", "generators"))
import trained  # noqa: E402  pylint: disable=wrong-import-position


def state_of(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)["state"]


def promise(name):
    def holds(folder):
        path, test = trained.make(CLI, name, folder)
        assert trained.reaches(name, test), f"{name}: {test}"
        with open(path, encoding="utf-8") as file:
            notes = json.load(file)["notes"]
        assert f"--epochs {trained.NETWORKS[name][3]}" in notes and "rows kept apart" in notes, notes
    holds.__name__ = f"{name}_reaches_what_is_promised"
    return holds


for each in trained.NETWORKS:
    case(promise(each))


@case
def the_playground_s_come_with_the_program_and_say_what_they_reach(folder):
    for name, notes in trained.PLAYGROUND.items():
        shipped = os.path.join(ROOT, "lessons", "networks", f"{name}.gradsheet")
        with open(shipped, encoding="utf-8") as one, open(trained.begin_document(CLI, name, folder), encoding="utf-8") as other:
            assert one.read() == other.read(), f"{shipped} is another one: trained.py CLI --ready-made writes it"
        path = os.path.join(folder, f"{name}-trained.gradsheet")
        run("train", name, "--epochs", str(trained.NETWORKS[name][3]), "-o", path)
        test = json.loads(run("evaluate", path, "--json").stdout)["test"]
        assert trained.reaches(name, test), f"{name}: {test}"
        figure = f"{test['loss']:.4f}" if trained.NETWORKS[name][4] == "loss" else f"{100 * test['accuracy']:.2f} %"
        assert figure in notes and f"--epochs {trained.NETWORKS[name][3]} " in notes, (figure, notes)
        assert f"{test['rows']} kept apart" in " ".join(notes.split()), notes


@case
def the_same_bits_at_any_number_of_threads(folder):
    title, line, options, *_ = trained.NETWORKS["circle"]
    path, one, two = (os.path.join(folder, name + ".gradsheet") for name in ("c", "one", "two"))
    run("new", line, *options, "--title", title, "-o", path)
    run("train", path, "--epochs", "20", "--threads", "1", "-o", one)
    run("train", path, "--epochs", "20", "--threads", "2", "-o", two)
    assert state_of(one) == state_of(two)


sys.exit(main())
