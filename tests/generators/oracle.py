"""Whole networks in plain numpy, written from the mathematics alone: an oracle for the core.

Nothing here is taken from the program's formulas or kernels. The forward pass works on whole arrays
(windows by strides, sums by einsum), the backward pass is a small reverse-mode differentiator
whose rules are stated beside each step and which scatters where the program gathers. Only the
names of tensors follow the program's documentation, so that the two can be compared one by one.

    oracle = Oracle(network, parameters, hyperparameters=None)
    values = oracle.run(x, t, masks)          # one pass: a dict from names to arrays
    oracle.commit()                           # parameters and optimiser state advance

A network is a dict:
    input      [features] or [channels, rows, columns]
    layers     dicts with "kind": dense, conv, max-pool, average-pool, flatten, activation, dropout, add,
               concatenate, multiply; "from" names the layer that is read ("input": x), "with" those taken in beside it
    loss       mse, half-mse, bce, cross-entropy, kl;   reduction: default, mean, batch-mean, sum
    long_chain differentiate softmax and cross-entropy step by step
    pins       {"z1": {(0, 2): 0.5}}, cells of computed tensors that are held by hand
    penalty    {"l1": factor or None, "l2": factor or None, "half": bool, "all": bool}
    optimizer  {"kind": ..., "lr": ..., "epsilon_place": "outside" | "inside" | "uncorrected", ...}
"""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


class Node:
    def __init__(self, name, value, inputs=(), rules=()):
        self.name, self.value = name, np.asarray(value, dtype=np.float64)
        self.inputs, self.rules = inputs, rules
        self.shares = []  # (creation number of the user, gradient), one for each use


