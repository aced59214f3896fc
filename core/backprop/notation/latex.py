"""A formula as LaTeX."""

from __future__ import annotations

from core.backprop.engine.expression import (
    HALF,
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
from core.backprop.notation.name import HAT, split_mark, split_name
from core.backprop.notation.number import format_number

GREEK = {"η": r"\eta", "μ": r"\mu", "β": r"\beta", "ε": r"\varepsilon"}


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
            return latex_name(name, updated)
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
        case Power(base, exponent):
            return f"{inside(base)}^{{{latex(exponent, digits)}}}"
        case Negative(term):
            return f"-{inside(term)}"
        case Sigmoid(argument):
            return rf"\sigma({latex(argument, digits)})"
        case Tanh(argument):
            return rf"\tanh({latex(argument, digits)})"
        case Relu(argument):
            return rf"\max(0, {latex(argument, digits)})"
        case Positive(argument):  # Iverson's bracket: 1 where the condition holds, otherwise 0
            return f"[{latex(argument, digits)} > 0]"
        case Exp(argument):
            return f"e^{{{latex(argument, digits)}}}"
        case Root(argument):
            return rf"\sqrt{{{latex(argument, digits)}}}"
        case Log(argument):
            return rf"\ln({latex(argument, digits)})"
        case Softmax(argument, among):
            powers = [latex(Exp(each), digits) for each in (argument, *among)]
            return rf"\frac{{{powers[0]}}}{{{' + '.join(powers[1:])}}}"
        case WrittenOut(function):
            return latex(function.definition, digits)
    raise TypeError(f"no LaTeX for {type(e).__name__}")


def latex_name(name: str, updated: bool = False) -> str:
    """w5 as w_5, a_h1 as a_{h1}, E_total as E_{total}, learning_rate as η, h1ᵇ as h_{1}^{(b)}."""
    name, mark = split_mark(name)
    letter, subscript = split_name(name)
    above = (f"({mark})" if mark else "") + ("+" if updated else "")
    letter = rf"\hat{{{letter[0]}}}" if letter.endswith(HAT) else GREEK.get(letter, letter)
    return letter + (f"_{{{subscript}}}" if subscript else "") + (f"^{{{above}}}" if above else "")
