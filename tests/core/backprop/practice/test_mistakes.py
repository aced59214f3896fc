"""Every wrong program is wrong in one thing, and in nothing else."""

from __future__ import annotations

from contextlib import suppress
from math import exp

import numpy as np
import pytest
from hypothesis import given, settings

from core.backprop.engine.architecture import Architecture, graph_of, numbers_of
from core.backprop.engine.expression import Real
from core.backprop.engine.graph import NonFinite
from core.backprop.engine.network import WORKSHEET, Network, network_of
from core.backprop.engine.proof import central_differences
from core.backprop.lesson.lesson import lesson
from core.backprop.lesson.presets import preset
from core.backprop.practice.mistakes import MISTAKES, NEW_WEIGHTS, mistake
from core.backprop.practice.wrong import Mistake
from tests.core.backprop.narrowed import floats
from tests.core.backprop.networks import MODERATE, networks, shaped_networks

RATE = 0.5
ON_THE_WORKSHEET = [each for each in MISTAKES if each.applies(WORKSHEET)]
AFTER_SOFTMAX = ("minus-lost", "own-output-only", "slope-after-softmax")


def named(each: Mistake) -> str:
    return each.name


def wrong_gradients(name: str, net: Network) -> dict[str, float]:
    """The worksheet's gradients in plain Python, with one thing wrong."""
    n = floats(net.numbers)

    def squeezed(x: float) -> float:
        return 1 / (1 + exp(-x))

    h = [n["w1"] * n["i1"] + n["w2"] * n["i2"], n["w3"] * n["i1"] + n["w4"] * n["i2"]]
    a = [squeezed(x) for x in h]
    o = [n["w5"] * a[0] + n["w6"] * a[1], n["w7"] * a[0] + n["w8"] * a[1]]
    b = [squeezed(x) for x in o]
    t = [n["t1"], n["t2"]]
    outwards = [[n["w5"], n["w6"]], [n["w7"], n["w8"]]]

    def slope(net_input: float, activation: float, hidden: bool) -> float:
        if name == "no-slope" or name == ("no-slope-in-hidden-layers" if hidden else "no-slope-at-outputs"):
            return 1
        if name == "slope-at-net-input":
            return net_input * (1 - net_input)
        if name == "slope-at-activation":
            return squeezed(activation) * (1 - squeezed(activation))
        return activation * (1 - activation)

    error = [(t[j] - b[j] if name == "target-first" else b[j] - t[j]) for j in range(2)]
    error = [x * {"half-kept": 0.5, "half-lost": 2.0}.get(name, 1.0) for x in error]
    delta = [error[j] * slope(o[j], b[j], hidden=False) for j in range(2)]
    inputs = [1.0, 1.0] if name == "no-input" else h if name == "net-input-for-activation" else a
    wanted = [[delta[j] * inputs[i] for i in range(2)] for j in range(2)]
    if name == "new-weights":
        outwards = [[outwards[j][i] - RATE * wanted[j][i] for i in range(2)] for j in range(2)]
    if name == "no-weight":
        outwards = [[1, 1], [1, 1]]
    if name == "transposed":
        outwards = [[outwards[i][j] for i in range(2)] for j in range(2)]
    paths = 1 if name == "one-path" else 2
    back = [sum(delta[j] * outwards[j][i] for j in range(paths)) * slope(h[i], a[i], hidden=True) for i in range(2)]
    first = [1.0, 1.0] if name == "no-input" else [n["i1"], n["i2"]]
    flat = [back[i] * first[k] for i in range(2) for k in range(2)] + [x for row in wanted for x in row]
    return dict(zip(WORKSHEET.weights, flat, strict=True))


