"""Batches, momentum and Adam as a NumPy script: a layer at a time, and one example after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import Template

from core.backprop.engine.batch import marked, single_of
from core.backprop.engine.expression import Derivative
from core.backprop.engine.network import Network
from core.backprop.engine.optimizer import UPDATE, Optimizer
from core.backprop.export.scripts.layers import Layers, Parameter, layers
from core.backprop.export.scripts.numpy_script import HELPERS, NUMPY, backward
from core.backprop.export.scripts.optimizer_python import described, settings_lines
from core.backprop.export.scripts.script import array, block, forward, helpers, identifier, number
from core.backprop.notation.infix import infix

SCRIPT = Template('''\
"""A neural network in NumPy, a layer at a time: $what.

Each example goes forward and back; d_x is ∂$loss/∂x of one example, g_W the mean of all d_W.
h is the vector (h1, h2, …), W_h the matrix of the weights into h.
Made by Backprop Lab. Its plain and PyTorch scripts compute the same.$start
"""

import numpy as np

# What is given: inputs and targets of each example, and the weights
$given

$settings
updates = $updates
$helpers
# The mean gradients, and what is kept from one update to the next
$zeros

for update in range(updates + 1):
    $mean = 0.0
$clear
    for $i, $t in examples:
        # Forward pass: from the inputs to the loss
$forward
        $mean += $errors.sum() / len(examples)

        # Backward pass: from the loss back, each line a step of the chain rule
$backward

        # The examples' gradients are averaged
$add

    if update in (0, updates):
        print(f"after {update} updates")
        print(f"$mean = {$mean}")
        names = "$names".split()
        gradients, weights = np.hstack([$gradients]), np.hstack([$weights])
        for name, gradient, weight in zip(names, gradients, weights, strict=True):
            print(f"d_{name} = {gradient}")
            print(f"{name} = {weight}")

    if update < updates:
$update
''')


def optimizer_numpy(net: Network, optimizer: Optimizer, updates: int, start: str = "") -> str:
    """The script of so many updates of `net`. It prints what `optimizer_python` prints.

    `start` is a sentence that says what `net` is. Raises ValueError if the network does not consist of fully
    connected layers.
    """
    single, examples = single_of(net.graph)
    shape = layers(single)
    learning = [p for p in shape.parameters if p.learns]
    moments = [moment for p in learning for moment in optimizer.moments(p.name)]
    return SCRIPT.substitute(
        what=described(optimizer),
        start=f"\n{start}" if start else "",
        loss=single.loss,
        mean=net.graph.loss,
        given=block([*example_lines(net, shape, examples, "np.array({})"), *_weights(net, shape)]),
        settings=block(settings_lines(optimizer)),
        updates=updates,
        helpers=helpers(HELPERS, single),
        zeros=block(f"{moment} = 0.0" for moment in moments) or "# nothing",
        clear=block((f"g_{p.name} = 0.0" for p in learning), 1),
        i=shape.inputs.name,
        t=shape.targets.name,
        forward=block(forward(shape, NUMPY), 2),
        errors=shape.errors,
        backward=block(backward(single, shape), 2),
        add=block((f"g_{p.name} += d_{p.name} / len(examples)" for p in learning), 2),
        names=" ".join(name for p in learning for name in p.names),
        gradients=", ".join(f"np.ravel(g_{p.name})" for p in learning),
        weights=", ".join(f"np.ravel({p.name})" for p in learning),
        update=block(_update(learning, optimizer), 2),
    )


def example_lines(net: Network, shape: Layers, examples: int, make: str) -> Iterator[str]:
    """The list of pairs of inputs and targets."""
    yield "examples = ["
    for example in range(examples):
        pair = []
        for p in (shape.inputs, shape.targets):
            names = p.names if examples == 1 else [marked(name, example) for name in p.names]
            pair.append(make.format(f"[{', '.join(number(net, name) for name in names)}]"))
        yield f"    ({', '.join(pair)}),"
    yield "]"


def _weights(net: Network, shape: Layers) -> Iterator[str]:
    for p in shape.parameters:
        yield array(net, p, "np.array({})" if p.dimensions else "{}")


def _update(learning: Sequence[Parameter], optimizer: Optimizer) -> Iterator[str]:
    def name(id: str) -> str:
        if id == UPDATE:  # t is the vector of targets here
            return "count"
        return identifier(id).replace("d_", "g_", 1) if id.startswith("∂") else identifier(id)

    if optimizer.name == "Adam":
        yield "count = update + 1"
    for p in learning:
        for symbol, formula in optimizer.formulas(p.name, Derivative("", p.name)).items():
            yield f"{name(symbol.id)} = {infix(formula, NUMPY, name)}"
