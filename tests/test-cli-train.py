#!/usr/bin/env python3
"""Training on the command line and what it leaves in files: goals, interruptions, files that cannot be saved or opened.

usage: test-cli-train.py GRADSHEET_CLI SOURCE_ROOT
"""
import json
import math
import os
import re
import shutil
import signal
import stat
import subprocess
import sys

from cases import case, main
from cli import CLI, MAZUR, refuse, run


def read_log(path):
    with open(path, encoding="utf-8") as file:
        heading, *lines = file.read().splitlines()
    assert heading == "epoch,passes,loss,accuracy,test loss,test accuracy,validation loss,validation accuracy,seconds", heading
    return [[float(cell) if cell else None for cell in line.split(",")] for line in lines]


@case
def the_rate_follows_its_schedule(folder):
    path, out = os.path.join(folder, "s.gradsheet"), os.path.join(folder, "t.gradsheet")
    rows = os.path.join(folder, "s.csv")
    with open(rows, "w", encoding="utf-8") as file:
        file.write("1,2\n2,4\n3,6\n4,8\n")
    run("new", "input 1 · dense 1", "--data", rows, "--batch-size", "2", "--lr", "0.01", "--schedule", "step", "--step-every", "1",
        "--step-factor", "0.5", "--warm-up", "1", "-o", path)
    passes = json.loads(run("trace", path, "--passes", "6", "--json").stdout)["passes"]
    rates = [next(i["values"][0] for i in one["instructions"] if i["output"] == "lr.now") for one in passes]
    assert rates == [0.005, 0.01, 0.005, 0.005, 0.0025, 0.0025], rates
    why = run("explain", path, "lr.scheduled").stdout
    assert "lr × lr.taken.next" in why and "0.01 × 1" in why, why
    document = json.load(open(path, encoding="utf-8"))
    assert document["optimizer"] == {"kind": "sgd", "lr": 0.01, "schedule": "step", "step-every": 1, "step-factor": 0.5, "warm-up": 1}
    # Trained in two goes, saved between: as in one.
    run("train", path, "--passes", "3", "-o", out)
    run("train", out, "--passes", "3", "-o", out)
    run("train", path, "--passes", "6", "-o", path)
    assert json.load(open(path, encoding="utf-8"))["state"] == json.load(open(out, encoding="utf-8"))["state"]
    # Another one for a document that has none: its cells are what is said, whatever was there before.
    run("train", "xor", "--passes", "2", "--schedule", "cosine", "--cosine-epochs", "4", "--final-lr", "0.125", "-o", out)
    document = json.load(open(out, encoding="utf-8"))
    assert document["optimizer"]["schedule"] == "cosine" and document["state"]["lr.epochs"] == 4
    run("train", out, "--passes", "2", "--cosine-epochs", "6", "-o", out)
    assert json.load(open(out, encoding="utf-8"))["state"]["lr.epochs"] == 6
    refuse("new", "input 1 · dense 1", "--schedule", "cosine", "--step-every", "3", "-o", out, says="--schedule step")
    refuse("train", "xor", "--passes", "1", "--warm-up", "0", "-o", out, says="above 0")
    refuse("set", path, "pass=4", "-o", out, says="follows from the pass")


