#!/usr/bin/env python3
"""What the command line says: nothing in a file or an argument commands the terminal, nothing is cut inside a
character, commands that are proposed can be copied, a full disk is noticed, numbers that make no sense are refused.

usage: test-cli-texts.py GRADSHEET_CLI SOURCE_ROOT
"""
import json
import os
import pty
import re
import subprocess
import sys
import unicodedata

from cases import case, main

CLI, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
NETWORKS = os.path.join(ROOT, "lessons", "networks")
KINDS = os.path.join(ROOT, "tests", "fixtures", "lesson-kinds.json")
MAZUR = os.path.join(NETWORKS, "mazur.gradsheet")
# To clear the screen, by C0 and by C1; DEL; a title for the window; a line that looks like ours.
EVIL = "\x1b[2J\x9b2J\x7f\x1b]0;owned\x07\x08\rgradsheet-cli: all is well"


def harmless(text):
    """Nothing in it but lines, tabs and what can be seen."""
    bad = {f"U+{ord(c):04X}" for c in text if unicodedata.category(c) == "Cc" and c not in "\n\t"}
    assert not bad, f"{bad} in {text[:2000]!r}"


def run(*arguments, status=None, input=None, environment=None):
    result = subprocess.run([CLI, *arguments], capture_output=True, input=input, timeout=120, check=False,
                            env={**os.environ, "LC_ALL": "C.UTF-8", **(environment or {})})
    result.stdout, result.stderr = result.stdout.decode("utf-8"), result.stderr.decode("utf-8")
    assert result.returncode in ((0, 1, 2) if status is None else (status,)), (arguments, result)
    assert "CRITICAL" not in result.stderr, result.stderr
    harmless(result.stdout)
    harmless(result.stderr)
    return result


def refuse(*arguments, says):
    result = run(*arguments, status=2)
    assert says in result.stderr, f"{arguments}: no “{says}” in {result.stderr}"
    return result


def write(folder, name, content):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        if isinstance(content, str):
            file.write(content)
        else:
            json.dump(content, file)
    return path


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def watch(*arguments):
    """What a terminal gets."""
    leader, follower = pty.openpty()
    process = subprocess.Popen([CLI, *arguments], stdin=subprocess.DEVNULL, stdout=follower, stderr=follower,
                               env={**os.environ, "LC_ALL": "C.UTF-8", "TERM": "xterm", "NO_COLOR": ""})
    os.close(follower)
    seen = b""
    while True:
        try:
            part = os.read(leader, 65536)
        except OSError:
            break
        if not part:
            break
        seen += part
    os.close(leader)
    process.wait(timeout=120)
    return seen.decode("utf-8")


def every_string(value, found, path=()):
    """The paths of all texts and keys below."""
    if isinstance(value, dict):
        for key, one in value.items():
            found.append((*path, key, None))
            every_string(one, found, (*path, key))
    elif isinstance(value, list):
        for i, one in enumerate(value):
            every_string(one, found, (*path, i))
    elif isinstance(value, str):
        found.append(path)
    return found


def poison(document, path):
    """The document with what we would not want to see on a terminal in this place; a last None means the key."""
    document = json.loads(json.dumps(document))
    one = document
    steps = path[:-2] if path[-1] is None else path[:-1]
    for step in steps:
        one = one[step]
    if path[-1] is None:
        one[path[-2] + EVIL] = one.pop(path[-2])
    else:
        one[path[-1]] += EVIL
    return document


@case
def nothing_in_a_document_commands_the_terminal(folder):
    document = read(MAZUR)
    document.update(title="t", notes="n")
    places = every_string(document, [])
    assert len(places) > 20, places
    for path in places:
        file = write(folder, "evil.gradsheet", poison(document, path))
        for command in (["info", file], ["info", file, "--json"], ["explain", file, "L"], ["trace", file, "--json"], ["tour", file]):
            run(*command)
    titled = write(folder, "titled.gradsheet", poison(document, ("title",)))
    for command in ("info", "tour"):
        # What stands in the file is what is shown.
        assert r"\u001b[2J\u009b2J\u007f" in run(command, titled, status=0).stdout
        assert "\ngradsheet-cli: all is well" not in run(command, titled).stdout
    assert json.loads(run("info", titled, "--json", status=0).stdout)["title"] == "t" + EVIL


@case
def nor_on_a_real_one(folder):
    titled = write(folder, "titled.gradsheet", poison({**read(MAZUR), "title": "t"}, ("title",)))
    seen = watch("tour", titled)
    assert "\x1b[36m" in seen and r"\u001b[2J" in seen, seen[:500]
    harmless(re.sub(r"\x1b\[[0-9]*m", "", seen).replace("\r\n", "\n"))
    seen = watch("info", os.path.join(folder, "no\x1b[2Jfile"))
    harmless(seen.replace("\r\n", "\n"))


