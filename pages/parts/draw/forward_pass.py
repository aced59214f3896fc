"""One image in one network: a single forward pass, and everything else the page asks of it, worked out once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from core.digits.classifier import Activation, activations
from core.digits.model import DigitNet
from pages.parts.draw.state import draw_state

Floats = NDArray[np.float32]
T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class ForwardPass:
    """`image` (28, 28) is what the network sees, `seen` what each operation made of it."""

    net: DigitNet
    image: Floats
    seen: tuple[Activation, ...]
    known: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    @property
    def probabilities(self) -> Floats:
        """Ten of them: the last operation's values are their logarithms."""
        return np.exp(self.seen[-1].values)

    @property
    def answer(self) -> int:
        """The digit that the network takes it for."""
        return int(self.seen[-1].values.argmax())

    def once(self, work: Callable[..., T], *arguments: Any) -> T:
        """`work(net, image, *arguments)`, remembered for as long as the drawing stays the same."""
        asked = (work, *arguments)
        if asked not in self.known:
            self.known[asked] = work(self.net, self.image, *arguments)
        found: T = self.known[asked]
        return found


def forward_pass(net: DigitNet, image: Floats) -> ForwardPass:
    """The visitor's look at an image, the same as before if neither image nor network changed."""
    state = draw_state()
    last = state.forward
    if last is None or last.net is not net or not np.array_equal(last.image, image):
        last = state.forward = ForwardPass(net, image, activations(net, image))
    return last
