"""What thirty receipts say together: who has found what, where a class got stuck, and what is wrong with a receipt."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from core.backprop.practice.assignment import BUG, Assignment, Question
from core.backprop.practice.receipt import Receipt, read
from core.backprop.practice.work import Answer
from core.harmless import harmless

HEADS = (
    "name",
    "done",
    "of",
    "at once",
    "wrong tries",
    "hints",
    "told",
    "wrong cells",
    "minutes",
    "stuck most at",
    "signature",
    "note",
)


@dataclass(frozen=True)
class Row:
    """One student of the table."""

    receipt: Receipt
    note: str = ""

    @property
    def stuck(self) -> str:
        """The question that took most tries and help, the first of them; nothing where all came at once."""
        hard = max(_answered(self.receipt), key=lambda pair: _trouble(pair[1]), default=None)
        return hard[0].title if hard and _trouble(hard[1]) else ""

    @property
    def cells_wrong(self) -> int | None:
        """Of the sheet; None where none has been handed in."""
        work = self.receipt.work
        return next((answer.cells for answer in (*work.answers, work.open) if answer.cells is not None), None)

    def cells(self) -> tuple[str | int | float | None, ...]:
        """What stands in its row; no spreadsheet takes it for a formula, however it gets there."""
        work = self.receipt.work
        found = work.answers
        return (
            harmless(work.name),
            len(found),
            len(work.exercise.questions),
            sum(not _trouble(answer) for answer in found),
            sum(answer.tries for answer in (*found, work.open)),
            sum(answer.help for answer in (*found, work.open)),
            sum(answer.revealed for answer in found),
            self.cells_wrong,
            round(work.seconds / 60, 1),
            self.stuck,
            self.receipt.signature.value,
            self.note,
        )


@dataclass(frozen=True)
class Trouble:
    """A question, or a kind of mistake: how many students it stopped, and how often in all."""

    what: str
    students: int
    times: int


@dataclass(frozen=True)
class Results:
    """`rows` are of one `exercise`; `refused` says of every other file why it is not among them."""

    exercise: Assignment | None
    rows: tuple[Row, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()

    @property
    def by_step(self) -> tuple[Trouble, ...]:
        """Where the class got stuck, the worst first; wrong tries and hints count."""
        hard = [
            (q.step or q.title, row, _trouble(a)) for row in self.rows for q, a in _answered(row.receipt) if _trouble(a)
        ]
        return _counted(hard)

    @property
    def by_mistake(self) -> tuple[Trouble, ...]:
        """The kinds of mistakes, the most frequent first; a kind counts once an answer."""
        pairs = [(row, answer) for row in self.rows for q, answer in _answered(row.receipt) if q.kind != BUG]
        return _counted([(kind, row, 1) for row, answer in pairs for kind in answer.mistakes])

    @property
    def csv(self) -> str:
        file = StringIO()
        out = csv.writer(file)
        out.writerows([HEADS, *(row.cells() for row in self.rows)])
        return file.getvalue()


def results(files: Iterable[tuple[str, bytes]], secret: str = "", exercise: Assignment | None = None) -> Results:
    """The receipts in files, given by name and content, of this exercise; where there is none, of the most frequent."""
    receipts: dict[str, Receipt] = {}
    refused: list[tuple[str, str]] = []
    seen: dict[Receipt, str] = {}
    for name, content in files:
        try:
            receipt = read(content, secret)
        except ValueError as error:
            refused.append((name, str(error)))
            continue
        if receipt in seen:
            refused.append((name, f"The same receipt as {seen[receipt]}, handed in twice."))
            continue
        seen[receipt] = name
        receipts[name] = receipt
    counted = Counter(receipt.work.exercise for receipt in receipts.values())
    chosen = exercise or (counted.most_common(1)[0][0] if counted else None)
    names = Counter(receipt.work.name.casefold() for receipt in seen if receipt.work.exercise == chosen)
    rows = []
    for name, receipt in receipts.items():
        work = receipt.work
        if work.exercise != chosen:
            refused.append((name, f"It is of another exercise: {work.exercise.title}, by {work.name}."))
            continue
        notes = (
            "not finished" * (not work.finished),
            "another receipt of this name" * (names[work.name.casefold()] > 1),
        )
        rows.append(Row(receipt, ", ".join(filter(None, notes))))
    return Results(chosen, tuple(sorted(rows, key=lambda row: row.receipt.work.name.casefold())), tuple(refused))


def _answered(receipt: Receipt) -> Sequence[tuple[Question, Answer]]:
    """Every question with its answer, and the open one."""
    work = receipt.work
    return tuple(zip(work.exercise.questions, (*work.answers, work.open), strict=False))


def _trouble(answer: Answer) -> int:
    return answer.tries + answer.help


def _counted(found: Sequence[tuple[str, Row, int]]) -> tuple[Trouble, ...]:
    students: Mapping[str, set[str]] = {what: set() for what, _, _ in found}
    tries: Counter[str] = Counter()
    for what, row, count in found:
        students[what].add(row.receipt.work.name)
        tries[what] += count
    every = [Trouble(harmless(what), len(who), tries[what]) for what, who in students.items()]
    return tuple(sorted(every, key=lambda trouble: (-trouble.students, -trouble.times)))
