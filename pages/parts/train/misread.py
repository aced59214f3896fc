"""What a network answered on a test set, and which images it misread, the surest first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.digits.runs.snapshots import Snapshot


@dataclass(frozen=True, eq=False)
class Answers:
    """What a network said to a test set: `probabilities` (N, 10), what it took each for, and what each is, (N,)."""

    probabilities: NDArray[np.float32]
    said: NDArray[np.intp]
    truth: NDArray[np.intp]


def answers_of(snapshot: Snapshot, truth: NDArray[np.intp]) -> Answers:
    """Those of a snapshot that has them, on images of these digits."""
    assert snapshot.answers is not None
    answers = snapshot.answers.float().numpy()
    return Answers(np.exp(answers), answers.argmax(axis=1), truth)


def misread(answers: Answers, truth: int | None = None, answer: int | None = None, *, most: int) -> NDArray[np.intp]:
    """The images in a cell of the confusion matrix; all that are misread, in its row or column if only that is given.

    The surest come first, at most so many.
    """
    inside = answers.said != answers.truth if None in (truth, answer) else np.ones(len(answers.truth), bool)
    if truth is not None:
        inside &= answers.truth == truth
    if answer is not None:
        inside &= answers.said == answer
    found = np.flatnonzero(inside)
    sure = answers.probabilities[found, answers.said[found]]
    return found[np.argsort(-sure, kind="stable")][:most]


def caption(answers: Answers, image: int) -> str:
    """What an image is, what it was read as, and how surely."""
    said, truth = answers.said[image], answers.truth[image]
    return f"{truth} as {said}, {answers.probabilities[image, said]:.0%}"
