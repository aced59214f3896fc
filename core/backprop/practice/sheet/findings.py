"""What a check says of a block: each mistake once, at its first cell, and what every cell is worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import isfinite

import numpy as np

from core.backprop.engine.expression import Symbol
from core.backprop.engine.graph import Graph, NonFinite
from core.backprop.engine.network import Network
from core.backprop.engine.substitution import ids
from core.backprop.practice.sheet.basis import Cause, Wrong
from core.backprop.practice.sheet.checking import BlockCheck
from core.backprop.practice.sheet.derivatives import expected, split
from core.backprop.practice.sheet.gaps import Gap
from core.backprop.practice.sheet.headed import Key
from core.backprop.practice.sheet.kinds import kind_of
from core.backprop.practice.sheet.names import RATE, UPDATE
from core.backprop.practice.sheet.report import Finding, Mark, Understood
from core.backprop.practice.sheet.workbook import Place, address

STEP = 1  # the place of η times the gradient in w − η · ∂E/∂w
LEAST_WEIGHTS = 3  # whose step has the same fault, to be one mistake


def findings(check: BlockCheck, number: int) -> tuple[tuple[Finding, ...], Understood]:
    """The mistakes of a block, each at its first cell, and what every cell is worth."""
    together: dict[tuple[str, Cause], list[Wrong]] = defaultdict(list)
    for wrong in check.wrong():
        together[wrong.key[0], wrong.cause].append(wrong)
    block, found = check.block, []
    for some in _of_one_step(together, check.graph.weights):
        first, *rest = sorted(some, key=lambda each: (each.key[1], block.places[each.key]))
        name, update = first.key
        place = block.places[first.key]
        also = tuple(block.places[each.key] for each in rest)
        sentence = f"{address(place)}: {first.sentence}{_repeated(check, first, rest)}"
        pair = split(name)
        quantity = pair[1] if pair else name.removesuffix("⁺")
        kind = kind_of(first.cause, check.graph.weights)
        found.append(
            Finding(block.tab.name, address(place), quantity, sentence, name, place, update, number, also, kind)
        )
    marks = _marks(check, {wrong.key for some in together.values() for wrong in some})
    return tuple(found), Understood(
        block, _network(check), check.rate, marks, _words(check), _columns(check), _values(check), check.graph
    )


def _of_one_step(together: Mapping[tuple[str, Cause], list[Wrong]], weights: Sequence[str]) -> Iterator[list[Wrong]]:
    """The mistakes, where one in the step of several weights, as a wrong rate or sign, is one mistake."""
    steps: dict[tuple[object, ...], list[list[Wrong]]] = defaultdict(list)
    for (name, cause), some in together.items():
        if name in weights and (step := _step_only(cause)):
            steps[*step, min(each.key[1] for each in some)].append(some)
        else:
            yield some
    for several in steps.values():
        if len(several) >= LEAST_WEIGHTS:
            yield [each for some in several for each in some]
        else:
            yield from several


def _step_only(cause: Cause) -> tuple[object, ...]:
    """What stands in the learning rate's place, or how many times the step is taken, if that is all that is wrong."""
    if cause[0] == "rate":
        return cause
    if isinstance(cause[0], tuple) and len(cause[0]) == 1:
        (gap,) = cause[0]
        if isinstance(gap, Gap) and not gap.divided:
            if gap.missing == (Symbol(RATE),):
                return (gap.extra, gap.ratio)
            if gap.place == STEP and not gap.missing and not gap.extra:
                return (gap.ratio,)
    return ()


def _repeated(check: BlockCheck, first: Wrong, rest: Sequence[Wrong]) -> str:
    if not rest:
        return ""
    line = check.line
    if any(each.key[0] != first.key[0] for each in rest):
        names = len({each.key[0] for each in (first, *rest)})
        lines = len({each.key[1] for each in (first, *rest)})
        return f" The same for {names} weights{f' in {lines} {line}s' if lines > 1 else ''}."
    if rest[-1].key[1] - first.key[1] == len(rest):
        where = "below" if line == "row" else "after it"
    else:
        where = "further down" if line == "row" else "further on"
    return f" The same in {len(rest)} {line}{'s' * (len(rest) > 1)} {where}."


def _marks(check: BlockCheck, wrong: set[Key]) -> dict[Place, Mark]:
    """What each cell is worth; what is computed from something wrong is known by going through in order."""
    block = check.block
    order = [q.name for q in check.graph.quantities]
    names = sorted(block.names, key=lambda name: _order(name, order, check.graph))
    tainted = {name: [False] * block.updates for name in names}
    uses = {
        name: [(tainted[each], away) for each, away in _uses(check, name) if each in tainted] for name in check.judged
    }
    marks: dict[Place, Mark] = {}
    for update in range(block.updates):
        for name in names:
            key = name, update
            if block.columns[name][update] is None:
                continue
            if key in wrong:
                mark = Mark.WRONG
            elif name not in uses or (name in check.graph.weights and update == 0):
                mark = Mark.GIVEN
            elif any(update + away >= 0 and column[update + away] for column, away in uses[name]):
                mark = Mark.FOLLOWED
            else:
                mark = Mark.RIGHT
            tainted[name][update] = mark in (Mark.WRONG, Mark.FOLLOWED)
            marks[block.places[key]] = mark
    return marks


def _uses(check: BlockCheck, name: str) -> list[tuple[str, int]]:
    """The quantities that a column is computed from, by its formulas or else by the graph's."""
    formula = next((f for (id, update), f in check.formulas.items() if id == name and update > 0), None)
    e = formula if formula is not None else expected(check.graph, name, check.known - {name})
    found = []
    for id in ids(e):
        base, _, behind = id.partition("@")
        if behind in ("", "-1"):
            found.append((base, int(behind or 0)))
    return found


def _order(name: str, order: Sequence[str], graph: Graph) -> tuple[int, int]:
    if pair := split(name):
        return 2, -(order.index(pair[1]) if pair[1] in order else -1)
    if name.endswith("⁺"):
        return 3, 0
    return (1, order.index(name)) if name in order else (0, 0)


def _network(check: BlockCheck) -> Network | None:
    numbers = {name: float(np.asarray(check.numbers.values[name])[0]) for name in check.graph.given}
    try:
        return Network(check.graph, **numbers)
    except (ValueError, NonFinite):
        return None


def _columns(check: BlockCheck) -> dict[str, list[float]]:
    return {name: np.asarray(check.numbers.values[name]).tolist() for name in (*check.graph.given, check.graph.loss)}


def _values(check: BlockCheck) -> dict[Place, float]:
    """The number of each cell, as far as it has one."""
    columns = {name: np.asarray(check.numbers.values[name]).tolist() for name in check.block.names if name != UPDATE}
    return {
        place: number
        for (name, update), place in check.block.places.items()
        if name in columns and isfinite(number := columns[name][update])
    }


def _words(check: BlockCheck) -> str:
    rate = f", η = {check.rate:g}" if check.rate is not None else ""
    line = f"a {check.line} an update" if check.block.updates > 1 else "one update"
    return f"{check.block.updates} {check.line}s, {line}{rate}"
