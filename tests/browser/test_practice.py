"""Practising with hands: numbers typed right and wrong, hints, a bug found, and what a phone shows."""

from __future__ import annotations

import re
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from core.backprop.engine.network import Network
from core.backprop.lesson.lesson import Step, lesson
from core.backprop.practice.bug_hunt import Standing, hunt
from tests.browser.answering import settled
from tests.browser.driver import Server, serve
from tests.browser.lesson import PHONE, light_and_dark, number, shown
from tests.browser.tab import hold

QUESTIONS = tuple(step for step in lesson(Network(), 0.5) if step.equation and step.phase != "verify")
FORWARD = tuple(step for step in QUESTIONS if step.phase in ("forward", "loss"))


def open_practice(page: Page, server: Server, link: str = "") -> None:
    page.goto(f"{server.url}/practice{link}")
    expect(page.locator(".turn .title, .hunt .verdict-title").first).not_to_be_empty()


def result(step: Step) -> float:
    assert step.equation
    return float(step.equation.result)


def field(page: Page) -> Locator:
    return page.locator(".answer input")


def answer(page: Page, text: str) -> None:
    field(page).fill(text)
    field(page).press("Enter")


def test_a_whole_forward_pass_is_typed_without_leaving_the_keyboard(page: Page, server: Server) -> None:
    open_practice(page, server)
    expect(field(page)).to_be_focused()  # one may type at once
    for done, step in enumerate(FORWARD, start=1):
        expect(page.locator(".phase")).to_contain_text(f"number {done} of 41")
        expect(shown(page, step.name)).to_be_empty()
        page.keyboard.type(f"{result(step):.3e}")
        page.keyboard.press("Enter")
        expect(shown(page, step.name)).to_have_text(number(result(step)))
        expect(field(page)).to_be_focused()
        expect(field(page)).to_have_value("")
    expect(page.locator(".phase")).to_have_text("backward · number 12 of 41")
    expect(page.locator(".tally")).to_have_text("11 numbers found: 11 at once.")


def test_a_wrong_number_is_understood_and_the_right_one_goes_on(page: Page, server: Server) -> None:
    open_practice(page, server, "?step=d-o1")
    answer(page, "0.5965")
    expect(page.locator(".verdict-title")).to_have_text("0.5965: the slope of the activation missing")
    expect(field(page)).to_be_focused()
    page.keyboard.type("-0,1424")  # what was wrong is selected, so that typing replaces it
    page.keyboard.press("Enter")
    expect(page.locator(".verdict-title")).to_contain_text("-0,1424: target minus output")
    answer(page, "<b>bold</b>")
    expect(page.locator(".verdict-words")).to_contain_text("“<b>bold</b>” is not a number")
    answer(page, "0.1424")
    expect(page.locator(".verdict-title")).to_have_text("Right: ∂Etotal/∂o1 = 0.142357")
    expect(page.locator(".turn .title")).to_have_text("The gradient of w5")
    expect(page).to_have_url(re.compile("step=d-w5"))


def test_hints_come_in_stages(page: Page, server: Server) -> None:
    open_practice(page, server, "?step=d-h1")
    rows, hint = page.locator(".equation mtr"), page.locator(".hint")
    expect(page.locator(".sentence")).to_be_empty()
    expect(rows).to_have_count(0)
    hint.click()
    expect(page.locator(".sentence")).to_contain_text("The slope of the sigmoid is a (1 − a)")
    hint.click()
    expect(rows).to_have_count(2)
    hint.click()
    expect(rows).to_have_count(4)
    expect(hint).to_have_text("Tell me the number")
    hint.click()
    expect(rows.last).to_have_text("=0.003765")
    expect(field(page)).to_be_focused()
    hint.click()
    expect(page.locator(".turn .title")).to_have_text("The gradient of w1")
    expect(page.locator(".tally")).to_contain_text("1 told, to look at again")


