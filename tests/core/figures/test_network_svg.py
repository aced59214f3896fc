from typing import cast
from xml.etree import ElementTree

import pytest

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.network import Network, network_of
from core.backprop.notation.number import format_number
from core.figures.network_svg import network_svg
from core.figures.picture import wide
from tests.core.backprop.networks import SHAPES

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> dict[str, list[str]]:
    """The lines of text by the name above them."""
    found: dict[str, list[str]] = {}
    for text in ElementTree.fromstring(svg).iter(f"{SVG}text"):
        words = "".join(text.itertext())
        if text.get("class") is None:
            lines = found.setdefault(words, [])
        else:
            lines.append(words)
    return found


@pytest.mark.parametrize("architecture", SHAPES, ids=str)
def test_every_number_stands_at_its_name_with_its_gradient(architecture: Architecture) -> None:
    net = network_of(architecture)
    shown = texts(network_svg(wide(net.graph, precise=False), net))
    values = cast(dict[str, float], {**net.numbers, **net.values()})
    gradients = cast(dict[str, float], net.gradients())
    assert len(shown) == len(values)
    for name, value in values.items():
        lines = [format_number(value)]
        if name not in net.graph.inputs + net.graph.targets + net.graph.frozen:
            lines.append(format_number(gradients[name]))
        assert shown[name.replace("_", "")] == lines, name


def test_there_is_a_line_for_every_edge_and_a_box_for_every_node() -> None:
    picture = wide(Network().graph, precise=False)
    svg = ElementTree.fromstring(network_svg(picture, Network()))
    assert len(svg.findall(f"{SVG}polyline")) == len(picture.edges)
    boxes = [rect for rect in svg.iter(f"{SVG}rect") if rect.get("class") == "box"]
    assert len(boxes) == len(picture.nodes)
    assert svg.get("role") == "img"
    assert "gradient of E_total" in str(svg.get("aria-label"))
