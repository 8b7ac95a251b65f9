#!/usr/bin/env python3
"""Writes tests/fixtures/onnx: small networks as PyTorch's exporter writes them, each with rows, outputs and gradients that
PyTorch computes. Made with PyTorch 1.13; needs no network, and is run by hand when a model is added.

usage: onnx_models.py FOLDER
"""
import os
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 3, 3), nn.Conv2d(3, 4, 3, padding=1)
        self.fc1, self.fc2 = nn.Linear(16, 6), nn.Linear(6, 3)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = F.dropout(F.relu(self.fc1(torch.flatten(x, 1))), training=self.training)
        return F.log_softmax(self.fc2(x), 1)


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(2, 4, 3, stride=2, padding=1), nn.Conv2d(4, 4, 3, padding=1)
        self.short, self.fc = nn.Conv2d(2, 4, 1, stride=2, bias=False), nn.Linear(4, 2)

    def forward(self, x):
        x = F.relu(self.conv2(torch.tanh(self.conv1(x))) + self.short(x))
        return self.fc(F.adaptive_avg_pool2d(x, 1).flatten(1))


class Normalised(nn.Module):
    """Batch normalisation behind an activation, where no exporter folds it into the convolution."""

    def __init__(self):
        super().__init__()
        self.conv, self.norm, self.fc = nn.Conv2d(1, 3, 3), nn.BatchNorm2d(3), nn.Linear(12, 2)
        with torch.no_grad():
            self.norm.running_mean.uniform_(-1, 1)
            self.norm.running_var.uniform_(0.5, 2)
            self.norm.weight.uniform_(0.5, 1.5)
            self.norm.bias.uniform_(-1, 1)

    def forward(self, x):
        x = self.norm(F.leaky_relu(self.conv(x), 0.1))
        return self.fc(F.avg_pool2d(x, 3, stride=2, padding=1).flatten(1))


class Viewed(nn.Module):
    """The batch's size taken from the shape, which exports as Shape, Gather, Unsqueeze, Concat, Reshape."""

    def __init__(self):
        super().__init__()
        self.conv, self.fc, self.out = nn.Conv2d(1, 2, 3), nn.Linear(8, 4), nn.Linear(4, 1)

    def forward(self, x):
        x = torch.sigmoid(self.conv(x))
        return torch.sigmoid(self.out(F.softplus(self.fc(x.view(x.size(0), -1)))))


class Branches(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b, self.out = nn.Linear(3, 4), nn.Linear(3, 4, bias=False), nn.Linear(12, 2)

    def forward(self, x):
        a, b = torch.tanh(self.a(x)), torch.relu(self.b(x))
        return self.out(torch.cat([a, b, a * b], 1))


def relu6():
    return nn.Sequential(nn.Linear(2, 2), nn.ReLU6())


def gelu():
    return nn.Sequential(nn.Linear(2, 2), nn.GELU())


def groups():
    return nn.Conv2d(2, 2, 1, groups=2)


def loss_of(name, output, target):
    if name == "lenet":
        return -(target * output).sum(1).mean()
    if name == "viewed":
        return F.binary_cross_entropy(output, target)
    return F.mse_loss(output, target)


def write(folder, name, model, shape, classes, dynamic=False):
    model.eval()
    double = name.endswith("-double")
    dtype = torch.float64 if double else torch.float32
    model.to(dtype)
    inputs = torch.randn(3, *shape, dtype=dtype)
    targets = torch.eye(classes, dtype=dtype)[torch.arange(3) % classes] if classes > 1 else torch.tensor([[1], [0], [1]], dtype=dtype)
    path = os.path.join(folder, name + ".onnx")
    torch.onnx.export(model, inputs if dynamic else inputs[:1], path, opset_version=13, input_names=["pixels"], output_names=["answer"],
                      dynamic_axes={"pixels": {0: "batch"}, "answer": {0: "batch"}} if dynamic else None)
    last = list(model.children())[-1] if name != "viewed" else None
    kept = []
    hook = last.register_forward_hook(lambda _, __, out: kept.append(out.detach())) if last is not None else None
    output = model(inputs)
    if hook is not None:
        hook.remove()
    loss_of(name.removesuffix("-double"), output, targets).backward()
    arrays = {"inputs": inputs.numpy(), "targets": targets.numpy(), "outputs": (kept[0] if kept else output.detach()).numpy()}
    for key, parameter in model.named_parameters():
        layer, kind = key.rsplit(".", 1)
        if layer != "norm":
            arrays[f"grad:{layer}.{'W' if kind == 'weight' else 'b'}"] = parameter.grad.numpy()
    np.savez(path.removesuffix(".onnx") + ".npz", **arrays)


def main():
    folder = sys.argv[1]
    os.makedirs(os.path.join(folder, "unsupported"), exist_ok=True)
    torch.manual_seed(7)
    write(folder, "lenet", LeNet(), (1, 10, 10), 3)
    write(folder, "residual", Residual(), (2, 6, 6), 2)
    write(folder, "residual-double", Residual(), (2, 6, 6), 2)
    write(folder, "normalised", Normalised(), (1, 6, 6), 2)
    write(folder, "viewed", Viewed(), (1, 4, 4), 1, dynamic=True)
    write(folder, "branches", Branches(), (3,), 2)
    for name, model, shape in (("relu6", relu6(), (1, 2)), ("erf", gelu(), (1, 2)), ("groups", groups(), (1, 2, 3, 3))):
        torch.onnx.export(model, torch.zeros(shape), os.path.join(folder, "unsupported", name + ".onnx"), opset_version=13)


if __name__ == "__main__":
    main()
