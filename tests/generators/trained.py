"""Trains networks on made points and on data that come with the program, from pinned seeds: the same bits on every machine.

usage: trained.py CLI FOLDER [NAME...]
       trained.py CLI --ready-made FOLDER

Each is a document whose notes say what it reaches, how long that took and how to repeat it. Those for the playground come
with the program as they are before, to be trained in the window: the second line writes them. tests/test-trained.py holds
all to what they promise.
"""
import json
import os
import subprocess
import sys
import time

ADAM = ["--optimizer", "adam", "--batch-size", "10", "--test-share", "0.3", "--split-seed", "1"]

# name: title, line, options of `new`, epochs, and what must be reached on the test rows: a measure, a bound
NETWORKS = {
    "circle": ("A disc in a ring", "input 2 · dense 4 tanh · dense 2 tanh · dense 1 sigmoid",
               ["--loss", "mse", "--data", "circle:rows=500,seed=1", "--seed", "1", *ADAM, "--lr", "0.03", "--test-share", "0.5"],
               100, "loss", 0.02),
    "spiral": ("A spiral", "input 2 · dense 8 relu · dense 8 relu · dense 1 sigmoid",
               ["--loss", "bce", "--data", "spiral:rows=500,seed=1", "--seed", "2", *ADAM, "--shuffle", "--lr", "0.01", "--schedule", "cosine",
                "--cosine-epochs", "300", "--scale", "standard"], 300, "accuracy", 0.97),
    "moons": ("Two moons", "input 2 · dense 8 tanh · dense 1 sigmoid",
              ["--loss", "bce", "--data", "moons:rows=400,noise=0.1,seed=1", "--seed", "1", *ADAM, "--shuffle", "--lr", "0.02"], 150, "accuracy", 0.98),
    "irises": ("Irises", "input 4 · dense 6 tanh · dense 3",
               ["--loss", "cross-entropy", "--data", "iris", "--seed", "5", *ADAM, "--lr", "0.02", "--test-share", "0.3333333333",
                "--scale", "standard"], 60, "accuracy", 0.93),
}


# What the ready-made ones say of themselves; app/document/gs-ready-made.c has it for the translations.
PLAYGROUND = {
    "circle": "Playground's first problem: a disc within a ring, which no straight line parts. 250 points to learn from, 250 kept "
              "apart. After 100 epochs the loss on those is 0.0004. Press “Run” in the playground, or type: gradsheet-cli train "
              "circle --epochs 100 -o circle.gradsheet. It takes a second.",
    "moons": "Two half circles that reach into each other. 280 points to learn from, 120 kept apart. After 150 epochs it answers "
             "99.17 % rightly of those. Press “Run” in the playground, or type: gradsheet-cli train moons --epochs 150 -o "
             "moons.gradsheet. It takes a second.",
    "spiral": "Two arms that wind around each other. 350 points to learn from, 150 kept apart. After 300 epochs, in which the rate "
              "comes down along a cosine, it answers 99.33 % rightly of those. Press “Run” in the playground, or type: "
              "gradsheet-cli train spiral --epochs 300 -o spiral.gradsheet. It takes a few seconds.",
}


def quote(words):
    return " ".join(f"'{word}'" if " " in word else word for word in words)


def run(cli, *arguments):
    return subprocess.run([cli, *arguments], check=True, capture_output=True, encoding="utf-8").stdout


def begin_document(cli, name, folder):
    """As it is before it has learned anything. Returns its path."""
    title, line, options, *_ = NETWORKS[name]
    path = os.path.join(folder, f"{name}.gradsheet")
    run(cli, "new", line, *options, "--title", title, *(["--notes", PLAYGROUND[name]] if name in PLAYGROUND else []), "-o", path)
    return path


def make(cli, name, folder):
    """Returns the document's path and what it comes to on rows it has not learned from."""
    _, line, options, epochs, measure, _ = NETWORKS[name]
    path = begin_document(cli, name, folder)
    begin = time.perf_counter()
    run(cli, "train", path, "--epochs", str(epochs), "-o", path)
    seconds = time.perf_counter() - begin
    test = json.loads(run(cli, "evaluate", path, "--json"))["test"]
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    document["notes"] = (f"Trained in {seconds:.1f} s; on the {test['rows']} rows kept apart its {measure} is {test[measure]:.4g}. Again: "
                         f"gradsheet-cli new {quote([line, *options])} -o {name}.gradsheet; "
                         f"gradsheet-cli train {name}.gradsheet --epochs {epochs} -o {name}.gradsheet")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False)
    run(cli, "info", path)  # it still opens
    return path, test


def reaches(name, test):
    measure, bound = NETWORKS[name][4:]
    return test[measure] <= bound if measure == "loss" else test[measure] >= bound


def main():
    cli, folder, *names = sys.argv[1:]
    if folder == "--ready-made":
        for name in PLAYGROUND:
            begin_document(os.path.abspath(cli), name, names[0])
        return 0
    os.makedirs(folder, exist_ok=True)
    failed = 0
    for name in names or NETWORKS:
        path, test = make(os.path.abspath(cli), name, folder)
        failed += not reaches(name, test)
        print(f"{name:8} test loss {test['loss']:.4g}, accuracy {100 * test['accuracy']:.2f} %  {'' if reaches(name, test) else 'falls short  '}{path}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
