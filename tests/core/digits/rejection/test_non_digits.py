"""Generated drawings of what is no digit."""

from __future__ import annotations

import numpy as np
import pytest

from core.digits.rejection.non_digits import INVENTED, KINDS, drawn


@pytest.mark.parametrize("kind", [*KINDS, *INVENTED])
def test_every_kind_of_non_digit_is_drawn_again_from_the_same_seed(kind: str) -> None:
    first, again, other = (drawn(kind, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert first.shape == (280, 280)
    assert first.dtype == np.uint8
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert first.min() < 50
