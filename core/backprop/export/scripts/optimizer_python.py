"""Batches, momentum and Adam as a script in plain Python: one line a formula, in the names of the lesson."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import Template

from core.backprop.engine.functions import Root
from core.backprop.engine.network import Network
from core.backprop.engine.optimizer import UPDATE, Optimizer, beginning
from core.backprop.export.program import program
from core.backprop.export.scripts.plain_python import PYTHON, parts_of
from core.backprop.export.scripts.script import block, identifier
from core.backprop.notation.infix import infix

SCRIPT = Template('''\
"""A neural network in plain Python, one line a formula: $what.

Forward pass of every example, backpropagation, one update; d_x is ∂$loss/∂x, and h1_b is h1 of example b.
Made by Backprop Lab. Its NumPy and PyTorch scripts compute the same.$start
"""
$imports
# What is given
$given

$settings
updates = $updates
$kept$helpers
for update in range(updates + 1):
    # Forward pass: from the inputs to the loss
$forward

    # Backward pass: from the loss back, each line a step of the chain rule
$deltas

    # What each weight has to answer for
$gradients

    if update in (0, updates):
        print(f"after {update} updates")
$report

    # All gradients are known before a weight changes
    if update < updates:
$update
''')


def optimizer_python(net: Network, optimizer: Optimizer, updates: int, start: str = "") -> str:
    """The script of so many updates of `net`. It prints loss, gradients and weights before the first and after the
    last one. `start` is a sentence that says what `net` is.
    """
    graph, lines = net.graph, program(net.graph)
    moments = tuple(beginning(net, optimizer).moments)
    return SCRIPT.substitute(
        parts_of(net, {Root} if optimizer.name == "Adam" else (), (graph.loss, *lines.gradients, *graph.weights)),
        what=described(optimizer),
        start=f"\n{start}" if start else "",
        settings=block(settings_lines(optimizer)),
        updates=updates,
        kept=f"\n# What is kept of each weight from one update to the next\n{block(_zeros(moments))}\n"
        if moments
        else "",
        update=block(_update(net, optimizer), 2),
    )


def described(optimizer: Optimizer) -> str:
    """What becomes of the gradient, in a few words."""
    return {"SGD": "gradient descent", "momentum": "gradient descent with momentum"}.get(optimizer.name, optimizer.name)


def settings_lines(optimizer: Optimizer) -> Iterator[str]:
    """An assignment for each setting."""
    for name, number in optimizer.settings.items():
        yield f"{name} = {float(number)!r}"


def _zeros(moments: Sequence[str]) -> Iterator[str]:
    for moment in moments:
        yield f"{moment} = 0.0"


def _update(net: Network, optimizer: Optimizer) -> Iterator[str]:
    if optimizer.name == "Adam":
        yield f"{UPDATE} = update + 1"
    for weight in net.graph.weights:
        for symbol, formula in optimizer.formulas(weight, net.graph.gradient(weight)).items():
            yield f"{identifier(symbol.id)} = {infix(formula, PYTHON, identifier)}"
