#!/usr/bin/env python3
"""How long live workbooks of convolutional networks over 28x28 images take: written here with their backward pass, and recalculated by
Gnumeric's ssconvert. The best of some runs, by the clock and in seconds of the processor, with what reading the same file without
a formula takes, which is Gnumeric's own beginning.

usage: bench-workbook.py GRADSHEET_CLI [RUNS]
"""
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
import zipfile

CLI, RUNS = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5
NETWORKS = (
    ("one convolution", "input 1x28x28 · conv 8 5x5 relu · max-pool 2 · flatten · dense 10"),
    ("two, as ConvNetJS has", "input 1x28x28 · conv 8 5x5 relu same · max-pool 2 · conv 16 5x5 relu same · max-pool 3 · flatten · dense 10"),
)


def measure(*command, folder):
    """(by the clock, of the processor)"""
    best = [float("inf")] * 2
    for _ in range(RUNS):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = [min(best[0], time.monotonic() - start),
                min(best[1], after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)]
    return best


def recalculate(name, folder):
    return measure("ssconvert", "--recalc", "-S", "-T", "Gnumeric_stf:stf_assistant", "-O", "separator=, format=raw", name, "out-%n.csv",
                   folder=folder)


def drop_formulas(path, to):
    """A copy of numbers alone; how many formulas there were."""
    count = 0
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as plain:
        for name in book.namelist():
            text, n = re.subn(rb"<f[ >].*?</f>", b"", book.read(name))
            plain.writestr(name, text)
            count += n
    return count


def main():
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "row.csv"), "w", encoding="utf-8") as file:
            file.write(",".join([f"{(i * 37) % 101 / 100}" for i in range(784)] + [str(int(i == 3)) for i in range(10)]) + "\n")
        print(f"seconds, by the clock (of the processor); best of {RUNS} runs")
        for title, network in NETWORKS:
            subprocess.run([CLI, "new", network, "--data", "row.csv", "--loss", "cross-entropy", "-o", "network.gradsheet"], cwd=folder,
                           check=True, capture_output=True)
            wrote = measure(CLI, "export", "network.gradsheet", "book.xlsx", folder=folder)
            book = os.path.join(folder, "book.xlsx")
            n = drop_formulas(book, os.path.join(folder, "plain.xlsx"))
            print(f"{title}: {n} formulas, {os.path.getsize(book) // 1024} KiB\n"
                  f"  written       {wrote[0]:.2f} ({wrote[1]:.2f})")
            if subprocess.run(["which", "ssconvert"], check=False, capture_output=True).returncode != 0:
                print("  recalculated: ssconvert is not installed (Debian: gnumeric)")
                continue
            for what, name in (("recalculated ", "book.xlsx"), ("without them ", "plain.xlsx")):
                clock, processor = recalculate(name, folder)
                print(f"  {what} {clock:.2f} ({processor:.2f})")


if __name__ == "__main__":
    sys.exit(main())
