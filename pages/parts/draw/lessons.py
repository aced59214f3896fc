"""What a visitor has taught a private copy of the network, and the drawings kept as a small test set."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.digits.explain.teaching import Taught
from core.digits.model import DigitNet
from pages.parts.draw.state import draw_state

MOST_LESSONS, MOST_KEPT = 200, 100


@dataclass(frozen=True, eq=False)
class Lessons:
    """The steps that were taken from a network on, the last one last."""

    start: DigitNet
    steps: tuple[Taught, ...] = ()

    @property
    def net(self) -> DigitNet:
        """The network after all steps."""
        return self.steps[-1].net if self.steps else self.start


def lessons(start: DigitNet) -> Lessons:
    """The visitor's lessons for this network; other weights are as yet untaught."""
    state = draw_state()
    if state.lessons is None or state.lessons.start is not start:
        state.lessons = Lessons(start)
    return state.lessons


def learn(taught: Sequence[Taught]) -> None:
    """Keeps these steps, the last 200 of them: those before can then no longer be undone."""
    state = draw_state()
    if found := state.lessons:
        state.lessons = Lessons(found.start, (*found.steps, *taught)[-MOST_LESSONS:])


def unlearn(steps: int | None = None) -> None:
    """Takes back so many steps, or all of them."""
    state = draw_state()
    if found := state.lessons:
        state.lessons = Lessons(found.start, found.steps[: len(found.steps) - steps] if steps else ())


@dataclass(frozen=True, eq=False)
class Kept:
    """A drawing, prepared (28, 28), and what it is."""

    image: NDArray[np.float32]
    label: int


def kept() -> tuple[Kept, ...]:
    """The drawings kept in this session."""
    return draw_state().kept


def keep(image: NDArray[np.float32], label: int) -> None:
    """Keeps one more drawing, up to a hundred."""
    draw_state().kept = (*kept(), Kept(image, label))[:MOST_KEPT]


def drop(index: int) -> None:
    """Keeps one drawing no longer."""
    draw_state().kept = kept()[:index] + kept()[index + 1 :]


def as_bytes(drawings: Sequence[Kept]) -> NDArray[np.uint8]:
    """The drawings as MNIST keeps images: (N, 28, 28), ink 255."""
    return np.stack([each.image * 255 for each in drawings]).round().astype(np.uint8)


def as_file(drawings: Sequence[Kept]) -> bytes:
    """NumPy's file with `images` (N, 28, 28) uint8 and `labels` (N,)."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, images=as_bytes(drawings), labels=np.array([each.label for each in drawings], np.int64))
    return buffer.getvalue()
