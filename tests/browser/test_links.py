"""Links, reloads, the back button, and a server that is started anew."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import Server, serve
from tests.browser.lesson import open_lesson, set_number, shown
from tests.browser.tab import hold
from tests.waiting import until


@pytest.mark.parametrize("path", ["", "backprop"])
def test_a_deep_link_on_a_cold_server_shows_the_framed_page(cold_server: Server, page: Page, path: str) -> None:
    page.goto(f"{cold_server.url}/{path}?w5=0.7&rate=0.2&step=d-w5")
    expect(page.locator(".title")).to_have_text("The gradient of w5")
    expect(shown(page, "w5")).to_have_text("0.7")
    expect(page.get_by_label("learning rate, typed")).to_have_value("0.2")
    expect(page).to_have_title("Backprop Lab")  # as app.py says
    expect(page.get_by_test_id("stSidebarNav")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)  # such as "Page not found"
    expect(page).to_have_url(f"{cold_server.url}/?w5=0.7&rate=0.2&step=d-w5")


def test_a_page_is_found_by_its_name_on_a_warm_server_too(page: Page, server: Server) -> None:
    open_lesson(page, server)
    page.goto(f"{server.url}/backprop?w5=0.7&step=o1")
    expect(shown(page, "w5")).to_have_text("0.7")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_back_button_leads_out(page: Page, server: Server) -> None:
    page.goto("about:blank")
    open_lesson(page, server)
    set_number(page, "weight w5", "0.7")
    expect(page).to_have_url(f"{server.url}/?w5=0.7")
    page.go_back()
    expect(page).to_have_url("about:blank")


def test_a_reload_restores_everything_that_was_changed(page: Page, server: Server) -> None:
    open_lesson(page, server)
    set_number(page, "weight w5", "0.7")
    page.get_by_role("button", name="+10", exact=True).click()
    expect(page.locator(".phase")).to_contain_text("after 10 updates")
    page.evaluate("document.activeElement.blur()")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page).to_have_url(f"{server.url}/?w5=0.7&update=10&updates=10&step=h2")
    before = shown(page, "w5").text_content()
    page.reload()
    expect(page.locator(".phase")).to_have_text("forward · step 4 of 43 · after 10 updates")
    expect(shown(page, "w5")).to_have_text(before or "")


@pytest.mark.held_time
def test_the_link_is_kept_while_the_lesson_plays(page: Page, server: Server) -> None:
    open_lesson(page, server)
    page.get_by_label("Playing speed").select_option("½×")
    hold(page)
    page.get_by_role("button", name="Play", exact=True).click()
    page.clock.run_for(2500)  # one step
    set_number(page, "weight w5", "0.99")

    def slowly(seconds: float) -> None:  # so that the lesson ends after our patience
        page.wait_for_timeout(1000 * seconds)
        page.clock.run_for(round(500 * seconds))

    until(lambda: re.search(r"w5=0\.99.*step=", page.url), pause=0.1, wait=slowly)
    expect(page.locator(".play")).to_have_text("Pause")


@pytest.mark.parametrize(
    "link", ["?w1=nan&step=nowhere", "?w1=1e308&i1=1e308", "?preset=<script>alert(1)</script>&updates=99999999999"]
)
def test_a_damaged_link_gives_a_usable_page_and_a_sentence(page: Page, server: Server, link: str) -> None:
    open_lesson(page, server, link)
    expect(page.locator(".problem")).to_contain_text("Left out of this link")
    page.keyboard.press("ArrowRight")
    expect(shown(page, "h1")).to_have_text("0.0275")


@pytest.mark.held_time
@pytest.mark.server_ends
def test_an_edit_survives_a_restart_of_the_server(page: Page, free_port: int) -> None:
    with serve(port=free_port) as server:
        open_lesson(page, server, "?step=E_total")
        set_number(page, "weight w5", "0.77")
        expect(shown(page, "w5")).to_have_text("0.77")
        hold(page)  # else a busy machine may say before the next line, in a dialog over all, that nobody answers
    set_number(page, "weight w2", "0.5")
    with serve(port=free_port):
        page.clock.fast_forward(60_000)  # Streamlit tries to connect again less and less often
        page.clock.resume()
        expect(shown(page, "w2")).to_have_text("0.5")
        expect(shown(page, "w5")).to_have_text("0.77")
        expect(page.locator(".phase")).to_contain_text("step 12 of 43")
        page.goto("about:blank")


def test_a_shared_link_proves_itself_to_who_opens_it(page: Page, server: Server) -> None:
    open_lesson(page, server)
    set_number(page, "weight w5", "0.7")
    page.get_by_role("button", name="+10", exact=True).click()
    expect(page.locator(".phase")).to_contain_text("after 10 updates")
    page.get_by_role("button", name="Share").click()
    link = page.get_by_test_id("stCode").text_content()
    assert link
    assert link.startswith(server.url)

    page.goto("about:blank")
    page.goto(link)
    expect(page.locator(".phase")).to_contain_text("after 10 updates")
    expect(page.get_by_text("Computed anew")).to_contain_text(parse_qs(urlsplit(link).query)["E_total"][0])
    set_number(page, "weight w5", "0.6")
    expect(page.get_by_text("Computed anew")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("E_total"))

    page.goto("about:blank")
    page.goto(link.replace("w5=0.7", "w5=0.8"))
    expect(page.get_by_text("changed or lost on the way")).to_be_visible()
