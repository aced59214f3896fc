"""What the worked solution has in common on paper and on a printed page: its chapters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from core.backprop.lesson.lesson import Step

TITLES = {
    "forward": "Forward pass",
    "loss": "Loss",
    "backward": "Backward pass",
    "update": "Update",
    "verify": "Check",
}


@dataclass(frozen=True)
class Chapter:
    title: str
    steps: tuple[Step, ...]


def chapters(steps: Sequence[Step]) -> tuple[Chapter, ...]:
    """The steps of a lesson by phase, without its first one, which only says what is given."""
    return tuple(Chapter(TITLES[phase], tuple(group)) for phase, group in groupby(steps[1:], lambda step: step.phase))