@case
def nothing_in_a_lesson_commands_the_terminal(folder):
    lesson = read(KINDS)
    places = every_string(lesson, [])
    assert len(places) > 100, len(places)
    for path in places[::3]:
        file = write(folder, "evil.json", poison(lesson, path))
        run("lesson", "check", file)
        run("lesson", "list", environment={"GRADSHEET_LESSONS": folder})
        run("lesson", "play", file, "--no-progress", input=b"hint\nanswer\nskip\nskip\n" + EVIL.encode() + b"\nhint\nnext\n")
        run("lesson", "texts", file)
    translation = {"format": "gradsheet-lesson-translation", "version": 1, "lesson": "all-kinds", "language": "de",
                   "texts": {"Choose." + EVIL: 3}}
    write(folder, "evil.json", lesson)
    write(folder, "evil.de.json", translation)
    run("lesson", "check", os.path.join(folder, "evil.json"), "--language", "de")


@case
def nothing_in_rows_and_arguments_commands_the_terminal(folder):
    out = os.path.join(folder, "out.gradsheet")
    for text in (f"1,{EVIL},2\n", f"{EVIL}\n", f"a,b,{EVIL}\n1,2,x\n", "1\x1b,2,3\n", "1;2\x9b;3\n"):
        rows = write(folder, "rows.csv", text)
        run("new", "input 2 · dense 1", "--data", rows, "-o", out)
    for command in (["info", EVIL], [EVIL], ["info", "--" + EVIL], ["explain", MAZUR, EVIL], ["set", MAZUR, f"{EVIL}=1", "-o", out],
                    ["set", MAZUR, f"W1[1,1]={EVIL}", "-o", out], ["predict", MAZUR, EVIL], ["new", EVIL, "-o", out],
                    ["new", f"input 2 · {EVIL} 3", "-o", out], ["render", MAZUR, EVIL], ["render", MAZUR, EVIL + ".png", "--size", EVIL],
                    ["lesson", "play", EVIL], ["train", MAZUR, "--passes", "1", "-o", EVIL + "/x"],
                    ["new", "input 2 · dense 1", "--title", EVIL, "-o", os.path.join(folder, EVIL)],
                    ["info", os.path.join(folder, EVIL)]):
        run(*command)


@case
def nothing_is_cut_inside_a_character(folder):
    document = read(MAZUR)
    lesson = read(KINDS)
    for n in range(56, 64):
        key = "k" * n + "€é𝛿" * 4
        for command in (["info", write(folder, "long.gradsheet", {**document, key: 1})],
                        ["info", write(folder, "long2.gradsheet", {**document, "data": {key: 1}})],
                        ["lesson", "check", write(folder, "long.json", {**lesson, "id": key})],
                        [key], ["info", "--" + key], ["explain", MAZUR, key]):
            assert "\ufffd" not in run(*command, status=2).stderr, command
    write(folder, "cut.json", lesson)
    for n in range(36, 44):
        write(folder, "cut.de.json", {"format": "gradsheet-lesson-translation", "version": 1, "lesson": "all-kinds", "language": "de",
                                      "texts": {"k" * n + "€€": 3}})
        assert "\ufffd" not in run("lesson", "check", os.path.join(folder, "cut.json"), "--language", "de", status=2).stderr
    # An answer that is too long is no answer, and its end is not the next one.
    said = run("lesson", "play", KINDS, "--no-progress", input=("€" * 3000 + "quit\nhint\n").encode())
    assert "too long" in said.stdout and "\ufffd" not in said.stdout, said.stdout


@case
def a_proposed_command_can_be_copied(folder):
    for name in ("plain.gradsheet", "with space.gradsheet", "it's $5.gradsheet", b"caf\xe9.gradsheet", "new\nline.gradsheet", "größe.gradsheet"):
        path = os.path.join(os.fsencode(folder), os.fsencode(name))
        said = run("new", "input 2 · dense 1", "-o", path, status=0).stderr
        (command,) = (line for line in said.splitlines() if " set " in line)
        subprocess.run(["bash", "-c", command], check=True, timeout=60, env={**os.environ, "LC_ALL": "C.UTF-8"})
        assert read(path)["data"]["inputs"] == [[0.5, 0.5]], read(path)["data"]
    refused = subprocess.run([CLI, "new", "input 2 · dense 1", "-o", "mazur"], cwd=folder, capture_output=True, text=True, check=False)
    assert refused.returncode == 2 and "Write -o mazur.gradsheet." in refused.stderr, refused


