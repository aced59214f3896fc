"""The network's picture as an SVG that stands still, for paper: every value, and every gradient below it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import cast

from core.backprop.engine.network import Network
from core.backprop.notation.name import split_name
from core.backprop.notation.number import format_number
from core.figures.picture_parts import Edge, NetworkLayout, Node, Point

STYLE = """\
.edge { fill: none; stroke: #9aa0a8; stroke-width: 1.2; } .box { fill: #fff; stroke: #5c6670; } .label { fill: #fff; }
text { font: 13px system-ui, sans-serif; text-anchor: middle; fill: #23262f; }
.value { fill: #0f5fa8; } .gradient { fill: #b64a00; }
"""
LINE = 17  # from one line of text to the next


def network_svg(layout: NetworkLayout, net: Network, digits: int = 4, given: bool = False) -> str:
    """One <svg> element with the numbers of `net`, which must be plain floats; with `given`, only with what is given.

    Raises graph.NonFinite on overflow.
    """
    values = cast(Mapping[str, float], {**net.numbers, **net.values()})
    gradients = cast(Mapping[str, float], net.gradients())

    def numbers(name: str) -> list[tuple[str, str]]:
        """The lines below a name; what does not learn and is not computed has no gradient to show."""
        if given and name not in net.graph.given:
            return []
        lines = [("value", format_number(values[name], digits))]
        if not given and name not in net.graph.inputs + net.graph.targets + net.graph.frozen:
            lines.append(("gradient", format_number(gradients[name], digits)))
        return lines

    parts = [
        *(_line(edge) for edge in layout.edges),
        *(part for node in layout.nodes for part in _node(node, numbers(node.name))),
        *(part for name, at in _labels(layout) for part in _label(name, at, layout.label, numbers(name))),
    ]
    words = f"The network with its values and, below each, the gradient of {net.graph.loss}."
    words = "The network with its given numbers." if given else words
    box = f'viewBox="0 0 {layout.width:g} {layout.height:g}" role="img" aria-label="{escape(words)}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}><style>{STYLE}</style>{"".join(parts)}</svg>'


def _line(edge: Edge) -> str:
    points = " ".join(f"{x:g},{y:g}" for x, y in zip(edge.line[::2], edge.line[1::2], strict=True))
    return f'<polyline class="edge" points="{points}"/>'


def _node(node: Node, lines: list[tuple[str, str]]) -> Iterator[str]:
    x, y = node.x - node.width / 2, node.y - node.height / 2
    yield f'<rect class="box" x="{x:g}" y="{y:g}" width="{node.width:g}" height="{node.height:g}" rx="7"/>'
    yield from _text(node.name, node.x, node.y, lines)


def _labels(layout: NetworkLayout) -> Iterator[tuple[str, Point]]:
    """The weights and biases with the centres of their boxes."""
    for edge in layout.edges:
        if edge.weight and edge.label:
            yield edge.weight, edge.label
    for tag in layout.tags:
        yield tag.name, (tag.x, tag.y)


def _label(name: str, at: Point, size: Point, lines: list[tuple[str, str]]) -> Iterator[str]:
    (x, y), (width, height) = at, size
    yield f'<rect class="label" x="{x - width / 2:g}" y="{y - height / 2:g}" width="{width:g}" height="{height:g}"/>'
    yield from _text(name, x, y, lines)


def _text(name: str, x: float, y: float, lines: list[tuple[str, str]]) -> Iterator[str]:
    """The name and the lines below it, all together centred at (x, y)."""
    letter, subscript = map(escape, split_name(name))
    small = f'<tspan dy="3" font-size="10">{subscript}</tspan>' if subscript else ""
    top = y + 5 - LINE * len(lines) / 2
    yield f'<text x="{x:g}" y="{top:g}"><tspan font-style="italic">{letter}</tspan>{small}</text>'
    for number, (kind, text) in enumerate(lines, start=1):
        yield f'<text class="{kind}" x="{x:g}" y="{top + LINE * number:g}">{text}</text>'
