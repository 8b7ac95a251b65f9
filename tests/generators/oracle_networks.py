"""Random networks over everything that a document can say, for test-oracle.py. A fixed seed gives
the same list each time."""
import numpy as np

ACTIVATIONS = ["linear", "sigmoid", "tanh", "relu", "leaky-relu", "softmax", "softplus"]
LOSSES = ["mse", "half-mse", "bce", "cross-entropy", "kl"]
REDUCTIONS = ["default", "mean", "batch-mean", "sum"]
OPTIMIZERS = [("sgd", "outside"), ("momentum", "outside"), ("nesterov", "outside"), ("rmsprop", "outside"),
              ("rmsprop", "inside"), ("adagrad", "outside"), ("adagrad", "inside"), ("adam", "outside"),
              ("adam", "inside"), ("adam", "uncorrected"), ("adamw", "outside"), ("adamw", "inside"),
              ("adamw", "uncorrected")]


class Generator:
    def __init__(self, seed):
        self.random = np.random.Generator(np.random.PCG64(seed))

    def chance(self, share):
        return self.random.random() < share

    def whole(self, low, high):
        return int(self.random.integers(low, high + 1))

    def one_of(self, things):
        return things[int(self.random.integers(len(things)))]

    def uniform(self, low, high, shape=None):
        return self.random.uniform(low, high, shape)

    # ---- layers ----

    def activation(self):
        kind = self.one_of(ACTIVATIONS)
        layer = {"activation": kind}
        if kind == "leaky-relu":
            layer["slope"] = round(float(self.uniform(-0.2, 0.5)), 3)
        return layer

    def neurons(self, kind, units, name):
        layer = {"kind": kind, "units": units, "bias": not self.chance(0.2),
                 "freeze_kernel": self.chance(0.1), "freeze_bias": self.chance(0.1), **self.activation()}
        if self.chance(0.25):
            layer["name"] = name
        return layer

    def window(self, layer, shape, pool):
        """Kernel, stride and padding that fit images of `shape`."""
        layer["kernel"] = [self.whole(1, min(3, shape[1 + axis])) for axis in range(2)]
        layer["stride"] = [self.whole(1, 3) for _ in range(2)]
        layer["padding"] = self.one_of(["valid", "same", "explicit"])
        if layer["padding"] == "explicit":
            most = [layer["kernel"][axis] - 1 if pool else 2 for axis in range(2)]
            layer["padding"] = [self.whole(0, most[axis]) for axis in (0, 0, 1, 1)]
        return layer

    def image_layer(self, shape, number):
        kind = self.one_of(["conv", "conv", "max-pool", "average-pool", "activation", "dropout"])
        if kind == "conv":
            return self.window(self.neurons(kind, self.whole(1, 3), f"edges{number}"), shape, False)
        if kind in ("max-pool", "average-pool"):
            layer = self.window({"kind": kind}, shape, True)
            if kind == "average-pool":
                layer["count_padding"] = self.chance(0.5)
            return layer
        return self.thin_layer(kind)

    def thin_layer(self, kind):
        if kind == "dropout":
            return {"kind": kind, "keep": self.one_of([0.5, 0.75, 0.9, 1.0, 0.3])}
        return {"kind": "activation", **self.activation()}

    def layers(self):
        if self.chance(0.5):
            shape = [self.whole(1, 3), self.whole(3, 7), self.whole(3, 7)]
            layers, now = [], list(shape)
            for number in range(self.whole(1, 3)):
                layers.append(self.image_layer(now, number))
                now = shape_behind(layers[-1], now)
            if self.chance(0.25):
                return shape, layers, now  # the targets are images, too
            layers.append({"kind": "flatten"})
            now = [int(np.prod(now))]
        else:
            shape = [self.whole(1, 6)]
            layers, now = [], list(shape)
        for number in range(self.whole(1, 3)):
            layers.append(self.neurons("dense", self.whole(1, 6), f"hidden_{number}"))
            now = [layers[-1]["units"]]
            if self.chance(0.35):
                layers.append(self.thin_layer(self.one_of(["dropout", "activation"])))
        return shape, layers, now

    def grow(self, shape, layers):
        """A branch at the end: a layer of its own on something before, or nothing; then all of it taken together."""
        given = given_shapes({"input": shape, "layers": layers})
        last = given[-1]
        if self.chance(0.6):
            self.grow_layer(shape, layers, given)
        kind = self.one_of(["add", "add", "concatenate", "multiply"])
        given = given_shapes({"input": shape, "layers": layers})
        # The one before the merge, its like among those behind it, and whatever nobody has read yet.
        fits = [place for place, other in enumerate(given[:-1])
                if other == given[-1] or kind == "concatenate" and other[1:] == given[-1][1:]]
        unread = [len(given) - 2] if given[-1] == last and layers[-1].get("from") else []
        chosen = unread + [self.one_of(fits) for _ in range(self.whole(0 if unread else 1, 2)) if fits]
        names = [self.name(layers, place) for place in chosen]
        if given[-1] == shape and self.chance(0.3) or not names and given[-1] == shape:
            names.append("input")
        if not names:  # nothing is like it: itself, twice
            names.append(self.name(layers, len(layers) - 1))
        layers.append({"kind": kind, "with": names})
        if self.chance(0.4):
            layers.append({"kind": "activation", **self.activation()})

    def grow_layer(self, shape, layers, given):
        """Beside the last layer, like it, on something of its rank: the last layer is left for the merge."""
        last = given[-1]
        sources = [place for place, other in enumerate(given[:-1]) if len(other) == len(last) and other[1:] == last[1:]]
        source = self.name(layers, self.one_of(sources)) if sources and self.chance(0.7) else "input"
        if source == "input" and (len(shape) != len(last) or shape[1:] != last[1:]):
            return
        self.name(layers, len(layers) - 1)
        if len(last) == 1:
            layers.append({**self.neurons("dense", last[0], f"side_{len(layers)}"), "from": source})
        else:
            layers.append({**self.neurons("conv", last[0], f"side_{len(layers)}"), "from": source, "kernel": [1, 3],
                           "stride": [1, 1], "padding": "same"})

    def name(self, layers, place):
        layers[place].setdefault("name", f"n{place}")
        return layers[place]["name"]

    # ---- what is trained for, and how ----

    def penalty(self):
        if self.chance(0.5):
            return None
        l1, l2 = self.one_of([(0.01, None), (None, 0.02), (0.015625, 0.03)])
        return {"l1": l1, "l2": l2, "half": self.chance(0.5), "all": self.chance(0.5)}

    def optimizer(self, number):
        kind, place = OPTIMIZERS[number % len(OPTIMIZERS)]
        made = {"kind": kind, "epsilon_place": place, "lr": round(float(self.uniform(0.01, 0.3)), 3),
                "mu": 0.85, "rho": 0.92, "beta1": 0.88, "beta2": 0.985, "epsilon": 0.001, "decay": 0.05,
                "initial_accumulator": 0.125}
        # By number, not by chance: the networks before schedules stay what they were.
        made["schedule"] = ["constant", "constant", "step", "cosine"][number // 5 % 4]
        made.update({"step_every": 1, "step_factor": 0.625, "cosine_epochs": 2.5, "final_lr": 0.004})
        made["warm_up"] = [None, None, 2][number // 7 % 3]
        if kind == "rmsprop":
            made["momentum"] = self.chance(0.5)
        return made

    def targets(self, loss, shape):
        if loss in ("mse", "half-mse"):
            return self.uniform(-1, 1, shape)
        if loss == "bce":
            return self.uniform(0, 1, shape) if self.chance(0.5) else self.random.integers(0, 2, shape) * 1.0
        if self.chance(0.4):  # hard labels
            return np.moveaxis(np.eye(shape[1])[self.random.integers(0, shape[1], [shape[0], *shape[2:]])], -1, 1)
        soft = self.uniform(0, 1, shape) * self.random.integers(0, 2, shape)
        return soft  # not a distribution: the slope is p sum(t) - t even so

    def graph(self, number):
        """A network with branches, steps and the delta rule."""
        return self.network(number, branches=True)

    def network(self, number, branches=False):
        shape, layers, out = self.layers()
        if branches:
            for _ in range(self.whole(1, 2)):
                self.grow(shape, layers)
            for layer in layers:
                if layer.get("activation", "softmax") != "softmax":
                    layer["pass_through"] = self.chance(0.15)
                    if self.chance(0.15):
                        layer["activation"] = "step"
            out = given_shapes({"input": shape, "layers": layers})[-1]
        loss = LOSSES[number % len(LOSSES)]
        last = layers[-1]
        if loss == "kl" and last.get("activation") not in ("softmax", "softplus"):
            # Without a softmax the outputs are taken for probabilities: they must be positive.
            last = {"kind": "activation", "activation": self.one_of(["softmax", "sigmoid"])}
            layers.append(last)
        if loss == "bce" and self.chance(0.5) or loss == "cross-entropy" and self.chance(0.5):
            layers.append({"kind": "activation", "activation": "sigmoid" if loss == "bce" else "softmax"})
        if loss == "bce" and layers[-1].get("activation") == "sigmoid":
            layers[-1]["pass_through"] = False  # no gradient comes through it
        for place, layer in enumerate(layers):
            if "units" not in layer and "name" not in layer and self.chance(0.15):
                layer["name"] = f"{layer['kind'].replace('-', '_')}_{place}"
        n_rows, batch = self.whole(1, 10), self.whole(1, 4)
        x = self.uniform(-1.5, 1.5, [n_rows, *shape])
        ties = self.chance(0.15)
        return {"input": shape, "layers": layers, "loss": loss, "reduction": self.one_of(REDUCTIONS),
                "long_chain": self.chance(0.5), "penalty": self.penalty(), "optimizer": self.optimizer(number),
                "x": np.round(x) if ties else x, "ties": ties, **self.batches(n_rows, batch),
                "t": self.targets(loss, [n_rows, *out])}

    def batches(self, n_rows, size):
        """By size, the last one perhaps shorter, or listed in any order."""
        if self.chance(0.75):
            return by_size(n_rows, size)
        listed = [[int(row) for row in self.random.integers(0, n_rows, self.whole(1, 4))]
                  for _ in range(self.whole(1, 3))]
        return {"batches": listed}

    def parameters(self, network):
        """With ties, whole numbers: kinks of relu, equal cells under a pool or a softmax, |0|."""
        made = {}
        for name, shape in parameter_shapes(network).items():
            values = self.uniform(-1, 1, shape)
            made[name] = np.round(values) + 0.0 if network["ties"] else values
        return made


def by_size(n_rows, size):
    return {"batch_size": size, "batches": [list(range(first, min(first + size, n_rows)))
                                            for first in range(0, n_rows, size)]}


def shape_behind(layer, shape):
    kind = layer["kind"]
    if kind not in ("conv", "max-pool", "average-pool"):
        return shape
    out = [layer["units"] if kind == "conv" else shape[0]]
    for axis in range(2):
        n, k, s = shape[1 + axis], layer["kernel"][axis], layer["stride"][axis]
        if layer["padding"] == "same":
            out.append(-(-n // s))
        else:
            pad = 0 if layer["padding"] == "valid" else sum(layer["padding"][2 * axis:2 * axis + 2])
            out.append((n + pad - k) // s + 1)
    return out


def parameter_shapes(network):
    """The names and shapes of parameters, in order."""
    shapes, number = {}, 0
    for layer, shape in zip(network["layers"], read_shapes(network)):
        if layer["kind"] not in ("dense", "conv"):
            continue
        number += 1
        w, b = (f"{layer['name']}.W", f"{layer['name']}.b") if layer.get("name") else (f"W{number}", f"b{number}")
        units = layer["units"]
        shapes[w] = [shape[0], units] if layer["kind"] == "dense" else [units, shape[0], *layer["kernel"]]
        if layer["bias"]:
            shapes[b] = [units]
    return shapes


def read_shapes(network):
    """The shape that each layer reads."""
    given = given_shapes(network)
    named = {layer.get("name"): shape for layer, shape in zip(network["layers"], given)}
    before = [network["input"], *given[:-1]]
    return [named.get(layer["from"], network["input"]) if layer.get("from") else shape
            for layer, shape in zip(network["layers"], before)]


def given_shapes(network):
    """The shape behind each layer."""
    given, named = [], {"input": network["input"]}
    for layer in network["layers"]:
        shape = named[layer["from"]] if layer.get("from") else given[-1] if given else network["input"]
        if layer["kind"] == "dense":
            shape = [layer["units"]]
        elif layer["kind"] == "flatten":
            shape = [int(np.prod(shape))]
        elif layer["kind"] == "concatenate":
            shape = [shape[0] + sum(named[name][0] for name in layer["with"]), *shape[1:]]
        else:
            shape = shape_behind(layer, shape)
        given.append(list(shape))
        if layer.get("name"):
            named[layer["name"]] = given[-1]
    return given


def extremes():
    """Logits of +-1000, ties and -0 straight into the losses: fused, step by step, on logits."""
    x = np.array([[1000.0, -1000.0, 0.0], [1000.0, 1000.0, 1000.0], [-0.0, 0.0, -1000.0], [-1000.0, -1000.0, -0.0]])
    t = np.array([[0.0, 1.0, 0.0], [0.25, 0.5, 0.25], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    for loss in ("cross-entropy", "kl", "bce"):
        for activation in ("linear", "sigmoid" if loss == "bce" else "softmax"):
            for long_chain in (False, True):
                if loss == "kl" and activation == "linear":
                    continue  # these are no probabilities
                yield {"input": [3], "loss": loss, "reduction": "sum", "long_chain": long_chain, "penalty": None,
                       "layers": [{"kind": "dense", "units": 3, "bias": False, "activation": activation}],
                       "optimizer": {"kind": "sgd", "lr": 1e-9, "epsilon_place": "outside"},
                       "x": x, "t": t, **by_size(4, 2), "parameters": {"W1": np.eye(3)}}


def large(generator):
    """Wide enough for every blocked path of the kernels: a perceptron and a digit recogniser, on
    several samples and on one."""
    relu = {"bias": True, "activation": "relu"}
    window = {"stride": [1, 1], "padding": "same", "kernel": [5, 5]}
    perceptron = [{"kind": "dense", "units": 67, **relu}, {"kind": "dense", "units": 10, "bias": True}]
    digits = [{"kind": "conv", "units": 8, **window, **relu},
              {"kind": "max-pool", "kernel": [2, 2], "stride": [2, 2], "padding": "valid"},
              {"kind": "conv", "units": 16, **window, **relu},
              {"kind": "max-pool", "kernel": [3, 3], "stride": [3, 3], "padding": "valid"},
              {"kind": "flatten"}, {"kind": "dense", "units": 10, "bias": True, "activation": "softmax"}]
    for shape, layers, batch in (([97], perceptron, 19), ([97], perceptron, 1), ([1, 24, 24], digits, 3),
                                 ([1, 24, 24], digits, 1)):
        network = {"input": shape, "layers": layers, "loss": "cross-entropy", "reduction": "batch-mean",
                   "long_chain": False, "penalty": None, **by_size(2 * batch, batch),
                   "optimizer": {"kind": "momentum", "lr": 0.05, "mu": 0.9, "epsilon_place": "outside"},
                   "x": generator.uniform(0, 1, [2 * batch, *shape]),
                   "t": np.eye(10)[generator.random.integers(0, 10, 2 * batch)]}
        network["parameters"] = {name: generator.uniform(-0.2, 0.2, size)
                                 for name, size in parameter_shapes(network).items()}
        yield network


def mazur():
    """M. Mazur's worked example, as published."""
    layer = {"kind": "dense", "units": 2, "bias": True, "freeze_bias": True, "activation": "sigmoid"}
    return {"input": [2], "layers": [dict(layer), dict(layer)], "loss": "half-mse", "reduction": "sum",
            "penalty": None, "optimizer": {"kind": "sgd", "lr": 0.5, "epsilon_place": "outside"},
            "x": np.array([[0.05, 0.10]]), "t": np.array([[0.01, 0.99]]), **by_size(1, 1),
            "parameters": {"W1": np.array([[0.15, 0.25], [0.20, 0.30]]), "b1": np.array([0.35, 0.35]),
                           "W2": np.array([[0.40, 0.50], [0.45, 0.55]]), "b2": np.array([0.60, 0.60])}}
