"""What kind of mistake a finding is, in a few words: the same for every sheet, so that a class can be counted."""

from __future__ import annotations

from collections.abc import Sequence

from core.backprop.engine.expression import Expression
from core.backprop.practice.sheet.basis import Cause
from core.backprop.practice.sheet.gaps import Gap
from core.backprop.practice.sheet.names import RATE as LEARNING_RATE
from core.backprop.practice.sheet.sentences import ORDINARY
from core.backprop.practice.sheet.written import line_of, name_of, slope_of, without_lines

LINE, NEW, RATE, NO_RATE = "Another row", "New weights for old ones", "Another learning rate", "Learning rate forgotten"
SLOPE, NO_SLOPE, PATH = "Slope of another neuron", "Slope forgotten", "Path left out"
WEIGHT, SIGN, HALF = "Another weight", "Wrong sign", "½ or 2 of the square"
LACKS, MORE, FACTOR, TERM = "Factor forgotten", "Factor too many", "Another factor", "Term too many"
NUMBER = "Number where a factor belongs"
ORDER = (LINE, NEW, NO_RATE, RATE, SLOPE, NO_SLOPE, WEIGHT, NUMBER, LACKS, FACTOR, MORE, PATH, SIGN, HALF, TERM)
WHOLE = {
    "error": "Error instead of a number",
    "typed": "Number where a formula belongs",
    "rate": RATE,
    "given": "Given number changes",
    "copy": "Only repeats another cell",
    "also": "Formula of another quantity",
    "formula": "Another formula",
}
OTHER = "Number not explained"


def kind_of(cause: Cause, weights: Sequence[str] = ()) -> str:
    """By the cause of a wrong cell; `weights` are those of the network."""
    first = cause[0]
    if first == "number":
        return WHOLE["typed"] if len(cause) > 1 else OTHER
    if isinstance(first, tuple):
        kinds = [_of_gap(gap, weights) for gap in first if isinstance(gap, Gap)]
        return min(kinds, key=ORDER.index) if kinds else OTHER
    return WHOLE.get(str(first), OTHER)


def _of_gap(gap: Gap, weights: Sequence[str]) -> str:
    missing, extra = gap.missing, gap.extra
    if gap.place is None:
        return TERM
    if gap.ratio == 0.0:
        return PATH
    if missing and extra:
        return _replaced(missing, extra, weights)
    if missing:
        number = gap.ratio not in ORDINARY  # in the place of what is missing
        if [name_of(each) for each in missing] == [LEARNING_RATE]:
            return RATE if number else NO_RATE
        return NUMBER if number else NO_SLOPE if slope_of(missing) else LACKS
    if extra or gap.divided:
        return MORE
    return SIGN if gap.ratio == -1.0 else HALF if gap.ratio in (0.5, 2.0) else FACTOR


def _replaced(missing: Sequence[Expression], extra: Sequence[Expression], weights: Sequence[str]) -> str:
    new = [each for each in extra if name_of(each).endswith("⁺") or line_of(each) == "1"]
    if new and all(name_of(each).removesuffix("⁺") in weights for each in new):
        return NEW
    bare = [sorted(repr(without_lines(each)) for each in some) for some in (missing, extra)]
    if bare[0] == bare[1]:
        return LINE
    if slope_of(missing) and slope_of(extra):
        return SLOPE
    names = [name_of(each) for each in (*missing, *extra)]
    return WEIGHT if all(name in weights for name in names) else FACTOR
