"""What is said of a wrong cell: which factor is wrong, which one belongs there, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import attrgetter, mul

from core.backprop.engine.expression import ONE, Derivative, Difference, Expression, Number, Quotient, Square, Symbol
from core.backprop.engine.functions import Sigmoid
from core.backprop.engine.graph import Graph, Operation
from core.backprop.engine.substitution import replace_leaves
from core.backprop.notation.brackets import needs_brackets
from core.backprop.notation.number import format_number
from core.backprop.notation.unicode import unicode
from core.backprop.practice.sheet.derivatives import Path, split
from core.backprop.practice.sheet.formula import Applied
from core.backprop.practice.sheet.names import RATE
from core.backprop.practice.sheet.terms import Gap
from core.backprop.practice.sheet.trial import Trial
from core.backprop.practice.tree import children, with_child

ORDINARY = (1.0, -1.0, 2.0, 0.5)  # what a term may be too large by, other than a number in a factor's place
ORDINALS = ("first", "second", "third", "fourth")


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
        tuple(replace_leaves(e, moved) if known(e) else e for e in some)
        for some in (gap.missing, gap.extra, gap.divided)
    )
    return Gap(gap.place, missing, extra, gap.ratio, divided)


def known(e: Expression) -> bool:
    """Whether the engine has every node of a formula."""
    return not isinstance(e, Applied) and all(known(part) for part in e.parts())


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
    lines = [_other_line(subject, gap.missing, gap.extra) for gap in gaps if gap.ratio == 1.0 and not gap.divided]
    if len(gaps) > 1 and len(lines) == len(gaps) and all(lines):  # told once, for all terms
        missing, extra = (
            [e for gap in gaps for e in some(gap)] for some in (attrgetter("missing"), attrgetter("extra"))
        )
        yield _other_line(subject, missing, extra)
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
    return f"leaves out {_product(gap.missing)}"


def _also(subject: Subject) -> str:
    return " and ".join(subject.through(place) for place in range(len(subject.paths)))


def _one(subject: Subject, gap: Gap, trial: Trial, everywhere: str | None) -> str:
    """What is wrong with one term, or with all of them."""
    if gap.place is None:
        return f"adds {_product(gap.extra, gap.ratio)}, which does not belong"
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
    missing, extra = [_plain(e, trial) for e in gap.missing], [_plain(e, trial) for e in gap.extra]
    if gap.divided:
        divided = f"divides by {_product(tuple(_plain(e, trial) for e in gap.divided))}{where}"
        return divided if not missing and not extra else f"{divided}, and has {_list(extra)} for {_list(missing)}"
    if not missing and not extra:
        return ""
    if subject.is_update and [*missing] == [Symbol(RATE)] and not extra and gap.ratio != 1.0:
        return f"moves by {format_number(abs(gap.ratio))} times the gradient, which is not η"
    if not extra and gap.ratio not in ORDINARY:
        return f"has {format_number(gap.ratio)} where {_product(missing)} belongs{where}"
    if moved := _other_line(subject, missing, extra):
        return moved
    if not extra:
        return f"lacks the factor {_product(missing)}{where}{_reason(subject, gap)}"
    if not missing:
        return f"has the factor {_product(extra)} too many{where}"
    slopes = _slope(missing), _slope(extra)
    if slopes[0] and slopes[1]:
        own, other = slopes
        return (
            f"multiplies {path or 'it'} by the slope of {other}, {other} · (1 − {other}); "
            f"the slope that belongs there is that of {own}, {own} · (1 − {own}){_reason(subject, gap)}"
        )
    if (term := _of_sum(subject, gap)) and len(missing) == len(extra):
        return (
            f"has {_product([*extra, *(each for each in term if each not in missing)])} where {_product(term)} belongs"
        )
    if len(missing) == len(extra) == 1 and _is_weight(subject, missing[0]) and path:
        return f"multiplies {path} by {shown(extra[0])}{_reason(subject, gap)}"
    if subject.paths and path:
        return f"multiplies {path} by {_product(extra)} where {_product(missing)} belongs{_reason(subject, gap)}"
    return f"has {_product(extra)} where {_product(missing)} belongs{where}{_reason(subject, gap)}"


def _other_line(subject: Subject, missing: Sequence[Expression], extra: Sequence[Expression]) -> str:
    """Where the same numbers are taken, but from another line."""
    new = [e for e in extra if _is_new(subject, e)]
    if new and {_base(e).removesuffix("⁺") for e in new} <= {_base(e) for e in missing}:
        names = " and ".join(_base(e).removesuffix("⁺") for e in new)
        return f"uses the new {names} where the old one belongs: every gradient is computed with the old weights"
    bare = [[_bare(e) for e in some] for some in (missing, extra)]
    if not missing or sorted(map(repr, bare[0])) != sorted(map(repr, bare[1])):
        return ""
    moved = dict.fromkeys(leaf for e in extra for leaf in _symbols(e) if _behind(leaf))
    taken = " and ".join(shown(leaf, subject.line) for leaf in moved)
    belongs = f"the {subject.line} {_before(subject)}" if subject.is_update else f"its own {subject.line}"
    return f"points at another {subject.line}: it takes {taken}, where that of {belongs} belongs"


def _symbols(e: Expression) -> Iterator[Symbol]:
    if isinstance(e, Symbol):
        yield e
    for part in e.parts():
        yield from _symbols(part)


def _is_new(subject: Subject, e: Expression) -> bool:
    name = _base(e)
    return name.removesuffix("⁺") in subject.graph.weights and (name.endswith("⁺") or _behind(e) == "1")


def _bare(e: Expression) -> Expression:
    """The same without the lines that its numbers come from."""
    return replace_leaves(e, lambda leaf: Symbol(_base(leaf)) if isinstance(leaf, Symbol) else leaf) if known(e) else e


def _before(subject: Subject) -> str:
    return "above" if subject.line == "row" else "before"


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


def shown(e: Expression, line: str = "row") -> str:
    """A formula of the sheet in one line; what it takes from other lines is said."""
    name, behind = _base(e), _behind(e)
    if isinstance(e, Symbol | Derivative):
        written = "η" if name == RATE else name
        match behind:
            case "":
                return written
            case "-1":
                return f"{written} of the {line} {'above' if line == 'row' else 'before'}"
            case "own":
                return f"{written} of its own {line}"
            case "1":
                return f"{written} of the next {line}"
            case "start":
                return f"the first {written}"
        away = behind.lstrip("-")
        if away.isdigit():
            return f"{written} of {away} {line}s {'before' if behind.startswith('-') else 'after'}"
        return f"{written} in {behind}"
    if isinstance(e, Number) and e.name and e.name != "½":
        return f"{e.name} ({format_number(e.value)})" if e.value else f"{e.name}, which is empty or 0,"
    return unicode(_written(e, line))


def _written(e: Expression, line: str) -> Expression:
    """The formula with texts for symbols, and for what the engine has no node for."""
    if isinstance(e, Symbol | Derivative):
        return Symbol(shown(e, line))
    if isinstance(e, Number):
        return Symbol(shown(e, line)) if e.name and e.name != "½" else e
    if isinstance(e, Applied):
        arguments = ", ".join(shown(argument, line) for argument in e.arguments)
        return Symbol(f"{e.function.lower()}({arguments})")
    for spot, part in children(e):
        e = with_child(e, spot, _written(part, line))
    return e


def _base(e: Expression) -> str:
    return e.id.partition("@")[0] if isinstance(e, Symbol | Derivative) else repr(e)


def _behind(e: Expression) -> str:
    return e.id.partition("@")[2] if isinstance(e, Symbol | Derivative) else ""


def _of_sum(subject: Subject, gap: Gap) -> tuple[Expression, ...]:
    """The term of a weighted sum that a gap is about."""
    q = next((q for q in subject.graph.quantities if q.name == subject.id), None)
    if q is None or gap.place is None or gap.place >= len(q.terms):
        return ()
    return tuple(map(Symbol, q.terms[gap.place]))


def _is_weight(subject: Subject, e: Expression) -> bool:
    return isinstance(e, Symbol) and _base(e) in subject.graph.weights


def _slope(factors: Sequence[Expression]) -> str:
    """The activation whose slope these factors are."""
    if len(factors) == 2:
        for one, other in (factors, factors[::-1]):
            if isinstance(one, Symbol) and other == ONE - one:
                return shown(one)
    return ""


def _plain(e: Expression, trial: Trial) -> Expression:
    """A factor as the engine writes it: 1/(1 + EXP(−h1)) is σ(h1), and −(t1 − a_o1) is a_o1 − t1."""
    if not isinstance(e, Quotient):
        return e
    names = [q.name for q in trial.graph.quantities if q.operation is Operation.WEIGHTED_SUM]
    names += [q.name for q in trial.graph.quantities if q.name not in names]
    print_ = trial.fingerprint(e)[1]
    for offset in ("", "@-1", "@1"):
        for name in names:
            for candidate in (Sigmoid(Symbol(name + offset)), Difference(ONE, Sigmoid(Symbol(name + offset)))):
                if trial.fingerprint(candidate)[1] == print_:
                    return candidate
    return e


def _product(factors: Sequence[Expression], ratio: float = 1.0) -> str:
    """The factors with dots between them; one that comes twice as a square."""
    if not factors:
        return format_number(ratio)
    sign = "−" if ratio < 0 else ""
    single: list[Expression] = []
    for factor in factors:
        if factor in single:
            single[single.index(factor)] = Square(factor)
        else:
            single.append(factor)
    if len(single) == 1:
        return sign + shown(single[0])
    whole = reduce(mul, single)
    return sign + " · ".join(f"({shown(each)})" if needs_brackets(whole, each) else shown(each) for each in single)


def _list(factors: Sequence[Expression]) -> str:
    return _product(factors) if factors else "nothing"
