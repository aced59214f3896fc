"""The arithmetic behind one value, written out with its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from math import isqrt

import numpy as np
import streamlit as st

from core.digits.explain.arithmetic import Arithmetic, Group, Place, Term
from core.figures.spelled import plain, signed
from pages.components.pictures.component import Panel, pictures
from pages.shared.number_field import number_field

MOST_LISTED = 40  # terms in one table
CELL = 46  # pixels of the screen for a number
DIGITS = 4  # of a number
MOST_WRITTEN = 9  # rows or columns of a picture with numbers in it
state = st.session_state


def written_out(made: Arithmetic) -> None:
    """The rule, its numbers and terms, and the result beside the network's own value."""
    st.markdown(f"#### `{_name(made.operation, made.index)}` = {plain(made.result, 6)}")
    st.markdown(_rule(made))
    if made.kind == "Conv2d":
        _convolution(made)
    elif made.kind == "MaxPool2d":
        _window(made)
    elif made.kind == "GlobalAverage":
        _map(made)
    elif made.kind in ("Linear", "LogSoftmax"):
        _list(made)
    st.caption(
        f"Worked out here in 64 bits: {plain(made.result, 9)}. The network's own 32 bits: {plain(made.value, 9)}. "
        f"Difference {abs(made.result - made.value):.0e}."
    )


def _name(operation: str, index: Sequence[int]) -> str:
    return f"{operation}[{', '.join(map(str, index))}]"


def _rule(made: Arithmetic) -> str:
    """The formula, then the same with numbers, as far as that is one line."""
    rule, number = made.rule, {name: plain(value, DIGITS) for name, value in made.numbers.items()}
    if made.kind == "ReLU":
        (term,) = made.groups[0].terms
        return f"{rule} = max(0, {plain(term.value, DIGITS)}) = **{plain(made.result, DIGITS)}**"
    if "Norm" in made.kind:
        return (
            f"{rule} = {number['γ']} · ({number['x']} − {_braced(number['μ'])}) / √({number['σ²']} + {number['ε']}) + "
            f"{_braced(number['β'])} = **{plain(made.result, DIGITS)}**{_whose(made.kind)}"
        )
    if made.kind == "LogSoftmax":
        return (
            f"{rule} = {number['z']} − {_braced(number['m'])} − log {number['S']} = **{plain(made.result, DIGITS)}**, "
            f"so p = {number['p']}"
        )
    if made.kind == "GlobalAverage":
        return f"{rule} = {number['Σ x']} / {number['n']} = **{plain(made.result, DIGITS)}**"
    if "b" in number:
        return f"{rule}, with a bias b of {number['b']}"
    return rule


def _whose(kind: str) -> str:
    """Whose mean and variance a normalisation takes, where they are not those remembered from training."""
    if kind in ("GroupNorm", "LayerNorm"):
        maps = "all maps" if kind == "LayerNorm" else "its group of maps"
        return f", where μ and σ² are of {maps} of this image"
    return ""


def _braced(number: str) -> str:
    return f"({number})" if number.startswith("−") else number


def _convolution(made: Arithmetic) -> None:
    """The sum of each input map, then the products of one of them."""
    sums = [f"{signed(group.sum, DIGITS)}" for group in made.groups]
    bias = made.numbers["b"]
    if len(sums) > 1:
        st.markdown(
            f"A sum over {len(sums)} input maps, each of {len(made.groups[0].terms)} products, map 0 first:  \n"
            + "  ".join(sums)
            + f"  {signed(bias, DIGITS)} (bias) = **{plain(made.result, DIGITS)}**"
        )
        strongest = max(range(len(sums)), key=lambda index: abs(made.groups[index].sum))
        if not 0 <= state.get("draw input map", -1) < len(sums) or state.get("draw input of") != (
            made.operation,
            made.index,
        ):
            state["draw input map"], state["draw input of"] = strongest, (made.operation, made.index)
        chosen = number_field("Input map", 0, len(sums) - 1, key="draw input map", width=130)
    else:
        chosen = 0
    group = made.groups[chosen]
    side = round(len(group.terms) ** 0.5)

    def square(title: str, caption: str, values: list[float], reach: float | None = None) -> Panel:
        numbers = [plain(value, 2) for value in values]
        plane = np.array(values, np.float32).reshape(side, side)
        return Panel(title, plane, "signed", caption, CELL * side, reach, numbers=numbers)

    pictures(
        [
            square(f"x, input map {chosen}", _read_where(group.terms), [term.value for term in group.terms]),
            square("w, the kernel", f"of map {made.index[0]}", [term.factor for term in group.terms]),
            square("w·x", f"their sum: {plain(group.sum, DIGITS)}", [term.product for term in group.terms]),
        ],
        key="draw products",
    )


