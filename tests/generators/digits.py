"""Trains the networks in lessons/networks that come trained, and writes them there.

usage: digits.py BUILD SOURCES MNIST [NAME...]

MNIST is the folder with its four files as they are distributed, unpacked. The same program gives the same weights
again, to the bit, on every machine; only the seconds differ. What is kept are the weights, rounded to IEEE 754's
binary16, and the accuracy in a document's notes is that of the rounded ones.
"""
import base64
import json
import os
import re
import resource
import struct
import subprocess
import sys
import tempfile

DIGITS8 = ["--data", "digits8", "--scale", "unit", "--test-share", "0.3333", "--split-seed", "1"]
AUTHORS = {"digits8": "1,797 real digits (E. Alpaydin, C. Kaynak, UCI, 1998), two thirds of them",
           "mnist": "the 60,000 pictures of MNIST (Y. LeCun, C. Cortes, C. Burges), which are not in this document"}

# name: title, layers, options, (epochs, rate) one after the other, whose digits, crop, words of its own
NETWORKS = {
    "digits8-dense": ("Digits, 8 by 8, trained", "input 1x8x8 | flatten | dense 32 relu | dense 10", [*DIGITS8, "--seed", "1"],
                      [(40, 0.003)], "digits8", 0, "A layer of 32 neurons over 64 pixels."),
    "digits8-conv": ("Digits, 8 by 8, a small convolution, trained", "input 1x8x8 | conv 8 3x3 relu same | max-pool 2 | flatten | dense 10",
                     [*DIGITS8, "--seed", "1"], [(40, 0.003)], "digits8", 0, "Eight kernels of 3 by 3."),
    "convnetjs-trained": ("Digits, 24 by 24, trained", "input 1x24x24 | conv 8 5x5 relu same | max-pool 2 | conv 16 5x5 relu same | max-pool 3 | flatten | dense 10",
                          ["--seed", "5"], [(3, 0.001), (3, 0.0003), (2, 0.0001)], "mnist", 2,
                          "The shape of ConvNetJS' network for handwritten digits; it reads the middle 24 by 24 of 28 by 28 pixels."),
    "excelnet-trained": ("A digit recogniser in a workbook, trained",
                         "input 1x28x28 | conv 20 5x5 | max-pool 2 | conv 50 5x5 | max-pool 2 | conv 500 4x4 relu | flatten | dense 10",
                         ["--seed", "6"], [(3, 0.001), (3, 0.0003)], "mnist", 0,
                         "The shape of ExcelNet by David Fouhey and Daniel Maturana: 431,080 parameters, one sheet a layer."),
}


def run(*arguments):
    return subprocess.run(arguments, capture_output=True, encoding="utf-8", check=True).stdout


def read_pictures(path):
    with open(path, "rb") as file:
        raw = file.read()
    count, height, width = struct.unpack(">III", raw[4:16])
    return count, height, width, raw[16:]


def crop(source, target, margin):
    """The middle of each picture, `margin` pixels less at every side."""
    count, height, width, pixels = read_pictures(source)
    rows = (pixels[(i * height + y) * width + margin:(i * height + y + 1) * width - margin]
            for i in range(count) for y in range(margin, height - margin))
    with open(target, "wb") as file:
        file.write(struct.pack(">IIII", 0x803, count, height - 2 * margin, width - 2 * margin) + b"".join(rows))
    return target


def find_mnist(folder, part, margin, temporary):
    """The word for the rows of a part, train or t10k."""
    pictures = os.path.join(folder, part + "-images-idx3-ubyte")
    if margin:
        pictures = crop(pictures, os.path.join(temporary, part), margin)
    return pictures + "," + os.path.join(folder, part + "-labels-idx1-ubyte")


