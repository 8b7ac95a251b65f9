#!/usr/bin/env python3
"""The command line as people use it: real files, real output, real exit status.

usage: test-cli.py GRADSHEET_CLI SOURCE_ROOT
"""
import base64
import difflib
import json
import math
import os
import pty
import re
import shutil
import signal
import stat
import struct
import subprocess
import sys
import tempfile
import zlib

CLI, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
NETWORKS = os.path.join(ROOT, "lessons", "networks")
MAZUR = os.path.join(NETWORKS, "mazur.gradsheet")
COMMANDS = ["tour", "new", "info", "trace", "explain", "set", "train", "predict", "check", "render", "lesson", "data",
            "evaluate"]
CASES = []


def case(function):
    CASES.append(function)
    return function


def run(*arguments, status=0, environment=None, folder=None, input=None):
    result = subprocess.run([CLI, *arguments], capture_output=True, text=True, encoding="utf-8", cwd=folder, input=input,
                            env={**os.environ, "LC_ALL": "C.UTF-8", **(environment or {})}, timeout=120)
    assert result.returncode == status, (arguments, result.returncode, result.stdout[-500:], result.stderr)
    assert "CRITICAL" not in result.stderr and "WARNING" not in result.stderr, result.stderr
    return result


def refuse(*arguments, says, **options):
    result = run(*arguments, status=2, **options)
    for text in [says] if isinstance(says, str) else says:
        assert text in result.stderr, f"{arguments}: no “{text}” in: {result.stderr}"
    return result


def close(got, want, digits):
    assert abs(got - want) <= 0.5001 * 10.0 ** -digits, (got, want)


def values(instructions, name):
    return next(i for i in instructions if i["output"] == name)["values"]


@case
def help_everywhere(folder):
    text = run("--help").stdout
    for command in COMMANDS:
        assert f"\n  {command} " in text, command
        own = run(command, "--help").stdout
        assert "Usage:" in own and "Example" in own, command
    assert run("--version").stdout.startswith("gradsheet-cli 0.")
    run(status=2)


@case
def the_list_of_commands_is_whole(folder):
    listed = [line.split()[0] for line in run("--help").stdout.splitlines() if line.startswith("  ")]
    assert sorted(listed) == sorted(COMMANDS), listed
    assert run("help", "train").stdout == run("train", "--help").stdout


@case
def unknown_words_are_answered_with_the_nearest(folder):
    refuse("trian", says="did you mean “train”?")
    refuse("info", "mazur", "--jsn", says="“--jsn”; did you mean “--json”?")
    refuse("new", "input 2 · dense 1", "--optimiser=adam", "-o", "-", says="“--optimiser”; did you mean “--optimizer”?")
    assert "did you mean" not in refuse("tour", "--json", says="“--json”").stderr
    for name in ["xo", "xo.gradsheet"]:
        for command in [["tour", name], ["info", name]]:
            refuse(*command, says=[f"“{name}”; did you mean “xor”?", "convnet, convnetjs, excelnet"], folder=folder)
    assert "did you mean" not in refuse("info", "qqqqqqqq", says="“qqqqqqqq”.").stderr
    refuse("info", "no/xor", says="No such file", folder=folder)
    refuse("explain", MAZUR, "W9[1,1]", says="W9")
    refuse("explain", MAZUR, "dW2[1,9]", says="2×2")


@case
def mazurs_published_numbers(folder):
    passes = json.loads(run("trace", MAZUR, "--passes", "2", "--json").stdout)["passes"]
    close(passes[0]["loss"], 0.298371109, 9)
    close(passes[1]["loss"], 0.291027774, 9)
    lines = passes[0]["instructions"]
    close(values(lines, "a2")[0], 0.75136507, 8)
    close(values(lines, "a2")[1], 0.772928465, 9)
    close(values(lines, "dW2")[0], 0.082167041, 9)
    close(values(lines, "W1.next")[0], 0.149780716, 9)
    close(values(lines, "W2.next")[3], 0.561370121, 9)
    assert [line["phase"] for line in lines] == sorted(
        (line["phase"] for line in lines), key=["forward", "loss", "backward", "update"].index)
    assert passes[0]["leaves"]["W1"] == {"shape": [2, 2], "values": [0.15, 0.25, 0.2, 0.3]}
    assert passes[1]["leaves"]["W1"]["values"] == values(lines, "W1.next")
    assert passes[0]["leaves"]["lr"] == {"shape": [], "values": [0.5]}


@case
def mazurs_outputs_are_predicted(folder):
    answer = json.loads(run("predict", MAZUR, "0.05, 0.10", "--json").stdout)["output"]
    close(answer[0][0], 0.75136507, 8)
    close(answer[0][1], 0.772928465, 9)
    trained = os.path.join(folder, "trained.gradsheet")
    assert "1 pass, loss of the last 0.2983711088\n" == run("train", MAZUR, "--passes", "1", "-o", trained).stdout
    after = json.loads(run("trace", trained, "--json").stdout)["passes"][0]
    close(after["loss"], 0.291027774, 9)
    answer = json.loads(run("predict", trained, "0.05 0.10", "--json").stdout)["output"]
    assert answer[0] == values(after["instructions"], "a2")


@case
def trace_with_all_gradients(folder):
    lines = json.loads(run("trace", MAZUR, "--json", "--all-gradients").stdout)["passes"][0]["instructions"]
    names = [line["output"] for line in lines]
    assert "dx" in names and "db1" in names
    plain = json.loads(run("trace", MAZUR, "--json").stdout)["passes"][0]["instructions"]
    assert "dx" not in [line["output"] for line in plain]
    assert "z1[b,o] = sum(i: x[b,i] × W1[i,o]) + b1[o]" in run("trace", MAZUR).stdout


@case
def explain(folder):
    text = run("explain", MAZUR, "dW2[1,1]").stdout
    assert "dL/dW2[1,1] = 0.082167" in text and "a1[1,1] × dz2[1,1]" in text, text
    answer = json.loads(run("explain", MAZUR, "dL/dW2[1,1]", "--json").stdout)
    assert answer["precedents"] == ["a1[1,1]", "dz2[1,1]"], answer
    assert answer["dependents"] == ["W2.next[1,1]"]
    left, right = answer["numbers"].split(" × ")
    assert float(left) * float(right) == answer["value"]
    assert "a parameter" in run("explain", MAZUR, "W1[1,1]").stdout


@case
def explain_says_how_to_get_a_gradient_that_is_not_computed(folder):
    for cell in ["db1[1]", "dL/db1[1]", "dx[1,2]", "db1[7]"]:
        refuse("explain", MAZUR, cell, says=[cell, "--all-gradients"])
    assert "dL/db1[2] = 0.00995425" in run("explain", MAZUR, "db1[2]", "--all-gradients").stdout
    for cell in ["dq[1]", "q[1]", "dW1[9,9]"]:
        assert "--all-gradients" not in refuse("explain", MAZUR, cell, says="").stderr, cell
    assert "--all-gradients" not in refuse("explain", MAZUR, "db1[7]", "--all-gradients", says="2").stderr


