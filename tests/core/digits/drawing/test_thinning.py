"""A fat pen becomes thinner, and what is no fat pen stays the same object."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.digits.drawing.brush import anywhere, inked
from core.digits.drawing.pieces import pieces
from core.digits.drawing.thinning import FATTEST, SIDE, distances, thin
from core.digits.photo.pen import thickness
from core.digits.pixels import Ink, Picture
from core.digits.preprocess import cropped, ink, prepare, stages

EIGHT = [(5.0, 5.0), (2.5, 3.0), (5.0, 1.0), (7.5, 3.0), (5.0, 5.0), (2.2, 7.5), (5.0, 10.0), (7.8, 7.5), (5.0, 5.0)]


def eight(size: float, pen: float) -> Picture:
    """Drawn in one line, its ink so large."""
    return inked(anywhere([np.array(EIGHT)], np.random.default_rng(0), (size - pen, size - pen)), pen)


def holes(image: Ink) -> int:
    return pieces(np.pad(image < 0.5, 1, constant_values=True), diagonally=False)[1] - 1


@given(st.floats(90, 150), st.floats(0.19, 0.24))
@settings(max_examples=15, deadline=None)
def test_a_fat_pen_becomes_a_sixth_of_the_size_and_stays_one_line(size: float, share: float) -> None:
    fat = cropped(ink(eight(size, share * size)))
    thinner = cropped(thin(fat))
    share_left = thickness(thinner) / max(thinner.shape)
    assert share_left == pytest.approx(FATTEST, rel=0.2)  # less where lines merge, for they had seemed fatter
    assert thinner.shape < fat.shape
    assert pieces(thinner > 0.5)[1] == 1
    assert holes(thinner) == 2


@pytest.mark.parametrize("level", [0.1, 0.3, 0.8])
def test_a_faint_pen_is_as_fat_as_a_black_one(level: float) -> None:
    fat = cropped(ink(eight(110, 24)))
    assert thin(np.float32(level) * fat) == pytest.approx(thin(fat), abs=1e-5)


def test_a_loop_that_would_close_in_28_pixels_stays_open() -> None:
    picture = eight(100, 24)
    before = np.asarray(stages(picture, off={"thinned"})[-1].image, np.float32)
    assert (prepare(picture) < 0.25).sum() > (before < 0.25).sum()
    assert holes(prepare(picture)) == 2


@given(st.integers(0, 2**32 - 1), st.floats(60, 270), st.floats(0.02, 0.12), st.integers(1, 3))
@settings(max_examples=25, deadline=None)
def test_a_pen_that_suits_the_size_leaves_every_pixel_as_it_was(seed: int, size: float, share: float, n: int) -> None:
    rng = np.random.default_rng(seed)
    lines = anywhere([rng.random((3, 2)) * (3, 5) + (4 * place, 0) for place in range(n)], rng, (size, size))
    image = cropped(ink(inked(lines, share * size)))
    if thickness(image) <= FATTEST * min(max(image.shape), SIDE) * 0.9:  # it did not scribble one spot full
        assert thin(image) is image


@pytest.mark.parametrize("side", [28, 60, 280])
def test_a_patch_stays(side: int) -> None:
    patch = np.ones((side, side), np.float32)
    assert thin(patch) is patch


def test_what_is_as_small_as_the_network_s_own_images_stays() -> None:
    small = np.zeros((28, 20), np.float32)
    small[:, 7:13] = 1
    assert thin(small) is small


def test_a_thin_line_beside_fat_ones_is_not_lost() -> None:
    image = np.zeros((100, 100), np.float32)
    image[:, :34] = image[70:, :] = 1
    image[10:14, 34:] = 1
    assert thin(image) is image


@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_distances_are_those_to_the_nearest_pixel(height: int, width: int, seed: int) -> None:
    mask = np.random.default_rng(seed).random((height, width)) < 0.2
    rows, columns = np.indices(mask.shape)
    expected = np.full(mask.shape, np.inf)
    for row, column in np.argwhere(mask):
        expected = np.minimum(expected, np.hypot(rows - row, columns - column))
    if mask.any():
        assert distances(mask) == pytest.approx(expected, rel=1e-6)
    else:
        assert distances(mask).min() >= max(mask.shape)


@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 99))
@settings(max_examples=15, deadline=None)
def test_any_ink_stays_ink(height: int, width: int, seed: int) -> None:
    image = cropped(np.random.default_rng(seed).random((height, width), np.float32).clip(0.01, 1))
    thinner = thin(image)
    assert thinner.dtype == np.float32
    assert thinner.min() >= 0
    assert 0 < thinner.max() <= 1
