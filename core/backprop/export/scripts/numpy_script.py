"""A network as a NumPy script: a layer at a time, with vectors and matrices."""

from __future__ import annotations

from collections.abc import Iterator
from string import Template

from core.backprop.engine.expression import Expression
from core.backprop.engine.functions import Log, Positive, Relu, Root, Sigmoid, Softmax, Tanh
from core.backprop.engine.graph import Graph, Operation
from core.backprop.engine.network import Network
from core.backprop.export.scripts.layers import Layer, Layers, layers
from core.backprop.export.scripts.script import array, block, forward, helpers, whole
from core.backprop.notation.infix import ZERO, Above, Dialect, call, infix

SCRIPT = Template('''\
"""A neural network in NumPy, a layer at a time.

Forward pass, backpropagation, gradient descent; d_x is ∂$loss/∂x.
h is the vector (h1, h2, …), W_h the matrix of the weights into h.
Made by Backprop Lab. Its plain and PyTorch scripts compute the same.$start
"""

import numpy as np

# What is given
$given

learning_rate = $rate
updates = $updates
$helpers
for update in range(updates + 1):
    # Forward pass: from the inputs to the loss
$forward
    $loss = $errors.sum()

    # Backward pass: from the loss back, each line a step of the chain rule
$backward

    if update in (0, updates):
        print(f"after {update} updates")
        print(f"$loss = {$loss}")
        names = "$names".split()
        gradients = np.hstack([$gradients])
        for name, gradient in zip(names, gradients, strict=True):
            print(f"d_{name} = {gradient}")

    # Against the gradient, with all gradients known before a weight changes
    if update < updates:
$update
''')
HELPERS = {
    Sigmoid: '''\
def sigmoid(x):
    """1 / (1 + exp(-x)), written so that exp never overflows."""
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, small) / (1 + small)
''',
    Softmax: '''\
def softmax(x):
    """exp(x) / sum of all exp; less the largest, so that exp never overflows."""
    shares = np.exp(x - x.max())
    return shares / shares.sum()
''',
}


def function(e: Expression) -> Expression:
    """A function of mathematics in those of the script, which take vectors."""
    match e:
        case Sigmoid(x):
            return call("sigmoid", x)
        case Tanh(x):
            return call("np.tanh", x)
        case Relu(x):
            return call("np.maximum", ZERO, x)
        case Positive(x):
            return Above(x, ZERO)
        case Softmax(x):
            return call("softmax", x)
        case Log(x):
            return call("np.log", x)
        case Root(x):
            return call("np.sqrt", x)
    raise TypeError(f"no NumPy function for {type(e).__name__}")


NUMPY = Dialect(function, power="**", spaces=True)


def numpy_script(net: Network, learning_rate: float, updates: int, start: str = "") -> str:
    """The script of so many updates of `net`. It prints loss and gradients before the first and after the last one.

    `start` is a sentence that says what `net` is. Raises ValueError if the network does not consist of fully
    connected layers.
    """
    shape = layers(net.graph)
    learning = [p for p in shape.parameters if p.learns]
    gradients = (f"d_{p.name}.ravel()" if p.dimensions == 2 else f"d_{p.name}" for p in learning)
    return SCRIPT.substitute(
        start=f"\n{start}" if start else "",
        loss=net.graph.loss,
        given=block(_given(net, shape)),
        rate=repr(float(learning_rate)),
        updates=updates,
        helpers=helpers(HELPERS, net.graph),
        forward=block(forward(shape, NUMPY), 1),
        errors=shape.errors,
        backward=block(backward(net.graph, shape), 1),
        names=" ".join(name for p in learning for name in p.names),
        gradients=", ".join(gradients),
        update=block((f"{p.name} -= learning_rate * d_{p.name}" for p in learning), 2),
    )


def _given(net: Network, shape: Layers) -> Iterator[str]:
    for p in (shape.inputs, shape.targets, *shape.parameters):
        yield array(net, p, "np.array({})" if p.dimensions else "{}")


def backward(graph: Graph, shape: Layers) -> Iterator[str]:
    """The backward pass down to the weights, a layer at a time."""
    last = shape.layers[-1]
    yield f"d_{last.out} = {infix(shape.error.partials[last.activation.name], NUMPY, whole)}"
    for layer in reversed(shape.layers):
        yield from _through(graph, layer)
        yield f"d_{layer.weights.name} = np.outer(d_{layer.net}, {layer.source})"
        if layer.bias and layer.bias.learns:
            yield f"d_{layer.bias.name} = d_{layer.net}" + ("" if layer.bias.dimensions else ".sum()")
        if layer is not shape.layers[0]:
            yield f"d_{layer.source} = {layer.weights.name}.T @ d_{layer.net}"


def _through(graph: Graph, layer: Layer) -> Iterator[str]:
    """Back through the activations: neuron by neuron, but with softmax each depends on all net inputs."""
    q, out = layer.activation, layer.out
    if q.operation is Operation.SOFTMAX:
        yield f"slopes = np.diag({out}) - np.outer({out}, {out})  # ∂{out}/∂{layer.net}, a row an output"
        yield f"d_{layer.net} = slopes.T @ d_{out}"
    else:
        (slope,) = q.partials.values()
        yield f"d_{layer.net} = {infix(graph.gradient(q.name) * slope, NUMPY, whole)}"
