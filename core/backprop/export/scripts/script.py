"""What the scripts in plain Python, NumPy and PyTorch have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from textwrap import indent
from typing import cast

from core.backprop.engine.expression import Expression
from core.backprop.engine.graph import Graph
from core.backprop.engine.network import Network
from core.backprop.export.scripts.layers import Layers, Parameter, stem
from core.backprop.notation.infix import Dialect, infix
from core.backprop.notation.name import HAT, split_mark


def identifier(id: str) -> str:
    """The name of a variable for an id: d_w5 for ∂E_total/∂w5, h1_b for h1 of example b, m_hat_w5 for m̂_w5.

    A new value takes the place of the old one, and has its name.
    """
    name, letter = split_mark(f"d_{id.rpartition('∂')[2]}" if id.startswith("∂") else id.removesuffix("⁺"))
    return name.replace(HAT, "_hat") + (f"_{letter}" if letter else "")


def number(net: Network, name: str) -> str:
    """A given number with all of its digits."""
    return repr(float(cast(float, net.numbers[name])))


def array(net: Network, p: Parameter, make: str) -> str:
    """The assignment of a vector, matrix or number, where `make` is what makes an array of {}."""
    rows = [f"[{', '.join(number(net, name) for name in names)}]" for names in p.rows]
    if p.dimensions == 2:
        lines = (f"    {row},  # {' '.join(names)}\n" for row, names in zip(rows, p.rows, strict=True))
        return f"{p.name} = " + make.format(f"[\n{''.join(lines)}]")
    return f"{p.name} = " + make.format(rows[0] if p.dimensions else number(net, p.names[0]))


def forward(shape: Layers, dialect: Dialect) -> Iterator[str]:
    """The forward pass up to the errors, a layer at a time."""
    for layer in shape.layers:
        bias = f" + {layer.bias.name}" if layer.bias else ""
        yield f"{layer.net} = {layer.weights.name} @ {layer.source}{bias}"
        yield f"{layer.out} = {infix(layer.activation.formula, dialect, whole)}"
    yield f"{shape.errors} = {infix(shape.error.formula, dialect, whole)}"


def whole(id: str) -> str:
    """The vector that a number is part of: d_h for ∂E_total/∂h1."""
    return stem([identifier(id)])


def block(lines: Iterable[str], depth: int = 0) -> str:
    """Lines of code, so deep inside loops and conditions."""
    return indent("\n".join(lines), "    " * depth)


def helpers(available: Mapping[type[Expression], str], graph: Graph) -> str:
    """The definitions of those functions that the graph has, two empty lines before and after each."""
    texts = [f"\n\n{text}" for kind, text in available.items() if kind in kinds(graph)]
    return "".join([*texts, "\n"]) if texts else ""


def kinds(graph: Graph) -> frozenset[type[Expression]]:
    """Which kinds of nodes there are in the formulas and derivatives of a graph."""
    formulas = (e for q in graph.quantities for e in (q.formula, *q.partials.values()))
    return frozenset(type(node) for formula in formulas for node in _nodes(formula))


def _nodes(e: Expression) -> Iterator[Expression]:
    yield e
    for part in e.parts():
        yield from _nodes(part)
