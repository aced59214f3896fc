"""What a learner does with hands on the backprop page."""

from __future__ import annotations

import csv
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from core.backprop.descent import descend
from core.backprop.lesson import lesson
from core.backprop.network import Network
from core.backprop.renderings.number import format_number
from tests.browser.driver import Server, serve

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


FOCUSED = """() => {
    let element = document.activeElement
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    return element?.ariaLabel ?? ""
}"""
OPACITY = "e => getComputedStyle(e).opacity * getComputedStyle(e.parentNode).opacity"
BOXES = """() => {
    const stage = [...document.querySelectorAll("*")].find(each => each.shadowRoot?.querySelector(".stage")).shadowRoot
    const parts = [".picture", ".card", ".buttons", ".timeline", ".tweaks", ".messages"]
    return parts.map(part => JSON.stringify(stage.querySelector(part).getBoundingClientRect()))
}"""


def open_lesson(page: Page, server: Server, link: str = "") -> None:
    page.goto(f"{server.url}/{link}")
    expect(page.locator(".title")).not_to_be_empty()
    page.evaluate("document.activeElement.blur()")


def shown(page: Page, symbol: str) -> Locator:
    """The text of one number in the picture that is visible."""
    return page.locator(f'.picture svg:visible [data-id="{symbol}"]')


def number(x: object) -> str:
    return format_number(float(x))  # type: ignore[arg-type]


def set_number(page: Page, label: str, text: str) -> None:
    field = page.get_by_label(f"{label}, typed")
    field.fill(text)
    field.press("Enter")


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
    expect(phase).to_have_text("idea · step 8 of 8")
    page.keyboard.press("Home")
    expect(phase).to_have_text("idea · step 1 of 8")


def test_every_step_shows_the_numbers_of_the_lesson(page: Page, server: Server) -> None:
    open_lesson(page, server)
    for step in lesson(Network(), 0.5):
        known = {key: number(value) for key, value in step.after.items() if page_has(page, key)}
        texts = {key: shown(page, key).text_content() for key in known}
        assert texts == known
        if step.equation:
            assert (page.locator(".equation mtr").last.text_content() or "").endswith(number(step.equation.result))
        page.keyboard.press("ArrowRight")


def page_has(page: Page, symbol: str) -> bool:
    return shown(page, symbol).count() == 1


def test_space_plays_and_pauses_without_running_away(page: Page, server: Server) -> None:
    open_lesson(page, server)
    page.get_by_label("Playing speed").select_option("5×")
    page.evaluate("document.activeElement.blur()")
    started = time.monotonic()
    page.keyboard.press(" ")
    expect(page.locator(".phase")).to_contain_text("step 6 of 43")
    page.keyboard.press(" ")
    elapsed = time.monotonic() - started
    position = page.locator(".phase").text_content()
    step = int((position or "").split("step ")[1].split(" of")[0])
    assert step - 1 <= elapsed / 0.25
    page.wait_for_timeout(700)
    assert page.locator(".phase").text_content() == position


def test_playing_ends_at_the_last_step(page: Page, server: Server) -> None:
    open_lesson(page, server, "?step=new-w7")
    page.get_by_label("Playing speed").select_option("5×")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.locator(".phase")).to_contain_text("step 43 of 43")
    expect(page.locator(".play")).to_have_text("Play")


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
    for pixel in range(5, 45):
        page.mouse.move(middle + pixel, height)
        page.wait_for_timeout(25)
        seen.add(shown(page, "E_total").text_content())
    page.mouse.up()
    assert len(seen) >= 5
    expect(shown(page, "w6")).to_have_text(number(slider.input_value()))


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


def test_pointing_at_a_symbol_lights_the_picture_and_the_other_way_round(page: Page, server: Server) -> None:
    open_lesson(page, server, "?step=d-w5")
    label = page.locator('.picture svg.wide .label[data-field="w5"]')
    page.locator('.equation [data-id="∂o1/∂w5"]').hover()
    expect(label).to_have_class("label given lit hot")
    page.locator('.equation [data-id="a_h1"]').first.hover()
    expect(page.locator('.picture svg.wide .node[data-ids^="a_h1|"]')).to_have_class("node lit hot")
    expect(label).not_to_have_class("label given lit hot")
    label.hover()
    expect(page.locator('.equation [data-id="∂E_total/∂w5"]')).to_have_class("gradient hot")
    shown(page, "a_h1").hover()
    expect(page.locator('.equation mn[data-id="a_h1"]')).to_have_class("forward hot")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    expect(page.locator('.equation mn[data-id="a_h1"]')).to_have_class("forward hot")


