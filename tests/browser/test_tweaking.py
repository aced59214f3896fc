"""Changing numbers by slider, by typing and by presets."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from core.backprop.engine.network import Network
from tests.browser.driver import Server
from tests.browser.lesson import number, open_lesson, set_number, shown, walk

FOCUSED = """() => {
    let element = document.activeElement
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    return element?.ariaLabel ?? ""
}"""

# How little of it could be seen in any frame from now on.
OPACITY = """element => {
    window.least = 1
    const look = () => {
        const all = [element, element.parentNode].map(each => Number(getComputedStyle(each).opacity))
        window.least = Math.min(window.least, ...all)
        requestAnimationFrame(look)
    }
    look()
}"""


def test_a_slider_moves_the_picture_in_place(page: Page, server: Server) -> None:
    open_lesson(page, server, "?step=E_total")
    picture = page.locator(".picture svg.wide")
    picture.evaluate(
        "node => { node.dataset.mark = 'same'; node.querySelector('[data-id=E_total]').dataset.mark = 'same' }"
    )
    slider = page.get_by_role("slider", name="weight w5")
    slider.focus()
    for press in range(1, 6):
        page.keyboard.press("ArrowRight")
        expect(shown(page, "w5")).to_have_text(number(0.4 + press / 100))
    expect(shown(page, "E_total")).to_have_text(number(Network(w5=0.45).values()["E_total"]))
    assert picture.get_attribute("data-mark") == "same"
    assert shown(page, "E_total").get_attribute("data-mark") == "same"
    expect(page.locator(".phase")).to_contain_text("loss · step 12")  # the place in the lesson is kept


def test_numbers_follow_while_a_slider_is_dragged(page: Page, server: Server) -> None:
    open_lesson(page, server, "?step=E_total")
    slider = page.get_by_role("slider", name="weight w6")
    box = slider.bounding_box()
    assert box
    middle, height = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(middle + 5, height)
    page.mouse.down()
    seen = set()
    for pixel in range(5, 45, 5):
        page.mouse.move(middle + pixel, height)
        loss = Network(w6=float(slider.input_value())).values()["E_total"]
        expect(shown(page, "E_total")).to_have_text(number(loss))
        seen.add(loss)
    assert len(seen) >= 5
    page.mouse.up()
    expect(shown(page, "w6")).to_have_text(number(slider.input_value()))


def test_numbers_can_be_read_while_they_change(page: Page, server: Server) -> None:
    open_lesson(page, server, "?step=E_total")
    shown(page, "E_total").evaluate(OPACITY)
    page.get_by_role("slider", name="weight w5").focus()
    for press in range(1, 11):
        page.keyboard.press("ArrowRight")
        expect(shown(page, "E_total")).to_have_text(number(Network(w5=0.4 + press / 100).values()["E_total"]))
    assert page.evaluate("window.least") >= 0.8


def test_typing_accepts_what_people_write_and_refuses_the_rest_in_a_sentence(page: Page, server: Server) -> None:
    open_lesson(page, server, "?step=E_total")
    set_number(page, "weight w5", "0,7")
    expect(shown(page, "w5")).to_have_text("0.7")
    set_number(page, "weight w5", "seven")
    expect(page.locator(".problem")).to_contain_text("“seven” is not a number")
    expect(page.get_by_label("weight w5, typed")).to_have_value("0.7")
    set_number(page, "weight w1", "1e308")
    set_number(page, "input i1", "1e10")
    expect(page.locator(".problem")).to_contain_text("h1 overflowed")
    expect(shown(page, "i1")).to_have_text("0.05")
    set_number(page, "learning rate", "0.1")
    expect(page.locator(".problem")).to_be_empty()


def test_a_field_shows_all_digits_while_it_is_edited_and_loses_none(page: Page, server: Server) -> None:
    open_lesson(page, server, "?w5=0.123456789")
    field = page.get_by_label("weight w5, typed")
    expect(field).to_have_value("0.1235")
    field.focus()
    expect(field).to_have_value("0.123456789")
    field.press("End")
    field.press("Space")
    field.press("Enter")
    field.blur()
    expect(field).to_have_value("0.1235")
    expect(page).to_have_url(f"{server.url}/?w5=0.123456789")


def test_a_click_on_a_weight_in_the_picture_leads_to_its_field(page: Page, server: Server) -> None:
    open_lesson(page, server)
    shown(page, "w7").click()
    expect(page.get_by_label("weight w7, typed")).to_be_focused()


def test_reset_brings_back_the_same_numbers(page: Page, server: Server) -> None:
    open_lesson(page, server, "?preset=random&seed=7&step=E_total")
    before = shown(page, "E_total").text_content()
    set_number(page, "weight w5", "3")
    expect(shown(page, "w5")).to_have_text("3")
    page.get_by_role("button", name="Reset").click()
    expect(shown(page, "E_total")).to_have_text(before or "")
    expect(page.locator(".phase")).to_contain_text("loss · step 12")


def test_the_keyboard_alone_reaches_every_number(page: Page, server: Server) -> None:
    open_lesson(page, server)
    reached: set[str] = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(FOCUSED))
    assert {"weight w1", "weight w8, typed", "input i2", "target t1", "learning rate", "Step forward"} <= reached


def test_a_change_which_brings_numbers_only_shows_what_a_whole_page_shows(page: Page, server: Server) -> None:
    changed = {"w5": "-0.3", "w1": "0.000004", "t2": "0.5"}  # a sign, a power of ten, and other words
    open_lesson(page, server, "?step=idea-1")
    for name, text in changed.items():
        kind = "target" if name == "t2" else "weight"
        set_number(page, f"{kind} {name}", text)
        expect(page.get_by_label(f"{kind} {name}, typed")).to_have_attribute("data-exact", repr(float(text)))
    page.evaluate("document.activeElement.blur()")
    after = [step.words for step in walk(page)]
    page.goto("about:blank")
    open_lesson(page, server, "?step=idea-1&" + "&".join(f"{name}={text}" for name, text in changed.items()))
    assert [step.words for step in walk(page)] == after
    assert len(after) == 47
