#!/usr/bin/env python3
"""Formulas printed as Python, computed by Python: every cell of random calls of every operation.

Once with doubles, and once with sixty decimal digits, which shows that nn's doubles are right to the last few
places. Nothing of nn is used but the printed text and the numbers it is to give.

usage: test-python-dialect.py PRINT_PYTHON
"""
import decimal
import itertools
import json
import math
import re
import subprocess
import sys

decimal.getcontext().prec = 60
decimal.getcontext().Emin, decimal.getcontext().Emax = -999999, 999999
D = decimal.Decimal
SEED, CASES = 20, 6


class Cells:
    """An array counted from 0; what lies outside does not exist and must not be asked for."""

    def __init__(self, shape, values):
        self.shape, self.values = shape, values

    def __getitem__(self, place):
        place = place if isinstance(place, tuple) else (place,)
        assert len(place) == len(self.shape), f"{len(place)} subscripts for {len(self.shape)} axes"
        offset = 0
        for index, size in zip(place, self.shape):
            assert isinstance(index, int) and 0 <= index < size, f"index {index} of {size}"
            offset = offset * size + index
        return self.values[offset]


def log1p(x):
    return (1 + x).ln() if abs(x) > D("1e-25") else x - x * x / 2 + x ** 3 / 3


def tanh(x):
    e = (2 * x).exp()
    return (e - 1) / (e + 1)


PI = D("3.14159265358979323846264338327950288419716939937510582097494459")


def cos(x):
    x = D(x) % (2 * PI)
    term, total, n = D(1), D(0), 0
    while abs(term) > D("1e-45"):
        total, n = total + term, n + 2
        term = -term * x * x / (n * (n - 1))
    return total


DOUBLES = {"number": float, "exp": math.exp, "log": math.log, "log1p": math.log1p, "sqrt": math.sqrt, "tanh": math.tanh,
           "cos": math.cos, "pi": math.pi}
DECIMALS = {"number": D, "exp": lambda x: D(x).exp(), "log": lambda x: D(x).ln(), "log1p": lambda x: log1p(D(x)),
            "sqrt": lambda x: D(x).sqrt(), "tanh": lambda x: tanh(D(x)),
            "cos": cos, "pi": PI}


def run(code, names, numbers):
    places = {key: value for key, value in names.items() if isinstance(value, int)}
    arrays = {}
    for key, value in names.items():
        if not isinstance(value, int):
            values = [numbers["number"](v) for v in value.values]
            arrays[key.replace(".", "_")] = Cells(value.shape, values) if value.shape else values[0]
    scope = {**numbers, **arrays, **places, "int": int, "range": range, "sum": sum, "max": max, "min": min}
    try:
        return eval(code, {"__builtins__": {}, **scope})  # pylint: disable=eval-used
    except (ZeroDivisionError, ValueError, decimal.InvalidOperation):
        return None  # where nn has an infinity or a NaN


def as_decimals(text):
    """Quotients of numbers in the text, too: 1 / 2 must not be divided in doubles."""
    return re.sub(r"(?<![\w.])(\d+) / (?=\d)", r"number('\1') / ", text)


def close(got, want, scale):
    if got is None:
        return not math.isfinite(want)
    if not math.isfinite(want):
        return math.isnan(got) if math.isnan(want) else float(got) == want
    return abs(D(got) - D(want)) <= D(scale)


def check(case):
    """Returns how many cells were compared."""
    inputs = {name: Cells(tensor["shape"], [float.fromhex(v) for v in tensor["values"]])
              for name, tensor in case["inputs"].items()}
    values = [float.fromhex(v) for v in case["values"]]
    largest = max([1.0] + [abs(v) for cells in inputs.values() for v in cells.values if math.isfinite(v)])
    places = list(itertools.product(*(range(1, size + 1) for size in case["out"])))
    n = 0
    for form in ("general", "cell", "expanded"):
        left, right = case[form].split(" = ", 1)
        name = re.match(r"z1_out(?:\[(.*)\])?$", left)
        assert name, f"{left} on the left"
        codes = [(compile(right, "formula", "eval"), DOUBLES), (compile(as_decimals(right), "formula", "eval"), DECIMALS)]
        if form == "general":
            letters = [part.split("-")[0] for part in (name.group(1) or "").split(",") if part]
            assert len(letters) == len(case["out"])
            todo = [(dict(zip(letters, place)), values[offset]) for offset, place in enumerate(places)]
            todo = todo[:: max(1, len(todo) // 25)]
        else:
            place = ",".join(str(index - 1) for index in places[case["offset"]])
            assert (name.group(1) or "") == place, f"{left}, but the cell is {place}"
            todo = [({}, values[case["offset"]])]
        for letters, want in todo:
            for code, numbers in codes:
                got = run(code, {**inputs, **letters}, numbers)
                scale = 1e-12 * max(largest ** 2, abs(want) if math.isfinite(want) else 1)
                assert close(got, want, scale), \
                    f"{case['op']} {form} {letters}: {right}\n# gives {got}, not {want!r}, with {case['inputs']}"
                n += 1
    return n


def main():
    output = subprocess.run([sys.argv[1], str(SEED), str(CASES)], capture_output=True, text=True, check=True).stdout
    cases = {}
    for line in output.splitlines():
        case = json.loads(line)
        cases.setdefault(case["op"], []).append(case)
    assert len(cases) >= 60 and all(len(some) == CASES for some in cases.values())
    print(f"1..{len(cases)}")
    failures = 0
    for number, (op, some) in enumerate(cases.items(), 1):
        try:
            cells = sum(check(case) for case in some)
            assert cells >= 6 * CASES, f"only {cells} cells were compared"
            print(f"ok {number} - {op}, {cells} cells")
        except Exception as error:  # pylint: disable=broad-except
            failures += 1
            print(f"not ok {number} - {op}\n# {type(error).__name__}: {str(error)[:1500]}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
