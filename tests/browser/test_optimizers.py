"""Batches, momentum and Adam in the stepper: each example has its picture, and an update its own steps."""

from __future__ import annotations

from typing import cast

from playwright.sync_api import Page, expect

from core.backprop.lesson.optimizer_place import OptimizerPlace, state_at
from core.backprop.lesson.place import Place
from tests.browser.driver import Server
from tests.browser.lesson import number, shown


def test_a_batch_is_stepped_through_and_updated(page: Page, server: Server) -> None:
    here = OptimizerPlace()
    state = state_at(here, Place())
    gradients, after = state.network.gradients(), state.numbers(here.optimizer)
    page.goto(f"{server.url}/explore?tab=optimizers")
    phase, equation = page.locator(".phase"), page.locator(".equation mtr")
    expect(phase).to_have_text("start · example a · step 1 of 119")
    expect(page.locator(".picture svg:visible")).to_have_count(1)
    page.get_by_role("button", name="h1ᵇ: what flows into the neuron").click()
    expect(phase).to_contain_text("forward · example b")
    expect(shown(page, "h1ᵇ")).to_have_text(number(state.network.values()["h1ᵇ"]))
    expect(shown(page, "h1ᵃ")).to_have_count(0)
    page.get_by_role("button", name="The examples meet in w1").click()
    expect(shown(page, "∂E_mean/∂w1")).to_have_text(number(gradients["w1"]))
    page.get_by_role("button", name="w8: old → new").click()
    expect(shown(page, "w8⁺")).to_have_text(number(after["w8⁺"]))
    expect(equation.last).to_have_text(f"={number(after['w8⁺'])}")
    page.get_by_role("button", name="Next update").click()
    expect(phase).to_have_text("start · example a · step 1 of 119 · after 1 update")
    new = cast(float, state.next(here.optimizer).network.numbers["w8"])
    expect(shown(page, "w8")).to_have_text(number(new))
    expect(page).to_have_url(f"{server.url}/explore?tab=optimizers&batch-update=1&batch-updates=1")
