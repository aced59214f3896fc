"""The article's digits, by its own network written once more in plain Python."""

from math import exp

import pytest

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.network import network_of
from core.backprop.lesson.presets import preset
from core.backprop.practice.article import FEWER, NEW, OLD, Digits, after, article, new_weights_used, old_weights_used
from core.backprop.practice.mistakes import NEW_WEIGHTS
from tests.core.backprop.narrowed import floats

NET = preset("article").network
WRONG = {("E_total", 1), ("E_total", 10_000), ("a_o1", 10_000), ("a_o2", 10_000)}


def plain(updates: int, early: bool) -> tuple[float, float, float]:
    """Both outputs and the loss of the article's network; `early` updates the output weights before they are used."""

    def sigmoid(x: float) -> float:
        return 1 / (1 + exp(-x))

    i1, i2, t1, t2, b1, b2, rate = 0.05, 0.10, 0.01, 0.99, 0.35, 0.60, 0.5
    w1, w2, w3, w4, w5, w6, w7, w8 = 0.15, 0.20, 0.25, 0.30, 0.40, 0.45, 0.50, 0.55
    for update in range(updates + 1):
        h1, h2 = sigmoid(w1 * i1 + w2 * i2 + b1), sigmoid(w3 * i1 + w4 * i2 + b1)
        o1, o2 = sigmoid(w5 * h1 + w6 * h2 + b2), sigmoid(w7 * h1 + w8 * h2 + b2)
        if update == updates:
            break
        d1, d2 = (o1 - t1) * o1 * (1 - o1), (o2 - t2) * o2 * (1 - o2)
        old = w5, w6, w7, w8
        w5, w6, w7, w8 = w5 - rate * d1 * h1, w6 - rate * d1 * h2, w7 - rate * d2 * h1, w8 - rate * d2 * h2
        v5, v6, v7, v8 = (w5, w6, w7, w8) if early else old
        e1, e2 = (d1 * v5 + d2 * v7) * h1 * (1 - h1), (d1 * v6 + d2 * v8) * h2 * (1 - h2)
        w1, w2, w3, w4 = w1 - rate * e1 * i1, w2 - rate * e1 * i2, w3 - rate * e2 * i1, w4 - rate * e2 * i2
    return o1, o2, (t1 - o1) ** 2 / 2 + (t2 - o2) ** 2 / 2


@pytest.fixture(scope="module")
def digits() -> dict[tuple[str, int], Digits]:
    return {(each.quantity, each.updates): each for each in article()}


def test_what_the_article_works_by_hand_agrees_to_every_digit(digits: dict[tuple[str, int], Digits]) -> None:
    assert {key for key, each in digits.items() if not each.agrees(OLD)} == WRONG
    assert len(digits) == 21


def test_the_digits_that_differ_are_reproduced_to_the_last_one(digits: dict[tuple[str, int], Digits]) -> None:
    assert {key for key in WRONG if digits[key].agrees(NEW)} == WRONG - {("E_total", 10_000)}
    assert {key for key in WRONG if digits[key].agrees(FEWER)} == {("E_total", 10_000)}


def test_by_hand_the_article_uses_the_old_weights_itself(digits: dict[tuple[str, int], Digits]) -> None:
    by_hand = digits["∂E_total/∂w1", 0], digits["w1", 1]
    assert [each.agrees(OLD) for each in by_hand] == [True, True]
    assert [each.agrees(NEW) for each in by_hand] == [False, False]


def test_the_digits_that_differ_are_those_the_article_prints(digits: dict[tuple[str, int], Digits]) -> None:
    assert digits["E_total", 0].published == "0.298371109"
    assert digits["E_total", 1].published == "0.291027924"
    assert digits["E_total", 10_000].published == "0.0000351085"
    assert digits["a_o1", 10_000].published == "0.015912196"
    assert digits["a_o2", 10_000].published == "0.984065734"


def test_another_program_finds_the_same_numbers(digits: dict[tuple[str, int], Digits]) -> None:
    for program, early, updates in ((OLD, False, 10_000), (NEW, True, 10_000), (FEWER, False, 9_999)):
        found = [digits[name, 10_000].computed[program] for name in ("a_o1", "a_o2", "E_total")]
        assert found == pytest.approx(plain(updates, early), rel=1e-9)
    for program, early in ((OLD, False), (NEW, True)):
        assert digits["E_total", 1].computed[program] == pytest.approx(plain(1, early)[2], rel=1e-12)


def test_the_wrong_order_is_the_mistake_of_that_name() -> None:
    assert after(NET, 1, new_weights_used) == dict(NEW_WEIGHTS.updated(NET, 0.5).numbers)
    assert after(NET, 1, old_weights_used) == dict(NET.updated(0.5).numbers)


def test_the_biases_of_the_article_do_not_learn_and_what_other_policies_would_give() -> None:
    def after_one(biases: str) -> float:
        return floats(network_of(Architecture(biases=biases)).updated(0.5).values())["E_total"]

    assert after_one("frozen") == pytest.approx(0.291027774, abs=6e-10)
    assert after_one("shared") == pytest.approx(0.285750887, abs=6e-10)
    assert after_one("per neuron") == pytest.approx(0.280471447, abs=6e-10)