@case
def no_result_hides_a_ready_made_network(folder):
    for command in [["set", "mazur", "lr=0.25"], ["train", "mazur", "--passes", "1"], ["new", "input 2 · dense 1"]]:
        refuse(*command, "-o", "mazur", says=["hide the ready-made network mazur", "-o mazur.gradsheet"], folder=folder)
        assert os.listdir(folder) == []
    run("set", "mazur", "lr=0.25", "-o", "mazur.gradsheet", folder=folder)
    assert json.loads(run("info", "mazur", "--json", folder=folder).stdout)["title"].startswith("A step")
    # What is there already is the person's own: it is read before the ready-made one, and written again.
    os.rename(os.path.join(folder, "mazur.gradsheet"), os.path.join(folder, "mazur"))
    run("set", "mazur", "W1[1,1]=0.75", "-o", "mazur", folder=folder)
    leaves = json.loads(run("trace", "mazur", "--json", folder=folder).stdout)["passes"][0]["leaves"]
    assert leaves["lr"]["values"] == [0.25] and leaves["W1"]["values"][0] == 0.75
    run("set", "mazur", "lr=0.1", "-o", "free-name", folder=folder)
    assert sorted(os.listdir(folder)) == ["free-name", "mazur"]


@case
def hints_can_be_typed_as_they_are(folder):
    spaced = os.path.join(folder, "two words")
    os.symlink(os.path.dirname(CLI), spaced)
    for program in [CLI, os.path.join(spaced, os.path.basename(CLI))]:
        text = subprocess.run([program, "tour"], capture_output=True, text=True, encoding="utf-8", check=True,
                              env={**os.environ, "LC_ALL": "C.UTF-8"}, timeout=120).stdout
        hints = [line.split(":", 1)[1].strip() for line in text.splitlines()[-3:]]
        assert len(hints) == 3 and all("tour xor" in hint or "explain" in hint or "--help" in hint for hint in hints), hints
        for hint in hints:
            result = subprocess.run(["sh", "-c", hint], capture_output=True, timeout=120, check=False)
            assert result.returncode == 0 and result.stdout, (hint, result)
    environment = {**os.environ, "PATH": os.path.dirname(CLI) + ":" + os.environ["PATH"]}
    by_name = subprocess.run(["sh", "-c", os.path.basename(CLI) + " tour"], capture_output=True, text=True,
                             encoding="utf-8", env=environment, check=True, timeout=120).stdout
    assert by_name.splitlines()[-1].endswith(" gradsheet-cli --help"), by_name[-200:]


@case
def a_missing_folder_is_called_so(folder):
    missing, file = os.path.join(folder, "none"), os.path.join(folder, "file")
    with open(file, "w", encoding="utf-8"):
        pass
    for name, why in [(missing, "does not exist"), (file, "is a file")]:
        for ending in ["png", "svg", "pdf"]:
            refuse("render", MAZUR, os.path.join(name, "x." + ending), says=["the folder " + name, why])
        for command in [["set", MAZUR, "lr=1"], ["train", MAZUR, "--passes", "1"], ["new", "input 2 · dense 1"]]:
            refuse(*command, "-o", os.path.join(name, "x.gradsheet"), says=["not saved", "the folder " + name, why])
    assert os.listdir(folder) == ["file"]


@case
def new_info_train_predict(folder):
    path = os.path.join(folder, "mine.gradsheet")
    rows = os.path.join(folder, "rows.csv")
    with open(rows, "w", encoding="utf-8") as file:
        file.write("# two inputs, one target\n0,0,0\n0,1,1\n1, 0, 1\n\n1 ,1 ,0\n")
    result = run("new", "input 2 · dense 8 tanh · dense 1 sigmoid", "--loss", "bce", "--optimizer", "adam", "--seed", "7",
                 "--data", rows, "--lr", "1/20", "--batch-size", "4", "-o", path)
    assert result.stderr == ""
    info = json.loads(run("info", path, "--json").stdout)
    assert info["parameters"] == 2 * 8 + 8 + 8 + 1 and info["optimizer"] == "adam" and info["rows"] == 4
    assert info["program"][0]["formula"] == "z1[b,o] = sum(i: x[b,i] × W1[i,o]) + b1[o]"
    assert info["program"][-1]["phase"] == "commit"
    assert "dense" in run("info", path).stdout
    trained = os.path.join(folder, "trained.gradsheet")
    run("train", path, "--epochs", "300", "-o", trained)
    for line in ["0 0", "0 1", "1 0", "1 1"]:
        output = json.loads(run("predict", trained, line, "--json").stdout)["output"]
        want = float(line[0] != line[2])
        assert abs(output[0][0] - want) < 0.1, (line, output)
    again = os.path.join(folder, "again.gradsheet")
    run("train", path, "--passes", "300", "--seed", "7", "-o", again)
    first, second = (json.loads(run("trace", name, "--json").stdout) for name in (trained, again))
    assert first == second


@case
def every_way_to_separate_layers(folder):
    specs = ["input 1x6x6 · conv 2 3x3 relu same stride 2x1 · max-pool 2 · flatten · dense 3",
             "input 1x6x6 | conv 2 3x3 relu same stride 2x1 | max-pool 2 | flatten | dense 3",
             "input 1x6x6, conv 2 3x3 relu same stride 2x1, max-pool 2, flatten, dense 3"]
    answers = []
    for spec in specs:
        path = os.path.join(folder, "spec.gradsheet")
        run("new", spec, "--loss", "cross-entropy", "-o", path)
        answers.append(json.loads(run("info", path, "--json").stdout))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["layers"][0]["shape"] == [2, 3, 6]


@case
def everything_a_network_has_can_be_said(folder):
    path = os.path.join(folder, "all.gradsheet")
    run("new", "input 2 · dense 3 tanh · dense 2 softmax", "--loss", "cross-entropy", "--reduction", "sum",
        "--long-chain", "--l1", "0.01", "--l2", "0.02", "--half-l2", "--penalty-on", "all", "--optimizer", "rmsprop",
        "--lr", "0.5", "--mu", "0.25", "--rho", "0.75", "--epsilon", "1e-3", "--epsilon-place", "inside",
        "--title", "T", "--notes", "N", "--seed", "18446744073709551615", "--all-gradients", "--data", "-", "-o", path,
        input="0,0,1,0\n")
    trace = json.loads(run("trace", path, "--json").stdout)["passes"][0]
    for name, value in {"lr": 0.5, "mu": 0.25, "rho": 0.75, "epsilon": 1e-3, "lambda.l1": 0.01, "lambda.l2": 0.02}.items():
        assert trace["leaves"][name]["values"] == [value], name
    names = {line["output"]: line["formula"] for line in trace["instructions"]}
    assert {"dx", "b1.l1", "b1.l2", "W1.m.next", "dz2.shift"} <= set(names), names
    assert "W1.s.next[i,o] + epsilon" in names["W1.step"], names["W1.step"]
    assert "lambda.l2 / 2" in names["W1.l2"], names["W1.l2"]
    info = json.loads(run("info", path, "--json").stdout)
    assert info["title"] == "T" and info["reduction"] == "sum" and info["seed"] == 18446744073709551615
    for kind, options in {"adamw": ["--beta1", "0.5", "--beta2", "0.25", "--decay", "0.125"],
                          "adagrad": ["--initial-accumulator", "0.5"], "nesterov": ["--mu", "0.5"]}.items():
        run("new", "input 2 · dense 1", "--optimizer", kind, *options, "--data", "-", "-o", path, input="0,0,1\n")
        leaves = json.loads(run("trace", path, "--json").stdout)["passes"][0]["leaves"]
        for option, value in zip(options[0::2], options[1::2]):
            name = "W1.s" if option == "--initial-accumulator" else option[2:]
            assert leaves[name]["values"][0] == float(value), (kind, option)


