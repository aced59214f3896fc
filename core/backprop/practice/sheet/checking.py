"""The check itself: every cell of a block against what the graph makes of the sheet's own numbers before it.

A formula is tried on random descents, where it is right if it always gives what the graph's gives. A number without a
formula is compared with what the graph makes of the numbers in its row, to the digits shown. So a mistake is found
where it is made, once, and not in all that follows from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, product

import numpy as np
from numpy.typing import NDArray

from core.backprop.engine.architecture import graph_of
from core.backprop.engine.expression import ONE, Expression, Negative, Number, Symbol
from core.backprop.engine.functions import Function, Sigmoid
from core.backprop.engine.graph import Graph
from core.backprop.engine.substitution import ids, replace_leaves
from core.backprop.notation.number import format_number
from core.backprop.practice.sheet import search
from core.backprop.practice.sheet.blocks import Block, Key
from core.backprop.practice.sheet.derivatives import ABOVE, expected, is_known, paths, split
from core.backprop.practice.sheet.formula import Applied, FormulaError
from core.backprop.practice.sheet.names import RATE, UPDATE
from core.backprop.practice.sheet.numbers import BlockNumbers, block_numbers
from core.backprop.practice.sheet.resolving import Resolver
from core.backprop.practice.sheet.sentences import Subject, said, shown
from core.backprop.practice.sheet.shape import shapes
from core.backprop.practice.sheet.terms import compared, formula_of, gaps, terms
from core.backprop.practice.sheet.trial import Trial, trial
from core.backprop.practice.sheet.workbook import Cell, Workbook
from core.backprop.practice.tree import children, with_child

FIRST = 12  # updates that say which network a block is about
MOST_NUMBERS = 64  # ways to read the numbers in a formula as constants
MOSTLY = 0.8  # of a column, to be the rule
CONSTANT = 1e-6  # relative; what filling down may do to a number in its last digits
MOST_CHANGES = 10  # in a formula, beyond which it is told as a whole
MOST_SEARCHES = 30  # mistakes of a block that are looked for in its numbers
MOST_FAILED = 4  # searches of a column that find nothing, after which its other numbers are told with the last
MOST_LINES = 12  # that a mistake in numbers is looked for in; what it explains is counted in all
MOST_RATE, NEAR_RATE = 100.0, 0.02  # what may be a learning rate, and how alike two of them are
MOST_EXPLAINED = 60  # wrong formulas of a block that are compared with the right ones
MOST_COMPARED = 16  # readings of a formula
Cause = tuple[object, ...]  # what two wrong cells have in common if they have the same mistake


@dataclass(frozen=True)
class Wrong:
    key: Key
    cause: Cause
    sentence: str


@dataclass
class BlockCheck:
    """One block, judged as a network of that graph."""

    book: Workbook
    block: Block
    others: Sequence[Block]
    graph: Graph
    _verdicts: dict[tuple[str, int, bool], tuple[Cause, str] | None] = field(default_factory=dict)
    _told: dict[tuple[str, Expression], tuple[Cause, str]] = field(default_factory=dict)
    _subjects: dict[tuple[str, frozenset[str]], Subject] = field(default_factory=dict)
    _searches: int = 0

    @cached_property
    def trial(self) -> Trial:
        return trial(self.graph)

    @cached_property
    def given(self) -> frozenset[str]:
        return frozenset((*self.graph.inputs, *self.graph.targets, *self.graph.frozen))

    @cached_property
    def known(self) -> frozenset[str]:
        """The ids of the sheet that stand between the forward pass and a cell: derivatives and new weights."""
        return frozenset(name for name in self.judged if split(name) or name.endswith("⁺"))

    @cached_property
    def judged(self) -> tuple[str, ...]:
        """The names whose cells are judged."""
        own = (RATE, UPDATE, *self.given)
        return tuple(name for name in self.block.names if name not in own and is_known(self.graph, name))

    @cached_property
    def resolver(self) -> Resolver:
        return Resolver(self.book, self.block, self.others, self.given, self.rate)

    @cached_property
    def rate(self) -> float | None:
        """The one learning rate, by the formulas of the first updates, by its label or the tab, or by the numbers."""
        if RATE in self.block.names:
            cell = self.block.cell(RATE, 0)
            return cell.value if cell and isinstance(cell.value, float) else None
        place = self.block.constants.get(RATE)
        cell = self.block.tab.cells.get(place) if place else None
        label = cell.value if cell and isinstance(cell.value, float) else None
        return self._rate_of_formulas(label) or label or self._rate_of_numbers()

    def _rate_of_formulas(self, label: float | None) -> float | None:
        votes: Counter[float] = Counter()
        unknown = Resolver(self.book, self.block, self.others, self.given)
        for name in self.judged:
            update = 0 if name.endswith("⁺") else 1
            cell = self.block.cell(name, update)
            if name.removesuffix("⁺") not in self.graph.weights or not cell or not cell.formula:
                continue
            try:
                formula = unknown.resolved((name, update), self.block.places[name, update], cell)
            except FormulaError:
                continue
            for number in _numbers(formula):
                if number.value == label:
                    votes[number.value] += 1
                elif number.name or label is None:
                    guess = _replaced(formula, {number: Symbol(RATE)})
                    votes[number.value] += self.trial.same(guess, Symbol(name))
        best = max(votes, key=lambda value: votes[value], default=None)
        return best if best is not None and votes[best] else None

    def _rate_of_numbers(self) -> float | None:
        """What most weights moved by in units of their gradients, where they agree."""
        numbers = block_numbers(self.book, self.block.first(FIRST), self.graph, {}, None).values
        found: list[float] = []
        for weight in self.graph.weights:
            gradient = f"∂E_total/∂{weight}"
            if {weight, gradient} <= numbers.keys():
                with np.errstate(all="ignore"):
                    moved = (numbers[weight + ABOVE] - numbers[f"{weight}"]) / numbers[gradient + ABOVE]
                found += [each for each in np.asarray(moved).tolist()[1:6] if np.isfinite(each)]
        if len(found) < 2:
            return None
        middle = float(np.median(found))
        close = [each for each in found if abs(each - middle) <= 0.02 * abs(middle)]
        return float(f"{middle:.3g}") if 2 * len(close) > len(found) else None

    @cached_property
    def formulas(self) -> dict[Key, Expression]:
        """Every formula that is understood, in names."""
        found: dict[Key, Expression] = {}
        for key, place in self.block.places.items():
            cell = self.block.tab.cells.get(place)
            if cell and cell.formula and key[0] != UPDATE:
                try:
                    found[key] = self.resolver.resolved(key, place, cell)
                except FormulaError:
                    continue
        return found

    @cached_property
    def numbers(self) -> BlockNumbers:
        return block_numbers(self.book, self.block, self.graph, self.formulas, self.rate)

    def wrong(self) -> Iterator[Wrong]:
        """Every wrong cell."""
        for name in self.judged:
            yield from self._column(name)
        yield from self._constants()

    def fits(self, name: str) -> bool:
        """Whether the first cells of a column are right."""
        start = int(name in self.graph.weights)
        keys = [(name, update) for update in range(start, 2) if self.block.cell(name, update)]
        written = [key for key in keys if key in self.formulas]
        return all(self._is_right(key, self.formulas[key]) for key in written) and not self._off(
            name, [key for key in keys if key not in written]
        )

    def _column(self, name: str) -> Iterator[Wrong]:
        start = int(name in self.graph.weights)
        keys = [(name, update) for update in range(start, self.block.updates)]
        cells = {key: cell for key in keys if (cell := self.block.cell(*key))}
        by_value: list[Key] = []
        written = sum(1 for cell in cells.values() if cell.formula)
        for key, cell in cells.items():
            if isinstance(cell.value, str) and cell.value.startswith("#") and cell.value != "#NUM!":
                if "#REF!" in cell.formula or not cell.formula or key not in self.formulas:
                    yield Wrong(key, ("error", cell.value), f"{self._subject(name).name} shows {cell.value}.")
                continue
            if key in self.formulas:
                if found := self._verdict(key, self.formulas[key]):
                    yield Wrong(key, *found)
            else:
                by_value.append(key)
        wrong = list(self._by_value(name, by_value))
        yield from wrong
        if 2 * written > len(cells):
            yield from self._typed(cells, {each.key for each in wrong}, start)

    def _typed(self, cells: Mapping[Key, Cell], wrong: set[Key], start: int) -> Iterator[Wrong]:
        """Numbers that were typed where the others are computed; a first row is often typed from paper."""
        for key, cell in cells.items():
            if not cell.formula and key not in wrong and key[1] > 0 and isinstance(cell.value, float):
                name = self._subject(key[0]).name
                yield Wrong(
                    key,
                    ("typed",),
                    f"{name} is a typed number, {format_number(cell.value, 6)}, where the other "
                    f"{self.line}s have a formula: it will not follow when something above it changes.",
                )

    # Formulas

    def _verdict(self, key: Key, formula: Expression) -> tuple[Cause, str] | None:
        """None for a right formula. The same formula is judged once."""
        first = key[1] == 0
        memo = key[0], id(formula), first  # the resolver keeps one object a formula
        if memo not in self._verdicts:
            self._verdicts[memo] = self._judged(key, formula)
        return self._verdicts[memo]

    def _is_right(self, key: Key, formula: Expression) -> bool:
        name = key[0]
        right = Symbol(name) if name.removesuffix("⁺") in self.graph.weights else expected(self.graph, name)
        if any(self.trial.same(reading, right) for reading in self._readings(key, formula)):
            return True
        if self.rate == 1.0 and name.removesuffix("⁺") in self.graph.weights and not self._rate_is_written:
            without = replace_leaves(expected(self.graph, name, self._known_of(formula)), _without_rate)
            if self.trial.same(formula, without):
                return True
        if isinstance(formula, Number) and key[1] == 0:  # =0.5
            number = float(self.numbers.expected(right)[0])
            return abs(number - formula.value) <= CONSTANT * abs(number)
        return False

    def _judged(self, key: Key, formula: Expression) -> tuple[Cause, str] | None:
        name = key[0]
        if self._is_right(key, formula):
            return None
        if isinstance(formula, Number):
            value = format_number(formula.value, 6)
            return ("number", formula.value), f"{self._subject(name).name} is the number {value}, not a formula."
        if (name, formula) not in self._told:
            if len(self._told) >= MOST_EXPLAINED:
                return ("formula",), f"{self._subject(name).name} is not computed by the formula that belongs here."
            likeliest = self._likeliest(name, list(self._readings(key, formula, False)))
            self._told[name, formula] = self._explained(name, likeliest)
        return self._told[name, formula]

    @cached_property
    def _rate_is_written(self) -> bool:
        """Whether the updates have the learning rate in them; one of 1 may be left out, but not of some."""
        updates = (
            formula for (name, _), formula in self.formulas.items() if name.removesuffix("⁺") in self.graph.weights
        )
        return any(RATE in ids(formula) for formula in updates)

    def _readings(self, key: Key, formula: Expression, weights: bool = True) -> Iterator[Expression]:
        """The formula as it is, and with its numbers for the constants that have that value: 0.05 for i1.

        Those of the first update may also be its `weights`.
        """
        yield formula
        options: dict[Number, list[Expression]] = {}
        for number in dict.fromkeys(_numbers(formula)):
            same = [Symbol(id) for id, value in self._constants_at(key, weights) if abs(value - number.value) <= 1e-12]
            if same:
                options[number] = [*same, number]
        for choice in islice(product(*options.values()), MOST_NUMBERS):
            by = dict(zip(options, choice, strict=True))
            yield _replaced(formula, by)

    def _constants_at(self, key: Key, weights: bool) -> Iterator[tuple[str, float]]:
        for name in (RATE, *sorted(self.given), *(self.graph.weights if weights and key[1] == 0 else ())):
            value = self.numbers_given.get(name)
            if value is not None:
                yield name, value

    @cached_property
    def numbers_given(self) -> dict[str, float]:
        """What is given at the first update, as far as it stands there as a number."""
        found: dict[str, float] = {} if self.rate is None else {RATE: self.rate}
        for name in (*self.given, *self.graph.weights):
            place = self.block.constants.get(name)
            cell = self.block.cell(name, 0) or (self.block.tab.cells.get(place) if place else None)
            if cell and isinstance(cell.value, float):
                found[name] = cell.value
        return found

    def _likeliest(self, name: str, readings: Sequence[Expression]) -> Expression:
        """The reading that has the least to be changed."""
        if len(readings) == 1:
            return readings[0]

        def size(reading: Expression) -> int:
            found = compared(reading, expected(self.graph, name, self._known_of(reading)), self.trial)
            return sum(gap.size for gap in found) if found else 1000

        return min(readings[:MOST_COMPARED], key=size)

    def _explained(self, name: str, formula: Expression) -> tuple[Cause, str]:
        known = self._known_of(formula)
        wanted = expected(self.graph, name, known)
        subject = self._subject(name, known)
        if isinstance(formula, Symbol) and not isinstance(wanted, Symbol):
            return ("copy", formula), f"{subject.name} only repeats {shown(formula, self.line)}."
        found = compared(formula, wanted, self.trial)
        also = self._is_also(name, formula)
        changes = sum(gap.size for gap in found) if found else 0
        whole = isinstance(wanted, Function) and len(found or ()) > 1
        if found and (changes <= MOST_CHANGES or also) and not whole:
            return (found,), said(subject, found, self.trial, also)
        if also:
            return ("also", also), f"{subject.name} has the formula of {shown(Symbol(also))} instead of its own."
        words = f"{subject.name} is computed by {shown(formula, self.line)}; it is {shown(wanted)}"
        if isinstance(wanted, Sigmoid):
            exp = Applied("EXP", (Negative(wanted.argument),))
            words += f" = 1/(1 + {shown(exp)})"
            if self.trial.same(formula, ONE + exp):
                words += ": the brackets around what is below the line are missing"
        return ("formula", formula), f"{words}."

    def _known_of(self, formula: Expression) -> frozenset[str]:
        """The derivatives of the sheet that a formula builds on, and those of the same layer."""
        used = {id.partition("@")[0] for id in ids(formula)}
        kinds = {_kind(id) for id in used & self.known}
        return frozenset(id for id in self.known if _kind(id) in kinds)

    def _is_also(self, name: str, formula: Expression) -> str:
        """Another quantity of the sheet whose formula this is."""
        for other in self.judged:
            if other != name and self.trial.same(formula, Symbol(other)):
                return other
        return ""

    def _subject(self, name: str, known: frozenset[str] = frozenset()) -> Subject:
        if (name, known) not in self._subjects:
            pair = split(name)
            ways = paths(self.graph, *pair, known - {name}) if pair else ()
            right = terms(expected(self.graph, name, known - {name}), self.trial)
            self._subjects[name, known] = Subject(self.graph, name, ways, len(right or ()), self.line)
        return self._subjects[name, known]

    @property
    def line(self) -> str:
        return "column" if self.block.sideways else "row"

    # Numbers

    def _by_value(self, name: str, keys: Sequence[Key]) -> Iterator[Wrong]:
        """The wrong ones of numbers that have no formula, or one that is not understood."""
        left, failed = self._off(name, keys), 0
        known = frozenset(self.known - {name})
        while left:
            self._searches += 1
            if self._searches <= MOST_SEARCHES and failed < MOST_FAILED:
                explained = self._searched(name, left, known)
                failed += explained[0][1] == ("number",)
            else:  # numbers of another kind altogether
                _, cause, sentence = self._unexplained(name, left[:1], self._subject(name), known)[0]
                explained = [(key, cause, sentence) for key in left]
            yield from (Wrong(key, cause, sentence) for key, cause, sentence in explained)
            done = {key for key, _, _ in explained}
            left = [key for key in left if key not in done]

    def _off(self, name: str, keys: Sequence[Key]) -> list[Key]:
        """Those whose number is not what the graph makes of those before it, by no way to compute it."""
        if not keys:
            return []
        ways = dict.fromkeys((frozenset(self.known - {name}), self._deltas_only(name), frozenset[str]()))
        rights = [expected(self.graph, name, known) for known in ways]
        at = np.array([update for _, update in keys])
        shown_ = np.asarray(self.numbers.values[name])[at]
        off = np.ones(len(at), bool)
        for right in rights:
            numbers = self.numbers.expected(right)[at]
            far = np.abs(numbers - shown_) > self.numbers.tolerance(right, name)[at]
            off &= far & np.isfinite(numbers) & np.isfinite(shown_)
        return [key for key, wrong in zip(keys, off, strict=True) if wrong]

    def _deltas_only(self, name: str) -> frozenset[str]:
        return frozenset(
            id for id in self.known if id != name and split(id) and id.partition("/∂")[2] not in self.graph.weights
        )

    def _searched(self, name: str, keys: Sequence[Key], known: frozenset[str]) -> list[tuple[Key, Cause, str]]:
        """What the first of these went wrong by, and all that went wrong by the same."""
        subject = self._subject(name, known)
        for ways in dict.fromkeys((known, self._deltas_only(name), frozenset[str]())):
            right = expected(self.graph, name, ways)
            needed = terms(right, self.trial)
            if not needed:
                continue
            at = np.array([update for _, update in keys])
            target = np.asarray(self.numbers.values[name])[at]
            tolerance = self.numbers.tolerance(right, name)[at]
            values = {id: np.asarray(each)[at] for id, each in self.numbers.values.items()}
            for rows in dict.fromkeys((min(len(keys), MOST_LINES), 1)):
                one = {id: each[:rows] for id, each in values.items()}
                names = [id for id in self.judged if id != name]
                some = search.found(needed, self.graph, names, one, target[:rows], tolerance[:rows])
                if some is None:
                    continue
                whole = sum((search.value_of(term, values) for term in some), np.zeros(len(at)))
                loose = self.numbers.tolerance(formula_of(some), name)[at]  # what was done may magnify rounding more
                fits = np.abs(whole - target) <= np.maximum(tolerance, loose)
                found = gaps(some, needed, self.trial)
                also = self._is_also(name, some[0].factors[0]) if len(some) == len(some[0].factors) == 1 else ""
                sentence = said(self._subject(name, ways), found, self.trial, also)
                return [(key, (found,), sentence) for key, fit in zip(keys, fits, strict=True) if fit]
        return self._unexplained(name, keys, subject, known)

    def _unexplained(
        self, name: str, keys: Sequence[Key], subject: Subject, known: frozenset[str]
    ) -> list[tuple[Key, Cause, str]]:
        """The first of these, with all that moved by the same wrong rate if it is that."""
        key = keys[0]
        rates = self._rates(name)
        if rates is not None and np.isfinite(rates[key[1]]) and abs(rate := float(rates[key[1]])) < MOST_RATE:
            words = f"{subject.name} moves by {rate:.3g} times its gradient, while η is {self.rate:.3g}."
            alike = [each for each in keys if abs(rates[each[1]] - rate) <= NEAR_RATE * abs(rate)]
            return [(each, ("rate", float(f"{rate:.2g}")), words) for each in alike or [key]]
        right = float(self.numbers.expected(expected(self.graph, name, known))[key[1]])
        value = float(np.asarray(self.numbers.values[name])[key[1]])
        words = f"{subject.name} is {format_number(value, 5)}; the numbers beside it give {format_number(right, 5)}"
        return [(key, ("number",), f"{words}, which is {shown(expected(self.graph, name, known))}.")]

    def _rates(self, name: str) -> NDArray[np.float64] | None:
        """By how many times its gradient a weight moved in each update."""
        gradient = self.numbers.values.get(f"∂E_total/∂{name}{ABOVE}")
        if self.rate is None or gradient is None or name not in self.graph.weights:
            return None
        with np.errstate(all="ignore"):
            moved = np.asarray(self.numbers.values[name + ABOVE]) - np.asarray(self.numbers.values[name])
            return np.asarray(moved / gradient, np.float64)

    # What is given

    def _constants(self) -> Iterator[Wrong]:
        """Given numbers, and the learning rate, that change on the way."""
        for name in (*sorted(self.given), RATE):
            if name not in self.block.names:
                continue
            values = np.asarray(self.numbers.values[name])
            finite = [float(f"{each:.6g}") for each in values if np.isfinite(each)]
            if not finite:
                continue
            usual, count = Counter(finite).most_common(1)[0]
            odd = np.abs(values - usual) > CONSTANT * abs(usual)
            if not odd.any() or (count < MOSTLY * len(values) and name != RATE):
                continue
            first = float(values[0])
            for update in np.flatnonzero(odd if name != RATE else np.abs(values - first) > CONSTANT * abs(first)):
                shown_ = "η" if name == RATE else name
                value = format_number(float(values[update]), 5)
                words = (
                    f"the learning rate η changes on the way: it is {value} here and {format_number(first, 5)} before."
                    if name == RATE
                    else f"{shown_} is {value} here and {format_number(usual, 5)} in all other {self.line}s."
                )
                yield Wrong((name, int(update)), ("given", value), words)


def _kind(id: str) -> tuple[str, str]:
    """What two derivatives of one layer have in common."""
    pair = split(id)
    if pair is None:
        return ("⁺", "") if id.endswith("⁺") else ("", "")
    of, by = (name.rstrip("0123456789") for name in pair)
    return of, by


def _without_rate(leaf: Expression) -> Expression:
    return ONE if leaf == Symbol(RATE) else leaf


def _numbers(e: Expression) -> Iterator[Number]:
    if isinstance(e, Number):
        yield e
    for part in e.parts():
        yield from _numbers(part)


def _replaced(e: Expression, by: Mapping[Number, Expression]) -> Expression:
    if isinstance(e, Number):
        return by.get(e, e)
    if isinstance(e, Symbol):
        return e
    for spot, part in children(e):
        e = with_child(e, spot, _replaced(part, by))
    return e


def best_check(book: Workbook, block: Block, others: Sequence[Block]) -> BlockCheck:
    """The block as the network that its first numbers fit best."""
    best: tuple[int, BlockCheck] | None = None
    top = block.first(FIRST)
    for shape in shapes(block, others):
        check = BlockCheck(book, top, others, graph_of(shape))
        forward = [q.name for q in check.graph.quantities if q.name in check.judged]
        off = [name for name in forward if not check.fits(name)]
        if best is None or len(off) < best[0]:
            best = len(off), check
        if not any(name.startswith("a_") for name in off):
            break
    assert best is not None
    return best[1] if top is block else BlockCheck(book, block, others, best[1].graph)
