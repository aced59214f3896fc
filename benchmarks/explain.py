"""How fast a drawing is answered and looked into: python -m benchmarks.explain

Everything runs in one process on one thread, and the table has the median and the fastest of the rounds, and the
processor's time for one, which other work on the machine does not lengthen. The network is the shipped one, or, where
there is none, one with random weights: as large, so as fast. Loading is measured in processes of their own, after
`import torch`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import numpy as np
import torch

from core.digits.classifier import (
    SHIPPED,
    Floats,
    activations,
    filters,
    frozen,
    probabilities,
    read_weights,
    save_weights,
)
from core.digits.data.synthetic import digits
from core.digits.explain.arithmetic import explain
from core.digits.explain.attribution import grad_cam, gradient_times_input, occlusion
from core.digits.explain.counterfactual import counterfactual
from core.digits.explain.kernel_gradient import kernel_gradient
from core.digits.explain.teaching import score, teach
from core.digits.model import DigitNet
from core.digits.preprocess import Picture, prepare
from core.digits.training.config import Config
from core.errors import WeightsError

LOADING = """
import torch, numpy, sys
from pathlib import Path
from time import perf_counter, process_time
start, busy = perf_counter(), process_time()
from core.digits import classifier
classifier.SHIPPED = Path(sys.argv[1])
classifier.load_classifier().predict(numpy.zeros((1, 28, 28), numpy.float32))
print(perf_counter() - start, process_time() - busy)
"""


Times = list[tuple[float, float]]  # of each round, seconds on the clock and of the processor


def loading(net: DigitNet, rounds: int) -> Times:
    """Seconds from `import torch` to the first ten probabilities, in new processes."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "digits.pt"
        save_weights(path, net, Config().network())
        command = [sys.executable, "-c", LOADING, str(path)]
        told = [subprocess.run(command, capture_output=True, check=True, text=True).stdout for _ in range(rounds)]
    return [(float(clock), float(processor)) for clock, processor in map(str.split, told)]


def times(work: Callable[[], object], rounds: int) -> Times:
    """After one round to warm up."""
    work()
    taken = []
    for _ in range(rounds):
        start, busy = perf_counter(), process_time()
        work()
        taken.append((perf_counter() - start, process_time() - busy))
    return taken


def canvas(image: Floats) -> Picture:
    """A digit as the page's canvas of 280×280 pixels would hold it: dark ink on white, in the middle."""
    return np.kron(255 - np.rint(255 * image).astype(np.uint8), np.ones((10, 10), np.uint8))


def main() -> None:
    parser = argparse.ArgumentParser(description="How fast a drawing is answered and looked into.")
    parser.add_argument("--rounds", type=int, default=50)
    rounds = parser.parse_args().rounds
    try:
        net, whose = read_weights(SHIPPED), "the shipped network"
    except WeightsError:
        net, whose = frozen(DigitNet(**Config().network())), "a network with random weights"
    drawn, labels = digits(1000, seed=1)
    images: Floats = (drawn.numpy() / 255).astype(np.float32)
    image, picture = images[0], canvas(images[0])
    seen = activations(net, image)
    other = int(probabilities(net, image[None])[0].argmin())
    few = max(rounds // 10, 3)
    rows: tuple[tuple[str, str, Times], ...] = (
        ("after `import torch`: load, and the first ten probabilities", "50", loading(net, few)),
        ("image → ten probabilities", "3", times(lambda: probabilities(net, image[None]), rounds)),
        (
            "canvas of 280×280 → prepared → ten probabilities",
            "5",
            times(lambda: probabilities(net, prepare(picture)[None]), rounds),
        ),
        ("image → the values of all operations", "60", times(lambda: activations(net, image), rounds)),
        ("all filters", "", times(lambda: filters(net), rounds)),
        (
            "arithmetic of a value of layer 5's convolution",
            "",
            times(lambda: explain(net, seen, "layer5.conv", (0, 3, 3)), rounds),
        ),
        ("gradient × input", "", times(lambda: gradient_times_input(net, image, 3), rounds)),
        ("Grad-CAM", "", times(lambda: grad_cam(net, image, 3), rounds)),
        ("occlusion, 169 squares", "", times(lambda: occlusion(net, image, 3), few)),
        ("counterfactual", "", times(lambda: counterfactual(net, image, other), few)),
        (
            "gradient of one kernel weight",
            "",
            times(lambda: kernel_gradient(net, image, 3, "layer2.conv", (0, 0, 1, 1)), rounds),
        ),
        ("one step of teaching", "", times(lambda: teach(net, image, 3, 0.001), rounds)),
        ("score on 1,000 images", "", times(lambda: score(net, images, labels.numpy()), few)),
    )
    print(f"torch {torch.__version__}, {whose}, {rounds} rounds\n")
    print("| what | median ms | fastest ms | processor ms | at most |\n|---|---|---|---|---|")
    for what, limit, taken in rows:
        clock, processor = ([1000 * seconds for seconds in each] for each in zip(*taken, strict=True))
        print(f"| {what} | {median(clock):.2f} | {min(clock):.2f} | {median(processor):.2f} | {limit} |")


if __name__ == "__main__":
    main()
