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

from browser import ALT, SHIFT, Browser
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


CHROMIUM = "# optional: Chromium is not installed (Debian: chromium)"


@case
def keys_step_as_in_the_window_and_arrows_go_from_cell_to_cell(folder):
    """Optional: where Chromium is installed."""
    if shutil.which("chromium") is None:
        print(CHROMIUM)
        return
    path, _, record = export("mazur", folder, 2)
    first, second = record["passes"]
    where = "document.getElementById('where').textContent"
    formula = "document.getElementById('formula').textContent"
    focused = "document.activeElement.getAttribute('aria-label')"
    with Browser() as browser:
        browser.open(path)
        for number, step in enumerate(first["steps"], 1):
            browser.key("F10")
            assert browser.read(formula) == step["formula"] and f"{number}/{len(first['steps'])}" in browser.read(where), number
        browser.key("F10", SHIFT)
        assert browser.read(formula) == first["steps"][-2]["formula"]
        browser.key("End", ALT)
        assert "Pass 2" in browser.read(where) and f"{len(second['steps'])}/" in browser.read(where)
        browser.key("Home", ALT)
        assert "Pass 1, 0/" in browser.read(where)
        browser.key("Tab")  # into the sheet, past buttons that cannot be pressed
        while browser.read(focused) is None or not browser.read(focused).startswith("x[1,1]"):
            browser.key("Tab")
        for key, name in (("ArrowRight", "x[1,2]"), ("ArrowRight", "W1[1,1]"), ("ArrowDown", "W1[2,1]"), ("ArrowLeft", "x[1,2]")):
            browser.key(key)
            assert browser.read(focused).startswith(name), (key, browser.read(focused))
        browser.key("F10")
        browser.key("Escape")
        assert browser.read(formula) == first["steps"][0]["formula"]


@case
def fingers_select_and_step(folder):
    """Optional: where Chromium is installed."""
    if shutil.which("chromium") is None:
        print(CHROMIUM)
        return
    path, _, record = export("mazur", folder)
    with Browser() as browser:
        browser.open(path, 390, 844)
        for _ in range(3):
            browser.tap(*browser.locate("#step"))
        assert "3/" in browser.read("document.getElementById('where').textContent")
        browser.tap(*browser.locate("#back"))
        assert browser.read("document.getElementById('formula').textContent") == record["passes"][0]["steps"][1]["formula"]
        browser.tap(*browser.locate('td[aria-label^="z1[1,2]"]'))
        assert browser.read("document.activeElement.getAttribute('aria-label')").startswith("z1[1,2]: 0.3925")
        assert browser.read("document.getElementById('numbers').textContent").endswith("= 0.3925")
        assert browser.read("Math.min(...[...document.querySelectorAll('button')].map(b => b.offsetHeight))") >= 44  # as large as a finger


@case
def on_a_phone_nothing_jumps_is_cut_or_crossed_out(folder):
    """Optional: where Chromium is installed. From step to step the sheet keeps its place below the bar, what is computed is in view with
    its names, the titles of the bands stay, and arrows begin and end at edges."""
    if shutil.which("chromium") is None:
        print(CHROMIUM)
        return
    path, _, record = export("mazur", folder)
    inside = """(() => { const table = document.querySelector(".now").getBoundingClientRect(), main = document.querySelector("main").getBoundingClientRect();
      return table.left >= main.left + 3 && table.top >= main.top && table.width > 0 && table.left < main.right; })()"""
    titles = "[...document.querySelectorAll('h2')].map(e => Math.round(e.getBoundingClientRect().left)).join()"
    crossed = """(() => { const middles = [...document.querySelectorAll("td")].map(e => e.getBoundingClientRect()).map(r => [r.left + r.width / 2, r.top + r.height / 2]);
      const sheet = document.getElementById("sheet").getBoundingClientRect();
      return [...document.querySelectorAll("svg > g > path")].flatMap(path => [path.getPointAtLength(0), path.getPointAtLength(path.getTotalLength())])
        .some(p => middles.some(m => Math.hypot(p.x + sheet.left - m[0], p.y + sheet.top - m[1]) < 6)); })()"""
    with Browser() as browser:
        browser.open(path, 390, 844)
        heights, lefts = set(), set()
        for step in record["passes"][0]["steps"]:
            browser.key("F10")
            assert browser.read(inside), f"{step['brief']} is cut"
            assert not browser.read(crossed), f"{step['brief']}: an arrow lies on a number"
            heights.add(browser.read("document.querySelector('header').offsetHeight"))
            lefts.add(browser.read(titles))
        browser.tap(*browser.locate('td[aria-label^="dW2[1,1]"]'))
        assert browser.read("document.querySelectorAll('svg > g > path').length") == 2 and not browser.read(crossed)
        assert len(heights) == 1 and len(lefts) == 1, (heights, lefts)


@case
def the_tree_for_screen_readers_has_every_cell_by_name(folder):
    """Optional: where Chromium is installed."""
    if shutil.which("chromium") is None:
        print(CHROMIUM)
        return
    path, _, record = export("mazur", folder)
    with Browser() as browser:
        browser.open(path + "#4")
        names = browser.list_accessible("gridcell")
        tensors = [tensor for tensor in record["passes"][0]["tensors"] if tensor["sheet"] >= 0]
        assert len(names) == sum(len(tensor["values"]) for tensor in tensors) > 40, len(names)
        assert "W1[2,1]: 0.2" in names and "dW1[1,1]: blank" in names, names
        assert set(browser.list_accessible("button")) == {"To the start", "One step back", "One step", "To the end"}
        assert {tensor["name"] for tensor in tensors} <= {name.split(" ")[0] for name in browser.list_accessible("grid")}
        assert len(browser.list_accessible("slider")) == 1


@case
def it_fits_screens_and_phones_light_and_dark(folder):
    """Optional: where Chromium is installed. The pictures are kept beside the program's own, to be looked at."""
    if shutil.which("chromium") is None:
        print(CHROMIUM)
        return
    pictures = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(sys.argv[1])))), "tests", "pictures")
    os.makedirs(pictures, exist_ok=True)
    path, _, _ = export("mazur", folder, 2)
    contrast = """(() => { const light = text => { const part = text.match(/[\\d.]+/g).slice(0, 3).map(x => x / 255)
        .map(x => x <= .04045 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4); return .2126 * part[0] + .7152 * part[1] + .0722 * part[2]; };
      const ground = e => { const own = getComputedStyle(e).backgroundColor; return own === "rgba(0, 0, 0, 0)" ? ground(e.parentElement) : own; };
      return Math.min(...[...document.querySelectorAll("td, th, p, caption, button:enabled, output")].filter(e => e.textContent).map(e => {
        const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x); return (a + .05) / (b + .05); })); })()"""
    with Browser() as browser:
        for width, height in ((1280, 720), (390, 844)):
            for dark in (False, True):
                browser.open(path + "#9", width, height, dark)
                browser.tap(*browser.locate('td[aria-label^="z1[1,1]"]'))
                browser.take_picture(os.path.join(pictures, f"replay-{width}x{height}-{'dark' if dark else 'light'}.png"))
                assert browser.read("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the screen"
                assert browser.read(contrast) >= 4.5, (width, dark, browser.read(contrast))
                ground = browser.read("getComputedStyle(document.body).backgroundColor")
                assert (sum(map(int, re.findall(r"\d+", ground)[:3])) < 200) == dark, ground


if __name__ == "__main__":
    sys.exit(main())
