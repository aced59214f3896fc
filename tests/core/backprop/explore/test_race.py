import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.backprop.engine.descent import descend
from core.backprop.engine.graph import NonFinite
from core.backprop.engine.network import Network
from core.backprop.explore.outcome import Manner, outcomes, summary
from core.backprop.explore.race import MOST_RATES, race, rates_from
from core.backprop.explore.tables import race_table
from core.backprop.lesson.presets import RATES, preset
from tests.core.backprop.engine.test_descent import LINE, LOSSES
from tests.core.backprop.explore.test_ledger import anything

OVERSHOOT = preset("overshoot").network
STEEP = Network(LINE, i1=1, w1=0, t1=1)  # no sigmoid holds it back: with 10 it diverges, and overflows


def test_the_exercise_s_six_rates_have_the_losses_of_the_brief() -> None:
    losses = race(Network(), RATES, 100).losses
    assert losses.shape == (101, 6)
    for runner, rate in enumerate(RATES):
        assert losses[[1, 10, 100], runner] == pytest.approx(LOSSES[rate], abs=6e-10, rel=0)
    assert losses[0] == pytest.approx(0.242519857348, abs=5.1e-13, rel=0)


@given(anything, st.lists(st.floats(-1, 3), min_size=1, max_size=MOST_RATES), st.integers(0, 8))
@settings(max_examples=60, deadline=None)
def test_every_runner_does_what_one_network_of_all_weights_does(net: Network, rates: list[float], updates: int) -> None:
    run = race(net, tuple(rates), updates)
    field = net.replaced(**{name: np.full(len(rates), net.numbers[name]) for name in net.graph.weights})
    for update in range(updates + 1):
        assert run.losses[update] == pytest.approx(field.values()[net.graph.loss], rel=1e-6, abs=1e-12, nan_ok=True)
        if np.isnan(run.losses[min(update + 1, updates)]).any():
            break
        field = field.updated(np.array(rates)) if update < updates else field


def test_who_overflows_stops_alone_and_says_why() -> None:
    together = race(STEEP, (0.1, 10.0, 0.5), 1000)
    alone = descend(STEEP, 10, 1000)
    assert together.lasted(1) == alone.updates < 1000
    assert str(together.overflows[1]) == str(alone.overflow)
    assert [together.lasted(runner) for runner in (0, 2)] == [1000, 1000]
    assert together.overflows[0] is together.overflows[2] is None
    assert together.losses[:, 0] == pytest.approx(race(STEEP, (0.1,), 1000).losses[:, 0], rel=1e-13)


@pytest.mark.filterwarnings("error")
def test_a_race_in_which_everybody_overflows_ends_with_everybody_s_reason() -> None:
    run = race(Network(t1=-100), (1e308, -1e308), 5)
    assert [run.lasted(0), run.lasted(1)] == [0, 0]
    assert all(isinstance(reason, NonFinite) for reason in run.overflows)
    assert [outcome.manner for outcome in outcomes(run)] == [Manner.STOPPED] * 2
    assert "nobody is below" in summary(run)
    assert "in its very first update: w5⁺ overflowed" in race_table(run, 0.1, 4)["how it went"][0]


def test_what_cannot_race_is_refused() -> None:
    with pytest.raises(ValueError, match="1 to 8 learning rates, not 0"):
        race(Network(), (), 5)
    with pytest.raises(ValueError, match="not 9"):
        race(Network(), (1.0,) * 9, 5)
    with pytest.raises(ValueError, match="0 or more, not -1"):
        race(Network(), (1.0,), -1)
    with pytest.raises(ValueError, match="learning rate"):
        race(Network(), (1.0, float("inf")), 0)
    with pytest.raises(NonFinite, match=r"^E1"):
        race(Network(t1=1e200), (0.5,), 3)


def test_the_target_is_reached_after_the_first_update_that_is_low_enough() -> None:
    run = race(Network(), RATES, 100)
    losses = descend(Network(), 2.0, 100).losses
    target = float(losses[7])
    assert run.reached(5, target) == 7
    assert run.reached(5, target * (1 - 1e-12)) == 8
    assert run.reached(0, target) is None
    assert run.reached(0, 1.0) == 0


@pytest.mark.parametrize(
    ("texts", "rates", "said"),
    [
        (["0.5", "0.1"], (0.1, 0.5), []),
        (["0.5", ".5", "0,5"], (0.5,), ["there already", "there already"]),
        (["10⁻³", "−2", "½"], (-2.0, 0.001, 0.5), []),
        (["1,234", "0,05"], (0.05, 1.234), ["“1,234” was read as 1.234"]),
        (["fast", "nan", "1"], (1.0,), ["not a number", "not a number"]),
        ([str(k) for k in range(9)], tuple(map(float, range(8))), ["8 has to wait"]),
        ([], (), []),
    ],
)
def test_rates_are_read_as_typed_and_what_is_left_out_is_said(
    texts: list[str], rates: tuple[float, ...], said: list[str]
) -> None:
    read, left_out = rates_from(texts)
    assert read == rates
    assert len(left_out) == len(said)
    for sentence, part in zip(left_out, said, strict=True):
        assert part in sentence