@case
def training_ends_at_a_goal(folder):
    path, out, log = (os.path.join(folder, name) for name in ("i.gradsheet", "o.gradsheet", "run.csv"))
    run("new", "input 4 · dense 6 tanh · dense 3", "--loss", "cross-entropy", "--optimizer", "adam", "--lr", "0.02", "--data", "iris",
        "--test-share", "0.3", "--split-seed", "5", "--scale", "standard", "--batch-size", "16", "-o", path)
    result = run("train", path, "--until", "test accuracy >= 93 % or 300 epochs", "--log", log, "-o", out)
    said = result.stdout
    lines, answer = read_log(log), json.loads(run("evaluate", out, "--json").stdout)
    # The first epoch that is good enough is the last; what is told of it is what evaluating gives.
    assert [line[0] for line in lines] == list(range(1, len(lines) + 1)) and len(lines) < 300
    assert all(line[5] < 0.93 for line in lines[:-1]) and lines[-1][5] >= 0.93
    assert lines[-1][4:6] == [answer["test"]["loss"], answer["test"]["accuracy"]], (lines[-1], answer)
    assert all(line[1] == 7 * line[0] and 0 <= line[3] <= 1 and line[2] > 0 for line in lines)
    assert f"Epoch {len(lines)}: the test accuracy is {100 * lines[-1][5]:.2f} %. {7 * len(lines)} passes done.\n" in said, said
    told = re.findall(r"^epoch +(\d+)  loss [\d.]+ +accuracy +[\d.]+ %  test loss [\d.]+ +test accuracy +[\d.]+ %  \d+ samples/s", result.stderr, re.M)
    assert told and int(told[-1]) == len(lines), result.stderr
    # The same passes without a goal, and with any number of threads, are the same document.
    for options in (["--epochs", str(len(lines))], ["--passes", str(7 * len(lines)), "--threads", "2"],
                    ["--until", f"epoch {len(lines)}", "--threads", "1"]):
        other = os.path.join(folder, "p.gradsheet")
        run("train", path, *options, "-o", other)
        with open(other, encoding="utf-8") as file, open(out, encoding="utf-8") as first:
            assert json.load(file)["state"] == json.load(first)["state"], options
    run("train", path, "--until", "test loss not better for 3 epochs", "--lr", "3", "--log", log, "-o", out)
    losses = [line[4] for line in read_log(log)]
    best = min(losses)
    assert losses.index(best) == len(losses) - 4, losses
    run("train", path, "--epochs", "1", "--optimizer", "sgd", "--lr", "0.5", "-o", out)
    with open(out, encoding="utf-8") as file:
        document = json.load(file)
    assert document["optimizer"]["kind"] == "sgd" and 0.5 in (document["optimizer"].get("lr"), document["state"].get("lr")), document["optimizer"]
    for options, says in [(["--until", "soon"], ["--until", "is no goal", "test accuracy >= 98 %"]), (["--until", "accuracy > 98"], "98 %"),
                          (["--until", "epoch 0"], "--until"), (["--epochs", "1", "--optimizer", "best"], "--optimizer"),
                          (["--epochs", "1", "--lr", "-1"], "--lr"), (["--epochs", "1", "--threads", "0"], "--threads"),
                          (["--epochs", "1", "--log", os.path.join(folder, "no", "run.csv")], "no")]:
        refuse("train", path, *options, "-o", out, says=says)
    refuse("train", "xor", "--until", "test loss < 1", "-o", out, says="kept apart")


