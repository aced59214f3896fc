"""A grid: one training with every combination of some values of its settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod

from core.digits.comparison.differences import NONE, NORMS, words_of
from core.digits.data.datasets import sizes
from core.digits.design import Design
from core.digits.operations import Dropout, Norm
from core.digits.scheduler.expected import starts
from core.digits.training.config import SCHEDULES, Config
from core.digits.training.estimate import seconds
from core.typed import read_within, written

MOST_RUNS = 48
LONGEST = 400  # characters of a list
SPAN = re.compile(r"(\d{1,10})\s*(?:-|–|to|\.\.)\s*(\d{1,10})", re.ASCII)  # seeds 0-4
Value = float | int | str


@dataclass(frozen=True)
class Axis:
    """A setting of which a grid may have several values: numbers from `least` to `most`, or some of `choices`.

    `example` is a list of values as it may be typed; each has the `unit`.

    `put` gives a training one of them; it raises ValueError, in a sentence, where that makes none.
    """

    words: str
    put: Callable[[Config, Value], Config]
    example: str = ""
    least: float = 0
    most: float = 0
    choices: tuple[str, ...] = ()
    unit: str = ""

    @property
    def whole(self) -> bool:
        return isinstance(self.least, int)


@dataclass(frozen=True)
class Cell:
    """One training of a grid, and its values in words: "dropout 0.1, random seed 2"."""

    config: Config
    name: str


def _setting(name: str) -> Callable[[Config, Value], Config]:
    return lambda config, value: replace(config, **{name: value})  # type: ignore[arg-type]  # of any type


def _number(name: str, example: str, least: float, most: float) -> Axis:
    return Axis(words_of(name), _setting(name), example, least, most)


def _put_share(config: Config, percent: Value) -> Config:
    return replace(config, share=float(percent) / 100)


def put_dropout(config: Config, rate: Value) -> Config:
    """With that rate wherever the network has dropout. Raises ValueError where it has none."""
    if not config.design:
        return replace(config, dropout=float(rate))
    operations = config.as_design().operations
    if not any(isinstance(one, Dropout) for one in operations):
        raise ValueError("this network has no dropout to vary: add one in the editor.")
    return _designed(
        config, [replace(one, rate=float(rate)) if isinstance(one, Dropout) else one for one in operations]
    )


def put_norm(config: Config, kind: Value) -> Config:
    """With that normalisation in every place of one, or without any. Raises ValueError where there is no place."""
    if not config.design and kind in (NONE, NORMS[0][0]):
        return replace(config, batch_norm=kind != NONE)
    operations = (config if config.design else replace(config, batch_norm=True)).as_design().operations
    if not any(isinstance(one, Norm) for one in operations):
        raise ValueError("this network has no normalisation to vary: add one in the editor.")
    if kind == NONE:
        return _designed(config, [one for one in operations if not isinstance(one, Norm)])
    made = dict(NORMS)[str(kind)]()
    return _designed(config, [made if isinstance(one, Norm) else one for one in operations])


def _designed(config: Config, operations: Sequence[object]) -> Config:
    """The training with this network, and nothing left of the fields of the seven layers."""
    shipped = {name: getattr(Config(), name) for name in ("widths", "kernels", "padding", "dropout", "batch_norm")}
    design = Design(tuple(operations))  # type: ignore[arg-type]
    return replace(config, **shipped, pool_after=Config().pool_after, design=str(design))


AXES = (
    Axis("dropout", put_dropout, "0, 0.05, 0.1", 0.0, 0.9),
    _number("l1", "0, 1e-5, 1e-4", 0.0, 1.0),
    _number("weight_decay", "0, 1e-4, 1e-3", 0.0, 1.0),
    Axis("normalisation", put_norm, choices=(*(words for words, _ in NORMS), NONE)),
    _number("learning_rate", "0.03, 0.07, 0.15", 1e-6, 100.0),
    _number("batch_size", "32, 64, 128", 2, 4096),
    Axis("schedule", _setting("schedule"), choices=SCHEDULES),
    _number("epochs", "10, 15, 20", 1, 200),
    Axis(words_of("share"), _put_share, "10, 30, 100", 1.0, 100.0, unit=" %"),
    _number("variation", "0, 0.5, 1", 0.0, 3.0),
    _number("synthetic", "0, 12", 0, 1000),
    _number("fade", "0, 0.3", 0.0, 1.0),
    _number("seed", "0-4", 0, 2**31 - 1),  # the last, so that seeds of the same settings stand together
)


def read_values(axis: Axis, text: str) -> tuple[Value, ...]:
    """The values in a list such as "0, 0.05, 0.1", each once; a span of whole numbers may be written 0-4.

    Raises ValueError, in a sentence, for a list that has none, or has two meanings.
    """
    if len(text) > LONGEST:
        raise ValueError(f"the list for {axis.words} is longer than {LONGEST} characters.")
    found: list[Value] = []
    for word in _split(axis, text):
        if axis.whole and (span := SPAN.fullmatch(word)):
            first, last = int(span[1]), int(span[2])
            if not first <= last < first + MOST_RUNS:
                raise ValueError(f"{axis.words}: “{word}” is no span of up to {MOST_RUNS} numbers.")
            words = [str(number) for number in range(first, last + 1)]
        else:
            words = [word]
        for each in words:
            try:
                reading = read_within(each, axis.least, axis.most, whole=axis.whole)
            except ValueError as error:
                raise ValueError(f"{axis.words}: {error}") from error
            found.append(int(reading.value) if axis.whole else reading.value)
    if not found:
        raise ValueError(f"there are no values for {axis.words} yet: type some, such as {axis.example}.")
    return tuple(dict.fromkeys(found))


def _split(axis: Axis, text: str) -> list[str]:
    """The words of a list. A comma separates them, unless it might be a decimal comma."""
    if ";" in text:
        parts = text.split(";")
    elif axis.whole or "." in text or "," not in text:
        spans = re.sub(r"\s*(-|–|\bto\b|\.\.)\s*", r"\1", text) if axis.whole else text
        parts = re.split(r"[,\s]+", spans)
    else:
        parts = re.split(r",\s+|\s+", text)
        for part in parts:
            if "," in part.rstrip(","):
                raise ValueError(
                    f"{axis.words}: “{part}” may be one number or two: write decimal points, or semicolons between"
                    " values."
                )
    return [part.strip(" ,\t\n") for part in parts if part.strip(" ,\t\n")]


def grid(base: Config, values: Mapping[Axis, Sequence[Value]]) -> tuple[Cell, ...]:
    """Every combination, the last setting changing first.

    Raises ValueError, in a sentence, for more than MOST_RUNS and for a combination that makes no training.
    """
    count = prod(len(each) for each in values.values())
    if count > MOST_RUNS:
        raise ValueError(f"that makes {count:,} runs, and a grid has at most {MOST_RUNS}: leave some values out.")
    cells = []
    for combination in product(*values.values()):
        config, names = base, []
        for axis, value in zip(values, combination, strict=True):
            names.append(f"{axis.words} {value if isinstance(value, str) else written(value)}{axis.unit}")
        name = ", ".join(names)
        try:
            for axis, value in zip(values, combination, strict=True):
                config = axis.put(config, value)
        except ValueError as error:
            raise ValueError(f"with {name}: {error}") from error
        cells.append(Cell(config, name))
    return tuple(cells)


def duration(cells: Sequence[Cell], base: Config, a_step: float, at_once: int) -> float:
    """Seconds until all have ended, `at_once` at a time, where a step of `base` takes `a_step` seconds.

    A step's time is about proportional to its images and to the products for each.
    """
    needed = [seconds(cell.config, a_step * _work(cell.config) / _work(base)) for cell in cells]
    return max((begin + take for begin, take in zip(starts(needed, [], at_once), needed, strict=True)), default=0.0)


def _work(config: Config) -> int:
    return (config.batch_size + config.synthetic) * max(1, sum(s.multiply_adds for s in config.as_design().steps()))


def too_large(cells: Sequence[Cell]) -> str:
    """The first training whose batch has more images than there are, in a sentence; "" if none has."""
    for cell in cells:
        images = round(cell.config.share * sizes(cell.config.data)[0])
        if cell.config.batch_size > images:
            return f"With {cell.name}, a batch is larger than the {images:,} images to train on."
    return ""
