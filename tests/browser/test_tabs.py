"""Below the stepper: descent, the whole sheet, the proofs."""

from __future__ import annotations

import csv
from pathlib import Path

from playwright.sync_api import Page, expect

from core.backprop.engine.descent import descend
from core.backprop.engine.network import Network
from tests.browser.answering import answered
from tests.browser.driver import Server
from tests.browser.lesson import number, open_lesson, set_number, shown


def test_a_descent_is_walked_in_both_directions_and_downloaded(page: Page, server: Server, tmp_path: Path) -> None:
    open_lesson(page, server, "?step=E_total")
    page.get_by_role("button", name="+100", exact=True).click()
    losses = descend(Network(), 0.5, 100).losses
    expect(shown(page, "E_total")).to_have_text(number(losses[100]))
    chart = page.get_by_test_id("stVegaLiteChart").first.locator("canvas, svg").first
    chart.evaluate("node => { node.dataset.mark = 'same' }")
    set_number(page, "update", "57")
    expect(shown(page, "E_total")).to_have_text(number(losses[57]))
    expect(shown(page, "w5")).to_have_text(number(descend(Network(), 0.5, 100).at(57).numbers["w5"]))
    page.get_by_role("slider", name="update").focus()
    with answered(page):
        page.keyboard.press("Home")
    expect(shown(page, "E_total")).to_have_text(number(losses[0]))
    assert chart.get_attribute("data-mark") == "same"
    with page.expect_download() as download:
        page.get_by_role("button", name="History as CSV").click()
    download.value.save_as(tmp_path / "descent.csv")
    rows = list(csv.DictReader((tmp_path / "descent.csv").open(encoding="utf-8")))
    assert [float(row["E_total"]) for row in rows] == losses.tolist()


def test_the_sheet_and_the_proofs_open_on_request(page: Page, server: Server) -> None:
    open_lesson(page, server)
    page.get_by_role("tab", name="The whole sheet").click()
    expect(page.get_by_test_id("stTable").locator("tbody tr")).to_have_count(23)
    page.get_by_role("tab", name="Three proofs").click()
    expect(page.get_by_test_id("stTable").locator("tbody tr")).to_have_count(8)
