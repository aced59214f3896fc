import numpy as np
import pytest

from core.backprop.engine.network import WORKSHEET, Network
from core.backprop.lesson.diagnosis import overshooting, vanishing
from core.backprop.lesson.lesson import lesson
from core.backprop.lesson.presets import FIXED, LARGEST_SEED, NAMES, RANDOM, preset
from tests.core.backprop.narrowed import floats


@pytest.mark.parametrize("name", NAMES)
def test_every_preset_can_be_taught(name: str) -> None:
    chosen = preset(name)
    assert chosen.name == name
    assert chosen.title
    assert chosen.sentence.endswith(".")
    assert len(lesson(chosen.network, chosen.learning_rate)) == 43


def test_the_names_are_unique_and_begin_with_the_worksheet() -> None:
    assert NAMES[0] == "worksheet"
    assert len(set(NAMES)) == len(NAMES) == len(FIXED) + 1


def test_the_worksheet_is_the_network_without_changes() -> None:
    assert preset("worksheet").network == Network()
    assert preset("worksheet").learning_rate == 0.5


def test_the_saturated_preset_has_gradients_that_vanish() -> None:
    chosen = preset("saturated")
    values, sentence = floats(chosen.network.values()), vanishing(chosen.network)
    assert sentence is not None
    for name in ("a_h1", "a_h2", "a_o1", "a_o2"):  # "every sigmoid", it says
        assert values[name] * (1 - values[name]) < 0.01
        assert name in sentence
    largest = max(abs(floats(chosen.network.gradients())[weight]) for weight in WORKSHEET.weights)
    assert largest < 0.01 * max(abs(floats(Network().gradients())[weight]) for weight in WORKSHEET.weights)


def test_the_overshoot_preset_overshoots_and_a_smaller_rate_would_not() -> None:
    chosen = preset("overshoot")
    before = chosen.network.values()["E_total"]
    assert chosen.network.updated(chosen.learning_rate).values()["E_total"] > before
    assert chosen.network.updated(0.5).values()["E_total"] < before
    assert overshooting(chosen.network, chosen.learning_rate) is not None


def test_the_same_seed_always_draws_the_same_numbers() -> None:
    assert preset(RANDOM, 7).network == preset(RANDOM, 7).network
    assert len({preset(RANDOM, seed).network for seed in range(100)}) == 100


def test_random_numbers_stay_in_their_ranges_and_are_easy_to_copy() -> None:
    drawn = [preset(RANDOM, seed).network.numbers for seed in range(200)]
    weights = np.array([[numbers[name] for name in WORKSHEET.weights] for numbers in drawn])
    others = np.array([[numbers[name] for name in WORKSHEET.inputs + WORKSHEET.targets] for numbers in drawn])
    assert -1 <= weights.min() < -0.9 < 0.9 < weights.max() <= 1
    assert 0 <= others.min() < 0.1 < 0.9 < others.max() <= 1
    assert all(len(repr(number)) <= len("-0.12") for numbers in drawn for number in numbers.values())


def test_a_fixed_preset_does_not_care_about_the_seed() -> None:
    assert preset("saturated", 3) == preset("saturated", 4)


@pytest.mark.parametrize("name", ["", "Worksheet", "no such", "<script>"])
def test_an_unknown_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="there is no preset"):
        preset(name)


@pytest.mark.parametrize("seed", [-1, LARGEST_SEED + 1, 10**30])
def test_a_seed_out_of_range_is_refused(seed: int) -> None:
    with pytest.raises(ValueError, match="between 0 and 9999"):
        preset(RANDOM, seed)


def test_the_largest_seed_draws() -> None:
    assert preset(RANDOM, LARGEST_SEED).network != preset(RANDOM, 0).network
