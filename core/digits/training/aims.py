"""What the exercise asks of a training, and how far a run has come with it.

The exercise: over 99.4 % of MNIST's test images right, with fewer than 20,000 parameters, in fewer than 20 epochs, by
means of batch normalisation, dropout and global average pooling. The run that it shows has 99.50 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.digits.counted import counted
from core.digits.data.datasets import is_mnist
from core.digits.design import Step
from core.digits.operations import BatchNorm, Dropout, GhostBatchNorm, GlobalAverage
from core.digits.table import Row
from core.digits.training.config import Config
from core.digits.training.records import Score

PASSED, REFERENCE = 0.994, 0.995  # accuracies: more than the first is asked for, the second is the run shown
PARAMETERS, EPOCHS = 20_000, 20  # fewer of each


@dataclass(frozen=True)
class Aim:
    """One aim in `words`, whether it is met, and `why` that is said: a sentence with the run's own numbers."""

    words: str
    met: bool
    why: str


def aims(config: Config, scores: Sequence[Score], rows: Sequence[Row]) -> tuple[Aim, ...]:
    """All aims, for a run with these settings, scores on the test set so far, and operations of its network."""
    parameters = sum(row.parameters for row in rows)
    steps = config.as_design().steps()
    norms = [step for step in steps if isinstance(step.operation, BatchNorm | GhostBatchNorm)]
    rates = [step.operation.rate for step in steps if isinstance(step.operation, Dropout) and step.operation.rate]
    averages = [step for step in steps if isinstance(step.operation, GlobalAverage)]
    return (
        _accuracy(f"More than {100 * PASSED:.1f} % right", config, scores, PASSED, or_just=False),
        _accuracy(f"{100 * REFERENCE:.2f} % right, as in the exercise's run", config, scores, REFERENCE, or_just=True),
        Aim(
            f"Fewer than {PARAMETERS:,} parameters",
            parameters < PARAMETERS,
            f"It has {counted(parameters, 'parameter')}.",
        ),
        _epochs(config, scores),
        Aim("Batch normalisation", bool(norms), f"In {_layers(norms)}." if norms else "The network has none."),
        Aim("Dropout", bool(rates), f"{_percent(rates)} of the values are left out." if rates else "None is left out."),
        Aim(
            "Global average pooling",
            bool(averages),
            f"In {_layers(averages)}." if averages else "The network has none.",
        ),
    )


def _layers(steps: Sequence[Step]) -> str:
    """ "layer 5", or "6 layers", where these operations are."""
    layers = list(dict.fromkeys(step.name.partition(".")[0].removeprefix("layer") for step in steps))
    return f"layer {layers[0]}" if len(layers) == 1 else counted(len(layers), "layer")


def _percent(rates: Sequence[float]) -> str:
    """One share, or the smallest and the largest of several."""
    least, most = (f"{100 * rate:.3g}" for rate in (min(rates), max(rates)))
    return f"{most} %" if least == most else f"{least} to {most} %"


def _accuracy(words: str, config: Config, scores: Sequence[Score], least: float, or_just: bool) -> Aim:
    if not is_mnist(config.data):
        return Aim(words, False, "Only MNIST's test images count here.")
    if not scores:
        return Aim(words, False, "The first test comes after the first epoch.")
    best = max(scores, key=lambda score: score.accuracy)
    met = best.accuracy >= least if or_just else best.accuracy > least
    return Aim(words, met, f"At best {100 * best.accuracy:.2f} % so far, after epoch {best.epoch}.")


def _epochs(config: Config, scores: Sequence[Score]) -> Aim:
    """Those that it took to pass count; before that, those that are planned."""
    words = f"Fewer than {EPOCHS} epochs"
    if config.start:
        return Aim(words, False, "It went on from another run, whose epochs count too.")
    passed = next((score.epoch for score in scores if is_mnist(config.data) and score.accuracy > PASSED), None)
    if passed is not None:
        return Aim(words, passed < EPOCHS, f"It passed {100 * PASSED:.1f} % after {counted(passed, 'epoch')}.")
    if config.epochs < EPOCHS:
        return Aim(words, True, f"{counted(config.epochs, 'epoch')} planned.")
    return Aim(words, False, f"{config.epochs} are planned: {100 * PASSED:.1f} % must be passed before epoch {EPOCHS}.")
