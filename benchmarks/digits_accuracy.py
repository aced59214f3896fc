"""How accurate the default config is: python -m benchmarks.digits_accuracy --data DIR --seeds 5 --out accuracy.json

Every seed trains once, and what counts is the last epoch, not the best. Settings other than the defaults are
given as to `python -m core.digits.train`. Two processes with a thread each (--workers 2 --threads 1) get more done on
two cores than one with two. With --choose the test set stays closed: 5,000 of the 60,000 images to train on are held
back and scored instead, which is how a config is chosen. They are 5,000 in a row, for MNIST's training images come
writer by writer, two sources in turns: the amounts of ink of one source's neighbours correlate by 0.28. Drawn at
random, they would be by the very writers that are trained on.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import mean, median, stdev
from time import perf_counter

import torch

from core.digits.classifier import save_weights
from core.digits.data.datasets import NAMES, DataSet, Split, load
from core.digits.interval import student
from core.digits.training.args import add_settings
from core.digits.training.config import Config
from core.digits.training.loop import Training, fingerprint, fit
from core.digits.training.records import Score

HELD_BACK = 5_000
HELD_BACK_FROM = 27_500


@dataclass(frozen=True)
class Result:
    """One seed's last epoch."""

    seed: int
    correct: int
    total: int
    loss: float
    train_correct: int
    train_total: int
    train_loss: float
    seconds: float
    accuracies: tuple[float, ...]  # after each epoch
    weights: str  # SHA-256

    @property
    def accuracy(self) -> float:
        return 100 * self.correct / self.total


def held_back(data: DataSet) -> DataSet:
    """The training set alone, in two parts with hardly a writer in common."""
    few = torch.zeros(len(data.train), dtype=torch.bool)
    few[HELD_BACK_FROM:][:HELD_BACK] = True
    train, test = (Split(data.train.images[part], data.train.labels[part]) for part in (~few, few))
    return replace(data, train=train, test=test)


def result(config: Config, choose: bool, weights: Path | None, training: Training | None = None) -> Result:
    """Trains once; the weights go into a folder if one is named. `training` is one that was made otherwise."""
    if config.threads:
        torch.set_num_threads(config.threads)
    data = held_back(load(config.data)) if choose else load(config.data)
    start = perf_counter()
    training = training or Training(config)
    scores = []
    for record in fit(config, data, training):
        if isinstance(record, Score):
            scores.append(record)
            print(f"seed {config.seed}, epoch {record.epoch}: {record}", flush=True)
    *epochs, train, test = scores
    if weights:
        weights.mkdir(parents=True, exist_ok=True)
        save_weights(weights / f"seed-{config.seed}.pt", training.ema.net, config.network())
    return Result(
        config.seed,
        test.correct,
        test.total,
        test.loss,
        train.correct,
        train.total,
        train.loss,
        perf_counter() - start,
        tuple(100 * score.accuracy for score in epochs),
        fingerprint(training.ema.net),
    )


def interval(values: list[float]) -> float:
    """Half the 95 % interval of the mean, by Student's t."""
    if len(values) < 2:
        return float("nan")
    low, high = student(values)
    return (high - low) / 2


def spread(values: list[float], digits: int) -> str:
    """Mean ± half the 95 % interval, the standard deviation, the worst and the best."""
    sd = stdev(values) if len(values) > 1 else float("nan")
    ends = f"{min(values):.{digits}f} to {max(values):.{digits}f}"
    return f"{mean(values):.{digits}f} ± {interval(values):.{digits}f} (sd {sd:.{digits}f}, {ends})"


def table(results: list[Result]) -> str:
    """All seeds, and what they have in common, in Markdown."""
    lines = ["| seed | accuracy % | loss | train accuracy % | train loss | minutes |", "|---|---|---|---|---|---|"]
    for r in results:
        train = f"{100 * r.train_correct / r.train_total:.2f} | {r.train_loss:.4f}"
        lines.append(f"| {r.seed} | {r.accuracy:.2f} | {r.loss:.4f} | {train} | {r.seconds / 60:.1f} |")
    lines += [
        "",
        f"Accuracy: {spread([r.accuracy for r in results], 3)} %",
        f"Loss: {spread([r.loss for r in results], 5)}",
        f"Minutes: {median(r.seconds for r in results) / 60:.1f} (median)",
    ]
    return "\n".join(lines)


def options(about: str | None, seeds: int) -> argparse.ArgumentParser:
    """--seeds, `seeds` if nothing is said, --out, --workers, and the settings of a config: those that are given."""
    parser = argparse.ArgumentParser(
        description=about,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        argument_default=argparse.SUPPRESS,
    )
    parser.add_argument("--seeds", type=int, default=seeds, help="how many, from --seed on")
    parser.add_argument("--out", type=Path, default=None, help="a JSON file for the results")
    parser.add_argument("--workers", type=int, default=1, help="processes, each with a training of its own")
    add_settings(parser)
    return parser


def main() -> None:
    parser = options(__doc__, seeds=5)
    parser.add_argument("--choose", action="store_true", default=False, help="score images held back from training")
    parser.add_argument("--weights", type=Path, default=None, help="a folder for the weights of every seed")
    given = vars(parser.parse_args())
    seeds, choose, out, weights = (given.pop(name) for name in ("seeds", "choose", "out", "weights"))
    workers = given.pop("workers")
    config = Config(**given)
    results = []
    with ProcessPoolExecutor(workers, get_context("spawn")) as processes:
        configs = [replace(config, seed=seed) for seed in range(config.seed, config.seed + seeds)]
        for each in processes.map(partial(result, choose=choose, weights=weights), configs):
            results.append(each)
            if out:
                out.write_text(json.dumps(report(config, choose, results), indent=1) + "\n")
    parameters = sum(p.numel() for p in Training(config).net.parameters())
    scored = f"{HELD_BACK} images held back" if choose else "the test set"
    print(f"\n{parameters} parameters, {config.epochs} epochs, last epoch, scored on {scored}\n")
    print(table(results))


def origin(benchmark: str, config: Config) -> dict[str, object]:
    """The command and the versions that made a result, wherever the data were."""
    words = ["DIR" if word == config.data else word for word in sys.argv[1:]]
    return {
        "command": " ".join([f"python -m benchmarks.{benchmark}", *words]),
        "versions": {"python": platform.python_version(), "torch": torch.__version__},
    }


def report(config: Config, choose: bool, results: list[Result]) -> dict[str, object]:
    """What the table says, and all that it takes to make it again."""
    return {
        **origin("digits_accuracy", config),
        "scored": "held back" if choose else "test",
        "config": {**asdict(config), "data": config.data if config.data in NAMES else "mnist"},
        "mean": {"accuracy": mean(r.accuracy for r in results), "loss": mean(r.loss for r in results)},
        "results": [asdict(r) for r in results],
    }


if __name__ == "__main__":
    main()
