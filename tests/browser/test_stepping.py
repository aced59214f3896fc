"""Stepping through the lesson by keys, buttons, timeline and play."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from core.backprop.engine.network import Network
from core.backprop.lesson.lesson import lesson
from tests.browser.driver import Server
from tests.browser.lesson import number, open_lesson, shown
from tests.browser.tab import hold

NUMBERS = (
    "picture => Object.fromEntries([...picture.querySelectorAll('[data-id]')].map(e => [e.dataset.id, e.textContent]))"
)


def test_arrow_keys_home_and_end_step_through_the_lesson(page: Page, server: Server) -> None:
    open_lesson(page, server)
    phase = page.locator(".phase")
    expect(phase).to_have_text("start · step 1 of 43")
    expect(shown(page, "h1")).to_be_empty()
    page.keyboard.press("ArrowRight")
    expect(phase).to_have_text("forward · step 2 of 43")
    expect(shown(page, "h1")).to_have_text(number(Network().values()["h1"]))
    page.keyboard.press("ArrowLeft")
    expect(shown(page, "h1")).to_be_empty()
    page.keyboard.press("End")
    expect(phase).to_have_text("verify · step 43 of 43")
    expect(shown(page, "E_total⁺")).to_have_text(number(Network().updated(0.5).values()["E_total"]))
    page.keyboard.press("Home")
    expect(phase).to_have_text("start · step 1 of 43")
    page.keyboard.press("ArrowLeft")
    expect(phase).to_have_text("idea · step 4 of 4")
    page.keyboard.press("Home")
    expect(phase).to_have_text("idea · step 1 of 4")


def test_every_step_shows_the_numbers_of_the_lesson(page: Page, server: Server) -> None:
    open_lesson(page, server)
    for step in lesson(Network(), 0.5):
        texts = page.locator(".picture svg:visible").evaluate(NUMBERS)
        assert texts == {key: number(step.after[key]) if key in step.after else "" for key in texts}
        assert {"w5", "h1", "E_total", "∂E_total/∂w1", "w8⁺", "∂a_h1/∂h1"} <= texts.keys()
        if step.equation:
            result = page.locator(".equation mtr").last.text_content() or ""
            assert result.endswith(number(step.equation.result))
        page.keyboard.press("ArrowRight")


@pytest.mark.held_time
def test_space_plays_and_pauses_without_running_away(page: Page, server: Server) -> None:
    open_lesson(page, server)
    page.get_by_label("Playing speed").select_option("5×")
    page.evaluate("document.activeElement.blur()")
    hold(page)
    page.keyboard.press(" ")
    for step in range(2, 7):
        page.clock.run_for(250)
        expect(page.locator(".phase")).to_contain_text(f"step {step} of 43")
    page.keyboard.press(" ")
    page.clock.run_for(10_000)
    expect(page.locator(".phase")).to_contain_text("step 6 of 43")


@pytest.mark.held_time
def test_space_plays_whatever_was_clicked_last(page: Page, server: Server) -> None:
    open_lesson(page, server)
    page.get_by_role("button", name="Step forward").click()
    page.get_by_role("button", name="h2: what flows into the neuron").click()
    hold(page)
    page.keyboard.press(" ")
    expect(page.locator(".play")).to_have_text("Pause")
    page.clock.run_for(1250)
    expect(page.locator(".phase")).to_contain_text("step 5 of 43")
    page.keyboard.press(" ")
    page.clock.resume()
    page.get_by_role("button", name="Next update").click()
    expect(page.locator(".phase")).to_contain_text("after 1 update")
    hold(page)
    page.keyboard.press(" ")
    expect(page.locator(".play")).to_have_text("Pause")
    page.clock.run_for(1250)
    expect(page.locator(".phase")).to_have_text("forward · step 2 of 43 · after 1 update")


@pytest.mark.held_time
def test_playing_ends_at_the_last_step_and_goes_on_in_the_next_update(page: Page, server: Server) -> None:
    open_lesson(page, server, "?step=new-w7")
    page.get_by_label("Playing speed").select_option("5×")
    hold(page)
    page.get_by_role("button", name="Play", exact=True).click()
    page.clock.run_for(10_000)
    expect(page.locator(".phase")).to_contain_text("step 43 of 43")
    expect(page.locator(".play")).to_have_text("Play")
    page.clock.resume()
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.locator(".phase")).to_have_text("verify · step 43 of 43 · after 1 update")


def test_the_timeline_leads_to_any_step_and_phase(page: Page, server: Server) -> None:
    open_lesson(page, server)
    page.get_by_role("button", name="The gradient of w7").click()
    expect(page.locator(".phase")).to_contain_text("backward · step 21")
    page.get_by_role("button", name="update", exact=True).click()
    expect(page.locator(".title")).to_have_text("w1: old → new")
    page.get_by_role("button", name="Previous phase").click()
    expect(page.locator(".phase")).to_contain_text("backward · step 13")
    page.get_by_role("button", name="Next phase").click()
    expect(page.locator(".phase")).to_contain_text("update · step 35")


def test_next_update_continues_from_the_new_weights(page: Page, server: Server) -> None:
    open_lesson(page, server, "?step=verify")
    page.get_by_role("button", name="Next update").click()
    expect(page.locator(".phase")).to_have_text("start · step 1 of 43 · after 1 update")
    expect(shown(page, "w5")).to_have_text(number(Network().updated(0.5).numbers["w5"]))


@pytest.mark.held_time
def test_the_lesson_stops_playing_when_the_learner_leaves_and_comes_back(page: Page, server: Server) -> None:
    open_lesson(page, server)
    page.get_by_label("Playing speed").select_option("5×")
    hold(page)
    page.get_by_role("button", name="Play", exact=True).click()
    page.clock.run_for(250)
    expect(page.locator(".phase")).to_contain_text("step 2 of 43")
    page.clock.resume()
    page.get_by_role("link", name="Practise").click()
    expect(page.locator(".answer input")).to_be_visible()
    page.clock.run_for(1000)  # four steps
    page.get_by_role("link", name="Backprop").click()
    expect(page.locator(".play")).to_have_text("Play")
    expect(page.locator(".phase")).not_to_be_empty()
    phase = page.locator(".phase").text_content()
    page.clock.run_for(1000)
    expect(page.locator(".phase")).to_have_text(phase or "")