def _read_where(terms: Sequence[Term]) -> str:
    places = [term.place for term in terms if term.place is not None]
    if not places:
        return "beyond the edge: all padding"
    rows, columns = ([place.index[axis] for place in places] for axis in (1, 2))
    words = f"rows {min(rows)} to {max(rows)}, columns {min(columns)} to {max(columns)}"
    return words + ("; the rest is padding" if len(places) < len(terms) else "")


def _window(made: Arithmetic) -> None:
    terms = made.groups[0].terms
    values = [term.value for term in terms]
    won = next(index for index, term in enumerate(terms) if term.place == made.winner)
    assert made.winner is not None
    side = isqrt(len(values))
    row, column = divmod(won, side)
    plane = np.array(values, np.float32).reshape(side, side)
    caption = f"the largest, at row {made.winner.index[1]}, column {made.winner.index[2]}, stays"
    few = [plain(value) for value in values] if side <= MOST_WRITTEN else []
    lit = (row, column, row, column)
    pictures([Panel("Neighbours", plane, "signed", caption, 66 * side, numbers=few, lit=lit)], key="draw products")


def _map(made: Arithmetic) -> None:
    terms = made.groups[0].terms
    spots = [_spot(term) for term in terms]
    height, width = (max(spot.index[axis] for spot in spots) + 1 for axis in (1, 2))
    values = [term.value for term in terms]
    plane = np.array(values, np.float32).reshape(height, width)
    few = [plain(value, 2) for value in values] if max(height, width) <= MOST_WRITTEN else []
    pictures(
        [Panel(f"Map {made.index[0]}", plane, "signed", "its mean is the value", CELL * 8, numbers=few)],
        key="draw products",
    )


def _spot(term: Term) -> Place:
    assert term.place is not None  # only convolutions look beyond the edge
    return term.place


def _list(made: Arithmetic) -> None:
    """Every term of a weighted sum, the largest first; or the ten of a softmax."""
    (group,) = made.groups
    if made.kind == "LogSoftmax":
        st.table(
            [
                {"digit": str(index), "z": plain(term.value, DIGITS), "e^(z − m)": plain(term.product, DIGITS)}
                for index, term in enumerate(group.terms)
            ]
        )
        return
    st.table(_rows(group))
    rest = sorted(group.terms, key=lambda term: -abs(term.product))[MOST_LISTED:]
    if rest:
        st.caption(f"and {len(rest)} smaller products, together {plain(sum(term.product for term in rest), DIGITS)}")
    st.markdown(
        f"Sum of the products {plain(group.sum, DIGITS)}, bias {signed(made.numbers['b'], DIGITS)}: "
        f"**{plain(made.result, DIGITS)}**"
    )


def _rows(group: Group) -> list[dict[str, str]]:
    largest = sorted(group.terms, key=lambda term: -abs(term.product))[:MOST_LISTED]
    return [
        {
            "input": term.label.removeprefix("input "),
            "w": plain(term.factor, DIGITS),
            "x": plain(term.value, DIGITS),
            "w·x": plain(term.product, DIGITS),
        }
        for term in largest
    ]
