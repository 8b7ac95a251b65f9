#!/usr/bin/env python3
"""The plans for classes in docs/TEACHING.md: each names steps that exist, one behind the other, they are played in that
order in the terminal, and the time they take a class fits into their slots.

usage: test-teaching.py GRADSHEET_CLI SOURCE_ROOT
"""
import glob
import json
import os
import re
import subprocess
import sys
import time

from cases import case, main

CLI, ROOT = (os.path.abspath(path) for path in sys.argv[1:3])
WORDS_A_MINUTE = 130
# Minutes that a class takes for a task beside reading it, as the document says; of blanks for each.
MINUTES = {"choose": 1, "precedents": 1, "predict": 1.5, "set": 1.5, "reach": 1.5, "step-to": 0.5, "fill": 1}
ROW = re.compile(r"^\| (\d+)–(\d+) \| ([0-9., ]+) \| (\w+) \| (.+) \| ([0-9.]+) \|$", re.MULTILINE)


def read_plans():
    with open(os.path.join(ROOT, "docs", "TEACHING.md"), encoding="utf-8") as file:
        text = file.read()
    return {part.split("\n")[0]: [(int(a), int(b), [tuple(map(int, step.split("."))) for step in steps.split(", ")], how, float(taken))
                                  for a, b, steps, how, _, taken in ROW.findall(part)]
            for part in text.split("## Four classes")[1].split("\n## ")[0].split("\n### ")[1:]}


def load(lesson):
    path, = (path for path in glob.glob(os.path.join(ROOT, "lessons", f"{lesson:02}-*.json")) if os.path.basename(path).count(".") == 1)
    with open(path, encoding="utf-8") as file:
        return path, json.load(file)


def play(lesson, step):
    """Goes to the step and has it answered there, as a class that was shown the answer: what was printed."""
    path, _ = load(lesson)
    lines = ["skip"] * (step - 1) + ["answer", "quit"]
    result = subprocess.run([CLI, "lesson", "play", path, "--no-progress", "--language", "en"], input="\n".join(lines) + "\n", check=False,
                            capture_output=True, text=True, timeout=300)
    assert result.returncode in (0, 1) and not result.stderr, result.stderr
    return result.stdout


def count_words(*texts):
    return sum(len(text.split()) for part in texts for text in ([part] if isinstance(part, str) else part))


@case
def each_plan_is_a_lesson_of_45_minutes(folder):
    plans = read_plans()
    assert len(plans) == 4, list(plans)
    for title, slots in plans.items():
        at = 0
        for start, end, steps, how, _ in slots:
            assert start == at and end > start and how in ("projected", "paper", "pairs", "asked"), (title, start, how)
            at = end
        assert at == 45, (title, at)
        # Something is projected, done on paper or in pairs, and asked, and what is handed in is said.
        assert {"projected", "paper", "asked"} <= {how for *_, how, _ in slots}, title


@case
def the_steps_are_played_in_order_and_fit(folder):
    for title, slots in read_plans().items():
        at = {}
        for start, end, steps, _, taken in slots:
            minutes = 0
            for lesson, number in steps:
                assert number > at.get(lesson, 0), (title, lesson, number)
                at[lesson] = number
                _, document = load(lesson)
                step = document["steps"][number - 1]
                before = time.monotonic()
                printed = play(lesson, number)
                minutes += (time.monotonic() - before) / 60
                assert f"── {number}/{len(document['steps'])} · {step['title']} ──" in printed, printed
                task = step["task"]
                n = sum(count_cells(name) for name in task["cells"]) if task["kind"] == "fill" else 1
                minutes += count_words(step["text"], task["prompt"]) / WORDS_A_MINUTE + n * MINUTES[task["kind"]]
            assert minutes <= end - start, f"{title}, {start}–{end}: takes {minutes:.1f}"
            assert abs(minutes - taken) < 0.3, f"{title}, {start}–{end}: takes {minutes:.1f}, not {taken}"


@case
def each_lesson_has_a_worksheet_and_a_page(folder):
    with open(os.path.join(ROOT, "docs", "TEACHING.md"), encoding="utf-8") as file:
        pages = file.read().split("\n## ")
    out, key = os.path.join(folder, "out.pdf"), os.path.join(folder, "key.pdf")
    for lesson in range(1, 32):
        path, document = load(lesson)
        page, = (page for page in pages if page.startswith(f"{lesson}. {document['title']}\n"))
        for heading in ("Aim", "Time", "What goes wrong", "What to say", "Ask the class"):
            assert f"\n*{heading}.* " in page, (lesson, heading)
        assert f"*Time.* {document['minutes']} minutes alone" in page, lesson
        subprocess.run([CLI, "worksheet", path, "-o", out, "--key", key], check=True, capture_output=True, timeout=120)
        for pdf in (out, key):
            with open(pdf, "rb") as file:
                assert file.read(5) == b"%PDF-", lesson
            os.remove(pdf)


def count_cells(name):
    """Of the blanks of these plans: whole blocks of one row, ranges, cells."""
    sizes = {"da2": 2, "dz2": 2, "p": 3, "p0": 4}
    if ".." in name:
        first, last = (int(re.search(r"(\d+)\]$", end)[1]) for end in name.split(".."))
        return last - first + 1
    return sizes.get(name, 1)


sys.exit(main())
