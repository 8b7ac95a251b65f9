#!/usr/bin/env python3
"""trace: every instruction of a pass with its values, as text and for programs, the same numbers in both; what one
pass ends with, the next begins with; and the arithmetic of a small network, done again here.

usage: test-trace.py CLI SOURCE_ROOT
"""
import json
import math
import os
import re
import subprocess
import sys

from cases import case, main

CLI, ROOT = sys.argv[1:3]
INSTRUCTION = r"^ {0,3}(\d+)  ([A-Za-z].*)$"


def run(*arguments, status=0):
    result = subprocess.run([CLI, *arguments], capture_output=True, text=True, encoding="utf-8", timeout=120,
                            env={**os.environ, "LC_ALL": "C.UTF-8"})
    assert result.returncode == status, (arguments, result.returncode, result.stderr)
    assert "CRITICAL" not in result.stderr and "WARNING" not in result.stderr, result.stderr
    return result


def trace(*arguments):
    return json.loads(run("trace", *arguments, "--json").stdout)["passes"]


def values(one_pass):
    found = {name: leaf["values"] for name, leaf in one_pass["leaves"].items()}
    found.update({line["output"]: line["values"] for line in one_pass["instructions"]})
    return found


def networks():
    folder = os.path.join(ROOT, "lessons", "networks")
    return sorted(name.removesuffix(".gradsheet") for name in os.listdir(folder)
                  if name.endswith(".gradsheet") and not name.startswith("excelnet"))


@case
def passes_follow_each_other(folder):
    for name in networks():
        passes = trace(name, "--passes", "3")
        assert len(passes) == 3, name
        for now, then in zip(passes, passes[1:]):
            ends, begins = values(now), then["leaves"]
            kept = [leaf for leaf in now["leaves"] if leaf + ".next" in ends]
            assert kept, f"{name} learns nothing"
            for leaf in kept:
                assert ends[leaf + ".next"] == begins[leaf]["values"], f"{name}: {leaf}"
        for one in passes:
            assert math.isfinite(one["loss"]) and values(one)["L"] == [one["loss"]], name
            for line in one["instructions"]:
                assert len(line["values"]) == math.prod(line["shape"]), f"{name}: {line['output']}"
                assert line["phase"] in ("forward", "loss", "backward", "update") and line["formula"], line["output"]


@case
def text_shows_the_same_numbers(folder):
    for name in networks():
        lines = trace(name)[0]["instructions"]
        text = run("trace", name).stdout
        shown = re.findall(INSTRUCTION, text, re.M)
        # Sums are said in words here, "sum over i of", and in the formula language in JSON.
        for (_, formula), line in zip(shown, lines):
            assert formula == line["formula"] or (" over " in formula and "(" in line["formula"]
                                                  and formula.split(" = ")[0] == line["formula"].split(" = ")[0]), (name, formula)
            assert not re.search(r"\b(sum|max|min|count|argmax)\(\w+:", formula), (name, formula)
        assert [int(number) for number, formula in shown] == list(range(1, len(lines) + 2)), name
        assert text.startswith("Pass 1  loss "), name
        # One line of numbers behind another; each is the full number, rounded.
        blocks = re.split(INSTRUCTION, text, flags=re.M)[3::3]
        for line, block in zip(lines, blocks):
            block = block.replace("−", "-")
            numbers = [float(word) for word in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e-?\d+)?(?![\w.])", block)]
            exact = line["values"]
            if len(exact) <= 6 and len(line["shape"]) <= 2:
                assert len(numbers) >= len(exact), f"{name}: {line['output']}: {block}"
                for got, want in zip(numbers, exact):
                    assert abs(got - want) <= 1e-5 * abs(want) + 1e-300, f"{name}: {line['output']}: {got}, not {want}"


@case
def a_network_by_hand(folder):
    rows, path = os.path.join(folder, "rows.txt"), os.path.join(folder, "net.gradsheet")
    with open(rows, "w", encoding="utf-8") as file:
        file.write("0.5 -1 1\n2 0.25 0\n")
    run("new", "input 2 · dense 1 sigmoid", "--data", rows, "--loss", "half-mse", "--reduction", "sum", "--lr", "0.5",
        "-o", path)
    run("set", path, "W1[1,1]=0.3", "W1[2,1]=-0.2", "b1[1]=0.1", "-o", path)
    W, b = [0.3, -0.2], 0.1
    for one in trace(path, "--passes", "4"):
        got = values(one)
        assert got["W1"] == W and got["b1"] == [b], (got["W1"], W, got["b1"], b)
        x, t = [(0.5, -1.0), (2.0, 0.25)], (1.0, 0.0)
        a = [1 / (1 + math.exp(-(p * W[0] + q * W[1] + b))) for p, q in x]
        loss = sum((o - want) ** 2 for o, want in zip(a, t)) / 2
        dz = [(o - want) * o * (1 - o) for o, want in zip(a, t)]
        dW = [sum(d * row[i] for d, row in zip(dz, x)) for i in range(2)]
        for name, want in (("a1", a), ("L", [loss]), ("dz1", dz), ("dW1", dW), ("db1", [sum(dz)])):
            for one_got, one_want in zip(got[name], want):
                assert abs(one_got - one_want) <= 1e-14, (name, one_got, one_want)
        W, b = got["W1.next"], got["b1.next"][0]
        assert all(abs(w - (old - 0.5 * d)) < 1e-15 for w, old, d in zip(W, got["W1"], got["dW1"]))


@case
def all_gradients_are_asked_for(folder):
    plain, all_of_them = trace("mazur")[0], trace("mazur", "--all-gradients")[0]
    names = [{line["output"] for line in one["instructions"]} for one in (plain, all_of_them)]
    assert names[0] < names[1] and "dx" in names[1] - names[0]
    some, more = values(plain), values(all_of_them)
    assert all(more[name] == some[name] for name in some)


@case
def the_file_is_not_touched(folder):
    path = os.path.join(folder, "kept.gradsheet")
    run("train", "mazur", "--passes", "2", "-o", path)
    with open(path, "rb") as file:
        before = file.read()
    assert run("trace", path, "--passes", "3").stdout.startswith("Pass 3  loss ")
    with open(path, "rb") as file:
        assert file.read() == before


@case
def what_is_not_finite_is_json_too(folder):
    path = os.path.join(folder, "large.gradsheet")
    run("set", "mazur", "W1[1,1]=1e308", "x[1,1]=1e308", "-o", path)
    text = run("trace", path, "--json").stdout
    assert '"Infinity"' in text
    json.loads(text, parse_constant=lambda word: 1 / 0)  # a bare NaN or Infinity is no JSON
    assert "∞" in run("trace", path).stdout


@case
def refusals(folder):
    assert "at least 1" in run("trace", "mazur", "--passes", "0", status=2).stderr
    assert "at least 1" in run("trace", "mazur", "--passes", "-3", status=2).stderr
    assert "Usage" in run("trace", status=2).stderr
    assert "Usage" in run("trace", "mazur", "xor", status=2).stderr
    assert "nothing-here" in run("trace", "nothing-here", status=2).stderr


if __name__ == "__main__":
    sys.exit(main())
