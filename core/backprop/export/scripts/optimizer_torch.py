"""Batches, momentum and Adam as a PyTorch script: autograd finds the gradients, torch.optim does the rest."""

from __future__ import annotations

from string import Template

from core.backprop.engine.batch import single_of
from core.backprop.engine.network import Network
from core.backprop.engine.optimizer import BETA1, BETA2, EPSILON, MOMENTUM, RATE, Optimizer
from core.backprop.export.scripts.layers import layers
from core.backprop.export.scripts.optimizer_numpy import example_lines
from core.backprop.export.scripts.optimizer_python import described
from core.backprop.export.scripts.script import array, block, forward
from core.backprop.export.scripts.torch_script import TORCH

SCRIPT = Template('''\
"""A neural network in PyTorch, with autograd: $what.

h is the vector (h1, h2, …), W_h the matrix of the weights into h.
Made by Backprop Lab. Its plain and NumPy scripts compute the same by hand.$start
"""

import torch

torch.set_default_dtype(torch.float64)  # as many digits as Python's own numbers

# What is given: inputs and targets of each example, and the weights
$given

parameters = [$parameters]
optimizer = $optimizer
updates = $updates


def loss_of($i, $t):
    """Forward pass of one example: from the inputs to the loss."""
$forward
    return $errors.sum()


for update in range(updates + 1):
    optimizer.zero_grad()
    $loss = torch.stack([loss_of($i, $t) for $i, $t in examples]).mean()
    $loss.backward()  # every parameter now has its gradient in .grad

    if update in (0, updates):
        print(f"after {update} updates")
        print(f"$loss = {$loss.item()}")
        names = "$names".split()
        gradients = torch.cat([parameter.grad.flatten() for parameter in parameters])
        weights = torch.cat([parameter.detach().flatten() for parameter in parameters])
        for name, gradient, weight in zip(names, gradients.tolist(), weights.tolist(), strict=True):
            print(f"d_{name} = {gradient}")
            print(f"{name} = {weight}")

    if update < updates:
        optimizer.step()
''')


def optimizer_torch(net: Network, optimizer: Optimizer, updates: int, start: str = "") -> str:
    """The script of so many updates of `net`. It prints what `optimizer_python` prints.

    `start` is a sentence that says what `net` is. Raises ValueError if the network does not consist of fully
    connected layers.
    """
    single, examples = single_of(net.graph)
    shape = layers(single)
    learning = [p for p in shape.parameters if p.learns]
    weights = (
        array(net, p, f"torch.tensor({{}}{', requires_grad=True' if p.learns else ''})") for p in shape.parameters
    )
    return SCRIPT.substitute(
        what=described(optimizer),
        start=f"\n{start}" if start else "",
        loss=net.graph.loss,
        given=block([*example_lines(net, shape, examples, "torch.tensor({})"), *weights]),
        parameters=", ".join(p.name for p in learning),
        optimizer=_made(optimizer),
        updates=updates,
        i=shape.inputs.name,
        t=shape.targets.name,
        forward=block(forward(shape, TORCH), 1),
        errors=shape.errors,
        names=" ".join(name for p in learning for name in p.names),
    )


def _made(optimizer: Optimizer) -> str:
    settings = {name: repr(float(number)) for name, number in optimizer.settings.items()}
    rate = f"parameters, lr={settings[RATE]}"
    if optimizer.name == "Adam":
        return f"torch.optim.Adam({rate}, betas=({settings[BETA1]}, {settings[BETA2]}), eps={settings[EPSILON]})"
    momentum = f", momentum={settings[MOMENTUM]}" if MOMENTUM in settings else ""
    return f"torch.optim.SGD({rate}{momentum})"
