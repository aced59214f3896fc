"""The signs and functions of a spreadsheet as expressions of the engine, and those that the engine has no node for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

import numpy as np

from core.backprop.engine.expression import Difference, Expression, Number, Product, Quotient, Real, Square
from core.backprop.engine.functions import Tanh


class FormulaError(ValueError):
    """Why a formula is not understood."""


@dataclass(frozen=True)
class Applied(Expression):
    """A function of the spreadsheet that the engine has no node for."""

    function: str
    arguments: tuple[Expression, ...]

    def evaluate(self, values: Mapping[str, Real]) -> Real:
        return FUNCTIONS[self.function](*(argument.evaluate(values) for argument in self.arguments))

    def parts(self) -> tuple[Expression, ...]:
        return self.arguments


@dataclass(frozen=True)
class Several(Expression):
    """The cells of a range, which only a function can take."""

    cells: tuple[Expression, ...]

    def evaluate(self, values: Mapping[str, Real]) -> Real:
        raise FormulaError("a range stands outside of a function.")

    def parts(self) -> tuple[Expression, ...]:
        return self.cells


FUNCTIONS: dict[str, Callable[..., Real]] = {
    "EXP": np.exp,
    "LN": np.log,
    "SQRT": np.sqrt,
    "ABS": np.abs,
    "SIGN": np.sign,
    "POWER": np.power,
    "MAX": lambda *numbers: reduce(np.maximum, numbers),
    "MIN": lambda *numbers: reduce(np.minimum, numbers),
    "IF": np.where,
    "<": np.less,
    ">": np.greater,
    "<=": np.less_equal,
    ">=": np.greater_equal,
    "=": np.equal,
    "<>": np.not_equal,
}
E_NUMBER = 2.718281828459045


def joined(sign: str, left: Expression, right: Expression) -> Expression:
    """Two operands with a sign between them."""
    match sign:
        case "+":
            return left + right
        case "-":
            return Difference(left, right)
        case "*":  # unlike the engine's, this keeps a factor of 1, which may be the learning rate
            return Product((*(left.parts() if isinstance(left, Product) else (left,)), right))
        case "/":
            return Quotient(left, right)
        case "^":
            return _power(left, right)
    return Applied(sign, (left, right))


def _power(base: Expression, exponent: Expression) -> Expression:
    if exponent == Number(2.0):
        return Square(base)
    if isinstance(base, Number) and abs(base.value - E_NUMBER) < 1e-3:  # 2.71828^(-x)
        return Applied("EXP", (exponent,))
    return Applied("POWER", (base, exponent))


def called(function: str, arguments: Sequence[Expression]) -> Expression:
    """A function of the spreadsheet, by its name in capitals. Raises FormulaError for one that is not known here."""
    if function == "SUMPRODUCT":
        columns = [argument.cells if isinstance(argument, Several) else (argument,) for argument in arguments]
        if len({len(cells) for cells in columns}) != 1:
            raise FormulaError("SUMPRODUCT has ranges of several lengths.")
        return _sum([reduce(lambda a, b: a * b, cells) for cells in zip(*columns, strict=True)])
    flat = [
        each for argument in arguments for each in (argument.cells if isinstance(argument, Several) else (argument,))
    ]
    match function, flat:
        case "SUM", [_, *_]:
            return _sum(flat)
        case "PRODUCT", [_, *_]:
            return Product(tuple(flat)) if len(flat) > 1 else flat[0]
        case "SUMSQ", [_, *_]:
            return _sum([Square(each) for each in flat])
        case "AVERAGE", [_, *_]:
            return Quotient(_sum(flat), Number(float(len(flat))))
        case "POWER", [base, exponent]:
            return _power(base, exponent)
        case "TANH", [x]:
            return Tanh(x)
        case (("ROUND" | "ROUNDUP" | "ROUNDDOWN" | "TRUNC"), [x, *_]):
            return x  # what is rounded away is a matter of digits
        case (("N" | "VALUE" | "IFERROR" | "ARRAYFORMULA"), [x, *_]):
            return x
        case "IF", [condition, yes, no]:
            return Applied("IF", (condition, yes, no))
        case (("EXP" | "LN" | "SQRT" | "ABS" | "SIGN"), [x]):
            return Applied(function, (x,))
        case (("MAX" | "MIN"), [_, *_]):
            return Applied(function, tuple(flat))
    raise FormulaError(f"{function[:20]} with {len(flat)} numbers is not known here.")


def _sum(terms: Sequence[Expression]) -> Expression:
    return reduce(add, terms)
