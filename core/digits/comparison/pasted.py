"""A training's log that somebody pasted, read strictly: progress bars, and the lines of tests.

    loss=0.0018307261634618044 batch_id=1874: 100%|██████████| 1875/1875 [00:29<00:00, 64.21it/s]
    Test set: Average loss: 0.0232, Accuracy: 9935/10000 (99.35%)

A line that speaks of a loss or an accuracy must be one of these to the last character; what says nothing of either is
left out and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import nan

from core.digits.training.records import Score

MOST_CHARACTERS = 1_000_000
MOST_EPOCHS = 10_000
SHOWN = 60  # characters of a line in a sentence

BAR = re.compile(
    r"(?:loss=(?P<loss>[-+.\w]{1,30})\s+batch_id=\d{1,9}(?:\s+accuracy=[\d.]{1,20})?:\s*)?"
    r"(?P<percent>\d{1,3})%\|[^|]{0,100}\|\s*(?P<done>\d{1,9})/(?P<all>\d{1,9})\s*(?:\[[^\]]{0,80}\])?",
    re.ASCII | re.IGNORECASE,
)
SCORE = re.compile(
    r"(?:(?P<split>test|train) set:\s*)?(?:average loss:\s*(?P<loss>\d{1,12}(?:\.\d{1,20})?|nan),\s*)?"
    r"(?:accuracy:\s*)?(?P<correct>\d{1,9})/(?P<total>\d{1,9})"
    r"(?:\s*\((?P<percent>\d{1,3}(?:\.(?P<places>\d{1,6}))?)\s?%\))?",
    re.ASCII | re.IGNORECASE,
)
PARAMETERS = re.compile(r"(?:total params:|parameters:)\s*([\d,]{1,15})|([\d,]{1,15}) parameters", re.ASCII | re.I)
COUNT = re.compile(r"\d{1,12}|\d{1,3}(?:[,.' \u2019\u00a0\u202f]\d{3}){1,3}", re.ASCII)
HARMLESS = re.compile(r"first loss=[-+.\w]{1,30}|[-=*#@ ]*epoch:?\s*\d{0,6}:?[-=*#@ ]*", re.ASCII | re.IGNORECASE)
TELLING = re.compile(r"accuracy|loss|%\|", re.IGNORECASE)  # a line with such a word is left out by nobody
ESCAPES = re.compile(r"\x1b\[[0-9;]{0,20}[A-Za-z]")  # a terminal's colours and movements


@dataclass(frozen=True)
class PastedLog:
    """What a log says: the test after each epoch, in order; the training images at the end, if it has them.

    `epochs` counts the full progress bars, or the tests where there are no bars. `parameters` is None where no line
    says how many there are; `left_out` counts the lines that say nothing of a training.
    """

    tests: tuple[Score, ...]
    train: Score | None
    epochs: int
    parameters: int | None
    left_out: int


def read_log(text: str) -> PastedLog:
    """The log in a text. Raises ValueError, in a sentence with the number of the line, for what is none."""
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"This is longer than {MOST_CHARACTERS:,} characters: paste one training's log alone.")
    lines = list(_lines(text))
    reading = _Reading(bars=any(BAR.fullmatch(line) for _, line in lines))
    for number, line in lines:
        reading.take(number, line)
    return reading.result()


def read_parameters(text: str) -> int | None:
    """How many parameters somebody typed, 19000 or 19,000; None for nothing. Raises ValueError in a sentence."""
    if not text.strip():
        return None
    if not COUNT.fullmatch(text.strip()):
        raise ValueError(f"{_short(text.strip())} is no number of parameters: type one such as 19,000.")
    return int(re.sub(r"\D", "", text))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line with its number, from 1 on; a bar that was drawn over and over has them in one line."""
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        for part in ESCAPES.sub("", line).split("\r"):
            if stripped := part.strip():
                yield number, stripped


