from core.backprop.engine.descent import descend
from core.backprop.engine.network import Network
from core.backprop.explore.outcome import Manner, leader, outcomes, rises, summary
from core.backprop.explore.race import race
from core.backprop.lesson.presets import RATES, preset

OVERSHOOT = preset("overshoot").network


def manners(net: Network, rates: tuple[float, ...], updates: int) -> list[Manner]:
    return [outcome.manner for outcome in outcomes(race(net, rates, updates))]


def test_in_the_worksheet_the_smallest_rates_crawl_and_nobody_overshoots() -> None:
    crawls, steady = Manner.CRAWLS, Manner.STEADY
    assert manners(Network(), RATES, 100) == [crawls, crawls, steady, steady, steady, steady]
    run = race(Network(), RATES, 100)
    assert leader(run) == 5
    assert [outcome.leads for outcome in outcomes(run)] == [False] * 5 + [True]
    assert summary(run) == (
        "After 100 updates, η = 2 is lowest: E_total = 0.005160, from 0.2425 at the start. 0.1 and 0.2 crawl. "
        "Nobody overshoots: every one of these rates is small enough, and the largest gets down fastest."
    )


def test_crawling_is_measured_in_the_leader_s_updates() -> None:
    sentence = outcomes(race(Network(), RATES, 100))[0].sentence
    slow, fast = descend(Network(), 0.1, 100).losses[-1], descend(Network(), 2.0, 100).losses
    assert fast[5] <= slow < fast[4]
    assert sentence == "It crawls: in 100 updates it came no farther than η = 2 in 5 updates."


def test_overshooting_is_a_loss_that_rose_and_thrown_out_is_one_that_ends_higher() -> None:
    losses = descend(OVERSHOOT, 30, 10).losses
    assert losses[1] > losses[0]
    assert rises(race(OVERSHOOT, (30.0,), 10), 0)[0] == 1
    assert manners(OVERSHOOT, (10.0, 30.0), 10) == [Manner.STEADY, Manner.THROWN]
    assert manners(OVERSHOOT, (10.0, 30.0), 100) == [Manner.STEADY, Manner.OVERSHOOTS]
    assert "first in update 1" in outcomes(race(OVERSHOOT, (30.0,), 10))[0].sentence


def test_uphill_and_standing_still_are_said() -> None:
    assert manners(Network(), (-1.0, 0.0, 0.5), 10) == [Manner.UPHILL, Manner.STILL, Manner.STEADY]
    assert "−1 walks uphill. 0 does not move." in summary(race(Network(), (-1.0, 0.0, 0.5), 10))


def test_rounding_at_the_bottom_is_no_overshooting() -> None:
    run = race(OVERSHOOT, (5.0,), 1000)
    assert run.final(0) < 1e-25
    assert rises(run, 0) == []


def test_of_several_at_the_bottom_the_first_there_leads() -> None:
    run = race(OVERSHOOT, (5.0, 10.0), 200)
    assert run.final(0) == run.final(1) == 0
    assert leader(run) == 1


def test_a_race_of_no_updates_and_of_one_runner_is_said_too() -> None:
    assert "nobody is below" in summary(race(Network(), RATES, 0))
    assert outcomes(race(Network(), (0.5,), 10))[0].sentence == "It runs alone. Its loss never rose."
