"""Minutes to 99.50 %, by the shipped recipe and by the exercise's: python -m benchmarks.digits_time --data DIR

The exercise's recipe is batches of 32, plain SGD with momentum at a constant rate, and the pipeline of every tutorial
(torchvision's transforms in a DataLoader, without bending, which would slow it); the network is the same. Each is timed
until its first epoch that ends with 99.50 % of the test set right, or until its last one. Testing counts, loading does
not.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median
from time import perf_counter

import torch
import torch.nn.functional as F

from benchmarks.digits_speed import pipeline
from core.digits.data import DataSet, load
from core.digits.model import DigitNet
from core.digits.recipe import Config
from core.digits.record import Score
from core.digits.train import evaluate, fit, loss_and_correct

GOAL = 0.995
RATE = 0.01  # the constant learning rate that is usual with momentum 0.9
EXERCISE_EPOCHS = 15


@dataclass(frozen=True)
class Timed:
    """One training until it reached the goal, or did not."""

    recipe: str
    seed: int
    epoch: int
    accuracy: float
    seconds: float


def shipped(config: Config, data: DataSet) -> Timed:
    """The shipped recipe, up to its first good epoch."""
    score = None
    for record in fit(config, data):
        if isinstance(record, Score) and not record.final:
            score = record
            if score.accuracy >= GOAL:
                break
    assert score is not None
    return Timed("shipped", config.seed, score.epoch, score.accuracy, score.seconds)


def exercise(config: Config, data: DataSet, folder: Path) -> Timed:
    """The exercise's recipe, up to its first good epoch or its fifteenth."""
    torch.manual_seed(config.seed)
    net = DigitNet(**config.network())
    optimizer = torch.optim.SGD(net.parameters(), lr=RATE, momentum=0.9)
    batches = pipeline(replace(config, batch_size=32), folder, workers=0, bent=False)
    begin = perf_counter()
    for epoch in range(1, EXERCISE_EPOCHS + 1):
        net.train()
        for images, labels in batches:
            optimizer.zero_grad()
            F.nll_loss(net(images), labels).backward()  # type: ignore[no-untyped-call]
            optimizer.step()
        accuracy = loss_and_correct(evaluate(net, data.test), data.test.labels)[1] / len(data.test)
        print(
            f"exercise, seed {config.seed}, epoch {epoch}: {accuracy:.2%}, {perf_counter() - begin:.0f} s", flush=True
        )
        if accuracy >= GOAL:
            break
    return Timed("exercise", config.seed, epoch, accuracy, perf_counter() - begin)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that has MNIST")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--exercise-seeds", type=int, default=3)
    parser.add_argument("--out", type=Path, help="a JSON file for the results")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    data = load(str(given.data))
    ways: list[tuple[int, Callable[[Config], Timed]]] = [
        (given.seeds, lambda config: shipped(config, data)),
        (given.exercise_seeds, lambda config: exercise(config, data, given.data)),
    ]
    timed = [
        way(Config(seed=seed)) for seed in range(max(count for count, _ in ways)) for count, way in ways if seed < count
    ]

    print(f"\ntorch {torch.__version__}, {given.threads} thread(s)\n")
    print("| recipe | seed | epoch | accuracy | minutes |\n|---|---|---|---|---|")
    for row in timed:
        print(f"| {row.recipe} | {row.seed} | {row.epoch} | {row.accuracy:.2%} | {row.seconds / 60:.1f} |")
    ours, theirs = (median(t.seconds for t in timed if t.recipe == recipe) for recipe in ("shipped", "exercise"))
    print(
        f"\nMedians: {ours / 60:.1f} and {theirs / 60:.1f} minutes, {theirs / ours:.1f} times less for the shipped one."
    )
    if given.out:
        given.out.write_text(json.dumps([asdict(row) for row in timed], indent=1) + "\n")


if __name__ == "__main__":
    main()
