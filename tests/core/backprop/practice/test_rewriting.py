"""Single wrong derivatives of the worksheet; test_mistakes.py runs the programs that have them."""

import pytest

from core.backprop.engine.architecture import Architecture, graph_of
from core.backprop.engine.network import WORKSHEET
from core.backprop.notation.unicode import unicode
from core.backprop.practice import rewriting
from core.backprop.practice.rewriting import Rewrite

SOFTMAX = graph_of(Architecture(loss="cross-entropy"))


def rewritten(rewrite: Rewrite, of: str, by: str, graph=WORKSHEET) -> str:  # type: ignore[no-untyped-def]
    """What the rewriting makes of ∂of/∂by, in Unicode; nothing where it forgets it."""
    q = next(q for q in graph.quantities if q.name == of)
    wrong = rewrite(graph, q, by, q.partials[by])
    return unicode(wrong) if wrong is not None else ""


@pytest.mark.parametrize(
    ("rewrite", "of", "by", "wrong"),
    [
        (rewriting.target_first, "E1", "a_o1", "t1 − a_o1"),
        (rewriting.half_kept, "E1", "a_o1", "½ · (a_o1 − t1)"),
        (rewriting.half_lost, "E1", "a_o1", "2 · (a_o1 − t1)"),
        (rewriting.no_slope, "a_h1", "h1", "1"),
        (rewriting.no_slope_at_outputs, "a_o1", "o1", "1"),
        (rewriting.no_slope_at_outputs, "a_h1", "h1", "a_h1 · (1 − a_h1)"),
        (rewriting.no_slope_in_hidden_layers, "a_h1", "h1", "1"),
        (rewriting.no_slope_in_hidden_layers, "a_o1", "o1", "a_o1 · (1 − a_o1)"),
        (rewriting.slope_at_net_input, "a_h1", "h1", "h1 · (1 − h1)"),
        (rewriting.slope_at_activation, "a_h1", "h1", "σ(a_h1) · (1 − σ(a_h1))"),
        (rewriting.one_path, "o1", "a_h1", "w5"),
        (rewriting.one_path, "o2", "a_h1", ""),
        (rewriting.no_weight, "o1", "a_h1", "1"),
        (rewriting.transposed, "o1", "a_h2", "w7"),
        (rewriting.new_weight, "o1", "a_h1", "w5⁺"),
        (rewriting.new_weight, "o1", "w5", "a_h1"),
        (rewriting.no_input, "o1", "w5", "1"),
        (rewriting.net_input_for_activation, "o1", "w5", "h1"),
        (rewriting.net_input_for_activation, "h1", "w1", "i1"),
    ],
)
def test_a_derivative_of_the_worksheet_is_wrong_in_one_thing(rewrite: Rewrite, of: str, by: str, wrong: str) -> None:
    assert rewritten(rewrite, of, by) == wrong


@pytest.mark.parametrize(
    ("rewrite", "of", "by", "wrong"),
    [
        (rewriting.minus_lost, "E1", "a_o1", "t1/a_o1"),
        (rewriting.own_output_only, "a_o1", "o2", ""),
        (rewriting.own_output_only, "a_o1", "o1", "a_o1 · (1 − a_o1)"),
        (rewriting.slope_after_softmax, "a_o1", "o1", "a_o1 · (1 − a_o1) · a_o1 · (1 − a_o1)"),
    ],
)
def test_a_derivative_of_softmax_and_cross_entropy_is_wrong_in_one_thing(
    rewrite: Rewrite, of: str, by: str, wrong: str
) -> None:
    assert rewritten(rewrite, of, by, SOFTMAX) == wrong


def test_rows_can_be_taken_for_columns_only_where_there_are_as_many() -> None:
    three = graph_of(Architecture((3,)))
    assert rewritten(rewriting.transposed, "o1", "a_h2", three) == "w8"
