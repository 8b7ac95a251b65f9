#!/usr/bin/env python3
"""The replay: the numbers of the trace, in one page that needs nothing else; stepped in a browser where there is one.

usage: test-replay.py CLI SOURCE_ROOT
"""
import html
import json
import os
import re
import shutil
import subprocess
import sys

from cases import case, main
from cli import refuse, run


def export(name, folder, passes=1):
    """The page, and what is recorded in it."""
    path = os.path.join(folder, "replay.html")
    run("export", name, path, "--passes", str(passes))
    with open(path, encoding="utf-8") as file:
        page = file.read()
    record = re.search(r'<script id="record" type="application/json">(.*?)</script>', page, re.S).group(1)
    return path, page, json.loads(record)


def trace(name, passes):
    return json.loads(run("trace", name, "--passes", str(passes), "--json").stdout)["passes"]


@case
def every_number_is_that_of_the_trace(folder):
    for name, passes in (("mazur", 3), ("softmax3", 2), ("convnet", 1)):
        _, _, record = export(name, folder, passes)
        for recorded, traced in zip(record["passes"], trace(name, passes), strict=True):
            tensors = {tensor["name"]: tensor for tensor in recorded["tensors"]}
            assert len(recorded["steps"]) == len(traced["instructions"])
            for step, line in zip(recorded["steps"], traced["instructions"]):
                assert recorded["tensors"][step["out"]]["name"] == line["output"]
                assert tensors[line["output"]]["values"] == line["values"], line["output"]
            for leaf, content in traced["leaves"].items():
                assert tensors[leaf]["values"] == content["values"] and tensors[leaf]["by"] == -1


@case
def the_page_is_small_and_needs_nothing_else(folder):
    path, page, _ = export("mazur", folder, 3)
    assert os.path.getsize(path) < 1 << 20
    assert set(re.findall(r"https?://[^\s\"'<]+", page)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<(link|img|iframe|script[^>]*src)|@import|url\((?!#)|fetch\(|XMLHttp", page)
    with open(path, "rb") as file:
        first = file.read()
    export("mazur", folder, 3)
    with open(path, "rb") as file:
        assert file.read() == first


@case
def a_title_cannot_leave_its_place(folder):
    document = os.path.join(folder, "named.gradsheet")
    run("new", "input 2 · dense 1", "--data", "plane:rows=2", "--title", "</script><script>alert(1)</script>", "-o", document)
    _, page, record = export(document, folder)
    assert page.count("</script>") == 2 and record["title"].startswith("</script>")


@case
def what_is_too_much_is_refused(folder):
    refuse("export", "excelnet", os.path.join(folder, "big.html"), says=["cells", "--rows"])


def browse(path, place):
    """What a browser makes of the page there: names with values of the cells that are visible, and the bar's lines."""
    done = subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", f"file://{path}#{place}"],
                          capture_output=True, text=True, encoding="utf-8", timeout=120, check=True)
    cells = {}
    for attributes in re.findall(r"<td ([^>]*)>", done.stdout):
        name = html.unescape(re.search(r'aria-label="([^"]*)"', attributes).group(1)).split(": ")
        value = re.search(r'data-value="([^"]*)"', attributes)
        assert 'role="gridcell"' in attributes and (value is None) == (name[1] == "blank"), attributes
        cells[name[0]] = value and float(value.group(1))
    return cells, html.unescape(re.search(r'<p id="formula">(.*?)</p>', done.stdout).group(1))


@case
def a_browser_steps_from_end_to_end(folder):
    """Optional: where Chromium is installed."""
    if shutil.which("chromium") is None:
        print("# optional: Chromium is not installed (Debian: chromium)")
        return
    path, _, record = export("mazur", folder, 2)
    first = record["passes"][0]
    for place in [*range(len(first["steps"]) + 1), 2 * len(first["steps"])]:
        cells, formula = browse(path, place)
        recorded = record["passes"][place > len(first["steps"])]
        computed = place if place <= len(first["steps"]) else place - len(first["steps"])
        n = 0
        for tensor in recorded["tensors"]:
            if tensor["sheet"] < 0:
                continue
            visible = tensor["by"] < computed
            for offset, value in enumerate(tensor["values"]):
                index, rest = [], offset
                for size in reversed(tensor["shape"]):
                    index.insert(0, str(rest % size + 1))
                    rest //= size
                name = tensor["name"] + (f"[{','.join(index)}]" if index else "")
                assert cells[name] == (value if visible else None), f"{name} at {place}"
                n += 1
        assert n == len(cells) > 40
        if computed > 0:
            assert formula == recorded["steps"][computed - 1]["formula"]


if __name__ == "__main__":
    sys.exit(main())
