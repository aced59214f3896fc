"""A question for a skill that comes back: on other numbers, and on another network each time."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

from core.backprop.engine.architecture import Architecture
from core.backprop.lesson.place import Place
from core.backprop.lesson.presets import LARGEST_SEED, RANDOM
from core.backprop.practice.quiz import Practice, begin
from core.backprop.practice.skills import skill_of

SHAPES = (
    Architecture(),
    Architecture((3,)),
    Architecture((2,), "sigmoid", "per neuron"),
    Architecture((2,), "tanh", "frozen"),
    Architecture((2, 2)),
)


@lru_cache(maxsize=256)
def question(skill: str, day: int, times: int) -> tuple[Place, Practice]:
    """What is asked of a skill on a day, after it was right so many times; the same for the same."""
    draw = int.from_bytes(blake2b(f"{skill} {day} {times}".encode(), digest_size=8).digest())
    shape = SHAPES[(draw + times) % len(SHAPES)]
    place = Place.at_preset(RANDOM, draw // 7 % (LARGEST_SEED + 1), shape)
    net = place.network
    steps = [step for step in begin(net, place.learning_rate).questions if skill_of(net.graph, step.name) == skill]
    telling = [step.name for step in steps if not step.name.startswith("d-E")]  # which is 1
    return place, begin(net, place.learning_rate, telling[draw // 77 % len(telling)])
