"""A learner's formula in one line, in names of the network; what it takes from other lines is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import mul

from core.backprop.engine.expression import (
    ONE,
    Derivative,
    Difference,
    Expression,
    Number,
    Quotient,
    Square,
    Symbol,
)
from core.backprop.engine.functions import Sigmoid
from core.backprop.engine.graph import Operation
from core.backprop.engine.substitution import replace_leaves
from core.backprop.notation.brackets import needs_brackets
from core.backprop.notation.number import format_number
from core.backprop.notation.unicode import unicode
from core.backprop.practice.sheet.functions import Applied
from core.backprop.practice.sheet.names import RATE
from core.backprop.practice.sheet.trial import Trial
from core.backprop.practice.tree import children, with_child


def shown(e: Expression, line: str = "row") -> str:
    """A formula of the sheet in one line; what it takes from other lines is said."""
    name, behind = name_of(e), line_of(e)
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


def name_of(e: Expression) -> str:
    """The quantity of a symbol, without the line that it is taken from."""
    return e.id.partition("@")[0] if isinstance(e, Symbol | Derivative) else repr(e)


def line_of(e: Expression) -> str:
    """Where a symbol is taken from: nothing for its own line, -1 for the one before."""
    return e.id.partition("@")[2] if isinstance(e, Symbol | Derivative) else ""


def symbols_in(e: Expression) -> Iterator[Symbol]:
    """Every symbol of a formula."""
    if isinstance(e, Symbol):
        yield e
    for part in e.parts():
        yield from symbols_in(part)


def without_lines(e: Expression) -> Expression:
    """The same without the lines that its numbers come from."""
    return (
        replace_leaves(e, lambda leaf: Symbol(name_of(leaf)) if isinstance(leaf, Symbol) else leaf)
        if is_of_engine(e)
        else e
    )


def product_of(factors: Sequence[Expression], ratio: float = 1.0) -> str:
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


def list_of(factors: Sequence[Expression]) -> str:
    """The same, with a word for none."""
    return product_of(factors) if factors else "nothing"


def slope_of(factors: Sequence[Expression]) -> str:
    """The activation whose slope these factors are."""
    if len(factors) == 2:
        for one, other in (factors, factors[::-1]):
            if isinstance(one, Symbol) and other == ONE - one:
                return shown(one)
    return ""


def is_of_engine(e: Expression) -> bool:
    """Whether the engine has every node of a formula."""
    return not isinstance(e, Applied) and all(is_of_engine(part) for part in e.parts())


def plain(e: Expression, trial: Trial) -> Expression:
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
