"""What the forms of the exercise ask of a training, as data: the only place where these numbers and words stand."""

from __future__ import annotations

from dataclasses import dataclass

TESTS = 10_000  # images that MNIST is tested on


@dataclass(frozen=True)
class Rules:
    """One form of the exercise by a name, and what it asks for in a sentence.

    Fewer than `parameters`, at most `epochs`, and at least `right` of the 10,000 test images in each of the `lasting`
    last epochs; the form itself says the last two as `within` and `accuracy`. The last epoch counts and not the best:
    the best one is found by looking at the test images. With `first`, a run of more epochs than that must have had as
    many right after so many already.
    """

    name: str
    sentence: str
    parameters: int
    epochs: int
    right: int
    within: str
    accuracy: str
    lasting: int = 1
    first: int = 0

    @property
    def few(self) -> str:
        """The rule for the parameters, in words."""
        return f"Fewer than {self.parameters:,} parameters"

    @property
    def good(self) -> str:
        """The rule for the accuracy, in words."""
        return f"{self.accuracy} " + (
            f"in each of the last {self.lasting} epochs" if self.lasting > 1 else "at the end"
        )


EXERCISE = Rules(
    "Past 99.4 %",
    "The exercise: fewer than 20,000 parameters, past 99.4 % in fewer than 20 epochs, and more than 99.4 % of the test"
    " images right at the end, after 20 at most.",
    parameters=20_000,
    epochs=20,
    right=9_941,
    within="Past 99.4 % in fewer than 20 epochs",
    accuracy="More than 99.4 %",
    first=19,
)
SHOWN = Rules(
    "The exercise's run",
    "As good as the run that the exercise shows, which is more than it asks for: 99.50 % or more at the end, with fewer"
    " than 20,000 parameters. That run took up to 20 epochs, so at most 20 are allowed.",
    parameters=20_000,
    epochs=20,
    right=9_950,
    within="At most 20 epochs",
    accuracy="99.50 % or more",
)
NEWER = Rules(
    "8,000 in 15",
    "The newer form: fewer than 8,000 parameters, at most 15 epochs, 99.4 % or more in each of the last five.",
    parameters=8_000,
    epochs=15,
    right=9_940,
    within="At most 15 epochs",
    accuracy="99.4 % or more",
    lasting=5,
)
RULES = (EXERCISE, SHOWN, NEWER)
REFERENCE = SHOWN.right / TESTS  # the accuracy of the run that the exercise shows


def percent(right: int, total: int = TESTS) -> str:
    """A share of right answers with two places: 99.41 %."""
    return f"{100 * right / total:.2f} %"