@case
def only_what_ends_is_read(folder):
    pipe, out = os.path.join(folder, "pipe"), os.path.join(folder, "out.gradsheet")
    os.mkfifo(pipe)
    for path in (pipe, "/dev/zero", "/dev/full"):
        refuse("info", path, says="pipe or a device")
        refuse("new", "input 2 · dense 1", "--data", path, "-o", out, says="pipe or a device")
        refuse("lesson", "check", path, says="pipe or a device")
    os.mkfifo(os.path.join(folder, "pipe.png"))
    refuse("render", MAZUR, os.path.join(folder, "pipe.png"), says="no ordinary file")
    refuse("set", MAZUR, "lr=1", "-o", pipe, says="no ordinary file")
    # Within a bound.
    with open(os.path.join(folder, "big.json"), "wb") as file:
        file.truncate((8 << 20) + 1)
    refuse("lesson", "check", os.path.join(folder, "big.json"), says="longer than 8")
    with open(os.path.join(folder, "big.gradsheet"), "wb") as file:
        file.truncate((1 << 30) + 1)
    refuse("info", os.path.join(folder, "big.gradsheet"), says="longer than 1.0")
    # Standard input ends, or is cut off there.
    with open(MAZUR, "rb") as file:
        document = file.read()
    assert run("info", "-", input=document, status=0).stdout == run("info", MAZUR).stdout
    assert "standard input" in run("info", "-", input=b"", status=2).stderr


@case
def a_full_disk_is_noticed_by_help_too(folder):
    if not os.path.exists("/dev/full"):
        return
    for command in (["--help"], ["--version"], ["help"], ["tour", "--help"], ["help", "tour"], ["lesson", "--help"], ["lesson", "list"],
                    ["lesson", "texts", KINDS], ["trace", MAZUR], ["info", MAZUR]):
        with open("/dev/full", "w", encoding="utf-8") as full:
            result = subprocess.run([CLI, *command], stdout=full, stderr=subprocess.PIPE, text=True, timeout=120, check=False)
        assert result.returncode == 2 and "not complete" in result.stderr, (command, result)
        assert run(*command).stderr == ""


@case
def numbers_that_make_no_sense_are_refused(folder):
    out, picture = os.path.join(folder, "out.gradsheet"), os.path.join(folder, "out.png")
    no_number = ["nan", "-nan", "inf", "-inf", "1e999", "", "1x", "x", "1/0"]
    for value in [*no_number, "-1", "0", "-0", "1e-9", "101"]:
        refuse("render", MAZUR, picture, "--zoom", value, says="--zoom")
        refuse("render", MAZUR, picture, f"--zoom={value}", "--size", "100x100", says="--zoom")
    for value in ["", "x", "nan", "100", "100x", "x100", "100x100x", "-100x100", "+100x100", "100 x100", "1e2x100", "15x100", "100x20001"]:
        refuse("render", MAZUR, picture, "--size", value, says="--size")
    for value in ["nan", "inf", "-1", "0", "1x", ""]:
        refuse("check", MAZUR, "--tolerance", value, says="--tolerance")
    for value in [*no_number, "-1", "0", "1.5", "99999999999"]:
        refuse("trace", MAZUR, "--passes", value, says="--passes")
        for option in ("--passes", "--epochs"):
            refuse("train", MAZUR, option, value, "-o", out, says=option)
        refuse("new", "input 2 · dense 1", "--batch-size", value, "-o", out, says="--batch-size")
        refuse("lesson", "play", KINDS, "--no-progress", "--step", value, says="--step")
    xor = os.path.join(NETWORKS, "xor.gradsheet")
    for value in [*no_number, "-1", "1", "1.5"]:
        refuse("train", xor, "--passes", "1", "--test-share", value, "-o", out, says="--test-share")
    for value in [*no_number, "-1", "1.5", "18446744073709551616"]:
        refuse("train", xor, "--passes", "1", "--test-share", "0.5", "--split-seed", value, "-o", out, says="--split-seed")
    refuse("train", MAZUR, "--passes", "0", "--epochs", "2", "-o", out, says="one of the two")
    refuse("train", MAZUR, "--passes", "2", "--epochs", "0", "-o", out, says="one of the two")
    for value in [*no_number, "-1", "1.5", "18446744073709551616"]:
        refuse("train", MAZUR, "--passes", "1", "--seed", value, "-o", out, says="--seed")
        refuse("new", "input 2 · dense 1", "--seed", value, "-o", out, says="--seed")
    for optimizer, option in (("sgd", "lr"), ("momentum", "mu"), ("rmsprop", "rho"), ("adam", "beta1"), ("adam", "beta2"), ("adam", "epsilon"),
                              ("adamw", "decay"), ("adagrad", "initial-accumulator"), ("sgd", "l1"), ("sgd", "l2")):
        for value in [*no_number, "-1"]:
            result = run("new", "input 2 · dense 1", "--optimizer", optimizer, f"--{option}", value, "-o", out, status=2)
            assert option.split("-")[-1] in result.stderr or "penalty" in result.stderr, result.stderr
    said = run("lesson", "play", KINDS, "--no-progress", input=b"step 0\nstep -1\nstep x\nstep 3x\ntrain 0\ntrain nan\ntrain 1x\nquit\n").stdout
    assert said.count("Say how many steps") == 4 and said.count("Say how many passes") == 3, said
    assert os.listdir(folder) == []


if __name__ == "__main__":
    sys.exit(main())
