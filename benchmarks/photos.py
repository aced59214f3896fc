"""How well photographs of handwriting are read: python -m benchmarks.photos FILE

Each digit is written on paper and photographed, all by code (`benchmarks.camera`). Each condition that makes this
harder is measured on its own, and all pairs that can occur together. The seed chooses the digits, where they lie, how
large they are and how strong each condition is.

The file (or the environment variable STROKES) is that of `benchmarks.strokes`. A digit is read, refused with a
sentence, or, worst of all, read wrong without a word. `--show FOLDER` writes one photograph of each kind there.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.camera import kinds, photograph, scene
from benchmarks.strokes import Written, read
from core.digits.classifier import load_classifier
from core.digits.drawing.upload import decoded
from core.digits.preprocess import stages
from core.digits.rejection.rules import rejection_of


def outcome(content: bytes, label: int) -> str:
    """What the page makes of an image file: "read", "refused" or "wrong"."""
    try:
        made = stages(decoded(content))
    except ValueError:
        return "refused"
    if rejection_of(made):
        return "refused"
    image = np.asarray(made[-1].image, np.float32)
    return "read" if load_classifier().predict(image[None])[0].argmax() == label else "wrong"


def report(digits: Sequence[Written], count: int, seed: int, show: Path | None) -> None:
    """Prints the tables: each condition, then each pair."""
    print("| photograph | read | refused | read wrong |\n|---|---|---|---|")
    sums: dict[int, Counter[str]] = {}
    for place, kind in enumerate(kinds()):
        found: Counter[str] = Counter()
        for number in range(count):
            rng = np.random.default_rng((seed, place, number))
            digit = digits[int(rng.integers(len(digits)))]
            content = photograph(digit, scene(kind, rng), rng)
            found[said := outcome(content, digit.label)] += 1
            if show and (number == 0 or said != "read"):
                (show / f"{' + '.join(kind) or 'even paper'} {number} {digit.label} {said}.jpg").write_bytes(content)
        print(_row(" and ".join(kind) or "even paper", found), flush=True)
        sums.setdefault(len(kind), Counter()).update(found)
    for name, found in zip(("even paper", "all conditions", "all pairs"), sums.values(), strict=True):
        print(_row(f"**{name}**", found))


def _row(name: str, found: Counter[str]) -> str:
    count = found.total()
    return (
        f"| {name} | "
        + " | ".join(f"{100 * found[each] / count:.1f} %" for each in ("read", "refused", "wrong"))
        + " |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="How well photographs of handwriting are read.")
    parser.add_argument("strokes", type=Path, nargs="?", default=os.environ.get("STROKES"), help="the strokes file")
    parser.add_argument("--count", type=int, default=50, help="digits of each kind of photograph")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=Path, help="a folder for one photograph of each kind, and those not read")
    arguments: Any = parser.parse_args()
    if arguments.strokes is None or not Path(arguments.strokes).is_file():
        parser.error("name a strokes file, or set STROKES to one")
    if arguments.show:
        arguments.show.mkdir(parents=True, exist_ok=True)
    report(read(Path(arguments.strokes)), arguments.count, arguments.seed, arguments.show)


if __name__ == "__main__":
    main()
