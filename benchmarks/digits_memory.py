"""What a training needs in memory on top of torch itself: python -m benchmarks.digits_memory --data DIR

Each row is a process of its own, and its largest resident size: one that only imports torch, one that trains for three
epochs, so that what is never given back would show.
"""

from __future__ import annotations

import argparse
import subprocess
import sys

BARE = "import torch"
PEAK = "\nimport resource; print('PEAK', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
PREDICT = """
import numpy as np
from core.digits.classifier import load_classifier
load_classifier().predict(np.zeros((1, 28, 28), np.float32))
import sys
assert 'torchvision' not in sys.modules
"""


def train(data: str) -> str:
    return f"from core.digits.training.command import main; main(['--data', {data!r}, '--epochs', '3'])"


def peak(code: str) -> int:
    """The largest resident size, in kB, of a process that runs this code."""
    lines = subprocess.run([sys.executable, "-c", code + PEAK], check=True, capture_output=True, text=True).stdout
    return int(lines.rsplit("PEAK", 1)[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default="synthetic", help="a data set's name, or the folder of MNIST")
    data = parser.parse_args().data
    bare = peak(BARE)
    print("| process | MB | above the bare import |\n|---|---|---|")
    for name, code in (("import torch", BARE), ("three epochs of training", train(data)), ("a prediction", PREDICT)):
        kilobytes = peak(code)
        print(f"| {name} | {kilobytes / 1000:.0f} | {(kilobytes - bare) / 1000:.0f} |")


if __name__ == "__main__":
    main()
