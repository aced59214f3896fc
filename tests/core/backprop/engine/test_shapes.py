"""Every shape of network: gradients against two oracles, the lesson, its equations and how they are written."""

from __future__ import annotations

from collections import Counter
from math import isclose

import numpy as np
import pytest
import torch
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from core.backprop.engine.architecture import Architecture, architecture_of
from core.backprop.engine.functions import Relu
from core.backprop.engine.graph import NonFinite, Operation
from core.backprop.engine.network import Network, network_of
from core.backprop.engine.proof import autograd, central_differences
from core.backprop.engine.substitution import ids
from core.backprop.export.tables import sheet
from core.backprop.lesson.introduction import introduction
from core.backprop.lesson.lesson import PHASES, Step, every_number, lesson
from core.backprop.notation.latex import latex
from core.backprop.notation.mathml import cells
from tests.core.backprop.narrowed import arrays, equation, floats
from tests.core.backprop.networks import SHAPES, shaped_networks
from tests.core.backprop.notation.test_mathml import marked

torch.set_num_threads(1)
every_shape = pytest.mark.parametrize("net", [network_of(shape) for shape in SHAPES], ids=map(str, SHAPES))
RATES = st.floats(-50, 50)


def size(net: Network) -> float:
    """The largest gradient: rounding errors of shares that cancel are relative to it."""
    return max(1e-3, *(abs(float(gradient)) for gradient in net.gradients().values()))


def near_a_kink(net: Network, within: float) -> bool:
    """Whether a net input of a ReLU is so near 0 that a moved weight may cross it."""
    inputs = [next(iter(q.partials)) for q in net.graph.quantities if isinstance(q.formula, Relu)]
    return any(abs(floats(net.values())[name]) < within for name in inputs)


def numbers_of_an_update(net: Network, rate: float) -> dict[str, float]:
    """Every number of it; numbers so large that an update overflows make no lesson."""
    try:
        return dict(every_number(net, rate))
    except NonFinite:
        assume(False)
        raise


@given(shaped_networks())
@settings(max_examples=100, deadline=None)
def test_gradients_of_any_shape_are_those_of_autograd(net: Network) -> None:
    gradients, scale = net.gradients(), size(net)
    expected = autograd(net)
    assert list(expected) == list(net.graph.weights)
    for weight, gradient in expected.items():
        assert isclose(gradients[weight], gradient, rel_tol=1e-11, abs_tol=1e-13 * scale), (weight, net)


@given(shaped_networks())
@settings(max_examples=100, deadline=None)
def test_gradients_of_any_shape_are_central_differences(net: Network) -> None:
    assume(not near_a_kink(net, 1e-3))
    gradients, scale = floats(net.gradients()), size(net)
    for weight, difference in central_differences(net).items():
        assert abs(difference - gradients[weight]) <= 1e-7 * scale, (weight, net)


@every_shape
def test_frozen_biases_shared_ones_and_one_each_are_what_autograd_says_too(net: Network) -> None:
    assert net.gradients().keys() >= {*net.graph.given}
    for weight, gradient in autograd(net).items():
        assert net.gradients()[weight] == pytest.approx(gradient, rel=1e-12, abs=1e-16)
    moved = net.updated(0.5)
    assert all(moved.numbers[name] == net.numbers[name] for name in net.graph.frozen)


def test_at_its_kink_relu_has_the_slope_0_here_and_in_pytorch() -> None:
    net = network_of(Architecture(activation="relu"), {"w1": 0.0, "w2": 0.0})
    assert net.values()["h1"] == 0
    assert net.gradients()["w1"] == autograd(net)["w1"] == 0
    one_sided = central_differences(net)["w1"]  # half of the slope above 0, as the proofs' text says
    above = network_of(Architecture(activation="relu"), {"w1": 1e-9, "w2": 0.0}).gradients()["w1"]
    assert one_sided == pytest.approx(above / 2, rel=1e-4)


