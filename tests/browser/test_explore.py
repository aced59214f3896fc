"""Races, slices, surfaces and paths in a browser: what a learner does there with hands."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from core.backprop.engine.descent import descend
from core.backprop.engine.network import Network
from core.backprop.explore.race import race
from core.backprop.lesson.presets import RATES
from tests.browser.answering import settled
from tests.browser.driver import Server
from tests.browser.lesson import PHONE, light_and_dark, number, set_number, shown
from tests.browser.tab import hold

CALM = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}


def explore(page: Page, server: Server, tab: str, link: str = "") -> None:
    page.goto(f"{server.url}/explore?tab={tab}{link}")
    expect(page.locator(".plot").first).to_be_visible()
    expect(page.get_by_role("tab", name=tab.capitalize())).to_have_attribute("aria-selected", "true")


def losses(page: Page) -> list[str]:
    return page.locator(".lane .loss").all_inner_texts()


def update(page: Page) -> int:
    """How far the head of the race has come."""
    text = page.locator(".race .said").inner_text()
    return 0 if text == "at the start" else int(re.sub(r"\D", "", text))


def choose(page: Page, group: str, name: str) -> None:
    page.locator(f".st-key-{group}").get_by_role("radio", name=name).click()


def panel(page: Page, weight: str) -> Locator:
    return page.locator(f'.panel[data-weight="{weight}"]')


def drag(page: Page, target: Locator, start: float, end: float) -> None:
    """With the mouse, from one share of the target's width to another."""
    box = target.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + start * box["width"], middle)
    page.mouse.down()
    page.mouse.move(box["x"] + end * box["width"], middle, steps=6)
    page.mouse.up()


@pytest.mark.held_time
def test_a_race_is_played_paused_and_scrubbed(page: Page, server: Server) -> None:
    explore(page, server, "race")
    run = race(Network(), RATES, 100)
    expect(page.locator(".lane .loss")).to_have_count(len(RATES))
    expect(page.locator(".race .said")).to_have_text("after 100 updates")
    assert [float(text) for text in losses(page)] == pytest.approx([float(f"{x:.4g}") for x in run.losses[100]])
    hold(page)
    page.get_by_role("button", name="Play", exact=True).click()
    page.clock.run_for(3000)  # of ten seconds
    page.get_by_role("button", name="Pause").click()
    at = update(page)
    assert 25 < at <= 30
    page.clock.run_for(1000)
    assert update(page) == at
    assert [float(text) for text in losses(page)] == pytest.approx([float(f"{x:.4g}") for x in run.losses[at]])
    head = page.get_by_role("slider", name="Update", exact=True)
    head.focus()
    page.keyboard.press("ArrowRight")
    assert update(page) == at + 1
    drag(page, head, 0.2, 0.5)
    assert 45 < update(page) < 55
    page.locator(".chart svg").click(position={"x": 70, "y": 100})
    assert 0 < update(page) <= 3
    assert page.locator(".lane .place").all_inner_texts().count("1.") == 1


@pytest.mark.held_time
def test_the_race_runs_to_its_end_by_itself(page: Page, server: Server) -> None:
    explore(page, server, "race")
    page.get_by_label("Playing speed").select_option("2×")
    hold(page)
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.clock.run_for(6000)
    expect(page.locator(".race .said")).to_have_text("after 100 updates")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


@pytest.mark.parametrize("page", [CALM], indirect=True, ids=["calm"])
@pytest.mark.held_time
def test_without_motion_a_race_goes_in_ten_steps(page: Page, server: Server) -> None:
    explore(page, server, "race")
    page.get_by_label("Playing speed").select_option("2×")
    hold(page)
    page.get_by_role("button", name="Play", exact=True).click()
    seen = [update(page)]
    for _ in range(60):
        page.clock.run_for(100)
        seen.append(update(page))
    assert sorted(set(seen)) == list(range(0, 101, 10))
    assert seen == sorted(seen)


