"""A formula as MathML: plain nested lists that a page can turn into elements without parsing any text.

An element is [tag, attributes, children] where a child is an element or a string. Every symbol carries its id in
`data-id` and its hue (forward, gradient or update) in `class`. A slot, whose number is known later, is ["slot",
attributes, [index]]; with the attribute "signed" a negative number has brackets there.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from core.backprop.engine.expression import (
    Derivative,
    Difference,
    Expression,
    Negative,
    Number,
    Plugged,
    Power,
    Product,
    Quotient,
    Square,
    Sum,
    Symbol,
)
from core.backprop.engine.functions import Exp, Log, Positive, Relu, Root, Sigmoid, Softmax, Tanh, WrittenOut
from core.backprop.notation.brackets import needs_brackets
from core.backprop.notation.name import split_mark, split_name
from core.backprop.notation.number import format_number
from core.backprop.notation.slots import Slot

Element = list[Any]  # [tag, attributes, children]
LINE = 6  # symbols that have room in one line


def mathml(e: Expression, digits: int = 4) -> Element:
    """The formula as one MathML element, plugged-in numbers with so many significant digits."""
    match e:
        case Number():
            return ["mn", {}, [e.name or format_number(e.value, digits)]]
        case Plugged(symbol, value):
            return ["mn", _marks(symbol), [format_number(value, digits)]]
        case Slot(index, symbol):
            return ["slot", _marks(symbol) if symbol else {}, [index]]
        case Symbol(name, updated):
            return ["mrow", _marks(e.id), [_name(name, updated)]]
        case Derivative(of, by, via):
            fraction = ["mfrac", {}, [_row(_partial(), _name(of)), _row(_partial(), _name(by))]]
            if via:
                fraction = ["msub", {}, [fraction, _row(["mtext", {}, ["via\u00a0"]], _name(via))]]
            return ["mrow", _marks(e.id), [fraction]]
        case Sum() | Difference() | Product():
            return _row(*cells(e, digits))
        case Quotient(top, bottom):
            return ["mfrac", {}, [mathml(top, digits), mathml(bottom, digits)]]
        case Square(base):
            return ["msup", {}, [_inside(e, base, digits), ["mn", {}, ["2"]]]]
        case Power(base, exponent):
            return ["msup", {}, [_inside(e, base, digits), mathml(exponent, digits)]]
        case Negative(term):
            return _row(_operator("−"), _inside(e, term, digits))
        case Sigmoid(argument):
            return _function("σ", mathml(argument, digits))
        case Tanh(argument):
            return _function("tanh", mathml(argument, digits))
        case Relu(argument):
            return _function("max", ["mn", {}, ["0"]], _operator(","), mathml(argument, digits))
        case Positive(argument):  # Iverson's bracket: 1 where the condition holds, otherwise 0
            zero: Element = ["mn", {}, ["0"]]
            return _row(_operator("["), mathml(argument, digits), _operator(">"), zero, _operator("]"))
        case Exp(argument):
            return ["msup", {}, [["mi", {}, ["e"]], mathml(argument, digits)]]
        case Root(argument):
            return ["msqrt", {}, [mathml(argument, digits)]]
        case Log(argument):
            return _function("ln", mathml(argument, digits))
        case Softmax(argument, among):
            powers = _separated([mathml(Exp(each), digits) for each in among], "+")
            return ["mfrac", {}, [mathml(Exp(argument), digits), _row(*powers)]]
        case WrittenOut(function):
            return mathml(function.definition, digits)
    raise TypeError(f"no MathML for {type(e).__name__}")


def cells(e: Expression, digits: int = 4) -> list[Element]:
    """The operands and operators of the outermost operation, one by one, so that rows can be aligned on them."""
    match e:
        case Product((Number(name="½"), Square())):  # ½ (t - a)² reads as one thing, without a dot
            return [_row(*(mathml(factor, digits) for factor in e.factors))]
        case Sum(operands):
            sign = "+"
        case Product(operands):
            sign = "·"
        case Difference(left, right):
            operands, sign = (left, right), "−"
        case _:
            return [mathml(e, digits)]
    return _separated([_inside(e, child, digits) for child in operands], sign)


def lines(e: Expression, digits: int = 4) -> list[list[Element]]:
    """The cells, those of a long sum in several lines of about the same length; each but the first begins with a +."""
    row = cells(e, digits)
    if not isinstance(e, Sum):
        return [row]
    count = len(e.terms)
    together = max(1, LINE // max(map(_length, e.terms)))
    each = 2 * ceil(count / ceil(count / together))
    return [row[: each - 1], *(row[at : at + each] for at in range(each - 1, len(row), each))]


def _length(e: Expression) -> int:
    """About how long a formula is, in symbols; the share of a gradient counts as two, since it has its path."""
    if isinstance(e, Derivative) and e.via:
        return 2
    return sum(map(_length, e.parts())) or 1


def _separated(elements: Sequence[Element], sign: str) -> list[Element]:
    return [each for element in elements for each in (_operator(sign), element)][1:]


def _function(name: str, *arguments: Element) -> Element:
    return _row(["mi", {}, [name]], _operator("("), *arguments, _operator(")"))


def _inside(parent: Expression, child: Expression, digits: int) -> Element:
    element = mathml(child, digits)
    if isinstance(child, Slot):
        child = Plugged(child.id, 1.0) if child.id else Number(1.0)
        if not needs_brackets(parent, child) and needs_brackets(parent, Number(-1.0)):
            return ["slot", {**element[1], "signed": True}, element[2]]  # only its number tells whether it needs them
    return _row(_operator("("), element, _operator(")")) if needs_brackets(parent, child) else element


def hue(symbol: str) -> str:
    """Which of the three hues an id has: what flows forward, a gradient, or the result of an update."""
    return "gradient" if symbol.startswith("∂") else "update" if symbol.endswith("⁺") else "forward"


def _marks(symbol: str) -> dict[str, str]:
    return {"data-id": symbol, "class": hue(symbol)}


def _name(name: str, updated: bool = False) -> Element:
    name, mark = split_mark(name)
    letter, subscript = split_name(name)
    element = ["mi", {"mathvariant": "normal", "class": "letter"}, [letter]]
    below = ["mi", {"mathvariant": "normal"}, [subscript]]
    above: list[Element] = [["mtext", {}, [f"({mark})"]]] if mark else []
    above += [_operator("+")] if updated else []
    if above:
        return ["msubsup", {}, [element, below, above[0] if len(above) == 1 else _row(*above)]]
    return ["msub", {}, [element, below]] if subscript else element


def _row(*children: Element) -> Element:
    return ["mrow", {}, list(children)]


def _operator(sign: str) -> Element:
    return ["mo", {}, [sign]]


def _partial() -> Element:
    return ["mi", {"mathvariant": "normal"}, ["∂"]]
