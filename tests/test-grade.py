#!/usr/bin/env python3
"""Work handed in and graded: played on the terminal as learners would, with numbers from a computation of our own.

usage: test-grade.py GRADSHEET_CLI SOURCE_ROOT
"""
import csv
import json
import math
import os
import subprocess
import sys
import time

from cases import case, main
from cli import CLI, refuse, run

# One neuron, sigmoid, half of the squared error: seeded numbers are read from the sheet, the rest is computed here.
NETWORK = {"spec": "input 2 · dense 2 sigmoid · dense 1 sigmoid", "loss": "half-mse", "optimizer": {"kind": "sgd", "lr": 0.5},
           "state": {"W1": [[0.4, -0.6], [0.2, 0.8]], "b1": [0.1, -0.2], "W2": [[0.5], [-0.4]], "b2": [0.2]},
           "data": {"inputs": [[0.5, 1]], "targets": [[1]]}}
LESSON = {"format": "gradsheet-lesson", "version": 1, "id": "graded", "title": "Graded", "summary": "To be graded.",
          "level": "beginner", "minutes": 5, "digits": 4, "networks": {"two": NETWORK},
          "steps": [
              {"id": "read", "text": "Two neurons and one.", "show": {"network": "two", "cursor": "start"}},
              {"id": "sum", "text": "The first sum.",
               "task": {"kind": "predict", "cell": "z1[1,1]", "prompt": "Work out [[z1[1,1]]].",
                        "mistakes": [{"name": "no bias", "when": "x[1,1] * W1[1,1] + x[1,2] * W1[2,1]", "say": "The bias?"}]}},
              {"id": "way", "text": "The weight is to make the output larger.",
               "task": {"kind": "choose", "prompt": "Which way?", "options": [{"text": "Down", "say": "Then it shrinks."},
                                                                              {"text": "Up", "right": True, "say": "Yes."}]}},
              {"id": "pass", "text": "All of it.", "show": {"network": "two", "cursor": "start"},
               "task": {"kind": "fill", "cells": ["z1..a2"], "prompt": "Fill in.", "seeded": True,
                        "mistakes": [{"name": "no squashing", "cells": ["a1"], "when": "z1[1,1]", "say": "σ is missing."}]}},
          ]}
RIGHT_SUM = "0.5"  # 0.5 · 0.4 + 1 · 0.2 + 0.1


