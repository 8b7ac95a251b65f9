#!/usr/bin/env python3
"""The command line as people use it: real files, real output, real exit status.

usage: test-cli.py GRADSHEET_CLI SOURCE_ROOT
"""
import difflib
import json
import os
import pty
import re
import shutil
import subprocess
import sys

from cases import case, main
from cli import CLI, MAZUR, NETWORKS, ROOT, close, refuse, run, values

COMMANDS = ["tour", "new", "info", "trace", "explain", "set", "train", "predict", "check", "render", "lesson", "data",
            "evaluate", "worksheet", "grade", "export", "compare", "import", "race"]


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
            refuse(*command, says=[f"“{name}”; did you mean “xor”?", "convnet, convnetjs, convnetjs-trained, digits8-conv, digits8-dense, excelnet, excelnet-trained"], folder=folder)
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
    assert "z1[b,o] = sum over i of (x[b,i] × W1[i,o]) + b1[o]" in run("trace", MAZUR).stdout


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
def a_loss_that_nobody_chose_is_said(folder):
    path = os.path.join(folder, "loss.gradsheet")
    for output, suits in (("softmax", "cross-entropy"), ("sigmoid", "bce")):
        said = run("new", f"input 2 · dense 2 {output}", "-o", path).stderr
        assert f"the loss is mse, as none was chosen; for an output of {output}, {suits} suits better: --loss {suits}.\n" in said, said
        assert "Loss       mse" in run("info", path).stdout
        for loss in ("mse", suits):
            assert "suits" not in run("new", f"input 2 · dense 2 {output}", "--loss", loss, "-o", path).stderr
    assert "suits" not in run("new", "input 2 · dense 2 softmax · dense 1", "-o", path).stderr


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
    assert {command.split()[1] for command, _ in examples} >= set(COMMANDS) - {"render", "set", "lesson", "export", "compare", "import", "grade"}, examples
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
def wrong_values(folder):
    out = os.path.join(folder, "out.gradsheet")
    refuse("set", MAZUR, "z1[1,1]=1", "-o", out, says=["z1[1,1] is computed", "--pin"])
    refuse("set", MAZUR, "z1[1,1]=x", "--pin", "-o", out, says="“x”")
    refuse("set", MAZUR, "lr=-1", "-o", out, says="lr")
    refuse("set", MAZUR, "lr", "-o", out, says="CELL=VALUE")
    refuse("set", MAZUR, "lr=1/0", "-o", out, says="0")
    refuse("set", MAZUR, "lr=inf", "-o", out, says="inf")
    refuse("predict", MAZUR, "1 2 3", says="3 numbers")
    refuse("predict", MAZUR, "1", says="1 number where the network takes 2")
    refuse("predict", MAZUR, "1 x", says="x")
    refuse("trace", MAZUR, "--passes", "0", says="--passes")
    refuse("new", "input 2 · dens 3", "-o", out, says="dense")
    refuse("new", "input 1x4x4 · conv 2 9x9 · flatten · dense 1", "-o", out, says=["9×9", "4×4"])
    refuse("new", "input 2 · dense 2 as q · dense 2 as q", "-o", out, says="q")
    refuse("new", "input 2 · dense 3", "--loss", "mes", "-o", out, says="mse")
    # What other programs call it.
    for theirs, ours in (("cce", "cross-entropy"), ("categorical_crossentropy", "cross-entropy"), ("Sparse-Categorical-CrossEntropy", "cross-entropy"),
                         ("binary-cross-entropy", "bce"), ("kl-div", "kl"), ("mean_squared_error", "mse"), ("bec", "bce")):
        refuse("new", "input 2 · dense 3", "--loss", theirs, "-o", out, says=f"did you mean “{ours}”?")
    refuse("new", "input 2 · dense 3 · cce", "-o", out, says="unknown word “cce”")
    refuse("new", "input 2 · dense 3", "--lr", "x", "-o", out, says="--lr")
    refuse("new", "input 999999 · dense 999999", "-o", out, says="memory")
    refuse("new", "input 2 · dense 3", says="Usage")
    assert not os.path.exists(out)


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


if __name__ == "__main__":
    sys.exit(main())
