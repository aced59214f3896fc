"""A network as a PyTorch script: the forward pass only, since autograd finds the gradients."""

from __future__ import annotations

from collections.abc import Iterator
from string import Template

from core.backprop.engine.expression import Expression
from core.backprop.engine.functions import Log, Relu, Sigmoid, Softmax, Tanh
from core.backprop.engine.network import Network
from core.backprop.export.scripts.layers import Layers, layers
from core.backprop.export.scripts.script import array, block, forward
from core.backprop.notation.infix import ZERO, Dialect, call

SCRIPT = Template('''\
"""A neural network in PyTorch, with autograd and an optimiser.

h is the vector (h1, h2, …), W_h the matrix of the weights into h.
Made by Backprop Lab. Its plain and NumPy scripts compute the same by hand.$start
"""

import torch

torch.set_default_dtype(torch.float64)  # as many digits as Python's own numbers

# What is given
$given

parameters = [$parameters]
optimizer = torch.optim.SGD(parameters, lr=$rate)
updates = $updates


def loss():
    """Forward pass: from the inputs to the loss."""
$forward
    return $errors.sum()


for update in range(updates + 1):
    optimizer.zero_grad()
    $loss = loss()
    $loss.backward()  # every parameter now has its gradient in .grad

    if update in (0, updates):
        print(f"after {update} updates")
        print(f"$loss = {$loss.item()}")
        names = "$names".split()
        gradients = torch.cat([parameter.grad.flatten() for parameter in parameters])
        for name, gradient in zip(names, gradients.tolist(), strict=True):
            print(f"d_{name} = {gradient}")

    if update < updates:
        optimizer.step()  # against the gradient
''')


def function(e: Expression) -> Expression:
    """A function of mathematics in those of PyTorch, which take vectors."""
    match e:
        case Sigmoid(x):
            return call("torch.sigmoid", x)
        case Tanh(x):
            return call("torch.tanh", x)
        case Relu(x):
            return call("torch.relu", x)
        case Softmax(x):
            return call("torch.softmax", x, ZERO)  # along their only dimension
        case Log(x):
            return call("torch.log", x)
    raise TypeError(f"no PyTorch function for {type(e).__name__}")


TORCH = Dialect(function, power="**", spaces=True)


def torch_script(net: Network, learning_rate: float, updates: int, start: str = "") -> str:
    """The script of so many updates of `net`. It prints loss and gradients before the first and after the last one.

    `start` is a sentence that says what `net` is. Raises ValueError if the network does not consist of fully
    connected layers.
    """
    shape = layers(net.graph)
    learning = [p for p in shape.parameters if p.learns]
    return SCRIPT.substitute(
        start=f"\n{start}" if start else "",
        loss=net.graph.loss,
        given=block(_given(net, shape)),
        parameters=", ".join(p.name for p in learning),
        rate=repr(float(learning_rate)),
        updates=updates,
        forward=block(forward(shape, TORCH), 1),
        errors=shape.errors,
        names=" ".join(name for p in learning for name in p.names),
    )


def _given(net: Network, shape: Layers) -> Iterator[str]:
    for p in (shape.inputs, shape.targets, *shape.parameters):
        yield array(net, p, f"torch.tensor({{}}{', requires_grad=True' if p.learns else ''})")
