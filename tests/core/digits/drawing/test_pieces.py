import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.digits.drawing.pieces import pieces

MASKS = arrays.arrays(bool, st.tuples(st.integers(1, 12), st.integers(1, 12)))


def flooded(mask: np.ndarray, diagonally: bool) -> np.ndarray:
    """The same numbers by filling one piece after the other from its first pixel."""
    numbers, count = np.zeros(mask.shape, int), 0
    for start in map(tuple, np.argwhere(mask)):
        if numbers[start]:
            continue
        count += 1
        waiting = [start]
        while waiting:
            row, column = waiting.pop()
            if not (0 <= row < mask.shape[0] and 0 <= column < mask.shape[1]):
                continue
            if not mask[row, column] or numbers[row, column]:
                continue
            numbers[row, column] = count
            waiting += [
                (row + dy, column + dx)
                for dy in (-1, 0, 1)
                for dx in (-1, 0, 1)
                if (dy or dx) and (diagonally or not (dy and dx))
            ]
    return numbers


@given(MASKS, st.booleans())
@settings(max_examples=300, deadline=None)
def test_pieces_are_those_that_flooding_finds(mask: np.ndarray, diagonally: bool) -> None:
    found, count = pieces(mask, diagonally)
    assert np.array_equal(found, flooded(mask, diagonally))
    assert count == found.max()


@pytest.mark.parametrize(("diagonally", "count"), [(True, 1), (False, 2)])
def test_pixels_that_touch_at_a_corner_hang_together_only_diagonally(diagonally: bool, count: int) -> None:
    assert pieces(np.eye(2, dtype=bool), diagonally)[1] == count
