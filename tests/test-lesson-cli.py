#!/usr/bin/env python3
"""Lessons from outside: the published schema, and gradsheet-cli lesson list, check, play and texts.

usage: test-lesson-cli.py GRADSHEET_CLI SOURCE_ROOT
"""
import copy
import glob
import json
import os
import re
import subprocess
import sys

import jsonschema

from cases import case, main

CLI, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
KINDS = os.path.join(ROOT, "tests", "fixtures", "lesson-kinds.json")


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


SCHEMA = load(os.path.join(ROOT, "docs", "lesson.schema.json"))
jsonschema.Draft202012Validator.check_schema(SCHEMA)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
GOOD = load(KINDS)


def run(*arguments, status=0, lines=(), folder=None, **environment):
    result = subprocess.run([CLI, "lesson", *arguments], capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
                            input="".join(line + "\n" for line in lines),
                            env={**os.environ, "LC_ALL": "C.UTF-8", "XDG_DATA_HOME": folder or "/nonexistent", **environment})
    assert result.returncode == status, (arguments, result.returncode, result.stdout[-800:], result.stderr)
    assert "CRITICAL" not in result.stderr and "WARNING" not in result.stderr, result.stderr
    return result


def write(folder, name, lesson):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        json.dump(lesson, file, ensure_ascii=False)
    return path


def change(function):
    lesson = copy.deepcopy(GOOD)
    function(lesson)
    return lesson


def step(lesson, name):
    return next(one for one in lesson["steps"] if one["id"] == name)


SPOILT = {
    "another format": lambda l: l.update(format="gradsheet"),
    "a later version": lambda l: l.update(version=2),
    "no title": lambda l: l.pop("title"),
    "minutes as text": lambda l: l.update(minutes="5"),
    "an unknown key": lambda l: l.update(colour="red"),
    "no steps": lambda l: l["steps"].clear(),
    "an id with capitals": lambda l: l["steps"][0].update(id="One"),
    "no text": lambda l: l["steps"][0].pop("text"),
    "a number for text": lambda l: l["steps"][0].update(text=[3]),
    "an unknown panel": lambda l: l["steps"][0]["show"].update(panels={"ribbon": True}),
    "an unknown lock": lambda l: l["steps"][0]["show"].update(lock=["all"]),
    "a cursor before the start": lambda l: l["steps"][0]["show"].update(cursor={"step": -1}),
    "a plot without its function": lambda l: l["steps"][0]["show"].update(plot={"kind": "activation", "at": "L"}),
    "an unknown task": lambda l: l["steps"][0]["task"].update(kind="guess"),
    "a task without prompt": lambda l: l["steps"][0]["task"].pop("prompt"),
    "cell and value": lambda l: l["steps"][0]["task"].update(value=3),
    "a key of another task": lambda l: step(l, "choose")["task"].update(cell="L"),
    "one option": lambda l: step(l, "choose")["task"]["options"].pop(),
    "two right options": lambda l: step(l, "choose")["task"]["options"][0].update(right=True),
    "a mistake without say": lambda l: l["steps"][0]["task"]["mistakes"][0].pop("say"),
    "a mistake without when": lambda l: l["steps"][0]["task"]["mistakes"][0].pop("when"),
    "cells where a formula belongs": lambda l: step(l, "set")["task"]["mistakes"].append({"cells": ["L"], "say": "No."}),
    "a condition without answer": lambda l: step(l, "go")["task"].pop("answer"),
    "no way to the condition": lambda l: step(l, "reach")["task"].pop("answer"),
    "updates below 0": lambda l: step(l, "reach")["task"].update(updates=-1),
    "blanks without cells": lambda l: step(l, "fill")["task"].pop("cells"),
    "a network with a version": lambda l: l["networks"]["line"].update(version=1),
    "a network without data": lambda l: l["networks"]["line"].pop("data"),
}


@case
def the_schema_takes_what_the_program_takes(folder):
    lessons = [KINDS] + [path for path in sorted(glob.glob(os.path.join(ROOT, "lessons", "*.json")))
                         if os.path.basename(path).count(".") == 1]
    for path in lessons:
        VALIDATOR.validate(load(path))


@case
def the_schema_refuses_what_the_program_refuses(folder):
    for name, function in SPOILT.items():
        lesson = change(function)
        assert next(VALIDATOR.iter_errors(lesson), None) is not None, f"the schema takes {name}"
        refused = run("check", write(folder, "spoilt.json", lesson), status=2)
        assert "spoilt.json: " in refused.stderr, (name, refused.stderr)


