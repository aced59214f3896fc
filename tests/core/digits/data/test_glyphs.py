"""How people write digits: several ways each, by name."""

from __future__ import annotations

import pytest

from core.digits.data.glyphs import SHAPES, named


@pytest.mark.parametrize("digit", range(10))
def test_every_digit_is_written_in_several_ways(digit: int) -> None:
    names = [shape.name for shape in SHAPES if shape.digit == digit]
    assert len(set(names)) == len(names) >= 4


def test_a_shape_without_that_name_is_none() -> None:
    assert named(7, "plain").digit == 7
    with pytest.raises(KeyError, match="no 7 is called 'wavy'"):
        named(7, "wavy")
