"""The key of a worksheet, computed anew: tables and formulas are read off the paper, and numpy does the rest.

    for task in read_tasks(text):                    # of pdftotext -raw
        for name, place, printed in task.answers:
            task.cell(name, place)                   # from the printed givens alone, nothing rounded on the way
"""
import re

import numpy as np

NUMBER = r"−?\d+(?:\.\d+)?(?:e−?\d+)?"
NAME = r"[A-Za-z][A-Za-z0-9_.]*"
SECTION = re.compile(r"^\d (?:Forward|Backward|Update)")


def to_number(text):
    return float(text.replace("−", "-"))


def is_number(text):
    return re.fullmatch(NUMBER, text) is not None


def to_places(labels, n):
    """Numbers say which rows or columns of a cropped table are there."""
    numbered = len(labels) == n and all(label.isdigit() and label != "0" for label in labels)
    return [int(label) - 1 for label in labels] if numbered else list(range(n))


def read_tasks(text):
    text = re.sub(r"^(?:Gradsheet worksheet.*|.* points?, page \d+ of \d+)$\n?", "", text.replace("\f", ""), flags=re.M)
    return [Task(part.strip().split("\n")) for part in re.split(r"^(?:The network )?Given$", text, flags=re.M)[1:]]


class Task:
    def __init__(self, lines):
        self.known, self.made = {}, {}
        end = next(i for i, line in enumerate(lines) if line.startswith("Formulas"))
        asked = next(i for i, line in enumerate(lines) if SECTION.match(line))
        self.read_givens(lines[:end])
        parts = re.split(rf"(?:^|\s)({NAME}|[\w']+\(z\)) = ", " ".join(lines[end:asked]).removeprefix("Formulas"))
        self.formulas = dict(zip(parts[1::2], map(str.strip, parts[2::2])))
        self.digits = int(re.search(r"(\d+) significant digits", " ".join(lines[asked:]))[1])
        self.answers = []
        for line in " ".join(lines[asked:]).split("Workings")[1:]:
            for name, place, number in re.findall(rf"(?<!\S)({NAME})(?:\[([\d,]+)\])? = (?:(?! {NAME}(?:\[[\d,]+\])? = ).)*? = ({NUMBER})(?!\S)"
                                                  rf"(?= {NAME}|$|\s*$)", line):
                self.answers.append((name, tuple(int(i) - 1 for i in place.split(",")) if place else (0, 0), to_number(number)))

    # ---- what is printed ----

    def read_givens(self, lines):
        at = 0
        while at < len(lines):
            for name, many, one in re.findall(rf"({NAME})(?:\[1\])? = (?:\(([^)]*)\)|({NUMBER}))", lines[at]):
                self.known[name] = np.array([[to_number(word) for word in re.findall(NUMBER, many or one)]])
            title = re.fullmatch(rf"({NAME})(?:\[(\d+),(\d+)\])?", lines[at])
            at = at + 1 if title is None else self.read_table(title, lines, at + 1)

    def read_table(self, title, lines, at):
        """The heads of columns, then one row behind its head, or the heads of rows and their rows behind them."""
        heads, first = lines[at].split(), lines[at + 1].split()
        at += 1
        if len(first) > 1 and all(map(is_number, first[1:])):
            labels, rows = first[:1], [first[1:]]
            at += 1
        else:
            end = at
            while end < len(lines) and len(lines[end].split()) == 1 and (not is_number(lines[end - 1]) or end == at or is_number(lines[end])):
                end += 1
            n = end - at
            if end == len(lines) or len(lines[end].split()) == 1 or not all(map(is_number, lines[end].split())):
                n = n // 2  # a single column: the rows look like their heads
            labels, rows = lines[at:at + n], [line.split() for line in lines[at + n:at + 2 * n]]
            at += 2 * n
        values = np.array([[to_number(word) for word in row] for row in rows])
        down, across = to_places(labels, values.shape[0]), to_places(heads, values.shape[1])
        table = np.full((max(down) + 1, max(across) + 1), np.nan)
        table[np.ix_(down, across)] = values
        if title[2] is None:
            self.known[title[1]] = table
        else:
            self.known.setdefault(title[1], {})[int(title[2]) - 1, int(title[3]) - 1] = table
        return at

    # ---- what follows ----

    def value(self, name):
        if name in self.known:
            return self.known[name]
        if name not in self.made:
            self.made[name] = self.compute(name, self.formulas[name])
        return self.made[name]

    def compute(self, name, formula):
        for pattern, rule in RULES:
            found = re.fullmatch(pattern, formula)
            if found:
                return rule(self, name, *found.groups())
        raise AssertionError(f"no rule for {name} = {formula}")

    def matrix(self, text):
        return self.value(text.removesuffix("ᵀ")).T if text.endswith("ᵀ") else self.value(text)

    def number(self, name):
        return self.value(name).item()

    def cell(self, name, place):
        value = self.value(name)
        value, place = (value[place[:2]], place[2:]) if isinstance(value, dict) else (value, place)
        return value[(0,) * (2 - len(place)) + place]


