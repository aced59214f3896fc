"""Networks worth looking at, each with the learning rate that goes with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from core.backprop.engine.architecture import Architecture, graph_of
from core.backprop.engine.network import Network, network_of


@dataclass(frozen=True)
class Preset:
    name: str  # short and stable, for links
    title: str
    sentence: str
    network: Network
    learning_rate: float = 0.5


FIXED = (
    Preset(
        "worksheet",
        "The worksheet",
        "The numbers of the exercise, to check your own sheet against.",
        Network(),
    ),
    Preset(
        "saturated",
        "Saturated: gradients vanish",
        "Large weights push every sigmoid to its flat end, where its slope is almost 0.",
        Network(i1=1, i2=1, w1=4, w2=3, w3=5, w4=2.5, w5=6, w6=5, w7=-5, w8=-6),
    ),
    Preset(
        "overshoot",
        "Overshoot: rate too high",
        "The first update jumps across the valley and lands higher up on the other side.",
        Network(i1=1, i2=1, w1=2, w2=2, w3=2, w4=2, w5=0.5, w6=0.3, w7=-0.4, w8=-0.2, t1=0.5, t2=0.5),
        learning_rate=30,
    ),
    Preset(
        "article",
        "The article's network",
        "The worksheet's numbers with two biases that do not learn, from Matt Mazur's “A Step by Step Backpropagation "
        "Example”.",
        network_of(Architecture(biases="frozen")),
    ),
)
RANDOM = "random"
NAMES = (*(preset.name for preset in FIXED), RANDOM)
LARGEST_SEED = 9999
RATES = (0.1, 0.2, 0.5, 0.8, 1.0, 2.0)  # the learning rates that the exercise asks to compare


@lru_cache(maxsize=128)  # what a learner's numbers are called is found by comparing them with a preset's
def preset(name: str, seed: int = 0, architecture: Architecture | None = None) -> Preset:
    """The preset of that name, in another shape than its own if one is given.

    There it keeps the numbers whose names both have. `seed` (0 to 9999) matters for "random" only. Raises ValueError
    for another name.
    """
    if name == RANDOM:
        return random_preset(seed, architecture or Architecture())
    for each in FIXED:
        if each.name == name:
            own = each.network.numbers
            return replace(each, network=network_of(architecture, own)) if architecture else each
    raise ValueError(f"there is no preset {name[:40]!r}.")


def random_preset(seed: int, architecture: Architecture | None = None) -> Preset:
    """Weights from -1 to 1, inputs and targets from 0 to 1, with two decimals so that they are easy to copy."""
    if not 0 <= seed <= LARGEST_SEED:
        raise ValueError(f"the seed must be between 0 and {LARGEST_SEED}, not {seed}")
    draw = np.random.default_rng(seed)
    graph = graph_of(architecture or Architecture())
    numbers = {name: draw.uniform(-1, 1) for name in graph.weights + graph.frozen}
    numbers |= {name: draw.uniform(0, 1) for name in graph.inputs + graph.targets}
    network = Network(graph, **{name: round(float(x), 2) for name, x in numbers.items()})
    return Preset(RANDOM, "Random", "Drawn by chance; the same seed always draws the same numbers.", network)


TITLES = {name: preset(name).title for name in NAMES}
ABOUT = "\n\n".join(f"**{each.title}.** {each.sentence}" for each in map(preset, NAMES))  # Markdown
