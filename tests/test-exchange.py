#!/usr/bin/env python3
"""docs/EXCHANGE.md is true: its commands run, in order and in one folder, and say what stands there. A file that is shown with
`cat` is written as it is shown. What needs PyTorch or ONNX runs where they are installed; in the place of what lenet.py would
write, the committed model of the same network is taken.

usage: test-exchange.py CLI SOURCE_ROOT
"""
import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

CLI, ROOT = os.path.abspath(sys.argv[1]), sys.argv[2]
# (module, Debian's package): left out where it is missing.
OPTIONAL = (("torch", "python3-torch"), ("onnx", "python3-onnx"))
MODEL = os.path.join(ROOT, "tests", "fixtures", "onnx", "lenet.onnx")


def examples(page):
    """(command, what it says): a line with a dollar sign, and those behind it that have none."""
    for block in re.findall(r"(?:^    .*\n(?:\n+(?=    ))?)+", page, re.M):
        lines = [line[4:].rstrip() for line in block.rstrip().splitlines()]
        while lines:
            line = lines.pop(0)
            if not line.startswith("$ "):
                continue
            said = []
            while lines and not lines[0].startswith("$ "):
                said.append(lines.pop(0))
            yield line[2:], said


def find_missing(words, folder):
    """The package that a Python program needs and that is not here; None if nothing is missing."""
    if words[0] != "python3":
        return None
    program = words[2] if words[1] == "-c" else ""
    if words[1] != "-c":
        with open(os.path.join(folder, words[1]), encoding="utf-8") as file:
            program = file.read()
    return next((package for module, package in OPTIONAL
                 if re.search(rf"\bimport {module}\b", program) and importlib.util.find_spec(module) is None), None)


def run(words, folder):
    programs = {"python3": sys.executable, "gradsheet-cli": CLI}
    done = subprocess.run([programs.get(words[0], words[0]), *words[1:]], cwd=folder, capture_output=True, text=True, encoding="utf-8",
                          check=False)
    return [line.rstrip() for line in (done.stdout + done.stderr).splitlines()]


def fits(got, said):
    return len(got) == len(said) and all(re.fullmatch(re.escape(want).replace("\\.\\.\\.", ".*"), line) for want, line in zip(said, got))


def try_example(command, said, folder):
    """None, or what went wrong, as lines; and whatever was left out."""
    words = shlex.split(command)
    if words[0] == "cat":
        with open(os.path.join(folder, words[1]), "w", encoding="utf-8") as file:
            file.write("\n".join(said) + "\n")
        return None, None
    missing = find_missing(words, folder)
    if missing is not None:
        if words[1:] == ["lenet.py"]:
            shutil.copy(MODEL, os.path.join(folder, "model.onnx"))
        return None, missing
    got = run(words, folder)
    return (None if fits(got, said) else got), None


def main():
    with open(os.path.join(ROOT, "docs", "EXCHANGE.md"), encoding="utf-8") as file:
        cases = [example for example in examples(file.read()) if "FILE" not in example[0]]
    assert len(cases) >= 20
    print(f"1..{len(cases)}")
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, (command, said) in enumerate(cases, 1):
            wrong, missing = try_example(command, said, folder)
            failures += wrong is not None
            left_out = f" # SKIP optional: {missing} is not installed" if missing else ""
            print(f"{'ok' if wrong is None else 'not ok'} {number} - {command}{left_out}")
            if wrong is not None:
                print("\n".join("# " + line for line in wrong[:40]))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
