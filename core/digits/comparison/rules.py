"""What the forms of the exercise ask of a training, as data."""

from __future__ import annotations

from dataclasses import dataclass

TESTS = 10_000  # images that MNIST is tested on


@dataclass(frozen=True)
class Rules:
    """One form of the exercise by a name, and what it asks for in a sentence.

    Fewer than `parameters`, at most `epochs`, and at least `right` of the 10,000 test images in each of the `lasting`
    last epochs. The last epoch counts and not the best: the best one is found by looking at the test images.
    """

    name: str
    sentence: str
    parameters: int
    epochs: int
    right: int
    lasting: int = 1


RULES = (
    Rules(
        "Past 99.4 %",
        "Fewer than 20,000 parameters, within 20 epochs more than 99.4 % of the test images right, and still so at the"
        " end.",
        20_000,
        20,
        9_941,
    ),
    Rules(
        "The exercise's run",
        "As good as the run that the exercise shows: 99.50 % or more at the end, with fewer than 20,000 parameters, in"
        " at most 20 epochs.",
        20_000,
        20,
        9_950,
    ),
    Rules(
        "8,000 in 15",
        "The newer form: fewer than 8,000 parameters, at most 15 epochs, 99.4 % or more in each of the last five.",
        8_000,
        15,
        9_940,
        lasting=5,
    ),
)


def percent(right: int, total: int = TESTS) -> str:
    """A share of right answers with two places: 99.41 %."""
    return f"{100 * right / total:.2f} %"
