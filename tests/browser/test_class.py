"""An exercise from the teacher's link to the class's table, in two browsers."""

from __future__ import annotations

import csv
from contextlib import closing
from dataclasses import replace
from io import StringIO
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from core.backprop.engine.network import Network
from core.backprop.lesson.lesson import lesson
from tests.browser.answering import give
from tests.browser.driver import Server
from tests.browser.test_sheet import STUDENT, XLSX

SHEET = replace(STUDENT, eta=0.5)  # of the exercise's own numbers, with its mistake
LOSS = tuple(step for step in lesson(Network(), 0.5) if step.phase == "loss")


def downloaded(page: Page, label: str, to: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name=label).click()
    download.value.save_as(to)
    return to


def test_an_exercise_is_composed_worked_elsewhere_and_counted(
    page: Page, browser: Browser, server: Server, tmp_path: Path
) -> None:
    page.goto(f"{server.url}/practice?tab=class")
    for phase in ("forward", "backward", "update"):
        page.get_by_role("button", name=phase, exact=True).click()
    updates = page.get_by_label("Sheet, updates", exact=True)
    updates.fill("4")
    updates.press("Enter")
    student = page.get_by_role("link", name="Open it as a student")
    expect(student).to_have_attribute("href", f"{server.url}/practice?tab=class&exercise=Homework&phases=loss&rows=4")
    with closing(browser.new_context(viewport={"width": 390, "height": 844})) as elsewhere:
        other = elsewhere.new_page()
        other.goto(student.get_attribute("href") or "")
        other.get_by_label("Your name").fill("Ada <b>")
        other.get_by_label("Your name").press("Enter")
        field = other.locator(".answer input")
        for found, step in enumerate(LOSS):
            expect(other.get_by_text(f"{found} of 4 found")).to_be_visible()
            assert step.equation
            for text in ("77", f"{step.equation.result:.4g}") if found == 1 else (f"{step.equation.result:.4g}",):
                field.fill(text)
                field.press("Enter")
                if text == "77":
                    expect(other.locator(".verdict-title")).to_have_text("77: not yet")
                    other.reload()  # the browser has kept the wrong try, too
                    expect(other.locator(".turn .title")).to_contain_text("E2")
        expect(other.get_by_text("Work 4 updates in a spreadsheet")).to_be_visible()
        give(other, {"name": "mine.xlsx", "mimeType": XLSX, "buffer": SHEET.xlsx()})
        expect(other.get_by_text("4 wrong cells: mend your sheet")).to_be_visible()
        expect(other.get_by_text("multiplies both paths by the slope of a_h1")).to_be_visible()
        expect(other.locator(".checked-sheet td.wrong")).to_have_count(4)
        other.get_by_role("button", name="Hand it in as it is").click()
        expect(other.get_by_text("All done.")).to_be_visible()
        assert "Ada" not in other.url
        receipt = downloaded(other, "Download the receipt", tmp_path / "ada.json")
    forged = tmp_path / "forged.json"
    forged.write_text(receipt.read_text("utf-8").replace("Ada", "Eve"), "utf-8")
    page.get_by_text("Look at receipts").click()
    page.locator("input[type=file]").set_input_files([receipt, forged])
    expect(page.get_by_text("It was changed after it had been written.")).to_be_visible()
    went_wrong = page.locator("[role=gridcell]", has_text="Slope of another neuron")
    expect(went_wrong).to_be_attached()
    rows = list(csv.reader(StringIO(downloaded(page, "Table as CSV", tmp_path / "a.csv").read_text("utf-8-sig"))))
    assert [row[:8] for row in rows[1:]] == [["Ada <b>", "4", "4", "2", "2", "0", "0", "4"]]
