"""A number with its noun, as people say it."""

from __future__ import annotations


def counted(count: int, noun: str, many: str = "") -> str:
    """ "1 epoch", "20 epochs"; `many` is the plural where that is not the noun with an s."""
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"
