"""A run on a terminal: one progress bar an epoch, and a line for each score."""

from __future__ import annotations

from collections.abc import Iterable
from time import monotonic
from typing import TextIO

from core.digits.training.records import Batch, Record, Score

BLOCKS = " ▏▎▍▌▋▊▉█"
WIDTH = 10  # blocks of a bar
BETWEEN_DRAWINGS = 0.1  # seconds: the eye sees no more


class Progress:
    """Shows records on `stream`, or nowhere if it is None. On what is no terminal, a bar is written once, when full."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self._terminal = stream is not None and stream.isatty()
        self._begin = 0, 0.0  # batches and seconds when this epoch came into sight
        self._drawn = -BETWEEN_DRAWINGS

    def say(self, sentence: str) -> None:
        if self._stream is not None:
            print(sentence, file=self._stream, flush=True)

    def show(self, record: Record) -> None:
        if self._stream is None:
            return
        if isinstance(record, Score):
            self.say(str(record))
            self.begin(0, record.seconds)
        else:
            self._bar(self._stream, record)

    def begin(self, batch: int, seconds: float) -> None:
        """An epoch begins, or goes on after so many batches, when the run is so many seconds old."""
        self._begin = batch, seconds

    def _bar(self, stream: TextIO, record: Batch) -> None:
        batch, seconds = self._begin
        full = record.batch == record.batches
        if full or (self._terminal and monotonic() - self._drawn >= BETWEEN_DRAWINGS):
            line = bar(record, record.batch - batch, record.seconds - seconds)
            print(f"\r{line}" if self._terminal else line, end="\n" if full else "", file=stream, flush=True)
            self._drawn = monotonic()


def log(records: Iterable[Record]) -> str:
    """What `Progress` writes to a file: a full bar for each epoch, and a line for each score."""
    lines, begin = [], 0.0
    for record in records:
        if isinstance(record, Score):
            lines.append(str(record))
            begin = record.seconds
        elif record.batch == record.batches:
            lines.append(bar(record, record.batch, record.seconds - begin))
    return "\n".join(lines)


def bar(record: Batch, done: int, seconds: float) -> str:
    """The bar after `done` batches in `seconds`, in the form that tqdm made familiar."""
    share = record.batch / record.batches
    eighths = int(share * WIDTH * 8)
    blocks = BLOCKS[-1] * (eighths // 8) + (BLOCKS[eighths % 8] if eighths < WIDTH * 8 else "")
    speed = done / seconds if seconds > 0 else 0.0
    left = _clock((record.batches - record.batch) / speed) if speed else "?"
    return (
        f"loss={record.loss} batch_id={record.batch - 1}: {share:4.0%}|{blocks:<{WIDTH}}| "
        f"{record.batch}/{record.batches} [{_clock(seconds)}<{left}, {speed:.2f}it/s]"
    )


def _clock(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes:02d}:{seconds:02d}"
