from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings

from core.backprop.engine.expression import ONE, Symbol
from core.backprop.engine.graph import Graph, NonFinite, half_squared_error, sigmoid, total, weighted_sum
from core.backprop.engine.network import WORKSHEET, Network
from tests.core.backprop.narrowed import floats
from tests.core.backprop.networks import networks

# One input, two hidden layers of one neuron, and a connection that skips the second: `a` has two consumers.
SKIP = Graph(
    inputs=("x",),
    targets=("t",),
    weights=("p", "q", "r", "s"),
    quantities=(
        weighted_sum("h", ("p", "x")),
        sigmoid("a", "h"),
        weighted_sum("g", ("q", "a")),
        sigmoid("b", "g"),
        weighted_sum("o", ("r", "b"), ("s", "a")),
        sigmoid("y", "o"),
        half_squared_error("D", "t", "y"),
        total("E", "D"),
    ),
)
SKIP_NUMBERS = {"x": 0.7, "p": -1.2, "q": 0.8, "r": 1.5, "s": -0.4, "t": 0.9}


def every_value(net: Network) -> dict[str, float]:
    return floats({**net.numbers, **net.values()})


def slope(graph: Graph, numbers: Mapping[str, float], name: str, step: float = 1e-5) -> float:
    up, down = (floats(graph.forward({**numbers, name: numbers[name] + s}))[graph.loss] for s in (step, -step))
    return (up - down) / (2 * step)


@given(networks())
@settings(max_examples=50, deadline=None)
def test_the_chain_rule_in_symbols_gives_the_gradients(net: Network) -> None:
    values, gradients = every_value(net), floats(net.gradients())
    for name, gradient in gradients.items():
        written = WORKSHEET.gradient_formula(name).evaluate(values)
        # Symbols multiply each path out before adding, so where paths cancel they round differently.
        largest = max(1.0, *map(abs, gradients.values()))
        assert written == pytest.approx(gradient, rel=1e-12, abs=1e-12 * largest), name


def test_the_chain_rule_in_symbols_is_the_one_on_the_worksheet() -> None:
    s = {name: Symbol(name) for name in (*WORKSHEET.given, *(q.name for q in WORKSHEET.quantities))}
    delta1 = (s["a_o1"] - s["t1"]) * s["a_o1"] * (ONE - s["a_o1"])
    delta2 = (s["a_o2"] - s["t2"]) * s["a_o2"] * (ONE - s["a_o2"])
    at_h1 = (delta1 * s["w5"] + delta2 * s["w7"]) * s["a_h1"] * (ONE - s["a_h1"])
    at_h2 = (delta1 * s["w6"] + delta2 * s["w8"]) * s["a_h2"] * (ONE - s["a_h2"])
    expected = {
        "w1": at_h1 * s["i1"],
        "w2": at_h1 * s["i2"],
        "w3": at_h2 * s["i1"],
        "w4": at_h2 * s["i2"],
        "w5": delta1 * s["a_h1"],
        "w6": delta1 * s["a_h2"],
        "w7": delta2 * s["a_h1"],
        "w8": delta2 * s["a_h2"],
    }
    assert {weight: WORKSHEET.gradient_formula(weight) for weight in WORKSHEET.weights} == expected


def test_the_gradient_of_the_loss_itself_is_one() -> None:
    assert WORKSHEET.gradient_formula("E_total") == ONE
    assert Network().gradients()["E_total"] == 1


@pytest.mark.parametrize("graph", [WORKSHEET, SKIP])
def test_backward_order_is_every_name_once_and_after_all_that_use_it(graph: Graph) -> None:
    order = list(graph.backward_order())
    assert order[0] == graph.loss
    assert sorted(order) == sorted((*graph.given, *(q.name for q in graph.quantities)))
    for name in order:
        assert all(order.index(q.name) < order.index(name) for q in graph.consumers[name])


def test_backward_order_finishes_one_neuron_before_it_starts_the_next() -> None:
    order = [name for name in WORKSHEET.backward_order() if name in ("o1", "w5", "w6", "o2", "w7", "w8")]
    assert order == ["o1", "w5", "w6", "o2", "w7", "w8"]