def read_tensor(tensor):
    """Shape and numbers of a tensor in a document."""
    if isinstance(tensor, dict):
        raw = base64.b64decode(tensor["base64"])
        letter = {16: "e", 32: "f", 64: "d"}[tensor.get("bits", 64)]
        return tensor["shape"], struct.unpack(f"<{len(raw) // struct.calcsize(letter)}{letter}", raw)
    shape, numbers = [], tensor
    while isinstance(numbers[0], list):
        shape.append(len(numbers))
        numbers = [one for part in numbers for one in part]
    return [size // before for size, before in zip([*shape, len(numbers)], [1, *shape])], numbers


def write_tensor(tensor):
    shape, numbers = read_tensor(tensor)
    raw = struct.pack(f"<{len(numbers)}e", *numbers)
    return json.dumps({"shape": shape, "bits": 16, "base64": base64.b64encode(raw).decode()})


def write(path, title, notes, trained, data):
    """A document that stands at its beginning, with these weights."""
    weights = {name: tensor for name, tensor in trained["state"].items() if re.fullmatch(r"[Wb]\d+", name)}
    lines = ['  "format": "gradsheet",\n  "version": 2', f'  "title": {json.dumps(title)}', f'  "notes": {json.dumps(notes, ensure_ascii=False)}',
             f'  "input": {json.dumps(trained["input"])}',
             '  "layers": [\n    ' + ",\n    ".join(json.dumps(layer) for layer in trained["layers"]) + "\n  ]",
             f'  "loss": {json.dumps(trained["loss"])}', f'  "optimizer": {json.dumps(trained["optimizer"])}',
             f'  "seed": {trained["seed"]}', data,
             '  "state": {\n    ' + ",\n    ".join(f'"{name}": {write_tensor(tensor)}' for name, tensor in weights.items()) + "\n  }"]
    with open(path, "w", encoding="utf-8") as file:
        file.write("{\n" + ",\n".join(lines) + "\n}\n")


def print_data(trained, build):
    """The document's own source, or, where the rows are MNIST's, ten digits that were drawn."""
    source = trained["data"]["source"]
    if source["rows"] != "digits8":
        return run(os.path.join(build, "tests", "generators", "print-digits"), str(source["input"][1]))
    return '  "data": {\n    ' + ",\n    ".join(f'"{key}": {json.dumps(value)}' for key, value in trained["data"].items()) + "\n  }"


def train(build, name, networks, mnist, temporary):
    title, layers, options, rates, digits, margin, words = NETWORKS[name]
    cli = os.path.join(build, "app", "cli", "gradsheet-cli")
    path, final = os.path.join(temporary, "trained.gradsheet"), os.path.join(networks, name + ".gradsheet")
    if digits == "mnist":
        options = [*options, "--data", find_mnist(mnist, "train", margin, temporary)]
    run(cli, "new", layers, "--loss", "cross-entropy", "--optimizer", "adam", "--lr", str(rates[0][1]), "--batch-size", "32", *options, "-o", path)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    for epochs, rate in rates:
        run(cli, "train", path, "--epochs", str(epochs), "--lr", str(rate), "--threads", "1", "-o", path)
    seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    with open(path, encoding="utf-8") as file:
        trained = json.load(file)
    data = print_data(trained, build)
    write(final, title, "", trained, data)
    if digits == "mnist":
        said = run(cli, "evaluate", final, "--data", find_mnist(mnist, "t10k", margin, temporary))
        held, accuracy = "MNIST's 10,000 test pictures", re.search(r"accuracy ([\d.]+)", said).group(1)
    else:
        rows, accuracy = re.search(r"test rows (\d+).*accuracy ([\d.]+)", run(cli, "evaluate", final)).groups()
        held = f"the {rows} that were kept apart"
    how = ", then ".join(f"{epochs} epochs at rate {rate}" for epochs, rate in rates)
    notes = (f"{words} Trained on {AUTHORS[digits]}: {how}, Adam, batches of 32, {max(seconds, 0.1):.1f} seconds at one thread. "
             f"Of {held} its weights, rounded to 16 bits, answer {accuracy} % rightly. The command “make trained-digits” does it again.")
    write(final, title, notes, trained, data)
    print(f"{name}: {accuracy} % of {held}, {seconds:.1f} s, {os.path.getsize(final)} bytes", flush=True)


def main():
    build, sources, mnist = sys.argv[1:4]
    networks = os.path.join(sources, "lessons", "networks")
    for name in sys.argv[4:] or NETWORKS:
        with tempfile.TemporaryDirectory() as temporary:
            train(os.path.abspath(build), name, networks, mnist, temporary)


if __name__ == "__main__":
    main()
