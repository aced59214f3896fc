"""Trains the detector of what is no digit: python -m core.digits.rejection --data mnist --out FILE"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from core.digits.data.datasets import NAMES, SYNTHETIC, load
from core.digits.rejection.detector import save_detector
from core.digits.rejection.training import detector, material
from core.errors import DataError


def main(arguments: list[str] | None = None) -> None:
    """Trains as the arguments say, and writes the weights; ends the process with a sentence for bad ones."""
    parser = argparse.ArgumentParser(
        prog="python -m core.digits.rejection", description="Trains the detector of what is no digit."
    )
    parser.add_argument("--data", required=True, help=f"{', '.join(NAMES)}, or MNIST's folder")
    parser.add_argument("--out", type=Path, required=True, help="the file for the weights")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(arguments)
    try:
        data = load(given.data)
    except DataError as error:
        parser.error(str(error))
    if data.name != SYNTHETIC and not data.of_digits:
        parser.error(f"{data.title} has no digits.")
    torch.set_num_threads(1)
    save_detector(given.out, detector(material(data, given.seed), given.seed))


if __name__ == "__main__":
    main()
