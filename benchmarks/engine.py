"""How long the engine takes: python -m benchmarks.engine

Each time is the median of 7 rounds. The second column compares with PyTorch doing the same update of the same network
by autograd, in the same run.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from timeit import repeat

from core.backprop.engine.descent import descend
from core.backprop.engine.network import Network
from core.backprop.engine.proof import autograd
from core.backprop.explore.ledger import ledger
from core.backprop.explore.race import race
from core.backprop.explore.slices import slices, surface
from core.backprop.lesson.introduction import introduction
from core.backprop.lesson.lesson import lesson
from core.backprop.lesson.presets import RATES


def milliseconds(work: Callable[[], object], times: int) -> float:
    return median(repeat(work, number=times, repeat=7)) / times * 1000


def values_and_gradients() -> None:
    net = Network()
    net.values()
    net.gradients()


def a_race() -> None:
    descend.cache_clear()
    race.__wrapped__(Network(), RATES, 1000)


def a_surface() -> None:
    surface(Network(), "w1", "w2", ((-5.0, 5.0), (-5.0, 5.0)))


def the_slices() -> None:
    slices(Network(), 0.5, dict.fromkeys(Network().graph.weights, (-5.0, 5.0)))


def main() -> None:
    autograd(Network())  # the import of torch is not what is measured
    rows = [
        ("values and gradients", milliseconds(values_and_gradients, 500)),
        ("the same by PyTorch autograd", milliseconds(lambda: autograd(Network()), 100)),
        ("a full lesson, 43 steps", milliseconds(lambda: lesson(Network(), 0.5), 50)),
        ("the introduction, 4 cards", milliseconds(lambda: introduction(Network(), 0.5), 50)),
        ("1,000 updates", milliseconds(lambda: descend.__wrapped__(Network(), 0.5, 1000), 2)),
        (
            "a race of six learning rates, 1,000 updates",
            milliseconds(a_race, 1),
        ),
        ("a surface of the loss, 101 × 101", milliseconds(a_surface, 50)),
        ("slices along all eight weights, 101 points each", milliseconds(the_slices, 50)),
        ("the path ledger of w1", milliseconds(lambda: ledger(Network(), "w1"), 50)),
    ]
    print("| engine | ms |\n|---|---|")
    for name, time in rows:
        print(f"| {name} | {time:.2f} |")


if __name__ == "__main__":
    main()
