"""What sentences call a quantity."""

from __future__ import annotations

from core.backprop.engine.architecture import Architecture, graph_of
from core.backprop.practice.sheet.derivatives import paths
from core.backprop.practice.sheet.subject import Subject

GRAPH = graph_of(Architecture())
DEEP = graph_of(Architecture((2, 2)))


def test_a_weight_is_told_as_the_new_one() -> None:
    assert Subject(GRAPH, "w3", (), 1).name == Subject(GRAPH, "w3⁺", (), 1).name == "the new w3"
    assert Subject(GRAPH, "h1", (), 1).name == "h1"
    assert Subject(GRAPH, "∂E_total/∂w3", (), 1).by == "w3"


def test_one_path_needs_no_name_and_deep_ones_are_told_by_what_tells_them_apart() -> None:
    assert Subject(GRAPH, "∂E_total/∂w5", paths(GRAPH, "E_total", "w5"), 1).through(0) == ""
    ways = paths(DEEP, "E_total", "w1")
    names = [Subject(DEEP, "∂E_total/∂w1", ways, len(ways)).through(place) for place in range(len(ways))]
    assert len(ways) == 4
    assert all(names)