def test_a_number_found_before_can_be_looked_at_again(page: Page, server: Server) -> None:
    open_practice(page, server, "?step=d-w5")
    page.get_by_role("button", name="Back through the sigmoid to o1, given").click()
    expect(page.locator(".equation mtr").last).to_have_text("=0.1424")
    expect(field(page)).to_be_hidden()
    page.keyboard.press("Escape")
    expect(field(page)).to_be_focused()
    expect(page.locator(".turn .title")).to_have_text("The gradient of w5")


def test_the_end_of_an_update_has_a_result_that_a_reload_keeps_and_leads_to_the_next(
    page: Page, server: Server
) -> None:
    open_practice(page, server, "?step=new-w1")
    answer(page, "0.15")
    expect(page.locator(".verdict-words")).to_contain_text("4 significant digits show the change")
    answer(page, "0.77")
    page.locator(".hint").click()
    answer(page, "0.1499")
    expect(page).to_have_url(re.compile("step=new-w2&marks="))
    page.reload()
    expect(page.locator(".turn .title")).to_have_text("w2: old → new")
    expect(page.locator(".tally")).to_have_text("1 number found: 1 with a hint.")
    for found, step in enumerate(QUESTIONS[-7:], start=2):
        answer(page, f"{result(step):.4f}")
        expect(page.locator(".tally")).to_contain_text(f"{found} numbers found")
    expect(page.locator(".turn .title")).to_have_text("Did it help?")
    how = "8 numbers found: 7 at once, 1 with a hint. In all 1 wrong answer and 1 hint."
    expect(page.locator(".verdict-words")).to_have_text(how)
    expect(page).to_have_url(re.compile("marks=-+60{7}$"))
    page.reload()
    expect(page.locator(".verdict-words")).to_have_text(how)
    expect(page.locator(".sentence")).to_contain_text("the loss dropped")
    page.get_by_role("button", name="Next update").click()
    expect(page.locator(".phase")).to_have_text("forward · number 1 of 41 · after 1 update")
    expect(shown(page, "w8")).to_have_text("0.5714")


def test_a_bug_is_found(page: Page, server: Server) -> None:
    open_practice(page, server, "?bug=5")
    lines = {str(line.standing): line.name for line in reversed(hunt(Network(), 0.5, "easy", 5).lines)}
    expect(page.locator(".contradicted").first).to_have_css("fill", re.compile(r"rgb\("))
    expect(page.locator(".checks .differs").first).to_be_visible()
    for standing, title in (
        ("right", "This one is right"),
        ("later", "Wrong, but not the cause"),
        ("again", "Wrong, but not the first"),
        ("first", "Found: only one of the paths"),
    ):
        page.locator(f'[data-line="{lines[standing]}"]').click()
        expect(page.locator(".verdict-title")).to_have_text(title)
    expect(page.locator('[data-standing="first"]')).to_be_visible()
    expect(page.locator(".of-program mtr").last).not_to_be_empty()
    expect(page).to_have_url(re.compile(f"marked=.*{lines['first']}$"))
    page.reload()
    expect(page.locator(".verdict-words")).to_contain_text("You found it after 3 wrong marks.")
    page.get_by_role("button", name="Another bug").click()
    expect(page.locator(".verdict-title")).to_have_text("Which line is the first wrong one?")
    expect(page.locator(".solution")).to_be_hidden()
    expect(page).to_have_url(re.compile("bug=6&level=easy"))


def test_lines_are_marked_by_keyboard(page: Page, server: Server) -> None:
    open_practice(page, server, "?bug=5&level=medium")
    found = hunt(Network(), 0.5, "medium", 5)
    first = next(place for place, line in enumerate(found.lines) if line.standing is Standing.FIRST)
    page.locator("[data-line]").first.focus()
    for _ in range(first):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".verdict-title")).to_contain_text("Found")


