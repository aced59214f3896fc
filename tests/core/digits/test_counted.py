from __future__ import annotations

import pytest

from core.digits.counted import counted


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 epochs"), (1, "1 epoch"), (2, "2 epochs"), (18_740, "18,740 epochs")]
)
def test_one_is_one_and_all_others_are_several(count: int, said: str) -> None:
    assert counted(count, "epoch") == said


def test_a_plural_may_be_another_word() -> None:
    assert (counted(1, "batch", "batches"), counted(3, "batch", "batches")) == ("1 batch", "3 batches")
