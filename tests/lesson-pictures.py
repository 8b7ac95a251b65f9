#!/usr/bin/env python3
"""The pictures of docs/COURSE.md: each lesson in the window at a step that shows what it is about, small enough for a page.

usage: lesson-pictures.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT [LESSON...]
"""
import glob
import json
import os
import subprocess
import sys
import tempfile
import time

from window import Display, Program, until

ROOT = os.path.abspath(sys.argv[3])
OUT = os.path.join(ROOT, "docs", "lessons")
SIZE, WIDTH, MOST_BYTES = "1280x720", 640, 40 * 1024
# The step that is shown.
STEPS = {1: "sum", 2: "batch", 3: "miss", 4: "both", 5: "rule", 6: "slope", 7: "large", 8: "middle", 9: "ways", 10: "sum", 11: "step",
         12: "loss", 13: "weight", 14: "six", 15: "backward", 16: "same", 17: "soft", 18: "two", 19: "second", 20: "size", 21: "dead",
         22: "shrink", 23: "sum", 24: "colour", 25: "window", 26: "pool", 27: "pool", 28: "read", 29: "turn", 30: "find2", 31: "convolution"}


def read_place(home, lesson):
    try:
        with open(os.path.join(home, "DATA", "gradsheet", "progress.json"), encoding="utf-8") as file:
            return json.load(file)["lessons"].get(lesson, {}).get("place")
    except (FileNotFoundError, ValueError):
        return None


def take(display, number):
    path, = (path for path in glob.glob(os.path.join(ROOT, "lessons", f"{number:02}-*.json")) if os.path.basename(path).count(".") == 1)
    with open(path, encoding="utf-8") as file:
        lesson = json.load(file)
    ids = [step["id"] for step in lesson["steps"]]
    out = os.path.join(OUT, f"{number:02}.png")
    with tempfile.TemporaryDirectory() as home, Program(display, "--lesson", path, home=home) as program:
        until(lambda: read_place(home, lesson["id"]) == ids[0], "the lesson does not begin")
        window = until(lambda: [w for w in program.find_windows("") if w.title], "no window")[-1]
        program.do("windowmove", str(window.number), "0", "0", "windowsize", str(window.number), *SIZE.split("x"))
        for step in ids[1:ids.index(STEPS[number]) + 1]:
            program.press_until("alt+Page_Down", lambda wanted=step: read_place(home, lesson["id"]) == wanted, f"{step} is not reached")
        time.sleep(0.6)
        display.look_at_rest(0, 0, 1280, 720)
        picture = display.take_picture("lesson")
    for colours in (64, 32, 16):
        subprocess.run(["convert", picture, "-resize", f"{WIDTH}x", "-colors", str(colours), "-strip", "-define", "png:compression-level=9",
                        f"PNG8:{out}"], check=True, timeout=60)
        if os.path.getsize(out) < MOST_BYTES:
            break
    print(f"{out}: {os.path.getsize(out) // 1024} KB", flush=True)


os.makedirs(OUT, exist_ok=True)
with Display(SIZE) as screen:
    for lesson_number in map(int, sys.argv[4:]) if len(sys.argv) > 4 else STEPS:
        take(screen, lesson_number)
