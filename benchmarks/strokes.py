"""How well digits drawn by hand are read: python -m benchmarks.strokes FILE

Each digit is drawn on the page's canvas of 280×280 pixels with a round pen of 18 to 24, at a random size and place,
then prepared and read as the page does it. The last column has a plain resize of the canvas to 28×28 instead.

The file (or the environment variable STROKES) has one JSON a line: `label`, and `strokes`, a list of pen-down strokes,
each a list of [x, y] between 0 and 1 with y down.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.digits.classifier import load_classifier, probabilities
from core.digits.drawing.brush import inked
from core.digits.drawing.strokes import CANVAS
from core.digits.model import DigitNet
from core.digits.preprocess import prepare, stages
from core.digits.runs.run import read_config, read_state

PENS = (18.0, 24.0)  # thinnest and thickest, in pixels of the canvas
SIZES = (100.0, 260.0)  # longer side of the ink, from a third of the canvas to nearly all of it
EVERY = 10  # one digit in so many is drawn for the table of pens and sizes

Images = NDArray[np.float32]  # (N, 28, 28) in [0, 1]
Classifier = Callable[[Images], NDArray[np.intp]]  # -> (N,) digits


@dataclass(frozen=True)
class Written:
    """A digit as someone wrote it: each stroke is (points, 2), x and y between 0 and 1."""

    label: int
    strokes: tuple[NDArray[np.float64], ...]


def read(path: Path) -> tuple[Written, ...]:
    """The digits of a strokes file, plain or gzipped."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        rows = [json.loads(line) for line in lines]
    return tuple(Written(row["label"], tuple(np.array(stroke, float) for stroke in row["strokes"])) for row in rows)


def canvas(digit: Written, pen: float, size: float, place: tuple[float, float]) -> NDArray[np.uint8]:
    """Dark ink on a white canvas, (280, 280); `place` is where it lies in the room that is left, (0, 0) top left."""
    extent = np.max([stroke.max(axis=0) for stroke in digit.strokes], axis=0)
    scale = (size - pen) / max(extent.max(), 1e-9)
    corner = pen / 2 + np.array(place) * (CANVAS - pen - extent * scale)
    return inked([stroke * scale + corner for stroke in digit.strokes], pen)


def canvases(
    digits: Iterable[Written], pens: Sequence[float], sizes: Sequence[float], seed: int
) -> list[NDArray[np.uint8]]:
    """Every digit drawn with a pen and a size between the two that are given."""
    rng = np.random.default_rng(seed)
    return [
        canvas(digit, rng.uniform(pens[0], pens[-1]), rng.uniform(sizes[0], sizes[-1]), (rng.random(), rng.random()))
        for digit in digits
    ]


def resized(picture: NDArray[np.uint8]) -> Images:
    """The whole canvas shrunk to 28×28, ink bright: what most demonstrations do."""
    return np.asarray(stages(picture, off={"cropped", "fitted", "centred"})[-1].image, np.float32)


def classifier(run: Path | None) -> Classifier:
    """The shipped weights, or those of a run."""
    if run is None:
        net = load_classifier().net
    else:
        state = read_state(run)
        if state is None:
            raise SystemExit(f"There is no checkpoint in {run}.")
        net = DigitNet(**read_config(run).network())
        net.load_state_dict(state["averaged"])
        net.eval()
    return lambda images: probabilities(net, images).argmax(axis=1)


def share(right: NDArray[np.bool_]) -> str:
    return f"{100 * right.mean():.2f} %"


def report(digits: Sequence[Written], classify: Classifier, seed: int) -> None:
    """Prints the two tables."""
    labels = np.array([digit.label for digit in digits])
    pictures = canvases(digits, PENS, SIZES, seed)
    answers = classify(np.stack([prepare(picture) for picture in pictures]))
    plain = classify(np.stack([resized(picture) for picture in pictures]))
    print("| digit | drawn | read right | most often misread as | after a plain resize |\n|---|---|---|---|---|")
    for digit in range(10):
        its = labels == digit
        wrong = np.bincount(answers[its & (answers != digit)], minlength=10)
        taken = f"{wrong.argmax()}, {wrong.max()} times" if wrong.any() else "never"
        print(f"| {digit} | {its.sum()} | {share(answers[its] == digit)} | {taken} | {share(plain[its] == digit)} |")
    print(f"| all | {len(labels)} | {share(answers == labels)} | | {share(plain == labels)} |")

    print(f"\nOne digit in {EVERY}, by pen and size in pixels of the canvas:\n")
    print("| pen | size | read right |\n|---|---|---|")
    some, pens, sizes = digits[::EVERY], (PENS[0], sum(PENS) / 2, PENS[1]), (SIZES[0], sum(SIZES) / 2, SIZES[1])
    for pen, size in product(pens, sizes):
        images = np.stack([prepare(picture) for picture in canvases(some, (pen,), (size,), seed)])
        print(f"| {pen:g} | {size:g} | {share(classify(images) == labels[::EVERY])} |")


def main() -> None:
    parser = argparse.ArgumentParser(description="How well digits drawn by hand are read.")
    parser.add_argument("strokes", type=Path, nargs="?", default=os.environ.get("STROKES"), help="the strokes file")
    parser.add_argument(
        "--run", type=Path, help="the folder of a run whose network reads them, not the shipped weights"
    )
    parser.add_argument("--seed", type=int, default=0, help="of pens, sizes and places")
    arguments = parser.parse_args()
    if arguments.strokes is None or not Path(arguments.strokes).is_file():
        parser.error("name a strokes file, or set STROKES to one")
    report(read(Path(arguments.strokes)), classifier(arguments.run), arguments.seed)


if __name__ == "__main__":
    main()
