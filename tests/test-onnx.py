#!/usr/bin/env python3
"""Models from elsewhere: ONNX's own node tests, and networks that PyTorch has written (tests/fixtures/onnx).

usage: test-onnx.py CLI SOURCE_ROOT
"""
import collections
import glob
import json
import os
import re
import sys

import numpy as np
from cases import case, main
from cli import ROOT, refuse, run

FIXTURES = os.path.join(ROOT, "tests", "fixtures", "onnx")
NODES = "/usr/share/libonnx-testdata/data/node"
OPERATIONS = ["gemm", "matmul", "add", "mul", "concat", "conv", "maxpool", "averagepool", "globalaveragepool", "flatten", "reshape",
              "transpose", "relu", "leakyrelu", "sigmoid", "tanh", "softplus", "softmax", "logsoftmax", "dropout", "batchnorm", "identity",
              "constant", "clip"]


def import_model(path, folder):
    """The document, and what became what."""
    out = os.path.join(folder, "model.gradsheet")
    said = run("import", path, "-o", out).stdout
    with open(out, encoding="utf-8") as file:
        return json.load(file), said


def with_rows(document, inputs, targets, folder):
    document["data"] = {"inputs": inputs.reshape(len(inputs), *document["input"]).tolist(), "targets": targets.tolist()}
    path = os.path.join(folder, "rows.gradsheet")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(document, file)
    return path


def forward(document, inputs, folder):
    """What the last layer gives."""
    document = dict(document)
    shape = find_shape(document, folder)
    path = with_rows(document, inputs, np.zeros((len(inputs), *shape)), folder)
    return last_output(path)


def last_output(path):
    lines = json.loads(run("trace", path, "--json").stdout)["passes"][0]["instructions"]
    line = [line for line in lines if line["phase"] == "forward"][-1]
    return np.array(line["values"], float).reshape(line["shape"])


def find_shape(document, folder):
    """The shape of what the last layer gives."""
    path = os.path.join(folder, "one.gradsheet")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(document, file)
    said = run("info", path).stdout
    sizes = re.findall(r"^ +\d+  [a-z-]+ +(\d+(?:×\d+)*)", said, re.M)
    return tuple(map(int, sizes[-1].split("×")))


def write_bytes(path, data):
    with open(path, "wb") as file:
        file.write(data)


@case
def networks_of_pytorch_give_its_outputs_and_gradients(folder):
    for path in sorted(glob.glob(os.path.join(FIXTURES, "*.onnx"))):
        name = os.path.basename(path).removesuffix(".onnx")
        want = np.load(path.removesuffix(".onnx") + ".npz")
        within = 1e-9 if name.endswith("-double") else 1e-5
        document, said = import_model(path, folder)
        rows = with_rows(document, want["inputs"], want["targets"], folder)
        got = last_output(rows)
        error = np.abs(got - want["outputs"].reshape(got.shape))
        assert np.all(error <= within * (1 + np.abs(got))), f"{name}: {error.max()}"
        arrays = os.path.join(folder, "ours.npz")
        run("export", rows, arrays)
        ours, n = np.load(arrays), 0
        for key in want.files:
            if not key.startswith("grad:"):
                continue
            layer, letter = key[5:].rsplit(".", 1)
            got = ours[f"{layer}.d{letter}"]
            theirs = want[key].T if want[key].ndim == 2 and letter == "W" else want[key]
            assert np.all(np.abs(got - theirs) <= within * (np.abs(theirs) + np.abs(theirs).max())), f"{name} {key}"
            n += 1
        assert n >= 4, f"{name}: {n} gradients"
        assert len(said.splitlines()) >= 4, said
        run("export", rows, os.path.join(folder, "live.xlsx"), "--rows", "1", "--last-layers", "1")
    assert len(glob.glob(os.path.join(FIXTURES, "*.onnx"))) >= 5


@case
def networks_in_the_shape_of_keras_give_their_outputs(folder):
    """Channels last, with Transpose around what wants them first; rows laid down from them meet weights that are sorted to fit."""
    for name, layers in (("conv1", 8), ("conv2", 8), ("dense", 4)):
        path = os.path.join(FIXTURES, "keras", f"{name}.onnx")
        want = np.load(path.removesuffix(".onnx") + ".npz")
        document, said = import_model(path, folder)
        inputs = want["inputs"].transpose(0, 3, 1, 2) if want["inputs"].ndim == 4 else want["inputs"]
        got = forward(document, inputs, folder)
        error = np.abs(got - want["outputs"])
        assert np.all(error <= 1e-5 * (1 + np.abs(got))), f"{name}: {error.max()}"
        assert len(document["layers"]) == layers and all(re.fullmatch(r"\w+", layer["name"]) for layer in document["layers"]), document["layers"]
        if name != "dense":
            assert "channels come last in the model" in said and said.count("Transpose ") == 4, said
    out = os.path.join(folder, "no.gradsheet")
    refuse("import", os.path.join(FIXTURES, "keras", "mean.onnx"), "-o", out, says=["ReduceMean", "model/global_average_pooling2d/Mean"])
    assert not os.path.exists(out)