@case
def options_that_would_be_lost_are_refused(folder):
    out, line = os.path.join(folder, "out.gradsheet"), "input 2 · dense 1"
    for options, says in [(["--beta1", "0.5"], ["--beta1", "sgd", "adam"]), (["--mu", "0.5"], ["--mu", "momentum"]),
                          (["--optimizer", "adam", "--decay", "1"], ["--decay", "adamw"]),
                          (["--epsilon-place", "inside"], "--epsilon-place"), (["--half-l2"], "--l2 NUMBER"),
                          (["--penalty-on", "all"], "--l1 NUMBER"), (["--penalty-scope", "al"], "--l1 NUMBER"),
                          (["--penalty-scope", "al", "--l2", "1"], "“all”"), (["--optimizer", "adm"], "“adam”"),
                          (["--reduction", "man"], "“mean”"), (["--l1", "-1"], "-1"), (["--seed", "-1"], "--seed"),
                          (["--batch-size", "-1"], "--batch-size"), (["--batch-size", "0"], "at least 1 row")]:
        refuse("new", line, *options, "-o", out, says=says)
    refuse("new", "input 2 · dense 1 tanh relu", "-o", out, says="said twice")
    assert not os.path.exists(out)


@case
def files_of_rows(folder):
    out, rows = os.path.join(folder, "out.gradsheet"), os.path.join(folder, "rows.csv")

    def new(text, says=None):
        with open(rows, "wb") as file:
            file.write(text)
        arguments = ["new", "input 2 · dense 1", "--data", rows, "-o", out]
        return run(*arguments) if says is None else refuse(*arguments, says=says)

    for text in [b"1.5,-2,0.25\n", b"\xef\xbb\xbf1.5;-2;1/4\r\n", b"1,5;-2;0,25", b"1,5\t-2\t0,25\n",
                 b"  1.5   -2 .25 \n\n", b"# x1, x2, t\n3/2, -2, 2.5e-1\n",
                 b"1.5 -2 .25 # the only row\n \t# the end"]:
        new(text)
        leaves = json.loads(run("trace", out, "--json").stdout)["passes"][0]["leaves"]
        assert leaves["x"]["values"] == [1.5, -2] and leaves["t"]["values"] == [0.25], text
    assert run("new", "input 2 · dense 1", "--data", "-", "-o", out, input="a;b;t\r1,5;2;3\r").stdout == \
        "-: 3 columns separated by semicolons, decimal comma, first line is a heading\n"
    os.remove(out)
    for text, says in [(b"1,,2,3\n", ["rows.csv, line 1", "column 2: the cell is empty"]),
                       (b"1,2,3\n1,2,\n", ["line 2, column 3", "empty"]), (b"1,2\n", "2 columns"), (b"1,2,3,4\n", "4 columns"),
                       (b"a,b,c\n", ["line 1", "“a”"]), (b"1,2,nan\n", "finite"), (b"1,2,1e999\n", ["column 3", "too large"]),
                       (b"", "no rows"), (b"#\n", "no rows"), (b"\xff\xfe1\x00,\x002", ["byte 4 is zero", "UTF-8"]),
                       (b"0,0,0\n0;1;1\n", "line 2"), (b"1,234\t0.5\t1", ["column 2", "decimal signs"]),
                       (b"1,2,3\n\x004,5,6\n", ["rows.csv", "byte 7 is zero"])]:
        new(text, says)
    refuse("new", "input 2 · dense 1", "--data", rows + "x", "-o", out, says=["--data", "rows.csvx"])
    assert os.listdir(folder) == ["rows.csv"]
    assert "no rows yet" in run("new", "input 2 · dense 1", "-o", out).stderr


@case
def a_document_without_rows_asks_for_some(folder):
    path, out = os.path.join(folder, "none.gradsheet"), os.path.join(folder, "some.gradsheet")
    run("new", "input 2 · dense 1", "--batch-size", "4", "-o", path)
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    assert document["data"] == {"batch-size": 4} and document["version"] == 2, document
    for command in [["trace", path], ["explain", path, "z1[1,1]"], ["tour", path], ["check", path],
                    ["train", path, "--passes", "1", "-o", out]]:
        refuse(*command, says=["no rows yet", "Paste some"])
    refuse("set", path, "x[1,1]=1", "-o", out, says=["a row needs all of its numbers", "2 inputs and 1 targets"])
    assert not os.path.exists(out)
    assert json.loads(run("info", path, "--json").stdout)["rows"] == 0
    assert run("predict", path, "1,2").returncode == 0
    run("render", path, os.path.join(folder, "none.png"))
    run("set", path, "lr=0.5", "-o", path)
    run("set", path, "x[1,1]=1", "x[1,2]=2", "t[1,1]=3", "-o", out)
    leaves = json.loads(run("trace", out, "--json").stdout)["passes"][0]["leaves"]
    assert leaves["x"]["values"] == [1, 2] and leaves["t"]["values"] == [3] and leaves["lr"]["values"] == [0.5]


@case
def names_go_with_the_data(folder):
    path, rows = os.path.join(folder, "marks.gradsheet"), os.path.join(folder, "marks.csv")
    with open(rows, "w", encoding="utf-8") as file:
        file.write("who;sleep;study;score\nAda;7,5;3;61\nBen;8;2;70\n")
    run("new", "input 2 · dense 2 tanh · dense 1", "--data", rows, "-o", path)
    text, info = run("info", path).stdout, json.loads(run("info", path, "--json").stdout)
    assert "Inputs     sleep, study\n" in text and "Targets    score\n" in text, text
    assert info["features"] == ["sleep", "study"] and info["targets"] == ["score"] and info["row-names"] == ["Ada", "Ben"]
    assert run("explain", path, 'x[1,"sleep"]').stdout.startswith('x[1,"sleep"] = 7.5\n')
    assert run("explain", path, "x[1,1]").stdout == run("explain", path, 'x[ 1, "sleep" ]').stdout
    assert 'W1["study",2]' in run("explain", path, "W1[2,2]").stdout
    refuse("explain", path, 'x[1,"slep"]', says="did you mean “sleep”?")
    refuse("explain", path, 'x["Ada",1]', says=["“Ada”", "write a number"])
    refuse("explain", path, 'x[1,"sleep', says="not a cell")
    run("set", path, 'x[2,"study"]=4', "-o", path)
    assert json.loads(run("trace", path, "--json").stdout)["passes"][0]["leaves"]["x"]["values"] == [7.5, 3, 8, 4]
    assert json.loads(run("info", path, "--json").stdout)["features"] == ["sleep", "study"]
    assert "score" in run("predict", path, "7 3").stdout
    assert 'x[1,"sleep"] × W1["sleep",1]' in run("explain", path, "z1[1,1]").stdout
    assert json.loads(run("explain", path, "z1[1,1]", "--json").stdout)["cell"] == "z1[1,1]"
    # Rows of answers are told by name, with and without targets; columns in another order are no other numbers.
    for text in ["who,sleep,study\nCleo,7,3\n\"Doe, D\",1,2\n", "who,sleep,study,score\nCleo,7,3,1\n\"Doe, D\",1,2,1\n"]:
        lines = run("predict", path, "--data", "-", input=text).stdout.splitlines()
        assert lines[0] == "name,score" and lines[1].startswith("Cleo,") and lines[2].startswith('"Doe, D",'), lines
    assert run("predict", path, "--data", "-", input="7,3\n").stdout.startswith("score\n")
    refuse("predict", path, "--data", "-", input="study,sleep\n3,7\n", says=["line 1", "same order"])


