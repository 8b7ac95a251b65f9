#!/usr/bin/env python3
"""NumPy's arrays in and out, and numbers of others beside ours.

usage: test-arrays.py CLI SOURCE_ROOT
"""
import io
import json
import os
import struct
import sys
import zipfile

import numpy as np
from cases import case, main
from cli import refuse, run


def trace(name):
    return json.loads(run("trace", name, "--json").stdout)["passes"][0]


def export(name, folder):
    path = os.path.join(folder, "ours.npz")
    run("export", name, path)
    return path, dict(np.load(path))


def save(folder, arrays):
    path = os.path.join(folder, "theirs.npz")
    np.savez_compressed(path, **arrays)
    return path


def compare(name, folder, arrays, status, *says):
    said = run("compare", name, save(folder, arrays), status=status).stdout
    for text in says:
        assert text in said, f"no “{text}” in: {said}"
    return said


@case
def where_it_goes_is_said_by_its_place_or_by_an_option(folder):
    placed, named, no = (os.path.join(folder, f"{name}.npz") for name in ("placed", "named", "no"))
    run("export", "mazur", placed)
    for option in (["-o", named], [f"--output={named}"]):
        run("export", *option, "mazur")
        with open(placed, "rb") as mine, open(named, "rb") as theirs:
            assert mine.read() == theirs.read(), option
        os.remove(named)
    refuse("export", "mazur", no, "-o", named, says=["-o", "said already", "no.npz", "leave one of them out"])
    refuse("export", "mazur", "-o", os.path.join(folder, "x.abc"), says="no format has this ending")
    refuse("export", "mazur", says="Usage: gradsheet-cli export FILE OUT | FILE -o OUT")
    refuse("export", "-o", named, says="Usage")
    refuse("export", says="Usage")
    refuse("export", "mazur", placed, no, "-o", named, says="Usage")
    assert os.listdir(folder) == ["placed.npz"], os.listdir(folder)


@case
def every_tensor_leaves_to_the_bit(folder):
    for name in ("mazur", "convnet"):
        path, arrays = export(name, folder)
        for line in trace(name)["instructions"]:
            want = np.array(line["values"], float).reshape(line["shape"])
            assert arrays[line["output"]].tobytes() == want.tobytes(), line["output"]
        with open(path, "rb") as file:
            first = file.read()
        run("export", name, path)
        with open(path, "rb") as file:
            assert file.read() == first, "other bytes the second time"


@case
def one_tensor_leaves_as_array_and_as_table(folder):
    npy, table = os.path.join(folder, "w.npy"), os.path.join(folder, "w.csv")
    run("export", "mazur", npy, "--tensor", "W1.next")
    run("export", "mazur", table, "--tensor", "W1_next")
    want = next(line for line in trace("mazur")["instructions"] if line["output"] == "W1.next")
    assert np.load(npy).tolist() == np.array(want["values"]).reshape(2, 2).tolist()
    assert np.loadtxt(table, delimiter=",").tolist() == np.load(npy).tolist()
    refuse("export", "mazur", npy, says="--tensor")
    refuse("export", "mazur", npy, "--tensor", "W9", says=["W9", "dW2"])


@case
def single_arrays_are_called_as_their_files(folder):
    """Ours, of every rank, as .npy and as .csv: equal, and taken over; another number is found."""
    for name, tensor in (("mazur", "dW2"), ("mazur", "b1"), ("convnet", "W1"), ("convnet", "a1"), ("mazur", "L")):
        for ending in ("npy", "csv"):
            path = os.path.join(folder, f"{tensor}.{ending}")
            run("export", name, path, "--tensor", tensor)
            assert "Equal." in run("compare", name, path).stdout, path
    own = os.path.join(folder, "W2.csv")
    with open(own, "w", encoding="utf-8") as file:
        file.write("0.5,0.25\n-1,2e-3\n")
    out = os.path.join(folder, "mine.gradsheet")
    run("import", own, "--into", "mazur", "-o", out)
    assert trace(out)["leaves"]["W2"]["values"] == [0.5, 0.25, -1, 0.002]
    assert "They part at W2, which is given" in run("compare", "mazur", own, status=1).stdout
    for text in ("", "1.0,two\n", "1,2\n3\n", "1\n2\n3\n"):
        with open(own, "w", encoding="utf-8") as file:
            file.write(text)
        refuse("compare", "mazur", own, says="")
        refuse("import", own, "--into", "mazur", "-o", out, says="")


