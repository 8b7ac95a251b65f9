#!/usr/bin/env python3
"""docs/EXCHANGE.md is true: its commands run, in order and in one folder, and say what stands there.

usage: test-exchange.py CLI SOURCE_ROOT
"""
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

CLI, ROOT = os.path.abspath(sys.argv[1]), sys.argv[2]


def examples(page):
    """(command, what it says): a line with a dollar sign, and those behind it that have none."""
    for block in re.findall(r"(?:^    .*\n(?:\n(?=    ))?)+", page, re.M):
        lines = [line[4:].rstrip() for line in block.splitlines()]
        while lines:
            line = lines.pop(0)
            if not line.startswith("$ "):
                continue
            said = []
            while lines and not lines[0].startswith("$ "):
                said.append(lines.pop(0))
            yield line[2:], said


def run(command, folder):
    words = [sys.executable if word == "python3" else word for word in shlex.split(command)]
    if words[0] == "gradsheet-cli":
        words[0] = CLI
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    return [line.rstrip() for line in (done.stdout + done.stderr).splitlines()]


def main():
    with open(os.path.join(ROOT, "docs", "EXCHANGE.md"), encoding="utf-8") as file:
        cases = [example for example in examples(file.read()) if "FILE" not in example[0]]
    assert len(cases) >= 3
    print(f"1..{len(cases)}")
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(os.path.join(ROOT, "tests", "fixtures", "onnx", "lenet.onnx"), os.path.join(folder, "model.onnx"))  # PyTorch wrote it
        for number, (command, said) in enumerate(cases, 1):
            got = run(command, folder)
            fits = len(got) == len(said) and all(re.fullmatch(re.escape(want).replace("\\.\\.\\.", ".*"), line)
                                                 for want, line in zip(said, got))
            failures += not fits
            print(f"{'ok' if fits else 'not ok'} {number} - {command}")
            if not fits:
                print("\n".join("# " + line for line in got[:40]))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
