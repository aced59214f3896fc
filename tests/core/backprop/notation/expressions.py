"""Random formulas with every kind of node, of the numbers x, y and z."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from random import Random

import numpy as np

from core.backprop.engine.expression import (
    ONE,
    Difference,
    Expression,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Square,
    Sum,
    Symbol,
)
from core.backprop.engine.functions import Log, Positive, Relu, Root, Sigmoid, Softmax, Tanh

NUMBERS = {"x": np.float64(1.25), "y": np.float64(-2.5), "z": np.float64(0.75)}


def random_expressions(count: int, seed: int = 0) -> list[Expression]:
    """So many that have a number, nowhere divide by 0, and are of moderate size: others would test how exp rounds."""

    def moderate() -> Iterator[Expression]:
        draw = Random(seed)
        while True:
            formula = _grown(draw, 4)
            with np.errstate(all="raise", under="ignore"), suppress(ZeroDivisionError, FloatingPointError):
                value = float(formula.evaluate(NUMBERS))
                if abs(value) < 1e4:
                    yield formula

    return list(islice(moderate(), count))


def _grown(draw: Random, depth: int) -> Expression:
    def part() -> Expression:
        return _grown(draw, depth - 1)

    def several() -> tuple[Expression, ...]:
        return tuple(part() for _ in range(draw.randint(2, 3)))

    def softmax(shares: tuple[Expression, ...]) -> Expression:
        return Softmax(shares[0], shares)

    if depth == 0 or draw.random() < 0.15:
        return draw.choice([Symbol("x"), Symbol("y"), Symbol("z"), Number(float(draw.randint(-3, 3))), Number(0.5)])
    kinds: list[Callable[[], Expression]] = [  # of which only the one drawn is grown
        lambda: Sum(several()),
        lambda: Product(several()),
        lambda: Difference(part(), part()),
        lambda: Quotient(part(), part()),
        lambda: Negative(part()),
        lambda: Square(part()),
        lambda: Sigmoid(part()),
        lambda: Tanh(part()),
        lambda: Relu(part()),
        lambda: Positive(part()),
        lambda: Log(ONE + Square(part())),
        lambda: Root(ONE + Square(part())),
        lambda: Power(draw.choice([Symbol("x"), Number(0.5), ONE + Square(part())]), Number(float(draw.randint(1, 3)))),
        lambda: softmax(several()),
    ]
    return draw.choice(kinds)()
