#!/usr/bin/env python3
"""Worksheets, as they are printed: the text of the PDF is read back, and the key is computed anew, by numpy, from
nothing but the printed givens.

usage: test-worksheet.py GRADSHEET_CLI SOURCE_ROOT
"""
import os
import re
import shutil
import subprocess
import sys

import numpy as np

import worksheet_key
from cases import case, main
from cli import refuse, run

NUMBER = r"−?\d+(?:\.\d+)?(?:e−?\d+)?"


def read(path):
    """The text in the order in which it was drawn, without the breaks of its lines."""
    text = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(text.replace("\f", " ").split())


def to_number(text):
    return float(text.replace("−", "-"))


def read_table(text, name, rows, columns):
    """Title, numbers of columns, numbers of rows, cells: in this order they are drawn."""
    heading = f"{name} {' '.join(str(i + 1) for i in range(columns))} "
    assert heading in text, (heading, text)
    start = text.index(heading) + len(heading)
    found = re.findall(NUMBER, text[start:])
    return np.array([to_number(word) for word in found[rows:rows + rows * columns]]).reshape(rows, columns) \
        if rows > 1 else np.array([[to_number(word) for word in found[1:1 + columns]]])


def read_line(text, name):
    found = re.search(rf"{re.escape(name)} = (?:\(([^)]*)\)|({NUMBER}))", text)
    return np.array([to_number(word) for word in re.findall(NUMBER, found.group(1) or found.group(2))])


def read_workings(text):
    """{"z1[1,1]": what stands behind the last sign of equality}."""
    part = text[text.index("Workings"):]
    return {name: to_number(number) for name, number in re.findall(
        rf"(?:^|\s)([A-Za-z][\w.]*(?:\[[\d,]+\])?) = (?:(?!\s[A-Za-z][\w.]*(?:\[[\d,]+\])? = ).)*? = ({NUMBER})(?= [A-Za-z]|$)", part)}


def mazur(given):
    """One pass of a 2-2-2 network of sigmoids, biases held, half of the squared error, by hand."""
    sigmoid = lambda z: 1 / (1 + np.exp(-z))
    x, t, w1, w2 = given["x"], given["t"], given["W1"], given["W2"]
    z1 = x @ w1 + given["b1"]
    a1 = sigmoid(z1)
    z2 = a1 @ w2 + given["b2"]
    a2 = sigmoid(z2)
    da2 = a2 - t
    dz2 = da2 * a2 * (1 - a2)
    dw2, da1 = a1.T @ dz2, dz2 @ w2.T
    dz1 = da1 * a1 * (1 - a1)
    dw1 = x.T @ dz1
    return {"z1": z1, "a1": a1, "z2": z2, "a2": a2, "L": ((a2 - t) ** 2).sum() / 2, "da2": da2, "dz2": dz2, "dW2": dw2,
            "da1": da1, "dz1": dz1, "dW1": dw1, "W1.next": w1 - given["lr"] * dw1, "W2.next": w2 - given["lr"] * dw2}


def agrees(got, want, digits, half=0.5001):
    return abs(got - want) <= half * 10.0 ** (np.floor(np.log10(abs(want))) - digits + 1) if want != 0 else abs(got) < 1e-12


def check_key(sheet, key, digits):
    """The sheet gives the same numbers as the key, the key's answers follow from them, and the sheet has none of them."""
    given = {"x": (1, 2), "W1": (2, 2), "W2": (2, 2), "t": (1, 2)}
    given = {name: read_table(key, name, *shape) for name, shape in given.items()}
    for name, values in given.items():
        assert (read_table(sheet, name, *values.shape) == values).all(), name
    given |= {name: read_line(key, name) for name in ("b1", "b2", "lr")}
    answers, workings = mazur(given), read_workings(key)
    assert sum(np.size(values) for values in answers.values()) == len(workings), sorted(workings)
    for name, values in answers.items():
        if name == "L":
            assert agrees(workings["L"], values, digits)
            continue
        for (row, column), want in np.ndenumerate(values):
            got = workings[f"{name}[{row + 1},{column + 1}]"]
            assert agrees(got, want, digits), f"{name}[{row + 1},{column + 1}]: {got} for {want}"
        table = read_table(key[key.index("1 Forward and loss"):], name, *values.shape)
        assert all(agrees(got, want, digits) for got, want in zip(table.flat, values.flat)), name
    asked = sheet[sheet.index("1 Forward and loss"):sheet.index("Gradsheet worksheet")]
    assert not re.search(r"\d\.\d", asked), asked


