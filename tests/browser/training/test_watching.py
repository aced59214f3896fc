"""Who looks at a training sees it, and it alone goes on: charts, reloads, second tabs, strangers, a killed process."""

from __future__ import annotations

import os
import signal

from playwright.sync_api import Page, expect

from core.digits.runs.status import read_status
from core.digits.runs.store import RunStore
from tests.browser.driver import Server
from tests.browser.training.runs import OTHER, SHORT, TOKEN, button, further, told_once, visit


def test_a_chart_is_the_same_before_and_after_an_update(page: Page, long: str) -> None:
    charts = page.get_by_test_id("stVegaLiteChart").locator("svg")
    expect(charts).to_have_count(5)
    before = further(page)
    charts.evaluate_all("all => all.forEach((chart, index) => { chart.dataset.mark = index })")
    further(page, further(page, before))
    assert charts.evaluate_all("all => all.map(chart => chart.dataset.mark)") == list("01234")


def test_a_reload_and_a_second_tab_show_the_same_training(
    store: RunStore, server: Server, page: Page, long: str
) -> None:
    process = read_status(store.folder(long)).process
    page.reload()
    expect(button(page, "Pause")).to_be_visible()
    expect(page).to_have_url(f"{server.url}/train?run={long}")
    other = page.context.new_page()
    other.goto(page.url)
    expect(button(other, "Pause")).to_be_visible()
    before = further(other)
    further(page, before)
    further(other, before)
    other.get_by_role("link", name="Backprop").click()
    expect(other.locator(".title")).not_to_be_empty()
    other.get_by_role("link", name="Train").click()
    expect(button(other, "Pause")).to_be_visible()
    assert read_status(store.folder(long)).process == process
    assert told_once(store, long)
    button(other, "Pause").click()
    expect(button(page, "Resume")).to_be_visible()
    other.close()


def test_a_stranger_sees_nothing_of_it(store: RunStore, server: Server, page: Page) -> None:
    visit(page, server, store.create(SHORT, TOKEN, "Secret").id, OTHER)
    expect(page.get_by_text("There is no such run")).to_be_visible()
    page.get_by_role("tab", name="All runs").click()
    expect(page.get_by_text("There are no runs yet")).to_be_visible()


def test_a_killed_training_is_said_and_goes_on(store: RunStore, page: Page, long: str) -> None:
    before = further(page)
    os.kill(int(read_status(store.folder(long)).process.split()[0]), signal.SIGKILL)
    expect(page.get_by_text("The training was ended from outside")).to_be_visible()
    button(page, "Resume").click()
    expect(button(page, "Pause")).to_be_visible()
    further(page, before)
    assert told_once(store, long)