@given(shaped_networks())
@settings(max_examples=40, deadline=None)
def test_the_chain_rule_in_symbols_gives_the_gradients(net: Network) -> None:
    values, scale = {**net.numbers, **net.values()}, size(net)
    for name in net.graph.given:
        written = net.graph.gradient_formula(name).evaluate(values)
        assert isclose(written, net.gradients()[name], rel_tol=1e-10, abs_tol=1e-12 * scale), name


@given(shaped_networks())
@settings(max_examples=40, deadline=None)
def test_softmax_and_cross_entropy_together_are_output_minus_target(net: Network) -> None:
    assume(architecture_of(net.graph).loss == "cross-entropy")
    numbers = {**net.numbers, **net.values()}
    net = net.replaced(t2=1 - numbers["t1"])
    for output, target in (("o1", "t1"), ("o2", "t2")):
        simply = net.values()[f"a_{output}"] - net.numbers[target]
        assert isclose(net.gradients()[output], simply, rel_tol=1e-9, abs_tol=1e-13)


@given(shaped_networks(), RATES)
@settings(max_examples=30, deadline=None)
@example(network_of(SHAPES[-1]), 0.5)
def test_a_lesson_of_any_shape_is_whole(net: Network, rate: float) -> None:
    numbers, scale = numbers_of_an_update(net, rate), size(net)
    steps = lesson(net, rate)
    known: set[str] = set()
    for step in steps:
        assert step.before.keys() == known
        assert step.lit
        assert step.sentence.endswith(".")
        assert not set("{}") & set(step.title + step.sentence)
        assert not set(step.flow) - set(net.graph.weights)
        if step.equation:
            assert not ids(step.equation.left) <= step.before.keys(), step.name
            for row in (step.equation.left, *step.equation.rows):
                assert ids(row) <= step.after.keys(), step.name
                found, result = float(row.evaluate(numbers)), step.equation.result
                assert isclose(found, result, rel_tol=1e-12, abs_tol=1e-13 * scale), (step.name, latex(row))
        known = set(step.after)
    assert [step.phase for step in steps] == sorted((step.phase for step in steps), key=PHASES.index)
    assert len({step.name for step in steps}) == len(steps)


@every_shape
def test_a_lesson_finds_every_gradient_and_changes_every_weight_exactly_once(net: Network) -> None:
    steps, graph = lesson(net, 0.5), net.graph
    new = Counter(key for step in steps for key in step.after.keys() - step.before.keys())
    for weight in graph.weights:
        assert new[graph.gradient(weight).id] == new[f"{weight}⁺"] == 1
        assert [step.name for step in steps].count(f"new-{weight}") == 1
    for name in graph.frozen:
        assert graph.gradient(name).id not in new
        assert f"{name}⁺" not in new
    assert {name: steps[-1].after[name] for name in net.values()} == net.values()
    assert {f"{name}⁺" for name in net.values()} <= steps[-1].after.keys()


@every_shape
def test_what_flows_through_the_connections_and_the_bias_make_the_net_input(net: Network) -> None:
    steps = {step.name: step for step in lesson(net, 0.5)}
    for q in net.graph.quantities:
        if q.operation is Operation.WEIGHTED_SUM:
            bias = net.numbers[q.bias] if q.bias else 0
            assert sum(steps[q.name].flow.values()) + bias == pytest.approx(net.values()[q.name], rel=1e-14)


@every_shape
def test_every_formula_of_a_lesson_can_be_written(net: Network) -> None:
    for step in (*introduction(net, 0.5), *lesson(net, 0.5)):
        for row in (step.equation.left, *step.equation.rows) if step.equation else ():
            text = latex(row)
            for opening, closing in ("()", "{}", "[]"):
                assert text.count(opening) == text.count(closing), text
            marks: dict[str, str] = {}
            for cell in cells(row):
                marks |= marked(cell)
            assert marks.keys() == ids(row)
    assert all(len(column) == len(net.gradients()) for column in sheet(net, 4).values())