class _Reading:
    """How far a log has been read."""

    def __init__(self, bars: bool) -> None:
        self.bars = bars
        self.epoch = 0  # full bars so far, or tests
        self.open = False  # whether the bar before is not full
        self.last_bar = ""
        self.tests: dict[int, Score] = {}
        self.train: list[Score] = []
        self.after_train = False  # whether the score before was of the training images
        self.parameters: int | None = None
        self.left_out = 0

    def take(self, number: int, line: str) -> None:
        if found := BAR.fullmatch(line):
            self._bar(number, line, found)
        elif found := SCORE.fullmatch(line):
            self._score(number, line, found)
        elif found := PARAMETERS.fullmatch(line):
            self._parameters(number, found)
        elif not HARMLESS.fullmatch(line):
            if TELLING.search(line):
                raise ValueError(
                    f"Line {number} is in another form than the exercise's: {_short(line)}. A test reads"
                    ' "Test set: Average loss: 0.0232, Accuracy: 9935/10000 (99.35%)".'
                )
            self.left_out += 1

    def result(self) -> PastedLog:
        if self.open:
            raise ValueError("The last progress bar is not full: paste the log of a training that has ended.")
        if not self.tests:
            raise ValueError(
                'There is no line of a test in it, such as "Test set: Average loss: 0.0232, Accuracy: 9935/10000'
                ' (99.35%)".'
            )
        tests = tuple(self.tests[epoch] for epoch in sorted(self.tests))
        return PastedLog(tests, self.train[-1] if self.train else None, self.epoch, self.parameters, self.left_out)

    def _bar(self, number: int, line: str, found: re.Match[str]) -> None:
        done, all, percent = int(found["done"]), int(found["all"]), int(found["percent"])
        if not 0 <= done <= all or not all or abs(percent - 100 * done / all) > 1:
            raise ValueError(f"Line {number} is no progress bar: {percent} % are not {done} of {all}.")
        if done < all:
            self.open = True
        elif self.open or line.partition("[")[0] != self.last_bar:  # the same full bar may be drawn twice
            self.epoch, self.open = self.epoch + 1, False
            if self.epoch > MOST_EPOCHS:
                raise ValueError(f"A training has at most {MOST_EPOCHS:,} epochs here.")
        self.last_bar = line.partition("[")[0] if done == all else ""

    def _score(self, number: int, line: str, found: re.Match[str]) -> None:
        score = _read_score(number, line, found)
        if self.open:
            raise ValueError(f"Line {number} is a test in the middle of an epoch: the bar before it is not full.")
        if score.split == "train":
            self.train.append(score)
        elif self.bars:
            if not self.epoch:
                raise ValueError(f"Line {number} is a test before the first epoch: paste the log from its beginning.")
            self._test(number, score, self.epoch)
        elif not (self.after_train and len(self.train) == 1 and _same(score, self.tests.get(self.epoch))):
            self.epoch += 1
            self._test(number, score, self.epoch)
        self.after_train, self.last_bar = score.split == "train", ""
        if self.epoch > MOST_EPOCHS:
            raise ValueError(f"A training has at most {MOST_EPOCHS:,} epochs here.")

    def _test(self, number: int, score: Score, epoch: int) -> None:
        known = self.tests.get(epoch)
        if known is not None and not _same(score, known):
            raise ValueError(
                f"Line {number} tests epoch {epoch} once more, with another result: keep the one that counts."
            )
        self.tests[epoch] = known or Score(epoch, "test", score.loss, score.correct, score.total, False, 0.0)

    def _parameters(self, number: int, found: re.Match[str]) -> None:
        digits = (found[1] or found[2]).replace(",", "")
        if not digits:
            raise ValueError(f"Line {number} says no number of parameters.")
        if self.parameters not in (None, int(digits)):
            raise ValueError(f"Line {number} says {int(digits):,} parameters, and another line {self.parameters:,}.")
        self.parameters = int(digits)


def _read_score(number: int, line: str, found: re.Match[str]) -> Score:
    """The score of a line, whose numbers must agree."""
    correct, total = int(found["correct"]), int(found["total"])
    if not 0 <= correct <= total or not total:
        raise ValueError(f"Line {number} cannot be: {correct:,} of {total:,} right.")
    if found["percent"] is not None:
        unit = 10.0 ** -len(found["places"] or "")
        if abs(float(found["percent"]) - 100 * correct / total) > 0.5000001 * unit:
            raise ValueError(
                f"Line {number} contradicts itself: {correct:,} of {total:,} are {100 * correct / total:.2f} %, not"
                f" {found['percent']} %."
            )
    loss = float(found["loss"]) if found["loss"] else nan
    return Score(1, "train" if (found["split"] or "").lower() == "train" else "test", loss, correct, total, True, 0.0)


def _same(one: Score, other: Score | None) -> bool:
    return other is not None and (one.correct, one.total) == (other.correct, other.total)


def _short(line: str) -> str:
    return f"“{line[:SHOWN]}…”" if len(line) > SHOWN else f"“{line}”"
