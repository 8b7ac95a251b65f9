#!/usr/bin/env python3
"""Rows on the command line: files, names, classes, made points, pictures, those kept for testing.

usage: test-cli-data.py GRADSHEET_CLI SOURCE_ROOT
"""
import base64
import gzip
import json
import os
import re
import shutil
import struct
import sys
import zlib

from cases import case, main
from cli import refuse, run, values
from philox import uniform

# 4x4 pixels, all of them #202020.
DARK_JPEG = base64.b64decode(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGB"
        "YUGBIUFRT/wAALCAAEAAQBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP9//2Q==")


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
def batches_are_shuffled_as_the_format_says(folder):
    """Which rows stand in x, pass by pass, is worked out from the documented rule alone."""
    path, rows, later = (os.path.join(folder, name) for name in ("a.gradsheet", "rows.csv", "b.gradsheet"))
    n, size, seed = 23, 4, 12345678901
    with open(rows, "w", encoding="ascii") as file:
        file.writelines(f"{row},{row % 2}\n" for row in range(1, n + 1))
    run("new", "input 1 · dense 1", "--data", rows, "--batch-size", str(size), "--test-share", "0.2", "--validation-share", "0.1",
        "--split-seed", "3", "--lr", "0.001", "--seed", str(seed), "--shuffle", "-o", path)
    document = json.loads(open(path, encoding="utf-8").read())
    assert document["data"]["shuffle"] is True and document["seed"] == seed, document["data"]
    # Five test rows, and two to validate: those of the smallest numbers.
    apart = sorted(range(n), key=lambda row: uniform(3, row, 0, 1000, 4))[:7]
    training = [row + 1 for row in range(n) if row not in apart]
    per_epoch = (len(training) + size - 1) // size

    def get_rows(passing):
        order = training[:]
        epoch = (passing - 1) // per_epoch + 1
        for i in range(len(order) - 1, 0, -1):
            j = int(uniform(seed, i, 0, epoch, 5) * (i + 1))
            order[i], order[j] = order[j], order[i]
        batch = (passing - 1) % per_epoch
        return order[batch * size:(batch + 1) * size]

    def get_traced(document, passes):
        return [one["leaves"]["x"]["values"] for one in json.loads(run("trace", document, "--passes", str(passes), "--json").stdout)["passes"]]

    expected = [get_rows(passing) for passing in range(1, 3 * per_epoch + 2)]
    assert get_traced(path, len(expected)) == expected
    assert expected[:per_epoch] != expected[per_epoch:2 * per_epoch]
    run("train", path, "--passes", str(per_epoch + 2), "-o", later)
    assert get_traced(later, 5) == expected[per_epoch + 2:per_epoch + 7]
    assert "shuffled in each epoch" in run("info", later).stdout
    # Switched on afterwards, too; listed batches are asked for their size.
    run("new", "input 1 · dense 1", "--data", rows, "--batch-size", str(size), "--seed", str(seed), "--lr", "0.001", "-o", path)
    run("train", path, "--passes", "3", "--shuffle", "-o", later)
    document = json.loads(open(later, encoding="utf-8").read())
    assert document["data"]["shuffle"] is True and document["data"]["batch-size"] == size, document["data"]
    document["data"].pop("shuffle")
    document["data"].pop("batch-size")
    document["data"]["batches"] = [[1, 2], [3]]
    with open(path, "w", encoding="utf-8") as file:
        json.dump({**document, "undo": []}, file)
    refuse("train", path, "--passes", "1", "--shuffle", "-o", later, says=["--shuffle", "listed"])
    run("train", path, "--passes", "1", "--shuffle", "--batch-size", "2", "-o", later)


