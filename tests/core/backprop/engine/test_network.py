"""The worksheet's numbers, and the gradients of thousands of random networks against two other implementations."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.typing import NDArray

from core.backprop.engine.expression import Real
from core.backprop.engine.graph import Graph, NonFinite, half_squared_error, weighted_sum
from core.backprop.engine.network import WORKSHEET, WORKSHEET_NUMBERS, Network
from tests.core.backprop.narrowed import arrays
from tests.core.backprop.networks import MODERATE, WIDE, Ranges, batch, networks
from tests.core.backprop.oracles import autograd, before_cancelling, textbook

VALUES = {"h1": 0.0275, "a_h1": 0.5068745668, "o1": 0.4325303572, "a_o1": 0.6064777322, "a_o2": 0.6304808355}
GRADIENTS = {
    "w1": 0.000188255667,
    "w2": 0.000376511334,
    "w3": 0.000224813463,
    "w4": 0.000449626925,
    "w5": 0.072157072912,
    "w6": 0.072690745192,
    "w7": -0.042455250093,
    "w8": -0.042769248280,
}
NO_NUMBERS = (
    "0.5",
    None,
    True,
    np.True_,
    1j,
    np.complex128(1),
    [0.5],
    np.array([True]),
    np.array(["1"]),
    np.array([1j]),
)
NOT_FINITE = (
    float("nan"),
    float("-inf"),
    np.float64("inf"),
    np.float32("nan"),
    10**400,
    -(10**400),
    np.array([1, np.inf]),
)


def assert_gradients(net: Network, expected: Mapping[str, Real]) -> None:
    """Each to 1e-12 of `before_cancelling`; 1e-300 is for numbers so small that they have fewer digits."""
    gradients, sizes = net.gradients(), before_cancelling(net)
    for name, number in expected.items():
        error = np.abs(gradients[name] - number)
        assert (error <= 1e-12 * sizes[name] + 1e-300).all(), f"{name} of {net!r} differs by {np.max(error)}"


def test_the_worksheet_has_the_numbers_of_the_brief() -> None:
    values = Network().values()
    assert values["E_total"] == pytest.approx(0.242519857348, abs=5.1e-13, rel=0)
    assert {name: values[name] for name in VALUES} == pytest.approx(VALUES, abs=5.1e-11, rel=0)


def test_the_worksheet_has_the_gradients_of_the_brief() -> None:
    gradients = Network().gradients()
    assert {name: gradients[name] for name in GRADIENTS} == pytest.approx(GRADIENTS, abs=5.1e-13, rel=0)


@pytest.mark.parametrize("ranges", [(1.0, 1.0, 1.0), MODERATE, WIDE], ids=["small", "moderate", "wide"])
def test_gradients_of_many_networks_are_those_of_autograd(ranges: Ranges) -> None:
    net = Network(**batch(20_000, ranges))
    expected = autograd(net.numbers)
    assert_gradients(net, expected)
    for name, gradient in net.gradients().items():
        if name in expected:  # and relative to themselves, but for those few that nearly cancel
            close = np.abs(gradient - expected[name]) <= 1e-12 * np.abs(expected[name])
            assert close.mean() > 0.999, name


def test_many_of_those_networks_are_saturated() -> None:
    a_h1 = arrays(Network(**batch(20_000, WIDE)).values())["a_h1"]
    assert (a_h1 * (1 - a_h1) < 1e-6).mean() > 0.5


@given(networks(WIDE))
@settings(max_examples=200, deadline=None)
def test_gradients_of_any_network_are_those_of_autograd(net: Network) -> None:
    assert_gradients(net, autograd(net.numbers))


@given(networks(WIDE))
@settings(deadline=None)
def test_any_network_agrees_with_the_formulas_in_plain_python(net: Network) -> None:
    values, gradients = textbook(**net.numbers)
    assert net.values() == pytest.approx(values, rel=1e-13, abs=1e-13)
    assert_gradients(net, gradients)


def test_values_and_gradients_have_exactly_the_names_of_the_brief() -> None:
    names = ["h1", "a_h1", "h2", "a_h2", "o1", "a_o1", "o2", "a_o2", "E1", "E2", "E_total"]
    given = ["i1", "i2", "w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8", "t1", "t2"]
    assert list(Network().values()) == names
    assert set(Network().gradients()) == {*names, *given}
    assert list(Network().numbers) == given


@pytest.mark.parametrize("name", WORKSHEET.given)
def test_any_number_is_set_by_its_name(name: str) -> None:
    net = Network(**{name: 0.77})
    assert net.numbers == {**WORKSHEET_NUMBERS, name: 0.77}
    assert net == Network().replaced(**{name: 0.77})
    assert net.values()["E_total"] != Network().values()["E_total"]


@pytest.mark.parametrize("name", ["w9", "h1", "E_total", "W1", "self", "graph", "learning_rate"])
def test_an_unknown_name_is_refused(name: str) -> None:
    with pytest.raises(TypeError, match=f"no '{name}'"):
        Network(**{name: 0.5})


@pytest.mark.parametrize("thing", NO_NUMBERS)
def test_what_is_not_a_number_is_refused(thing: Any) -> None:
    with pytest.raises(TypeError, match="w1 must be a number"):
        Network(w1=thing)
    with pytest.raises(TypeError, match="learning rate must be a number"):
        Network().updated(thing)


@pytest.mark.parametrize("number", NOT_FINITE)
def test_a_number_that_is_not_finite_is_refused(number: Real) -> None:
    with pytest.raises(ValueError, match=r"^i2 "):
        Network(i2=number)
    with pytest.raises(ValueError, match=r"^learning rate "):
        Network().updated(number)


@pytest.mark.parametrize("one", [1, np.int64(1), np.uint8(1), np.float32(1), np.float64(1)])
def test_any_kind_of_real_number_becomes_a_plain_float(one: Real) -> None:
    net = Network(w1=one)
    assert type(net.numbers["w1"]) is float
    assert net == Network(w1=1.0)


def test_an_update_is_a_new_network_and_the_old_one_stays() -> None:
    net = Network()
    before = dict(net.numbers), net.values(), net.gradients()
    new = net.updated(learning_rate=0.5)
    assert (dict(net.numbers), net.values(), net.gradients()) == before
    for name, number in net.numbers.items():
        moved = number - 0.5 * net.gradients()[name] if name in WORKSHEET.weights else number
        assert new.numbers[name] == moved


def test_changing_the_dictionaries_changes_no_network() -> None:
    net = Network()
    net.values().clear()
    net.gradients()["w1"] = 9.0
    with pytest.raises(TypeError):
        net.numbers["w1"] = 9.0  # type: ignore[index]  # as the type says
    assert (net.values(), net.gradients(), net) == (Network().values(), Network().gradients(), Network())


def test_networks_with_equal_numbers_are_equal_and_hash_alike() -> None:
    assert Network() == Network(w1=0.15)
    assert Network(w1=0.0) == Network(w1=-0.0)
    assert Network() != Network(w1=0.16)
    copy = Graph(WORKSHEET.inputs, WORKSHEET.targets, WORKSHEET.weights, WORKSHEET.quantities)
    assert Network() != Network(copy, **Network().numbers)
    assert Network() != "a network"
    assert len({Network(), Network(w1=0.15), Network(w1=0.0), Network(w1=-0.0)}) == 2


def test_the_text_of_a_network_makes_it_again() -> None:
    net = Network(w1=0.1 + 0.2, t2=-1e-300)
    assert eval(repr(net)) == net


def test_a_surface_of_the_loss_is_one_forward_pass() -> None:
    w5, w6 = np.linspace(-3, 3, 4), np.linspace(-2, 2, 5)
    net = Network(w5=w5[:, None], w6=w6)
    surface, slopes = arrays(net.values())["E_total"], arrays(net.gradients())["w1"]
    assert surface.shape == slopes.shape == (4, 5)
    for at in np.ndindex(4, 5):
        one = Network(w5=w5[at[0]], w6=w6[at[1]])
        assert surface[at] == pytest.approx(one.values()["E_total"], rel=1e-14)
        assert slopes[at] == pytest.approx(one.gradients()["w1"], rel=1e-12)


def test_an_array_of_learning_rates_gives_a_family_of_networks() -> None:
    rates = np.array([0.1, 0.5, 2.0])
    losses = Network().updated(rates).values()["E_total"]
    assert losses == pytest.approx([Network().updated(rate).values()["E_total"] for rate in rates], rel=1e-14)


@pytest.mark.parametrize("dtype", [np.int8, np.int64, np.uint16, np.float32])
def test_arrays_of_any_real_kind_are_computed_in_float64(dtype: type) -> None:
    numbers: NDArray[Any] = np.array([0, 1, 2], dtype=dtype)
    found = arrays(Network(w5=numbers).values())["E_total"]
    assert found.dtype == np.float64
    np.testing.assert_array_equal(found, Network(w5=numbers.astype(float)).values()["E_total"])


def test_a_network_keeps_its_own_copy_of_an_array() -> None:
    w5 = np.array([0.1, 0.2])
    net = Network(w5=w5)
    w5[:] = 99
    np.testing.assert_array_equal(net.numbers["w5"], [0.1, 0.2])


@pytest.mark.filterwarnings("error")
def test_an_update_that_overflows_names_the_new_weight() -> None:
    with pytest.raises(NonFinite, match=r"^w5⁺ overflowed") as error:
        Network(t1=100, w5=-1, w6=-1).updated(1e308)
    assert error.value.quantity == "w5⁺"


def test_a_network_of_another_graph_has_names_of_its_own() -> None:
    other = Graph(("x",), ("t",), ("w",), (weighted_sum("y", ("w", "x")), half_squared_error("E", "t", "y")))
    assert Network(other, x=2, w=3, t=0).values() == {"y": 6, "E": 18}


def test_a_number_that_another_graph_needs_is_asked_for() -> None:
    other = Graph(("x",), ("t",), ("w",), (weighted_sum("y", ("w", "x")), half_squared_error("E", "t", "y")))
    with pytest.raises(TypeError, match="needs a number for w, t"):
        Network(other, x=2)


def test_what_is_kept_of_an_array_network_cannot_be_changed_from_outside() -> None:
    weights = np.array([0.1, 0.2])
    net = Network(w5=weights)
    weights[0] = 9
    assert np.array_equal(net.numbers["w5"], [0.1, 0.2])
    for kept in (arrays(net.numbers)["w5"], arrays(net.values())["o1"], arrays(net.gradients())["w5"]):
        with pytest.raises(ValueError, match="read-only"):
            kept[0] = 9


def test_array_networks_are_compared_number_by_number() -> None:
    assert Network(w5=np.array([0.1, 0.2])) == Network(w5=np.array([0.1, 0.2]))
    assert Network(w5=np.array([0.1, 0.2])) != Network(w5=np.array([0.1, 0.3]))
