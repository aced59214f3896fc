"""A grid of four runs in one click, its graph, and the referee on a pasted log."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from core.digits.runs.run import read_config
from core.digits.runs.store import RunStore
from tests.browser.answering import answered
from tests.browser.driver import Server
from tests.browser.training.runs import TOKEN, button, choose, visit

LOG = """loss=0.0018 batch_id=1874: 100%|██████████| 1875/1875 [00:29<00:00, 64.21it/s]
Test set: Average loss: 0.0169, Accuracy: 9950/10000 (99.50%)
"""


def test_four_runs_one_graph_and_the_referee(store: RunStore, server: Server, page: Page) -> None:
    visit(page, server)
    expect(page.get_by_text("steps, timed a moment ago")).to_be_visible()  # the last thing to be drawn
    page.get_by_text("More settings of the training").click()
    page.get_by_text("A grid of runs").click()
    fields = {
        page.get_by_label("Name"): "Grid",
        page.get_by_role("textbox", name="Epochs"): "1",
        page.get_by_role("textbox", name="Batch size"): "500",
        page.locator(".st-key-train-set-data").get_by_role("combobox"): "Generated digits",
    }
    for field, text in fields.items():
        with answered(page):
            field.fill(text)
            field.press("Enter")
    axes = page.get_by_role("combobox", name="Settings with several values")
    for setting in ("dropout", "random seed"):
        with answered(page):
            choose(page, axes, setting)
    page.keyboard.press("Escape")
    for key, text in (("dropout", "0, 0.1"), ("random-seed", "0-1")):
        with answered(page):
            field = page.locator(f".st-key-train-grid-{key} input")
            field.fill(text)
            field.press("Enter")
    expect(page.get_by_text("4 runs, 2 of dropout × 2 of random seed: about")).to_be_visible()
    button(page, "Start 4 runs").click()
    graph = "Accuracy, % of 4 runs on Generated digits, coloured by what differs."
    lines = page.get_by_label(graph, exact=True).locator('[aria-roledescription="line mark"]')
    expect(lines.first).to_be_attached()
    said = page.get_by_role("listitem").filter(has_text="2 seeds in pairs")
    expect(said).to_be_visible()  # by itself, once all four have ended
    made = {each.name: read_config(store.folder(each.id)) for each in store.list(TOKEN) if each.name[:4] == "Grid"}
    assert {name: (config.dropout, config.seed) for name, config in made.items()} == {
        f"Grid: dropout {dropout:g}, random seed {seed}": (dropout, seed) for dropout in (0.0, 0.1) for seed in (0, 1)
    }
    page.get_by_role("tab", name="Referee").click()
    page.get_by_role("radio", name="A pasted log").click()
    page.get_by_role("textbox", name="Log").fill(LOG)
    page.get_by_role("textbox", name="Parameters").fill("19,716")
    page.get_by_role("textbox", name="Parameters").press("Enter")
    expect(page.get_by_text("Passed. Every rule is kept.")).to_be_visible()
    page.get_by_role("textbox", name="Log").fill("59863/60000")
    page.get_by_role("textbox", name="Log").press("Control+Enter")
    expect(page.get_by_text("60,000 is how many it is trained on").first).to_be_visible()
