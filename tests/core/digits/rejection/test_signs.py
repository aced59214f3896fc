"""Letters, signs, and signs that nobody has seen before."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from core.digits.drawing.brush import Line, Random
from core.digits.drawing.strokes import CANVAS
from core.digits.rejection.signs import LETTERS, invented_sign, letter


@pytest.mark.parametrize("draw", [letter, invented_sign])
def test_signs_lie_on_the_canvas_and_follow_their_generator(draw: Callable[[Random], list[Line]]) -> None:
    shapes = set()
    for seed in range(40):
        sign, again = draw(np.random.default_rng(seed)), draw(np.random.default_rng(seed))
        assert all(map(np.array_equal, sign, again))
        points = np.concatenate(sign)
        assert points.min() >= 0
        assert points.max() <= CANVAS
        shapes.add(tuple(map(len, sign)))
    assert len(shapes) > 5  # not always the same one


def test_a_letter_has_the_strokes_that_are_written_down() -> None:
    counts = {tuple(len(part.split()) for part in path.split("/")) for path in LETTERS.values()}
    drawn = {tuple(map(len, letter(np.random.default_rng(seed)))) for seed in range(300)}
    assert drawn == counts


def test_an_invented_sign_has_two_to_five_lines() -> None:
    assert {len(invented_sign(np.random.default_rng(seed))) for seed in range(60)} == {2, 3, 4, 5}