@case
def arrays_go_into_a_document(folder):
    arrays = {"W1": np.arange(4, dtype=np.float32).reshape(2, 2) / 4, "x": np.array([[0.5, -1]]), "other": np.zeros(3)}
    out = os.path.join(folder, "mine.gradsheet")
    said = run("import", save(folder, arrays), "--into", "mazur", "-o", out).stdout
    assert said == "2 of 3 arrays taken over\n", said
    leaves = trace(out)["leaves"]
    assert leaves["W1"]["values"] == [0, 0.25, 0.5, 0.75] and leaves["x"]["values"] == [0.5, -1]
    refuse("import", save(folder, {"W1": np.zeros((3, 2))}), "--into", "mazur", "-o", out, says="3×2 in the file and 2×2 here")
    refuse("import", save(folder, {"Q": np.zeros(2)}), "--into", "mazur", "-o", out, says="none of the arrays")
    refuse("import", save(folder, arrays), "-o", out, says="--into")


@case
def types_and_orders_are_read(folder):
    base = np.array([[1.5, -2, 0], [3, 4.25, -0.5]])
    for array in (base.astype(">f8"), base.astype("f4"), base.astype("f2"), np.asfortranarray(base), base.astype(">f4")):
        np.save(os.path.join(folder, "a.npy"), array)
        out = os.path.join(folder, "s.gradsheet")
        run("import", save(folder, {"W1": array}), "--into", "welch", "-o", out)
        assert np.array(trace(out)["leaves"]["W1"]["values"]).reshape(2, 3).tolist() == array.astype(float).tolist()
    for kind in ("i1", "<i8", ">i4", "u2", "?"):
        array = np.array([[1, 0, 1], [0, 1, 1]]).astype(kind)
        run("import", save(folder, {"W1": array}), "--into", "welch", "-o", out)
        assert trace(out)["leaves"]["W1"]["values"] == [1, 0, 1, 0, 1, 1], kind


@case
def the_same_numbers_are_equal(folder):
    for name in ("mazur", "softmax3", "convnet"):
        _, arrays = export(name, folder)
        assert compare(name, folder, arrays, 0, "Equal.").count(" equal,") == len(arrays)
        compare(name, folder, {key: value.astype(np.float32) for key, value in arrays.items()}, 0, "Equal.")
    _, arrays = export("welch", folder)
    compare("welch", folder, {"W1": arrays["W1"].T, "dW1": arrays["dW1"].T, "W2_next": arrays["W2.next"], "dL/dz2": arrays["dz2"]},
            0, "turned")


# What somebody might have done, by what they did, and what is said of it.
MISTAKES = [
    ("dz2", lambda a: a["da2"], "The slope of the activation is missing"),
    ("da2", lambda a: a["t"] - a["a2"], "The sign is the wrong way round."),
    ("W2.next", lambda a: a["W2"] + 0.5 * a["dW2"], "uphill"),
    ("W2.next", lambda a: a["W2"] - a["dW2"], "The learning rate is missing."),
    ("z1", lambda a: a["x"] @ a["W1"], "The bias is missing."),
    ("dW2", lambda a: a["dW2"].T.copy(), "Rows and columns are exchanged."),
    ("da2", lambda a: 2 * a["da2"], "A factor 2 is too much."),
    ("dz1", lambda a: a["da1"] * (lambda s: s * (1 - s))(1 / (1 + np.exp(-a["a1"]))), "The slope was taken at the wrong number"),
]


@case
def the_usual_mistakes_are_recognised(folder):
    _, arrays = export("mazur", folder)
    for name, do, says in MISTAKES:
        said = compare("mazur", folder, {**arrays, name: do(arrays)}, 1, says, f", {name} = ")
        assert "They part at instruction" in said, said