def grids(value):
    return value if isinstance(value, dict) else {(0, 0): value}


def read_window(words):
    """Rows of the window, where they are named, stride and padding: "2×2, stride 2"."""
    numbers = {word: int(number) for word, number in re.findall(r"(stride|padding) (\d+)", words or "")}
    rows = re.search(r"(\d+)×", words or "")
    return int(rows[1]) if rows else None, numbers.get("stride", 1), numbers.get("padding", 0)


def windows(image, rows, columns, stride):
    """By their place, those that lie within the picture."""
    for row in range((image.shape[0] - rows) // stride + 1):
        for column in range((image.shape[1] - columns) // stride + 1):
            yield (row, column), image[row * stride:row * stride + rows, column * stride:column * stride + columns]


def to_grid(cells):
    return np.array([[cells[row, column] for column in range(max(c for _, c in cells) + 1)] for row in range(max(r for r, _ in cells) + 1)])


def convolve(task, name, x, w, b, words=None):
    """Each filter's channels are added up."""
    _, stride, pad = read_window(words)
    x, total = grids(task.value(x)), {}
    for (made_by, channel), kernel in grids(task.value(w)).items():
        for (sample, of), image in x.items():
            if of == channel:
                sums = to_grid({at: (part * kernel).sum() for at, part in windows(np.pad(image, pad), *kernel.shape, stride)})
                total[sample, made_by] = total.get((sample, made_by), task.value(b)[0, made_by]) + sums
    return total


def convolve_back(task, name, x, d):
    """The gradient of a kernel: every window of a picture times what came back to it, all pictures added up."""
    total, back = {}, grids(task.value(d))
    for (sample, channel), image in grids(task.value(x)).items():
        for (of, made_by), gradient in back.items():
            if of == sample:
                sums = to_grid({at: (part * gradient).sum() for at, part in windows(image, *gradient.shape, 1)})
                total[made_by, channel] = total.get((made_by, channel), 0) + sums
    return total


def pool(task, name, x, words):
    rows, stride, _ = read_window(words)
    return {place: to_grid({at: part.max() for at, part in windows(image, rows, rows, stride)})
            for place, image in grids(task.value(x)).items()}


def unpool(task, name, d, which):
    """To the winner of each window of two by two."""
    which, d = task.value(which), grids(task.value(d))[0, 0]
    made = np.zeros((2 * d.shape[0], 2 * d.shape[1]))
    for (row, column), winner in np.ndenumerate(which):
        made[2 * row + int(winner - 1) // 2, 2 * column + int(winner - 1) % 2] = d[row, column]
    return {(0, 0): made}


def flatten(task, name, x):
    return np.concatenate([image.ravel() for _, image in sorted(grids(task.value(x)).items())])[None, :]


def unflatten(task, name, d):
    d = task.value(d)
    side = int(np.sqrt(d.shape[1]))
    return {(0, 0): d.reshape(side, side)}


def add_up(task, name, d):
    """Over the rows of the data; what a filter has made of pictures as a whole."""
    value = task.value(d)
    if isinstance(value, dict) or any("∗" in formula or " at " in formula for formula in task.formulas.values()):
        return np.array([[sum(grid.sum() for grid in grids(value).values())]])
    return value.sum(axis=0, keepdims=True)


def squares(task, a, factor):
    return np.array([[factor * ((task.value(a) - task.value("t")) ** 2).sum()]])


def activation(name, z):
    return {"σ": lambda: 1 / (1 + np.exp(-z)), "tanh": lambda: np.tanh(z), "relu": lambda: np.where(z > 0, z, 0),
            "step": lambda: np.where(z >= 0, 1.0, 0.0), "exp": lambda: np.exp(z)}[name]()


def slope(task, name, d, kind):
    """By the answer for the bent ones, by the sum for the broken one."""
    layer = re.sub(r"\D", "", name)
    if kind == "relu":
        return task.value(d) * (task.value("z" + layer) > 0)
    a = task.value("a" + layer)
    return task.value(d) * (a * (1 - a) if kind == "σ" else 1 - a ** 2)


def log_loss(task, name, a):
    z, t = task.value(a), task.value("t")
    return np.array([[-(t * np.log(activation("σ", z)) + (1 - t) * np.log(1 - activation("σ", z))).sum()]])


def divergence(task, name):
    t, shift, lse = task.value("t"), task.value("z1.shift"), task.value("z1.lse").T
    return np.array([[(t * (np.log(t) - (shift - lse))).sum()]])


N = rf"({NAME})"
M = rf"({NAME}ᵀ?)"
RULES = [
    (rf"{M}·{M} \+ {N}", lambda k, name, x, w, b: k.matrix(x) @ k.matrix(w) + k.value(b)),
    (rf"{M}·{M}", lambda k, name, x, w: k.matrix(x) @ k.matrix(w)),
    (rf"{N}", lambda k, name, z: k.value(z)),
    (rf"(σ|tanh|relu|step|exp)\({N}\)", lambda k, name, kind, z: activation(kind, k.value(z))),
    (rf"{N} ⊙ (σ|tanh|relu)'\(z\d?\)", slope),
    (rf"{N} ⊙ {N}", lambda k, name, a, m: k.value(a) * k.value(m)),
    (rf"Σ {N}", add_up),
    (rf"\({N} − t\)", lambda k, name, a: k.value(a) - k.value("t")),
    (rf"2 \({N} − t\) / (\d+)", lambda k, name, a, n: 2 * (k.value(a) - k.value("t")) / int(n)),
    (r"\(p·Σt − t\) / (\d+)", lambda k, name, n: (k.value("p") * k.value("t").sum(axis=1, keepdims=True) - k.value("t")) / int(n)),
    (rf"½ Σ \({N}−t\)²", lambda k, name, a: squares(k, a, 1 / 2)),
    (rf"Σ \({N}−t\)² / (\d+)", lambda k, name, a, n: squares(k, a, 1 / int(n))),
    (r"−Σ t·ln p / (\d+)", lambda k, name, n: np.array([[-(k.value("t") * np.log(k.value("p"))).sum() / int(n)]])),
    (rf"−Σ \(t·ln σ\({N}\) \+ \(1−t\)·ln\(1−σ\(\w+\)\)\)", log_loss),
    (r"Σ t·\(ln t − ln a1\)", divergence),
    (rf"{N} − lr·{N}", lambda k, name, w, d: k.value(w) - k.number("lr") * k.value(d)),
    (rf"μ·{N} \+ {N}", lambda k, name, v, d: k.number("mu") * k.value(v) + k.value(d)),
    (rf"[ρβ]·{N} \+ \(1−[ρβ]\)·{N}(²?)", lambda k, name, s, d, square: mix(k, name, s, d, square)),
    (rf"{N} / \(1 − βᵗ\)", lambda k, name, m: k.value(m) / (1 - k.number(f"beta{1 if 'mhat' in name else 2}.t.next"))),
    (rf"{N} / \(√{N} \+ ε\)", lambda k, name, d, s: k.value(d) / (np.sqrt(k.value(s)) + k.number("epsilon"))),
    (rf"{N} − {N}", lambda k, name, a, m: k.value(a) - k.value(m).T if k.value(m).shape[0] == 1 else k.value(a) - k.value(m)),
    (rf"{N} / {N}", lambda k, name, a, s: k.value(a) / (k.value(s).T if s.endswith(".sum") else k.value(s))),
    (rf"2λ {N}", lambda k, name, w: 2 * k.number("lambda.l2") * k.value(w)),
    (rf"{N} \+ {N}", lambda k, name, a, b: k.value(a) + k.value(b)),
    (rf"{N}∗{N} \+ {N}(?: \((.*)\))?", convolve),
    (rf"{N} ∗ {N}", convolve_back),
    (rf"max\({N}\) \((.*)\)", pool),
    (rf"flat\({N}\)", flatten),
    (rf"grid\({N}\)", unflatten),
    (rf"{N} at {N}", unpool),
]


def mix(task, name, s, d, square):
    keep = task.number("rho" if "rho" in task.known else "beta1" if ".m." in name else "beta2")
    return keep * task.value(s) + (1 - keep) * (task.value(d) ** 2 if square else task.value(d))
