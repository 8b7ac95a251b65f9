#!/usr/bin/env python3
"""Live workbooks, computed by spreadsheets that did not write them, from files whose cached values are garbage.

usage: test-xlsx.py CLI SOURCE_ROOT
"""
import atexit
import json
import os
import shutil
import sys
import tempfile
import zipfile

import workbooks
from cases import case, main
from cli import refuse, run
from oracle_documents import oracle_documents

FOLDER = tempfile.mkdtemp(prefix="gradsheet-xlsx-")
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
PASSES = 3
N_RANDOM, SEED = 45, 20261128
# Those that fit as they are, and what to leave out of the others.
NETWORKS = {"mazur": [], "welch": [], "xor": [], "logistic": [], "softmax3": [], "residual": [], "branches": [], "convnet": [],
            "convnetjs": ["--rows", "2"]}


def close(got, want):
    return abs(got - want) <= 1e-9 * abs(want) + 1e-12


def number(tables, sheet, spot):
    text = tables[sheet][spot[0]][spot[1]]
    try:
        return float(text)
    except ValueError:
        raise AssertionError(f"sheet {sheet}, row {spot[0] + 1}, column {spot[1] + 1} computes to {text!r}") from None


def export(document, name, *options):
    path = os.path.join(FOLDER, name + ".xlsx")
    run("export", document, path, *options)
    return workbooks.Workbook(path)


def compute(book, edits=()):
    path = os.path.join(FOLDER, "garbled.xlsx")
    book.write(path, edits)
    return workbooks.recalculate(path, FOLDER)


def compare_formulas(book, tables, what):
    """Every formula cell against the value that we keep beside it."""
    formulas = book.formulas()
    for sheet, spot, formula, value in formulas:
        got = number(tables, sheet, spot)
        assert close(got, value), f"{what}: {book.names[sheet]} {workbooks.letters(spot[1])}{spot[0] + 1} ={formula}: {got}, not {value}"
        assert len(formula) <= 8191, f"{what}: {len(formula)} characters"
    return len(formulas)


def compare_trace(book, tables, trace, what, rows_first=()):
    """Every computed tensor of every pass, cell by cell, where the layout says that it lies."""
    n = 0
    for number_of_pass, one in enumerate(trace["passes"]):
        for line in one["instructions"]:
            blocks = book.blocks(line["output"])
            assert len(blocks) == len(trace["passes"]), f"{what}: {line['output']} has {len(blocks)} blocks"
            upright = line["output"] in rows_first or line["formula"].split(" = ")[0].endswith("[b]")
            for spot, want in zip(workbooks.spots(blocks[number_of_pass], line["shape"], upright), line["values"]):
                got = number(tables, *spot)
                assert close(got, want), f"{what}: {line['output']} of pass {number_of_pass + 1}: {got}, not {want}"
                n += 1
    return n


@case
def ready_made_networks_compute_in_gnumeric():
    for name, options in NETWORKS.items():
        book = export(name, name, "--passes", str(PASSES), *options)
        tables = compute(book)
        n = compare_formulas(book, tables, name)
        if not options:
            n_core = compare_trace(book, tables, json.loads(run("trace", name, "--passes", str(PASSES), "--json").stdout), name)
            assert n_core <= n
        print(f"# {name}: {n} formula cells over {PASSES} passes")


@case
def last_layers_alone_compute_what_they_do_in_the_whole():
    book = export("excelnet", "excelnet", "--passes", "2", "--rows", "2", "--last-layers", "1")
    n = compare_formulas(book, compute(book), "excelnet")
    assert n > 5000, n
    assert [name for name in book.names if name.startswith("conv")] == [], book.names


@case
def the_same_bytes_twice():
    for name in ("mazur", "convnet"):
        first = export(name, "first", "--passes", "2")
        second = export(name, "second", "--passes", "2")
        with open(first.path, "rb") as a, open(second.path, "rb") as b:
            assert a.read() == b.read(), name


