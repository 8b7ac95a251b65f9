#!/usr/bin/env python3
"""Scripts that were exported compute every tensor that they name: NumPy's to 1e-12, PyTorch's to 1e-9.

usage: test-scripts.py CLI SOURCE_ROOT
"""
import contextlib
import io
import json
import keyword
import os
import runpy
import sys

import numpy as np
from cases import case, main
from cli import run
from oracle_documents import oracle_documents

NETWORKS = ["mazur", "welch", "xor", "logistic", "softmax3", "residual", "branches", "convnet", "convnetjs"]
SEED, N_RANDOM = 20261129, 40


def compute(document, folder, kind, *options):
    """The script's names with their values, and what it prints."""
    script = os.path.join(folder, "script.py")
    run("export", document, script, "--" + kind, *options)
    said = io.StringIO()
    with contextlib.redirect_stdout(said), np.errstate(all="ignore"):
        return runpy.run_path(script), said.getvalue()


def gradient_of(trace, name):
    prefix, _, letter = name.rpartition(".")
    gradient = f"{prefix}.d{letter}" if prefix else "d" + letter
    line = next(line for line in trace["instructions"] if line["output"] == gradient)
    return np.array(line["values"], float).reshape(line["shape"])


def compare(document, folder, kind, within):
    values, said = compute(document, folder, kind)
    trace = json.loads(run("trace", document, "--json").stdout)["passes"][0]
    n, own = 0, 0
    for line in trace["instructions"]:
        name = line["output"].replace(".", "_")
        name += "_" * keyword.iskeyword(name)
        if name not in values:
            assert kind == "torch" and line["phase"] == "backward", f"{name} is missing"
            continue
        got = values[name] if kind == "numpy" else values[name].detach().numpy()
        want = np.array(line["values"], float).reshape(line["shape"])
        assert np.shape(got) == want.shape, f"{name} has the shape {np.shape(got)}, not {want.shape}"
        off = np.abs(got - want) > within * np.abs(want) + 1e-12
        if line["output"].endswith(".step"):  # of a gradient that is rounding alone, a step is rounding enlarged
            off &= np.abs(gradient_of(trace, line["output"].removesuffix(".step"))) > 1e-6
        assert not np.any(off), f"{document} {name}: {np.asarray(got)[off][0]!r}, not {want[off][0]!r}"
        n += want.size
        own += line["phase"] == "backward"
    for name in [line["output"] for line in trace["instructions"] if line["output"].endswith(".next")]:
        assert f"{name} = " in said, name
    assert own > 0 or not any(line["phase"] == "backward" for line in trace["instructions"])
    return n


@case
def numpy_computes_every_ready_made_network(folder):
    for name in NETWORKS:
        print(f"# {name}: {compare(name, folder, 'numpy', 1e-12)} cells")


@case
def numpy_computes_the_largest_network_on_few_rows(folder):
    values, _ = compute("excelnet", folder, "numpy", "--rows", "1")
    assert values["W1_next"].shape == (20, 1, 5, 5) and 2 < float(values["L"]) < 3
    assert os.path.exists(os.path.join(folder, "script.npz"))


@case
def numpy_computes_random_networks(folder):
    document, n = os.path.join(folder, "random.gradsheet"), 0
    for _, content in oracle_documents(N_RANDOM, SEED):
        with open(document, "w", encoding="utf-8") as file:
            json.dump(content, file)
        n += compare(document, folder, "numpy", 1e-10)
    print(f"# {n} cells")


@case
def pinned_cells_are_held(folder):
    document = os.path.join(folder, "pinned.gradsheet")
    run("set", "mazur", "--pin", "a1[1,1]=0.5", "-o", document)
    assert compare(document, folder, "numpy", 1e-12) > 20


@case
def pytorch_finds_the_same_gradients(folder):
    """Optional: where it is installed."""
    try:
        import torch  # pylint: disable=import-outside-toplevel
    except ImportError:
        print("# optional: PyTorch is not installed (Debian: python3-torch)")
        return
    pinned = os.path.join(folder, "pinned.gradsheet")
    run("set", "mazur", "--pin", "a1[1,1]=0.5", "-o", pinned)
    for name in [*NETWORKS, pinned]:
        compare(name, folder, "torch", 1e-9)
        torch.set_grad_enabled(True)
    document = os.path.join(folder, "random.gradsheet")
    for what, content in oracle_documents(N_RANDOM, SEED):
        with open(document, "w", encoding="utf-8") as file:
            json.dump(content, file)
        if "step" not in what:
            compare(document, folder, "torch", 1e-9)
        torch.set_grad_enabled(True)


if __name__ == "__main__":
    sys.exit(main())