@case
def a_key_follows_from_what_is_printed(folder):
    sheet, key = os.path.join(folder, "sheet.pdf"), os.path.join(folder, "key.pdf")
    said = run("worksheet", "mazur", "-o", sheet, "--key", key).stdout
    assert sheet in said and key in said
    check_key(read(sheet), read(key), 4)
    assert "33 points, page 1 of 1" in read(sheet) and "mazur-1" in read(sheet)
    for text in ("Name", "Class", "Date", "Formulas", "z1 = x·W1 + b1"):
        assert text in read(sheet), text


@case
def a_bias_is_called_so_in_the_drawing(folder):
    """Not "+ −0.9"."""
    sheet = os.path.join(folder, "sheet.pdf")
    run("worksheet", "mazur", "-o", sheet)
    text = read(sheet)
    assert text.count("bias 0.35") == 2 and text.count("bias 0.6") == 2, text


@case
def variants_have_numbers_of_their_own(folder):
    sheet, key = os.path.join(folder, "sheet.pdf"), os.path.join(folder, "key.pdf")
    run("worksheet", "mazur", "-o", sheet, "-k", key, "--variants", "3", "--seed", "4172", "--digits", "3", "--no-formulas")
    # The code ends each page: first the sheet, then the foot.
    sheets = re.split(r"mazur-4172-0\d", read(sheet))
    keys = re.split(r"page \d of \d", read(key))
    assert len(sheets) == 4 and "variant 2 of 3" in read(sheet) and "Formulas" not in read(sheet)
    pages = int(re.search(r"page 1 of (\d)", read(key)).group(1))
    whole = [" ".join(keys[i * pages:(i + 1) * pages]) for i in range(3)]
    seen = set()
    for one, answer in zip(sheets, whole):
        check_key(one + " Gradsheet worksheet", " ".join(re.sub(r"mazur-4172-0\d.*?points,", "", answer).split()), 3)
        seen.add(str(read_table(answer, "W1", 2, 2)))
    assert len(seen) == 3
    again = os.path.join(folder, "again.pdf")
    run("worksheet", "mazur", "-o", again, "--variants", "3", "--seed", "4172", "--digits", "3", "--no-formulas")
    assert read(again) == read(sheet)


@case
def some_cells_are_asked_and_the_others_given(folder):
    sheet = os.path.join(folder, "sheet.pdf")
    run("worksheet", "mazur", "-o", sheet, "--cells", "dW2[1,1], dW2[2,1], da2")
    text = read(sheet)
    assert "4 points" in text and "1 Backward" in text and "Update" not in text.split("Formulas")[1]
    # dW2 is a1 times dz2, and dz2 is not asked: both are given, to two digits more than are asked.
    assert "0.59327" in text and "0.138499" in text and "W1 1 2" not in text
    # Two of the four cells are asked; a column of its own is left.
    assert re.search(r"dW2 1 1 2 ", text), text


@case
def lessons_have_worksheets(folder):
    listed = run("lesson", "list", "--no-progress").stdout
    n = 0
    for path in sorted(os.listdir(os.path.join(sys.argv[2], "lessons"))):
        if not re.fullmatch(r"\d\d-[^.]*\.json", path):
            continue
        sheet = os.path.join(folder, path + ".pdf")
        result = subprocess.run([sys.argv[1], "worksheet", os.path.join(sys.argv[2], "lessons", path), "-o", sheet],
                                capture_output=True, text=True, check=False)
        assert result.returncode == 0 or "nothing to write down on paper" in result.stderr, result.stderr
        if result.returncode == 0:
            text = read(sheet)
            assert re.search(r"\d+ points?, page 1 of \d", text), path
            # What is given stays with its formulas and with what is asked first.
            pages = subprocess.run(["pdftotext", "-raw", sheet, "-"], capture_output=True, text=True, check=True).stdout.split("\f")
            assert not [page for page in pages if page.lstrip().startswith(("Formulas", "1 Forward"))], path
            # Of the many pictures of digits only the one that is asked of.
            assert not path.startswith("28") or "a2.sum[1] = " in text and "page 1 of 1" in text, text
            n += 1
    assert listed and n >= 8, n


