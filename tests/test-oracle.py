#!/usr/bin/env python3
"""Whole networks against the oracle: every activation, gradient and new parameter of three passes.

usage: test-oracle.py GRADSHEET_CLI SOURCE_ROOT
"""
import json
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "generators"))
try:
    import numpy as np
    from oracle import Oracle
    from oracle_networks import Generator, extremes, large, mazur, parameter_shapes
    from oracle_random import DROPOUT, initial, uniforms
except ImportError as error:
    print(f"1..1\nnot ok 1 - the oracle needs numpy (Debian: python3-numpy): {error}")
    sys.exit(1)

N_NETWORKS = 91  # 7 rounds of the 13 update rules
N_GRAPHS = 52
N_PASSES = 3  # with ties only one: after an update rounding alone decides on which side of a kink one is
SEED = 20260731
DOCUMENT_SEED = 0x123456789
# What has no gradient, or whose gradient is the leaf dL.
NOT_IN_PROGRAM = {"dL"}


# ---- from a network to a document ----

def to_layer(layer, number, parameters):
    kind = layer["kind"]
    made = {"kind": kind}
    for key in ("name", "units", "kernel", "stride", "padding", "activation", "slope", "keep", "from", "with"):
        if key in layer:
            made[key] = layer[key]
    for key in ("bias", "freeze_kernel", "freeze_bias", "count_padding", "pass_through"):
        if key in layer:
            made[key.replace("_", "-")] = bool(layer[key])
    if kind in ("dense", "conv"):
        for letter, key in (("W", "kernel-init"), ("b", "bias-init")):
            name = f"{layer['name']}.{letter}" if layer.get("name") else f"{letter}{number}"
            if name in parameters:
                made[key] = {"kind": "values", "values": parameters[name].tolist()}
    return made


def to_optimizer(optimizer):
    kind = optimizer["kind"]
    has_root = kind in ("rmsprop", "adagrad", "adam", "adamw")
    keys = {"momentum": ["mu"], "nesterov": ["mu"], "rmsprop": ["rho"], "adagrad": ["initial_accumulator"],
            "adam": ["beta1", "beta2"], "adamw": ["beta1", "beta2", "decay"]}.get(kind, [])
    keys = ["kind", "lr", *keys, *(["epsilon", "epsilon_place"] if has_root else [])]
    if optimizer.get("momentum"):
        keys.append("mu")
    keys += {"step": ["schedule", "step_every", "step_factor"],
             "cosine": ["schedule", "cosine_epochs", "final_lr"]}.get(optimizer.get("schedule"), [])
    if optimizer.get("warm_up"):
        keys.append("warm_up")
    return {key.replace("_", "-"): optimizer[key] for key in keys}


def to_document(network, parameters):
    layers, number = [], 0
    for layer in network["layers"]:
        number += layer["kind"] in ("dense", "conv")
        layers.append(to_layer(layer, number, parameters))
    made = {"format": "gradsheet", "version": 2, "input": network["input"], "layers": layers,
            "loss": {"kind": network["loss"], "reduction": network["reduction"],
                     "long-chain": bool(network.get("long_chain"))},
            "optimizer": to_optimizer(network["optimizer"]), "seed": DOCUMENT_SEED,
            "data": {"inputs": network["x"].tolist(), "targets": network["t"].tolist()}}
    if "batch_size" in network:
        made["data"]["batch-size"] = network["batch_size"]
    else:
        made["data"]["batches"] = [[row + 1 for row in batch] for batch in network["batches"]]
    penalty = network["penalty"]
    if penalty:
        made["penalty"] = {key: penalty[key] for key in ("l1", "l2") if penalty[key] is not None}
        made["penalty"].update({"half-l2": penalty["half"], "on": "all" if penalty["all"] else "kernels"})
    if network.get("pins"):
        made["pins"] = [{"tensor": name, "offset": int(np.ravel_multi_index(cell, shape)), "value": value}
                        for name, cells in network["pins"].items()
                        for shape in [network["pinned_shapes"][name]] for cell, value in cells.items()]
    return made


# ---- comparing ----

def number(value):
    return float(value) if not isinstance(value, str) else {"NaN": np.nan}.get(value, np.inf)


def array(tensor):
    return np.array([number(v) for v in tensor["values"]], dtype=np.float64).reshape(tensor["shape"])