@pytest.mark.parametrize("wrong", ON_THE_WORKSHEET, ids=named)
@given(net=networks(MODERATE))
@settings(max_examples=20, deadline=None)
def test_a_wrong_program_gives_what_such_a_program_gives_that_somebody_wrote_by_hand(
    wrong: Mistake, net: Network
) -> None:
    gradients = wrong.gradients(net, RATE)
    for weight, expected in wrong_gradients(wrong.name, net).items():
        assert gradients[weight] == pytest.approx(expected, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("wrong", MISTAKES, ids=named)
def test_central_differences_catch_every_mistake(wrong: Mistake) -> None:
    softmax = network_of(Architecture(loss="cross-entropy"))
    net = softmax if wrong.name in AFTER_SOFTMAX else Network()
    slopes, gradients = central_differences(net), floats(wrong.gradients(net, RATE))
    new = floats(wrong.updated(net, RATE).numbers)
    right = {weight: floats(net.numbers)[weight] - RATE * slopes[weight] for weight in net.graph.weights}
    in_the_gradients = any(abs(gradients[w] - slopes[w]) > 1e-6 for w in net.graph.weights)
    assert in_the_gradients == (wrong.rewrite is not None)
    assert any(abs(new[w] - right[w]) > 1e-6 for w in net.graph.weights)


@pytest.mark.parametrize("wrong", ON_THE_WORKSHEET, ids=named)
def test_the_forward_pass_of_a_wrong_program_is_right(wrong: Mistake) -> None:
    net = Network()
    values = wrong.program(net, RATE).values()
    assert {name: values[name] for name in net.values()} == net.values()
    assert wrong.updated(net, RATE).graph is WORKSHEET


def test_the_update_rules_of_the_two_wrong_updates() -> None:
    net = Network()
    for weight, gradient in net.gradients().items():
        if weight in net.graph.weights:
            old = net.numbers[weight]
            assert mistake("uphill").updated(net, RATE).numbers[weight] == old + RATE * gradient
            assert mistake("no-rate").updated(net, RATE).numbers[weight] == old - gradient


def test_new_weights_read_early_explain_a_famous_article() -> None:
    net = preset("article").network
    assert net.updated(RATE).values()["E_total"] == pytest.approx(0.29102777369359933, rel=1e-14)
    assert f"{floats(NEW_WEIGHTS.updated(net, RATE).values())['E_total']:.9f}" == "0.291027924"


@given(net=shaped_networks())
@settings(max_examples=50, deadline=None)
def test_new_weights_are_read_early_layer_by_layer(net: Network) -> None:
    """Against the right graph, whose own weights are replaced by new ones from the last layer to the first."""
    graph, numbers = net.graph, dict(net.numbers)
    sums = [q for q in graph.quantities if q.terms]
    layers: dict[tuple[str, ...], list[str]] = {}
    for q in sums:
        learning = [name for name in (*(weight for weight, _ in q.terms), q.bias) if name in graph.weights]
        layers.setdefault(tuple(source for _, source in q.terms), []).extend(learning)
    expected: dict[str, Real] = {}
    for weights in reversed(layers.values()):
        gradients = graph.backward({**numbers, **net.values()})
        expected |= {weight: gradients[weight] for weight in weights}
        numbers |= {weight: net.numbers[weight] - RATE * gradients[weight] for weight in weights}
    found = NEW_WEIGHTS.gradients(net, RATE)
    assert {weight: found[weight] for weight in expected} == pytest.approx(expected, rel=1e-12, abs=1e-300)


@given(net=shaped_networks())
@settings(max_examples=30, deadline=None)
def test_every_mistake_runs_on_every_shape_and_is_told_as_a_lesson(net: Network) -> None:
    for wrong in MISTAKES:
        program = wrong.program(net, RATE)
        assert [q.name for q in program.graph.quantities] == [q.name for q in net.graph.quantities]
        if not wrong.applies(net.graph):
            assert program.gradients() == net.gradients()
            assert wrong.updated(net, RATE) == net.updated(RATE)
        with suppress(NonFinite):  # a wrong step may be too large for a 64-bit number
            steps = {step.name: step for step in lesson(program, RATE)}
            for weight in net.graph.weights:
                equation = steps[f"d-{weight}"].equation
                assert equation
                assert equation.result == program.gradients()[weight]


def test_a_mistake_can_be_made_in_one_place_only() -> None:
    net = Network()
    wrong = mistake("no-slope").program(net, RATE, only="a_h2")
    right = net.gradients()
    assert {w for w in WORKSHEET.weights if wrong.gradients()[w] != right[w]} == {"w3", "w4"}
    assert not mistake("no-slope").applies(WORKSHEET, "o1")


def test_a_family_of_networks_is_wrong_one_by_one() -> None:
    weights = np.array([-1.0, 0.4, 2.0])
    family = NEW_WEIGHTS.gradients(Network(w5=weights), RATE)["w1"]
    assert family == pytest.approx([NEW_WEIGHTS.gradients(Network(w5=float(w)), RATE)["w1"] for w in weights])


@pytest.mark.parametrize(
    ("name", "shape", "applies"),
    [
        ("transposed", Architecture((3,)), False),
        ("transposed", Architecture((3, 3)), True),
        ("minus-lost", Architecture(), False),
        ("minus-lost", Architecture(loss="cross-entropy"), True),
        ("target-first", Architecture(loss="cross-entropy"), False),
        ("slope-at-net-input", Architecture(activation="relu", loss="cross-entropy"), False),
        ("no-slope-at-outputs", Architecture(loss="cross-entropy"), False),
        ("one-path", Architecture((1,), loss="cross-entropy"), True),
        ("uphill", Architecture((4, 4), "tanh", "shared"), True),
    ],
)
def test_a_mistake_knows_where_it_can_be_made(name: str, shape: Architecture, applies: bool) -> None:
    assert mistake(name).applies(graph_of(shape)) == applies


def test_a_shared_bias_answers_for_all_of_its_neurons() -> None:
    shape = Architecture(biases="shared")
    net = Network(graph_of(shape), **numbers_of(shape))
    gradients, wrong = net.gradients(), mistake("one-path").gradients(net)
    assert gradients["b2"] == pytest.approx(gradients["o1"] + gradients["o2"])
    assert wrong["b2"] == gradients["o1"]


def test_what_is_said_of_a_mistake_is_one_sentence_and_its_name_is_its_own() -> None:
    assert len({each.name for each in MISTAKES}) == len({each.title for each in MISTAKES}) == len(MISTAKES)
    for each in MISTAKES:
        assert each.sentence.endswith(".")
        assert ". " not in each.sentence
    with pytest.raises(ValueError, match="no mistake 'nothing'"):
        mistake("nothing")


def test_two_wrong_programs_are_not_equal_although_their_numbers_are() -> None:
    net = Network()
    one, other = mistake("uphill").program(net), mistake("no-rate").program(net)
    assert one != other
    assert one != net
    assert len({net, one, other}) == 3


def test_a_program_updates_at_its_own_rate() -> None:
    with pytest.raises(ValueError, match=r"learning rate of 0\.5, not 1"):
        mistake("uphill").program(Network(), RATE).updated(1.0)
    with pytest.raises(ValueError, match="finite"):
        mistake("uphill").program(Network(), float("nan"))
