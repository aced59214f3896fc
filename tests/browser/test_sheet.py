"""A sheet is uploaded, its mistake is read, its step is seen, and a copy with comments is taken home."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from core.backprop.practice.sheet import check_sheet
from tests.browser.driver import Server
from tests.core.backprop.practice.sheet.students import GRADIENTS, Student

STUDENT = Student(rows=4, eta=2.0, plants={"g3": GRADIENTS["g3"].replace("a_h2", "a_h1")})
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def upload(page: Page, name: str, content: bytes) -> None:
    page.set_input_files("input[type=file]", {"name": name, "mimeType": XLSX, "buffer": content})


def test_from_a_sheet_to_the_step_and_home(page: Page, server: Server, tmp_path: Path) -> None:
    page.goto(f"{server.url}/practice?tab=sheet")
    upload(page, "broken.xlsx", b"PK nothing")
    expect(page.get_by_text("damaged or cut off")).to_be_visible()
    upload(page, "mine.xlsx", STUDENT.xlsx())
    expect(page.get_by_text("4 updates understood, 1 mistake found")).to_be_visible()
    expect(page.get_by_text("the slope of a_h1, a_h1 · (1 − a_h1)")).to_be_visible()
    cells = page.locator(".checked-sheet")
    expect(cells.locator("td.wrong")).to_have_count(4)
    assert all(text.startswith("✗") for text in cells.locator("td.wrong").all_text_contents())
    with page.expect_download() as download:
        page.get_by_role("button", name="A copy with comments").click()
    download.value.save_as(tmp_path / "copy.xlsx")
    (finding,) = check_sheet((tmp_path / "copy.xlsx").read_bytes(), "copy.xlsx").findings
    assert finding.cell == STUDENT.cell("g3", 0)
    page.get_by_role("button", name="See the step").click()
    expect(page.get_by_role("heading", name="Backprop, step by step")).to_be_visible()
    expect(page.locator(".card, .stepper").first).to_contain_text("The gradient of")
    expect(page).to_have_url(re.compile(r"rate=2\.0&step=d-w3"))
    page.get_by_role("link", name="Practise").first.click()
    expect(page.get_by_text("1 mistake found")).to_be_visible()  # the sheet is still there


def test_a_heading_that_was_misread_is_put_right(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/practice?tab=sheet")
    text = Student(rows=4).csv(comma=False).decode().replace(";h2;", ";mine;")
    upload(page, "mine.csv", text.encode())
    expect(page.get_by_text("31 headings, 1 not read")).to_be_visible()
    expect(page.locator(".taken .unread")).to_have_text("J mine ?")
    page.get_by_role("button", name="Put it right").click()
    page.get_by_role("combobox", name="is", exact=True).fill("h2")
    page.get_by_role("option", name="h2", exact=True).click()
    expect(page.get_by_text("nothing: leave it out")).to_have_count(0)
    page.get_by_role("button", name="Check again").click()
    expect(page.locator(".taken .unread")).to_have_count(0)
    expect(page.locator(".taken")).to_contain_text("J mine → h2")
    expect(page.get_by_text("and no mistake in them")).to_be_visible()
