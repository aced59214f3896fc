import pytest

from core.backprop.engine.architecture import Architecture, graph_of
from core.backprop.engine.network import WORKSHEET
from core.figures.picture_parts import Node, between, biases, box, extent, levels, overlap, spread, tags_of


def test_the_levels_are_the_order_in_which_numbers_pass() -> None:
    assert levels(WORKSHEET) == (
        ("i1", "i2"),
        ("h1", "h2"),
        ("a_h1", "a_h2"),
        ("o1", "o2"),
        ("a_o1", "a_o2"),
        ("E1", "E2"),
        ("E_total",),
    )


def test_boxes_that_touch_do_not_overlap_unless_room_is_asked_for() -> None:
    left, right = box(0, 0, 2, 2), box(2, 0, 2, 2)
    assert [*left] == [-1, -1, 1, 1]
    assert not overlap(left, right)
    assert overlap(left, right, apart=0.1)
    assert overlap(left, box(1.5, 0.5, 2, 2))
    assert extent([left, right]) == (-1, -1, 3, 1)


def test_a_line_between_two_nodes_begins_and_ends_on_their_borders() -> None:
    assert between(Node("a", 0, 0, 2, 4), Node("b", 10, 0, 2, 4)) == (1, 0, 9, 0)
    assert between(Node("a", 0, 0, 2, 4), Node("b", 0, 10, 2, 4)) == (0, 2, 0, 8)


@pytest.mark.parametrize(("count", "places"), [(1, [0]), (2, [-5, 5]), (3, [-5, 0, 5])])
def test_neurons_are_spread_around_the_middle(count: int, places: list[float]) -> None:
    assert spread(count, 10) == places


def test_a_bias_has_the_neurons_that_share_it() -> None:
    shared = graph_of(Architecture(biases="shared"))
    assert biases(shared) == {"b1": ("h1", "h2"), "b2": ("o1", "o2")}
    assert biases(WORKSHEET) == {}
    (tag,) = tags_of(shared, {"b1": (3.0, 4.0)})
    assert (tag.name, tag.x, tag.y, tag.ids) == ("b1", 3.0, 4.0, ("b1", "Δb1", "∂E_total/∂b1", "b1⁺"))