@case
def the_key_of_every_lesson_follows_from_what_is_printed(folder):
    """From the printed tables and formulas alone; of long numbers two digits more are printed than are asked for, so that what
    is computed from them may lie a hair beyond the half of the last digit. Lesson for lesson the numbers of three seeds."""
    sheet, key = os.path.join(folder, "sheet.pdf"), os.path.join(folder, "key.pdf")
    for path in sorted(os.listdir(os.path.join(sys.argv[2], "lessons"))):
        if not re.fullmatch(r"\d\d-[^.]*\.json", path):
            continue
        for seed in ("1", "2", "3"):
            run("worksheet", os.path.join(sys.argv[2], "lessons", path), "-o", sheet, "--key", key, "--seed", seed)
            text = subprocess.run(["pdftotext", "-raw", key, "-"], capture_output=True, text=True, check=True).stdout
            points, n = int(re.search(r"(\d+) points?, page 1 of", text)[1]), 0
            for task in worksheet_key.read_tasks(text):
                for name, place, printed in task.answers:
                    want = task.cell(name, place)
                    assert agrees(printed, want, task.digits, 0.6), f"{path}, seed {seed}: {name}{place} = {printed} for {want}"
                    n += 1
            assert n == points, f"{path}, seed {seed}: {n} answers for {points} points"


@case
def a_key_that_is_wrong_is_found(folder):
    sheet, key = os.path.join(folder, "sheet.pdf"), os.path.join(folder, "key.pdf")
    run("worksheet", os.path.join(sys.argv[2], "lessons", "15-test-a.json"), "-o", sheet, "--key", key)
    text = subprocess.run(["pdftotext", "-raw", key, "-"], capture_output=True, text=True, check=True).stdout
    for old, new in (("= x·W1", "= x·W2"), ("db1 = Σ dz1", "db1 = Σ dz2"), ("da1 = dz2·W2ᵀ", "da1 = dz2·W2")):
        assert old in text
        task, = worksheet_key.read_tasks(text.replace(old, new))
        assert not all(agrees(printed, task.cell(name, place), task.digits, 0.6) for name, place, printed in task.answers), new


def german(folder):
    """The environment of a person who reads German."""
    locales = os.path.join(folder, "locales")
    os.mkdir(locales)
    subprocess.run(["localedef", "-i", "en_GB", "-f", "UTF-8", os.path.join(locales, "en_GB.UTF-8")], check=True)
    return {**os.environ, "LOCPATH": locales, "LC_ALL": "en_GB.UTF-8", "LANGUAGE": "de"}


