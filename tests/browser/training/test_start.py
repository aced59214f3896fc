"""A training from the first click to the last, on the Train page."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from core.digits.runs import lock
from core.digits.runs.run import read_config, read_records
from core.digits.runs.status import PAUSED, STOPPED
from core.digits.runs.store import RunStore
from core.digits.training.records import batches_in
from core.figures.training_curves import loss_curves
from tests.browser.answering import answered
from tests.browser.driver import Server
from tests.browser.training.runs import PROGRESS, TOKEN, badge, button, curve, further, told_once, visit
from tests.waiting import until


def test_start_points_arrive_pause_resume_stop(store: RunStore, server: Server, page: Page) -> None:
    visit(page, server)
    expect(page.get_by_text("steps, timed a moment ago")).to_be_visible()  # the last thing to be drawn
    page.get_by_text("More settings of the training").click()
    data = page.locator(".st-key-train-set-data").get_by_role("combobox")
    fields = {
        page.get_by_label("Name"): "By hand",
        page.get_by_role("textbox", name="Epochs"): "200",
        page.get_by_role("textbox", name="Learning rate"): "0,05",
        data: "Generated digits",
    }
    for field, text in fields.items():  # in so many epochs it never ends of itself
        with answered(page):
            field.fill(text)
            field.press("Enter")
    expect(page.get_by_text("Generated digits, as the network would see them")).to_be_visible()
    page.get_by_role("textbox", name="Batch size").fill("64,5")  # is said, and no 645
    button(page, "Start training").click()
    expect(page.get_by_role("heading", name="By hand")).to_be_visible()
    expect(page.get_by_text(PROGRESS)).to_be_visible()
    (id,) = (metadata.id for metadata in store.list(TOKEN) if metadata.name == "By hand")
    config = read_config(store.folder(id))
    assert (config.epochs, config.learning_rate, config.batch_size) == (200, 0.05, 64)
    expect(page).to_have_url(f"{server.url}/train?run={id}")
    before = further(page, further(page))
    button(page, "Pause").click()
    expect(button(page, "Resume")).to_be_visible()
    expect(badge(page, PAUSED)).to_be_visible()
    assert not lock.held(store.folder(id))
    batches = batches_in(read_records(store.folder(id)))
    whole = len(loss_curves({"this run": batches}, 200, logarithmic=False).data["loss"])
    until(lambda: len(curve(page)) == whole, pause=0.1)
    still = max(curve(page))
    assert still >= before
    assert batches_in(read_records(store.folder(id))) == batches
    button(page, "Resume").click()
    further(page, still)
    button(page, "Stop").click()
    expect(badge(page, STOPPED)).to_be_visible()
    assert not lock.held(store.folder(id))
    assert told_once(store, id)