@case
def a_part_of_a_file(folder):
    """The middle of pictures and columns of a table are said in the source, and documents read them so again."""
    side, size, n = 9, 4, 12
    pictures, labels = os.path.join(folder, "pictures"), os.path.join(folder, "labels")
    out, rows = os.path.join(folder, "out.gradsheet"), os.path.join(folder, "rows.csv")
    pixels = [[(7 * i + 3 * y + x * x) % 256 for y in range(side) for x in range(side)] for i in range(n)]
    with open(pictures, "wb") as file:
        file.write(struct.pack(">HBBIII", 0, 8, 3, n, side, side) + bytes(sum(pixels, [])))
    with open(labels, "wb") as file:
        file.write(struct.pack(">HBBI", 0, 8, 1, n) + bytes(i % 3 for i in range(n)))
    source = f"{pictures},{labels}:crop={size}"
    network = f"input 1x{size}x{size} · flatten · dense 3"
    run("new", network, "--data", source, "--batch-size", "1", "-o", out)
    with open(out, encoding="utf-8") as file:
        assert json.load(file)["data"]["source"]["rows"] == source
    leaves = json.loads(run("trace", out, "--json").stdout)["passes"][0]["leaves"]
    assert leaves["x"]["values"] == [pixels[0][(2 + y) * side + 2 + x] / 255 for y in range(size) for x in range(size)], leaves["x"]
    assert "accuracy" in run("evaluate", out, "--data", source).stdout
    refuse("evaluate", out, "--data", f"{pictures},{labels}", says=["9×9", "crop=4"])
    with open(rows, "w", encoding="utf-8") as file:
        file.write("y;no;b;a\n" + "".join(f"{i % 2};x{i};{i},25;{i},5\n" for i in range(12)))
    run("new", "input 2 · dense 1", "--data", rows + ":columns=4;3;1", "--batch-size", "1", "-o", out)
    leaves = json.loads(run("trace", out, "--passes", "2", "--json").stdout)["passes"][1]["leaves"]
    assert leaves["x"]["values"] == [1.5, 1.25] and leaves["t"]["values"] == [1], leaves
    refuse("new", "input 2 · dense 1", "--data", rows + ":columns=4;9;1", "-o", out, says="no column 9")
    # Columns too many say where some are chosen, too few do not.
    numbers = os.path.join(folder, "numbers.csv")
    with open(numbers, "w", encoding="utf-8") as file:
        file.write("1,2,3,4,5\n5,4,3,2,1\n")
    refuse("new", "input 3 · dense 1", "--data", numbers, "-o", out,
           says=["the rows have 5 columns", "Rows from a file…", "write for example numbers.csv:columns=1-3;4"])
    assert "columns=" not in refuse("new", "input 8 · dense 1", "--data", numbers, "-o", out, says="5 columns").stderr


@case
def a_look_at_what_is_not_whole(folder):
    """Pictures without their labels are said before anything is shown of them; a preview of no rows shows none."""
    names = {name: os.path.join(folder, name) for name in ("pictures", "labels", "few")}
    for name, header in (("pictures", struct.pack(">HBBIII", 0, 8, 3, 5, 3, 3) + bytes(45)),
                         ("labels", struct.pack(">HBBI", 0, 8, 1, 5) + bytes(5)), ("few", struct.pack(">HBBI", 0, 8, 1, 2) + bytes(2))):
        with open(names[name], "wb") as file:
            file.write(header)
    for look in ("info", "preview"):
        assert "label" in run("data", look, "{pictures},{labels}".format(**names)).stdout
        refuse("data", look, "{pictures},{few}".format(**names), says=["few", "5 pictures and 2 labels"])
        ways = [run("data", look, way.format(**names)).stdout for way in ("{labels},{pictures}", "{pictures},{labels}")]
        assert ways[0] == ways[1], ways
        refuse("data", look, "{pictures},{pictures}".format(**names), says="of one kind")
        refuse("data", look, "{pictures},nothing".format(**names), says="nothing cannot be read")
        refuse("data", look, names["pictures"], says=["need their labels", "Choose both files together", "images,labels"])
        refuse("data", look, names["labels"], says=["these are labels", "Choose both files together", "images,labels"])
    lines = run("data", "preview", "iris", "--rows", "0").stdout.splitlines()
    assert lines[-1] == "… (150 rows in all)" and len(lines) == 4 and "5.1" not in "".join(lines), lines
    refuse("data", "preview", "iris", "--rows", "-1", says="0 rows or more, not -1")


