"""A formula as MathML: plain nested lists that a page can turn into elements without parsing any text.

An element is [tag, attributes, children] where a child is an element or a string. Every symbol carries its id in
`data-id` and its hue (forward, gradient or update) in `class`.
"""

from __future__ import annotations

from typing import Any

from core.backprop.expression import (
    Derivative,
    Difference,
    Expression,
    Number,
    Plugged,
    Product,
    Quotient,
    Sigmoid,
    Square,
    Sum,
    Symbol,
    needs_brackets,
)
from core.backprop.renderings.name import split_name
from core.backprop.renderings.number import format_number

Element = list[Any]  # [tag, attributes, children]


def mathml(e: Expression, digits: int = 4) -> Element:
    """The formula as one MathML element, plugged-in numbers with so many significant digits."""
    match e:
        case Number():
            return ["mn", {}, [e.name or format_number(e.value, digits)]]
        case Plugged(symbol, value):
            return ["mn", _marks(symbol), [format_number(value, digits)]]
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
        case Sigmoid(argument):
            return _row(["mi", {}, ["σ"]], _operator("("), mathml(argument, digits), _operator(")"))
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
    separated: list[Element] = []
    for child in operands:
        separated += [_operator(sign), _inside(e, child, digits)]
    return separated[1:]


def _inside(parent: Expression, child: Expression, digits: int) -> Element:
    element = mathml(child, digits)
    return _row(_operator("("), element, _operator(")")) if needs_brackets(parent, child) else element


def hue(symbol: str) -> str:
    """Which of the three hues an id has: what flows forward, a gradient, or the result of an update."""
    return "gradient" if symbol.startswith("∂") else "update" if symbol.endswith("⁺") else "forward"


def _marks(symbol: str) -> dict[str, str]:
    return {"data-id": symbol, "class": hue(symbol)}


def _name(name: str, updated: bool = False) -> Element:
    letter, subscript = split_name(name)
    element = ["mi", {"mathvariant": "normal", "class": "letter"}, [letter]]
    below = ["mi", {"mathvariant": "normal"}, [subscript]]
    if updated:
        return ["msubsup", {}, [element, below, _operator("+")]]
    return ["msub", {}, [element, below]] if subscript else element


def _row(*children: Element) -> Element:
    return ["mrow", {}, list(children)]


def _operator(sign: str) -> Element:
    return ["mo", {}, [sign]]


def _partial() -> Element:
    return ["mi", {"mathvariant": "normal"}, ["∂"]]