def test_rates_are_chosen_and_typed_and_axes_can_be_logarithmic(page: Page, server: Server) -> None:
    explore(page, server, "race")
    box = page.locator(".st-key-explore-race-rates input")
    box.click()
    box.fill("40")
    box.press("Enter")
    expect(page.locator(".lane .rate").last).to_have_text("η = 40")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"rates=0\.1%2C.*40"))
    before = page.locator(".chart .curve").last.get_attribute("d")
    page.get_by_label("logarithmic loss").check()
    page.get_by_label("logarithmic updates").check()
    assert page.locator(".chart .curve").last.get_attribute("d") != before
    expect(page.locator(".lane")).to_have_count(7)
    choose(page, "explore-race-length", "1,000")
    expect(page.locator(".race .said")).to_have_text("after 1,000 updates")
    expect(page.get_by_label("logarithmic loss")).to_be_checked()
    expect(page.get_by_test_id("stTable")).to_contain_text("after 1,000")
    page.get_by_role("tab", name="Slices").click()
    set_number(page, "learning rate", "7")
    expect(page).to_have_url(re.compile("rate=7"))
    page.get_by_role("tab", name="Race").click()
    expect(page.locator(".lane")).to_have_count(7)
    expect(page.locator(".st-key-explore-race-rates")).to_contain_text(re.compile("0.1.*0.2.*0.5.*0.8.*1.*2.*40"))
    expect(page.locator(".st-key-explore-race-length").get_by_role("radio", name="1,000")).to_be_checked()


def test_the_target_is_a_finishing_line(page: Page, server: Server) -> None:
    explore(page, server, "race")
    field = page.get_by_role("textbox", name="Target for E_total")
    field.fill("0.1")
    field.press("Enter")
    expect(page.locator(".finish text")).to_have_text("target 0.1")
    reached = race(Network(), RATES, 100).reached(5, 0.1)
    expect(page.locator(".lane .state").last).to_have_text(f"target after {reached}")


def test_walking_moves_every_slice(page: Page, server: Server) -> None:
    explore(page, server, "slices")
    net = descend(Network(), 0.5, 100)
    expect(panel(page, "w5").locator(".heading")).to_contain_text("= 0.4")
    page.get_by_role("button", name="One update forward").click()
    expect(panel(page, "w5").locator(".heading")).to_contain_text(number(net.at(1).numbers["w5"]))
    drag(page, page.get_by_role("slider", name="Update", exact=True), 0.02, 0.6)
    expect(page.locator(".walk .said")).to_have_text(re.compile(r"after (5|6)\d of 100 updates"))
    at = int(page.locator(".walk .said").inner_text().split()[1])
    expect(panel(page, "w8").locator(".heading")).to_contain_text(number(net.at(at).numbers["w8"]))
    expect(page).to_have_url(re.compile(f"update={at}&updates=100&tab=slices"))


def test_playing_walks_to_the_end_of_the_descent(page: Page, server: Server) -> None:
    explore(page, server, "slices")
    page.get_by_role("button", name="10 updates", exact=True).click()
    expect(page.get_by_role("button", name="10 updates", exact=True)).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.locator(".walk .said")).to_have_text("after 10 of 10 updates")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    last = descend(Network(), 0.5, 10).at(10).numbers["w5"]
    expect(panel(page, "w5").locator(".heading")).to_contain_text(number(last))


def test_a_weight_is_dragged_along_its_slice_and_the_others_follow(page: Page, server: Server) -> None:
    explore(page, server, "slices", "&w5=0.5")
    before = panel(page, "w1").locator(".slope").inner_text()
    marked = panel(page, "w1").locator("path.curve")
    marked.evaluate("element => { element.dataset.mark = 'same' }")
    drag(page, panel(page, "w5").locator("svg"), 0.5, 0.3)
    expect(panel(page, "w5").locator(".heading")).to_contain_text(re.compile(r"= −\d"))
    expect(panel(page, "w1").locator(".slope")).not_to_have_text(before)
    assert marked.get_attribute("data-mark") == "same"  # it was changed in place
    expect(page).to_have_url(re.compile("w5=-"))
    panel(page, "w8").locator("svg").focus()
    page.keyboard.press("ArrowRight")
    expect(panel(page, "w8").locator(".heading")).to_contain_text("= 0.65")


def test_a_learning_rate_is_typed_and_nonsense_is_said(page: Page, server: Server) -> None:
    explore(page, server, "slices")
    set_number(page, "learning rate", "2")
    expect(panel(page, "w5").locator(".lands")).to_contain_text(number(Network().updated(2).numbers["w5"]))
    set_number(page, "learning rate", "fast")
    expect(page.locator(".walk .problem")).to_contain_text("“fast” is not a number")
    page.get_by_role("button", name="0.8", exact=True).click()
    expect(page.locator(".walk .problem")).to_be_empty()
    expect(panel(page, "w5").locator(".lands")).to_contain_text(number(Network().updated(0.8).numbers["w5"]))


