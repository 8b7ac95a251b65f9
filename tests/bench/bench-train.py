"""Times an epoch of MNIST here and in PyTorch, in turns, at one thread each, and tells what both have learned.

usage: bench-train.py CLI FOLDER [EPOCHS]

FOLDER holds MNIST's four files (tests/bench/mnist.sh brings them). The network is conv 5x5x8 relu, max-pool 2, conv
5x5x16 relu, max-pool 3, dense 10; Adam 0.001, batches of 32 in the order of the file, pixels / 255. PyTorch computes in
float32, Gradsheet in float64.
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

NETWORK = "input 1x28x28 · conv 8 5x5 relu pad 2 · max-pool 2 · conv 16 5x5 relu pad 2 · max-pool 3 · flatten · dense 10"
BATCH = 32
SHARE = 0.5  # of PyTorch's time that an epoch may take here
POINTS = 0.3  # that the accuracy may lie below PyTorch's


def pair(folder, part):
    return ",".join(os.path.join(folder, f"{part}-{what}-ubyte") for what in ("images-idx3", "labels-idx1"))


class Here:
    """Epoch by epoch through the command line; the time is that of training, without reading the pictures."""

    def __init__(self, cli, folder, scratch):
        self.cli, self.folder, self.log = cli, folder, os.path.join(scratch, "run.csv")
        self.path = os.path.join(scratch, "mnist.gradsheet")
        self.run("new", NETWORK, "--loss", "cross-entropy", "--optimizer", "adam", "--lr", "0.001", "--seed", "1",
                 "--data", pair(folder, "train"), "--batch-size", str(BATCH), "-o", self.path)

    def run(self, *arguments):
        return subprocess.run([self.cli, *arguments], check=True, capture_output=True, encoding="utf-8").stdout

    def epoch(self):
        self.run("train", self.path, "--epochs", "1", "--threads", "1", "--log", self.log, "-o", self.path)
        with open(self.log, encoding="utf-8") as file:
            heading, *rows = [line.split(",") for line in file.read().splitlines()]
        return float(rows[-1][heading.index("seconds")])

    def accuracy(self):
        return json.loads(self.run("evaluate", self.path, "--json", "--data", pair(self.folder, "t10k")))["accuracy"]


class There:
    def __init__(self, folder):
        import torch  # Debian's python3-torch
        self.torch = torch
        torch.set_num_threads(1)
        torch.manual_seed(1)
        layers = torch.nn
        self.model = layers.Sequential(layers.Conv2d(1, 8, 5, padding=2), layers.ReLU(), layers.MaxPool2d(2),
                                       layers.Conv2d(8, 16, 5, padding=2), layers.ReLU(), layers.MaxPool2d(3),
                                       layers.Flatten(), layers.Linear(256, 10))
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=0.001)
        self.loss = layers.CrossEntropyLoss()
        self.train, self.test = self.read(folder, "train"), self.read(folder, "t10k")

    def read(self, folder, part):
        images, labels = (open(path, "rb").read() for path in pair(folder, part).split(","))
        n = int.from_bytes(images[4:8], "big")
        x = self.torch.frombuffer(bytearray(images[16:]), dtype=self.torch.uint8).reshape(n, 1, 28, 28)
        y = self.torch.frombuffer(bytearray(labels[8:]), dtype=self.torch.uint8).long()
        return x.float() / 255, y

    def epoch(self):
        x, y = self.train
        begin = time.perf_counter()
        for first in range(0, len(x), BATCH):
            self.optimizer.zero_grad()
            self.loss(self.model(x[first:first + BATCH]), y[first:first + BATCH]).backward()
            self.optimizer.step()
        return time.perf_counter() - begin

    def accuracy(self):
        x, y = self.test
        with self.torch.no_grad():
            right = sum((self.model(x[i:i + 500]).argmax(1) == y[i:i + 500]).sum().item() for i in range(0, len(x), 500))
        return right / len(x)


def main():
    cli, folder, *rest = sys.argv[1:]
    n_epochs = int(rest[0]) if rest else 3
    with tempfile.TemporaryDirectory() as scratch:
        here, there = Here(os.path.abspath(cli), folder, scratch), There(folder)
        print(f"{NETWORK}\nAdam 0.001, batch {BATCH}, 60,000 pictures, one thread each; PyTorch {there.torch.__version__}\n")
        print("epoch   here (s)   PyTorch (s)   test here   test PyTorch")
        ours, theirs = [], []
        for epoch in range(1, n_epochs + 1):
            ours.append(here.epoch())
            theirs.append(there.epoch())
            good, other = here.accuracy(), there.accuracy()
            print(f"{epoch:5}   {ours[-1]:8.2f}   {theirs[-1]:11.2f}   {100 * good:7.2f} %   {100 * other:10.2f} %", flush=True)
    share = statistics.median(ours) / statistics.median(theirs)
    print(f"\nmedian epoch: {share:.2f} of PyTorch's time; the bound is {SHARE}: {'reached' if share <= SHARE else 'falls short'}")
    print(f"test accuracy: {100 * (good - other):+.2f} points; at most {POINTS} below: "
          f"{'reached' if good >= other - POINTS / 100 else 'falls short'}")


if __name__ == "__main__":
    main()