@case
def what_follows_from_an_earlier_number_is_not_blamed(folder):
    """A wrong dz2, carried on rightly through all that follows: the mistake is there and nowhere else."""
    _, a = export("mazur", folder)
    a["dz2"] = a["da2"]
    a["dW2"], a["da1"] = a["a1"].T @ a["dz2"], a["dz2"] @ a["W2"].T
    a["dz1"] = a["da1"] * a["a1"] * (1 - a["a1"])
    a["dW1"] = a["x"].T @ a["dz1"]
    for k in "12":
        a[f"W{k}.next"] = a[f"W{k}"] - 0.5 * a[f"dW{k}"]
    said = compare("mazur", folder, {key: a[key] for key in ("dW1", "W2.next", "dz2", "dW2", "da1", "dz1", "z1", "a2")}, 1,
                   ", dz2 = ", "The slope of the activation is missing")
    assert said.count("differs") == 6, said


@case
def other_beginnings_are_told_first(folder):
    _, arrays = export("mazur", folder)
    compare("mazur", folder, {**arrays, "W1": arrays["W1"] + 1}, 1, "They part at W1, which is given")


@case
def means_and_sums_are_told_apart(folder):
    _, arrays = export("xor", folder)
    for factor, says in ((4, "sum over the rows"), (0.25, "mean over the rows")):
        name = next(key for key in ("da2", "dz2", "dp") if key in arrays)
        compare("xor", folder, {name: arrays[name] * factor}, 1, says)


def spoil(data):
    """Files that are cut, lie about their sizes, or unpack to more than they say."""
    yield data[:len(data) // 2]
    yield b""
    yield b"PK\5\6" + data[4:30]
    for at in range(0, len(data), max(1, len(data) // 60)):
        yield data[:at] + bytes([data[at] ^ 0x5A]) + data[at + 1:]


@case
def bad_files_are_refused(folder):
    path = save(folder, {"W1": np.zeros((2, 2)), "b1": np.zeros(2)})
    with open(path, "rb") as file:
        data = file.read()
    out, bad = os.path.join(folder, "out.gradsheet"), os.path.join(folder, "bad.npz")
    for content in spoil(data):
        with open(bad, "wb") as file:
            file.write(content)
        attempt(bad)
    assert not os.path.exists(out)
    bomb = io.BytesIO()
    np.lib.format.write_array_header_1_0(bomb, {"descr": "<f8", "fortran_order": False, "shape": (1 << 27, 1)})
    with zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("W1.npy", bomb.getvalue() + bytes(1 << 20))
    refuse("compare", "mazur", bad, says="fewer numbers than its shape")
    with open(bad, "r+b") as file:  # says that it unpacks to 3 GiB
        content = bytearray(file.read())
        at = content.rindex(b"PK\1\2")
        content[at + 24:at + 28] = struct.pack("<I", 3 << 30)
        file.seek(0)
        file.write(content)
    refuse("compare", "mazur", bad, says="claims a size")
    np.save(os.path.join(folder, "o.npy"), np.array(["text"]))
    refuse("compare", "mazur", os.path.join(folder, "o.npy"), says="something else than numbers")
    with zipfile.ZipFile(bad, "w") as archive:
        archive.writestr("notes.txt", "hello")
    refuse("compare", "mazur", bad, says="no array of NumPy's")
    refuse("compare", "mazur", os.path.join(folder, "none.npz"), says="none.npz")
    refuse("compare", "mazur", save(folder, {"Q": np.zeros(2)}), says="none of the arrays")


def attempt(path):
    """Exit 0, 1 or 2, and nothing worse, whatever is in the file."""
    for status in (2, 1, 0):
        try:
            run("compare", "mazur", path, status=status)
            return str(status)
        except AssertionError as error:
            assert "CRITICAL" not in str(error) and "-11" not in str(error), error
    raise AssertionError(f"no status of {path}")


if __name__ == "__main__":
    sys.exit(main())