@case
def names_and_parts_are_reported(folder):
    _, said = import_model(os.path.join(FIXTURES, "residual.onnx"), folder)
    assert "became the layer" in said and "(add)" in said, said
    document, said = import_model(os.path.join(FIXTURES, "lenet.onnx"), folder)
    assert [layer["name"] for layer in document["layers"] if layer["kind"] == "conv"] == ["conv1", "conv2"], said
    assert document["loss"]["kind"] == "cross-entropy"


@case
def what_is_not_supported_is_named(folder):
    out = os.path.join(folder, "no.gradsheet")
    refuse("import", os.path.join(FIXTURES, "unsupported", "relu6.onnx"), "-o", out, says=["Clip", "relu6"])
    refuse("import", os.path.join(FIXTURES, "unsupported", "erf.onnx"), "-o", out, says=["Erf", "not supported"])
    refuse("import", os.path.join(FIXTURES, "unsupported", "groups.onnx"), "-o", out, says="groups")
    assert not os.path.exists(out)


@case
def bad_models_are_refused(folder):
    out, bad = os.path.join(folder, "no.gradsheet"), os.path.join(folder, "bad.onnx")
    with open(os.path.join(FIXTURES, "residual.onnx"), "rb") as file:
        data = file.read()
    for content in (b"", b"\0", data[:50], data[:len(data) // 2], data[:-3], b"\x3a\xff\xff\xff\xff\x0f", data + b"\xff", os.urandom(300)):
        write_bytes(bad, content)
        refuse("import", bad, "-o", out, says="bad.onnx")
    assert not os.path.exists(out)
    with open(os.path.join(FIXTURES, "keras", "conv2.onnx"), "rb") as file:
        keras = file.read()
    for model in (data, keras):
        for at in range(0, len(model), max(1, len(model) // 80)):  # refused or taken, and nothing worse
            write_bytes(bad, model[:at] + bytes([model[at] ^ 0x55]) + model[at + 1:])
            try:
                run("import", bad, "-o", out)
            except AssertionError:
                run("import", bad, "-o", out, status=2)


@case
def external_files_stay_in_their_folder(folder):
    """Optional: written by onnx's own library."""
    try:
        import onnx  # pylint: disable=import-outside-toplevel
    except ImportError:
        print("# optional: onnx is not installed (Debian: python3-onnx)")
        return
    inner = os.path.join(folder, "inner")
    os.mkdir(inner)
    path = os.path.join(inner, "model.onnx")
    model = onnx.load(os.path.join(FIXTURES, "lenet.onnx"))
    onnx.save_model(model, path, save_as_external_data=True, location="weights.bin", size_threshold=0)
    inside, _ = import_model(path, folder)
    whole, _ = import_model(os.path.join(FIXTURES, "lenet.onnx"), folder)
    assert inside == whole
    os.rename(os.path.join(inner, "weights.bin"), os.path.join(folder, "weights.bin"))
    with open(path, "rb") as file:
        data = file.read()
    out = os.path.join(folder, "no.gradsheet")
    for location in (b"../weights.bin", b"/etc/passwd"):
        model = onnx.load(path, load_external_data=False)
        for tensor in model.graph.initializer:
            tensor.external_data[0].value = location.decode()
        write_bytes(path, model.SerializeToString())
        refuse("import", path, "-o", out, says="not in the model's folder")
    write_bytes(path, data)
    refuse("import", path, "-o", out, says="weights.bin")


EXPORTED = ["mazur", "softmax3", "xor", "residual", "branches", "convnet", "convnetjs"]


@case
def what_is_exported_comes_back_the_same(folder):
    """Read by our own importer: the same outputs on the document's rows."""
    for name in EXPORTED:
        path = os.path.join(folder, name + ".onnx")
        run("export", name, path)
        with open(path, "rb") as file:
            first = file.read()
        run("export", name, path)
        with open(path, "rb") as file:
            assert file.read() == first
        document, _ = import_model(path, folder)
        trace = json.loads(run("trace", name, "--json").stdout)["passes"][0]
        inputs = np.array(trace["leaves"]["x"]["values"]).reshape(trace["leaves"]["x"]["shape"])
        lines = {line["output"]: line for line in trace["instructions"]}
        # A loss on logits has its probabilities beside it, and prediction gives these.
        want = lines.get("p") or [line for line in trace["instructions"] if line["phase"] == "forward"][-1]
        got = forward(document, inputs, folder)
        assert np.allclose(got.ravel(), want["values"], rtol=1e-5, atol=1e-6), name


@case
def what_is_exported_is_valid_and_runs_elsewhere(folder):
    """Optional: ONNX's own checker and shape inference, where they are installed."""
    try:
        import onnx  # pylint: disable=import-outside-toplevel
        from onnx import shape_inference  # pylint: disable=import-outside-toplevel
    except ImportError:
        print("# optional: onnx is not installed (Debian: python3-onnx)")
        return
    for name in EXPORTED:
        path = os.path.join(folder, name + ".onnx")
        run("export", name, path)
        model = onnx.load(path)
        onnx.checker.check_model(model, full_check=True)
        shape_inference.infer_shapes(model, strict_mode=True)
        assert model.opset_import[0].version >= 13
        assert model.graph.input[0].type.tensor_type.shape.dim[0].dim_param == "batch"


def operations_of_pytorch():
    """What ONNX says of each operation that we write, said by PyTorch: (inputs, attributes) to the output."""
    import torch  # pylint: disable=import-outside-toplevel
    from torch.nn import functional as F  # pylint: disable=import-outside-toplevel

    def pad(x, at, value):
        top, left, bottom, right = at.get("pads", (0, 0, 0, 0))
        return F.pad(x, (left, right, top, bottom), value=value)

    def average(x, at):
        counted = pad(torch.ones_like(x), at, float(at.get("count_include_pad", 0)))
        return F.avg_pool2d(pad(x, at, 0), at["kernel_shape"], at["strides"]) / F.avg_pool2d(counted, at["kernel_shape"], at["strides"])

    return {
        "Gemm": lambda a, at: a[0] @ (a[1].T if at.get("transB") else a[1]) + a[2], "MatMul": lambda a, at: a[0] @ a[1],
        "Conv": lambda a, at: F.conv2d(pad(a[0], at, 0), *a[1:], stride=at["strides"]),
        "MaxPool": lambda a, at: F.max_pool2d(pad(a[0], at, -np.inf), at["kernel_shape"], at["strides"]),
        "AveragePool": lambda a, at: average(a[0], at),
        "Flatten": lambda a, at: a[0].flatten(at.get("axis", 1)), "Concat": lambda a, at: torch.cat(a, at["axis"]),
        "Add": lambda a, at: a[0] + a[1], "Mul": lambda a, at: a[0] * a[1], "Identity": lambda a, at: a[0],
        "Sigmoid": lambda a, at: torch.sigmoid(a[0]), "Tanh": lambda a, at: torch.tanh(a[0]), "Relu": lambda a, at: torch.relu(a[0]),
        "Softplus": lambda a, at: F.softplus(a[0]), "Softmax": lambda a, at: torch.softmax(a[0], at.get("axis", -1)),
        "LeakyRelu": lambda a, at: F.leaky_relu(a[0], at.get("alpha", 0.01)),
    }


def evaluate(model, inputs):
    import torch  # pylint: disable=import-outside-toplevel
    from onnx import helper, numpy_helper  # pylint: disable=import-outside-toplevel
    operations, known = operations_of_pytorch(), {model.graph.input[0].name: torch.tensor(inputs, dtype=torch.float64)}
    known.update((tensor.name, torch.tensor(numpy_helper.to_array(tensor), dtype=torch.float64)) for tensor in model.graph.initializer)
    for node in model.graph.node:
        attributes = {one.name: helper.get_attribute_value(one) for one in node.attribute}
        known[node.output[0]] = operations[node.op_type]([known[name] for name in node.input], attributes)
    return known[model.graph.output[0].name].numpy(), {node.op_type for node in model.graph.node}


@case
def what_is_exported_answers_the_same_elsewhere(folder):
    """Optional: where onnx and PyTorch are installed, which compute each node by what ONNX says of it."""
    try:
        import onnx  # pylint: disable=import-outside-toplevel
        import torch  # pylint: disable=import-outside-toplevel,unused-import
    except ImportError:
        print("# optional: onnx or PyTorch is not installed (Debian: python3-onnx, python3-torch)")
        return
    rows, uneven, path = (os.path.join(folder, name) for name in ("rows.csv", "uneven.gradsheet", "model.onnx"))
    with open(rows, "w", encoding="utf-8") as file:
        file.writelines(",".join(str((i * 7 + j * 5) % 11 / 10) for j in range(2 * 7 * 6 + 2)) + "\n" for i in range(3))
    # Sides that differ, strides, and padding whose odd row and column are at the end.
    run("new", "input 2x7x6 · conv 3 3x2 stride 2x1 same leaky-relu · average-pool 2x3 stride 1 same · conv 2 2x2 same softplus · "
        "max-pool 3x2 stride 2 same · flatten · dense 4 softplus no-bias · dense 2", "--data", rows, "-o", uneven)
    seen = set()
    for name in (*EXPORTED, uneven):
        run("export", name, path)
        trace = json.loads(run("trace", name, "--json").stdout)["passes"][0]
        inputs = np.array(trace["leaves"]["x"]["values"]).reshape(trace["leaves"]["x"]["shape"])
        lines = {line["output"]: line for line in trace["instructions"]}
        want = lines.get("p") or [line for line in trace["instructions"] if line["phase"] == "forward"][-1]
        got, operations = evaluate(onnx.load(path), inputs)
        seen |= operations
        assert np.allclose(got.ravel(), want["values"], rtol=1e-5, atol=1e-6), (name, np.abs(got.ravel() - want["values"]).max())
    missing = set(operations_of_pytorch()) - seen - {"Identity", "Mul"}
    assert not missing, f"never written: {missing}"


@case
def what_onnx_has_no_word_for_is_refused(folder):
    path = os.path.join(folder, "step.gradsheet")
    run("new", "input 2 · dense 2 step · dense 1", "-o", path)
    refuse("export", path, os.path.join(folder, "step.onnx"), says="a1 is computed by “step”")


def node_cases():
    import onnx  # pylint: disable=import-outside-toplevel
    from onnx import numpy_helper  # pylint: disable=import-outside-toplevel
    for place in sorted(glob.glob(os.path.join(NODES, "test_*"))):
        name = os.path.basename(place).removeprefix("test_").removesuffix("_cpu")
        if not any(re.match(rf"{op}(_|$|\d)|basic_{op}|{op}_", name) for op in OPERATIONS) or "expanded" in name:
            continue
        model = onnx.load(os.path.join(place, "model.onnx"))
        arrays = []
        for kind in ("input", "output"):
            arrays.append([])
            for number in range(len(glob.glob(os.path.join(place, "test_data_set_0", f"{kind}_*.pb")))):
                tensor = onnx.TensorProto()
                with open(os.path.join(place, "test_data_set_0", f"{kind}_{number}.pb"), "rb") as file:
                    tensor.ParseFromString(file.read())
                try:
                    arrays[-1].append(numpy_helper.to_array(tensor))
                except (ValueError, TypeError, KeyError):  # a sequence or an optional value
                    arrays[-1].append(np.array(["no tensor"]))
        yield name, model, *arrays


def reason_to_leave_out(model, inputs):
    if not inputs or inputs[0].dtype != np.float32:
        return "no float32 input"
    if len(model.graph.output) != 1:
        return "several outputs"
    if inputs[0].ndim == 0:
        return "a single number has no rows"
    return None


def compare_node(model, inputs, outputs, folder):
    from onnx import numpy_helper  # pylint: disable=import-outside-toplevel
    for value, array in list(zip(model.graph.input, inputs))[1:]:
        model.graph.initializer.append(numpy_helper.from_array(array, value.name))
    path = os.path.join(folder, "node.onnx")
    write_bytes(path, model.SerializeToString())
    document, _ = import_model(path, folder)
    got = forward(document, inputs[0], folder)
    want = outputs[0].reshape(got.shape)
    assert np.all(np.abs(got - want) <= 1e-5 * np.maximum(np.abs(want), 1e-2)), f"off by {np.abs(got - want).max()}"


@case
def node_tests_of_onnx_give_their_outputs(folder):
    """Optional: where they are installed. What is left out is listed with the reason."""
    try:
        import onnx  # pylint: disable=import-outside-toplevel,unused-import
    except ImportError:
        print("# optional: onnx is not installed (Debian: python3-onnx)")
        return
    if not os.path.isdir(NODES):
        print("# optional: the node tests are not installed (Debian: libonnx-testdata)")
        return
    passed, left_out = [], collections.defaultdict(list)
    for name, model, inputs, outputs in node_cases():
        reason = reason_to_leave_out(model, inputs)
        if reason is None:
            try:
                compare_node(model, inputs, outputs, folder)
                passed.append(name)
                continue
            except AssertionError as error:
                said = re.search(r"gradsheet-cli: \S+: (.*?)(?:\\n|$)", str(error))
                assert said, f"{name}: {error}"
                reason = re.sub(r"“[^”]*”", "", said.group(1))
        left_out[reason].append(name)
    print(f"# {len(passed)} passed: {' '.join(passed)}")
    for reason, names in left_out.items():
        print(f"# left out, {reason}: {' '.join(names)}")
    assert len(passed) >= 50, passed


if __name__ == "__main__":
    sys.exit(main())
