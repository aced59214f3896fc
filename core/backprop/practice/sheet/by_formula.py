"""A cell judged by its formula: tried on random descents, it is right if it always gives what the graph's gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from core.backprop.engine.expression import ONE, Expression, Negative, Number, Symbol
from core.backprop.engine.functions import Function, Sigmoid
from core.backprop.engine.substitution import ids, replace_leaves
from core.backprop.notation.number import format_number
from core.backprop.practice.sheet.basis import CONSTANT, Basis, Cause
from core.backprop.practice.sheet.constants import readings
from core.backprop.practice.sheet.derivatives import expected, split
from core.backprop.practice.sheet.functions import Applied
from core.backprop.practice.sheet.gaps import compared
from core.backprop.practice.sheet.headed import Key
from core.backprop.practice.sheet.names import RATE
from core.backprop.practice.sheet.sentences import said
from core.backprop.practice.sheet.written import shown

MOST_CHANGES = 10  # in a formula, beyond which it is told as a whole
MOST_EXPLAINED = 60  # wrong formulas of a block that are compared with the right ones
MOST_COMPARED = 16  # readings of a formula


@dataclass(eq=False)
class ByFormula:
    """The formulas of one block; each is judged once, and told once."""

    basis: Basis
    _verdicts: dict[tuple[str, int, bool], tuple[Cause, str] | None] = field(default_factory=dict)
    _told: dict[tuple[str, Expression], tuple[Cause, str]] = field(default_factory=dict)

    def verdict(self, key: Key, formula: Expression) -> tuple[Cause, str] | None:
        """What is wrong with a formula of the block; None for a right one."""
        memo = key[0], id(formula), key[1] == 0  # the block keeps one object a formula
        if memo not in self._verdicts:
            self._verdicts[memo] = None if self.is_right(key, formula) else self._judged(key, formula)
        return self._verdicts[memo]

    def is_right(self, key: Key, formula: Expression) -> bool:
        name, basis = key[0], self.basis
        right = Symbol(name) if basis.is_weight(name) else expected(basis.graph, name)
        if any(basis.trial.same(reading, right) for reading in self._readings(key, formula)):
            return True
        if basis.rate == 1.0 and basis.is_weight(name) and not self._rate_is_written:
            without = replace_leaves(expected(basis.graph, name, self._known_of(formula)), _without_rate)
            if basis.trial.same(formula, without):
                return True
        if isinstance(formula, Number) and key[1] == 0:  # =0.5
            number = float(basis.numbers.expected(right)[0])
            return abs(number - formula.value) <= CONSTANT * abs(number)
        return False

    def _judged(self, key: Key, formula: Expression) -> tuple[Cause, str]:
        name = key[0]
        if isinstance(formula, Number):
            value = format_number(formula.value, 6)
            return ("number", formula.value), f"{self.basis.subject(name).name} is the number {value}, not a formula."
        if (name, formula) not in self._told:
            if len(self._told) >= MOST_EXPLAINED:
                words = f"{self.basis.subject(name).name} is not computed by the formula that belongs here."
                return ("formula",), words
            likeliest = self._likeliest(name, list(self._readings(key, formula, False)))
            self._told[name, formula] = self._explained(name, likeliest)
        return self._told[name, formula]

    @cached_property
    def _rate_is_written(self) -> bool:
        """Whether the updates have the learning rate in them; one of 1 may be left out, but not of some."""
        return any(RATE in ids(f) for (name, _), f in self.basis.formulas.items() if self.basis.is_weight(name))

    def _readings(self, key: Key, formula: Expression, weights: bool = True) -> Iterator[Expression]:
        """The formula, also with what is given for its numbers; those of the first update may be its `weights`."""
        basis = self.basis
        names = (RATE, *sorted(basis.given), *(basis.graph.weights if weights and key[1] == 0 else ()))
        return readings(formula, [(name, self._given[name]) for name in names if name in self._given])

    @cached_property
    def _given(self) -> dict[str, float]:
        """What is given at the first update, as far as it stands there as a number."""
        basis, block = self.basis, self.basis.block
        found: dict[str, float] = {} if basis.rate is None else {RATE: basis.rate}
        for name in (*basis.given, *basis.graph.weights):
            place = block.constants.get(name)
            cell = block.cell(name, 0) or (block.tab.cells.get(place) if place else None)
            if cell and isinstance(cell.value, float):
                found[name] = cell.value
        return found

    def _likeliest(self, name: str, some: Sequence[Expression]) -> Expression:
        """The reading that has the least to be changed."""
        if len(some) == 1:
            return some[0]

        def size(reading: Expression) -> int:
            found = compared(reading, expected(self.basis.graph, name, self._known_of(reading)), self.basis.trial)
            return sum(gap.size for gap in found) if found else 1000

        return min(some[:MOST_COMPARED], key=size)

    def _explained(self, name: str, formula: Expression) -> tuple[Cause, str]:
        basis, line, trial = self.basis, self.basis.line, self.basis.trial
        known = self._known_of(formula)
        wanted = expected(basis.graph, name, known)
        subject = basis.subject(name, known)
        if isinstance(formula, Symbol) and not isinstance(wanted, Symbol):
            return ("copy", formula), f"{subject.name} only repeats {shown(formula, line)}."
        found = compared(formula, wanted, trial)
        also = basis.is_also(name, formula)
        changes = sum(gap.size for gap in found) if found else 0
        whole = isinstance(wanted, Function) and len(found or ()) > 1
        if found and (changes <= MOST_CHANGES or also) and not whole:
            return (found,), said(subject, found, trial, also)
        if also:
            return ("also", also), f"{subject.name} has the formula of {shown(Symbol(also))} instead of its own."
        words = f"{subject.name} is computed by {shown(formula, line)}; it is {shown(wanted)}"
        if isinstance(wanted, Sigmoid):
            exp = Applied("EXP", (Negative(wanted.argument),))
            words += f" = 1/(1 + {shown(exp)})"
            if trial.same(formula, ONE + exp):
                words += ": the brackets around what is below the line are missing"
        return ("formula", formula), f"{words}."

    def _known_of(self, formula: Expression) -> frozenset[str]:
        """The derivatives of the sheet that a formula builds on, and those of the same layer."""
        known = self.basis.known
        kinds = {_kind(id) for id in {id.partition("@")[0] for id in ids(formula)} & known}
        return frozenset(id for id in known if _kind(id) in kinds)


def _kind(id: str) -> tuple[str, str]:
    """What two derivatives of one layer have in common."""
    pair = split(id)
    if pair is None:
        return ("⁺", "") if id.endswith("⁺") else ("", "")
    of, by = (name.rstrip("0123456789") for name in pair)
    return of, by


def _without_rate(leaf: Expression) -> Expression:
    return ONE if leaf == Symbol(RATE) else leaf
