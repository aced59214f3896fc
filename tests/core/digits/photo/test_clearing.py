"""What runs in from the border and specks are dropped, but never the digit itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.digits.photo.clearing import cleared
from core.digits.pixels import Ink


def digit(height: int = 240, width: int = 320) -> Ink:
    """A four in two strokes that do not meet."""
    image = np.zeros((height, width), np.float32)
    image[60:130, 120:126] = image[130:136, 120:190] = image[80:190, 180:186] = 0.8
    return image


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("depth", [1, 12, 40])
def test_a_black_edge_goes(turns: int, depth: int) -> None:
    image = digit()
    np.rot90(image, turns)[:depth] = 1
    assert np.array_equal(cleared(image), digit())


def test_an_edge_that_the_digit_touches_goes_without_it() -> None:
    image = digit()
    image[186:] = 1
    assert np.array_equal(cleared(image)[:180], digit()[:180])
    assert not cleared(image)[190:].any()


def test_what_runs_in_from_the_border_goes() -> None:
    image = digit()
    rows, columns = np.mgrid[:240, :320]
    image[rows + columns < 90] = 1  # the corner of a table
    assert np.array_equal(cleared(image), digit())


def test_specks_and_faint_remains_go() -> None:
    image = digit()
    image[20:24, 20:24] = 0.9
    image[200, 30:110] = 0.2
    assert np.array_equal(cleared(image), digit())


def test_a_digit_that_touches_the_border_stays_if_there_is_nothing_else() -> None:
    image = np.roll(digit(), -60, axis=0)
    assert np.array_equal(cleared(image), image)


@given(st.integers(1, 80), st.integers(1, 400), st.integers(0, 99), st.floats(0, 0.5))
@settings(max_examples=20, deadline=None)
def test_ink_is_only_taken_away_and_at_once(height: int, width: int, seed: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    image = rng.random((height, width), np.float32) * (rng.random((height, width)) < share)
    once = cleared(image)
    assert once.shape == image.shape
    assert ((once == image) | (once == 0)).all()
    assert once.any() == image.any()
