"""The table of a class: who is in it, who is not and why, and where it got stuck."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO

from core.backprop.practice.assignment import Assignment
from core.backprop.practice.receipt import code, written
from core.backprop.practice.results import HEADS, Trouble, results
from core.backprop.practice.work import Answer, Work

EXERCISE = Assignment("Homework", phases=("loss",))
SECRET = "a long secret"
EASY, HARD = Answer(seconds=30), Answer(2, 4, 60, ("The sign is wrong", "Upside down"))


def work(name: str, *answers: Answer, exercise: Assignment = EXERCISE) -> Work:
    return Work(exercise, name, 0, answers)


def content(done: Work) -> bytes:
    return written(done, SECRET).encode()


def test_thirty_receipts_are_a_table_in_the_order_of_names() -> None:
    files = [(f"{at}.json", content(work(f"Student {at:02}", EASY, HARD, EASY))) for at in range(29, -1, -1)]
    found = results(files, SECRET)
    assert (len(found.rows), found.refused, found.exercise) == (30, (), EXERCISE)
    assert found.rows[0].cells() == ("Student 00", 3, 3, 2, 2, 4, 1, None, 2.0, "update 1, E2", "signed", "")
    assert found.by_step == (Trouble("E2", 30, 180),)
    assert found.by_mistake == (Trouble("The sign is wrong", 30, 30), Trouble("Upside down", 30, 30))


def test_what_is_not_in_the_table_is_said() -> None:
    ada = content(work("Ada", EASY, EASY, EASY))
    other = content(work("Eve", EASY, exercise=replace(EXERCISE, title="Another")))
    files = [("ada.json", ada), ("again.json", code(ada.decode()).encode()), ("eve.json", other)]
    files += [("bob.json", ada.replace(b"Ada", b"Bob")), ("ada2.json", content(work("ada", EASY))), ("x.txt", b"hello")]
    found = results(files, SECRET)
    assert [row.receipt.work.name for row in found.rows] == ["Ada", "ada"]
    assert [row.note for row in found.rows] == [
        "another receipt of this name",
        "not finished, another receipt of this name",
    ]
    said = dict(found.refused)
    assert said.keys() == {"again.json", "eve.json", "bob.json", "x.txt"}
    assert said["again.json"] == "The same receipt as ada.json, handed in twice."
    assert said["eve.json"] == "It is of another exercise: Another, by Eve."
    assert "changed" in said["bob.json"]
    assert [row.receipt.work.name for row in results(files, SECRET, replace(EXERCISE, title="Another")).rows] == ["Eve"]


def test_no_cell_of_the_csv_is_a_formula() -> None:
    name = '=HYPERLINK("http://evil","Ada")'
    rows = list(csv.reader(StringIO(results([("a", content(work(name, EASY)))], SECRET).csv)))
    assert rows[0] == list(HEADS)
    assert rows[1][0] == f"'{name}"


def test_no_receipts_are_an_empty_table() -> None:
    assert results([]).exercise is None


def test_wrong_cells_of_a_sheet_and_its_kinds_of_mistakes_are_in_the_table() -> None:
    exercise = Assignment("Homework", phases=(), rows=5)
    some = (Answer(1, 0, 60, ("Wrong sign",), 8), Answer(2, 0, 60, ("Wrong sign", "Path left out"), 0))
    files = [(f"{at}", content(work(f"{at}", answer, exercise=exercise))) for at, answer in enumerate(some)]
    found = results([*files, ("open", content(work("2", exercise=exercise)))], SECRET)
    at = HEADS.index("wrong cells")
    assert [row.cells()[at] for row in found.rows] == [8, 0, None]
    assert found.by_mistake[0] == Trouble("Wrong sign", 2, 2)
    assert found.by_step == (Trouble("sheet", 2, 3),)
