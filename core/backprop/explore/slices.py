"""The loss as a landscape: along each weight alone, and over any two, with the update's step and the descent's path.

Every picture of the landscape is one forward pass with arrays in the places of the weights that move.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from core.backprop.engine.descent import Descent
from core.backprop.engine.network import Network

Floats = NDArray[np.float64]
Window = tuple[float, float]  # from, to


@dataclass(frozen=True, eq=False)
class Slice:
    """E_total along one weight while all others stay, and what one update makes of it.

    `at`, `loss` and `slope` are the weight, E_total and ∂E_total/∂weight now; the tangent goes through them. The
    update moves the weight to `lands`: the tangent promises `promised` there, the slice has `alone`, and `together`
    is the loss after the real update, which moves all weights at once.
    """

    weight: str
    at: float
    loss: float
    slope: float
    along: Floats  # weights, shape (points,)
    losses: Floats  # E_total there, shape (points,)
    lands: float
    alone: float
    together: float

    @property
    def promised(self) -> float:
        return self.loss + self.slope * (self.lands - self.at)


@dataclass(frozen=True, eq=False)
class Surface:
    """E_total over two weights, all others as in `held`; `losses[row, column]` is at `up[row]`, `across[column]`."""

    held: Network
    weights: tuple[str, str]  # across, up
    across: Floats  # shape (points,)
    up: Floats  # shape (points,)
    losses: Floats  # shape (points, points)


@dataclass(frozen=True, eq=False)
class Shadow:
    """A descent's path laid onto a surface: two weights after each update, shape (updates + 1,) each.

    `losses` are the descent's own; `below` is the surface under the path, which is another number wherever the held
    weights are not those of that update.
    """

    across: Floats
    up: Floats
    losses: Floats
    below: Floats


def slices(net: Network, learning_rate: float, windows: Mapping[str, Window], points: int = 101) -> tuple[Slice, ...]:
    """A slice for each weight in `windows`, from one end of its window to the other, all in one forward pass.

    The numbers of `net` must be plain floats. Raises graph.NonFinite where something overflows, ValueError for a
    learning rate that is not finite and for a weight that the network does not have.
    """
    loss, new = net.graph.loss, net.updated(learning_rate)
    numbers, updated = cast(Mapping[str, float], net.numbers), cast(Mapping[str, float], new.numbers)
    unknown = [name for name in windows if name not in net.graph.weights]
    if unknown:
        raise ValueError(f"there is no weight {unknown[0]!r} to slice along")
    names = list(windows)
    # A row for each weight: its window, and last the place where it lands. In the other rows it stays what it is.
    rows = np.array([[*np.linspace(*windows[name], points), updated[name]] for name in names]).reshape(-1, points + 1)
    moved = {}
    for row, name in enumerate(names):
        moved[name] = np.full_like(rows, numbers[name])
        moved[name][row] = rows[row]
    losses = np.broadcast_to(net.replaced(**moved).values()[loss], rows.shape)
    now, together, slopes = net.values()[loss], new.values()[loss], net.gradients()
    return tuple(
        Slice(
            name,
            numbers[name],
            float(now),
            float(slopes[name]),
            rows[row, :-1],
            losses[row, :-1],
            updated[name],
            float(losses[row, -1]),
            float(together),
        )
        for row, name in enumerate(names)
    )


def surface(held: Network, across: str, up: str, windows: tuple[Window, Window], points: int = 101) -> Surface:
    """E_total over the windows of the weights `across` and `up`, all other weights as in `held`.

    Raises graph.NonFinite where something overflows, ValueError unless both are weights and different.
    """
    _two_weights(held, across, up)
    x, y = np.linspace(*windows[0], points), np.linspace(*windows[1], points)
    losses = held.replaced(**{across: x[None, :], up: y[:, None]}).values()[held.graph.loss]
    return Surface(held, (across, up), x, y, np.broadcast_to(losses, (points, points)))


def shadow(descent: Descent, held: Network, across: str, up: str) -> Shadow:
    """The path of `descent` over two weights, and the surface of `held` below it. Raises what `surface` raises."""
    _two_weights(held, across, up)
    x, y = descent.weights[across], descent.weights[up]
    below = held.replaced(**{across: x, up: y}).values()[held.graph.loss]
    return Shadow(x, y, descent.losses, np.broadcast_to(below, x.shape))


def _two_weights(net: Network, across: str, up: str) -> None:
    for name in (across, up):
        if name not in net.graph.weights:
            raise ValueError(f"there is no weight {name!r}")
    if across == up:
        raise ValueError(f"a surface needs two different weights, not {across} twice")
