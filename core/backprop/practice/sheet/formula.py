"""A spreadsheet's formula as an expression of the engine: a small tokenizer and a Pratt parser; nothing is run.

What a reference stands for is asked of a `Scope`, so that a formula comes out in names of the network instead of cells.
"""

from __future__ import annotations

import re
from typing import Protocol

from core.backprop.engine.expression import Expression, Negative, Number
from core.backprop.practice.sheet.functions import FormulaError, Several, called, joined
from core.backprop.practice.sheet.workbook import Place, column

LONGEST = 8192  # characters of a formula, as in Excel
DEEPEST = 64  # brackets in brackets
MOST_OF_A_RANGE = 64

TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w(]))
    | (?P<cell>(?:(?P<tab>'(?:[^']|'')+'|[A-Za-z_][\w.]*)!)?
        \$?(?P<col>[A-Za-z]{1,3})(?P<fixed>\$?)(?P<row>\d{1,7})(?![\w(\[]))
    | (?P<open>\[(?P<otab>\$?(?:'(?:[^']|'')+'|[^\].':\[]+))?\.(?P<first>[^\]:]+)(?::[^\].]*\.(?P<last>[^\]]+))?\])
    | (?P<column>(?P<table>[A-Za-z_][\w.]*)?\[(?P<inner>(?:[^\[\]]|\[[^\[\]]*\])*)\])
    | (?P<name>[^\W\d][\w.]*)
    | (?P<sign><=|>=|<>|[-+*/^%(),;:<>=&−×·])
    )""",
    re.VERBOSE,
)
TIGHTNESS = {"=": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "<>": 1, "+": 3, "-": 3, "*": 4, "/": 4, "^": 6, "%": 7}
PREFIX = 6.5  # a minus binds tighter than a power: -2^2 is 4 in a spreadsheet
SAME = {"−": "-", "×": "*", "·": "*"}


class Scope(Protocol):
    """What the references of a formula stand for. Each method raises FormulaError for what it cannot say."""

    def cell(self, tab: str, place: Place, fixed: bool) -> Expression: ...

    def column(self, table: str, inner: str) -> Expression: ...

    def name(self, name: str) -> Expression: ...


def parse(text: str, scope: Scope, moved: Place = (0, 0)) -> Expression:
    """The formula, without its equals sign; its relative references `moved` by so many rows and columns.

    Raises FormulaError for what is no formula, or has a function or a reference that is not known here.
    """
    if len(text) > LONGEST:
        raise FormulaError("the formula is too long.")
    return _Parser(text.lstrip("="), scope, moved).whole()


class _Parser:
    def __init__(self, text: str, scope: Scope, moved: Place) -> None:
        self.text, self.scope, self.moved, self.at, self.depth = text, scope, moved, 0, 0
        self.token = self._next()

    def whole(self) -> Expression:
        found = self.expression(0)
        if self.token is not None:
            raise FormulaError("there is more than a formula.")
        if isinstance(found, Several):
            raise FormulaError("a range stands outside of a function.")
        return found

    def _next(self) -> re.Match[str] | None:
        if not self.text[self.at :].strip():
            return None
        token = TOKEN.match(self.text, self.at)
        if not token:
            raise FormulaError(f"“{self.text[self.at : self.at + 20]}” is not understood.")
        self.at = token.end()
        return token

    def _sign(self) -> str:
        sign = (self.token and self.token["sign"]) or ""
        return SAME.get(sign, sign)

    def _take(self) -> re.Match[str]:
        token = self.token
        if token is None:
            raise FormulaError("the formula breaks off.")
        self.token = self._next()
        return token

    def _expect(self, sign: str) -> None:
        if self._sign() != sign:
            raise FormulaError(f"“{sign}” is missing.")
        self._take()

    def expression(self, least: float) -> Expression:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FormulaError("there are too many brackets in brackets.")
        left = self._first()
        while (tightness := TIGHTNESS.get(self._sign(), 0)) > least:
            sign = self._sign()
            self._take()
            left = left * Number(0.01) if sign == "%" else joined(sign, left, self.expression(tightness))
        self.depth -= 1
        return left

    def _first(self) -> Expression:
        sign = self._sign()
        if sign in ("-", "+"):
            self._take()
            operand = self.expression(PREFIX)
            return operand if sign == "+" else Negative(operand)
        if sign == "(":
            self._take()
            inside = self.expression(0)
            self._expect(")")
            return inside
        token = self._take()
        if token["number"]:
            return Number(float(token["number"]))
        if token["cell"]:
            return self._cells(token)
        if token["open"]:
            return self._open(token)
        if token["column"]:
            return self.scope.column(token["table"] or "", token["inner"])
        if token["name"]:
            return self._call(token["name"]) if self._sign() == "(" else self.scope.name(token["name"])
        raise FormulaError(f"“{token['sign']}” stands where a number belongs.")

    def _cells(self, token: re.Match[str]) -> Expression:
        tab = (token["tab"] or "").strip("'").replace("''", "'")
        if self._sign() != ":":
            return self.scope.cell(tab, self._place(token), bool(token["fixed"]))
        self._take()
        return self._range(tab, self._place(token), self._place(self._take()))

    def _place(self, token: re.Match[str]) -> Place:
        if not token["cell"]:
            raise FormulaError("a range breaks off.")
        fixed_column = token["cell"].rpartition("!")[2].startswith("$")
        row = int(token["row"]) - 1 + (0 if token["fixed"] else self.moved[0])
        return row, column(token["col"]) + (0 if fixed_column else self.moved[1])

    def _range(self, tab: str, first: Place, last: Place) -> Expression:
        rows, columns = range(first[0], last[0] + 1), range(first[1], last[1] + 1)
        if not 0 < len(rows) * len(columns) <= MOST_OF_A_RANGE:
            raise FormulaError("a range is too large.")
        return Several(tuple(self.scope.cell(tab, (row, col), False) for row in rows for col in columns))

    def _open(self, token: re.Match[str]) -> Expression:
        """A reference as OpenDocument writes it: [.A1], [$Tab.$A$1], [.A1:.B2]."""
        tab = (token["otab"] or "").lstrip("$").strip("'").replace("''", "'")
        ends = [TOKEN.fullmatch(text) for text in (token["first"], token["last"]) if text]
        if not all(end and end["cell"] for end in ends):
            raise FormulaError("a reference is broken.")
        places = [self._place(end) for end in ends if end]
        if len(places) == 2:
            return self._range(tab, *places)
        assert ends[0]
        return self.scope.cell(tab, places[0], bool(ends[0]["fixed"]))

    def _call(self, name: str) -> Expression:
        self._take()
        arguments: list[Expression] = []
        while self._sign() != ")":
            arguments.append(self.expression(0))
            if self._sign() in (",", ";"):
                self._take()
        self._take()
        return called(name.upper().removeprefix("_XLFN."), arguments)