@case
def classes_are_told_by_name(folder):
    path, rows = os.path.join(folder, "irises.gradsheet"), os.path.join(folder, "irises.csv")
    with open(rows, "w", encoding="utf-8") as file:
        file.write("length,kind\n5.1,virginica\n4.9,setosa\n4.7,versicolor\n")
    said = run("new", "input 1 · dense 3", "--loss", "cross-entropy", "--data", rows, "-o", path).stdout
    assert "the last column is the class (setosa, versicolor, virginica)" in said, said
    answer = json.loads(run("predict", path, "5", "--json").stdout)
    best = answer["names"][answer["output"].index(max(answer["output"]))]
    assert answer["names"] == ["setosa", "versicolor", "virginica"] and answer["class"] == best
    lines = run("predict", path, "5").stdout.splitlines()
    assert [line.split()[0] for line in lines[1:4]] == answer["names"] and lines[4] == best, lines
    refuse("new", "input 1 · dense 2", "--loss", "cross-entropy", "--data", rows, "-o", path, says=["3 different words", "2 outputs"])
    for loss, text, says in [("bce", "1,0\n2,2\n", ["line 2, column 2", "between 0 and 1"]),
                             ("cross-entropy", "1,0,1\n2,0,0\n", ["line 2", "all targets are 0"])]:
        with open(rows, "w", encoding="utf-8") as file:
            file.write(text)
        refuse("new", f"input 1 · dense {text.splitlines()[0].count(',')}", "--loss", loss, "--data", rows, "-o", path, says=says)


@case
def targets_that_do_not_fit_are_warned_of(folder):
    bce, classes = os.path.join(folder, "bce.gradsheet"), os.path.join(folder, "classes.gradsheet")
    run("new", "input 1 · dense 1", "--loss", "bce", "--data", "-", "-o", bce, input="1 0\n2 1\n")
    run("new", "input 1 · dense 2", "--loss", "cross-entropy", "--data", "-", "-o", classes, input="1 0 1\n2 1 0\n")
    assert "t[2,1]: the target 2 does not lie between 0 and 1" in run("set", bce, "t[2,1]=2", "-o", bce).stderr
    assert run("set", bce, "t[2,1]=0,5,5", "x[1,1]=7", "-o", bce, environment={"LC_ALL": "C.UTF-8"}, status=2).stdout == ""
    assert run("set", bce, "t[2,1]=0.5", "x[1,1]=7", "-o", bce).stderr == ""
    assert "all targets are 0" in run("set", classes, "t[1,2]=0", "-o", classes).stderr
    assert run("set", classes, "t[1,2]=0", "t[1,1]=1", "-o", classes).stderr == ""
    assert "is negative" in run("set", classes, "t[1,2]=-1", "-o", classes).stderr


@case
def data_are_listed_made_and_looked_into(folder):
    rows = os.path.join(folder, "rows.csv")
    listed = json.loads(run("data", "list", "--json").stdout)
    assert {"circle", "xor", "gaussians", "spiral", "moons", "blobs", "plane", "multi-gaussian", "curve", "iris",
            "digits8"} == {line["name"] for line in listed}
    assert all(line["name"] in run("data", "list").stdout for line in listed)
    for line in listed:
        if line["kind"] == "made":
            more = ["--curve", "x^2/4 - 2"] if line["name"] == "curve" else []
            run("data", "make", line["name"], "--rows", "60", "--noise", "0.1", "--seed", "1", *more, "-o", rows)
            with open(rows, encoding="utf-8") as file:
                lines = file.read().splitlines()
            assert len(lines) == 61 and lines[0].startswith("x1,x2,") and all(len(l.split(",")) == 3 for l in lines)
            if line["name"] not in ("plane", "multi-gaussian"):
                assert {l.split(",")[2] for l in lines[1:]} <= {"0", "1", "2"}
            assert run("data", "make", line["name"], "--rows", "60", "--noise", "0.1", "--seed", "1", *more).stdout.splitlines() == lines
    info = json.loads(run("data", "info", "iris", "--json").stdout)
    assert info["rows"] == 150 and info["columns"][4]["words"] == ["setosa", "versicolor", "virginica"]
    assert len(info["sha256"]) == 64 and abs(info["columns"][0]["mean"] - 5.843333) < 1e-5
    assert "3 words: setosa, versicolor, virginica" in run("data", "info", "iris").stdout
    assert run("data", "preview", "digits8", "--rows", "2").stdout.count("\n") == 6
    refuse("data", "make", "circel", says="circel")
    refuse("data", "make", "circle", "--noise", "2", says="between 0 and 1")
    refuse("data", "make", "circle", "--rows", "-1", says="1 to 1000000")
    refuse("data", "make", "circle", "-o", os.path.join(folder, "no", "rows.csv"), says="does not exist")
    refuse("data", "info", "circel", says="did you mean “circle”?")
    refuse("data", "preview", os.path.join(folder, "none.csv"), says="none.csv")


@case
def networks_are_evaluated(folder):
    path, rows, out = (os.path.join(folder, name) for name in ("n.gradsheet", "rows.csv", "out.csv"))
    run("data", "make", "gaussians", "--rows", "200", "--seed", "3", "-o", rows)
    run("new", "input 2 · dense 1", "--loss", "bce", "--lr", "0.5", "--data", rows, "-o", path)
    run("train", path, "--epochs", "100", "-o", path)
    text, answer = run("evaluate", path).stdout, json.loads(run("evaluate", path, "--json").stdout)
    assert f"accuracy {100 * answer['accuracy']:.2f} %\n" in text and answer["accuracy"] > 0.97, text
    assert sum(map(sum, answer["confusion"])) == answer["rows"] == 200
    assert answer["confusion"][0][0] + answer["confusion"][1][1] == answer["right"] == round(200 * answer["accuracy"])
    last = json.loads(run("trace", path, "--json").stdout)["passes"][0]["loss"]
    assert abs(last - answer["loss"]) < 1e-12, (last, answer["loss"])
    assert json.loads(run("evaluate", path, "--json", "--data", rows).stdout) == answer
    other = json.loads(run("evaluate", path, "--json", "--data", "gaussians:rows=1000,seed=4").stdout)
    assert other["rows"] == 1000 and other["accuracy"] > 0.95
    run("predict", path, "--data", rows, "-o", out)
    with open(out, encoding="utf-8") as file:
        lines = [line.split(",") for line in file.read().splitlines()]
    assert lines[0] == ["probability", "class"] and len(lines) == 201
    with open(rows, encoding="utf-8") as file:
        true = [line.split(",") for line in file.read().splitlines()[1:]]
    assert sum(line[1] == row[2] for line, row in zip(lines[1:], true)) == answer["right"]
    first = json.loads(run("predict", path, f"{true[0][0]} {true[0][1]}", "--json").stdout)["output"]
    assert abs(first[0][0] - float(lines[1][0])) < 1e-15, (first, lines[1])
    only = run("predict", path, "--data", "-", input="".join(f"{a};{b}\n" for a, b, _ in true)).stdout
    assert only.splitlines() == [",".join(line) for line in lines]
    run("new", "input 4 · dense 3", "--loss", "cross-entropy", "--data", "iris", "-o", path)
    assert run("predict", path, "--data", "iris").stdout.startswith("setosa,versicolor,virginica,class\n")
    assert json.loads(run("evaluate", path, "--json").stdout)["classes"] == ["setosa", "versicolor", "virginica"]
    run("new", "input 2 · dense 4 · dropout 0.5 · dense 1", "--data", "plane:rows=130", "-o", path)
    once = json.loads(run("evaluate", path, "--json").stdout)
    assert set(once) == {"rows", "loss"} and json.loads(run("evaluate", path, "--json").stdout) == once
    refuse("evaluate", path, "--data", "iris", says=["--data", "5 columns"])


