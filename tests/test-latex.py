#!/usr/bin/env python3
"""A pass in LaTeX with its drawing, one cell, and tables in Markdown.

usage: test-latex.py CLI SOURCE_ROOT
"""
import json
import os
import re
import shutil
import subprocess
import sys

from cases import case, main
from cli import refuse, run

NETWORKS = ["mazur", "welch", "xor", "logistic", "softmax3", "residual", "branches", "convnet"]


def export(name, folder, ending, *options):
    path = os.path.join(folder, name + ending)
    run("export", name, path, *options)
    with open(path, encoding="utf-8") as file:
        return path, file.read()


def trace(name):
    return json.loads(run("trace", name, "--json").stdout)["passes"][0]


def compile_latex(path, folder):
    done = subprocess.run(["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-output-directory", folder, path],
                          capture_output=True, text=True, encoding="utf-8", errors="replace", check=False, cwd=folder)
    assert done.returncode == 0, done.stdout[-1500:]
    assert "Missing character" not in done.stdout, done.stdout[-1500:]


@case
def every_operation_is_there_and_the_environments_close(folder):
    for name in NETWORKS:
        _, text = export(name, folder, ".tex")
        stack = []
        for kind, environment in re.findall(r"\\(begin|end)\{(\w+\*?)\}", text):
            if kind == "begin":
                stack.append(environment)
            else:
                assert stack.pop() == environment, name
        assert not stack and text.count("{") == text.count("}")
        assert text.count("\\begin{align*}") == len(trace(name)["instructions"])
        assert all(ord(character) < 128 for character in text.replace("·", "")), set(text) - set(map(chr, range(128)))


@case
def the_drawing_has_a_node_for_each_neuron_and_an_arrow_for_each_weight(folder):
    _, text = export("mazur", folder, ".tex")
    assert len(re.findall(r"\\node\[neuron\]", text)) == 6 and len(re.findall(r"\\draw", text)) == 8
    for name in ("x}_{2}", "a1}_{1}", "a2}_{2}"):
        assert "\\mathit{" + name in text, name
    _, text = export("branches", folder, ".tex")
    assert len(re.findall(r"\\node", text)) >= 5


@case
def a_cell_stands_alone(folder):
    _, text = export("mazur", folder, ".tex", "--tensor", "dW2[1,1]")
    assert text.startswith("\\begin{align*}\n\\mathit{dW2}_{1,1} &= \\mathit{a1}_{1,1} \\cdot \\mathit{dz2}_{1,1} \\\\\n"), text
    assert text.endswith("= 0.082167\n\\end{align*}\n"), text
    refuse("export", "mazur", os.path.join(folder, "no.tex"), "--tensor", "Q[1]", says="Q")


@case
def it_compiles(folder):
    """Optional: where LaTeX is installed."""
    if shutil.which("pdflatex") is None:
        print("# optional: LaTeX is not installed (Debian: texlive-latex-base texlive-pictures)")
        return
    for name in NETWORKS:
        path, _ = export(name, folder, ".tex")
        compile_latex(path, folder)
    path, text = export("mazur", folder, ".tex", "--tensor", "a1[1,1]")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\\documentclass{article}\\usepackage{amsmath}\\begin{document}" + text + "\\end{document}")
    compile_latex(path, folder)


@case
def tables_have_every_number(folder):
    for name in ("mazur", "softmax3", "convnet"):
        _, text = export(name, folder, ".md")
        sections = dict(re.findall(r"^### (\S+)[^\n]*\n\n\|[^\n]*\n\|[^\n]*\n((?:\|.*\n)+)", text, re.M))
        for line in trace(name)["instructions"]:
            cells = [cell for row in sections[line["output"]].splitlines() for cell in row.strip("|").split("|")[1:]]
            assert len(cells) == len(line["values"])
            for cell, value in zip(cells, line["values"]):
                assert abs(float(cell.strip().replace("−", "-")) - value) <= 5.1e-6 * abs(value), (line["output"], cell, value)


if __name__ == "__main__":
    sys.exit(main())