@case
def what_is_trained_is_saved_when_one_interrupts(folder):
    out, same = os.path.join(folder, "o.gradsheet"), os.path.join(folder, "s.gradsheet")
    with subprocess.Popen([CLI, "train", "xor", "--until", "loss < 1e-300", "-o", out], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr.readline().startswith("epoch ")
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[0]
        assert process.returncode == 130, (process.returncode, said)
    with open(out, encoding="utf-8") as file:
        saved = json.load(file)
    passes = saved["place"]["pass"] - 1
    assert f"Stopped after {passes} passes" in said, said
    run("train", "xor", "--passes", str(passes), "-o", same)
    with open(same, encoding="utf-8") as file:
        assert json.load(file)["state"] == saved["state"]


@case
def bad_files(folder):
    path = os.path.join(folder, "bad.gradsheet")
    with open(MAZUR, encoding="utf-8") as file:
        good = file.read()
    spoiled = [(good[:300], "line"), (good + "x", "behind"), ("", "ends too early"), ("[1]", "gradsheet"),
               (good.replace('"version": 2', '"version": 9'), "newer"),
               (good.replace('"units": 2', '"units": 3', 1), "state.W1"),
               (good.replace('"units"', '"unts"', 1), ["layers[1]", "units"]),
               (good.replace("0.15", "NaN"), "line"), (good.replace("0.15", "1e999"), "too large"),
               (good.replace('"seed": 1', '"seed": 1, "seed": 2'), "twice"),
               (good.replace('"kind": "dense"', '"kind": "dens"', 1), "dense"),
               (good.replace('"units": 2', '"units": 2000000000', 1), "bad.gradsheet"),
               (good.replace("[0.01, 0.99]", "[0.01]"), "targets")]
    for text, says in spoiled:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        refuse("info", path, says=says)
    refuse("info", os.path.join(folder, "none.gradsheet"), says="none.gradsheet")
    refuse("info", folder, says="read")


@case
def nothing_is_lost_or_half_written(folder):
    path = os.path.join(folder, "keep.gradsheet")
    run("set", MAZUR, "lr=0.1", "-o", path)
    with open(path, encoding="utf-8") as file:
        before = file.read()
    refuse("set", path, "lr=0.2", "W1[1,1]=abc", "-o", path, says="abc")
    refuse("train", path, "--passes", "0", "-o", path, says="--passes")
    refuse("train", path, "--passes", "5", "--epochs", "5", "-o", path, says="one of the two")
    refuse("set", path, "lr=0.2", "-o", os.path.join(folder, "no", "such", "folder.gradsheet"), says="not saved")
    with open(path, encoding="utf-8") as file:
        assert file.read() == before
    if os.geteuid() != 0:
        os.chmod(folder, stat.S_IRUSR | stat.S_IXUSR)
        refuse("set", path, "lr=0.3", "-o", path, says="not saved")
        os.chmod(folder, stat.S_IRWXU)
    assert sorted(os.listdir(folder)) == ["keep.gradsheet"]


@case
def blow_up_stops_at_the_cell(folder):
    hot, out = os.path.join(folder, "hot.gradsheet"), os.path.join(folder, "out.gradsheet")
    run("new", "input 2 · dense 3 · dense 1", "--loss", "mse", "--lr", "1e300", "-o", hot)
    run("set", hot, "x[1,1]=1", "x[1,2]=2", "t[1,1]=3", "-o", hot)
    refuse("train", hot, "--passes", "50", "-o", out, says=["Stopped in pass", "[", "smaller learning rate"])
    assert not os.path.exists(out)
    passes = json.loads(run("trace", hot, "--passes", "4", "--json").stdout)["passes"]
    assert passes[-1]["loss"] in ("NaN", "Infinity") or math.isfinite(passes[-1]["loss"])


@case
def what_is_saved_can_be_opened(folder):
    """A pin on a tensor that is there because of another pin; one weight more than a document holds."""
    held, gate = os.path.join(folder, "held.gradsheet"), os.path.join(folder, "gate.gradsheet")
    run("set", MAZUR, "--pin", "a1[1,1]=0.5", "-o", held)
    run("set", held, "--pin", "da1.free[1,2]=0.1", "-o", gate)
    pins = json.load(open(gate))["pins"]
    assert [pin["tensor"] for pin in pins] == ["a1", "da1.free"], pins
    run("info", gate)
    large = os.path.join(folder, "large.gradsheet")
    refuse("new", "input 8192 · dense 8192 no-bias", "-o", large, says=["67108865 numbers", "smaller layers"])
    assert not os.path.exists(large)


@case
def a_file_that_changed_meanwhile_is_not_saved_over(folder):
    path = os.path.join(folder, "mine.gradsheet")
    shutil.copy(MAZUR, path)
    with subprocess.Popen([CLI, "train", path, "--passes", "300000", "-o", path], stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"}) as training:
        # It has read the file when it has computed for a while.
        while training.poll() is None:
            with open(f"/proc/{training.pid}/stat", encoding="ascii") as file:
                if int(file.read().rsplit(")", 1)[1].split()[11]) >= 10:
                    break
        assert training.poll() is None, "it was too fast"
        with open(path, "w", encoding="utf-8") as file:
            file.write("written by another")
        says = training.communicate(timeout=120)[1]
    assert training.returncode == 2 and "another program has changed the file" in says, (training.returncode, says)
    with open(path, encoding="utf-8") as file:
        assert file.read() == "written by another"


if __name__ == "__main__":
    sys.exit(main())
