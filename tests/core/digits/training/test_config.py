"""The settings of a run: what makes no training, the learning rate from step to step, settings of older versions."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.digits.training.config import ADDED, Config
from tests.core.digits.small import CONFIG
from tests.core.digits.test_stored import JSON


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"epochs": 0}, "epochs must be from 1 to 10000, not 0"),
        ({"epochs": -3}, "epochs"),
        ({"batch_size": 1}, "batch_size must be 2 or more"),
        ({"batch_size": 10**9}, "batch_size must be from"),
        ({"seed": -1}, "seed"),
        ({"learning_rate": math.nan}, "learning_rate"),
        ({"learning_rate": 0.0}, "learning_rate"),
        ({"momentum": 1.0}, "momentum"),
        ({"learning_rate": 10**400}, "learning_rate"),
        ({"variation": 10**400}, "variation"),
        ({"rotation": 10**400}, "rotation"),
        ({"shift": -1.0}, "shift must be from 0"),
        ({"widths": (0, 1, 1, 1, 1, 1)}, "widths"),
    ],
)
def test_settings_that_make_no_training_are_refused(settings: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Config(**settings)


def test_the_learning_rate_goes_up_once_and_down_once() -> None:
    config = Config(learning_rate=0.5, warmup=0.25)
    rates = [config.rate(step, 100) for step in range(100)]
    assert max(rates) == rates[25] == 0.5
    assert rates[:26] == sorted(rates[:26])
    assert rates[25:] == sorted(rates[25:], reverse=True)
    assert 0 < rates[99] < 0.002
    assert Config(warmup=0).rate(0, 1) == Config().learning_rate


@given(st.floats(0, 1), st.integers(1, 60))
def test_what_fades_is_whole_at_first_and_gone_in_the_last_epoch(fade: float, epochs: int) -> None:
    config = Config(epochs=epochs, fade=fade)
    left = [config.left(epoch) for epoch in range(epochs)]
    assert left == sorted(left, reverse=True)
    whole = epochs - round(fade * epochs)
    assert left[:whole] == [1.0] * whole
    assert all(0 <= share < 1 for share in left[whole:])
    assert left[-1] == (0 if whole < epochs else 1)


def test_the_shipped_settings_fade_evenly_over_six_epochs() -> None:
    assert [round(6 * Config().left(epoch)) for epoch in range(12, 20)] == [6, 6, 5, 4, 3, 2, 1, 0]


def test_settings_of_an_older_version_are_as_they_were_in_what_they_lack() -> None:
    stored = json.loads(json.dumps(asdict(CONFIG)))
    later = {name: stored.pop(name) for name in ADDED}
    old = Config.from_json(stored)
    assert {name: getattr(old, name) for name in ADDED} == ADDED
    assert {name: getattr(Config(fade=0.0), name) for name in ADDED} == ADDED  # which faded nothing
    assert Config.from_json({**stored, **later}) == CONFIG
    with pytest.raises(ValueError, match="another version's: stairs"):
        Config.from_json({**stored, "stairs": 3})


@pytest.mark.parametrize("lost", ["epochs", "seed", "widths", "learning_rate"])
def test_what_every_version_wrote_must_be_there(lost: str) -> None:
    stored = asdict(CONFIG)
    del stored[lost]
    with pytest.raises(ValueError, match=f"are missing: {lost}"):
        Config.from_json(json.loads(json.dumps(stored)))


@given(st.dictionaries(st.sampled_from(sorted(asdict(CONFIG))), JSON, max_size=3))
def test_any_json_in_place_of_a_setting_makes_a_config_or_a_sentence(changes: dict[str, Any]) -> None:
    try:
        config = Config.from_json({**json.loads(json.dumps(asdict(CONFIG))), **changes})
    except ValueError as error:
        str(error).encode()
    else:
        assert 0 < config.rate(0, 10) <= 1000
