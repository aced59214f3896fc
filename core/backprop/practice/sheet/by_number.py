"""A cell judged by its number alone: compared with what the graph makes of those in its row, to the digits shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.backprop.notation.number import format_number
from core.backprop.practice.sheet import search
from core.backprop.practice.sheet.basis import Basis, Wrong
from core.backprop.practice.sheet.derivatives import ABOVE, expected, split
from core.backprop.practice.sheet.gaps import gaps
from core.backprop.practice.sheet.headed import Key
from core.backprop.practice.sheet.sentences import said
from core.backprop.practice.sheet.terms import formula_of, terms
from core.backprop.practice.sheet.written import shown

MOST_SEARCHES = 30  # mistakes of a block that are looked for in its numbers
MOST_FAILED = 4  # searches of a column that find nothing, after which its other numbers are told with the last
MOST_LINES = 12  # that a mistake in numbers is looked for in; what it explains is counted in all
MOST_RATE, NEAR_RATE = 100.0, 0.02  # what may be a learning rate, and how alike two of them are


@dataclass(eq=False)
class ByNumber:
    """The numbers of one block that have no formula, or one that is not understood."""

    basis: Basis
    searches: int = 0

    def wrong(self, name: str, keys: Sequence[Key]) -> Iterator[Wrong]:
        """The wrong ones of a column, with what each went wrong by."""
        left, failed = self.off(name, keys), 0
        while left:
            self.searches += 1
            if self.searches <= MOST_SEARCHES and failed < MOST_FAILED:
                explained = self._searched(name, left)
                failed += explained[0].cause == ("number",)
            else:  # numbers of another kind altogether
                (first,) = self._unexplained(name, left[:1])
                explained = [Wrong(key, first.cause, first.sentence) for key in left]
            yield from explained
            done = {each.key for each in explained}
            left = [key for key in left if key not in done]

    def off(self, name: str, keys: Sequence[Key]) -> list[Key]:
        """Those whose number is not what the graph makes of those before it, by no way to compute it."""
        if not keys:
            return []
        numbers = self.basis.numbers
        at = _updates(keys)
        number = np.asarray(numbers.values[name])[at]
        off = np.isfinite(number)
        for known in self._ways(name):
            if not off.any():
                return []
            right = expected(self.basis.graph, name, known)
            value = numbers.expected(right)[at]
            off &= (np.abs(value - number) > numbers.tolerance(right, name)[at]) & np.isfinite(value)
        return [key for key, wrong in zip(keys, off.tolist(), strict=True) if wrong]

    def _ways(self, name: str) -> list[frozenset[str]]:
        """What a number may have been computed from: all derivatives of the sheet, its deltas only, or none."""
        known = self._known(name)
        deltas = (id for id in known if split(id) and id.partition("/∂")[2] not in self.basis.graph.weights)
        return list(dict.fromkeys((known, frozenset(deltas), frozenset[str]())))

    def _known(self, name: str) -> frozenset[str]:
        return self.basis.known - {name}

    def _searched(self, name: str, keys: Sequence[Key]) -> list[Wrong]:
        """What the first of these went wrong by, and all that went wrong by the same."""
        basis, numbers = self.basis, self.basis.numbers
        for ways in self._ways(name):
            right = expected(basis.graph, name, ways)
            needed = terms(right, basis.trial)
            if not needed:
                continue
            at = _updates(keys)
            target = np.asarray(numbers.values[name])[at]
            tolerance = numbers.tolerance(right, name)[at]
            values = {id: np.asarray(each)[at] for id, each in numbers.values.items()}
            for rows in dict.fromkeys((min(len(keys), MOST_LINES), 1)):
                one = {id: each[:rows] for id, each in values.items()}
                names = [id for id in basis.judged if id != name]
                some = search.found(needed, basis.graph, names, one, target[:rows], tolerance[:rows])
                if some is None:
                    continue
                whole = sum((search.value_of(term, values) for term in some), np.zeros(len(at)))
                loose = numbers.tolerance(formula_of(some), name)[at]  # what was done may magnify rounding more
                fits = np.abs(whole - target) <= np.maximum(tolerance, loose)
                found = gaps(some, needed, basis.trial)
                also = basis.is_also(name, some[0].factors[0]) if len(some) == len(some[0].factors) == 1 else ""
                sentence = said(basis.subject(name, ways), found, basis.trial, also)
                return [Wrong(key, (found,), sentence) for key, fit in zip(keys, fits, strict=True) if fit]
        return self._unexplained(name, keys)

    def _unexplained(self, name: str, keys: Sequence[Key]) -> list[Wrong]:
        """The first of these, with all that moved by the same wrong rate if it is that."""
        basis, key, known = self.basis, keys[0], self._known(name)
        subject, rates = basis.subject(name, known), self._rates(name)
        if rates is not None and np.isfinite(rates[key[1]]) and abs(rate := float(rates[key[1]])) < MOST_RATE:
            words = f"{subject.name} moves by {rate:.3g} times its gradient, while η is {basis.rate:.3g}."
            alike = [each for each in keys if abs(rates[each[1]] - rate) <= NEAR_RATE * abs(rate)]
            return [Wrong(each, ("rate", float(f"{rate:.2g}")), words) for each in alike or [key]]
        formula = expected(basis.graph, name, known)
        right = float(basis.numbers.expected(formula)[key[1]])
        value = float(np.asarray(basis.numbers.values[name])[key[1]])
        words = f"{subject.name} is {format_number(value, 5)}; the numbers beside it give {format_number(right, 5)}"
        return [Wrong(key, ("number",), f"{words}, which is {shown(formula)}.")]

    def _rates(self, name: str) -> NDArray[np.float64] | None:
        """By how many times its gradient a weight moved in each update."""
        values = self.basis.numbers.values
        gradient = values.get(f"∂E_total/∂{name}{ABOVE}")
        if self.basis.rate is None or gradient is None or name not in self.basis.graph.weights:
            return None
        with np.errstate(all="ignore"):
            moved = np.asarray(values[name + ABOVE]) - np.asarray(values[name])
            return np.asarray(moved / gradient, np.float64)


def _updates(keys: Sequence[Key]) -> NDArray[np.intp]:
    return np.array([update for _, update in keys])
