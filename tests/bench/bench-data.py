"""How long data take to open: a million rows of ten columns as text, and 60,000 pictures of 28x28 in packed IDX files.

usage: bench-data.py CLI [TURNS]

Both are made here: numbers of six digits, and grey strokes on black that pack about as well as handwritten digits. What
is timed is `gradsheet-cli new … --data`, from its start to the saved document, which names its source. The best of
the turns is held against the bound, for the machine is never quiet; the processor's time stays the same where others work.
"""
import gzip
import os
import struct
import sys
import tempfile
import time

import numpy

ROWS, COLUMNS = 1_000_000, 10
PICTURES, SIDE, CLASSES = 60_000, 28, 10


def write_table(path):
    random = numpy.random.default_rng(1)
    with open(path, "w", encoding="ascii") as file:
        file.write(",".join(f"c{i}" for i in range(1, COLUMNS + 1)) + "\n")
        for _ in range(100):
            values = random.uniform(-1, 1, (ROWS // 100, COLUMNS))
            file.writelines(",".join(f"{value:.4f}" for value in row) + "\n" for row in values.tolist())


def write_pictures(images, labels):
    """Three blots along a line, a fifth of the pixels as in handwriting."""
    random = numpy.random.default_rng(1)
    y, x = numpy.mgrid[0:SIDE, 0:SIDE]
    with gzip.open(images, "wb", 6) as file:
        file.write(struct.pack(">4B3I", 0, 0, 8, 3, PICTURES, SIDE, SIDE))
        for _ in range(60):
            ends = random.uniform(6, 22, (PICTURES // 60, 2, 2))
            picture = numpy.zeros((PICTURES // 60, SIDE, SIDE))
            for at in numpy.linspace(0, 1, 6):
                middle = ends[:, 0] + at * (ends[:, 1] - ends[:, 0]) + random.normal(0, 1, (PICTURES // 60, 2))
                distance = (y - middle[:, 0, None, None]) ** 2 + (x - middle[:, 1, None, None]) ** 2
                picture = numpy.maximum(picture, 255 * numpy.exp(-distance / 4))
            file.write(numpy.where(picture > 12, picture, 0).astype(numpy.uint8).tobytes())
    with gzip.open(labels, "wb") as file:
        file.write(struct.pack(">4BI", 0, 0, 8, 1, PICTURES) + random.integers(0, CLASSES, PICTURES, numpy.uint8).tobytes())


def measure(arguments):
    """Seconds, seconds of the processor, and the most memory in bytes."""
    begin = time.monotonic()
    process = os.posix_spawn(arguments[0], arguments, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    _, status, used = os.wait4(process, 0)
    assert status == 0, arguments
    return time.monotonic() - begin, used.ru_utime + used.ru_stime, 1024 * used.ru_maxrss


def tell(what, turns, seconds, numbers):
    best, processor, memory = (min(column) for column in zip(*turns))
    own = 8 * numbers
    print(f"{what:34} {best:6.2f} s (bound {seconds}, {'held' if best <= seconds else 'MISSED'})   processor {processor:5.2f} s   "
          f"{memory / 1e6:4.0f} MB, {memory / own:.2f} of its numbers' (bound 3, {'held' if memory < 3 * own else 'MISSED'})")


def main():
    cli, n_turns = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory() as folder:
        table, images, labels, out = (os.path.join(folder, name) for name in ("rows.csv", "images.gz", "labels.gz", "out.gradsheet"))
        write_table(table)
        write_pictures(images, labels)
        print(f"{os.path.getsize(table) / 1e6:.0f} MB of text; {os.path.getsize(images) / 1e6:.1f} MB of packed pictures")
        new = [cli, "new"]
        turns = [measure([*new, "input 9 · dense 1", "--data", table, "-o", out]) for _ in range(n_turns)]
        tell("a million rows of ten columns", turns, 3, ROWS * COLUMNS)
        turns = [measure([*new, f"input 1x{SIDE}x{SIDE} · flatten · dense {CLASSES}", "--loss", "cross-entropy", "--data",
                          f"{images},{labels}", "-o", out]) for _ in range(n_turns)]
        tell("60,000 pictures of 28x28", turns, 1, PICTURES * (SIDE * SIDE + CLASSES))


if __name__ == "__main__":
    main()
