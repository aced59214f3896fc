"""From bytes to a report."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.network import network_of
from core.backprop.export.spreadsheet import spreadsheet
from core.backprop.practice.sheet import check_sheet
from core.backprop.practice.sheet.basis import Wrong
from core.backprop.practice.sheet.by_number import MOST_FAILED, MOST_SEARCHES, ByNumber
from core.backprop.practice.sheet.headed import Key
from core.errors import SheetError
from tests.core.backprop.practice.sheet.students import GRADIENTS, HEADINGS, Student

WRONG = GRADIENTS["g3"].replace("a_h2", "a_h1")


@pytest.mark.parametrize(
    "shape",
    [
        Architecture(),
        Architecture((1,), "tanh", "frozen"),
        Architecture((4,), "relu", "shared"),
        Architecture((3, 2), "sigmoid", "per neuron", "cross-entropy"),
    ],
    ids=str,
)
def test_the_apps_own_sheets_are_right(shape: Architecture) -> None:
    report = check_sheet(spreadsheet(network_of(shape), 0.5, 4), "mine.xlsx")
    assert report.findings == ()
    assert report.rows == 7 * 5  # the descent and six learning rates


def test_findings_come_in_the_sheets_order() -> None:
    plants: dict[str | tuple[str, int], str] = {("h2", 5): "{w3}*{i1}", ("h1", 5): "{w1}*{i1}", ("E2", 2): "{E1}"}
    student = Student(plants=plants)
    cells = [each.cell for each in check_sheet(student.xlsx(), "x").findings]
    assert cells == [student.cell("E2", 2), student.cell("h1", 5), student.cell("h2", 5)]


def test_numbers_as_text_are_judged_by_their_digits() -> None:
    student = Student(rows=9, plants={"g3": WRONG})
    (finding,) = check_sheet(student.csv(write=lambda number: f"{number:.9g}"), "mine.csv").findings
    assert (finding.tab, finding.quantity) == ("sheet", "w3")
    assert "that of a_h2" in finding.sentence
    assert check_sheet(student.csv(write=lambda number: f"{number:.3f}"), "mine.csv").findings == ()


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_libreoffices_files_are_read(tmp_path: Path) -> None:
    student = Student(rows=4, plants={"g3": WRONG})
    (tmp_path / "mine.xlsx").write_bytes(student.xlsx())
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "ods",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "mine.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True)
    (finding,) = check_sheet((tmp_path / "mine.ods").read_bytes(), "mine.ods").findings
    assert finding.cell == student.cell("g3", 0)


def test_a_file_without_the_exercise_gets_a_sentence() -> None:
    with pytest.raises(SheetError, match="no table of the exercise"):
        check_sheet(b"a;b\n1;2\n", "mine.csv")


def test_numbers_that_are_none_of_the_exercise_are_soon_searched_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Searches that find nothing are what takes long: 3.4 s when they had no end, where it is 0.9 s."""
    searches: Counter[str] = Counter()
    searched = ByNumber._searched

    def counted(self: ByNumber, name: str, keys: Sequence[Key]) -> list[Wrong]:
        searches[name] += 1
        return searched(self, name, keys)

    monkeypatch.setattr(ByNumber, "_searched", counted)
    rng = np.random.default_rng(20)
    student = Student()
    lines = [";".join(HEADINGS["plain"](name) for name in student.columns)]
    lines += [";".join(map(str, row)) for row in rng.random((1500, len(student.columns))).tolist()]
    report = check_sheet("\n".join(lines).encode(), "garbage.csv")
    assert 0 < searches.total() <= MOST_SEARCHES
    assert max(searches.values()) <= MOST_FAILED
    assert report.rows == 1500
    assert len({finding.id for finding in report.findings}) == len(report.findings)