@given(shaped_networks())
@settings(max_examples=15, deadline=None)
@example(network_of(Architecture((2, 2), "tanh", "shared", "cross-entropy")))
def test_an_introduction_to_any_shape_is_whole(net: Network) -> None:
    numbers, scale = numbers_of_an_update(net, 0.5), size(net)
    for card in introduction(net, 0.5):
        assert card.lit
        assert card.after.items() <= numbers.items()
        assert card.sentence.endswith((".", "?"))
        assert not set("{}") & set(card.title + card.sentence)
        for row in card.equation.rows if card.equation else ():
            found = float(row.evaluate(numbers))
            assert isclose(found, equation(card).result, rel_tol=1e-9, abs_tol=1e-9 * scale), card.name


def by_name(net: Network) -> dict[str, Step]:
    return {step.name: step for step in lesson(net, 0.5)}


def test_the_gradient_of_a_bias_is_the_delta_itself() -> None:
    net = network_of(Architecture(biases="per neuron"))
    step = by_name(net)["d-b_o1"]
    assert step.equation is not None
    assert step.equation.result == net.gradients()["o1"]
    assert "the delta of o1 itself" in step.sentence


def test_the_paths_of_a_shared_bias_meet() -> None:
    steps = by_name(network_of(Architecture((3,), biases="shared")))
    assert "b1 feeds h1, h2 and h3, so it answers for all of them" in steps["d-b1"].sentence
    assert "its share is the delta of h2 itself" in steps["d-b1-h2"].sentence


def test_a_dead_neuron_is_said_and_a_live_one_lets_all_through() -> None:
    net = network_of(Architecture(activation="relu"), {"w1": -1, "w2": -1})
    steps = by_name(net)
    assert "It is called dead" in steps["d-h1"].sentence
    assert "all that arrives passes" in steps["d-h2"].sentence
    assert net.gradients()["w1"] == 0


def test_the_slope_of_tanh_is_said() -> None:
    assert "1 − a²" in by_name(network_of(Architecture(activation="tanh")))["d-h1"].sentence


def test_where_softmax_meets_cross_entropy_the_simple_result_is_said_only_where_it_holds() -> None:
    net = network_of(Architecture(loss="cross-entropy"))
    steps = by_name(net)
    assert "What is left is a_o1 − t1, output minus target" in steps["d-o1"].sentence
    assert "more o1 means less a_o2" in steps["d-o1-a_o2"].sentence
    assert "If the targets added up to 1" in by_name(net.replaced(t1=0.3))["d-o1"].sentence


def test_what_a_target_says_to_the_cross_entropy() -> None:
    net = network_of(Architecture(loss="cross-entropy"))
    assert "more a_o2 would mean less loss" in by_name(net)["d-a_o2"].sentence
    assert "says nothing about a_o1" in by_name(net.replaced(t1=0))["d-a_o1"].sentence
    assert "which no probability can be" in by_name(net.replaced(t1=-1))["d-a_o1"].sentence


def test_what_is_given_is_said() -> None:
    assert "biases" not in by_name(Network())["start"].sentence
    assert "biases of the neurons, and" in by_name(network_of(Architecture(biases="shared")))["start"].sentence
    assert "which stay as they are" in by_name(network_of(Architecture(biases="frozen")))["start"].sentence


@every_shape
def test_a_family_of_networks_is_one_forward_pass(net: Network) -> None:
    some = np.linspace(-1, 1, 3)
    family = net.replaced(w1=some)
    for at, number in enumerate(some):
        one = net.replaced(w1=float(number))
        assert arrays(family.values())["E_total"][at] == pytest.approx(one.values()["E_total"], rel=1e-14)
        assert np.broadcast_to(family.gradients()["w3"], 3)[at] == pytest.approx(one.gradients()["w3"], rel=1e-12)
