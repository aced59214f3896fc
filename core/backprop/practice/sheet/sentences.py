"""What is said of a wrong cell: which factor is wrong, which one belongs there, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter

from core.backprop.engine.expression import Difference, Expression, Number, Symbol
from core.backprop.engine.graph import Operation
from core.backprop.engine.substitution import replace_leaves
from core.backprop.notation.number import format_number
from core.backprop.practice.sheet.derivatives import split
from core.backprop.practice.sheet.gaps import Gap
from core.backprop.practice.sheet.names import RATE
from core.backprop.practice.sheet.other_line import other_line
from core.backprop.practice.sheet.subject import Subject
from core.backprop.practice.sheet.trial import Trial
from core.backprop.practice.sheet.written import (
    is_of_engine,
    list_of,
    name_of,
    plain,
    product_of,
    shown,
    slope_of,
)

ORDINARY = (1.0, -1.0, 2.0, 0.5)  # what a term may be too large by, other than a number in a factor's place
ORDINALS = ("first", "second", "third", "fourth")


def said(subject: Subject, gaps: Sequence[Gap], trial: Trial, is_also: str = "") -> str:
    """The sentence for what differs, beginning with the quantity."""
    gaps = [_in_own_line(subject, gap) for gap in gaps]
    if brackets := _brackets(gaps):
        return f"{subject.name} lacks the brackets around {brackets}: a product is computed before a difference."
    if is_also and sum(gap.size for gap in gaps) > 3:
        head = f"{subject.name} has the formula of {_naming(subject, is_also)} instead of its own"
        whole = list(_of_gaps(subject, gaps, trial))
        return f"{head}: it {whole[0]}." if len(whole) == 1 else f"{head}."
    parts = list(_of_gaps(subject, gaps, trial))
    text = f"{subject.name} {'; it '.join(parts)}."
    return text + (f" What it gives is {_naming(subject, is_also)}." if is_also else "")


def _in_own_line(subject: Subject, gap: Gap) -> Gap:
    """For an update, which is about the numbers one line before, those without a mark and others with one."""
    if not subject.is_update or subject.id.endswith("⁺"):
        return gap

    def moved(leaf: Expression) -> Expression:
        name, _, behind = leaf.id.partition("@") if isinstance(leaf, Symbol) else ("", "", "")
        given = name in (RATE, *subject.graph.inputs, *subject.graph.targets) or " " in name
        if not name or given or behind not in ("", "-1"):
            return leaf
        return Symbol(name if behind else f"{name}@own")

    missing, extra, divided = (
        tuple(replace_leaves(e, moved) if is_of_engine(e) else e for e in some)
        for some in (gap.missing, gap.extra, gap.divided)
    )
    return Gap(gap.place, missing, extra, gap.ratio, divided)


def _brackets(gaps: Sequence[Gap]) -> str:
    """A difference that fell apart, as in a · 1 − a."""
    apart = [gap.extra[0] for gap in gaps if gap.place is None and gap.ratio < 0 and gap.extra]
    for gap in gaps:
        for factor in gap.missing if gap.place is not None else ():
            if isinstance(factor, Difference) and factor.right in apart and isinstance(factor.left, Number):
                return shown(factor)
    return ""


def _naming(subject: Subject, id: str) -> str:
    return f"the new {id.removesuffix('⁺')}" if id.removesuffix("⁺") in subject.graph.weights else shown(Symbol(id))


def _of_gaps(subject: Subject, gaps: Sequence[Gap], trial: Trial) -> Iterator[str]:
    lines = [other_line(subject, gap.missing, gap.extra) for gap in gaps if gap.ratio == 1.0 and not gap.divided]
    if len(gaps) > 1 and len(lines) == len(gaps) and all(lines):  # told once, for all terms
        missing, extra = (
            [e for gap in gaps for e in some(gap)] for some in (attrgetter("missing"), attrgetter("extra"))
        )
        yield other_line(subject, missing, extra)
        return
    whole = {(gap.missing, gap.extra, gap.ratio, gap.divided) for gap in gaps}
    if len(gaps) == subject.terms and len(whole) == 1 and gaps[0].ratio and gaps[0].place is not None:
        yield _one(subject, gaps[0], trial, "both paths" if subject.terms == 2 else "every path")
        return
    missing = [gap for gap in gaps if gap.ratio == 0.0]
    common = {(gap.missing, gap.extra) for gap in gaps if gap.ratio and gap.place is not None}
    for gap in gaps:
        if gap not in missing:
            yield _one(subject, gap, trial, "" if len(common) == 1 and missing else None)
    for gap in missing:
        yield _left_out(subject, gap)


def _left_out(subject: Subject, gap: Gap) -> str:
    assert gap.place is not None
    through = subject.through(gap.place)
    if through:
        return f"leaves out the path through {through}: {subject.by} reaches the loss through {_also(subject)}"
    return f"leaves out {product_of(gap.missing)}"


def _also(subject: Subject) -> str:
    return " and ".join(subject.through(place) for place in range(len(subject.paths)))


def _one(subject: Subject, gap: Gap, trial: Trial, everywhere: str | None) -> str:
    """What is wrong with one term, or with all of them."""
    if gap.place is None:
        return f"adds {product_of(gap.extra, gap.ratio)}, which does not belong"
    through = subject.through(gap.place)
    several = subject.terms > 1 and everywhere is None
    path = f"the {ORDINALS[gap.place]} path" if gap.place < len(ORDINALS) else "a path"
    where = f" on the path through {through}" if through and several else ""
    if everywhere and subject.terms > 1 and subject.paths:
        path = everywhere
    words = _factors(subject, gap, trial, path if through and (several or everywhere) else "", where)
    number = _ratio(subject, gap, where)
    return " and ".join(each for each in (words, number) if each)


def _factors(subject: Subject, gap: Gap, trial: Trial, path: str, where: str) -> str:
    missing, extra = [plain(e, trial) for e in gap.missing], [plain(e, trial) for e in gap.extra]
    if gap.divided:
        divided = f"divides by {product_of(tuple(plain(e, trial) for e in gap.divided))}{where}"
        return divided if not missing and not extra else f"{divided}, and has {list_of(extra)} for {list_of(missing)}"
    if not missing and not extra:
        return ""
    if subject.is_update and [*missing] == [Symbol(RATE)] and not extra and gap.ratio != 1.0:
        return f"moves by {format_number(abs(gap.ratio))} times the gradient, which is not η"
    if not extra and gap.ratio not in ORDINARY:
        return f"has {format_number(gap.ratio)} where {product_of(missing)} belongs{where}"
    if moved := other_line(subject, missing, extra):
        return moved
    if not extra:
        return f"lacks the factor {product_of(missing)}{where}{_reason(subject, gap)}"
    if not missing:
        return f"has the factor {product_of(extra)} too many{where}"
    slopes = slope_of(missing), slope_of(extra)
    if slopes[0] and slopes[1]:
        own, other = slopes
        return (
            f"multiplies {path or 'it'} by the slope of {other}, {other} · (1 − {other}); "
            f"the slope that belongs there is that of {own}, {own} · (1 − {own}){_reason(subject, gap)}"
        )
    if (term := _of_sum(subject, gap)) and len(missing) == len(extra):
        kept = [each for each in term if each not in missing]
        return f"has {product_of([*extra, *kept])} where {product_of(term)} belongs"
    if len(missing) == len(extra) == 1 and _is_weight(subject, missing[0]) and path:
        return f"multiplies {path} by {shown(extra[0])}{_reason(subject, gap)}"
    if subject.paths and path:
        return f"multiplies {path} by {product_of(extra)} where {product_of(missing)} belongs{_reason(subject, gap)}"
    return f"has {product_of(extra)} where {product_of(missing)} belongs{where}{_reason(subject, gap)}"


def _ratio(subject: Subject, gap: Gap, where: str) -> str:
    ratio = gap.ratio
    alone = gap.missing and not gap.extra
    if ratio == 1.0 or (alone and (ratio not in ORDINARY or (subject.is_update and ratio > 0))):
        return ""
    if subject.is_update:
        if ratio == -1.0:
            added = (
                "subtracts the old weight" if gap.place == 0 else "adds η times the gradient; it is to be subtracted"
            )
            return added
        return f"has {format_number(ratio)} times what belongs there{where}"
    derivative = split(subject.id) is not None
    if ratio == -1.0:
        because = ": the derivative of ½ (t − a)² is a − t, not t − a" if derivative else ""
        return f"has the wrong sign{where}{because}"
    if derivative and ratio in (0.5, 2.0):
        kept = (
            "the ½ of the loss, which the 2 of the square has cancelled" if ratio == 0.5 else "a 2 that the ½ cancels"
        )
        return f"carries along {kept}{where}"
    if subject.id in ("E1", "E2") and ratio == 2.0:
        return "lacks the ½ of the loss"
    size = {0.1: "a tenth of", 0.01: "a hundredth of"}.get(ratio, f"{format_number(ratio)} times")
    return f"is {size} what it should be{where}"


def _reason(subject: Subject, gap: Gap) -> str:
    """Why what is missing belongs there, by the link of the chain rule that it comes from."""
    if subject.is_update and any(isinstance(e, Symbol) and e.id == RATE for e in gap.missing):
        moved = any(isinstance(e, Number) or e == Symbol("t1") or e == Symbol("t2") for e in gap.extra)
        return ": a reference without $ moves along when it is copied" if moved else ""
    if gap.place is None or gap.place >= len(subject.paths):
        return ""
    for link in subject.paths[gap.place].links:
        partial = link.partial
        factors = partial.parts() if not isinstance(partial, Symbol | Difference) else (partial,)
        if not set(gap.missing) & {partial, *factors}:
            continue
        q = link.quantity
        if q.operation is Operation.WEIGHTED_SUM and link.name.startswith("a_"):
            return f"; through {q.name} the way back to {link.name.removeprefix('a_')} is {shown(partial)}"
        if q.operation is Operation.WEIGHTED_SUM:
            return f": {link.name} carries {shown(partial)} into {q.name}"
        if q.operation is Operation.ACTIVATION:
            net = next(iter(q.partials))
            into = f"{subject.by} leads into {net}" if subject.by in subject.graph.weights else f"it passes {q.name}"
            whole = len(gap.missing) > 1 or partial in gap.missing
            return f": {into}" if whole else f", a part of the slope of {q.name}"
        if q.operation is Operation.HALF_SQUARED_ERROR:
            return f", the derivative of {q.name} with respect to {link.name}"
    return ""


def _of_sum(subject: Subject, gap: Gap) -> tuple[Expression, ...]:
    """The term of a weighted sum that a gap is about."""
    q = next((q for q in subject.graph.quantities if q.name == subject.id), None)
    if q is None or gap.place is None or gap.place >= len(q.terms):
        return ()
    return tuple(map(Symbol, q.terms[gap.place]))


def _is_weight(subject: Subject, e: Expression) -> bool:
    return isinstance(e, Symbol) and name_of(e) in subject.graph.weights
