"""An operation is read from one word, and from no other."""

from __future__ import annotations

import pytest

from core.digits.operations import parse_operation


@pytest.mark.parametrize(
    "word", ["c", "c0", "c8k0", "c99999", "drop1", "drop-1", "gn", "x", "c8;import os", "c٣", "relu3"]
)
def test_a_word_of_no_operation_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        parse_operation(word)