def check(what, got, want):
    want = np.asarray(want, dtype=np.float64)
    assert got.shape == want.shape, f"{what}: shape {got.shape}, the oracle has {want.shape}"
    off = ~(np.abs(got - want) <= 1e-9 * np.abs(want) + 1e-12)  # a NaN is off, too
    if off.any():
        place = tuple(int(i) for i in np.argwhere(off)[0])
        cell = ",".join(str(i + 1) for i in place)
        raise AssertionError(f"{what}[{cell}] is {got[place]!r}, the oracle says {want[place]!r} "
                             f"({off.sum()} of {off.size} cells are off)")


def compare_pass(oracle, network, count, traced):
    """One pass of the trace; the oracle goes its own way from the first one's parameters on."""
    leaves = {name: array(leaf) for name, leaf in traced["leaves"].items()}
    rows = network["batches"][(count - 1) % len(network["batches"])]
    check("x", leaves["x"], network["x"][rows])
    check("t", leaves["t"], network["t"][rows])
    for name, value in oracle.parameters.items():
        check(name, leaves[name], value)
    for name, value in oracle.state.items():
        check(name, leaves[name], value)
    want = oracle.run(network["x"][rows], network["t"][rows], leaves)
    for name, (place, shape) in oracle.dropouts.items():
        check(name, leaves[name], uniforms(DOCUMENT_SEED, DROPOUT, count, place, shape))
    seen = set()
    for line in traced["instructions"]:
        name = line["output"]
        if name is None:  # commit
            continue
        assert name in want, f"the oracle knows no {name}"
        check(name, array(line), want[name])
        seen.add(name)
    missing = set(want) - seen - NOT_IN_PROGRAM
    assert not missing, f"the trace has no {', '.join(sorted(missing))}"
    check("loss", np.array(number(traced["loss"])), want["L"])
    oracle.commit()
    return len(seen)