def test_a_reload_leads_back_to_the_question_and_to_the_bug(page: Page, server: Server) -> None:
    open_practice(page, server, "?w5=0.7&step=d-a_h2")
    answer(page, f"{result(next(s for s in lesson(Network(w5=0.7), 0.5) if s.name == 'd-a_h2')):.4e}")
    expect(page).to_have_url(re.compile("step=d-h2"))
    page.reload()
    expect(page.locator(".turn .title")).to_have_text("Back through the sigmoid to h2")
    expect(shown(page, "w5")).to_have_text("0.7")
    page.get_by_role("tab", name="Find the bug").click()
    page.get_by_role("radio", name="Hard").click()
    expect(page).to_have_url(re.compile("bug=1&level=hard"))
    page.reload()
    expect(page.get_by_role("radio", name="Hard")).to_be_checked()


def test_a_deep_link_on_a_cold_server_shows_the_framed_page(cold_server: Server, page: Page) -> None:
    open_practice(page, cold_server, "?w5=0.7&step=d-o1")
    expect(page.locator(".turn .title")).to_have_text("Back through the sigmoid to o1")
    expect(shown(page, "w5")).to_have_text("0.7")
    expect(page.get_by_role("dialog")).to_have_count(0)  # such as "Page not found"


@pytest.mark.held_time
@pytest.mark.server_ends
def test_an_answer_survives_a_restart_of_the_server(page: Page, free_port: int) -> None:
    with serve(port=free_port) as server:
        page.goto(server.url)
        page.get_by_role("link", name="Practise").click()
        expect(page.locator(".turn .title")).not_to_be_empty()
        settled(page)
        answer(page, "0.0275")
        expect(page).to_have_url(re.compile("step=a_h1"))
        hold(page)  # else a busy machine may say before the next line, in a dialog over all, that nobody answers
    answer(page, "0.507")
    with serve(port=free_port):
        page.clock.fast_forward(60_000)  # Streamlit tries to connect again less and less often
        page.clock.resume()
        expect(page.locator(".phase")).to_have_text("forward · number 3 of 41")
        answer(page, "0.0425")
        expect(page.locator(".phase")).to_have_text("forward · number 4 of 41")
        page.goto("about:blank")


def test_nothing_jumps_from_hint_to_hint_and_from_question_to_question(page: Page, server: Server) -> None:
    open_practice(page, server, "?step=d-a_h1")
    boxes = set()
    for place, right in enumerate(("0.0151", "0.00377", "0.000188"), start=24):
        expect(page.locator(".phase")).to_have_text(f"backward · number {place} of 41")
        for hint in ("Hint: the formula", "Hint: the numbers in it", "Tell me the number"):
            boxes.add(str([page.locator(part).bounding_box() for part in (".picture", ".answer", ".timeline")]))
            page.locator(".hint").click()
            expect(page.locator(".hint")).to_have_text(hint)
        answer(page, "77")
        expect(page.locator(".verdict-title")).to_have_text("77: not yet")
        boxes.add(str([page.locator(part).bounding_box() for part in (".picture", ".answer", ".timeline")]))
        answer(page, right)
    assert len(boxes) == 1


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
@pytest.mark.parametrize("link", ["?step=d-a_h1", "?bug=3", "?hidden=4-4&loss=cross-entropy&step=d-o1"])
def test_a_phone_shows_everything_within_its_width(page: Page, server: Server, link: str) -> None:
    open_practice(page, server, link)
    for _ in light_and_dark(page):
        expect(page.locator(".picture svg.tall")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


NOTHING_KEPT = """for (const kind of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, kind, { get() { throw new DOMException("Access is denied", "SecurityError") } })"""


def test_a_browser_that_keeps_nothing_can_practise(browser: Browser, server: Server) -> None:
    with closing(browser.new_context()) as context:
        context.add_init_script(NOTHING_KEPT)  # as where all cookies are blocked
        page = context.new_page()
        open_practice(page, server)
        answer(page, "0.0275")
        expect(page.locator(".turn .title")).to_contain_text("what the neuron answers")
