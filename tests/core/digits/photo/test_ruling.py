"""The paper's own lines go, the digit stays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.digits.photo.ruling import level_lines, unruled
from core.digits.pixels import Ink
from core.digits.preprocess import ink
from tests.core.digits.photo import sheets

RULED: dict[str, dict[str, Any]] = {
    "one line": {"rows": range(210, 211)},
    "one line through it": {"rows": range(120, 121)},
    "ruled": {"rows": range(10, 240, 24)},
    "squared": {"rows": range(10, 240, 16), "columns": range(6, 320, 16)},
}


def ink_of(tilt: float = 0, grain: float = 2, **lines: Any) -> Ink:
    return ink(sheets.photographed(sheets.sheet(tilt=tilt, **lines), grain=grain))


@pytest.mark.parametrize("kind", RULED)
@pytest.mark.parametrize("tilt", [0, 13, -30])
def test_ruled_lines_go_and_the_digit_stays(kind: str, tilt: float) -> None:
    plain, ruled = ink_of(), ink_of(tilt, **RULED[kind])
    cleared = unruled(ruled)
    assert np.abs(ruled - plain)[plain == 0].sum() > 20
    assert cleared[plain == 0].sum() < 0.1 * ruled[plain == 0].sum()
    assert cleared[plain > 0.5].mean() > 0.95 * plain[plain > 0.5].mean()


def test_lines_are_found_where_they_are() -> None:
    rows = range(30, 240, 24)
    ruled = ink_of(16, rows=rows)
    found = level_lines(ruled)
    assert sorted(line.row for line in found) == pytest.approx([row - 8 for row in rows], abs=2)
    assert [line.slope for line in found] == pytest.approx([-16 / sheets.WIDTH] * len(found), abs=0.015)
    assert not level_lines(unruled(ruled))


def test_lines_of_a_digit_are_none_of_the_paper_s() -> None:
    plain = ink_of()
    assert np.array_equal(unruled(plain), plain)
    tall = np.zeros((240, 320), np.float32)
    tall[12:228, 150:153] = 0.8  # a one as high as the picture, with a ruler
    assert np.array_equal(unruled(tall), tall)


@given(st.integers(8, 90), st.integers(8, 200), st.integers(0, 99))
@settings(max_examples=10, deadline=None)
def test_ink_is_only_taken_away(height: int, width: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    image = rng.random((height, width), np.float32) * (rng.random((height, width)) < 0.3)
    image[height // 2] = 0.5
    cleared = unruled(image)
    assert cleared.shape == image.shape
    assert ((cleared == image) | (cleared == 0)).all()