def call(cli, *arguments):
    done = subprocess.run([cli, *arguments], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"gradsheet-cli {arguments[0]}: {done.stderr.strip()}"
    return done


def write(document, folder):
    path = os.path.join(folder, "network.gradsheet")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(document, file)
    return path


def trace(cli, document, n_passes, folder):
    path = write(document, folder)
    done = call(cli, "trace", path, "--passes", str(n_passes), "--all-gradients", "--json")
    passes = json.loads(done.stdout)["passes"]
    assert len(passes) == n_passes, f"{len(passes)} passes instead of {n_passes}"
    return passes


def compare(cli, network, parameters, folder):
    n_passes = 1 if network.get("ties") else N_PASSES
    passes = trace(cli, to_document(network, parameters), n_passes, folder)
    oracle = Oracle(network, parameters)
    return sum(compare_pass(oracle, network, count, traced) for count, traced in enumerate(passes, 1))


# ---- the cases ----

def describe(network):
    layers = []
    for layer in network["layers"]:
        words = [layer["kind"], *layer.get("with", ()), layer.get("activation"), layer.get("pass_through") and "pass-through",
                 layer.get("padding") and str(layer["padding"]), layer.get("name") and f"as {layer['name']}",
                 layer.get("from") and f"from {layer['from']}"]
        layers.append(" ".join(word for word in words if word))
    optimizer = network["optimizer"]
    return (f"{'x'.join(map(str, network['input']))}: {', '.join(layers)}; {network['loss']} "
            f"{network['reduction']}; {optimizer['kind']} {optimizer['epsilon_place']}")


def oracle_gives_the_published_numbers():
    """The oracle itself, before anything is held against it: M. Mazur's example."""
    network = mazur()
    oracle = Oracle(network, network["parameters"])
    first = dict(oracle.run(network["x"], network["t"], {}))
    oracle.commit()
    second = oracle.run(network["x"], network["t"], {})
    for got, want in ((first["L"], 0.2983711088), (first["dW2"][0, 0], 0.0821670406),
                      (first["W1.next"][0, 0], 0.1497807161), (second["L"], 0.2910277737)):
        assert abs(got - want) < 1e-10, f"{got} instead of {want}"


def oracle_agrees_with_its_own_differences():
    """Its gradients against its own losses: up to 40 networks, three cells of each tensor."""
    generator = Generator(SEED + 1)
    for count in range(80):
        network = generator.network(count) if count < 40 else generator.graph(count)
        if network["ties"]:
            continue
        for layer in network["layers"]:  # neither is the derivative
            layer["pass_through"] = False
            if layer.get("activation") == "step":
                layer["activation"] = "tanh"
        for layer in network["layers"]:
            if layer["kind"] == "dropout":
                layer.update({"kind": "activation", "activation": "tanh"})
        parameters = {name: generator.uniform(-1, 1, shape) for name, shape in parameter_shapes(network).items()}
        x, t = network["x"][network["batches"][0]], network["t"][network["batches"][0]]
        oracle = Oracle(network, parameters)
        values = oracle.run(x, t, {})
        for name, tensor in [("x", x), *parameters.items()]:
            slope = values[oracle.gradient_name(name)]
            for cell in generator.random.choice(tensor.size, 3):
                place, losses = np.unravel_index(cell, tensor.shape), []
                before = tensor[place]
                for step in (1e-6, -1e-6):
                    tensor[place] = before + step
                    losses.append(float(Oracle(network, parameters).run(x, t, {})["L"]))
                tensor[place] = before
                difference = (losses[0] - losses[1]) / 2e-6
                assert abs(difference - slope[place]) <= 1e-5 * (1e-2 + abs(difference)), \
                    f"{describe(network)}: d{name}{place} is {slope[place]}, by differences {difference}"


def compare_pinned(cli, network, parameters, generator, folder):
    """The same with a few computed cells held by hand."""
    lines = trace(cli, to_document(network, parameters), 1, folder)[0]["instructions"]
    # Which cell won a window is no number to be held: the oracle keeps it as an index.
    lines = [line for line in lines
             if line["phase"] in ("forward", "loss") and not line["output"].endswith(".which")]
    pins, shapes = {}, {}
    for _ in range(generator.whole(1, 5)):
        line = generator.one_of(lines)
        cell = tuple(generator.whole(0, size - 1) for size in line["shape"])
        pins.setdefault(line["output"], {})[cell] = float(generator.uniform(0.3, 1.7))
        shapes[line["output"]] = line["shape"]
    # Every batch must have the rows of the first: a pin is a place in its tensors.
    network = {**network, "pins": pins, "pinned_shapes": shapes, "batches": network["batches"][:1]}
    network.pop("batch_size", None)
    return compare(cli, network, parameters, folder)


def starting_values_come_from_the_seed(cli, folder):
    """Every initialiser, on dense and conv: the numbers that the documentation promises."""
    inits = [("zeros",), ("constant", 0.75), ("uniform", -0.5, 2.0), ("normal", 1.0, 0.25), ("glorot-uniform",),
             ("glorot-normal",), ("he-uniform",), ("he-normal",), None]
    n_tensors = 0
    for place, init in enumerate(inits):
        bias_init = inits[(place + 4) % len(inits)]
        layers, wanted = [], []
        for kind, activation, usual in (("conv", "relu", "he-normal"), ("conv", "tanh", "glorot-uniform"),
                                        ("dense", "leaky-relu", "he-normal"), ("dense", "sigmoid", "glorot-uniform")):
            if kind == "dense" and layers[-1]["kind"] == "conv":
                layers.append({"kind": "flatten"})
            layer = {"kind": kind, "units": 3, "activation": activation}
            if kind == "conv":
                layer["kernel"], layer["stride"] = [2, 3], [1, 1]
            for key, own, default in (("kernel-init", init, usual), ("bias-init", bias_init, "zeros")):
                if own:
                    layer[key] = dict(zip(("kind", "a", "b"), own))
                wanted.append(own or (default,))
            layers.append(layer)
        document = {"format": "gradsheet", "version": 2, "input": [2, 4, 6], "layers": layers, "seed": DOCUMENT_SEED,
                    "data": {"inputs": np.zeros([1, 2, 4, 6]).tolist(), "targets": [[0.0] * 3]}}
        leaves = trace(cli, document, 1, folder)[0]["leaves"]
        names = [f"{letter}{number}" for number in range(1, 5) for letter in "Wb"]
        for number, (name, own) in enumerate(zip(names, wanted), 1):
            got = array(leaves[name])
            check(f"{own[0]} {name}", got, initial(own[0], got.shape, DOCUMENT_SEED, number, *own[1:]))
            n_tensors += 1
    return n_tensors


def hyperparameters_have_their_documented_defaults(cli, folder):
    wanted = {"sgd": {"lr": 0.01}, "momentum": {"lr": 0.01, "mu": 0.9}, "nesterov": {"lr": 0.01, "mu": 0.9},
              "rmsprop": {"lr": 0.001, "rho": 0.9, "epsilon": 1e-7}, "adagrad": {"lr": 0.01, "epsilon": 1e-7},
              "adam": {"lr": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
              "adamw": {"lr": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "decay": 0.01}}
    start = {"s": 0.1, "v": 0.0, "m": 0.0}  # of the state; only adagrad has an s that begins above 0
    for kind, numbers in wanted.items():
        layers = [{"kind": "dense", "units": 2, "activation": "leaky-relu"}, {"kind": "dropout"}]
        document = {"format": "gradsheet", "version": 2, "input": [3], "layers": layers, "optimizer": {"kind": kind},
                    "data": {"inputs": [[0.0] * 3], "targets": [[0.0] * 2]}}
        leaves = trace(cli, document, 1, folder)[0]["leaves"]
        for name, value in {**numbers, "a1.slope": 0.01, "m1.keep": 0.5}.items():
            check(f"{kind} {name}", array(leaves[name]), value)
        state = {name: array(leaf) for name, leaf in leaves.items() if name.startswith("W1.")}
        for name, value in state.items():
            begin = 0.0 if kind == "rmsprop" else start[name[-1]]
            check(f"{kind} {name}", value, np.full([3, 2], begin))
        extra = set(leaves) - set(numbers) - set(state) - {
            "x", "t", "W1", "b1", "u1", "m1.keep", "a1.slope", "dL", "beta1.t", "beta2.t",
            *(name.replace("W1", "b1") for name in state)}
        assert not extra, f"{kind} has leaves that nobody documented: {extra}"
    return len(wanted)


def training_goes_on_where_it_was_saved(cli, folder):
    """Five passes at once; two, saved with their optimiser's state and batch, and three more."""
    generator = Generator(SEED + 3)
    trained = os.path.join(folder, "trained.gradsheet")
    for count in range(13):
        network = generator.network(count)
        path = write(to_document(network, generator.parameters(network)), folder)
        whole = json.loads(call(cli, "trace", path, "--passes", "5", "--json").stdout)["passes"]
        call(cli, "train", path, "--passes", "2", "-o", trained)
        rest = json.loads(call(cli, "trace", trained, "--passes", "3", "--json").stdout)["passes"]
        assert rest == whole[2:], f"{describe(network)}: goes on otherwise"
    return 0


def main():
    cli = sys.argv[1]
    cases = [("the oracle gives the published numbers", oracle_gives_the_published_numbers),
             ("the oracle agrees with its own differences", oracle_agrees_with_its_own_differences)]
    generator = Generator(SEED)
    with tempfile.TemporaryDirectory() as folder:
        cases.append(("starting values come from the seed", lambda: starting_values_come_from_the_seed(cli, folder)))
        cases.append(("training goes on where it was saved", lambda: training_goes_on_where_it_was_saved(cli, folder)))
        cases.append(("hyperparameters have their documented defaults",
                      lambda: hyperparameters_have_their_documented_defaults(cli, folder)))
        for network in [mazur(), *extremes(), *large(Generator(SEED + 2))]:
            cases.append((describe(network), lambda n=network: compare(cli, n, n["parameters"], folder)))
        for count in range(N_NETWORKS + N_GRAPHS):
            network = generator.network(count) if count < N_NETWORKS else generator.graph(count)
            parameters = generator.parameters(network)
            cases.append((describe(network), lambda n=network, p=parameters: compare(cli, n, p, folder)))
            if count % 2 == 0 and not network["ties"]:
                cases.append((f"with pins, {describe(network)}",
                              lambda n=network, p=parameters: compare_pinned(cli, n, p, generator, folder)))
        return run(cases)


def run(cases):
    failures = tensors = 0
    print(f"1..{len(cases)}")
    for place, (name, function) in enumerate(cases, 1):
        try:
            tensors += function() or 0
            print(f"ok {place} - {name}")
        except (AssertionError, OSError, ValueError, KeyError, TypeError) as error:
            failures += 1
            print(f"not ok {place} - {name}")
            print(f"# {type(error).__name__}: {error}")
    print(f"# {tensors} tensors compared")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