class Oracle:
    def __init__(self, network, parameters):
        self.network = network
        self.parameters = {name: np.array(value, dtype=np.float64) for name, value in parameters.items()}
        self.own_names = {layer["name"] for layer in network["layers"] if layer.get("name")}
        self.state = {}
        self.passes = 0

    # ---- the tape ----

    def node(self, name, value, inputs=(), rules=()):
        """A named step. rules[i] maps the gradient of this step to that of inputs[i]."""
        node = Node(name, self.hold(name, value), inputs, rules)
        self.tape.append(node)
        self.values[name] = node.value
        return node

    def hold(self, name, value):
        """The value with its pinned cells written over."""
        value = np.array(value, dtype=np.float64)
        for cell, pinned in self.network.get("pins", {}).get(name, {}).items():
            value[cell] = pinned
        return value

    def is_pinned(self, *names):
        return any(name in self.network.get("pins", {}) for name in names)

    def gradient_name(self, name):
        head, dot, rest = name.partition(".")
        return f"{head}.d{rest}" if dot and head in self.own_names else f"d{name}"

    def backward(self, loss):
        """Reverse accumulation. A node that is used several times shows each share."""
        loss.shares.append(np.ones(()))
        for node in reversed(self.tape):
            if not node.shares:
                continue
            # Users were visited from the last to the first.
            shares = node.shares[::-1]
            name = self.gradient_name(node.name)
            if len(shares) > 1:
                for place, share in enumerate(shares, 1):
                    self.values[f"{name}.{place}"] = share
                for n in range(2, len(shares)):
                    places = "".join(str(place) for place in range(1, n + 1)) if len(shares) <= 9 else f"1to{n}"
                    self.values[f"{name}.{places}"] = sum(shares[1:n], shares[0])
            gradient = sum(shares[1:], shares[0])
            self.values[name] = gradient
            if self.is_pinned(node.name):  # nothing behind a cell that is held hears of it
                gradient = gradient.copy()
                for cell in self.network["pins"][node.name]:
                    gradient[cell] = 0.0
                self.values[name + ".free"] = gradient
            for source, rule in reversed(list(zip(node.inputs, node.rules))):
                if rule is not None:
                    source.shares.append(rule(gradient))

    # ---- names ----

    def begin_number(self):
        self.number += 1
        self.taken = {}

    def name_of(self, layer, letter, counts=True):
        if layer.get("name"):
            if counts:
                self.taken[letter] = self.taken.get(letter, 0) + 1
            return f"{layer['name']}.{letter}"
        self.taken[letter] = place = self.taken.get(letter, 0) + 1
        return f"{letter}{self.number}" + (f".{place}" if place > 1 else "")

    # ---- one pass ----

    def run(self, x, t, uniforms):
        """`uniforms` are dropout's random numbers by their names (u1 ...)."""
        self.tape, self.values = [], {}
        self.number, self.taken = 0, {}
        self.weights, self.frozen, self.uniforms = [], set(), uniforms
        self.logits = self.steps = None
        self.dropouts = {}  # u's name: the layer's place from 1, the shape
        self.x = y = self.node("x", x)
        self.given = []  # what each layer gives
        for position, layer in enumerate(self.network["layers"]):
            self.own_a = None if position == 0 else self.pending_a
            self.pending_a, self.logits = None, None
            self.place = position + 1
            y = self.x if position == 0 else self.given[-1]
            y = self.find(layer["from"]) if layer.get("from") else y
            y = getattr(self, "layer_" + layer["kind"].replace("-", "_"))(y, layer, self.find_own_activation(position))
            self.given.append(y)
        loss = self.penalize(self.measure(y, np.asarray(t, dtype=np.float64)))
        self.backward(loss)
        del self.values["x"]
        for node in self.weights:
            del self.values[node.name]
        self.update()
        return self.values

    pending_a = None

    # ---- who reads whom ----

    def find(self, name):
        for layer, node in zip(self.network["layers"], self.given):
            if layer.get("name") == name:
                return node
        assert name == "input", f"no layer {name}"
        return self.x

    def find_own_activation(self, position):
        """The activation right behind that reads this layer, if nobody else does."""
        layers = self.network["layers"]
        follower = layers[position + 1] if position + 1 < len(layers) else None
        name = layers[position].get("name")
        if not follower or follower["kind"] != "activation" or follower.get("from") not in (None, name):
            return None
        others = [layer for layer in layers[position + 2:] if name and name in (layer.get("from"), *layer.get("with", ()))]
        return None if others else follower

    # ---- layers ----

    def parameter(self, layer, letter, frozen):
        name = self.name_of(layer, letter)
        node = Node(name, self.parameters[name])
        self.tape.append(node)
        self.values[name] = node.value
        self.weights.append(node)
        if frozen:
            self.frozen.add(name)
        return node

    def neurons(self, z, layer, follower):
        """The layer's own activation, or the one directly behind it where it is linear."""
        name = self.name_of(layer, "a")
        if follower and layer.get("activation", "linear") == "linear":
            self.pending_a = name
            return z
        return self.activate(z, layer, name)

    def layer_dense(self, x, layer, follower):
        self.begin_number()
        z_name = self.name_of(layer, "z")
        w = self.parameter(layer, "W", layer.get("freeze_kernel"))
        inputs, value = (x, w), x.value @ w.value
        rules = (lambda d: d @ w.value.T, lambda d: np.einsum("bi,bo->io", x.value, d))
        if layer.get("bias", True):
            b = self.parameter(layer, "b", layer.get("freeze_bias"))
            inputs, value, rules = inputs + (b,), value + b.value, rules + (lambda d: d.sum(axis=0),)
        return self.neurons(self.node(z_name, value, inputs, rules), layer, follower)

    def layer_conv(self, x, layer, follower):
        self.begin_number()
        z_name = self.name_of(layer, "z")
        w = self.parameter(layer, "W", layer.get("freeze_kernel"))
        window = Window(layer, x.value.shape)
        seen = window.view(x.value, 0.0)

        def dx(d):
            grid = window.zeros()
            for u in range(window.kernel[0]):
                for v in range(window.kernel[1]):
                    window.under(grid, u, v)[...] += np.einsum("bfrc,fk->bkrc", d, w.value[:, :, u, v])
            return window.crop(grid)

        inputs, value = (x, w), np.einsum("bkrcuv,fkuv->bfrc", seen, w.value)
        rules = (dx, lambda d: np.einsum("bkrcuv,bfrc->fkuv", seen, d))
        if layer.get("bias", True):
            b = self.parameter(layer, "b", layer.get("freeze_bias"))
            inputs, value = inputs + (b,), value + b.value[:, None, None]
            rules += (lambda d: d.sum(axis=(0, 2, 3)),)
        return self.neurons(self.node(z_name, value, inputs, rules), layer, follower)

    def layer_max_pool(self, x, layer, follower):
        name = self.name_of(layer, "p", counts=False)
        window = Window(layer, x.value.shape)
        seen = window.view(x.value, -np.inf)
        flat = seen.reshape(seen.shape[:4] + (-1,))
        which = flat.argmax(axis=-1)  # the first of equal ones
        self.values[name + ".which"] = which + 1.0

        def dx(d):
            grid = window.zeros()
            b, k, r, c = np.indices(which.shape)
            rows = r * window.stride[0] + which // window.kernel[1]
            columns = c * window.stride[1] + which % window.kernel[1]
            np.add.at(grid, (b, k, rows, columns), d)
            return window.crop(grid)

        return self.node(name, flat.max(axis=-1), (x,), (dx,))

    def layer_average_pool(self, x, layer, follower):
        name = self.name_of(layer, "p", counts=False)
        window = Window(layer, x.value.shape)
        if layer.get("count_padding"):
            count = np.full(window.places, float(window.kernel[0] * window.kernel[1]))
        else:
            count = window.view(np.ones((1, 1) + x.value.shape[2:]), 0.0).sum(axis=(-2, -1))[0, 0]
            self.values[name + ".count"] = count = self.hold(name + ".count", count)

        def dx(d):
            grid = window.zeros()
            for u in range(window.kernel[0]):
                for v in range(window.kernel[1]):
                    window.under(grid, u, v)[...] += d / count
            return window.crop(grid)

        return self.node(name, window.view(x.value, 0.0).sum(axis=(-2, -1)) / count, (x,), (dx,))

    def layer_flatten(self, x, layer, follower):
        shape = x.value.shape
        return self.node(self.name_of(layer, "f", counts=False), x.value.reshape(shape[0], -1), (x,),
                         (lambda d: d.reshape(shape),))

    def layer_activation(self, x, layer, follower):
        if self.own_a and not layer.get("name"):
            return self.activate(x, layer, self.own_a)
        return self.activate(x, layer, self.name_of(layer, "a", counts=False))

    def layer_dropout(self, x, layer, follower):
        u_name = self.name_of(layer, "u", counts=False)
        m_name = self.name_of(layer, "m", counts=False)
        keep = layer.get("keep", 0.5)
        self.dropouts[u_name] = (self.place, x.value.shape)
        mask = self.hold(m_name, (self.uniforms[u_name] < keep) / keep)
        self.values[m_name] = mask
        return self.node(x.name + ".drop", x.value * mask, (x,), (lambda d: d * mask,))

    def merge(self, x, layer, letter, join):
        """Two at a time, from the left."""
        name = self.name_of(layer, letter, counts=False)
        others = [self.find(other) for other in layer["with"]]
        for n, other in enumerate(others, 2):
            x = join(f"{name}.first{n}" if n < len(others) + 1 else name, x, other)
        return x

    def layer_add(self, x, layer, follower):
        return self.merge(x, layer, "s", lambda name, a, b: self.node(name, a.value + b.value, (a, b),
                                                                      (lambda d: d, lambda d: d)))

    def layer_multiply(self, x, layer, follower):
        return self.merge(x, layer, "g", lambda name, a, b: self.node(name, a.value * b.value, (a, b),
                                                                      (lambda d: d * b.value, lambda d: d * a.value)))

    def layer_concatenate(self, x, layer, follower):
        return self.merge(x, layer, "c", lambda name, a, b: self.node(
            name, np.concatenate([a.value, b.value], axis=1), (a, b),
            (lambda d: d[:, :a.value.shape[1]], lambda d: d[:, a.value.shape[1]:])))

    # ---- activations ----

    def activate(self, z, layer, name):
        kind, v = layer.get("activation", "linear"), z.value
        self.logits, self.last = z, kind
        if kind == "softmax":
            return self.softmax(z, name)
        if kind == "linear":
            value, slope = v.copy(), np.ones_like(v)
        elif kind == "sigmoid":
            value = logistic(v)
            slope = value * logistic(-v)  # 1 - s(z) = s(-z)
        elif kind == "tanh":
            value = np.tanh(v)
            slope = 4 * logistic(2 * v) * logistic(-2 * v)  # 1 / cosh(z)^2
        elif kind == "relu":
            value, slope = np.maximum(v, 0.0), (v > 0) * 1.0
        elif kind == "leaky-relu":
            slope = np.where(v > 0, 1.0, layer.get("slope", 0.01))
            value = slope * v
        elif kind == "softplus":
            value, slope = np.logaddexp(0.0, v), logistic(v)
        elif kind == "step":
            value, slope = np.where(v < 0, 0.0, 1.0), np.zeros_like(v)
        else:
            raise ValueError(f"no activation {kind}")
        if layer.get("pass_through"):  # the delta rule
            slope = np.ones_like(v)
        return self.node(name, value, (z,), (lambda d: d * slope,))

    def softmax(self, z, name):
        """exp(z) / sum exp(z) over axis 1, in the steps that the program shows."""
        top = self.values[z.name + ".max"] = self.hold(z.name + ".max", z.value.max(axis=1))
        top = np.expand_dims(top, 1)
        shift = self.node(z.name + ".shift", z.value - top, (z,), (lambda d: d,))
        e = self.node(z.name + ".exp", np.exp(shift.value), (shift,), (lambda d: d * np.exp(shift.value),))
        s = self.node(z.name + ".sum", e.value.sum(axis=1), (e,),
                      (lambda d: np.repeat(np.expand_dims(d, 1), z.value.shape[1], axis=1),))
        p = self.node(name, e.value / np.expand_dims(s.value, 1), (e, s),
                      (lambda d: d / np.expand_dims(s.value, 1),
                       lambda d: -(d * e.value).sum(axis=1) / s.value ** 2))
        self.steps = (shift, e, p)
        return p

    # ---- loss ----

    def measure(self, y, t):
        kind = self.network["loss"]
        reduction = self.network.get("reduction", "default")
        if reduction == "default":
            reduction = "mean" if kind in ("mse", "bce") else "batch-mean"
        n = {"mean": y.value.size, "batch-mean": y.value.shape[0], "sum": 1}[reduction]
        self.loss_name = "L.data" if self.is_penalized_at_all() else "L"
        if kind == "mse":
            miss = y.value - t
            return self.node(self.loss_name, (miss ** 2).sum() / n, (y,), (lambda d: d * 2 * miss / n,))
        if kind == "half-mse":
            miss = y.value - t
            return self.node(self.loss_name, (miss ** 2).sum() / 2 / n, (y,), (lambda d: d * miss / n,))
        if kind == "bce":
            return self.binary(y, t, n)
        if kind == "kl" and not (self.logits and self.last == "softmax"):
            return self.divergence_of_probabilities(y, t, n)
        return self.categorical(y, t, n, t_ln_t(t) if kind == "kl" else 0.0)

    def binary(self, y, t, n):
        """-(t ln s + (1-t) ln(1-s)) with s = s(z): ln(1 + e^z) - t z; slope s(z) - t."""
        if self.logits and self.last == "sigmoid":
            z = self.logits
        else:
            z = y
            self.values["p"] = self.hold("p", logistic(z.value))
        value = (np.logaddexp(0.0, z.value) - t * z.value).sum() / n
        return self.node(self.loss_name, value, (z,), (lambda d: d * (logistic(z.value) - t) / n,))

    def categorical(self, y, t, n, entropy):
        """sum t (ln t) - sum t ln p, ln p = shift - ln sum. By one step d/dz = p sum(t) - t."""
        if self.logits and self.last == "softmax":
            z = self.logits
        else:
            z = y
            self.softmax(z, "p")
        shift, e, p = self.steps
        total = np.expand_dims(e.value.sum(axis=1), 1)
        lse = self.node(z.name + ".lse", np.log(total[:, 0]), (e,),
                        (lambda d: np.broadcast_to(np.expand_dims(d, 1) / total, e.value.shape),))
        value = (entropy - t * (shift.value - np.expand_dims(lse.value, 1))).sum() / n
        steps = [z.name + step for step in (".max", ".shift", ".exp", ".sum", ".lse")]
        if self.network.get("long_chain") or self.is_pinned(p.name, *steps):
            return self.node(self.loss_name, value, (shift, lse),
                             (lambda d: -d * t / n, lambda d: d * t.sum(axis=1) / n))
        targets = t.sum(axis=1, keepdims=True)
        return self.node(self.loss_name, value, (z,), (lambda d: d * (p.value * targets - t) / n,))

    def divergence_of_probabilities(self, p, t, n):
        some = t != 0
        log_p = np.log(p.value, where=some, out=np.zeros_like(t))
        slope = np.divide(-t, p.value, where=some, out=np.zeros_like(t))
        return self.node(self.loss_name, (t_ln_t(t) - t * log_p).sum() / n, (p,), (lambda d: d * slope / n,))

    # ---- penalties ----

    def penalized(self):
        everything = (self.network.get("penalty") or {}).get("all")
        return [w for w in self.weights if everything or w.value.ndim > 1]

    def is_penalized_at_all(self):
        penalty = self.network.get("penalty") or {}
        return bool(self.penalized()) and (penalty.get("l1") is not None or penalty.get("l2") is not None)

    def penalize(self, data):
        if not self.is_penalized_at_all():
            return data
        l1, l2 = self.network["penalty"].get("l1"), self.network["penalty"].get("l2")
        half = 0.5 if self.network["penalty"].get("half") else 1.0
        terms = []
        for w in self.penalized():
            if l1 is not None:
                terms.append(self.node(w.name + ".l1", l1 * np.abs(w.value).sum(), (w,),
                                       (lambda d, w=w: d * l1 * np.sign(w.value),)))
            if l2 is not None:
                terms.append(self.node(w.name + ".l2", half * l2 * (w.value ** 2).sum(), (w,),
                                       (lambda d, w=w: d * half * 2 * l2 * w.value,)))
        total, same = terms[0], lambda d: d
        if len(terms) == 1:
            total = self.node("L.penalty", total.value, (total,), (same,))
        for place, term in enumerate(terms[1:], 2):
            name = "L.penalty" if place == len(terms) else f"L.penalty.{place}"
            total = self.node(name, total.value + term.value, (total, term), (same, same))
        return self.node("L", data.value + total.value, (data, total), (same, same))

    # ---- update ----

    def update(self):
        self.next_parameters, self.next_state = {}, {}
        count = self.passes + 1
        optimizer = dict(self.network["optimizer"])
        rule = getattr(self, "rule_" + optimizer["kind"])
        if set(self.frozen) < {node.name for node in self.weights}:
            optimizer["lr"] = self.rate(optimizer)
        for node in self.weights:
            if node.name in self.frozen:
                continue
            gradient = self.values[self.gradient_name(node.name)]
            new = rule(node.name, node.value, gradient, optimizer, count)
            self.next_parameters[node.name] = self.values[node.name + ".next"] = new

    def rate(self, o):
        """Of this pass, and the cells on the way to it."""
        n, rate, schedule, warm = len(self.network["batches"]), o["lr"], o.get("schedule", "constant"), o.get("warm_up")
        name = "lr.scheduled" if warm else "lr.now"
        if schedule != "constant":
            self.values["epoch"] = epoch = np.asarray(self.passes / n)
        if schedule == "step":
            steps = int(epoch // o["step_every"])
            self.keep("lr.taken", np.asarray(o["step_factor"] ** steps))
            self.keep("lr.due", np.asarray((steps + 1) * o["step_every"]))
            self.values[name] = rate = np.asarray(rate * o["step_factor"] ** steps)
        elif schedule == "cosine":
            wave = (1 + np.cos(np.pi * min(1, epoch / o["cosine_epochs"]))) / 2
            self.values[name] = rate = np.asarray(o["final_lr"] + (rate - o["final_lr"]) * wave)
        if warm:
            self.values["lr.now"] = rate = np.asarray(rate * min(1, (self.passes + 1) / (warm * n)))
        return rate

    def keep(self, name, value):
        self.next_state[name] = self.values[name + ".next"] = value
        return value

    def before(self, name, like, start=0.0):
        return self.state.get(name, np.full_like(like, start))

    def rule_sgd(self, name, w, g, o, count):
        return w - o["lr"] * g

    def rule_momentum(self, name, w, g, o, count):
        return w - o["lr"] * self.keep(name + ".v", o["mu"] * self.before(name + ".v", w) + g)

    def rule_nesterov(self, name, w, g, o, count):
        v = self.keep(name + ".v", o["mu"] * self.before(name + ".v", w) + g)
        self.values[name + ".step"] = step = g + o["mu"] * v
        return w - o["lr"] * step

    def over_root(self, g, square, o):
        if o["epsilon_place"] == "inside":
            return g / np.sqrt(square + o["epsilon"])
        return g / (np.sqrt(square) + o["epsilon"])

    def rule_rmsprop(self, name, w, g, o, count):
        s = self.keep(name + ".s", o["rho"] * self.before(name + ".s", w) + (1 - o["rho"]) * g ** 2)
        self.values[name + ".step"] = step = self.over_root(g, s, o)
        if not o.get("momentum"):
            return w - o["lr"] * step
        return w - self.keep(name + ".m", o["mu"] * self.before(name + ".m", w) + o["lr"] * step)

    def rule_adagrad(self, name, w, g, o, count):
        s = self.keep(name + ".s", self.before(name + ".s", w, o["initial_accumulator"]) + g ** 2)
        self.values[name + ".step"] = step = self.over_root(g, s, o)
        return w - o["lr"] * step

    def rule_adam(self, name, w, g, o, count, decay=0.0):
        beta1, beta2 = o["beta1"], o["beta2"]
        m = self.keep(name + ".m", beta1 * self.before(name + ".m", w) + (1 - beta1) * g)
        v = self.keep(name + ".v", beta2 * self.before(name + ".v", w) + (1 - beta2) * g ** 2)
        self.keep("beta1.t", np.asarray(beta1 ** count))
        self.keep("beta2.t", np.asarray(beta2 ** count))
        if o["epsilon_place"] == "uncorrected":
            rate = np.sqrt(1 - beta2 ** count) / (1 - beta1 ** count)
            step = rate * m / (np.sqrt(v) + o["epsilon"])
        else:
            self.values[name + ".mhat"] = m_hat = m / (1 - beta1 ** count)
            self.values[name + ".vhat"] = v_hat = v / (1 - beta2 ** count)
            step = self.over_root(m_hat, v_hat, o)
        self.values[name + ".step"] = step
        if decay:
            w = self.values[name + ".decayed"] = w * (1 - o["lr"] * decay)
        return w - o["lr"] * step

    def rule_adamw(self, name, w, g, o, count):
        return self.rule_adam(name, w, g, o, count, o["decay"])

    def commit(self):
        self.parameters.update(self.next_parameters)
        self.state.update(self.next_state)
        self.passes += 1


class Window:
    """A kernel that slides over padded images."""

    def __init__(self, layer, shape):
        self.kernel, self.stride = layer["kernel"], layer["stride"]
        self.shape = shape
        padding = layer.get("padding", "valid")
        self.pad = []  # (before, after) per axis
        for axis in range(2):
            n, k, s = shape[2 + axis], self.kernel[axis], self.stride[axis]
            if padding == "valid":
                self.pad.append((0, 0))
            elif padding == "same":
                missing = max(0, (-(-n // s) - 1) * s + k - n)
                self.pad.append((missing // 2, missing - missing // 2))
            else:  # top, bottom, left, right
                self.pad.append((padding[2 * axis], padding[2 * axis + 1]))
        self.padded = tuple(shape[2 + axis] + sum(self.pad[axis]) for axis in range(2))
        self.places = tuple((self.padded[axis] - self.kernel[axis]) // self.stride[axis] + 1 for axis in range(2))

    def view(self, images, fill):
        padded = np.pad(images, ((0, 0), (0, 0), *self.pad), constant_values=fill)
        every = sliding_window_view(padded, tuple(self.kernel), axis=(2, 3))
        return every[:, :, ::self.stride[0], ::self.stride[1]]

    def zeros(self):
        return np.zeros(self.shape[:2] + self.padded)

    def under(self, grid, u, v):
        """The pixels that lie under kernel cell (u, v), one for each place."""
        return grid[:, :, u:u + self.stride[0] * self.places[0]:self.stride[0],
                    v:v + self.stride[1] * self.places[1]:self.stride[1]]

    def crop(self, grid):
        (top, _), (left, _) = self.pad
        return grid[:, :, top:top + self.shape[2], left:left + self.shape[3]]


def logistic(v):
    return np.exp(-np.logaddexp(0.0, -v))  # 1 / (1 + e^-v), exact where it is small, too


def t_ln_t(t):
    return t * np.log(t, where=t != 0, out=np.zeros_like(t))