@case
def every_installed_lesson_is_good(folder):
    lessons = [path for path in sorted(glob.glob(os.path.join(ROOT, "lessons", "*.json"))) if os.path.basename(path).count(".") == 1]
    result = run("check", KINDS, *lessons)
    assert result.stdout.count(": good\n") == len(lessons) + 1, result.stdout


@case
def check_says_what_is_wrong(folder):
    bad = change(lambda l: step(l, "go")["task"].update(condition="L < 0"))
    longer = change(lambda l: l["steps"][2].update(text="word " * 91))
    result = run("check", write(folder, "bad.json", bad), KINDS, write(folder, "long.json", longer), status=1)
    assert "bad.json: steps[6].task: cannot be solved" in result.stdout, result.stdout
    assert "long.json: steps[3].text: has 91 words" in result.stdout, result.stdout
    assert "lesson-kinds.json: good" in result.stdout, result.stdout
    run("check", os.path.join(folder, "bad.json"), "/nowhere.json", status=2)


@case
def the_lesson_that_the_docs_begin_with_can_be_typed_and_played(folder):
    with open(os.path.join(ROOT, "docs", "LESSONS.md"), encoding="utf-8") as file:
        text = re.search(r"\n\n((?:    .*\n)+)\n", file.read())[1]
    path = os.path.join(folder, "tip.json")
    with open(path, "w", encoding="utf-8") as file:
        file.write("".join(line[4:] for line in text.splitlines(keepends=True)))
    lesson = load(path)
    VALIDATOR.validate(lesson)
    assert len(lesson["steps"]) == 3 and len(text) < 2800, len(text)
    assert run("check", path).stdout == f"{path}: good\n"
    played = run("play", path, lines=["33", "35", "", "set W1[1,1]=1.2", "set W1[1,1]=1.13", "", "2", "1", ""], folder=folder).stdout
    for said in ("And the coat, 2?", "You pay 38 now.", "It might be larger than the meal.", "A bias does not ask for the input."):
        assert said in played, (said, played)


@case
def the_list_goes_on_past_a_bad_file(folder):
    other = copy.deepcopy(GOOD)
    other["id"], other["title"] = "second", "The second"
    write(folder, "01-kinds.json", GOOD)
    with open(os.path.join(folder, "02-bad.json"), "w", encoding="utf-8") as file:
        file.write("{")
    write(folder, "03-second.json", other)
    result = run("list", status=2, GRADSHEET_LESSONS=folder)
    assert "02-bad.json: line 1" in result.stderr, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0].startswith("  1  all-kinds ") and re.match("  3  second +The second", lines[1]), lines
    # They are added: the course comes behind them.
    assert lines[2].startswith("  1  neuron ") and len(lines) == 2 + 31, lines
    assert "0/10" in lines[0], lines
    for name in ("second", "3", "03-second", "03-second.json"):
        assert run("check", name, GRADSHEET_LESSONS=folder).stdout.endswith("03-second.json: good\n")
    assert run("check", "4", GRADSHEET_LESSONS=folder).stdout.endswith("04-a-slope-is-a-nudge.json: good\n")
    other["id"] = "nudge"  # one of the course can be replaced
    write(folder, "03-second.json", other)
    lines = run("list", status=2, GRADSHEET_LESSONS=folder).stdout.splitlines()
    assert [line.split()[1] for line in lines].count("nudge") == 1 and "The second" in lines[1], lines
    assert "no lesson “fourth”" in run("play", "fourth", status=2, GRADSHEET_LESSONS=folder).stderr


ANSWERS = ["0.0275", "junk", "0,3775", "0.149781", "1", "2", "x W1[1,2] W1[2,2] b1[2]", "set b1[1]=3", "set W1[1,1]=1/4", "set W1[1,1]=2",
           "run z1[1,1]", "step", "step", "set lr=0.3", "train 20"]


@case
def a_whole_lesson_in_the_terminal(folder):
    result = run("play", KINDS, lines=ANSWERS + ["answer", "quit"], status=1, folder=folder)
    for text in ("The bias 0.35 is missing; you said 0.0275.", "“junk” is not a number", "Yes: 0.3775, that is z.", "No: L grows.",
                 "b1[1] is locked in this step.", "── 9/10 ──"):
        assert text in result.stdout, (text, result.stdout)
    assert "8/10" in run("list", folder=folder, GRADSHEET_LESSONS=os.path.dirname(write(folder, "01.json", GOOD))).stdout
    # One comes back to where one was, and blanks are filled with what the answer said.
    again = run("play", KINDS, lines=["answer", "quit"], status=1, folder=folder)
    assert "── 9/10 ──" in again.stdout and "── 1/10" not in again.stdout, again.stdout
    run("play", KINDS, lines=["skip", ""], folder=folder)
    assert "9/10" in run("list", folder=folder, GRADSHEET_LESSONS=folder).stdout