def test_a_graph_knows_who_consumes_what() -> None:
    used_by = {name: [q.name for q in consumers] for name, consumers in WORKSHEET.consumers.items()}
    assert used_by["i1"] == ["h1", "h2"]
    assert used_by["a_h1"] == ["o1", "o2"]
    assert used_by["w5"] == ["o1"]
    assert used_by["E_total"] == []
    assert WORKSHEET.loss == "E_total"


def test_gradients_of_another_graph_agree_with_central_differences() -> None:
    values = {**SKIP_NUMBERS, **SKIP.forward(SKIP_NUMBERS)}
    gradients = SKIP.backward(values)
    assert set(gradients) == set(values)
    for name in SKIP.given:
        assert gradients[name] == pytest.approx(slope(SKIP, SKIP_NUMBERS, name), rel=1e-8)
    for name in gradients:
        assert SKIP.gradient_formula(name).evaluate(values) == pytest.approx(gradients[name], rel=1e-13)


def test_forward_leaves_the_given_numbers_alone_and_returns_only_what_it_computed() -> None:
    numbers = dict(SKIP_NUMBERS)
    assert list(SKIP.forward(numbers)) == ["h", "a", "g", "b", "o", "y", "D", "E"]
    assert numbers == SKIP_NUMBERS


def test_the_symbol_of_a_gradient_names_the_loss_and_the_path() -> None:
    assert WORKSHEET.gradient("w5").id == "∂E_total/∂w5"
    assert WORKSHEET.gradient("a_h1", via="o2").id == "∂E_total/∂a_h1 via o2"
    assert SKIP.gradient("p").id == "∂E/∂p"


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("numbers", "first"),
    [
        ({"w1": 1e308, "i1": 1e308}, "h1"),
        ({"w3": 1e308, "i1": 10}, "h2"),
        ({"w5": 1.7e308, "w6": 1.7e308, "i1": 1}, "o1"),
        ({"w8": -1.7e308, "w7": -1.7e308, "i1": 1}, "o2"),
        ({"t1": 1e200}, "E1"),
        ({"t2": -1e200}, "E2"),
    ],
)
def test_overflow_names_the_first_quantity_that_overflowed(numbers: dict[str, float], first: str) -> None:
    with pytest.raises(NonFinite, match=f"^{first} overflowed") as error:
        Network(**numbers).values()
    assert error.value.quantity == first


def test_overflow_in_one_entry_of_an_array_is_overflow() -> None:
    with pytest.raises(NonFinite, match=r"^E2"):
        Network(t2=np.array([0.5, 1e200])).values()


@pytest.mark.filterwarnings("error")
def test_large_numbers_that_do_not_overflow_pass_in_silence() -> None:
    values = Network(w1=1e308, i1=1, w2=0, w3=1e308, w4=0).values()
    assert values["h1"] == values["h2"] == 1e308


@pytest.mark.filterwarnings("error")
def test_overflow_in_both_directions_names_the_first() -> None:
    with pytest.raises(NonFinite, match=r"^h1"):
        Network(w1=1e308, w3=-1e308, i1=10).values()


@pytest.mark.filterwarnings("error")
def test_overflow_on_the_way_back_names_the_gradient() -> None:
    balanced = Network(w1=0, w2=0, w3=0, w4=0, w5=1e160, w6=-1e160, t1=1e150)
    assert balanced.values()["a_o1"] == 0.5
    with pytest.raises(NonFinite, match=r"^∂E_total/∂a_h1"):
        balanced.gradients()


def test_a_name_that_appears_twice_in_one_sum_gets_both_shares() -> None:
    quantities = weighted_sum("y", ("v", "x"), ("w", "x")), half_squared_error("E", "t", "y")
    twice = Graph(inputs=("x",), targets=("t",), weights=("v", "w"), quantities=quantities)
    numbers = {"x": 1.0, "t": 0.0, "v": 1.0, "w": 2.0}
    gradients = twice.backward({**numbers, **twice.forward(numbers)})
    assert gradients["x"] == pytest.approx(slope(twice, numbers, "x"), rel=1e-8)