@case
def large_inputs_are_told(folder):
    """In a sentence, with what to do; nothing is scaled by itself, and nothing is said once it is."""
    table, document, out = (os.path.join(folder, name) for name in ("flats.csv", "flats.gradsheet", "out.gradsheet"))
    with open(table, "w", encoding="utf-8") as file:
        file.write("size;rooms;sold\n" + "".join(f"{300 + 17 * i},5;{i % 4};{i % 2}\n" for i in range(12)))
    for look in ("info", "preview"):
        shown = run("data", look, table).stdout
        assert "Inputs reach 487.5, in “size”" in shown and "--scale standard" in shown, shown
        assert "Inputs reach" not in run("data", look, "iris").stdout
    net = ("input 2 · dense 3 tanh · dense 1 sigmoid", "--loss", "bce")
    made = run("new", *net, "--data", table, "-o", document)
    assert "in “size”: a network learns best from numbers near 1. --scale standard" in made.stderr, made.stderr
    told = run("train", document, "--epochs", "2", "-o", out)
    assert "Inputs reach 487.5" in told.stderr, told.stderr
    for arguments in (("train", document, "--scale", "standard", "--epochs", "2"), ("new", *net, "--data", table, "--scale", "unit"),
                      ("train", document, "--data", table, "--scale", "unit", "--epochs", "1")):
        quiet = run(*arguments, "-o", out)
        assert "Inputs reach" not in quiet.stderr, quiet.stderr


@case
def a_class_without_training_rows_is_told(folder):
    table, document, out = (os.path.join(folder, name) for name in ("k.csv", "k.gradsheet", "out.gradsheet"))
    with open(table, "w", encoding="utf-8") as file:
        file.write("x,k\n" + "".join(f"{i},{'ab'[i % 2]}\n" for i in range(9)) + "9,rare\n")
    told = set()
    for seed in range(1, 13):
        made = run("new", "input 1 · dense 3 softmax", "--loss", "cross-entropy", "--data", table, "--test-share", "0.3", "--split-seed", str(seed),
                   "-o", document)
        trained = run("train", document, "--epochs", "1", "-o", out)
        said = ["No training row has class “rare”, only rows kept apart" in text for text in (made.stderr, trained.stderr)]
        assert said[0] == said[1], (seed, made.stderr, trained.stderr)
        told.add(said[0])
    assert told == {True, False}, told


@case
def what_is_packed_beyond_measure_is_refused(folder):
    bomb, small = os.path.join(folder, "bomb.csv.gz"), os.path.join(folder, "small.csv.gz")
    for path, n in ((bomb, 400), (small, 8)):
        with gzip.open(path, "wb") as file:
            for _ in range(n):
                file.write(b"1,2,3\n" * 50000)
    refuse("data", "info", bomb, says=["bomb.csv.gz", "250 times", "unpack the file first"])
    assert "400000 rows" in run("data", "info", small).stdout


