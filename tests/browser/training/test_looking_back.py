"""What a run that has ended shows: its mistakes, its layers from epoch to epoch, everything on a phone."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from core.digits.classifier import probabilities
from core.digits.data.datasets import load
from core.digits.model import DigitNet
from core.digits.runs.snapshots import read_snapshot
from core.digits.runs.store import RunStore
from core.figures.confusion import confusion
from pages.shared.texts import a_digit
from tests.browser.answering import settled
from tests.browser.driver import Server
from tests.browser.lesson import PHONE
from tests.browser.training.runs import TOKEN, button, visit

CELL = '[aria-roledescription="rect mark"][aria-label*="read as: {answer}; the digit is: {truth};"]'


def network(store: RunStore, id: str, epoch: int) -> DigitNet:
    snapshot = read_snapshot(store.folder(id), epoch)
    net = DigitNet(**snapshot.network)
    net.load_state_dict(snapshot.weights)
    return net.eval()


def test_from_a_cell_to_its_images_to_the_layers_and_through_the_epochs(
    store: RunStore, server: Server, mnist: Path, page: Page, finished: str
) -> None:
    test = load(str(mnist)).test
    answers = read_snapshot(store.folder(finished), 3).answers
    assert answers is not None
    counts = confusion(test.labels, answers.argmax(dim=1))
    np.fill_diagonal(counts, 0)
    truth, taken_for = np.unravel_index(counts.argmax(), counts.shape)
    images = int(counts.max())

    visit(page, server, finished)
    page.get_by_role("tab", name="What it gets wrong").click()
    expect(page.get_by_text(f"{counts.sum()} of 1,000").last).to_be_visible()
    page.locator(CELL.format(truth=truth, answer=taken_for)).click()
    for label, digit in (("The digit is", truth), ("Read as", taken_for)):
        expect(page.get_by_role("combobox", name=label)).to_have_value(str(digit))
    gallery = page.get_by_role("listbox", name=f"{truth} read as {taken_for}")
    expect(gallery.get_by_role("option")).to_have_count(images)
    gallery.get_by_role("option").nth(1).click()
    title = page.get_by_text(re.compile(rf"Test image \d+: {a_digit(int(truth))}, read as {taken_for}"))
    expect(title).to_be_visible()
    image = int(re.findall(r"\d+", title.text_content() or "")[0])
    assert int(test.labels[image]) == truth
    assert int(answers[image].argmax()) == taken_for

    button(page, "Pin this image for time travel").click()
    pixels = test.images[image].numpy()[None].astype(np.float32) / 255
    for epoch in (3, 2, 0):
        expect(page.get_by_text(f"Test image {image}, {a_digit(int(truth))}, after epoch {epoch}")).to_be_visible()
        shares = probabilities(network(store, finished, epoch), pixels)[0]
        text = f"{shares[truth]:.1%}".replace("%", " %") if shares[truth] >= 0.0005 else "< 0.1 %"
        answer = page.get_by_role("region", name="Answer").get_by_role("listitem").nth(int(truth))
        expect(answer).to_contain_text(text)
        page.get_by_role("slider", name="After epoch").press({3: "ArrowLeft", 2: "Home"}.get(epoch, "End"))

    page.get_by_role("tab", name="All runs").click()
    names = page.locator(".st-key-train-runs-chosen").get_by_role("combobox")
    names.fill("Short")
    names.press("Enter")
    names.press("Escape")
    expect(page.get_by_role("textbox", name="Name")).to_have_value("Short")
    row = [metadata.id for metadata in store.list(TOKEN)].index(finished)
    page.get_by_test_id("stDataFrame").click(position={"x": 12, "y": 35 * (row + 1) + 17})
    expect(page.get_by_text("Tick one run")).to_be_visible()  # it was ticked there, and is no more


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
def test_nothing_is_wider_than_a_phone(server: Server, page: Page, finished: str) -> None:
    visit(page, server, finished)
    shown = {
        "Live": "Misread",
        "What it gets wrong": "test images misread",
        "Time travel": "after epoch 3",
        "Log and code": "The same run from a terminal",
        "All runs": "Tick one run",
        "New run": "Share of the images",
    }
    for tab, text in shown.items():
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_text(text).first).to_be_visible()
        settled(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, tab
        assert page.get_by_test_id("stMain").evaluate("e => e.scrollWidth <= e.clientWidth"), tab
