"""The training command on few images, as the servers here start it: a process of its own.

A long training takes its time: what it did meanwhile nobody would look at, and the browser has the processor.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from core.digits.data import datasets
from core.digits.training import command, session
from core.digits.training.loop import fit
from core.digits.training.records import Record

SIZES = (6000, 1000)  # images to train and to test, of MNIST's files
DRAWN = (1000, 200)  # of the digits that are drawn by code, each time anew
LONG = 200  # epochs, which never end of themselves
PAUSE = 0.1  # seconds after a batch of a long training


def few() -> None:
    """In this process the data sets are that small."""
    datasets.SYNTHETIC_SIZES = DRAWN
    datasets.SOURCES["mnist"] = replace(datasets.SOURCES["mnist"], sizes=SIZES)


def slowed(*given: Any) -> Iterator[Record]:
    """The records of `fit`, those of a long training with pauses."""
    config = given[0]
    for record in fit(*given):
        if config.epochs == LONG:
            time.sleep(PAUSE * config.log_every)
        yield record


def main() -> int:
    few()
    vars(session).update(fit=slowed)  # session imported it by name
    return command.main(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())
