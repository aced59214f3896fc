"""The machinery of wrong programs; test_mistakes.py has the mistakes themselves."""

import pytest

from core.backprop.engine.expression import Symbol
from core.backprop.engine.graph import NonFinite
from core.backprop.engine.network import WORKSHEET, Network
from core.backprop.notation.unicode import unicode
from core.backprop.practice.wrong import Mistake, downhill, no_rate, uphill

W, RATE, GRADIENT = Symbol("w5"), Symbol("learning_rate"), WORKSHEET.gradient("w5")
NOTHING = Mistake("nothing", "Nothing", "Nothing is wrong.", lambda graph, q, name, partial: partial)
ALL_FORGOTTEN = Mistake("all", "Everything", "Nothing comes back.", lambda graph, q, name, partial: None)


def test_the_rules_of_an_update_are_the_right_one_and_two_wrong_ones() -> None:
    rules = [unicode(rule(W, RATE, GRADIENT)) for rule in (downhill, uphill, no_rate)]
    assert rules == ["w5 − η · ∂E_total/∂w5", "w5 + η · ∂E_total/∂w5", "w5 − ∂E_total/∂w5"]


def test_a_mistake_that_changes_nothing_leaves_the_very_graph() -> None:
    assert NOTHING.graph(WORKSHEET) is WORKSHEET
    assert not NOTHING.applies(WORKSHEET)
    assert NOTHING.gradients(Network()) == Network().gradients()
    assert NOTHING.updated(Network(), 0.5) == Network().updated(0.5)


def test_what_is_forgotten_in_one_place_is_there_in_all_others() -> None:
    graph = ALL_FORGOTTEN.graph(WORKSHEET, only="E2")
    partials = {q.name: q.partials for q in graph.quantities}
    right = {q.name: q.partials for q in WORKSHEET.quantities}
    assert "a_o2" not in partials["E2"]
    assert {name: each for name, each in partials.items() if name != "E2"} == {
        name: each for name, each in right.items() if name != "E2"
    }


def test_derivatives_by_what_is_given_stay_since_nobody_asks_for_them() -> None:
    graph = ALL_FORGOTTEN.graph(WORKSHEET)
    kept = {name for q in graph.quantities for name in q.partials}
    assert kept == {*WORKSHEET.inputs, *WORKSHEET.targets}


def test_a_wrong_update_that_overflows_names_the_weight() -> None:
    program = Mistake("uphill", "Uphill", "It climbs.", rule=uphill).program(Network(w5=1e308, i1=1), 0.5)
    assert program.updated(0.5).numbers["w5"] == pytest.approx(1e308)
    huge = Mistake("square", "Squared", "It is squared.", rule=lambda w, rate, gradient: w * w).program(
        Network(w5=1e200)
    )
    with pytest.raises(NonFinite, match="w5⁺"):
        huge.updated(0.5)