@case
def rows_are_kept_for_testing_and_scaled(folder):
    path, other = os.path.join(folder, "i.gradsheet"), os.path.join(folder, "j.gradsheet")
    run("new", "input 4 · dense 6 tanh · dense 3", "--loss", "cross-entropy", "--optimizer", "adam", "--lr", "0.02", "--data", "iris",
        "--test-share", "0.3", "--split-seed", "5", "--scale", "standard", "--batch-size", "16", "-o", path)
    text = run("info", path).stdout
    assert "150 rows in 7 batches" in text and "Test rows  45 (share 0.3, seed 5)\n" in text, text
    assert "Scaling    standard: (value − 5.77619) / 0.786496," in text, text
    said = run("train", path, "--epochs", "60", "-o", path).stdout
    answer = json.loads(run("evaluate", path, "--json").stdout)
    assert answer["training"]["rows"] == 105 and answer["test"]["rows"] == 45
    assert f"test accuracy {100 * answer['test']['accuracy']:.2f} %\n" in said and answer["test"]["accuracy"] > 0.9, said
    assert round(150 * answer["accuracy"]) == round(105 * answer["training"]["accuracy"] + 45 * answer["test"]["accuracy"])
    assert f"test rows 45, loss" in run("evaluate", path).stdout
    fresh = json.loads(run("evaluate", path, "--json", "--data", "iris").stdout)
    assert abs(fresh["loss"] - answer["loss"]) < 1e-12 and fresh["confusion"] == answer["confusion"]
    assert json.loads(run("predict", path, "6.3 2.3 4.4 1.3", "--json").stdout)["class"] == "versicolor"
    said = run("train", path, "--data", "iris", "--test-share", "0.5", "--epochs", "1", "-o", other).stdout
    assert "test loss" in said and json.loads(run("evaluate", other, "--json").stdout)["test"]["rows"] == 75
    for options, says in [(["--scale", "unit"], "already (standard)"), (["--scale", "big"], "no “big”"), (["--test-share", "1"], "below 1"),
                          (["--test-share", "x"], "--test-share"), (["--split-seed", "3"], "--test-share, too"),
                          (["--data", "moons"], "--data: "), (["--batch-size", "0"], "at least 1 row")]:
        refuse("train", path, "--epochs", "1", *options, "-o", other, says=says)


# 4x4 pixels, all of them #202020.
DARK_JPEG = base64.b64decode(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGB"
        "YUGBIUFRT/wAALCAAEAAQBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP9//2Q==")


def make_png(path, rows, colour=False, claim=None):
    """`rows` of numbers from 0 to 255, or of triples; `claim`: what the header says of the size."""
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    width, height = claim or (len(rows[0]), len(rows))
    raw = b"".join(b"\0" + bytes(sum(row, ()) if colour else row) for row in rows)
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2 if colour else 0, 0, 0, 0))
                   + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b""))


def make_pictures(folder):
    """Two classes, told apart by brightness."""
    for name, low in (("dark", 0), ("light", 160)):
        os.makedirs(os.path.join(folder, name))
        for i in range(12):
            make_png(os.path.join(folder, name, f"{i:02}.png"), [[low + (i * 7 + r * 5 + c * 3) % 90 for c in range(4)] for r in range(4)])


@case
def folders_of_pictures_are_rows(folder):
    pictures, path, one = os.path.join(folder, "pictures"), os.path.join(folder, "n.gradsheet"), os.path.join(folder, "one.png")
    make_pictures(pictures)
    text = run("data", "info", pictures).stdout
    assert "24 pictures of 4×4 pixels and 24 labels" in text and re.search(r"label +0 +12  dark\n +label +1 +12  light", text), text
    info = json.loads(run("data", "info", pictures, "--json").stdout)
    assert info["shape"] == [4, 4] and info["rows"] == 24, info
    assert "1: label 0, dark" in run("data", "preview", pictures).stdout
    run("new", "input 1x4x4 · flatten · dense 2", "--loss", "cross-entropy", "--lr", "0.2", "--data", pictures, "-o", path)
    run("train", path, "--epochs", "300", "-o", path)
    answer = json.loads(run("evaluate", path, "--json").stdout)
    assert answer["classes"] == ["dark", "light"] and answer["accuracy"] == 1, answer
    # A picture of one's own: the same numbers as typed.
    make_png(one, [[230] * 4] * 4)
    said = json.loads(run("predict", path, one, "--json").stdout)
    assert said["class"] == "light" and said["output"] == json.loads(run("predict", path, "230/255 " * 16, "--json").stdout)["output"]
    with open(os.path.join(folder, "dark.jpg"), "wb") as file:
        file.write(DARK_JPEG)
    assert json.loads(run("predict", path, os.path.join(folder, "dark.jpg"), "--json").stdout)["class"] == "dark"
    # Only the word and the sum stand in the document: other pictures under the same name are found out.
    assert os.path.getsize(path) < 8000
    make_png(os.path.join(pictures, "dark", "00.png"), [[99] * 4] * 4)
    refuse("info", path, says="pictures")
    # Colours are channels.
    make_png(os.path.join(pictures, "dark", "00.png"), [[(9, 8, 7)] * 4] * 4, colour=True)
    refuse("new", "input 1x4x4 · flatten · dense 2", "--data", pictures, "-o", path, says="input 3x4x4")
    run("new", "input 3x4x4 · flatten · dense 2", "--loss", "cross-entropy", "--data", pictures, "--embed", "-o", path)
    with open(path, encoding="utf-8") as file:
        first = json.load(file)["data"]["inputs"]
    values = first[0] if isinstance(first, list) else struct.unpack("<48d", base64.b64decode(first["base64"])[:8 * 48])
    flat = [v for channel in values for row in channel for v in row] if isinstance(values[0], list) else list(values)
    assert flat == [9 / 255] * 16 + [8 / 255] * 16 + [7 / 255] * 16, flat


@case
def pictures_that_cannot_be_are_refused(folder):
    pictures = os.path.join(folder, "pictures")
    make_pictures(pictures)
    bad = os.path.join(pictures, "dark", "bad.png")
    with open(os.path.join(pictures, "dark", "00.png"), "rb") as file:
        good = file.read()

    def try_bad(says):
        refuse("data", "info", pictures, says=["bad.png", *([says] if isinstance(says, str) else says)])
        os.remove(bad)

    make_png(bad, [[1] * 5] * 4)
    try_bad(["4×5", "4×4", "one size"])
    make_png(bad, [[1] * 4] * 4, claim=(60000, 60000))  # a bomb
    try_bad(["60000×60000", "smaller"])
    make_png(bad, [[1] * 4] * 4, claim=(8000, 2000))  # within the limits, and a lie
    try_bad("damaged")
    for text, says in ((b"", "no PNG or JPEG"), (b"x1,x2\n1,2\n", "no PNG or JPEG"), (good[:40], "damaged"), (DARK_JPEG[:120], "")):
        with open(bad, "wb") as file:
            file.write(text)
        try_bad(says)
    os.mkdir(os.path.join(pictures, "empty"))
    refuse("data", "info", pictures, says=["empty", "no pictures"])
    os.rmdir(os.path.join(pictures, "empty"))
    with open(os.path.join(pictures, "notes.txt"), "w", encoding="utf-8") as file:
        file.write("x")
    refuse("data", "info", pictures, says=["notes.txt", "a folder for each class"])
    os.remove(os.path.join(pictures, "notes.txt"))
    shutil.rmtree(os.path.join(pictures, "light"))
    refuse("data", "info", pictures, says="from 2 to 256")
    path, one = os.path.join(folder, "n.gradsheet"), os.path.join(folder, "one.png")
    run("new", "input 1x28x28 · flatten · dense 10", "-o", path)
    make_png(one, [[1] * 4] * 4)
    refuse("predict", path, one, says=["4×4", "1×28×28"])
    refuse("predict", path, os.path.join(folder, "none.png"), says="none.png")


