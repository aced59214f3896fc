"""Find the bug: the first wrong line is the one that a comparison with the right network shows."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.expression import Expression
from core.backprop.engine.graph import NonFinite
from core.backprop.engine.network import WORKSHEET, Network, network_of
from core.backprop.lesson.lesson import lesson
from core.backprop.practice.bug_hunt import (
    LEVELS,
    SOURCES,
    Hunt,
    Line,
    Standing,
    checks,
    first_wrong_steps,
    hunt,
    line,
    said,
)
from core.backprop.practice.mistakes import MISTAKES, mistake
from tests.core.backprop.networks import SHAPES, shaped_networks

RATE = 0.5
UPDATES = tuple(f"new-w{number}" for number in range(1, 9))
GRADIENTS = tuple(f"d-w{number}" for number in (5, 6, 7, 8, 1, 2, 3, 4))
BACK_TO_HIDDEN = ("d-a_h1-o1", "d-a_h1-o2", "d-a_h2-o1", "d-a_h2-o2")


def bug(name: str, only: str | None = None, net: Network | None = None) -> Hunt:
    return Hunt(net or Network(), RATE, "medium", 0, mistake(name), only)


@pytest.mark.parametrize(
    ("name", "only", "first"),
    [
        ("target-first", None, ("d-a_o1", "d-a_o2")),
        ("half-kept", "E2", ("d-a_o2",)),
        ("no-slope", None, ("d-o1", "d-o2")),
        ("no-slope", "a_h2", ("d-h2",)),
        ("no-slope-in-hidden-layers", None, ("d-h1", "d-h2")),
        ("slope-at-activation", None, ("d-o1", "d-o2")),
        ("one-path", None, ("d-a_h1", "d-a_h2")),
        ("no-weight", None, BACK_TO_HIDDEN),
        ("new-weights", None, BACK_TO_HIDDEN),
        ("transposed", None, ("d-a_h1-o2", "d-a_h2-o1")),
        ("no-input", None, GRADIENTS),
        ("no-input", "h1", ("d-w1", "d-w2")),
        ("net-input-for-activation", None, GRADIENTS[:4]),
        ("uphill", None, UPDATES),
        ("no-rate", None, UPDATES),
    ],
)
def test_the_first_wrong_steps(name: str, only: str | None, first: tuple[str, ...]) -> None:
    assert first_wrong_steps(mistake(name).program(Network(), RATE, only)) == first


def test_a_mistake_in_the_hidden_layer_misleads_what_comes_after_it_and_nothing_else() -> None:
    standings = {each.name: each.standing for each in bug("no-slope", "a_h1").lines}
    later = {name for name, standing in standings.items() if standing is Standing.LATER}
    assert standings["d-h1"] is Standing.FIRST
    assert later == {"d-w1", "d-w2", "new-w1", "new-w2"}
    assert standings["d-h2"] is standings["new-w5"] is standings["d-a_h1"] is Standing.RIGHT


@given(net=shaped_networks(), place=st.integers(0, len(MISTAKES) - 1))
@settings(max_examples=40, deadline=None)
def test_lines_stand_as_their_numbers_do(net: Network, place: int) -> None:
    """Wrong exactly where they differ from the right lesson; and what is first wrong uses right numbers only."""
    wrong = MISTAKES[place]
    assume(wrong.applies(net.graph))
    right: dict[Expression, float] = {}
    lines: tuple[Line, ...] = ()
    with suppress(NonFinite):  # a step may be too large for a 64-bit number
        right = {step.equation.left: step.equation.result for step in lesson(net, RATE) if step.equation}
        lines = Hunt(net, RATE, "medium", 0, wrong, None).lines
    wrong_ids = set()
    for each in lines:
        assert each.step.equation
        number, true = each.step.equation.result, right[each.step.equation.left]
        assert (each.standing is Standing.RIGHT) == (number == pytest.approx(true, rel=1e-12, abs=0))
        if each.standing is not Standing.RIGHT:
            wrong_ids.add(each.step.equation.left.id)  # type: ignore[attr-defined]
    for each in lines:
        assert set(each.wrong_before) <= wrong_ids
        assert (each.standing is Standing.LATER) <= bool(each.wrong_before)
    if wrong_ids:
        assert any(each.standing is Standing.FIRST for each in lines)


def test_the_same_number_is_the_same_bug_and_numbers_deal_from_a_shuffled_deck() -> None:
    net = Network()
    assert hunt(net, RATE, "easy", 7) == hunt(net, RATE, "easy", 7)
    deck = [hunt(net, RATE, "easy", seed).mistake.name for seed in range(20)]
    assert len(set(deck[:10])) == len(set(deck[10:])) == 10
    assert deck[:10] != deck[10:]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("level", LEVELS)
def test_there_is_a_bug_to_find_in_every_shape(shape: Architecture, level: str) -> None:
    for seed in (0, 1, 9999):
        found = hunt(network_of(shape), RATE, level, seed)
        first = [each for each in found.lines if each.standing in SOURCES]
        assert [each.standing for each in first].count(Standing.FIRST) == 1
        assert first[0].standing is Standing.FIRST
        assert (found.only is not None) == (level == "hard")
        assert any(
            each.step.equation.result != pytest.approx(each.right.equation.result, rel=0.005)  # type: ignore[union-attr]
            for each in first
        )


def test_what_makes_no_bug_is_said() -> None:
    with pytest.raises(ValueError, match="no level 'impossible'"):
        hunt(Network(), RATE, "impossible", 1)
    with pytest.raises(ValueError, match="between 0 and 9999"):
        hunt(Network(), RATE, "easy", 10_000)
    on_target = Network(t1=Network().values()["a_o1"], t2=Network().values()["a_o2"])
    with pytest.raises(ValueError, match="no mistake would show"):
        hunt(on_target, RATE, "hard", 1)
    with pytest.raises(ValueError, match="no line 'd-w9'"):
        line(bug("uphill"), "d-w9")


def test_what_is_said_of_a_line() -> None:
    wrong = bug("no-slope", "a_h1")
    assert "what it makes of it is not" in said(line(wrong, "d-h1"))
    assert "∂E_total/∂h1, which it uses, was wrong before" in said(line(wrong, "d-w1"))
    assert "This line is right" in said(line(wrong, "d-w5"))
    assert said(line(bug("no-slope"), "d-o2")).endswith("But an earlier line did that first.")
    both = bug("no-weight")
    assert " and ∂E_total/∂a_h1 via o2, which it uses, were wrong before" in said(line(both, "d-a_h1"))


def test_the_lines_show_the_formula_that_the_program_used() -> None:
    rows = line(bug("uphill"), "new-w5").step.equation.rows  # type: ignore[union-attr]
    assert float(rows[-1].evaluate({})) == line(bug("uphill"), "new-w5").step.equation.result  # type: ignore[union-attr]
    for each in bug("no-slope").lines:
        assert each.step.equation
        assert float(each.step.equation.rows[-1].evaluate({})) == pytest.approx(each.step.equation.result, rel=1e-12)


def test_witnesses_contradict_the_gradients_of_a_wrong_backward_pass() -> None:
    found = checks(bug("no-slope", "a_h2"))
    assert [each.weight for each in found if not each.gradient_agrees] == ["w3", "w4"]
    assert [each.weight for each in found if not each.new_agrees] == ["w3", "w4"]
    right = Network().gradients()
    for each in found:
        assert each.autograd == pytest.approx(right[each.weight], rel=1e-12)
        assert each.central_difference == pytest.approx(right[each.weight], abs=1e-9)


def test_witnesses_contradict_the_new_weights_of_a_wrong_update_only() -> None:
    found = checks(bug("uphill"))
    assert all(each.gradient_agrees for each in found)
    assert not any(each.new_agrees for each in found)
    assert [each.weight for each in found] == list(WORKSHEET.weights)
