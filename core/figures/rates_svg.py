"""The loss over the updates at several learning rates as an SVG that stands still, for paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from math import isfinite

from core.figures.axis import Window, ticks

COLOURS = ("#0f5fa8", "#b64a00", "#00714f", "#8a5a9e", "#5c6670", "#b38600")
DASHES = ("none", "9 4", "2 3", "9 3 2 3", "5 5", "14 4")  # so that curves can be told apart without colours
STYLE = """\
text { font: 14px system-ui, sans-serif; fill: #23262f; } .small { font-size: 12px; } .axis { stroke: #9aa0a8; }
.grid { stroke: #e4e4dd; } .curve { fill: none; stroke-width: 2; stroke-linejoin: round; } .right { text-anchor: end; }
.middle { text-anchor: middle; }
"""
WIDTH, HEIGHT = 760.0, 440.0
LEFT, RIGHT, TOP, BOTTOM = 70.0, 610.0, 70.0, 380.0  # the inside of the axes
TALL = 3.0  # the axis reaches no higher than so many times the loss at the start


def rates_svg(losses: Mapping[float, Sequence[float]], loss: str, start: str, first: int = 0) -> str:
    """One <svg> element: a curve for each learning rate from update `first` on, and `start`, a sentence, above them.

    A curve ends where its numbers do; what is too high leaves the picture at its top.
    """
    updates = max(max(map(len, losses.values())) - 1, 1)
    across = (float(first), float(first + updates))
    finite = [value for column in losses.values() for value in column if isfinite(value)]
    begin = max(column[0] for column in losses.values())
    up = (min(0.0, *finite), min(max(finite), TALL * abs(begin) or 1.0) * 1.05 or 1.0)
    parts = [*_axes(across, up, loss), *_curves(losses, first, across, up)]
    words = f"{loss} over the updates at {len(losses)} learning rates"
    heads = (
        f'<text x="{LEFT}" y="26" font-weight="600">{escape(words)}</text>'
        f'<text class="small" x="{LEFT}" y="48">{escape(start)}</text>'
    )
    box = f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="{WIDTH:g}" height="{HEIGHT:g}" role="img"'
    back = f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="#fff"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} aria-label="{escape(words)}"><style>{STYLE}</style>'
        f"{back}{heads}"
        f'<clipPath id="inside"><rect x="{LEFT}" y="{TOP}" width="{RIGHT - LEFT}" height="{BOTTOM - TOP}"/></clipPath>'
        f"{''.join(parts)}</svg>"
    )


def _axes(across: Window, up: Window, loss: str) -> Iterator[str]:
    for where, text in ticks(up):
        y = _between(where, up, BOTTOM, TOP)
        if TOP - 1 <= y <= BOTTOM + 1:
            yield f'<line class="grid" x1="{LEFT}" x2="{RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
            yield f'<text class="small right" x="{LEFT - 8}" y="{y + 4:.1f}">{text}</text>'
    for where, text in ticks(across):
        if where == round(where):
            x = _between(where, across, LEFT, RIGHT)
            yield f'<text class="small middle" x="{x:.1f}" y="{BOTTOM + 20}">{text}</text>'
    yield f'<polyline class="axis" fill="none" points="{LEFT},{TOP} {LEFT},{BOTTOM} {RIGHT},{BOTTOM}"/>'
    yield f'<text class="middle" x="{(LEFT + RIGHT) / 2}" y="{BOTTOM + 44}">updates</text>'
    turned = f'transform="translate(20 {(TOP + BOTTOM) / 2}) rotate(-90)"'
    yield f'<text class="middle" {turned}>{escape(loss)}</text>'


def _curves(losses: Mapping[float, Sequence[float]], first: int, across: Window, up: Window) -> Iterator[str]:
    yield f'<text class="small" x="{RIGHT + 20}" y="{TOP + 4}">learning rate</text>'
    for number, (rate, column) in enumerate(losses.items()):
        points = " ".join(
            f"{_between(update, across, LEFT, RIGHT):.1f},{_between(loss, up, BOTTOM, TOP):.1f}"
            for update, loss in enumerate(column, first)
        )
        look = f'stroke="{COLOURS[number % len(COLOURS)]}" stroke-dasharray="{DASHES[number % len(DASHES)]}"'
        yield f'<polyline class="curve" clip-path="url(#inside)" {look} points="{points}"/>'
        y = TOP + 26 + 22 * number
        yield f'<line class="curve" {look} x1="{RIGHT + 20}" x2="{RIGHT + 56}" y1="{y}" y2="{y}"/>'
        yield f'<text x="{RIGHT + 64}" y="{y + 5}">{rate:g}</text>'


def _between(number: float, window: Window, low: float, high: float) -> float:
    """Where a number of the window is in the picture; not farther beyond the top than can be drawn."""
    share = (number - window[0]) / (window[1] - window[0])
    return low + min(share, 10.0) * (high - low)
