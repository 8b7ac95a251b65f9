#!/usr/bin/env python3
"""Documents against the published schema: what the program writes passes, what is spoiled does not.

usage: test-schema.py GRADSHEET_CLI SOURCE_ROOT PRINT_FIELDS
"""
import copy
import json
import os
import subprocess
import sys
import tempfile

import jsonschema

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "generators"))
from schema import make_parts, read_fields

CLI, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
NETWORKS = os.path.join(ROOT, "lessons", "networks")
with open(os.path.join(ROOT, "docs", "gradsheet.schema.json"), encoding="utf-8") as file:
    SCHEMA = json.load(file)
jsonschema.Draft202012Validator.check_schema(SCHEMA)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

SPECS = [
    ["input 2 · dense 3 tanh as hidden · dense 1 sigmoid", "--loss", "bce", "--optimizer", "adam", "--l2", "0.1", "--half-l2"],
    ["input 2 · dense 3 leaky-relu 0.2 no-bias · dropout 0.3 · dense 2 softmax", "--loss", "kl", "--optimizer", "rmsprop", "--mu", "0.5"],
    ["input 1x6x6 · conv 2 3x2 relu stride 2x1 pad 1,0,1,0 · average-pool 2 same count-padding · flatten · dense 3 init normal 0 0.1",
     "--loss", "cross-entropy", "--long-chain", "--l1", "0.01", "--penalty-on", "all", "--optimizer", "adagrad"],
    ["input 3 · dense 2 frozen bias bias-init constant 0.5 · sigmoid · dense 300", "--optimizer", "nesterov", "--reduction", "sum",
     "--seed", "18446744073709551615", "--title", "A “title”"],
    ["input 2 · dense 3 step pass-through as h · dense 3 relu · add h as g · dense 2 from h · concatenate g h",
     "--optimizer", "adamw", "--epsilon-place", "uncorrected"],
]


def load(path):
    with open(path, encoding="utf-8") as text:
        return json.load(text)


def run(*arguments):
    return subprocess.run([CLI, *arguments], check=True, capture_output=True, encoding="utf-8").stdout


def written(folder):
    for number, spec in enumerate(SPECS):
        path = os.path.join(folder, f"{number}.gradsheet")
        run("new", *spec, "-o", path)
        yield path
        n_outputs = int(json.loads(run("info", path, "--json"))["layers"][-1]["shape"][-1])
        x = [f"x[1,{i}]=0.5" for i in range(1, int(spec[0].split()[1]) + 1)] if "1x6x6" not in spec[0] else \
            [f"x[1,1,{r},{c}]=0.5" for r in range(1, 7) for c in range(1, 7)]
        run("set", path, *x, "lr=0.05", *(f"t[1,{i}]={int(i == 1)}" for i in range(1, n_outputs + 1)), "-o", path)
        yield path
        run("set", path, "--pin", "L=0.25", "-o", path)
        yield path
        run("train", path, "--passes", "3", "-o", path)
        yield path
        run("train", path, "--passes", "2", "--seed", "9", "-o", path)
        yield path


def opened():
    """Hand-made documents of every kind: whatever the program opens is in the schema."""
    corpus = os.path.join(ROOT, "tests", "fuzz", "corpus", "document")
    for name in sorted(os.listdir(corpus)):
        path = os.path.join(corpus, name)
        if subprocess.run([CLI, "info", path], capture_output=True).returncode == 0:
            yield name, load(path)


def spoiled():
    good = load(os.path.join(NETWORKS, "mazur.gradsheet"))

    def change(function):
        document = copy.deepcopy(good)
        function(document)
        return document

    yield change(lambda d: d.pop("format"))
    yield change(lambda d: d.update(version=3))
    yield change(lambda d: d.update(colour="red"))
    yield change(lambda d: (d.update(version=1), d.pop("data")))
    yield change(lambda d: d.update(input=[2, 3]))
    yield change(lambda d: d["layers"][0].update(units=0))
    yield change(lambda d: d["layers"][0].update(kind="dens"))
    yield change(lambda d: d["layers"][0].update(kernel=[1, 1]))
    yield change(lambda d: d["layers"][0].update({"with": ["h"]}))
    yield change(lambda d: d["layers"].append({"kind": "add"}))
    yield change(lambda d: d["layers"].append({"kind": "add", "with": []}))
    yield change(lambda d: d["layers"].append({"kind": "dropout", "keep": 0}))
    yield change(lambda d: d["layers"][0].update(activation="zigzag"))
    yield change(lambda d: d["layers"].clear())
    yield change(lambda d: d["loss"].update(kind="error"))
    yield change(lambda d: d["optimizer"].update(speed=1))
    yield change(lambda d: d["optimizer"].update(mu=0.5))
    yield change(lambda d: d["optimizer"].update(kind="adam", decay=0.5))
    yield change(lambda d: d["layers"][0].update({"kernel-init": {"kind": "zeros", "a": 1}}))
    yield change(lambda d: d["layers"][0].update({"kernel-init": {"kind": "values"}}))
    yield change(lambda d: d["data"].update({"batch-size": 1, "batches": [[1]]}))
    yield change(lambda d: (d["data"].pop("batch-size", None), d["data"].update({"shuffle": True, "batches": [[1]]})))
    yield change(lambda d: d["data"].update({"shuffle": 1}))
    yield change(lambda d: d["state"].update(W1={"shape": [2, 2]}))
    yield change(lambda d: d.update(undo=[{"kind": "data", "place": {}}]))
    yield change(lambda d: d.update(seed=-1))


def main():
    cases = []
    for name in sorted(os.listdir(NETWORKS)):
        cases.append((f"ready-made {name}", load(os.path.join(NETWORKS, name)), True))
    cases += [(f"opened {name}", document, True) for name, document in opened()]
    assert len(cases) >= 17, "most of the corpus is opened"
    with tempfile.TemporaryDirectory() as folder:
        for number, path in enumerate(written(folder), 1):
            cases.append((f"written {number}", load(path), True))
    cases += [(f"spoiled {number}", document, False) for number, document in enumerate(spoiled(), 1)]
    print(f"1..{len(cases) + 1}")
    bad = 0
    for number, (name, document, valid) in enumerate(cases, 1):
        error = jsonschema.exceptions.best_match(VALIDATOR.iter_errors(document))
        fine = (error is None) == valid
        bad += not fine
        print(f"{'ok' if fine else 'not ok'} {number} - {name}")
        if not fine:
            print(f"# {error.json_path + ': ' + error.message[:300] if error else 'passed, but should not'}")
    stray = [name for name, part in make_parts(read_fields(sys.argv[3])).items() if SCHEMA["$defs"][name] != part]
    print(f"{'not ok' if stray else 'ok'} {len(cases) + 1} - layers and optimisers are those of the tables of fields")
    if stray:
        print(f"# the schema says otherwise of {' and '.join(stray)}: make docs")
    return 1 if bad or stray else 0


if __name__ == "__main__":
    sys.exit(main())
