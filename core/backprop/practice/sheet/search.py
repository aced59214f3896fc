"""What a wrong number may come from, where there is no formula to say it: the right one with a factor changed.

Every factor is left out or replaced by others of its kind, in one term or wherever it stands, and two terms may each
have a change. What gives the sheet's numbers, in all rows to the digits shown, is what was done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod

import numpy as np
from numpy.typing import NDArray

from core.backprop.engine.expression import ONE, Derivative, Difference, Expression, Number, Real, Sum, Symbol
from core.backprop.engine.functions import Sigmoid, Tanh
from core.backprop.engine.graph import Graph, Operation
from core.backprop.engine.substitution import replace_leaves
from core.backprop.practice.sheet.derivatives import ABOVE, above
from core.backprop.practice.sheet.names import RATE
from core.backprop.practice.sheet.terms import Term

Numbers = NDArray[np.float64]
COEFFICIENTS = (-1.0, 2.0, 0.5, 10.0, 0.1, 100.0, 0.01)
MOST_PAIRS = 400  # changes of a term that are combined with those of another


@dataclass(frozen=True)
class _Change:
    """A factor, or several that belong together, and what stands in their place."""

    old: tuple[Expression, ...]
    new: tuple[Expression, ...]


def found(
    right: Sequence[Term],
    graph: Graph,
    known: Sequence[str],
    values: Mapping[str, Real],
    target: Numbers,
    tolerance: Numbers,
) -> tuple[Term, ...] | None:
    """The terms that give the `target`, a number for each row of `values`, or None where none is found."""
    with np.errstate(all="ignore"):
        for some in _candidates(right, graph, known):
            if _fits(sum((value_of(term, values) for term in some), np.zeros_like(target)), target, tolerance):
                return some
        return _pair(right, graph, known, values, target, tolerance) if len(right) == 2 else None


def _fits(numbers: Numbers, target: Numbers, tolerance: Numbers) -> bool:
    return bool((np.abs(numbers - target) <= tolerance).all())


def value_of(term: Term, values: Mapping[str, Real]) -> Numbers:
    try:
        above = prod((factor.evaluate(values) for factor in term.factors), start=np.float64(term.coefficient))
    except KeyError:
        return np.full(1, np.nan)
    return np.asarray(above, np.float64)


def _candidates(right: Sequence[Term], graph: Graph, known: Sequence[str]) -> Iterator[tuple[Term, ...]]:
    """Changes of everything first, then of one term, the most telling first."""
    every = range(len(right))
    yield tuple(replace(term, coefficient=-term.coefficient) for term in right)
    for change in _changes(right, graph, known):
        having = [at for at in every if set(change.old) <= set(right[at].factors)]
        if len(having) > 1:
            yield tuple(_changed(term, change) if at in having else term for at, term in enumerate(right))
        for at in having:
            yield (*right[:at], _changed(right[at], change), *right[at + 1 :])
    for coefficient in COEFFICIENTS[1:3]:
        yield tuple(replace(term, coefficient=term.coefficient * coefficient) for term in right)
    for at in every:
        if len(right) > 1:
            yield (*right[:at], *right[at + 1 :])
        for coefficient in COEFFICIENTS:
            one = replace(right[at], coefficient=right[at].coefficient * coefficient)
            yield (*right[:at], one, *right[at + 1 :])
    for coefficient in COEFFICIENTS[3:]:
        yield tuple(replace(term, coefficient=term.coefficient * coefficient) for term in right)
    for at in every:
        for factor in dict.fromkeys(right[at].factors):  # that comes twice, or from the line before
            others = [each for each in right[at].factors if each != factor]
            for instead in ((factor, factor), (replace_leaves(factor, _above),)):
                yield (*right[:at], replace(right[at], factors=(*others, *instead)), *right[at + 1 :])
        moved = tuple(replace_leaves(factor, _above) for factor in right[at].factors)
        yield (*right[:at], replace(right[at], factors=moved), *right[at + 1 :])
    for name in known:
        yield (Term(1.0, (Symbol(name),)),)
        yield (Term(1.0, (Symbol(name + ABOVE),)),)


def _above(leaf: Expression) -> Expression:
    """A symbol one line before; what is given has no line."""
    return leaf if isinstance(leaf, Symbol) and leaf.id.endswith(ABOVE) else above(leaf)


def _pair(
    right: Sequence[Term],
    graph: Graph,
    known: Sequence[str],
    values: Mapping[str, Real],
    target: Numbers,
    tolerance: Numbers,
) -> tuple[Term, ...] | None:
    """Both terms changed, each in its own way: the second must give what the first leaves of the target."""
    sides: list[list[Term]] = []
    for term in right:
        changes = [change for change in _changes([term], graph, known) if set(change.old) <= set(term.factors)]
        some = [_changed(term, change) for change in changes]
        some += [replace(term, coefficient=term.coefficient * by) for by in COEFFICIENTS[:3]]
        sides.append(some[:MOST_PAIRS])
    first, second = (
        np.array([np.broadcast_to(value_of(term, values), target.shape) for term in side]) for side in sides
    )
    for one, numbers in zip(sides[0], first, strict=True):
        apart = (np.abs(second + numbers - target) <= tolerance).all(axis=1)
        if apart.any():
            return one, sides[1][int(np.argmax(apart))]
    return None


def _changed(term: Term, change: _Change) -> Term:
    factors = [factor for factor in term.factors if factor not in change.old]
    times = max(1, min(term.factors.count(old) for old in change.old))
    return replace(term, factors=(*factors, *change.new * times))


def _changes(right: Sequence[Term], graph: Graph, known: Sequence[str]) -> Iterator[_Change]:
    """Every change of a factor that people make, of all terms together; none twice."""
    seen: set[_Change] = set()
    for term in right:
        for change in _of_term(term, graph, known):
            if change not in seen:
                seen.add(change)
                yield change


def _of_term(term: Term, graph: Graph, known: Sequence[str]) -> Iterator[_Change]:
    names = [q.name for q in graph.quantities]
    activations = [name for name in names if name.startswith("a_")]
    nets = [name.removeprefix("a_") for name in activations]
    errors = [part for q in graph.quantities if q.operation is Operation.TOTAL for part in q.partials]
    for factor in term.factors:
        slope = ONE - factor if isinstance(factor, Symbol) else None
        if slope in term.factors:
            for other in activations:
                yield _Change((factor, slope), (Symbol(other), ONE - Symbol(other)))
            yield _Change((factor, slope), ())
            net = Symbol(str(getattr(factor, "id", "")).removeprefix("a_"))
            yield _Change((factor, slope), (net, ONE - net))
        match factor:
            case Symbol(name) | Derivative(_, name) if isinstance(factor, Derivative) or "∂" in name:
                behind = ABOVE if factor.id.endswith(ABOVE) else ""
                yield from (_Change((factor,), (Symbol(each + behind),)) for each in known if each.startswith("∂"))
                if behind:
                    yield _Change((factor,), (Symbol(factor.id.removesuffix(ABOVE)),))
            case Symbol():
                name, behind = factor.id.removesuffix(ABOVE), ABOVE if factor.id.endswith(ABOVE) else ""
                kind: Sequence[str] = [*graph.inputs, *activations, *nets, *graph.targets]
                if name in graph.weights or name in errors:
                    kind = graph.weights if name in graph.weights else errors
                if name != RATE:
                    yield from (_Change((factor,), (Symbol(each + behind),)) for each in kind if each != name)
                if name in graph.weights and not behind:
                    yield _Change((factor,), (Symbol(f"{name}⁺"),))
            case Difference(left, Symbol() as target_) if target_.id in graph.targets:
                yield from _error(factor, left, target_, graph)
            case Difference(Symbol() as target_, left) if target_.id in graph.targets:
                yield from _error(factor, left, target_, graph)
            case Difference(Number(1.0), Symbol() as output):
                others = (*activations, *nets, *graph.inputs)
                yield from (_Change((factor,), (ONE - Symbol(each),)) for each in others if each != output.id)
            case Sigmoid(Symbol()) | Tanh(Symbol()):
                yield from (_Change((factor,), (type(factor)(Symbol(net)),)) for net in nets)
                instead = Tanh if isinstance(factor, Sigmoid) else Sigmoid
                yield from (_Change((factor,), (change,)) for change in (instead(factor.argument), factor.argument))
        yield _Change((factor,), ())


def _error(factor: Expression, output: Expression, target: Symbol, graph: Graph) -> Iterator[_Change]:
    for each in graph.targets:
        if each != target.id:
            yield _Change((factor,), (output - Symbol(each),))
    outputs = [q.name for q in graph.quantities if q.name.startswith("a_")]
    yield from (_Change((factor,), (Symbol(each) - target,)) for each in outputs if Symbol(each) != output)
    for other in map(Symbol, graph.targets):
        yield _Change((factor,), (output, other))
        yield _Change((factor,), (Sum((output, other)),))
    yield from (_Change((factor,), (each,)) for each in (output, target))
