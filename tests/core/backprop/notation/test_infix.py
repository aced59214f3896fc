import math

import pytest

from core.backprop.engine.expression import (
    HALF,
    ONE,
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
    Symbol,
)
from core.backprop.engine.functions import Function, Log, Positive, Relu, Root, Sigmoid, Softmax, Tanh
from core.backprop.export import cells
from core.backprop.export.scripts import numpy_script, plain_python, torch_script
from core.backprop.export.scripts.script import identifier
from core.backprop.notation.infix import Dialect, infix
from tests.core.backprop.notation.expressions import NUMBERS, random_expressions

a, b, c = Symbol("a"), Symbol("b"), Symbol("c")


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def softmax(x: float, *everything: float) -> float:
    return math.exp(x) / sum(map(math.exp, everything))


@pytest.mark.parametrize("formula", random_expressions(300), ids=lambda _: "")
def test_the_text_of_any_formula_computes_to_its_number(formula: Expression) -> None:
    text = infix(formula, plain_python.PYTHON, identifier)
    names = {"sigmoid": sigmoid, "softmax": softmax, "tanh": math.tanh, "log": math.log, "sqrt": math.sqrt, **NUMBERS}
    number = eval(text, names)  # not in the assertion, which would write out all of `names`
    assert number == pytest.approx(float(formula.evaluate(NUMBERS)), rel=1e-9, abs=1e-12), text


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (a + b * c, "a + b * c"),
        (a * (b + c), "a * (b + c)"),
        (a - (b - c), "a - (b - c)"),
        (Difference(a - b, c), "a - b - c"),
        (Quotient(a * b, c), "a * b / c"),
        (Quotient(a, b * c), "a / (b * c)"),
        (Product((a, Quotient(b, c))), "a * (b / c)"),
        (HALF * Square(a - b), "0.5 * (a - b) ** 2"),
        (Negative(a * Log(b)), "-a * log(b)"),
        (Negative(a) + Negative(b), "-a + (-b)"),
        (Negative(Square(a)), "-(a ** 2)"),
        (Negative(Square(a) * b), "-(a ** 2 * b)"),
        (Negative(Power(a, b)), "-(a ** b)"),
        (Power(ONE - a, b), "(1 - a) ** b"),
        (Quotient(a, Root(b) + c), "a / (sqrt(b) + c)"),
        (Negative(Negative(a)), "-(-a)"),
        (Square(Negative(a)), "(-a) ** 2"),
        (ONE - Square(a), "1 - a ** 2"),
        (a * Number(-0.1), "a * (-0.1)"),
        (Plugged("a", 1 / 3) * a, "0.3333333333333333 * a"),
        (Sigmoid(a + b), "sigmoid(a + b)"),
        (Relu(a), "max(0, a)"),
        (a * Positive(b), "a * int(b > 0)"),
        (Softmax(a, (a, b)), "softmax(a, a, b)"),
        (Derivative("E_total", "w5") * Symbol("a_h1"), "d_w5 * a_h1"),
    ],
)
def test_formulas_are_written_with_no_more_brackets_than_help(formula: Expression, text: str) -> None:
    assert infix(formula, plain_python.PYTHON, identifier) == text


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (Sigmoid(a), "1/(1+EXP(-a))"),
        (b * Sigmoid(a - b), "b*(1/(1+EXP(-(a-b))))"),
        (Softmax(a, (a, b)), "EXP(a)/(EXP(a)+EXP(b))"),
        (Positive(a), "IF(a>0,1,0)"),
        (Tanh(a) + Log(b) + Relu(c), "TANH(a)+LN(b)+MAX(0,c)"),
        (ONE - Square(a), "1-a^2"),
        (Negative(Square(a)), "-(a^2)"),  # -a^2 is the square of -a in a spreadsheet
    ],
)
def test_a_spreadsheet_has_functions_of_its_own(formula: Expression, text: str) -> None:
    assert infix(formula, cells.SPREADSHEET, str) == text


DIALECTS = (plain_python.PYTHON, numpy_script.NUMPY, torch_script.TORCH, cells.SPREADSHEET)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_function_that_a_language_does_not_know_is_an_error(dialect: Dialect) -> None:
    with pytest.raises(TypeError, match="function for Function"):
        infix(Function(a), dialect, str)


def test_what_is_no_formula_has_no_text() -> None:
    with pytest.raises(TypeError, match="no text for Expression"):
        infix(Expression(), plain_python.PYTHON, str)