@case
def a_changed_weight_and_learning_rate_ripple_as_in_gradsheet():
    document = os.path.join(FOLDER, "changed.gradsheet")
    run("set", "mazur", "W1[1,2]=0.75", "lr=0.25", "x[1,1]=-0.5", "-o", document)
    trace = json.loads(run("trace", document, "--passes", "3", "--json").stdout)
    book = export("mazur", "mazur", "--passes", "3")
    weight = workbooks.spots(book.blocks("W1")[0], [2, 2], False)[1]
    x = workbooks.spots(book.blocks("x")[0], [1, 2], False)[0]
    lr = next((0, (row, 1)) for (row, column), (_, value) in book.cells[0].items() if value == "lr" and column == 0)
    tables = compute(book, [(*weight, 0.75), (*lr, 0.25), (*x, -0.5)])
    assert compare_trace(book, tables, trace, "changed mazur") > 60


@case
def kernels_read_backwards_lie_there_turned_and_follow_a_change():
    """The gradient of a convolution's input is made of whole blocks, at the borders of its windows too; a weight that is changed
    changes its turned copy."""
    rows, document, changed = (os.path.join(FOLDER, name) for name in ("rows.csv", "two.gradsheet", "two-changed.gradsheet"))
    with open(rows, "w", encoding="utf-8") as file:
        file.writelines(",".join(str((i * 7 + j * 5) % 11 / 10) for j in range(2 * 7 * 6)) + f",{i},{1 - i}\n" for i in range(2))
    run("new", "input 2x7x6 · conv 2 3x3 tanh same · conv 3 4x3 tanh · flatten · dense 2", "--data", rows, "-o", document)
    run("set", document, "W2[2,1,3,2]=0.5", "-o", changed)
    book = export(document, "two", "--passes", "2")
    shape = [3, 2, 4, 3]
    straight = workbooks.spots(book.blocks("W2")[0], shape, False)
    turned = workbooks.spots(book.blocks("W2 turned, for the gradient of what it reads")[0], shape, False)
    assert not book.blocks("W1 turned, for the gradient of what it reads"), "nothing reads it"
    for at, (sheet, (row, column)) in enumerate(straight):
        there, spot = turned[at - at % 12 + 11 - at % 12]
        assert (there, book.cells[there][spot][0]) == (sheet, f"{workbooks.letters(column)}{row + 1}"), (at, book.cells[there][spot])
    gradient = [book.cells[sheet][spot][0] for sheet, spot in workbooks.spots(book.blocks("da1")[0], [2, 2, 7, 6], False)]
    assert not any("MMULT" in formula for formula in gradient) and max(map(len, gradient)) < 280, max(gradient, key=len)
    trace = json.loads(run("trace", changed, "--passes", "2", "--json").stdout)
    assert compare_trace(book, compute(book, [(*straight[24 + 7], 0.5)]), trace, "changed kernel") > 800


@case
def what_a_spreadsheet_cannot_hold_is_refused_with_the_cure():
    path = os.path.join(FOLDER, "big.xlsx")
    message = refuse("export", "excelnet", path, "--passes", "9", says="").stderr
    assert "--last-layers" in message and "2000000" in message, message
    assert not os.path.exists(path)
    assert "no format has this ending" in refuse("export", "mazur", os.path.join(FOLDER, "a.doc"), says="").stderr
    assert "layers from 1 to" in refuse("export", "mazur", path, "--last-layers", "9", says="").stderr


@case
def it_is_a_workbook_to_find_ones_way_in():
    book = export("mazur", "mazur", "--passes", "3")
    overview = [value for _, value in book.cells[0].values()]
    for word in ("lr", "What is where", *book.names[1:]):
        assert word in overview, word
    assert '<definedName name="lr">' in book.text("xl/workbook.xml")
    assert "lineChart" in book.text("xl/charts/chart1.xml")
    assert "colorScale" in book.text("xl/worksheets/sheet2.xml")
    assert any("hyperlink" in book.text(f"xl/worksheets/sheet{i + 1}.xml") for i in range(len(book.names)))
    banned = ("LET(", "LAMBDA(", "_xlfn", "SEQUENCE(", "FILTER(")
    for _, _, formula, _ in book.formulas():
        assert not any(word in formula for word in banned), formula
    # Weights of a later pass are the .next of the one before.
    second, spot = workbooks.spots(book.blocks("W1")[1], [2, 2], False)[0]
    before = workbooks.spots(book.blocks("W1.next")[0], [2, 2], False)[0]
    assert book.cells[second][spot][0] == f"{workbooks.letters(before[1][1])}{before[1][0] + 1}"


