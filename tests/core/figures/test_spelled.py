"""Numbers in words and signs."""

from __future__ import annotations

import pytest

from core.figures.spelled import percent, plain, signed


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "< 0.1 %"), (0.0004, "< 0.1 %"), (0.0005, "0.1 %"), (0.5, "50.0 %"), (0.9994, "99.9 %"), (1, "> 99.9 %")],
)
def test_nothing_is_certain(share: float, text: str) -> None:
    assert percent(share) == text


def test_a_minus_is_as_long_as_a_plus() -> None:
    assert plain(-0.12345) == "−0.123"
    assert signed(0.12345, 2) == "+0.12"
    assert signed(-1e-7) == "−1e−07"
