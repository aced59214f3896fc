from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.batch import batch_of
from core.backprop.engine.network import WORKSHEET, Network
from core.backprop.engine.optimizer import SETTINGS, Optimizer, State, beginning, optimize
from core.backprop.engine.substitution import ids
from core.backprop.lesson.lesson import Step, lesson
from core.backprop.lesson.optimizer_lesson import optimizer_lesson
from tests.core.backprop.batches import batch_network, batches, optimizers


def steps_after(net: Network, optimizer: Optimizer, updates: int) -> tuple[State, tuple[Step, ...]]:
    state = optimize(net, optimizer, updates)[-1]
    return state, optimizer_lesson(state, optimizer)


def by_name(steps: tuple[Step, ...]) -> dict[str, Step]:
    return {step.name: step for step in steps}


def test_one_example_and_plain_descent_are_the_lesson_itself() -> None:
    assert optimizer_lesson(beginning(Network(), Optimizer()), Optimizer()) == lesson(Network(), 0.5)


@given(batches, optimizers, st.integers(0, 3))
@settings(max_examples=40)
def test_every_row_is_its_result_and_uses_what_is_known(net: Network, optimizer: Optimizer, updates: int) -> None:
    state, steps = steps_after(net, optimizer, updates)
    assert len({step.name for step in steps}) == len(steps)
    for before, step in pairwise(steps):
        assert step.before == before.after
        assert step.after.keys() > step.before.keys()
    for step in steps:
        assert step.sentence.endswith(".")
        assert not set("{}") & set(step.title + step.sentence)
        if step.equation:
            for row in step.equation.rows:
                assert ids(row) <= step.after.keys()
                assert row.evaluate(step.after) == pytest.approx(step.equation.result, rel=1e-9, abs=1e-15)
    new, numbers = state.next(optimizer).network, steps[-1].after
    assert {w: numbers[f"{w}⁺"] for w in new.graph.weights} == {w: new.numbers[w] for w in new.graph.weights}
    loss = new.graph.loss
    assert numbers[f"Δ{loss}"] == new.values()[loss] - state.network.values()[loss]


def test_a_weight_gets_a_line_for_each_example_and_one_for_their_sum() -> None:
    _, steps = steps_after(batch_network(Architecture(), 3), Optimizer(), 0)
    names = [step.name for step in steps]
    assert [name for name in names if name.startswith("d-w1")] == ["d-w1-h1ᵃ", "d-w1-h1ᵇ", "d-w1-h1ᶜ", "d-w1"]
    met = by_name(steps)["d-w1"]
    assert "the average of the examples' gradients" in met.sentence
    assert sum(met.before[f"∂E_mean/∂w1 via h1{mark}"] for mark in "ᵃᵇᶜ") == pytest.approx(met.after["∂E_mean/∂w1"])
    assert "1/n" in by_name(steps)["d-E_totalᵇ"].sentence
    assert "3 examples, a, b and c" in steps[0].sentence


@pytest.mark.parametrize(
    ("name", "lines"),
    [("SGD", ["w5"]), ("momentum", ["v_w5", "w5"]), ("Adam", ["m_w5", "v_w5", "m̂_w5", "v̂_w5", "w5"])],
)
def test_each_thing_an_optimizer_computes_has_its_line(name: str, lines: list[str]) -> None:
    _, steps = steps_after(Network(), Optimizer.usual(name), 0)
    found = [step.name for step in steps if step.phase == "update" and step.name.endswith("w5")]
    assert found == [f"new-{line}" for line in lines]
    assert steps[0].after.keys() >= SETTINGS[name].keys()


def test_the_words_follow_the_numbers() -> None:
    momentum = Optimizer.usual("momentum")
    _, first = steps_after(Network(), momentum, 0)
    assert "it is the gradient itself" in by_name(first)["new-v_w5"].sentence
    _, second = steps_after(Network(), momentum, 1)
    assert "Both have the same sign" in by_name(second)["new-v_w5"].sentence
    assert "w5 goes down." in by_name(second)["new-w5"].sentence
    fast = Optimizer("momentum", {"learning_rate": 30.0, "momentum": 0.95})
    later = [step for updates in range(40) for step in steps_after(Network(), fast, updates)[1]]
    said = " ".join(step.sentence for step in later)
    assert "opposite signs here, so the gradient brakes" in said
    assert "although this gradient alone would send it the other way" in said
    assert "so it can overshoot" in said


def test_softmax_and_cross_entropy_are_simple_in_a_batch_too() -> None:
    graph = batch_of(WORKSHEET, 2)
    assert graph.loss == "E_mean"
    net = batch_network(Architecture(loss="cross-entropy"), 2)
    targets = {"t1ᵃ": 0.25, "t2ᵃ": 0.75, "t1ᵇ": 1.0, "t2ᵇ": 0.5}
    steps = by_name(steps_after(net.replaced(**targets), Optimizer(), 0)[1])
    assert "What is left is a_o1ᵃ − t1ᵃ, output minus target" in steps["d-o1ᵃ"].sentence
    assert "If the targets added up to 1, it would be simply a_o1ᵇ − t1ᵇ" in steps["d-o1ᵇ"].sentence
    assert steps["d-o1ᵇ"].sentence.endswith("the 1/n of the mean is a factor of it.")