@case
def formulas_stay_short():
    book = export("convnetjs", "convnetjs", "--rows", "1")
    longest = max(book.formulas(), key=lambda formula: len(formula[2]))
    assert len(longest[2]) < 2500, longest[2]
    convolutions = [formula for _, _, formula, _ in book.formulas() if formula.startswith("SUMPRODUCT(")]
    assert len(convolutions) > 5000 and min(map(len, convolutions)) < 60


@case
def pins_are_numbers_and_hand_changes_stay():
    document = os.path.join(FOLDER, "pinned.gradsheet")
    run("set", "mazur", "--pin", "a1[1,1]=0.5", "-o", document)
    book = export(document, "pinned", "--passes", "2")
    sheet, spot = workbooks.spots(book.blocks("a1")[0], [1, 2], False)[0]
    assert book.cells[sheet][spot] == (None, 0.5)
    assert compare_trace_but(book, document, "a1") > 20


def compare_trace_but(book, document, left_out):
    tables = compute(book)
    trace = json.loads(run("trace", document, "--passes", "2", "--json").stdout)
    for one in trace["passes"]:
        one["instructions"] = [line for line in one["instructions"] if line["output"] != left_out]
    return compare_trace(book, tables, trace, document)


@case
def random_networks_of_every_kind_compute_in_gnumeric():
    document, n, kinds = os.path.join(FOLDER, "random.gradsheet"), 0, set()
    for what, content in oracle_documents(N_RANDOM, SEED):
        with open(document, "w", encoding="utf-8") as file:
            json.dump(content, file)
        book = export(document, "random", "--passes", "2")
        n += compare_trace(book, compute(book), json.loads(run("trace", document, "--passes", "2", "--json").stdout), what)
        kinds |= {layer["kind"] for layer in content["layers"]} | {content["loss"]["kind"], content["optimizer"]["kind"]}
        kinds |= {key for key in content.get("penalty", {}) if key in ("l1", "l2")}
        kinds |= {layer.get("activation") for layer in content["layers"]}
    print(f"# {n} cells of random networks")
    missing = {"dense", "conv", "max-pool", "average-pool", "flatten", "activation", "dropout", "add", "concatenate", "multiply",
               "mse", "half-mse", "bce", "cross-entropy", "kl", "sgd", "momentum", "nesterov", "rmsprop", "adagrad", "adam", "adamw",
               "l1", "l2", "softmax", "sigmoid", "tanh", "relu", "leaky-relu", "softplus"} - kinds
    assert not missing, f"never drawn: {missing}"


@case
def gnumeric_makes_an_ods_of_it():
    path = os.path.join(FOLDER, "mazur.ods")
    run("export", "mazur", path, "--passes", "2")
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml").decode()
    assert content.count("table:formula=") > 80 and "W1.next" in content
    book = export("mazur", "mazur", "--passes", "2")
    assert compare_formulas(book, workbooks.recalculate(path, FOLDER), "ods") > 80
    none = {"PATH": os.path.join(FOLDER, "nowhere")}
    assert "neither is installed" in run("export", "mazur", path, status=2, environment=none).stderr


@case
def libreoffice_computes_the_same():
    """Optional: where it is installed."""
    if shutil.which("soffice") is None:
        print("# optional: LibreOffice is not installed")
        return
    for name in ("mazur", "softmax3", "convnet"):
        book = export(name, name, "--passes", "3")
        garbled = os.path.join(FOLDER, "garbled.xlsx")
        book.write(garbled)
        theirs = workbooks.recalculate_by_office(garbled, FOLDER)
        for sheet, spot, formula, value in book.formulas():
            got = theirs.cells[sheet][spot][1]
            assert close(got, value), f"{name}: {book.names[sheet]} {spot} ={formula}: {got}, not {value}"


if __name__ == "__main__":
    if shutil.which("ssconvert") is None:
        print("1..1\nnot ok 1 - needs Gnumeric's ssconvert (Debian: gnumeric)")
        sys.exit(1)
    sys.exit(main())