@case
def commands_of_the_terminal(folder):
    result = run("play", KINDS, "--no-progress", "--step", "step",
                 lines=["help", "back", "skip", "print W1", "nudge W1[1,1]", "print nothing", "set", "set x", "train", "train zero", "run nothing", "again", "step 2", "step 99",
                        "hint", "check", "next", "x"], status=1, folder=folder)
    for text in ("how it is done", "── 6/10", "W1[1,1] = ", "no block called", "Say what to set", "Say how many passes", "no more hints", "── 8/10",
                 "  L is ", "difference ÷ 2h = ", "gradient = "):
        assert text in result.stdout, (text, result.stdout)
    assert not os.path.exists(os.path.join(folder, "gradsheet"))
    run("play", KINDS, "--step", "99", status=2, folder=folder)
    run("play", KINDS, "--step", "2", status=1, folder=folder)
    for bad in ([], ["play"], ["play", KINDS, KINDS], ["check"], ["teach"]):
        assert "Usage: " in run(*bad, status=2).stderr


@case
def damaged_progress_is_put_aside(folder):
    os.mkdir(os.path.join(folder, "gradsheet"))
    path = os.path.join(folder, "gradsheet", "progress.json")
    with open(path, "w", encoding="utf-8") as file:
        file.write('{"format": "gradsheet-progress", "version": 1, "less')
    result = run("play", KINDS, lines=["0.3775"], status=1, folder=folder)
    assert "put aside" in result.stderr, result.stderr
    assert load(path)["lessons"]["all-kinds"]["steps"]["predict"]["solved"] is True
    with open(path + ".damaged", encoding="utf-8") as file:
        assert file.read().endswith('"less')


@case
def texts_for_a_translator(folder):
    path = write(folder, "kinds.json", GOOD)
    blank = json.loads(run("texts", path, "--language", "de").stdout)
    assert blank["language"] == "de" and blank["lesson"] == "all-kinds" and "Neuron 1's." in blank["texts"], blank
    assert not any("networks" in text or text == "mazur222" for text in blank["texts"])
    blank["texts"].update({"Which way?": "Wohin?", "Up": "Hinauf"})
    write(folder, "kinds.de.json", blank)
    result = run("play", path, "--language", "de", "--step", "choose", status=1, folder=folder)
    assert "Wohin?" in result.stdout and "1) Hinauf" in result.stdout and "2) Down" in result.stdout, result.stdout
    assert json.loads(run("texts", path, "--language", "de").stdout)["texts"]["Up"] == "Hinauf"
    blank["texts"]["Set it. L is {L}."] = "Ohne Zahl."
    write(folder, "kinds.de.json", blank)
    assert "other values, links or numbers" in run("check", path, "--language", "de", status=1).stdout
    said = run("check", path, os.path.join(folder, "kinds.de.json"), status=1).stdout
    assert said.startswith(f"{path}: good\n") and "kinds.de.json: “" in said, said


@case
def the_language_is_that_of_the_person(folder):
    path = write(folder, "kinds.json", GOOD)
    blank = json.loads(run("texts", path, "--language", "de").stdout)
    blank["texts"]["All kinds"] = "Alle Arten"
    write(folder, "kinds.de.json", blank)
    locales = os.path.join(folder, "locales")
    os.mkdir(locales)
    subprocess.run(["localedef", "-i", "en_GB", "-f", "UTF-8", os.path.join(locales, "en_GB.UTF-8")], check=True)
    for chosen, title in (({"LC_ALL": "C.UTF-8", "LANGUAGE": "de"}, "All kinds"), ({"LANGUAGE": "de_AT:en"}, "Alle Arten"),
                          ({"LANGUAGE": "fr:de"}, "Alle Arten"), ({"LANGUAGE": "en:de"}, "All kinds")):
        said = run("list", folder, "--no-progress", **{"LOCPATH": locales, "LC_ALL": "en_GB.UTF-8", **chosen}).stdout
        assert title in said, (chosen, said)


if __name__ == "__main__":
    sys.exit(main())
