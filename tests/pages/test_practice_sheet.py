"""Check my sheet, without a browser: findings lead to steps, and what was taken for what is put right."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core.backprop.notation.number import format_number
from core.backprop.practice.sheet import check_sheet
from pages.parts.practice import sheet_reports
from pages.parts.practice.sheet import step_of
from pages.parts.practice.sheet_reports import Reports
from pages.parts.practice.sheet_table import MOST_ROWS, table
from tests.core.backprop.practice.sheet.students import Student
from tests.pages.practising import pressed
from tests.pages.visit import opened, ran, words


def test_a_finding_of_a_sheet_leads_to_its_step_with_the_sheets_numbers() -> None:
    plants: dict[str | tuple[str, int], str] = {
        ("h1", 2): "{w1}*{i1}",
        ("g3", 1): "{g2}",
        ("w5", 2): "{w5@}",
        ("E2", 3): "{E1}",
    }
    student = Student(rows=4, eta=2.0, plants=plants)
    report = check_sheet(student.xlsx(), "mine.xlsx")
    places = {finding.cell: step_of(report, finding) for finding in report.findings}
    rows = student.values()
    for name, row, step, of in (("h1", 2, "h1", 2), ("g3", 1, "d-w3", 1), ("w5", 2, "new-w5", 1), ("E2", 3, "E2", 3)):
        place = places[student.cell(name, row)]
        assert place is not None
        assert (place.step, place.learning_rate) == (step, 2.0)
        assert place.network.numbers["w8"] == rows[of]["w8"]


def test_the_table_of_a_sheet_has_its_numbers_and_marks() -> None:
    student = Student(rows=40, plants={("h1", 2): "{w1}*{i1}"})
    (about,) = check_sheet(student.xlsx(), "mine.xlsx").blocks
    rows = table(about, 1, 4).split("<tr>")[2:]
    assert len(rows) == MOST_ROWS
    for row, html in enumerate(rows, start=1):
        numbers = student.values()[row]
        assert all(format_number(numbers[name], 4) in html for name in ("w1", "a_h1", "E_total", "g8"))
    assert [html.count("✗") for html in rows[:3]] == [0, 1, 0]
    assert "↳" not in rows[0]
    assert "↳" in rows[1]
    assert "<script>" not in table(about, 10**6, 4)


def uploaded(at: AppTest, content: bytes) -> AppTest:
    at.file_uploader(key="practice sheet").upload("mine.csv", content, "text/csv")
    return ran(at)


def put_right(at: AppTest, heading: str, id: str) -> AppTest:
    """As if the learner had said what a heading is, and pressed before the page has followed."""
    box = at.selectbox(key="practice sheet taken heading 0")
    box.set_value(next(n for n, option in enumerate(box.options) if option.partition(": ")[2].startswith(heading)))
    at.selectbox(key="practice sheet taken is 0").set_value(id)
    return pressed(at, "Check again")


def test_what_a_sheet_was_taken_for_is_shown_and_put_right() -> None:
    text = Student(rows=5).csv(comma=False, write=lambda number: f"{number:.12f}").decode()
    wrong = text.replace(";a_h1;a_h2;", ";a_h2;my <b>own</b>;")
    at = uploaded(opened("practice", tab="sheet"), wrong.encode())
    assert "31 headings, 1 not read" in words(at)
    assert "found." in words(at)
    chips = next(each.proto.body for each in at.get("html") if "class='taken'" in each.proto.body)
    assert "my &lt;b&gt;own&lt;/b&gt; ?" in chips
    put_right(at, "a_h2", "a_h1")
    put_right(at, "my <b>own</b>", "a_h2")
    assert "no mistake in them" in at.success[0].value
    assert "31 headings, " not in words(at)
    ran(at.switch_page("pages/explore.py"))
    ran(at.switch_page("pages/practice.py"))
    assert "(K3) is a_h1" in words(at)  # it is kept
    pressed(at, "Take it all back")
    assert "1 not read" in words(at)


def test_a_sheet_without_a_known_heading_asks_for_them() -> None:
    at = uploaded(opened("practice", tab="sheet"), b"uno;due;tre;quattro\n1;2;3;4\n1;2;3;4\n")
    assert "No heading of this sheet was read" in words(at)
    for heading, id in (("uno", "w1"), ("due", "w2"), ("tre", "h1"), ("quattro", "a_h1")):
        put_right(at, heading, id)
    assert "4 headings" in words(at)
    assert not at.warning


def test_reports_are_shared_and_the_oldest_are_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Reports()
    one, other = Student(rows=2).csv(), Student(rows=3).csv()
    first = made.report(one, "one.csv", {})
    assert made.report(one, "another name.csv", {}) is first
    assert made.report(one, "one.csv", {("sheet", (2, 0)): ""}) is not first
    monkeypatch.setattr(sheet_reports, "MOST_CELLS", 120)  # one of these sheets
    made.report(other, "other.csv", {})
    assert len(made.kept) == 1
    assert made.report(one, "one.csv", {}) is not first
