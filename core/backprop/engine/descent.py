"""Many updates: gradient descent as a history that can be read in both directions.

The whole history is one network whose weights are arrays with one entry an update, so every quantity along it, the
loss curve included, is a single forward pass.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from io import StringIO
from typing import cast

import numpy as np

from core.backprop.engine.graph import NonFinite
from core.backprop.engine.network import Network, finite


@dataclass(frozen=True, eq=False)
class Descent:
    """`family` holds updates 0 to `updates`; `overflow` says why there are fewer than were asked for, if so."""

    family: Network
    learning_rate: float
    updates: int
    overflow: NonFinite | None

    def at(self, update: int) -> Network:
        """The network after so many updates, 0 being the start. Raises IndexError outside 0 to `updates`."""
        if not 0 <= update <= self.updates:
            raise IndexError(f"update {update} is not between 0 and {self.updates}")
        history = cast(Mapping[str, np.ndarray], self.family.numbers)
        return self.family.replaced(**{name: float(history[name][update]) for name in self.family.graph.weights})

    @cached_property
    def losses(self) -> np.ndarray:
        """E_total, shape (updates + 1,), read-only like all arrays of a network."""
        return np.asarray(self.family.values()[self.family.graph.loss])

    @property
    def weights(self) -> dict[str, np.ndarray]:
        """Each weight along the way, shape (updates + 1,)."""
        return {name: np.asarray(self.family.numbers[name]) for name in self.family.graph.weights}

    def columns(self) -> dict[str, np.ndarray]:
        """The update, every number, and ∂E_total/∂w for each weight: by name, shape (updates + 1,) each."""
        family, graph = self.family, self.family.graph
        gradients = family.gradients()
        columns = {**family.numbers, **family.values()}
        columns |= {graph.gradient(weight).id: gradients[weight] for weight in graph.weights}
        update = np.arange(self.updates + 1)
        return {"update": update, **{name: np.broadcast_to(x, update.shape) for name, x in columns.items()}}

    def csv(self) -> str:
        """The columns as comma-separated text, numbers with all their digits."""
        columns = self.columns()
        text = StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(zip(*(column.tolist() for column in columns.values()), strict=True))
        return text.getvalue()


@lru_cache(maxsize=64)  # a page needs the same history each time it is drawn, and a race one a rate
def descend(net: Network, learning_rate: float, updates: int) -> Descent:
    """`updates` updates of `net`, whose numbers must be plain floats, all with the same learning rate.

    It ends early, with the reason, on overflow.

    Raises graph.NonFinite if already `net` itself overflows, ValueError for a learning rate that is not finite or a
    negative number of updates.
    """
    if updates < 0:
        raise ValueError(f"updates must be 0 or more, not {updates}")
    finite("learning rate", learning_rate)
    net.gradients()  # a start that overflows is an error, not a short history
    history, overflow = [net], None
    try:
        for _ in range(updates):
            new = history[-1].updated(learning_rate)
            new.gradients()
            history.append(new)
    except NonFinite as error:
        overflow = error
    weights = {name: np.array([each.numbers[name] for each in history]) for name in net.graph.weights}
    return Descent(net.replaced(**weights), learning_rate, len(history) - 1, overflow)