def test_a_click_on_a_weight_in_the_picture_leads_to_its_field(page: Page, server: Server) -> None:
    open_lesson(page, server)
    shown(page, "w7").click()
    expect(page.get_by_label("weight w7, typed")).to_be_focused()


def test_next_update_continues_from_the_new_weights(page: Page, server: Server) -> None:
    open_lesson(page, server, "?step=verify")
    page.get_by_role("button", name="Next update").click()
    expect(page.locator(".phase")).to_have_text("start · step 1 of 43 · after 1 update")
    expect(shown(page, "w5")).to_have_text(number(Network().updated(0.5).numbers["w5"]))


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


@pytest.mark.parametrize(
    "link", ["?w1=nan&step=nowhere", "?w1=1e308&i1=1e308", "?preset=<script>alert(1)</script>&updates=99999999999"]
)
def test_a_damaged_link_gives_a_usable_page_and_a_sentence(page: Page, server: Server, link: str) -> None:
    open_lesson(page, server, link)
    expect(page.locator(".problem")).to_contain_text("Left out of this link")
    page.keyboard.press("ArrowRight")
    expect(shown(page, "h1")).to_have_text("0.0275")


def test_reset_brings_back_the_same_numbers(page: Page, server: Server) -> None:
    open_lesson(page, server, "?preset=random&seed=7&step=E_total")
    before = shown(page, "E_total").text_content()
    set_number(page, "weight w5", "3")
    expect(shown(page, "w5")).to_have_text("3")
    page.get_by_role("button", name="Reset").click()
    expect(shown(page, "E_total")).to_have_text(before or "")
    expect(page.locator(".phase")).to_contain_text("loss · step 12")


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
    page.keyboard.press("Home")
    expect(shown(page, "E_total")).to_have_text(number(losses[0]))
    page.wait_for_timeout(500)
    assert chart.get_attribute("data-mark") == "same"
    with page.expect_download() as download:
        page.get_by_role("button", name="History as CSV").click()
    download.value.save_as(tmp_path / "descent.csv")
    rows = list(csv.DictReader((tmp_path / "descent.csv").open(encoding="utf-8")))
    assert [float(row["E_total"]) for row in rows] == losses.tolist()


def test_the_sheet_and_the_proofs_open_on_request_and_only_then_load_torch(cold_server: Server, page: Page) -> None:
    open_lesson(page, cold_server)
    loaded = Path(f"/proc/{cold_server.pid}/maps")  # on Linux, the libraries the server has loaded
    assert not loaded.exists() or "libtorch" not in loaded.read_text()
    page.get_by_role("tab", name="The whole sheet").click()
    expect(page.get_by_test_id("stTable").locator("tbody tr")).to_have_count(23)
    page.get_by_role("tab", name="Three proofs").click()
    expect(page.get_by_test_id("stTable").locator("tbody tr")).to_have_count(8, timeout=60_000)
    assert not loaded.exists() or "libtorch" in loaded.read_text()


def test_twelve_digits_on_request(page: Page, server: Server) -> None:
    open_lesson(page, server, "?step=E_total")
    page.get_by_role("radio", name="12").click()
    expect(shown(page, "E_total")).to_have_text("0.242519857348")


def test_nothing_jumps_from_step_to_step(page: Page, server: Server) -> None:
    open_lesson(page, server, "?step=idea-1")
    places = set()
    for _ in range(51):
        boxes = page.evaluate(BOXES)
        places.add(tuple(boxes))
        page.keyboard.press("ArrowRight")
    assert len(places) == 1


@pytest.mark.parametrize("page", [PHONE, PHONE | {"color_scheme": "dark"}], indirect=True, ids=["light", "dark"])
def test_a_phone_shows_everything_within_its_width(page: Page, server: Server) -> None:
    open_lesson(page, server, "?step=d-o1")
    expect(page.locator(".picture svg.tall")).to_be_visible()
    expect(page.locator(".picture svg.wide")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".picture svg.tall").scroll_into_view_if_needed()
    forward = page.get_by_role("button", name="Step forward")
    expect(forward).to_be_in_viewport()
    forward.tap()
    expect(page.locator(".title")).to_have_text("The gradient of w5")


