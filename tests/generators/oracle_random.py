"""The generator of random numbers, from its publication (Salmon and others, SC 2011) and the
program's documentation of counter and key; initial values and dropout's numbers follow."""
from statistics import NormalDist

import numpy as np

MASK = 0xFFFFFFFF
INITIAL, DROPOUT = 1, 2  # streams


def philox(counter, key):
    """Philox 4x32 with ten rounds."""
    c, k = list(counter), list(key)
    for _ in range(10):
        product0, product1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(product1 >> 32) ^ c[1] ^ k[0], product1 & MASK, (product0 >> 32) ^ c[3] ^ k[1], product0 & MASK]
        k = [(k[0] + 0x9E3779B9) & MASK, (k[1] + 0xBB67AE85) & MASK]
    return c


def uniforms(seed, stream, count, layer, shape):
    """One number in [0, 1) for each cell; `count` is the pass."""
    out = []
    for cell in range(int(np.prod(shape))):
        words = philox((cell, layer, count, stream), (seed & MASK, seed >> 32))
        out.append(((words[1] << 32 | words[0]) >> 11) * 2.0 ** -53)
    return np.array(out).reshape(shape)


def normals(seed, stream, count, layer, shape):
    """The quantile of the upper 52 bits k at (k + 1/2) / 2^52."""
    k = np.floor(uniforms(seed, stream, count, layer, shape) * 2.0 ** 52)
    return np.vectorize(NormalDist().inv_cdf)((k + 0.5) * 2.0 ** -52)


def fans(shape):
    """How many cells feed one output, and how many outputs one input feeds."""
    if len(shape) == 1:
        return shape[0], shape[0]
    if len(shape) == 2:
        return shape[0], shape[1]
    window = shape[2] * shape[3]
    return shape[1] * window, shape[0] * window


def initial(kind, shape, seed, number, a=0.0, b=0.0):
    """The starting values of parameter tensor `number` (from 1, in the program's order)."""
    where = (seed, INITIAL, 0, number, shape)
    if kind in ("zeros", "constant"):
        return np.full(shape, a if kind == "constant" else 0.0)
    if kind == "uniform":
        return a + (b - a) * uniforms(*where)
    if kind == "normal":
        return a + b * normals(*where)
    fan_in, fan_out = fans(shape)
    spread = {"glorot": fan_in + fan_out, "he": fan_in}[kind.split("-")[0]]
    if kind.endswith("uniform"):
        return np.sqrt(6 / spread) * (2 * uniforms(*where) - 1)
    return np.sqrt(2 / spread) * normals(*where)
