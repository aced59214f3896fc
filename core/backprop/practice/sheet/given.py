"""What is given, and the learning rate, stay the same in all of a block; what changes on the way is a mistake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from core.backprop.notation.number import format_number
from core.backprop.practice.sheet.basis import CONSTANT, Basis, Wrong
from core.backprop.practice.sheet.names import RATE

MOSTLY = 0.8  # of a column, to be the rule
MOST_CHANGES = 2  # of a given number on the way; with more it is another one in each line, on purpose


def changed(basis: Basis) -> Iterator[Wrong]:
    """The cells where a given number is not that of the other lines."""
    for name in (*sorted(basis.given), RATE):
        if name not in basis.block.names:
            continue
        values = np.asarray(basis.numbers.values[name])
        finite = [float(f"{each:.6g}") for each in values if np.isfinite(each)]
        if not finite:
            continue
        usual, count = Counter(finite).most_common(1)[0]
        first = float(values[0])
        with np.errstate(invalid="ignore"):
            changes = int((np.abs(np.diff(values)) > CONSTANT * abs(usual)).sum())
        mostly = count >= MOSTLY * len(values)
        if not mostly and changes > MOST_CHANGES and name != RATE:
            continue
        rule = usual if mostly and name != RATE else first
        where = f"in all other {basis.line}s" if mostly else "before"
        for update in np.flatnonzero(np.abs(values - rule) > CONSTANT * abs(rule)):
            value = format_number(float(values[update]), 5)
            words = (
                f"the learning rate η changes on the way: it is {value} here and {format_number(first, 5)} before."
                if name == RATE
                else f"{name} is {value} here and {format_number(rule, 5)} {where}."
            )
            yield Wrong((name, int(update)), ("given", value), words)
