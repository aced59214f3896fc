"""Sheets as students make them: formulas written by hand, in many layouts, with or without mistakes.

The formulas are text with names in braces, and their numbers are computed by Python from that text: a second way from
formula to number, which knows nothing of the checker.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]

GIVEN = ("t1", "t2", "i1", "i2")
WEIGHTS = tuple(f"w{number}" for number in range(1, 9))
START = {"i1": 0.05, "i2": 0.1, "t1": 0.01, "t2": 0.99} | dict(
    zip(WEIGHTS, (0.15, 0.2, 0.25, 0.3, 0.4, 0.45, 0.5, 0.55), strict=True)
)
ERROR = ("({a_o1}-{t1})*{a_o1}*(1-{a_o1})", "({a_o2}-{t2})*{a_o2}*(1-{a_o2})")
FORWARD = {
    "h1": "{w1}*{i1}+{w2}*{i2}",
    "h2": "{w3}*{i1}+{w4}*{i2}",
    "a_h1": "1/(1+EXP(-{h1}))",
    "a_h2": "1/(1+EXP(-{h2}))",
    "o1": "{w5}*{a_h1}+{w6}*{a_h2}",
    "o2": "{w7}*{a_h1}+{w8}*{a_h2}",
    "a_o1": "1/(1+EXP(-{o1}))",
    "a_o2": "1/(1+EXP(-{o2}))",
    "E1": "0.5*({t1}-{a_o1})^2",
    "E2": "0.5*({t2}-{a_o2})^2",
    "E_total": "{E1}+{E2}",
}
GRADIENTS = {
    "g1": f"({ERROR[0]}*{{w5}}+{ERROR[1]}*{{w7}})*{{a_h1}}*(1-{{a_h1}})*{{i1}}",
    "g2": f"({ERROR[0]}*{{w5}}+{ERROR[1]}*{{w7}})*{{a_h1}}*(1-{{a_h1}})*{{i2}}",
    "g3": f"({ERROR[0]}*{{w6}}+{ERROR[1]}*{{w8}})*{{a_h2}}*(1-{{a_h2}})*{{i1}}",
    "g4": f"({ERROR[0]}*{{w6}}+{ERROR[1]}*{{w8}})*{{a_h2}}*(1-{{a_h2}})*{{i2}}",
    "g5": f"{ERROR[0]}*{{a_h1}}",
    "g6": f"{ERROR[0]}*{{a_h2}}",
    "g7": f"{ERROR[1]}*{{a_h1}}",
    "g8": f"{ERROR[1]}*{{a_h2}}",
}
DELTAS = {  # the same by way of columns for the deltas
    "d_o1": ERROR[0],
    "d_o2": ERROR[1],
    "d_h1": "({d_o1}*{w5}+{d_o2}*{w7})*{a_h1}*(1-{a_h1})",
    "d_h2": "({d_o1}*{w6}+{d_o2}*{w8})*{a_h2}*(1-{a_h2})",
    "g1": "{d_h1}*{i1}",
    "g2": "{d_h1}*{i2}",
    "g3": "{d_h2}*{i1}",
    "g4": "{d_h2}*{i2}",
    "g5": "{d_o1}*{a_h1}",
    "g6": "{d_o1}*{a_h2}",
    "g7": "{d_o2}*{a_h1}",
    "g8": "{d_o2}*{a_h2}",
}
UPDATES = {f"w{n}": f"{{w{n}@}}-{{eta}}*{{g{n}@}}" for n in range(1, 9)}  # @: in the row above
HEADINGS: dict[str, Callable[[str], str]] = {
    "plain": lambda name: re.sub("^g", "∂E_total/∂w", re.sub("^d_", "∂E_total/∂", name)),
    "short": lambda name: re.sub("^g", "dw", re.sub("^d_", "δ_", name.replace("a_", "out_").replace("E_total", "E_t"))),
    "capital": lambda name: re.sub("^g", "∂E/∂W", re.sub("^d_", "∂E/∂", name)).replace("w", "W").replace("h", "H"),
    "greek": lambda name: re.sub("^g(.)", r"δ(E_total)/δ(w\1)", re.sub("^d_(.*)", r"δ(E_total)/δ(\1)", name)),
}
NAME = re.compile(r"\{(\w+)(@?)\}")


@dataclass(frozen=True)
class Student:
    """How somebody lays out the sheet; `plants` are wrong formulas by name, or by name and row for one row only."""

    columns: tuple[str, ...] = (*GIVEN, *WEIGHTS[:4], *FORWARD, *WEIGHTS[4:], *GRADIENTS)
    headings: str = "plain"
    start: Mapping[str, float] = field(default_factory=lambda: START)
    eta: float = 0.5
    rows: int = 8
    left: int = 0  # of the first column
    top: int = 5  # of the headings
    sideways: bool = False
    rate: str = "cell"  # or "typed" into the formulas, or "column"
    formulas: bool = True
    rounded: Callable[[float], float] = float
    deltas: bool = False
    plants: Mapping[str | tuple[str, int], str] = field(default_factory=dict)

    @property
    def order(self) -> tuple[str, ...]:
        extra = [name for name in DELTAS if self.deltas and name.startswith("d_")]
        rate = ["eta"] if self.rate == "column" else []
        return (*rate, *self.columns, *extra)

    def formula(self, name: str, row: int) -> str | None:
        """What stands in a cell, with names; None for what is given."""
        if (name, row) in self.plants:
            return self.plants[name, row]
        if (name in WEIGHTS and row == 0) or name in (*GIVEN, "eta"):
            return None
        if name in self.plants:
            return self.plants[name]
        gradients = DELTAS if self.deltas else GRADIENTS
        return {**FORWARD, **gradients, **UPDATES}[name]

    def values(self) -> list[dict[str, float]]:
        """Every number, row by row, computed from the formulas' text."""
        rows: list[dict[str, float]] = []
        names = [*WEIGHTS, *FORWARD, *(DELTAS if self.deltas else GRADIENTS)]
        for row in range(self.rows):
            now = {**self.start, "eta": self.eta}
            before = rows[-1] if rows else {}
            for name in names:
                if (text := self.formula(name, row)) is not None:
                    now[name] = _value(text, now, before)
            rows.append(now)
        return rows

    def cell(self, name: str, row: int) -> str:
        """The address of a number."""
        at = self.order.index(name)
        if self.sideways:
            return f"{xl_col_to_name(self.left + 1 + row)}{self.top + 1 + at}"
        return f"{xl_col_to_name(self.left + at)}{self.top + 2 + row}"

    def heading(self, name: str) -> str:
        return "η" if name == "eta" else HEADINGS[self.headings](name)

    def text(self, formula: str, row: int) -> str:
        """The formula with cells instead of names."""

        def reference(match: re.Match[str]) -> str:
            name, above = match[1], bool(match[2])
            if name == "eta" and self.rate != "column":
                return "$B$1" if self.rate == "cell" else repr(self.eta)
            return self.cell(name, row - (above or (name == "eta" and self.rate == "column")))

        return NAME.sub(reference, formula)

    def xlsx(self) -> bytes:
        file = BytesIO()
        with Workbook(file, {"in_memory": True}) as book:
            self.write(book.add_worksheet("work"))
        return file.getvalue()

    def write(self, sheet: object) -> None:
        put = sheet.write  # type: ignore[attr-defined]
        put("A1", "η =")
        put("B1", self.eta)
        for at, name in enumerate(self.order):
            place = (self.top + at, self.left) if self.sideways else (self.top, self.left + at)
            put(*place, self.heading(name))
        for row, numbers in enumerate(self.values()):
            for name in self.order:
                formula, value = self.formula(name, row), numbers[name]
                if formula is None:
                    put(self.cell(name, row), value)
                elif self.formulas:
                    sheet.write_formula(self.cell(name, row), "=" + self.text(formula, row), None, value)  # type: ignore[attr-defined]
                else:
                    put(self.cell(name, row), self.rounded(value))

    def csv(self, separator: str = ";", comma: bool = True, write: Callable[[float], str] = repr) -> bytes:
        """The same as text; numbers only."""
        lines = [separator.join(("η", write(self.eta))), "", separator.join(map(self.heading, self.order))]
        lines += [separator.join(write(row[name]) for name in self.order) for row in self.values()]
        text = "\n".join(lines)
        return (text.replace(".", ",") if comma else text).encode()


def _value(text: str, now: Mapping[str, float], before: Mapping[str, float]) -> float:
    numbers: list[float] = []

    def number(match: re.Match[str]) -> str:
        numbers.append((before if match[2] else now)[match[1]])
        return f"numbers[{len(numbers) - 1}]"

    code = NAME.sub(number, text).replace("^", "**")
    return float(eval(code, {"EXP": math.exp, "numbers": numbers}))  # our own text


def names_in(formula: str) -> Sequence[str]:
    return [match[0] for match in NAME.finditer(formula)]
