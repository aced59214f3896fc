"""A formula as LaTeX."""

from __future__ import annotations

from core.backprop.expression import (
    HALF,
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


def latex(e: Expression, digits: int = 4) -> str:
    """The formula in LaTeX, plugged-in numbers with so many significant digits."""

    def inside(child: Expression) -> str:
        text = latex(child, digits)
        return f"({text})" if needs_brackets(e, child) else text

    match e:
        case Number():
            return r"\tfrac{1}{2}" if e == HALF else format_number(e.value, digits)
        case Plugged(_, value):
            return format_number(value, digits)
        case Symbol(name, updated):
            return latex_name(name) + ("^{+}" if updated else "")
        case Derivative(of, by, via):
            fraction = rf"\frac{{\partial {latex_name(of)}}}{{\partial {latex_name(by)}}}"
            return fraction + (rf"\Big|_{{\text{{via }}{latex_name(via)}}}" if via else "")
        case Sum(terms):
            return " + ".join(map(inside, terms))
        case Difference(left, right):
            return f"{inside(left)} - {inside(right)}"
        case Product((Number(name="½") as half, Square() as square)):  # ½ (t - a)² reads as one thing, without a dot
            return f"{latex(half, digits)} {latex(square, digits)}"
        case Product(factors):
            return r" \cdot ".join(map(inside, factors))
        case Quotient(top, bottom):
            return rf"\frac{{{latex(top, digits)}}}{{{latex(bottom, digits)}}}"
        case Square(base):
            return f"{inside(base)}^2"
        case Sigmoid(argument):
            return rf"\sigma({latex(argument, digits)})"
    raise TypeError(f"no LaTeX for {type(e).__name__}")


def latex_name(name: str) -> str:
    """w5 as w_5, a_h1 as a_{h1}, E_total as E_{total}, learning_rate as η."""
    letter, subscript = split_name(name)
    return (r"\eta" if letter == "η" else letter) + (f"_{{{subscript}}}" if subscript else "")
