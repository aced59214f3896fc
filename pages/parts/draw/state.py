"""What a visitor of the Draw page has drawn, picked and taught."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pages.shared.state import kept

if TYPE_CHECKING:  # they need PyTorch, and the canvas is there before it is loaded
    from pages.components.layers.component import ValuePick
    from pages.parts.draw.forward_pass import ForwardPass
    from pages.parts.draw.lessons import Kept, Lessons


@dataclass
class DrawState:
    """`first` is the first test image in the gallery, `chosen` the place of one among the drawings kept.

    `problem` and `lesson_problem` say what could not be done; `followed` that the address was looked at.
    """

    problem: str = ""
    followed: bool = False
    first: int = 0
    forward: ForwardPass | None = None
    pick: ValuePick | None = None
    lessons: Lessons | None = None
    lesson_problem: str = ""
    kept: tuple[Kept, ...] = ()
    chosen: int | None = None


def draw_state() -> DrawState:
    """The visitor's own."""
    return kept("draw", DrawState)