@case
def long_words_leave_room_to_what_stands_behind_them(folder):
    """No word reaches into another, or beyond the margin: German headings, and the key's title."""
    person, sheets = german(folder), [os.path.join(folder, name) for name in ("sheet.pdf", "key.pdf")]
    for lesson in ("9", "10", "27"):
        subprocess.run([sys.argv[1], "worksheet", lesson, "-o", sheets[0], "--key", sheets[1]], env=person, capture_output=True, check=True)
        for sheet in sheets:
            found = subprocess.run(["pdftotext", "-bbox", sheet, "-"], capture_output=True, text=True, check=True).stdout
            for page in found.split("<page ")[1:]:
                words = [(*map(float, place), text) for *place, text in re.findall(
                    r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)', page)]
                for i, one in enumerate(words):
                    assert one[2] <= 595.3 - 42, (lesson, one)
                    for other in words[:i]:  # boxes of letters are higher than these
                        across = min(one[2], other[2]) - max(one[0], other[0])
                        down = min(one[3], other[3]) - max(one[1], other[1])
                        assert across < 0.5 or down < 0.5 * min(one[3] - one[1], other[3] - other[1]), (lesson, one, other)


@case
def a_lesson_is_printed_in_the_language_of_the_person(folder):
    person, sheet = german(folder), os.path.join(folder, "sheet.pdf")
    subprocess.run([sys.argv[1], "worksheet", "2", "-o", sheet], env=person, capture_output=True, check=True)
    text = read(sheet)
    assert text.startswith("Vektoren, Matrizen, Formen") and "Eine Zelle des Ergebnisses" in text and "Mehl" in text, text
    # So is a network that comes with the program, by its title.
    subprocess.run([sys.argv[1], "worksheet", "mazur", "-o", sheet], env=person, capture_output=True, check=True)
    assert read(sheet).startswith("Ein Beispiel für Backpropagation, Schritt für Schritt"), read(sheet)


@case
def pages_fit_the_paper(folder):
    sheet = os.path.join(folder, "sheet.pdf")
    for paper, size in (("a4", "595.276 x 841.89"), ("letter", "612 x 792")):
        run("worksheet", "softmax3", "-o", sheet, "--paper", paper)
        assert size in subprocess.run(["pdfinfo", sheet], capture_output=True, text=True, check=True).stdout
    # Every table is whole: each name stands on one page with all of its cells, so none is drawn twice or cut.
    boxes = subprocess.run(["pdftotext", "-bbox", sheet, "-"], capture_output=True, text=True, check=True).stdout
    for x, y in re.findall(r'xMax="([\d.]+)" yMax="([\d.]+)"', boxes):
        assert float(x) <= 612 - 42 and float(y) <= 792 - 38, (x, y)


@case
def rows_have_their_names_as_on_the_sheet_and_long_numbers_their_size(folder):
    rows, document, sheet = (os.path.join(folder, name) for name in ("named.csv", "named.gradsheet", "named.pdf"))
    with open(rows, "w", encoding="utf-8") as file:
        file.write("name,sleep,study,score\nAnna,0.3,1,0.75\nBartholomew,0.5,0.2,0.82\nChi,1,0.4,0.93\n")
    run("new", "input 2 · dense 2 sigmoid · dense 1 sigmoid", "--data", rows, "-o", document)
    run("worksheet", document, "-o", sheet)
    boxes = subprocess.run(["pdftotext", "-bbox", sheet, "-"], capture_output=True, text=True, check=True).stdout
    words = [(text, float(bottom) - float(top)) for top, bottom, text in re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]*)', boxes)]
    for name in ("Anna", "Bartholomew", "Chi"):  # beside x, t, z1, a1, z2, a2, and the gradients of the last four
        assert [text for text, _ in words].count(name) == 10, name
    given = [height for text, height in words if re.fullmatch(r"−?0\.\d{5,}", text)]
    assert len(given) >= 4 and min(given) > 10, given


@case
def refusals(folder):
    sheet = os.path.join(folder, "sheet.pdf")
    refuse("worksheet", "mazur", says="-o OUT.pdf")
    refuse("worksheet", "excelnet", "-o", sheet, says=["paper has room for 400", "z1..a1"])
    refuse("worksheet", "mazur", "-o", sheet, "--paper", "a3", says="neither a4 nor letter")
    refuse("worksheet", "mazur", "-o", sheet, "--variants", "-1", says="--variants")
    refuse("worksheet", "mazur", "-o", sheet, "--digits", "1", says="--digits")
    refuse("worksheet", "mazur", "-o", sheet, "--cells", "q7", says="q7")
    refuse("worksheet", "mazur", "-o", sheet, "--cells", "x", says="x")
    refuse("worksheet", "no-such-lesson", "-o", sheet, says="no lesson")
    refuse("worksheet", "mazur", "-o", os.path.join(folder, "none", "sheet.pdf"), says="none")
    assert not os.path.exists(sheet)


assert shutil.which("pdftotext"), "pdftotext is missing: Debian's package poppler-utils has it"
sys.exit(main(words=sys.argv[3:]))
