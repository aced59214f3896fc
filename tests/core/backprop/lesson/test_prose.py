import pytest

from core.backprop.engine.architecture import Architecture, graph_of
from core.backprop.engine.graph import Operation
from core.backprop.engine.network import WORKSHEET
from core.backprop.lesson import prose
from tests.core.backprop.networks import SHAPES

QUANTITIES = {q.name: q for q in WORKSHEET.quantities}


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_every_quantity_has_a_title_and_a_sentence_without_gaps(shape: Architecture) -> None:
    for q in graph_of(shape).quantities:
        title, sentence = prose.forward(q)
        assert title.startswith(q.name)
        assert sentence.endswith(".")
        assert "{" not in title + sentence


@pytest.mark.parametrize(("gradient", "word"), [(0.5, "too high"), (-0.5, "too low"), (0.0, "exactly on target")])
def test_the_sign_of_the_first_gradient_is_said(gradient: float, word: str) -> None:
    assert word in prose.backward("a_o1", QUANTITIES["E1"], False, gradient, gradient)[1]


def test_a_path_back_to_a_weight_to_a_bias_and_to_an_activation_are_three_texts() -> None:
    assert "met the input a_h1" in prose.backward("w5", QUANTITIES["o1"], False, 1.0, 1.0)[1]
    assert prose.backward("a_h1", QUANTITIES["o1"], True, 1.0, 1.0)[0] == "Back to a_h1 through o1"
    biased = next(q for q in graph_of(Architecture(biases="per neuron")).quantities if q.name == "o1")
    assert "an input that is always 1" in prose.backward("b_o1", biased, False, 1.0, 1.0)[1]


def test_paths_that_meet_agree_or_cancel() -> None:
    assert prose.AGREE in prose.paths_meet("a_h1", ["o1", "o2"], [0.1, 0.2])[1]
    assert prose.CANCEL in prose.paths_meet("a_h1", ["o1", "o2"], [0.1, -0.2])[1]
    assert "o1, o2 and o3, so it answers for all of them" in prose.paths_meet("x", ["o1", "o2", "o3"], [1, 1, 1])[1]


@pytest.mark.parametrize(
    ("gradient", "rate", "words"),
    [
        (1.0, 0.5, "goes down"),
        (-1.0, 0.5, "goes up"),
        (0.0, 0.5, "w5 stays"),
        (1.0, 0.0, "rate of 0"),
        (1, -1, "uphill"),
    ],
)
def test_where_an_update_goes_is_said(gradient: float, rate: float, words: str) -> None:
    assert words in prose.update("w5", gradient, rate)[1]


@pytest.mark.parametrize(
    ("before", "after", "rate", "words"),
    [
        (0.5, 0.25, 0.5, "dropped by 50 %"),
        (0.5, 0.5, 0.5, "did not change in any digit"),
        (0.5, 0.5, 0.0, "moves nothing"),
        (0.5, 0.75, 9.0, "rose by 50 %. The gradient only knows"),
        (0.5, 0.75, -1.0, "as it must"),
        (0.0, 0.75, 9.0, "rose by ∞ %"),
    ],
)
def test_what_an_update_led_to_is_said(before: float, after: float, rate: float, words: str) -> None:
    assert words in prose.verify(before, after, rate)[1]


def test_a_list_is_written_as_a_sentence_lists_it() -> None:
    assert [prose.listed("abc"[:n]) for n in (1, 2, 3)] == ["a", "a and b", "a, b and c"]


def test_every_operation_is_told_forward() -> None:
    assert set(prose.FORWARD) == set(Operation)