def write_lesson(folder):
    path = os.path.join(folder, "01-graded.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(LESSON, file)
    return path


def play(lesson, work, lines, seed=4172, learner=None):
    arguments = ["lesson", "play", lesson, "--no-progress", "--seed", str(seed), "--work", work]
    return subprocess.run([CLI, *arguments, *(["--learner", learner] if learner else [])], input="\n".join(lines) + "\n",
                          capture_output=True, text=True, check=False)


def read_sheet(lesson, seed):
    """What the seeded step gives, as the terminal prints it."""
    work = os.path.join(os.path.dirname(lesson), "look.json")
    names = ["x", "W1", "b1", "W2", "b2"]
    out = play(lesson, work, ["", "skip", "skip", *[f"print {name}" for name in names]], seed).stdout
    found = {}
    for line in out[out.rindex("4/4"):].splitlines():
        if " = " in line and line.startswith("  "):
            name, number = line.strip().split(" = ")
            found[name] = float(number.replace("−", "-"))
    return found


def compute(given, slips):
    """The forward pass by hand; a slip adds to the number of a cell, and what follows follows from it."""
    sigmoid = lambda z: 1 / (1 + math.exp(-z))
    cells = {}

    def put(name, value):
        cells[name] = round(value, 5) + slips.get(name, 0)

    for unit in (1, 2):
        put(f"z1[1,{unit}]", sum(given[f"x[1,{i}]"] * given[f"W1[{i},{unit}]"] for i in (1, 2)) + given[f"b1[{unit}]"])
    for unit in (1, 2):
        put(f"a1[1,{unit}]", sigmoid(cells[f"z1[1,{unit}]"]))
    put("z2[1,1]", sum(cells[f"a1[1,{i}]"] * given[f"W2[{i},1]"] for i in (1, 2)) + given["b2[1]"])
    put("a2[1,1]", sigmoid(cells["z2[1,1]"]))
    return cells


def answers(cells):
    return [f"{name} = {value}" for name, value in cells.items()]


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@case
def every_slip_costs_its_own_cell_only(folder):
    lesson = write_lesson(folder)
    for seed in (1, 2, 3, 4, 5):
        given = read_sheet(lesson, seed)
        right = compute(given, {})
        works = []
        for slip in [None, *right]:
            work = os.path.join(folder, f"{seed}-{slip}.json")
            cells = compute(given, {slip: 0.0731} if slip else {})
            result = play(lesson, work, ["", RIGHT_SUM, "2", *answers(cells)], seed)
            assert result.returncode in (0, 1), result
            works.append(work)
        out = os.path.join(folder, "class.csv")
        printed = run("grade", lesson, *works, "--csv", out).stdout
        rows = table(out)
        for slip, row in zip([None, *right], rows):
            expected = len(right) - (1 if slip else 0)
            assert int(row["pass"]) == expected, (seed, slip, row, printed)
            assert row["sum"] == "1" and row["way"] == "1" and row["edited"] == "no"
            assert slip is None or f"astray at {slip}" in printed, (slip, printed)


@case
def mistakes_are_counted_over_the_class(folder):
    lesson = write_lesson(folder)
    given = read_sheet(lesson, 7)
    right = compute(given, {})
    works = []
    for number in range(4):
        work = os.path.join(folder, f"{number}.json")
        cells = {**right, **({"a1[1,1]": right["z1[1,1]"]} if number < 3 else {})}
        play(lesson, work, ["", "0.4" if number < 2 else RIGHT_SUM, "skip" if number < 2 else "2", "2", *answers(cells)], 7,
             learner=f"=Learner {number}")
        works.append(work)
    with open(works[3], encoding="utf-8") as file:
        text = file.read().replace("=Learner 3", "=Learner 9")
    with open(works[3], "w", encoding="utf-8") as file:
        file.write(text)
    out = os.path.join(folder, "class.csv")
    printed = run("grade", lesson, *works, "--csv", out, "--report", os.path.join(folder, "class.pdf")).stdout
    assert "2 of 4  sum: no bias" in printed and "3 of 4  pass: no squashing" in printed, printed
    rows = table(out)
    # A name must not become a formula in the spreadsheet that opens it.
    assert rows[0]["learner"] == "'=Learner 0" and rows[0]["sum"] == "0" and rows[3]["sum"] == "1"
    assert [row["pass"] for row in rows] == ["5", "5", "5", "6"], rows
    text = subprocess.run(["pdftotext", os.path.join(folder, "class.pdf"), "-"], capture_output=True, text=True, check=True).stdout
    assert "no squashing" in text and "=Learner 9: changed by hand" in text and "4 works handed in" in text, text


@case
def what_went_wrong_is_said_in_the_language_of_the_person(folder):
    lesson, locales, work = write_lesson(folder), os.path.join(folder, "locales"), os.path.join(folder, "work.json")
    with open(lesson, encoding="utf-8") as file:
        text = file.read().replace('"name": "no bias", ', "")
    with open(lesson, "w", encoding="utf-8") as file:
        file.write(text)
    with open(os.path.join(folder, "01-graded.de.json"), "w", encoding="utf-8") as file:
        json.dump({"format": "gradsheet-lesson-translation", "version": 1, "language": "de", "texts": {"The bias?": "Und der Bias?"}}, file)
    play(lesson, work, ["", "0.4", "quit"])
    os.mkdir(locales)
    subprocess.run(["localedef", "-i", "en_GB", "-f", "UTF-8", os.path.join(locales, "en_GB.UTF-8")], check=True)
    person = {**os.environ, "LOCPATH": locales, "LC_ALL": "en_GB.UTF-8", "LANGUAGE": "de"}
    report = os.path.join(folder, "class.pdf")
    printed = subprocess.run([CLI, "grade", lesson, work, "--report", report], env=person, capture_output=True, encoding="utf-8", check=True).stdout
    assert "sum: Und der Bias?" in printed and "The bias?" not in printed, printed
    # Without being installed, by the catalogues of the build.
    text = subprocess.run(["pdftotext", report, "-"], capture_output=True, text=True, check=True).stdout
    assert "Die Aufgaben" in text, text
    assert "sum: The bias?" in run("grade", lesson, work).stdout


@case
def leaving_early_keeps_what_was_done(folder):
    lesson, work = write_lesson(folder), os.path.join(folder, "early.json")
    process = subprocess.Popen([CLI, "lesson", "play", lesson, "--no-progress", "--seed", "3", "--work", work],
                               stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    process.stdin.write(f"\n{RIGHT_SUM}\n")
    process.stdin.flush()
    for _ in range(300):
        if os.path.exists(work) and '"answer": "0.5"' in open(work, encoding="utf-8").read():
            break
        time.sleep(0.1)
    process.kill()
    process.wait()
    printed = run("grade", lesson, work).stdout
    assert "1 of   8" in printed, printed
    play(lesson, work, ["", RIGHT_SUM, "quit"], 3)
    assert "1 of   8" in run("grade", lesson, work).stdout


@case
def an_answer_that_was_shown_has_no_points(folder):
    lesson, work = write_lesson(folder), os.path.join(folder, "shown.json")
    play(lesson, work, ["", "answer", RIGHT_SUM, "quit"])
    assert "0 of   8" in run("grade", lesson, work).stdout


@case
def what_is_wrong_with_a_file_is_said(folder):
    lesson, work, other = write_lesson(folder), os.path.join(folder, "work.json"), os.path.join(folder, "other.json")
    play(lesson, work, ["", RIGHT_SUM, "2", "quit"])
    with open(work, encoding="utf-8") as file:
        text = file.read()
    for bad, says in ((text[:-40], "other.json"), (text.replace('"gradsheet-work"', '"gradsheet"'), "other.json"),
                      (text.replace('"version": 1', '"version": 2'), "other.json"),
                      (text.replace('"lesson": "graded"', '"lesson": "chain-rule"'), "of the lesson “chain-rule”"),
                      ("", "other.json"), (text.replace('"tries"', '"cries"'), "cries")):
        with open(other, "w", encoding="utf-8") as file:
            file.write(bad)
        # The others go on.
        result = refuse("grade", lesson, other, work, says=says)
        assert "2 of   8" in result.stdout, result.stdout
        assert result.stderr.count("other.json") == 1, result.stderr
    with open(other, "w", encoding="utf-8") as file:
        file.write(text.replace('"solved": false', '"solved": true').replace('"0.5"', '"0.50"'))
    assert "changed by hand" in run("grade", lesson, other).stdout
    assert "changed by hand" not in run("grade", lesson, work).stdout
    refuse("grade", lesson, says="Usage")
    refuse("grade", lesson, os.path.join(folder, "absent.json"), says="absent.json")
    refuse("grade", "no-such", work, says="no lesson")


@case
def a_folder_is_graded_with_a_row_for_each_file(folder):
    lesson, works, out = write_lesson(folder), os.path.join(folder, "works"), os.path.join(folder, "class.csv")
    os.mkdir(works)
    refuse("grade", lesson, works, "--csv", out, says=["works: there is no work here", "“.json”"])
    assert table(out) == []
    for name in ("b", "a"):
        play(lesson, os.path.join(works, f"{name}.json"), ["", RIGHT_SUM, "2", "quit"], learner=name)
    with open(os.path.join(works, "notes.txt"), "w", encoding="utf-8") as file:
        file.write("no work")
    printed = run("grade", lesson, works, "--csv", out).stdout
    assert [row["file"] for row in table(out)] == ["a.json", "b.json"], printed
    assert all(row["points"] == "2" and row["remark"] == "" for row in table(out)), table(out)
    with open(os.path.join(works, "a.json"), encoding="utf-8") as file:
        text = file.read()
    with open(os.path.join(works, "cut.json"), "w", encoding="utf-8") as file:
        file.write(text[:-40])
    with open(os.path.join(folder, "other.json"), "w", encoding="utf-8") as file:
        file.write(text.replace('"lesson": "graded"', '"lesson": "chain-rule"'))
    said = refuse("grade", lesson, os.path.join(folder, "other.json"), works, "--csv", out, says=["other.json: ", "cut.json: "])
    assert said.stderr.count("cut.json") == 1 and "2 of   8" in said.stdout, said
    rows = {row["file"]: row for row in table(out)}
    assert sorted(rows) == ["a.json", "b.json", "cut.json", "other.json"], rows
    assert "of the lesson “chain-rule”" in rows["other.json"]["remark"], rows
    assert rows["cut.json"]["remark"] != "" and "cut.json" not in rows["cut.json"]["remark"], rows
    for name in ("cut.json", "other.json"):
        assert set(rows[name]) == set(rows["a.json"]) and None not in rows[name], rows
        assert all(value == "" for key, value in rows[name].items() if key not in ("file", "remark")), rows


sys.exit(main(words=sys.argv[3:]))
