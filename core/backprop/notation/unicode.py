"""A formula in a sentence, in Unicode: w5 · a_h1, 1 − a_o1, σ(h1)."""

from __future__ import annotations

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
from core.backprop.notation.name import GREEK
from core.backprop.notation.number import format_number

FUNCTIONS: dict[type[Expression], str] = {
    Sigmoid: "σ",
    Tanh: "tanh",
    Relu: "ReLU",
    Positive: "ReLU′",
    Exp: "exp",
    Log: "ln",
    Root: "√",
    Softmax: "softmax",
}


def unicode(e: Expression) -> str:
    """The formula in one line, every symbol by its id except η. Raises TypeError for an unknown kind of node."""

    def inside(child: Expression) -> str:
        return f"({unicode(child)})" if needs_brackets(e, child) else unicode(child)

    match e:
        case Number(value, name):
            return name or format_number(value)
        case Plugged(_, value):
            return format_number(value)
        case Symbol() | Derivative():
            return "".join(GREEK[e.id]) if e.id in GREEK else e.id
        case Sum(terms):
            return " + ".join(map(inside, terms))
        case Difference(left, right):
            return f"{inside(left)} − {inside(right)}"
        case Product(factors):
            return " · ".join(map(inside, factors))
        case Quotient():
            return "/".join(f"({unicode(part)})" if part.parts() else unicode(part) for part in e.parts())
        case Negative(term):
            return f"−{inside(term)}"
        case Square(base):
            return f"{inside(base)}²"
        case Power(base, exponent):
            return f"{inside(base)}^{inside(exponent)}"
        case Sigmoid(x) | Tanh(x) | Relu(x) | Positive(x) | Exp(x) | Log(x) | Root(x) | Softmax(x):
            return f"{FUNCTIONS[type(e)]}({unicode(x)})"
        case WrittenOut(function):
            return unicode(function.definition)
    raise TypeError(f"no Unicode for {type(e).__name__}")