def test_the_keyboard_alone_reaches_every_number(page: Page, server: Server) -> None:
    open_lesson(page, server)
    reached: set[str] = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(FOCUSED))
    assert {"weight w1", "weight w8, typed", "input i2", "target t1", "learning rate", "Step forward"} <= reached


def test_space_plays_whatever_was_clicked_last(page: Page, server: Server) -> None:
    open_lesson(page, server)
    page.get_by_role("button", name="Step forward").click()
    page.get_by_role("button", name="h2: what flows into the neuron").click()
    page.keyboard.press(" ")
    expect(page.locator(".play")).to_have_text("Pause")
    expect(page.locator(".phase")).to_contain_text("step 5 of 43")
    page.keyboard.press(" ")
    page.get_by_role("button", name="Next update").click()
    expect(page.locator(".phase")).to_contain_text("after 1 update")
    page.keyboard.press(" ")
    expect(page.locator(".play")).to_have_text("Pause")
    page.wait_for_timeout(500)
    expect(page.locator(".phase")).to_contain_text("after 1 update")


def test_the_link_is_kept_while_the_lesson_plays(page: Page, server: Server) -> None:
    open_lesson(page, server)
    page.get_by_label("Playing speed").select_option("5×")
    page.get_by_role("button", name="Play", exact=True).click()
    set_number(page, "weight w5", "0.99")
    expect(page).to_have_url(re.compile(r"w5=0\.99.*step="), timeout=5000)
    expect(page.locator(".play")).to_have_text("Pause")


def test_an_edit_survives_a_restart_of_the_server(page: Page, free_port: int) -> None:
    with serve(port=free_port) as server:
        open_lesson(page, server, "?step=E_total")
        set_number(page, "weight w5", "0.77")
        expect(shown(page, "w5")).to_have_text("0.77")
    set_number(page, "weight w2", "0.5")  # nobody is there to answer
    with serve(port=free_port):
        expect(shown(page, "w2")).to_have_text("0.5", timeout=45_000)
        expect(shown(page, "w5")).to_have_text("0.77")
        expect(page.locator(".phase")).to_contain_text("step 12 of 43")
        page.goto("about:blank")


def test_numbers_can_be_read_while_they_change(page: Page, server: Server) -> None:
    open_lesson(page, server, "?step=E_total")
    page.get_by_role("slider", name="weight w5").focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(60)
        seen = shown(page, "E_total").evaluate(
            "e => [getComputedStyle(e).opacity, getComputedStyle(e.parentNode).opacity]"
        )
        assert min(map(float, seen)) >= 0.8


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


@pytest.mark.parametrize("link", ["", "?preset=random&seed=3", "?preset=saturated"])
@pytest.mark.parametrize("digits", ["4", "12"])
def test_every_equation_fits_its_card_on_a_desktop(page: Page, server: Server, digits: str, link: str) -> None:
    open_lesson(page, server, link)
    page.get_by_role("radio", name=digits, exact=True).click()
    page.evaluate("document.activeElement.blur()")
    equation = page.locator(".equation")
    for _ in range(42):
        page.keyboard.press("ArrowRight")
        assert equation.evaluate("e => e.scrollWidth <= e.clientWidth")


@pytest.mark.parametrize("page", [{}, PHONE], indirect=True, ids=["wide", "tall"])
def test_every_symbol_of_every_equation_lights_something_in_the_picture(page: Page, server: Server) -> None:
    open_lesson(page, server, "?step=idea-1")
    for _ in range(51):
        symbols = page.locator(".equation [data-id]").evaluate_all("all => [...new Set(all.map(e => e.dataset.id))]")
        for symbol in symbols:
            if symbol != "learning_rate":  # which lights its slider
                shapes = page.locator(".picture svg:visible [data-ids]")
                assert shapes.evaluate_all("(all, id) => all.some(e => e.dataset.ids.split('|').includes(id))", symbol)
        page.keyboard.press("ArrowRight")