def test_the_weights_of_a_surface_are_chosen_and_a_click_on_it_starts_from_there(page: Page, server: Server) -> None:
    explore(page, server, "surface")
    painted = "canvas => canvas.getContext('2d').getImageData(5, 5, 1, 1).data[3]"
    canvas = page.locator(".map canvas")
    expect(page.locator(".map .title").first).to_have_text(re.compile("w5"))
    expect(page.locator(".scale .band").first).to_be_visible()
    assert canvas.evaluate(painted) == 255
    page.locator(".st-key-explore-surface-up [role=combobox]").click()
    page.get_by_role("option", name="w6", exact=True).click()
    expect(page.locator(".map .title").last).to_have_text(re.compile("w6"))
    expect(page).to_have_url(re.compile("across=w5&up=w6"))
    ticks = page.locator(".map .tick")
    before, map = ticks.all_inner_texts(), page.locator(".map svg")
    map.click(position={"x": 300, "y": 200})
    expect(page).to_have_url(re.compile(r"w5=-?\d.*w6=-?\d"))
    settled(page)
    assert ticks.all_inner_texts() == before  # nothing moves under the pointer
    for key in ("Shift+ArrowRight", "ArrowUp"):
        map.press(key)
    told = page.locator(".surface .told")
    expect(told).to_have_text(re.compile(r"^w5 = −?[\d.]+, w6 = −?[\d.]+: E_total is (below|between|above) "))
    expect(map).to_have_css("outline-style", "solid")
    w5, w6 = (text.replace("−", "-") for text in re.findall(r"= (−?[\d.]+)", told.inner_text()))
    map.press("Enter")
    expect(page).to_have_url(re.compile(f"w5={float(w5)!r}&w6={float(w6)!r}&"))
    choose(page, "explore-surface-held", "the last update")
    expect(page.get_by_text("the other 6 weights stay as at update 100")).to_be_visible()


def test_the_landscape_opens_in_three_dimensions(page: Page, server: Server) -> None:
    explore(page, server, "surface")
    choose(page, "explore-surface-view", "3-D")
    expect(page.get_by_test_id("stPlotlyChart").locator("canvas").first).to_be_visible()


def test_streams_are_followed_and_a_node_leads_to_its_own_paths(page: Page, server: Server) -> None:
    explore(page, server, "paths")
    expect(page.locator(".balance .sum")).to_have_text(re.compile(r"0\.0001883"))
    expect(page.locator(".stream.more")).to_have_count(1)
    expect(page.locator(".stream.less")).to_have_count(1)
    page.locator(".stream.less").dispatch_event("pointerover")
    expect(page.locator(".told")).to_contain_text("(−0.3595) · 0.2330 · 0.5 · 0.2500 · 0.05 = −0.0005234")
    page.locator('.node[data-name="o1"]').hover()
    expect(page.locator(".told")).to_have_text(
        re.compile(r"0\.1424 · 0\.004999 = \+0\.0007116, its share of ∂Etotal/∂w1")
    )
    page.get_by_role("button", name="ao1 ∂ 0.5965 share +0.0007116").click()
    expect(page.locator(".stream")).to_have_count(1)
    expect(page).to_have_url(re.compile("of=a_o1"))
    page.locator(".st-key-explore-paths-of [role=combobox]").click()
    page.get_by_role("option", name="i1", exact=True).click()
    expect(page.locator(".stream")).to_have_count(4)


def test_a_deep_link_on_a_cold_server_restores_network_and_tab(cold_server: Server, page: Page) -> None:
    explore(page, cold_server, "paths", "&w5=0.7&rate=0.2&of=w2")
    expect(page.get_by_test_id("stTable")).to_contain_text("0.7")
    expect(page.get_by_label("learning rate, typed")).to_have_value("0.2")
    expect(page.get_by_role("dialog")).to_have_count(0)  # such as "Page not found"
    expect(page).to_have_url(f"{cold_server.url}/explore?w5=0.7&rate=0.2&tab=paths&of=w2")


def test_what_is_changed_here_is_changed_in_the_lesson_too(page: Page, server: Server) -> None:
    explore(page, server, "slices", "&w5=0.5")
    panel(page, "w5").locator("svg").focus()
    page.keyboard.press("ArrowRight")
    expect(panel(page, "w5").locator(".heading")).to_contain_text("= 0.6")
    page.get_by_role("link", name="Change the network").click()
    expect(shown(page, "w5")).to_have_text("0.6")
    page.get_by_role("link", name="Explore").click()
    expect(panel(page, "w5").locator(".heading")).to_contain_text("= 0.6")


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
@pytest.mark.parametrize("tab", ["race", "slices", "surface", "paths"])
def test_a_phone_shows_everything_within_its_width(page: Page, server: Server, tab: str) -> None:
    explore(page, server, tab)
    for _ in light_and_dark(page):
        settled(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        for plot in page.locator(".plot").all():
            box = plot.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 390
