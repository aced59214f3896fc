"""The layers and the gallery in an app of their own: picking with pointer and keyboard, updates in place, a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.driver import ROOT, Server, serve
from tests.browser.lesson import PHONE

APP = ROOT / "tests" / "browser" / "apps" / "components.py"


@pytest.fixture(scope="module")
def components() -> Iterator[Server]:
    with serve(APP) as running:
        yield running


def open_app(page: Page, server: Server, with_maps: bool = True) -> None:
    page.goto(server.url)
    expect(page.locator(".budget-text")).not_to_be_empty()  # the first visit imports torch
    if with_maps:
        page.get_by_test_id("stCheckbox").get_by_text("Maps").click()
        expect(grid(page, "layer7.log_softmax").locator("canvas")).to_be_visible()


def grid(page: Page, operation: str) -> Locator:
    return page.locator(f'.grid[data-operation="{operation}"]')


def set_number(page: Page, label: str, number: int) -> None:
    field = page.get_by_label(label, exact=True)
    field.fill(str(number))
    field.press("Enter")


def test_a_clicked_value_goes_to_the_server_once_and_comes_back_ringed(page: Page, components: Server) -> None:
    open_app(page, components)
    canvas = grid(page, "layer2.pool").locator('[data-map="3"] canvas')
    side = int(canvas.get_attribute("width") or 0)
    width = canvas.evaluate("canvas => canvas.clientWidth")
    canvas.click(position={"x": (4 + 0.5) * width / side, "y": (2 + 0.5) * width / side})
    expect(page.get_by_text("picked: layer2.pool (3, 2, 4)")).to_be_visible()
    expect(page.locator(".where")).to_have_text("layer2.pool[3, 2, 4]")
    expect(page.locator(".field:visible")).to_have_count(2)  # on the image in the strip, and beside the enlarged map
    for _ in range(3):
        page.get_by_role("button", name="Again").click()
    expect(page.get_by_text("answers: 1, at most 1 each")).to_be_visible()
    expect(grid(page, "layer2.pool").locator('[data-map="3"] .ring.picked')).to_be_visible()


def test_keys_walk_through_the_values_of_an_operation(page: Page, components: Server) -> None:
    open_app(page, components)
    grid(page, "layer1.conv").focus()
    page.keyboard.press("Home")
    first = page.locator(".where").inner_text()
    for key in ("PageDown", "ArrowRight", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
    row = int(first.split(", ")[1])
    expect(page.locator(".where")).to_have_text(f"layer1.conv[1, {row - 1}, 2]")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"picked: layer1.conv (1, {row - 1}, 2)")).to_be_visible()
    grid(page, "layer6.linear").focus()
    for key in ("ArrowUp", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_text("picked: layer6.linear (")).to_be_visible()
    expect(page.get_by_text("answers: 2, at most 1 each")).to_be_visible()


def test_of_picks_in_quick_succession_the_last_one_stays(page: Page, components: Server) -> None:
    open_app(page, components)
    maps = grid(page, "layer1.conv").locator(".map canvas")
    for index in (0, 3, 1, 6, 2, 7, 5):
        maps.nth(index).click(position={"x": 10, "y": 10})
    expect(page.get_by_text("picked: layer1.conv (5,")).to_be_visible()
    expect(grid(page, "layer1.conv").locator('[data-map="5"] .ring.picked')).to_be_visible()
    expect(page.locator(".strip .ring.picked")).to_have_count(1)


def test_the_picked_number_is_exact_and_changes_with_the_image(page: Page, components: Server) -> None:
    open_app(page, components)
    page.locator(".answer .bar").nth(7).click()
    number = page.locator(".number")
    expect(page.get_by_text("picked: layer7.log_softmax (7,)")).to_be_visible()
    expect(number).not_to_contain_text("≈")
    before = number.inner_text()
    assert before.startswith("−")
    set_number(page, "Image", 1)
    expect(number).not_to_have_text(before)
    expect(number).not_to_contain_text("≈")


def test_another_width_changes_the_network_in_place(page: Page, components: Server) -> None:
    open_app(page, components, with_maps=False)
    box = page.locator(".box", has_text="Convolution").first
    page.evaluate("box => { window.before = box }", box.element_handle())
    place = box.bounding_box()
    expect(box.locator("rect")).to_have_count(8)
    set_number(page, "Width", 30)
    expect(box.locator("rect")).to_have_count(30)
    assert page.evaluate("window.before.isConnected")
    assert box.bounding_box() == place
    expect(page.locator(".budget-text")).to_contain_text("over the budget of 20,000")
    set_number(page, "Width", 8)
    expect(page.locator(".budget-text")).to_contain_text("% of the budget")


def test_a_map_shows_the_colours_of_its_values_on_the_chosen_scale(page: Page, components: Server) -> None:
    open_app(page, components)
    canvas = grid(page, "layer1.conv").locator("canvas").first
    pixels = "canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.join()"
    before = canvas.evaluate(pixels)
    page.get_by_label("One colour scale for").select_option("map")
    own = canvas.evaluate(pixels)
    page.get_by_label("One colour scale for").select_option("operation")
    assert canvas.evaluate(pixels) == before
    page.get_by_label("One colour scale for").select_option("all")
    assert len({before, own, canvas.evaluate(pixels)}) == 3


def test_maps_take_the_colours_of_the_theme_when_it_changes(page: Page, components: Server) -> None:
    open_app(page, components)
    corner = "canvas => canvas.getContext('2d').getImageData(0, 0, 1, 1).data[0]"
    for canvas in (grid(page, "input").locator("canvas"), page.locator(".tile canvas").first):
        assert canvas.evaluate(corner) > 200
    page.emulate_media(color_scheme="dark")
    for canvas in (grid(page, "input").locator("canvas"), page.locator(".tile canvas").first):
        handle = canvas.element_handle()
        page.wait_for_function(f"canvas => ({corner})(canvas) < 60", arg=handle)


def test_an_image_of_the_gallery_is_chosen_by_pointer_or_keys_once(page: Page, components: Server) -> None:
    open_app(page, components, with_maps=False)
    tiles = page.get_by_role("option").filter(has_text=" as ")
    tiles.nth(4).click()
    expect(page.get_by_text("chosen: 4")).to_be_visible()
    expect(tiles.nth(4)).to_have_attribute("aria-selected", "true")
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_text("chosen: 5")).to_be_visible()
    page.get_by_role("button", name="Again").click()
    expect(page.get_by_text("answers: 2, at most 1 each")).to_be_visible()
    set_number(page, "Images", 0)
    expect(page.get_by_text("No image was wrong.")).to_be_visible()
    expect(tiles).to_have_count(0)
    set_number(page, "Images", 100)
    expect(tiles).to_have_count(100)


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
def test_a_phone_scrolls_the_strip_and_not_the_page(page: Page, components: Server) -> None:
    open_app(page, components, with_maps=False)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_test_id("stCheckbox").get_by_text("Maps").tap()
    expect(grid(page, "layer7.log_softmax").locator("canvas")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Show Layer 5").tap()
    canvas = grid(page, "layer5.conv").locator("canvas").first
    page.wait_for_function("canvas => canvas.getBoundingClientRect().right < 390", arg=canvas.element_handle())
    canvas.tap()
    expect(page.get_by_text("picked: layer5.conv (0,")).to_be_visible()
