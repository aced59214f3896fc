"""Light is evened out, and drawings are told from photographs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.digits.photo.light import ENOUGH, evened, photographed
from core.digits.pixels import Picture
from tests.core.digits.photo import sheets


def unevenness(picture: Picture) -> float:
    """How far the paper's colours lie apart, ink left out, in levels."""
    blocks = picture.reshape(12, 20, 16, 20, 3)
    return float(np.ptp(np.median(blocks, axis=(1, 3)), axis=(0, 1)).max())


@pytest.mark.parametrize("board", [False, True], ids=["paper", "board"])
@pytest.mark.parametrize(
    ("dark", "shade", "lamp"), [(0.2, 0, (1, 1, 1)), (0.4, 0.15, (1, 0.85, 0.5)), (0, 0.3, (1, 1, 1))]
)
def test_paper_has_one_colour_in_any_light(
    dark: float, shade: float, lamp: tuple[float, float, float], board: bool
) -> None:
    page = sheets.sheet(ink=(225, 225, 220), paper=(40, 60, 50)) if board else sheets.sheet()
    photograph = sheets.photographed(page, sheets.corners(dark) * sheets.shadow(shade) * lamp)
    flat = evened(photograph)
    assert flat.shape == photograph.shape
    assert flat.dtype == np.uint8
    assert unevenness(flat) <= max(6, 0.25 * unevenness(photograph))
    darkest = np.abs(flat[100:150, 120:190].astype(int) - np.median(flat, axis=(0, 1))).max()
    assert darkest > 60  # the ink is still there


def test_what_is_even_already_stays_as_it_is() -> None:
    once = evened(sheets.photographed(sheets.sheet(), sheets.corners(0.2)))
    assert np.abs(evened(once).astype(int) - once).max() <= 4


@given(st.integers(64, 90), st.integers(64, 900), st.sampled_from([(), (3,), (4,)]))
@settings(max_examples=6, deadline=None)
def test_any_photograph_will_do(height: int, width: int, colours: tuple[int, ...]) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (height, width, *colours), np.uint8)
    for turned in (noise, noise.swapaxes(0, 1)):
        flat = evened(turned)
        assert max(flat.shape[:2]) == min(max(height, width), ENOUGH)
        assert flat.dtype == np.uint8


def test_a_photograph_is_told_from_a_drawing() -> None:
    assert photographed(sheets.photographed(sheets.sheet()))
    assert photographed(sheets.photographed(sheets.sheet(), sheets.shadow(0.15), grain=0))
    assert not photographed(sheets.photographed(sheets.sheet(), grain=0))
    assert not photographed(np.random.default_rng(0).integers(0, 256, (28, 28), np.uint8))
    assert not photographed(np.zeros((280, 280, 4), np.uint8))


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("depth", [1, 20])
def test_a_black_edge_on_white_is_a_scanner_s_and_not_drawn(turns: int, depth: int) -> None:
    scan = np.where(sheets.sheet().mean(axis=2) < 150, 0, 255).astype(np.uint8)
    assert not photographed(scan)
    np.rot90(scan, turns)[:depth] = 0
    assert photographed(scan)
