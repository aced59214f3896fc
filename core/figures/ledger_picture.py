"""A gradient's paths as streams: every path from the loss back to a quantity, as wide as what comes along it.

A stream is as wide all its way, because its share of the gradient is the product of all its factors; so as much
arrives in every node as leaves it, and where streams of opposite sign run into one node, one sees what cancels.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from core.backprop.engine.expression import Expression, Number, Symbol
from core.backprop.engine.graph import Graph, Operation
from core.backprop.explore.ledger import Ledger, Path
from core.backprop.notation.name import split_name
from core.backprop.notation.number import format_number
from core.figures.spelled import signed

MOST_LABELS = 4  # edges side by side that have room for their factors


def ledger_picture(ledger: Ledger, graph: Graph, digits: int) -> dict[str, Any]:
    """Nodes, streams and factors as plain data.

    `levels` is how many nodes a path passes, the loss being at level 0 and the quantity at the last. A node has a
    `place` from 0 to 1 across its level and a `width`; a stream has a `width`, its node on each level, and how far it
    runs from that node's middle. Widths are shares of all that flows. A node's own `gradient` times what is `onward`,
    how fast it changes with the quantity, is the share that is `sent` through it.
    """
    levels = max(len(path.names) for path in ledger.paths)
    names = [_level(graph, ledger.paths, level) for level in range(levels)]
    places = {name: ((row + 0.5) / len(each)) for each in names for row, name in enumerate(each)}
    ordered = sorted(ledger.paths, key=lambda path: [places[name] for name in reversed(path.names)])
    widths = [abs(path.amount) / ledger.gross if ledger.gross else 1 / len(ordered) for path in ordered]
    through = {name: [k for k, path in enumerate(ordered) if name in path.names] for name in places}
    middles = {name: _side_by_side([widths[k] for k in ks]) for name, ks in through.items()}
    nodes = [
        {
            "name": name,
            "written": split_name(name),
            "level": level,
            "place": round(places[name], 4),
            "width": round(sum(widths[k] for k in through[name]), 4),
            "gradient": format_number(ledger.gradients[name], digits),
            "onward": format_number(ledger.onward(name), digits),
            "sent": _sum_text([ordered[k] for k in through[name]], digits),
        }
        for level, each in enumerate(names)
        for name in each
    ]
    index = {name: k for k, name in enumerate(name for each in names for name in each)}
    streams = [
        {
            "width": round(widths[k], 4),
            "sign": (path.amount > 0) - (path.amount < 0),
            "nodes": [index[name] for name in path.names],
            "offsets": [round(middles[name][through[name].index(k)], 4) for name in path.names],
            "amount": share_text(path.amount, digits),
            "factors": [format_number(number, digits) for number in path.numbers],
        }
        for k, path in enumerate(ordered)
    ]
    return {
        "levels": levels,
        "most": max(map(len, names)),
        "nodes": nodes,
        "streams": streams,
        "factors": _factors(graph, ordered, index, digits),
        "flows": ledger.gross > 0,
    }


def share_text(amount: float, digits: int) -> str:
    """A path's share with its sign in front; 0 has none."""
    return signed(amount, digits, format_number) if amount else "0"


def _level(graph: Graph, paths: tuple[Path, ...], level: int) -> list[str]:
    """The names at that many steps from the loss, in the order of the graph."""
    order = (*graph.given, *(q.name for q in graph.quantities))
    there = {path.names[level] for path in paths if level < len(path.names)}
    return [name for name in order if name in there]


def _side_by_side(widths: list[float]) -> list[float]:
    """The middle of each of several widths laid side by side around 0."""
    begin, middles = -sum(widths) / 2, []
    for width in widths:
        middles.append(begin + width / 2)
        begin += width
    return middles


def _sum_text(paths: list[Path], digits: int) -> str:
    return share_text(sum(path.amount for path in paths), digits)


def _factors(graph: Graph, paths: list[Path], index: dict[str, int], digits: int) -> list[dict[str, Any]]:
    """What is written on each edge: its local derivative, as a symbol where that is short, and as a number."""
    operations = {q.name: q.operation for q in graph.quantities}
    edges: dict[tuple[str, str], tuple[Expression, float]] = {}
    edges_at: dict[int, set[tuple[str, str]]] = {}
    for path in paths:
        for level, (of, by) in enumerate(pairwise(path.names)):
            edges[of, by] = path.factors[level], path.numbers[level]
            edges_at.setdefault(level, set()).add((of, by))
    return [
        {
            "from": index[of],
            "to": index[by],
            "symbol": _symbol(edges[of, by][0], operations[of]),
            "number": format_number(edges[of, by][1], digits),
        }
        for pairs in edges_at.values()
        if len(pairs) <= MOST_LABELS
        for of, by in sorted(pairs, key=lambda pair: (index[pair[0]], index[pair[1]]))
        if operations[of] is not Operation.TOTAL
    ]


def _symbol(factor: Expression, operation: Operation) -> list[str]:
    """A name in two parts, or a word for a derivative that is too long for the picture."""
    if isinstance(factor, Symbol):
        return list(split_name(factor.name))
    if isinstance(factor, Number):
        return ["", ""]
    return [WORDS[operation], ""]


WORDS = {
    Operation.WEIGHTED_SUM: "",
    Operation.ACTIVATION: "slope",
    Operation.SOFTMAX: "slope",
    Operation.HALF_SQUARED_ERROR: "gap",
    Operation.CROSS_ENTROPY: "−t/a",
    Operation.TOTAL: "",
}
