"""The chart of learning rates for paper: its curves are where the numbers are."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from core.figures.rates_svg import BOTTOM, LEFT, RIGHT, TOP, rates_svg

SVG = "{http://www.w3.org/2000/svg}"


def curves(svg: str) -> list[list[tuple[float, float]]]:
    lines = ElementTree.fromstring(svg).iter(f"{SVG}polyline")
    points = [line.attrib["points"].split() for line in lines if line.attrib["class"] == "curve"]
    return [[(float(x), float(y)) for x, y in (each.split(",") for each in line)] for line in points]


def test_curves_go_from_the_first_to_the_last_update_and_lower_is_less() -> None:
    first, second = curves(rates_svg({0.1: [1.0, 0.5, 0.25], 2.0: [1.0, 0.75]}, "E_total", "Start: here.", 1000))
    assert [x for x, _ in first] == pytest.approx([LEFT, (LEFT + RIGHT) / 2, RIGHT], abs=0.1)
    assert len(second) == 2  # it overflowed
    heights = [BOTTOM - y for _, y in first]
    assert heights[0] == pytest.approx(2 * heights[1], abs=0.2) == pytest.approx(4 * heights[2], abs=0.4)


def test_what_explodes_leaves_the_others_readable() -> None:
    calm, wild = curves(rates_svg({0.1: [1.0, 0.5], 2.0: [1.0, 1e300]}, "E_total", "Start: a & b <c>."))
    assert BOTTOM - calm[0][1] > (BOTTOM - TOP) / 4
    assert wild[1][1] < TOP