@case
def pictures_are_cut_by_chance_as_the_format_says(folder):
    """Which pixels stand in x, pass by pass, is worked out from the documented rule alone."""
    rows, columns, size, n, seed = 7, 9, 4, 6, 12345678901
    pictures, labels = os.path.join(folder, "pictures"), os.path.join(folder, "labels")
    out, one, two = (os.path.join(folder, name + ".gradsheet") for name in ("out", "one", "two"))
    pixels = [[[(31 * i + 13 * y + 5 * x * x) % 256 for x in range(columns)] for y in range(rows)] for i in range(n)]
    with open(pictures, "wb") as file:
        file.write(struct.pack(">HBBIII", 0, 8, 3, n, rows, columns) + bytes(sum(sum(pixels, []), [])))
    with open(labels, "wb") as file:
        file.write(struct.pack(">HBBI", 0, 8, 1, n) + bytes(i % 3 for i in range(n)))
    source = f"{pictures},{labels}:crop={size},random"
    said = run("new", f"input 1x{size}x{size} · conv 2 3x3 relu · flatten · dense 3", "--data", source, "--batch-size", "2", "--test-share", "0.34",
               "--seed", str(seed), "-o", out).stdout
    assert "each epoch takes other 4×4 pixels" in said, said
    assert "cut by chance" in run("info", out).stdout
    apart = sorted(range(n), key=lambda row: uniform(1, row, 0, 1000, 4))[:2]
    training = [row for row in range(n) if row not in apart]

    def cut(row, top, left):
        return [pixels[row][top + y][left + x] / 255 for y in range(size) for x in range(size)]

    def get_rows(passing):
        epoch = (passing - 1) // 2 + 1
        return sum([cut(row, int(uniform(seed, row, 0, epoch, 6) * (rows - size + 1)), int(uniform(seed, row, 1, epoch, 6) * (columns - size + 1)))
                    for row in training[(passing - 1) % 2 * 2:][:2]], [])

    def get_traced(document, passes):
        traced = json.loads(run("trace", document, "--passes", str(passes), "--json").stdout)["passes"]
        return [one["leaves"]["x"]["values"] for one in traced]

    assert get_traced(out, 9) == [get_rows(passing) for passing in range(1, 10)]
    # The same bits with one thread and two, at once and in two parts.
    run("train", out, "--passes", "31", "--threads", "1", "-o", one)
    run("train", out, "--passes", "14", "--threads", "2", "-o", two)
    run("train", two, "--passes", "17", "--threads", "2", "-o", two)
    read = [json.loads(open(path, encoding="utf-8").read()) for path in (one, two)]
    assert read[0]["data"]["source"]["rows"] == source and read[0]["data"] == read[1]["data"]
    assert read[0]["state"] == read[1]["state"]
    assert get_traced(one, 3) == [get_rows(passing) for passing in range(32, 35)]
    # What is answered is answered of the middle.
    middle = f"{pictures},{labels}:crop={size}"
    assert run("predict", one, "--data", source).stdout == run("predict", one, "--data", middle).stdout
    refuse("new", "input 2 · dense 1", "--data", f"{pictures},{labels}:random", "-o", out, says="random")


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
    refuse("set", path, "x[1,1]=1", "-o", out, says=["a row needs all of its numbers", "inputs (2) and targets (1)"])
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
    assert run("explain", path, 'x["Ben",1]').stdout == run("explain", path, 'x["Ben","sleep"]').stdout == run("explain", path, "x[2,1]").stdout
    refuse("explain", path, 'x["Bem",1]', says="no row is called “Bem”; did you mean “Ben”?")
    refuse("explain", path, 'W1["Ada",1]', says="nothing in W1 is called “Ada”")
    refuse("explain", path, 'x[1,"sleep', says="not a cell")
    run("set", path, 'x["Ben","study"]=4', "-o", path)
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
    # Of a loss for numbers no class is named; help says when one is.
    run("new", "input 1 · dense 3", "--loss", "mse", "--data", rows, "-o", path)
    assert "class" not in json.loads(run("predict", path, "5", "--json").stdout)
    assert "where the loss is bce, cross-entropy or kl and classes have names" in run("predict", "--help").stdout
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
            "digits8", "digits28"} == {line["name"] for line in listed}
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
    for n in ("-1", "0"):
        refuse("data", "make", "circle", "--rows", n, says="1 to 1000000")
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
    # A third part decides when to stop; evaluate tells of all three.
    said = run("train", path, "--test-share", "0.3", "--validation-share", "0.2", "--split-seed", "5", "--until",
               "validation loss not better for 3 epochs or 300 epochs", "--log", other + ".csv", "-o", other)
    answer = json.loads(run("evaluate", other, "--json").stdout)
    assert [answer[part]["rows"] for part in ("training", "test", "validation")] == [75, 45, 30], answer
    assert "Validation rows 30 (share 0.2, seed 5)\n" in run("info", other).stdout
    assert "validation rows 30, loss" in run("evaluate", other).stdout
    with open(other, encoding="utf-8") as file:
        document = json.load(file)
    last = document["epochs"][-1]
    assert document["data"]["split"] == {"test-share": 0.3, "validation-share": 0.2, "seed": 5}
    assert last["validation-loss"] == answer["validation"]["loss"] and last["test-accuracy"] == answer["test"]["accuracy"], last
    with open(other + ".csv", encoding="utf-8") as file:
        table = file.read().splitlines()
    assert table[0].split(",")[6:8] == ["validation loss", "validation accuracy"] and len(table) == len(document["epochs"]) + 1
    assert float(table[-1].split(",")[6]) == last["validation-loss"]
    for options, says in [(["--scale", "unit"], "already (standard)"), (["--scale", "big"], "no “big”"), (["--test-share", "1"], "below 1"),
                          (["--test-share", "x"], "--test-share"), (["--split-seed", "3"], "--validation-share, too"), (["--validation-share", "1"], "--validation-share"),
                          (["--data", "moons"], "--data: "), (["--batch-size", "0"], "at least 1 row")]:
        refuse("train", path, "--epochs", "1", *options, "-o", other, says=says)


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
def a_picture_goes_as_far_as_the_rows(folder):
    """Pixels of 0 to 16, scaled or not: a row as a picture is answered as the row is."""
    path, one = os.path.join(folder, "digits.gradsheet"), os.path.join(folder, "one.png")
    numbers = [17 * (y * 4 + x) % 256 for y in range(4) for x in range(4)]
    rows = os.path.join(folder, "rows.csv")
    with open(rows, "w", encoding="ascii") as file:
        for row, label in ([16] * 16, 1), ([0] * 15 + [8], 0):
            file.write(",".join(map(str, row + [label])) + "\n")
    make_png(one, [numbers[4 * y:4 * y + 4] for y in range(4)])
    for options in [], ["--scale", "standard"]:
        run("new", "input 1x4x4 · flatten · dense 2 softmax", "--data", rows, *options, "-o", path)
        result = run("predict", path, one, "--json")
        typed = run("predict", path, " ".join(f"{number / 255 * 16!r}" for number in numbers), "--json")
        assert result.stdout == typed.stdout, (result.stdout, typed.stdout)
        assert "pixels from 0 to 16" in result.stderr and typed.stderr == "", result.stderr


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
    with open(path, encoding="utf-8") as file:
        data = json.load(file)["data"]
    assert set(data) == {"source", "names"}, list(data)
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
def what_is_no_picture_is_left_out_of_a_folder(folder):
    """What a file manager puts there, notes: counted, and no part of the source. A picture without an ending is one."""
    pictures, path = os.path.join(folder, "pictures"), os.path.join(folder, "n.gradsheet")
    make_pictures(pictures)
    os.rename(os.path.join(pictures, "dark", "03.png"), os.path.join(pictures, "dark", "03"))
    run("new", "input 1x4x4 · flatten · dense 2", "--loss", "cross-entropy", "--data", pictures, "-o", path)
    plain = run("info", path).stdout
    assert "left out" not in run("data", "info", pictures).stdout and json.loads(run("data", "info", pictures, "--json").stdout)["left_out"] == 0
    for place, text in (("dark/Thumbs.db", b"\xd0\xcf\x11\xe0"), ("light/notes.txt", b"taken in May"), ("README", b""), ("dark/.DS_Store", b"x")):
        with open(os.path.join(pictures, place), "wb") as file:
            file.write(text)
    text = run("data", "info", pictures).stdout
    assert "24 pictures of 4×4 pixels" in text and "3 files that are no pictures are left out" in text, text
    assert json.loads(run("data", "info", pictures, "--json").stdout)["left_out"] == 3
    said = run("new", "input 1x4x4 · flatten · dense 2", "--loss", "cross-entropy", "--data", pictures, "-o", os.path.join(folder, "m.gradsheet"))
    assert "3 files that are no pictures are left out" in said.stdout + said.stderr, said
    after = run("info", path).stdout  # the sum in the document is that of the pictures
    assert after == plain, (plain, after)
    shutil.rmtree(os.path.join(pictures, "light"))
    os.mkdir(os.path.join(pictures, "light"))
    with open(os.path.join(pictures, "light", "notes.txt"), "wb") as file:
        file.write(b"none yet")
    refuse("data", "info", pictures, says=["light", "no pictures"])


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
    # Which class is it of? And what of one in a format that is not read?
    for name, says in (("lost.png", "a folder for each class"), (os.path.join("dark", "old.gif"), "no PNG or JPEG")):
        with open(os.path.join(pictures, name), "wb") as file:
            file.write(b"GIF89a" if name.endswith("gif") else good)
        refuse("data", "info", pictures, says=[os.path.basename(name), says])
        os.remove(os.path.join(pictures, name))
    os.mkdir(os.path.join(pictures, "dark", "more"))
    refuse("data", "info", pictures, says="more")
    os.rmdir(os.path.join(pictures, "dark", "more"))
    shutil.rmtree(os.path.join(pictures, "light"))
    refuse("data", "info", pictures, says="from 2 to 256")
    path, one = os.path.join(folder, "n.gradsheet"), os.path.join(folder, "one.png")
    run("new", "input 1x28x28 · flatten · dense 10", "-o", path)
    make_png(one, [[1] * 4] * 4)
    refuse("predict", path, one, says=["4×4", "1×28×28"])
    refuse("predict", path, os.path.join(folder, "none.png"), says="none.png")


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


if __name__ == "__main__":
    sys.exit(main())
