"""Where the exercise is found in a sheet."""

from __future__ import annotations

import pytest

from core.backprop.practice.sheet.blocks import blocks
from core.backprop.practice.sheet.reading import read_workbook
from core.backprop.practice.sheet.workbook import place
from tests.core.backprop.practice.sheet.students import Student


@pytest.mark.parametrize("sideways", [False, True])
@pytest.mark.parametrize("headings", ["plain", "short", "capital", "greek"])
def test_a_table_is_found_wherever_it_stands(sideways: bool, headings: str) -> None:
    student = Student(rows=4, left=3, top=7, sideways=sideways, headings=headings, deltas=True)
    (block,) = blocks(read_workbook(student.xlsx()))
    assert (block.updates, block.sideways) == (4, sideways)
    assert block.places["w3", 2] == place(student.cell("w3", 2))
    assert block.places["∂E_total/∂w3", 1] == place(student.cell("g3", 1))
    assert block.places["∂E_total/∂h2", 0] == place(student.cell("d_h2", 0))
    assert block.constants["learning_rate"] == place("B1")


def test_a_column_of_names_is_one_update() -> None:
    student = Student(rows=1)
    lines = [f"{student.heading(name)};{number!r}" for name, number in student.values()[0].items()]
    (block,) = blocks(read_workbook("\n".join(lines).encode()))
    assert block.updates == 1
    assert block.places["h1", 0] == (1 + 11 + 1, 1)


def test_tables_side_by_side_are_blocks_of_their_own() -> None:
    head = "w1;w2;i1;i2;h1;a_h1"
    text = f"{head};;{head}\n" + ("1;2;3;4;5;6;;1;2;3;4;5;6\n" * 3)
    assert [block.places["h1", 0] for block in blocks(read_workbook(text.encode()))] == [(1, 4), (1, 11)]


def test_weights_that_come_again_at_the_end_are_the_new_ones() -> None:
    text = "w1;w2;i1;i2;h1;dw1;dw2;w1;w2\n" + "1;2;3;4;5;6;7;8;9\n" * 2
    (block,) = blocks(read_workbook(text.encode()))
    assert block.places["w2⁺", 1] == (2, 8)


@pytest.mark.parametrize("text", ["", "hello\nworld\n", "w1;w2;h1;a_h1\n", "E;E;E;E\n1;2;3;4\n"])
def test_other_tables_are_none(text: str) -> None:
    assert blocks(read_workbook(text.encode() or b"\n")) == ()


def test_a_heading_of_two_lines_is_read_with_what_stands_over_it() -> None:
    text = "w1;;out;out;;\nh1;h2;h1;h2;o1;o2\n1;2;3;4;5;6\n2;2;3;4;5;6\n"
    (block,) = blocks(read_workbook(text.encode()))
    assert block.names == ("h1", "h2", "a_h1", "a_h2", "o1", "o2")
