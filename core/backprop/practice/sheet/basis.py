"""What the cells of a block are judged by: the graph it is taken for, its rate, its formulas and its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from core.backprop.engine.expression import Expression, Symbol
from core.backprop.engine.graph import Graph
from core.backprop.practice.sheet.blocks import Block
from core.backprop.practice.sheet.derivatives import expected, is_known, paths, split
from core.backprop.practice.sheet.functions import FormulaError
from core.backprop.practice.sheet.headed import Key
from core.backprop.practice.sheet.names import RATE, UPDATE
from core.backprop.practice.sheet.numbers import BlockNumbers, block_numbers
from core.backprop.practice.sheet.rate import learning_rate
from core.backprop.practice.sheet.resolving import Resolver
from core.backprop.practice.sheet.subject import Subject
from core.backprop.practice.sheet.terms import terms
from core.backprop.practice.sheet.trial import Trial, trial
from core.backprop.practice.sheet.workbook import Workbook

CONSTANT = 1e-6  # relative; what filling down may do to a number in its last digits
Cause = tuple[object, ...]  # what two wrong cells have in common if they have the same mistake


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong cell, by what it is, and what is said of it."""

    key: Key
    cause: Cause
    sentence: str


@dataclass(eq=False)
class Basis:
    """One block, taken for a network of that graph."""

    book: Workbook
    block: Block
    others: Sequence[Block]
    graph: Graph
    _subjects: dict[tuple[str, frozenset[str]], Subject] = field(default_factory=dict)

    @cached_property
    def trial(self) -> Trial:
        return trial(self.graph)

    @cached_property
    def given(self) -> frozenset[str]:
        return frozenset((*self.graph.inputs, *self.graph.targets, *self.graph.frozen))

    @cached_property
    def judged(self) -> tuple[str, ...]:
        """The names whose cells are judged."""
        own = (RATE, UPDATE, *self.given)
        return tuple(name for name in self.block.names if name not in own and is_known(self.graph, name))

    @cached_property
    def known(self) -> frozenset[str]:
        """The ids of the sheet that stand between the forward pass and a cell: derivatives and new weights."""
        return frozenset(name for name in self.judged if split(name) or name.endswith("⁺"))

    @cached_property
    def rate(self) -> float | None:
        return learning_rate(self.book, self.block, self.others, self.graph)

    @cached_property
    def formulas(self) -> dict[Key, Expression]:
        """Every formula that is understood, in names; one object for those that are the same."""
        resolver = Resolver(self.book, self.block, self.others, self.given, self.rate)
        found: dict[Key, Expression] = {}
        for key, place in self.block.places.items():
            cell = self.block.tab.cells.get(place)
            if cell and cell.formula and key[0] != UPDATE:
                try:
                    found[key] = resolver.resolved(key, place, cell)
                except FormulaError:
                    continue
        return found

    @cached_property
    def numbers(self) -> BlockNumbers:
        return block_numbers(self.book, self.block, self.graph, self.formulas, self.rate)

    @property
    def line(self) -> str:
        return "column" if self.block.sideways else "row"

    def is_weight(self, name: str) -> bool:
        """Whether this is a weight, or what it becomes."""
        return name.removesuffix("⁺") in self.graph.weights

    def is_also(self, name: str, formula: Expression) -> str:
        """Another quantity of the sheet whose formula this is."""
        others = (other for other in self.judged if other != name)
        return next((other for other in others if self.trial.same(formula, Symbol(other))), "")

    def subject(self, name: str, known: frozenset[str] = frozenset()) -> Subject:
        """What the sentences about a cell are about, where the sheet has these derivatives of its own."""
        if (name, known) not in self._subjects:
            pair = split(name)
            ways = paths(self.graph, *pair, known - {name}) if pair else ()
            right = terms(expected(self.graph, name, known - {name}), self.trial)
            self._subjects[name, known] = Subject(self.graph, name, ways, len(right or ()), self.line)
        return self._subjects[name, known]
