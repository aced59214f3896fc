"""Configs by name: settings that were chosen for an aim, and what each gives up for it.

How accurate each is over five seeds, and the command that measures it, stands in core/digits/weights/README.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.digits.training.config import Config


@dataclass(frozen=True)
class NamedConfig:
    """Settings by a name, and a sentence on what they are for."""

    name: str
    sentence: str
    config: Config


SHIPPED = Config()
MNIST = replace(SHIPPED, synthetic=0, bend=0.3, fade=0.0)

CONFIGS = (
    NamedConfig(
        "For any hand",
        "What the Draw page was trained with: a sixth of each batch drawn by code, for shapes that MNIST hardly has. "
        "Over the last epochs they and the bending fade out.",
        SHIPPED,
    ),
    NamedConfig(
        "For MNIST",
        "The same network for MNIST's test alone: weaker bending and no drawn digits. It knows fewer other hands.",
        MNIST,
    ),
    NamedConfig(
        "Under 8,000 in 15 epochs",
        "The seven layers, narrower, for the exercise's shortest form; the changes are those for MNIST.",
        replace(MNIST, epochs=15, widths=(8, 12, 14, 14, 18, 16)),
    ),
)
