import re
from collections.abc import Iterator
from itertools import pairwise
from math import isfinite

import pytest

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.network import Network, network_of
from core.backprop.lesson.lesson import lesson
from core.figures.activation_curve import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    WIDTH,
    Drawing,
    activation_curves,
    activation_in,
)
from tests.core.backprop.narrowed import floats
from tests.core.backprop.networks import SHAPES


def parts(drawing: Drawing, kind: str) -> Iterator[Drawing]:
    _, attributes, children = drawing
    if attributes.get("class") == kind:
        yield drawing
    for child in children:
        if not isinstance(child, str):
            yield from parts(child, kind)


def points(drawing: Drawing, kind: str) -> list[tuple[float, float]]:
    ((_, attributes, _),) = parts(drawing, kind)
    numbers = [float(x) for x in re.split("[ML,]", attributes["d"])[1:]]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def text(drawing: Drawing | str) -> str:
    return drawing if isinstance(drawing, str) else "".join(map(text, drawing[2])).replace("\u200b", "")


def height(curve: list[tuple[float, float]], at: float) -> float:
    """Of the curve between two of its points."""
    (x0, y0), (x1, y1) = next(pair for pair in pairwise(curve) if pair[0][0] <= at <= pair[1][0])
    return y0 + (y1 - y0) * (at - x0) / (x1 - x0)


@pytest.mark.parametrize("architecture", SHAPES, ids=str)
def test_the_point_is_on_the_curve_and_the_tangent_touches_it(architecture: Architecture) -> None:
    net = network_of(architecture)
    for name, drawing in activation_curves(net).items():
        curve, tangent = points(drawing, "function"), points(drawing, "tangent")
        ((_, point, _),) = parts(drawing, "point")
        x, y = float(point["cx"]), float(point["cy"])
        assert height(curve, x) == pytest.approx(y, abs=1.2), name
        assert height(tangent, x) == pytest.approx(y, abs=0.6), name
        rise = (height(curve, x + 3) - height(curve, x - 3)) / 6  # of the curve itself
        (x0, y0), (x1, y1) = tangent
        if rise < -0.01 or rise > 0.01:
            assert (y1 - y0) / (x1 - x0) == pytest.approx(rise, rel=0.12), name


def test_the_drawing_says_value_slope_and_net_input() -> None:
    drawing = activation_curves(Network())["a_h1"]
    texts = [text(each) for kind in ("value", "slope", "tick") for each in parts(drawing, kind)]
    assert texts == ["ah1 = 0.5069", "slope a · (1 − a) = 0.2500", "1", "0", "h1 = 0.0275"]


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_slopes_are_written_for_other_functions_too(activation: str) -> None:
    drawing = activation_curves(network_of(Architecture(activation=activation)))["a_h1"]
    ((slope),) = parts(drawing, "slope")
    assert text(slope).startswith({"tanh": "slope 1 − a² = ", "relu": "slope ReLU′(x) = "}[activation])


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
@pytest.mark.parametrize("weight", [-1e300, -40.0, 40.0, 1e300])
def test_far_out_everything_stays_in_the_picture(activation: str, weight: float) -> None:
    net = network_of(Architecture(activation=activation), {"w1": weight, "i1": 1.0})
    if activation == "relu" and weight > 1e3:
        net = net.replaced(w5=0.0, w7=0.0)
    drawing = activation_curves(net)["a_h1"]
    for kind in ("function", "tangent", "drop"):
        for x, y in points(drawing, kind):
            assert isfinite(x)
            assert isfinite(y)
            assert LEFT - 1 <= x <= RIGHT + 1
            assert 0 <= y <= BOTTOM + 1
    assert drawing[1]["viewBox"] == f"0 0 {WIDTH:g} {HEIGHT:g}"


@pytest.mark.parametrize("architecture", SHAPES, ids=str)
def test_every_activation_is_met_on_the_way_there_and_on_the_way_back(architecture: Architecture) -> None:
    net = network_of(architecture)
    met = [found for step in lesson(net, 0.5) if (found := activation_in(step, net.graph))]
    assert sorted(each["name"] for each in met) == sorted(2 * list(activation_curves(net)))
    assert all(f"a_{each['net']}" == each["name"] for each in met)
    assert floats(net.values()).keys() >= {each["net"] for each in met}
