"""What the exercise asks of a training, and how far a run has come with it.

Its numbers are judged as the referee judges them; besides, it wants batch normalisation, dropout and global average
pooling in the network. The accuracy of the run that it shows is one aim more than it has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.digits.comparison.referee import Ruling, foreign, judge, result_of_run
from core.digits.comparison.rules import EXERCISE, SHOWN
from core.digits.counted import counted
from core.digits.design import Step
from core.digits.operations import BatchNorm, Dropout, GhostBatchNorm, GlobalAverage
from core.digits.table import Row
from core.digits.training.config import Config
from core.digits.training.records import Score


def aims(config: Config, scores: Sequence[Score], rows: Sequence[Row]) -> tuple[Ruling, ...]:
    """All aims, for a run with these settings, scores on the test set so far, and operations of its network."""
    parameters = sum(row.parameters for row in rows)
    ended = bool(scores) and scores[-1].epoch == config.epochs
    result = result_of_run(config, scores, parameters, ended)
    few, within, good = judge(result, EXERCISE)
    shown = judge(result, SHOWN)[-1]
    shown = replace(shown, words=f"{shown.words}, as in the exercise's run")
    if problem := foreign(result):
        good, shown = (replace(each, met=False, why=problem) for each in (good, shown))
    if config.start or (problem and config.epochs > EXERCISE.first):
        within = replace(within, met=False, why=problem)
    return good, shown, few, within, *_parts(config)


def _parts(config: Config) -> tuple[Ruling, ...]:
    """What the network shall have."""
    steps = config.as_design().steps()
    norms = [step for step in steps if isinstance(step.operation, BatchNorm | GhostBatchNorm)]
    rates = [step.operation.rate for step in steps if isinstance(step.operation, Dropout) and step.operation.rate]
    averages = [step for step in steps if isinstance(step.operation, GlobalAverage)]
    none = "The network has none."
    left_out = f"{_percent(rates)} of the values are left out." if rates else "None is left out."
    return (
        Ruling("Batch normalisation", bool(norms), f"In {_layers(norms)}." if norms else none),
        Ruling("Dropout", bool(rates), left_out),
        Ruling("Global average pooling", bool(averages), f"In {_layers(averages)}." if averages else none),
    )


def _layers(steps: Sequence[Step]) -> str:
    """ "layer 5", or "6 layers", where these operations are."""
    layers = list(dict.fromkeys(step.name.partition(".")[0].removeprefix("layer") for step in steps))
    return f"layer {layers[0]}" if len(layers) == 1 else counted(len(layers), "layer")


def _percent(rates: Sequence[float]) -> str:
    """One share, or the smallest and the largest of several."""
    least, most = (f"{100 * rate:.3g}" for rate in (min(rates), max(rates)))
    return f"{least} %" if least == most else f"{least} to {most} %"
