#!/usr/bin/env python3
"""Writes tests/fixtures/onnx/keras: small networks in the shape in which Keras' exporter (tf2onnx) writes them, which is channels
last with Transpose around what wants them first, Reshape with a constant, names with slashes and colons; each with rows, and
outputs that NumPy computes here with the channels last throughout. Needs python3-onnx; run by hand when a model is added.

usage: onnx_keras_models.py FOLDER
"""
import os
import sys

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save

RANDOM = np.random.default_rng(5)


def draw(*shape):
    return RANDOM.normal(0, 0.5, shape).astype(np.float32)


class Model:
    """Nodes one behind the other."""

    def __init__(self, shape, name="input_1"):
        self.nodes, self.constants, self.last = [], [], name
        self.input = helper.make_tensor_value_info(name, TensorProto.FLOAT, ["unk__41", *shape])

    def constant(self, name, array):
        self.constants.append(numpy_helper.from_array(array, name))
        return name

    def add(self, operation, name, *constants, **attributes):
        output = f"{name}:0"
        self.nodes.append(helper.make_node(operation, [self.last, *constants], [output], name=name, **attributes))
        self.last = output

    def save(self, folder, name, inputs, outputs):
        self.nodes.append(helper.make_node("Identity", [self.last], [name], name=f"Identity__{name}"))
        output = helper.make_tensor_value_info(name, TensorProto.FLOAT, ["unk__42", outputs.shape[1]])
        graph = helper.make_graph(self.nodes, "tf2onnx", [self.input], [output], self.constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], producer_name="tf2onnx")
        model.ir_version = 7
        checker.check_model(model, full_check=True)
        save(model, os.path.join(folder, f"{name}.onnx"))
        np.savez(os.path.join(folder, f"{name}.npz"), inputs=inputs, outputs=outputs)


def convolve(x, kernel, bias):
    """x: row, y, x, channel; kernel: y, x, channel, filter, as Keras keeps it; padding valid."""
    height, width = x.shape[1] - kernel.shape[0] + 1, x.shape[2] - kernel.shape[1] + 1
    out = np.zeros((len(x), height, width, kernel.shape[3])) + bias
    for v in range(kernel.shape[0]):
        for u in range(kernel.shape[1]):
            out += x[:, v:v + height, u:u + width] @ kernel[v, u].astype(float)
    return out


def pool(x):
    """The greatest of 2x2."""
    return x[:, :x.shape[1] // 2 * 2, :x.shape[2] // 2 * 2].reshape(len(x), x.shape[1] // 2, 2, x.shape[2] // 2, 2, -1).max((2, 4))


def soften(z):
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def write_convolutional(folder, channels):
    """Conv2D, MaxPooling2D, Flatten, Dense, Dense of Keras. The activation stands between the Transposes where they were not joined."""
    kernel, bias = draw(3, 3, channels, 4), draw(4)
    x = draw(3, 8, 9, channels)
    first, second = (draw(3 * 3 * 4, 5), draw(5)), (draw(5, 3), draw(3))
    hidden = np.maximum(pool(np.maximum(convolve(x, kernel, bias), 0)).reshape(len(x), -1) @ first[0] + first[1], 0)
    model = Model((8, 9, channels))
    model.add("Transpose", "model/conv2d/BiasAdd__6", perm=[0, 3, 1, 2])
    model.add("Conv", "model/conv2d/BiasAdd", model.constant("model/conv2d/Conv2D/ReadVariableOp:0", kernel.transpose(3, 2, 0, 1)),
              model.constant("model/conv2d/BiasAdd/ReadVariableOp:0", bias), kernel_shape=[3, 3], strides=[1, 1], dilations=[1, 1], group=1)
    model.add("Transpose", "model/conv2d/BiasAdd__9", perm=[0, 2, 3, 1])
    model.add("Relu", "model/conv2d/Relu")
    model.add("Transpose", "model/max_pooling2d/MaxPool__10", perm=[0, 3, 1, 2])
    model.add("MaxPool", "model/max_pooling2d/MaxPool", kernel_shape=[2, 2], strides=[2, 2])
    model.add("Transpose", "model/max_pooling2d/MaxPool__12", perm=[0, 2, 3, 1])
    model.add("Reshape", "model/flatten/Reshape", model.constant("const_fold_opt__22", np.array([-1, 36])))
    model.add("MatMul", "model/dense/MatMul", model.constant("model/dense/MatMul/ReadVariableOp:0", first[0]))
    model.add("Add", "model/dense/BiasAdd", model.constant("model/dense/BiasAdd/ReadVariableOp:0", first[1]))
    model.add("Relu", "model/dense/Relu")
    model.add("MatMul", "model/dense_1/MatMul", model.constant("model/dense_1/MatMul/ReadVariableOp:0", second[0]))
    model.add("Add", "model/dense_1/BiasAdd", model.constant("model/dense_1/BiasAdd/ReadVariableOp:0", second[1]))
    model.add("Softmax", "model/dense_1/Softmax", axis=-1)
    model.save(folder, f"conv{channels}", x, soften(hidden @ second[0] + second[1]))


def write_dense(folder):
    first, second = (draw(4, 6), draw(6)), (draw(6, 1), draw(1))
    x = draw(5, 4)
    model = Model((4,), "dense_input:0")
    model.add("MatMul", "sequential/dense/MatMul", model.constant("sequential/dense/MatMul/ReadVariableOp:0", first[0]))
    model.add("Add", "sequential/dense/BiasAdd", model.constant("sequential/dense/BiasAdd/ReadVariableOp:0", first[1]))
    model.add("Tanh", "sequential/dense/Tanh")
    model.add("MatMul", "sequential/dense_1/MatMul", model.constant("sequential/dense_1/MatMul/ReadVariableOp:0", second[0]))
    model.add("Add", "sequential/dense_1/BiasAdd", model.constant("sequential/dense_1/BiasAdd/ReadVariableOp:0", second[1]))
    model.add("Sigmoid", "sequential/dense_1/Sigmoid")
    model.save(folder, "dense", x, 1 / (1 + np.exp(-(np.tanh(x.astype(float) @ first[0] + first[1]) @ second[0] + second[1]))))


def write_refused(folder):
    """A mean over channels that come last, in words of its own: an operation that is not supported."""
    x = draw(2, 4, 4, 2)
    model = Model((4, 4, 2))
    model.add("ReduceMean", "model/global_average_pooling2d/Mean", axes=[1, 2], keepdims=0)
    model.save(folder, "mean", x, x.mean((1, 2)))


if __name__ == "__main__":
    write_convolutional(sys.argv[1], 1)
    write_convolutional(sys.argv[1], 2)
    write_dense(sys.argv[1])
    write_refused(sys.argv[1])
