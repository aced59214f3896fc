import csv
from io import StringIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.backprop.engine.descent import Descent, descend
from core.backprop.engine.graph import Graph, NonFinite, half_squared_error, weighted_sum
from core.backprop.engine.network import Network
from tests.core.backprop.networks import networks

LOSSES = {  # learning rate: E_total after 1, 10 and 100 updates
    0.1: (0.241109039, 0.228678311, 0.133510607),
    0.2: (0.239701143, 0.215424641, 0.079166423),
    0.5: (0.235495378, 0.179463719, 0.029166680),
    0.8: (0.231317286, 0.149382844, 0.016386628),
    1.0: (0.228547765, 0.132460781, 0.012395124),
    2.0: (0.214901599, 0.076922980, 0.005160109),
}
HEADER = (
    "update,i1,i2,w1,w2,w3,w4,w5,w6,w7,w8,t1,t2,h1,a_h1,h2,a_h2,o1,a_o1,o2,a_o2,E1,E2,E_total,"
    "∂E_total/∂w1,∂E_total/∂w2,∂E_total/∂w3,∂E_total/∂w4,∂E_total/∂w5,∂E_total/∂w6,∂E_total/∂w7,∂E_total/∂w8"
)
LINE = Graph(  # without a sigmoid to hold it back, too large a rate makes it diverge
    inputs=("i1",),
    targets=("t1",),
    weights=("w1",),
    quantities=(weighted_sum("h1", ("w1", "i1")), half_squared_error("E_total", "t1", "h1")),
)


def diverging(updates: int) -> Descent:
    return descend(Network(LINE, i1=1, w1=0, t1=1), 10, updates)


@pytest.mark.parametrize("rate", LOSSES)
def test_the_worksheet_has_the_losses_of_the_brief(rate: float) -> None:
    losses = descend(Network(), rate, 100).losses
    assert losses[[1, 10, 100]] == pytest.approx(LOSSES[rate], abs=6e-10, rel=0)
    assert losses[0] == pytest.approx(0.242519857348, abs=5.1e-13, rel=0)


@given(networks(), st.floats(-10, 10), st.integers(0, 12))
@settings(max_examples=40, deadline=None)
def test_the_history_is_update_after_update_to_the_last_bit(net: Network, rate: float, updates: int) -> None:
    descent = descend(net, rate, updates)
    for update in range(updates + 1):
        assert descent.at(update) == net
        net = net.updated(rate)


def test_walking_back_and_forth_gives_identical_numbers() -> None:
    descent = descend(Network(), 0.5, 20)
    forth = [(net := descent.at(update), net.values(), net.gradients()) for update in range(21)]
    back = [(net := descent.at(update), net.values(), net.gradients()) for update in reversed(range(21))]
    assert forth == back[::-1]


def test_the_loss_curve_is_the_loss_of_each_network_on_the_way() -> None:
    descent = descend(Network(), 2.0, 50)
    assert descent.losses.shape == (51,)
    assert descent.losses == pytest.approx([descent.at(k).values()["E_total"] for k in range(51)], rel=1e-13)


def test_no_updates_is_a_history_of_one() -> None:
    descent = descend(Network(), 0.5, 0)
    assert descent.at(0) == Network()
    assert descent.losses.shape == (1,)
    assert descent.updates == 0
    assert descent.overflow is None


@pytest.mark.parametrize("update", [-1, 4])
def test_outside_the_history_there_is_nothing(update: int) -> None:
    with pytest.raises(IndexError, match="not between 0 and 3"):
        descend(Network(), 0.5, 3).at(update)


def test_what_cannot_be_done_is_refused() -> None:
    with pytest.raises(ValueError, match="updates must be 0 or more, not -1"):
        descend(Network(), 0.5, -1)
    with pytest.raises(ValueError, match="learning rate"):
        descend(Network(), float("nan"), 1)
    with pytest.raises(NonFinite, match=r"^E1"):
        descend(Network(t1=1e200), 0.5, 3)


@pytest.mark.filterwarnings("error")
def test_a_descent_that_overflows_at_once_is_only_its_start() -> None:
    descent = descend(Network(t1=-100), 1e308, 5)
    assert descent.updates == 0
    assert descent.overflow is not None
    assert descent.overflow.quantity == "w5⁺"
    assert descent.at(0) == Network(t1=-100)


def test_a_descent_that_overflows_on_its_way_ends_there_with_the_reason() -> None:
    descent = diverging(1000)
    assert 100 < descent.updates < 200
    assert descent.overflow is not None
    assert descent.overflow.quantity == "E_total"
    assert np.isfinite(descent.losses).all()
    with pytest.raises(NonFinite, match=r"^E_total"):
        descent.at(descent.updates).updated(10).values()


def test_a_descent_asked_to_end_before_it_overflows_has_nothing_to_report() -> None:
    assert diverging(100).overflow is None
    assert diverging(100).updates == 100


@pytest.mark.parametrize(
    "descent",
    [descend(Network(), 0.5, 30), descend(Network(i1=-1e-300, t1=1e100), 1e-3, 3), diverging(1000)],
    ids=["worksheet", "tiny and huge", "diverging"],
)
def test_the_csv_reads_back_to_exactly_the_same_numbers(descent: Descent) -> None:
    header, *rows = csv.reader(StringIO(descent.csv()))
    columns = descent.columns()
    assert header == list(columns)
    read = np.array(rows, dtype=np.float64)
    np.testing.assert_array_equal(read, np.stack(list(columns.values()), axis=1))


def test_the_csv_has_the_names_of_the_brief() -> None:
    assert descend(Network(), 0.5, 2).csv().split("\n")[0] == HEADER


def test_the_columns_are_the_numbers_of_each_network_on_the_way() -> None:
    descent = descend(Network(), 0.5, 5)
    columns = descent.columns()
    np.testing.assert_array_equal(columns["update"], range(6))
    for update in range(6):
        net = descent.at(update)
        gradients = {f"∂E_total/∂{name}": number for name, number in net.gradients().items()}
        expected = {**net.numbers, **net.values(), **gradients}
        for name in columns.keys() - {"update"}:
            assert columns[name][update] == pytest.approx(expected[name], rel=1e-12), name


def test_a_learning_rate_that_is_not_finite_is_refused_even_for_no_updates() -> None:
    with pytest.raises(ValueError, match="learning rate"):
        descend(Network(), float("nan"), 0)
