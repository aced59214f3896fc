"""The quantity that a sentence is about: what it is called, and by which paths it reaches the loss."""

from __future__ import annotations

from dataclasses import dataclass

from core.backprop.engine.graph import Graph, Operation
from core.backprop.practice.sheet.derivatives import Path, split


@dataclass(frozen=True)
class Subject:
    """The quantity of a wrong cell, its paths if it is a gradient, and the word for a line of the sheet."""

    graph: Graph
    id: str
    paths: tuple[Path, ...]
    terms: int
    line: str = "row"

    @property
    def name(self) -> str:
        return f"the new {self.id.removesuffix('⁺')}" if self.is_update else self.id

    @property
    def is_update(self) -> bool:
        return self.id.removesuffix("⁺") in self.graph.weights

    @property
    def by(self) -> str:
        pair = split(self.id)
        return pair[1] if pair else self.id

    def through(self, place: int) -> str:
        """The output that a path of several goes through, or the neuron if it is a deeper one."""
        if len(self.paths) < 2 or place >= len(self.paths):
            return ""
        names = [[link.quantity.name for link in path.links] for path in self.paths]
        own = [name for name in names[place] if sum(name in each for each in names) < len(names)]
        sums = [q.name for q in self.graph.quantities if q.operation is Operation.WEIGHTED_SUM]
        return next((name for name in reversed(own) if name in sums), own[-1] if own else "")