def read_log(path):
    with open(path, encoding="utf-8") as file:
        heading, *lines = file.read().splitlines()
    assert heading == "epoch,passes,loss,accuracy,test loss,test accuracy,seconds", heading
    return [[float(cell) if cell else None for cell in line.split(",")] for line in lines]


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
    with subprocess.Popen([CLI, "train", "xor", "--until", "loss < 0", "-o", out], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
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
def documents_know_where_their_rows_are(folder):
    path, rows, other = (os.path.join(folder, name) for name in ("n.gradsheet", "rows.csv", "o.gradsheet"))

    def data():
        with open(path, encoding="utf-8") as file:
            return json.load(file)["data"]

    def trace(document):
        return run("trace", document, "--json").stdout

    run("new", "input 2 · dense 1", "--loss", "bce", "--data", "spiral:rows=300,seed=3", "--scale", "unit", "--test-share", "0.2", "-o", path)
    assert "inputs" not in data() and data()["source"]["rows"] == "spiral:rows=300,seed=3"
    run("new", "input 2 · dense 1", "--loss", "bce", "--data", "spiral:rows=300,seed=3", "--scale", "unit", "--test-share", "0.2", "--embed", "-o", other)
    assert trace(path) == trace(other)
    run("set", path, "x[1,1]=0.25", "-o", path)
    assert "source" not in data() and len(data()["inputs"]) in (2, 300)
    run("data", "make", "moons", "--rows", "12000", "-o", rows)
    run("new", "input 2 · dense 1", "--loss", "bce", "--data", rows, "-o", path)
    assert os.path.getsize(path) < 10000 and len(data()["source"]["sha256"]) == 64
    assert data()["source"]["size"] == os.path.getsize(rows)
    run("train", path, "--passes", "2", "-o", path)
    assert data()["source"]["rows"] == rows
    with open(rows, "a", encoding="utf-8") as file:
        file.write("1,2,0\n")
    refuse("info", path, says=["data.source", "rows.csv is not what it was", "SHA-256"])
    os.remove(rows)
    refuse("info", path, says=["data.source", "gone", "rows.csv"])
    run("new", "input 64 · dense 10", "--loss", "cross-entropy", "--data", "digits8", "-o", path)
    assert data()["source"]["rows"] == "digits8" and json.loads(run("info", path, "--json").stdout)["rows"] == 1797
    assert data()["names"]["targets"] == [str(i) for i in range(10)]
    os.mkdir(os.path.join(folder, "in"))
    run("data", "make", "moons", "--rows", "12000", "-o", os.path.join(folder, "in", "m.csv"))
    run("new", "input 2 · dense 1", "--loss", "bce", "--data", "m.csv", "-o", "m.gradsheet", folder=os.path.join(folder, "in"))
    run("info", os.path.join(folder, "in", "m.gradsheet"), folder=folder)


@case
def set_and_pin(folder):
    path = os.path.join(folder, "set.gradsheet")
    run("set", MAZUR, "W1[1,1]=1/4", "lr=0.1", "x[1,2]=-3e-1", "t[1,1]=0.5", "-o", path)
    leaves = json.loads(run("trace", path, "--json").stdout)["passes"][0]["leaves"]
    assert leaves["W1"]["values"][0] == 0.25 and leaves["lr"]["values"] == [0.1]
    assert leaves["x"]["values"] == [0.05, -0.3] and leaves["t"]["values"] == [0.5, 0.99]
    run("set", path, "a1[1,1]=0.5", "--pin", "-o", path)
    answer = json.loads(run("explain", path, "a1[1,1]", "--json").stdout)
    assert answer["pinned"] and answer["value"] == 0.5 and answer["formula-value"] != 0.5
    run("set", path, "a1[1,1]=", "--pin", "-o", path)
    assert not json.loads(run("explain", path, "a1[1,1]", "--json").stdout)["pinned"]


def find_comma_locale(folder):
    """The environment of a locale that writes decimals with a comma: this machine's, or one made here."""
    for name in ["de_DE.UTF-8", "fr_FR.UTF-8", "it_IT.UTF-8", "es_ES.UTF-8", "pt_BR.UTF-8", "ru_RU.UTF-8"]:
        probe = subprocess.run(["locale", "decimal_point"], capture_output=True, text=True,
                               env={**os.environ, "LC_ALL": name})
        if probe.stdout.strip() == ",":
            return {"LC_ALL": name}
    if shutil.which("localedef"):
        made = os.path.join(folder, "de_DE.UTF-8")
        subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", made], capture_output=True)
        if os.path.isdir(made):
            return {"LC_ALL": "de_DE.UTF-8", "LOCPATH": folder}
    return None


@case
def decimal_comma_in_every_locale(folder):
    path = os.path.join(folder, "comma.gradsheet")
    run("set", MAZUR, "lr=0,25", "-o", path)
    assert json.loads(run("trace", path, "--json").stdout)["passes"][0]["leaves"]["lr"]["values"] == [0.25]
    refuse("set", MAZUR, "lr=1,234", "-o", path, says="may mean 1.234 or 1234")
    environment = find_comma_locale(folder)
    if environment is None:
        return print("# no locale with a decimal comma here, and none could be made")
    run("set", MAZUR, "lr=0,25", "-o", path, environment=environment)
    text = run("trace", path, "--json", environment=environment).stdout
    assert json.loads(text)["passes"][0]["leaves"]["lr"]["values"] == [0.25]
    for command in [["tour"], ["trace", MAZUR], ["check", MAZUR], ["info", "excelnet"], ["explain", MAZUR, "L"],
                    ["train", MAZUR, "--passes", "3", "-o", path]]:
        assert run(*command, environment=environment).stdout == run(*command).stdout, command


@case
def check(folder):
    text = run("check", MAZUR).stdout
    assert "All right." in text and "W1[1,1]" in text
    text = run("check", "convnet").stdout
    assert "at a kink" in text and "at a tie" in text
    rows = json.loads(run("check", MAZUR, "--json").stdout)
    assert rows["off"] == 0 and len(rows["rows"]) == 14
    # Bent so much within a step that the difference is far from the derivative.
    bent, rows = os.path.join(folder, "bent.gradsheet"), os.path.join(folder, "bent.txt")
    with open(rows, "w", encoding="utf-8") as file:
        file.write("4000 1\n")
    run("new", "input 1 · dense 1 tanh no-bias", "--data", rows, "-o", bent)
    run("set", bent, "W1[1,1]=1/4000", "-o", bent)
    assert "OFF" in run("check", bent, status=1).stdout
    assert "OFF" not in run("check", bent, "--tolerance", "0.1").stdout
    refuse("check", MAZUR, "--tolerance", "0", says="more than 0")


@case
def a_long_check_says_so(folder):
    with subprocess.Popen([CLI, "check", "excelnet"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                          encoding="utf-8", env={**os.environ, "LC_ALL": "C.UTF-8"}) as process:
        line = process.stderr.readline()
        process.kill()
    assert line == f"gradsheet-cli: checking {431080 + 28 * 28} numbers, one after another. This takes a while.\n", line
    assert run("check", MAZUR).stderr == ""


@case
def the_commit_is_an_instruction_everywhere(folder):
    program = json.loads(run("info", MAZUR, "--json").stdout)["program"]
    last = len(program)
    assert program[-1]["phase"] == "commit" and f"of {last} instructions" in run("info", MAZUR).stdout
    for command in ["tour", "trace"]:
        numbers = [int(found) for found in re.findall(r"^ {1,3}([0-9]+)  \S", run(command, MAZUR).stdout, re.MULTILINE)]
        assert numbers == list(range(1, last + 1)), (command, numbers)


@case
def info_shows_the_settings(folder):
    path = os.path.join(folder, "s.gradsheet")
    text = run("info", MAZUR).stdout
    assert "\nLoss       half-mse (sum)\nOptimiser  sgd: lr 0.5\n" in text, text
    run("new", "input 2 · dense 2 softmax", "--loss", "cross-entropy", "--long-chain", "--l1", "0.125", "--l2", "0.25", "--half-l2",
        "--penalty-on", "all", "--optimizer", "adam", "--beta2", "0.75", "--epsilon-place", "uncorrected", "-o", path)
    run("set", path, "lr=1/4", "lambda.l1=0.5", "-o", path)
    text = run("info", path).stdout
    for line in ["Loss       cross-entropy (default: batch-mean), differentiated step by step",
                 "Penalty    lambda.l1 0.5 × Σ |w|, lambda.l2 0.25 × ½ Σ w² (all)",
                 "Optimiser  adam: lr 0.25, beta1 0.9, beta2 0.75, epsilon 1e−8 (uncorrected)"]:
        assert f"\n{line}\n" in text, (line, text)
    info = json.loads(run("info", path, "--json").stdout)
    assert info["hyperparameters"] == {"lr": 0.25, "beta1": 0.9, "beta2": 0.75, "epsilon": 1e-8, "lambda.l1": 0.5,
                                       "lambda.l2": 0.25}
    assert info["epsilon-place"] == "uncorrected" and info["long-chain"] and info["half-l2"] and info["penalty-on"] == "all"
    run("new", "input 2 · dense 2", "--optimizer", "adagrad", "--initial-accumulator", "0.5", "-o", path)
    assert "epsilon 1e−7 (outside), initial accumulator 0.5\n" in run("info", path).stdout
    info = json.loads(run("info", path, "--json").stdout)
    assert info["initial-accumulator"] == 0.5 and "penalty-on" not in info and "Penalty" not in run("info", path).stdout
    assert "Loss       mse (default: mean)\n" in run("info", path).stdout


@case
def a_pin_says_what_it_does(folder):
    path = os.path.join(folder, "held.gradsheet")
    assert "Pinned" not in run("info", MAZUR).stdout
    run("set", MAZUR, "z1[1,1]=0.5", "--pin", "-o", path)
    assert "\nPinned     z1[1,1]; dz1.free is dz1 with 0 there" in run("info", path).stdout
    text = run("explain", path, "z1[1,1]").stdout
    assert "pinned     held by hand; the formula gives 0.3775." in text and "dL/dz1.free[1,1] = 0." in text, text
    assert "pinned" not in run("explain", path, "z1[1,2]").stdout
    assert "held by hand" in run("explain", path, "dz1.free[1,1]").stdout
    free = {line["output"]: line["values"] for line in json.loads(run("trace", path, "--json").stdout)["passes"][0]["instructions"]}
    assert free["dz1.free"] == [0, free["dz1"][1]] and free["dW1"][0] == free["dW1"][2] == 0
    run("set", path, "z1[1,2]=0.5", "--pin", "-o", path)
    assert "\nPinned     z1[1,1] and 1 more of z1; " in run("info", path).stdout


@case
def places_are_whole_numbers(folder):
    network = "convnet"
    which = next(line for line in json.loads(run("trace", network, "--json").stdout)["passes"][0]["instructions"]
                 if line["output"] == "p1.which")
    for offset, value in list(enumerate(which["values"]))[:6]:
        cell = f"p1.which[1,{offset // 4 + 1},{offset // 2 % 2 + 1},{offset % 2 + 1}]"
        text = run("explain", network, cell).stdout
        assert which["shape"][1:] == [2, 2, 2] and value in (1, 2, 3, 4)
        assert text.startswith(f"{cell} = {int(value)}\n") and f") = {int(value)}\n" in text, text


@case
def the_example_of_the_readme_works(folder):
    with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
        text = file.read().split("## Make a network, train it, check it")[1].split("\n## ")[0]
    lines = [line[4:] for line in text.splitlines() if line.startswith("    ")]
    assert lines[0].startswith("cli=") and len(lines) > 6, lines
    result = subprocess.run(["sh", "-e", "-c", "\n".join(["cli=" + CLI] + lines[1:])], capture_output=True, text=True,
                            encoding="utf-8", cwd=folder, env={**os.environ, "LC_ALL": "C.UTF-8"}, timeout=120, check=False)
    assert result.returncode == 0 and all(line.startswith("epoch ") for line in result.stderr.splitlines()), result
    for row in ["0 0", "0 1", "1 0", "1 1"]:
        output = json.loads(run("predict", os.path.join(folder, "trained.gradsheet"), row, "--json").stdout)["output"]
        assert abs(output[0][0] - (row[0] != row[2])) < 0.1, (row, output)


@case
def every_network(folder):
    for name in sorted(os.listdir(NETWORKS)):
        path = os.path.join(NETWORKS, name)
        info = json.loads(run("info", path, "--json").stdout)
        assert info["title"] and info["parameters"] > 0
        if info["parameters"] < 10000:
            run("tour", path)
            run("check", path)
    assert json.loads(run("info", "excelnet", "--json").stdout)["parameters"] == 431080
    assert json.loads(run("info", "convnetjs", "--json").stdout)["parameters"] == 5994


@case
def tour_is_for_people(folder):
    text = run("tour").stdout
    assert "0.05 × 0.15 + 0.1 × 0.2 + 0.35 = 0.3775" in text
    assert "0.298371109" in text and "0.291027774" in text
    assert "\033" not in text, "no colours into a file"
    for name in ["mazur", "welch", "xor", "logistic", "softmax3", "convnet", "convnetjs"]:
        widest = max(run("tour", name).stdout.splitlines(), key=len)
        assert len(widest) <= 100, widest


@case
def tours_compare_losses_of_one_batch(folder):
    """softmax3 has three batches; the tour stays with the first, however the second would do."""
    path, rows = os.path.join(folder, "first.gradsheet"), os.path.join(folder, "rows.csv")
    first = json.loads(run("trace", "softmax3", "--json").stdout)["passes"][0]
    inputs, targets, kernel = (first["leaves"][name]["values"] for name in ("x", "t", "W1"))
    with open(rows, "w", encoding="utf-8") as file:
        for i in range(first["leaves"]["x"]["shape"][0]):
            file.write(",".join(map(repr, inputs[2 * i:2 * i + 2] + targets[3 * i:3 * i + 3])) + "\n")
    run("new", "input 2 · dense 3 softmax", "--loss", "cross-entropy", "--lr", repr(first["leaves"]["lr"]["values"][0]),
        "--data", rows, "-o", path)
    run("set", path, *(f"W1[{i // 3 + 1},{i % 3 + 1}]={value!r}" for i, value in enumerate(kernel)), "-o", path)
    before, after = (one["loss"] for one in json.loads(run("trace", path, "--passes", "2", "--json").stdout)["passes"])
    assert before == first["loss"]
    last = next(line for line in run("tour", "softmax3").stdout.splitlines() if line.startswith("The loss was"))
    assert f"{before:.9g};" in last and f"{after:.9g}." in last, (last, before, after)


def watch(*arguments, environment):
    """What a person at a terminal sees, of both outputs."""
    leader, follower = pty.openpty()
    process = subprocess.Popen([CLI, *arguments], stdin=subprocess.DEVNULL, stdout=follower, stderr=follower,
                               env={**os.environ, "LC_ALL": "C.UTF-8", "TERM": "xterm", **environment})
    os.close(follower)
    seen = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:  # how Linux says that nobody writes any more
            break
        if not piece:
            break
        seen += piece
    os.close(leader)
    assert process.wait(timeout=120) == 0
    return seen.decode("utf-8")


@case
def a_terminal_gets_colours_and_a_bar(folder):
    out = os.path.join(folder, "out.gradsheet")
    coloured = watch("tour", environment={"NO_COLOR": ""})
    assert "\033[36m" in coloured and "\033[35m" in coloured
    assert "\033" not in watch("tour", environment={"NO_COLOR": "1"})
    assert "\033" not in watch("tour", environment={"NO_COLOR": "", "TERM": "dumb"})
    bar = watch("train", MAZUR, "--passes", "5000", "-o", out, environment={"NO_COLOR": ""})
    assert " of 5000, loss " in bar and "% [" in bar, bar
    assert bar.rstrip().split("\033[K")[-1].startswith("5000 passes, loss"), bar
    assert run("train", MAZUR, "--passes", "5000", "-o", out).stderr == ""


@case
def output_that_is_cut_short_is_no_success(folder):
    for command in [["tour"], ["info", MAZUR, "--json"], ["trace", MAZUR, "--json"], ["explain", MAZUR, "L"],
                    ["check", MAZUR], ["predict", MAZUR, "1 2"]]:
        if os.path.exists("/dev/full"):
            with open("/dev/full", "w", encoding="utf-8") as full:
                result = subprocess.run([CLI, *command], stdout=full, stderr=subprocess.PIPE, text=True, timeout=120,
                                        check=False)
            assert result.returncode == 2 and "not complete" in result.stderr, (command, result)
    # Who wants the beginning of an endless trace gets it at once: nothing is gathered first.
    with subprocess.Popen([CLI, "trace", "mazur", "--passes", "1000000000", "--json"], stdout=subprocess.PIPE) as process:
        assert process.stdout.read(20).startswith(b'{"passes":[')
        process.stdout.close()
        assert process.wait(timeout=120) != 0


def read_examples():
    """(command, lines of output) of every example in docs/COMMAND-LINE.md that shows its output."""
    examples, inside = [], False
    with open(os.path.join(ROOT, "docs", "COMMAND-LINE.md"), encoding="utf-8") as file:
        for line in file.read().splitlines():
            if line.startswith("    $ "):
                examples.append((line[6:], []))
                inside = True
            elif line.startswith("    ") or line == "":
                if inside:
                    examples[-1][1].append(line[4:])
            else:
                inside = False
    return examples


@case
def the_documented_output_is_the_output(folder):
    os.symlink(CLI, os.path.join(folder, "gradsheet-cli"))
    examples = read_examples()
    assert {command.split()[1] for command, _ in examples} >= set(COMMANDS) - {"render", "set", "lesson"}, examples
    for command, lines in examples:
        result = subprocess.run(["sh", "-c", command], capture_output=True, text=True, encoding="utf-8", cwd=folder,
                                env={**os.environ, "LC_ALL": "C.UTF-8", "PATH": folder + ":" + os.environ["PATH"]},
                                timeout=120, check=False)
        got = [line.rstrip() for line in (result.stdout + result.stderr).rstrip().splitlines()]
        want = "\n".join(lines).rstrip().splitlines()
        if want[-1:] == ["..."]:
            want.pop()
            del got[len(want):]
        assert got == want, "\n# ".join([command, *difflib.unified_diff(want, got, "documented", "real", lineterm="")])


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
def wrong_values(folder):
    out = os.path.join(folder, "out.gradsheet")
    refuse("set", MAZUR, "z1[1,1]=1", "-o", out, says=["z1[1,1] is computed", "--pin"])
    refuse("set", MAZUR, "z1[1,1]=x", "--pin", "-o", out, says="“x”")
    refuse("set", MAZUR, "lr=-1", "-o", out, says="lr")
    refuse("set", MAZUR, "lr", "-o", out, says="CELL=VALUE")
    refuse("set", MAZUR, "lr=1/0", "-o", out, says="0")
    refuse("set", MAZUR, "lr=inf", "-o", out, says="inf")
    refuse("predict", MAZUR, "1 2 3", says="3 numbers")
    refuse("predict", MAZUR, "1 x", says="x")
    refuse("trace", MAZUR, "--passes", "0", says="--passes")
    refuse("new", "input 2 · dens 3", "-o", out, says="dense")
    refuse("new", "input 1x4x4 · conv 2 9x9 · flatten · dense 1", "-o", out, says=["9×9", "4×4"])
    refuse("new", "input 2 · dense 2 as q · dense 2 as q", "-o", out, says="q")
    refuse("new", "input 2 · dense 3", "--loss", "mes", "-o", out, says="mse")
    refuse("new", "input 2 · dense 3", "--lr", "x", "-o", out, says="--lr")
    refuse("new", "input 999999 · dense 999999", "-o", out, says="memory")
    refuse("new", "input 2 · dense 3", says="Usage")
    assert not os.path.exists(out)


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
def without_a_locale_it_is_utf8(folder):
    for name in ["C", "POSIX"]:
        assert run("tour", environment={"LC_ALL": name, "LANG": name}).stdout == run("tour").stdout
    path = os.path.join(folder, "größe.gradsheet")
    run("new", "input 2 · dense 1", "--title", "Größe", "-o", path, environment={"LC_ALL": "C"})
    assert json.loads(run("info", path, "--json").stdout)["title"] == "Größe"
    for command in [["info", b"\xff.gradsheet"], ["new", b"input 2 \xff", "-o", path], [b"inf\xff"], ["explain", MAZUR, b"\xff"]]:
        refuse(*command, says="\ufffd")


@case
def minus_signs_are_numbers(folder):
    output = json.loads(run("predict", MAZUR, "-0.5", "-1/4", "--json").stdout)["output"]
    same = json.loads(run("predict", MAZUR, "-0.5, -0.25", "--json").stdout)["output"]
    assert output == same
    out = os.path.join(folder, "out.gradsheet")
    refuse("train", MAZUR, "--passes", "-1", "-o", out, says="at least 1")
    refuse("check", MAZUR, "--tolerance", "-1", says="more than 0")
    run("new", "input", "2", "|", "dense", "1", "init", "uniform", "-1", "1", "-o", "-1.5", folder=folder)
    assert os.listdir(folder) == ["-1.5"]


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


def main():
    print(f"1..{len(CASES)}")
    bad = 0
    for number, function in enumerate(CASES, 1):
        name = function.__name__.replace("_", " ")
        try:
            with tempfile.TemporaryDirectory() as folder:
                function(folder)
            print(f"ok {number} - {name}", flush=True)
        except Exception as error:  # pylint: disable=broad-except
            bad += 1
            print(f"not ok {number} - {name}\n# {type(error).__name__}: {error}", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
