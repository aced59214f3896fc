"""How often what is no digit is told from one: python -m benchmarks.rejection STROKES.jsonl.gz

Non-digits are generated (core/digits/rejection/non_digits.py) from seeds that nothing was learned from, digits are
those of a strokes file (or the environment variable STROKES; benchmarks/strokes.py has its format) on the same canvas.
Both go the page's way. Neither these digits nor these seeds chose the detector or its threshold.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.strokes import PENS, SIZES, canvases, read
from core.digits.rejection.non_digits import KINDS, drawn
from core.digits.rejection.rules import rejection

SEED = 20_000  # far from what the detector learned from
TRUSTED, REJECTED = "taken for a digit", "rejected"


def verdicts(pictures: Iterable[NDArray[np.uint8]]) -> Counter[str]:
    """How many of the pictures got which sentence, or none."""
    return Counter(rejection(picture) or TRUSTED for picture in pictures)


def row(what: str, counted: Counter[str]) -> str:
    count = sum(counted.values())
    told = Counter({sentence: times for sentence, times in counted.items() if sentence != TRUSTED})
    reason = told.most_common(1)[0][0] if told else ""
    return f"| {what} | {count} | {100 * (1 - counted[TRUSTED] / count):.1f} % | {reason} |"


def main() -> None:
    parser = argparse.ArgumentParser(description="How often what is no digit is told from one.")
    parser.add_argument("strokes", type=Path, nargs="?", default=os.environ.get("STROKES"), help="the strokes file")
    parser.add_argument("--each", type=int, default=200, help="drawings of each kind")
    parser.add_argument("--every", type=int, default=5, help="one digit of the file in so many")
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    if given.strokes is None or not Path(given.strokes).is_file():
        parser.error("name a strokes file, or set STROKES to one")
    rng = np.random.default_rng(given.seed)

    print(f"| drawn | how many | {REJECTED} | most often because |\n|---|---|---|---|")
    strange: Counter[str] = Counter()
    for kind in KINDS:
        counted = verdicts(drawn(kind, rng) for _ in range(given.each))
        strange += counted
        print(row(kind, counted), flush=True)
    print(row("**all non-digits**", strange))
    digits = read(Path(given.strokes))[3 :: given.every]
    everyone: Counter[str] = Counter()
    for label in range(10):
        its = [digit for digit in digits if digit.label == label]
        if its:
            counted = verdicts(canvases(its, PENS, SIZES, given.seed + label))
            everyone += counted
            print(row(f"digit {label}", counted), flush=True)
    print(row("**all digits**", everyone))


if __name__ == "__main__":
    main()
