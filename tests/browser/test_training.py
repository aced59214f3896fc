"""The Train page in a browser, with real trainings of generated digits in processes of their own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from core.digits.data import SOURCES, load
from core.digits.flags import command
from core.digits.insight import probabilities
from core.digits.model import DigitNet
from core.digits.recipe import Config
from core.digits.runs import lock
from core.digits.runs.house import cores
from core.digits.runs.run import read_records
from core.digits.runs.shelf import Shelf
from core.digits.runs.snapshot import read_snapshot
from core.digits.runs.status import PAUSED, STOPPED, read_status
from core.digits.synthetic import digits
from core.figures.confusion import confusion
from tests.browser.driver import ROOT, Server, serve
from tests.browser.lesson import PHONE, open_lesson

TOKEN, OTHER = "a" * 32, "b" * 32
SLOW = 90_000  # milliseconds: a process imports torch before its first batch, or draws 24,000 digits
LONG = Config(synthetic=0, epochs=200, threads=1, device="cpu", log_every=2)  # it never ends of itself
SHORT = Config(synthetic=0, share=0.02, batch_size=32, epochs=3, threads=1, device="cpu", log_every=1)
DRAWN = 1000  # digits, which fill MNIST's files again and again
CELL = '[aria-roledescription="rect mark"][aria-label*="read as: {answer}; the digit is: {truth};"]'


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("runs"))


@pytest.fixture(scope="module")
def mnist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files like MNIST's, of few digits drawn by code: that is quicker than drawing all anew."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "MNIST" / "raw").mkdir(parents=True)
    images, labels = (part.numpy() for part in digits(DRAWN, seed=0))
    for part, count in zip(("train", "t10k"), SOURCES["mnist"].sizes, strict=True):
        repeated = {"images-idx3": np.resize(images, (count, 28, 28)), "labels-idx1": np.resize(labels, count)}
        for name, array in repeated.items():
            sizes = b"".join(size.to_bytes(4, "big") for size in array.shape)
            content = bytes([0, 0, 8, array.ndim]) + sizes + array.astype(np.uint8).tobytes()
            (folder / "MNIST" / "raw" / f"{part}-{name}-ubyte").write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def finished(shelf: Shelf, mnist: Path) -> str:
    """A short run at its end."""
    id = shelf.create(SHORT, TOKEN, "Short").id
    words = command(shelf.folder(id), SHORT)
    subprocess.run(words, cwd=ROOT, env={**os.environ, "MNIST_DIR": str(mnist)}, capture_output=True, check=True)
    return id


@pytest.fixture(scope="module")
def server(shelf: Shelf, mnist: Path) -> Iterator[Server]:
    with house(shelf, mnist) as running:
        yield running


@pytest.fixture
def long(shelf: Shelf, server: Server, page: Page) -> Iterator[str]:
    """A long run that trains, and `page` shows it."""
    id = shelf.create(LONG, TOKEN, "Long").id
    visit(page, server, id)
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_text("Epoch 1 of 200")).to_be_visible(timeout=SLOW)
    yield id
    lock.send(shelf.folder(id), signal.SIGKILL)  # whatever became of it


def house(shelf: Shelf, mnist: Path, port: int | None = None) -> AbstractContextManager[Server]:
    """A server with these runs and data, on which a training has one thread."""
    return serve(port=port, LAB_RUNS=str(shelf.root), LAB_AT_ONCE=str(cores()), MNIST_DIR=str(mnist))


def visit(page: Page, server: Server, id: str = "", token: str = TOKEN) -> None:
    """Opens the page as this visitor."""
    remember = f"if (location.protocol === 'http:') localStorage.setItem('backprop-lab visitor', '{token}')"
    page.context.add_init_script(remember)
    page.goto(f"{server.url}/train" + (f"?run={id}" if id else ""))
    expect(page.get_by_role("tab", name="All runs")).to_be_visible(timeout=SLOW)  # the server imports torch


def points(page: Page) -> int:
    """How many points the curve of the loss has."""
    line = page.get_by_label("Training loss of each batch.").locator('[aria-roledescription="line mark"]').first
    return (line.get_attribute("d") or "").count("L") + 1 if line.count() else 0


def more_points(page: Page, than: int = 0) -> int:
    """Waits until the curve of the loss has grown."""
    for _ in range(300):
        if (found := points(page)) > than:
            return found
        page.wait_for_timeout(100)
    raise AssertionError(f"there are no more than {than} points after half a minute")


def badge(page: Page, state: str) -> Locator:
    return page.get_by_test_id("stMarkdownContainer").filter(has_text=re.compile(rf"{state}$")).first


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def told_once(shelf: Shelf, id: str) -> bool:
    """Whether no batch was trained twice."""
    places = [(record.epoch, getattr(record, "batch", 1 << 30)) for record in read_records(shelf.folder(id))]
    return places == sorted(set(places))


def network(shelf: Shelf, id: str, epoch: int) -> DigitNet:
    snapshot = read_snapshot(shelf.folder(id), epoch)
    net = DigitNet(**snapshot.network)
    net.load_state_dict(snapshot.weights)
    return net.eval()


def test_start_points_arrive_pause_resume_stop(shelf: Shelf, server: Server, page: Page) -> None:
    visit(page, server)
    expect(page.get_by_text("steps, timed a moment ago")).to_be_visible(timeout=SLOW)  # the last thing to be drawn
    page.get_by_label("Name").fill("By hand")
    page.get_by_label("Name").press("Enter")
    option = page.get_by_role("option", name="Generated digits")
    for _ in range(10):  # the list closes when the page moves below it
        page.locator(".st-key-set-data").get_by_role("combobox").click()
        page.wait_for_timeout(500)
        if option.is_visible():
            break
    option.click()
    expect(page.get_by_text("Generated digits, as the network would see them")).to_be_visible(timeout=SLOW)
    button(page, "Start training").click()
    expect(page.get_by_role("heading", name="By hand")).to_be_visible()
    expect(page.get_by_text("Epoch 1 of 20")).to_be_visible(timeout=SLOW)
    (id,) = (card.id for card in shelf.list(TOKEN) if card.name == "By hand")
    expect(page).to_have_url(f"{server.url}/train?run={id}")
    before = more_points(page, more_points(page))
    button(page, "Pause").click()
    expect(button(page, "Resume")).to_be_visible()
    expect(badge(page, PAUSED)).to_be_visible()
    assert not lock.held(shelf.folder(id))
    still = points(page)
    page.wait_for_timeout(1200)
    assert points(page) == still >= before
    button(page, "Resume").click()
    more_points(page, still)
    button(page, "Stop").click()
    expect(badge(page, STOPPED)).to_be_visible()
    assert not lock.held(shelf.folder(id))
    assert told_once(shelf, id)


def test_a_chart_is_the_same_before_and_after_an_update(page: Page, long: str) -> None:
    charts = page.get_by_test_id("stVegaLiteChart").locator("svg")
    expect(charts).to_have_count(5)
    before = more_points(page)
    charts.evaluate_all("all => all.forEach((chart, index) => { chart.dataset.mark = index })")
    more_points(page, more_points(page, before))
    assert charts.evaluate_all("all => all.map(chart => chart.dataset.mark)") == list("01234")


def test_a_reload_and_a_second_tab_show_the_same_training(shelf: Shelf, server: Server, page: Page, long: str) -> None:
    process = read_status(shelf.folder(long)).process
    page.reload()
    expect(button(page, "Pause")).to_be_visible()
    expect(page).to_have_url(f"{server.url}/train?run={long}")
    other = page.context.new_page()
    other.goto(page.url)
    expect(button(other, "Pause")).to_be_visible()
    before = more_points(other)
    more_points(page, before)
    more_points(other, before)
    other.get_by_role("link", name="Backprop, step by step").click()
    expect(other.locator(".title")).not_to_be_empty()
    other.get_by_role("link", name="Train the digit network").click()
    expect(button(other, "Pause")).to_be_visible()
    assert read_status(shelf.folder(long)).process == process
    assert told_once(shelf, long)
    button(other, "Pause").click()
    expect(button(page, "Resume")).to_be_visible()
    other.close()


def test_a_stranger_sees_nothing_of_it(server: Server, page: Page, finished: str) -> None:
    visit(page, server, finished, OTHER)
    expect(page.get_by_text("There is no such run")).to_be_visible()
    page.get_by_role("tab", name="All runs").click()
    expect(page.get_by_text("There are no runs yet")).to_be_visible()


def test_a_killed_training_is_said_and_goes_on(shelf: Shelf, page: Page, long: str) -> None:
    before = more_points(page)
    os.kill(int(read_status(shelf.folder(long)).process.split()[0]), signal.SIGKILL)
    expect(page.get_by_text("The training was ended from outside")).to_be_visible()
    button(page, "Resume").click()
    expect(button(page, "Pause")).to_be_visible()
    more_points(page, before)
    assert told_once(shelf, long)


def test_from_a_cell_to_its_images_to_the_layers_and_through_the_epochs(
    shelf: Shelf, server: Server, mnist: Path, page: Page, finished: str
) -> None:
    test = load(str(mnist)).test
    answers = read_snapshot(shelf.folder(finished), 3).answers
    assert answers is not None
    counts = confusion(test.labels, answers.argmax(dim=1))
    np.fill_diagonal(counts, 0)
    truth, taken_for = np.unravel_index(counts.argmax(), counts.shape)
    images = int(counts.max())

    visit(page, server, finished)
    page.get_by_role("tab", name="What it gets wrong").click()
    expect(page.get_by_text(f"{counts.sum()} of 10,000").last).to_be_visible(timeout=SLOW)
    page.locator(CELL.format(truth=truth, answer=taken_for)).click()
    gallery = page.get_by_role("listbox", name=f"{truth} read as {taken_for}")
    expect(gallery.get_by_role("option")).to_have_count(images)
    gallery.get_by_role("option").nth(1).click()
    title = page.get_by_text(re.compile(rf"Test image \d+: a {truth}, read as {taken_for}"))
    expect(title).to_be_visible()
    image = int(re.findall(r"\d+", title.text_content() or "")[0])
    assert int(test.labels[image]) == truth
    assert int(answers[image].argmax()) == taken_for

    button(page, "Pin this image for time travel").click()
    pixels = test.images[image].numpy()[None].astype(np.float32) / 255
    for epoch in (3, 2, 0):
        expect(page.get_by_text(f"Test image {image}, a {truth}, after epoch {epoch}")).to_be_visible()
        shares = probabilities(network(shelf, finished, epoch), pixels)[0]
        text = f"{shares[truth]:.1%}".replace("%", " %") if shares[truth] >= 0.0005 else "< 0.1 %"
        answer = page.get_by_role("region", name="Answer").get_by_role("listitem").nth(int(truth))
        expect(answer).to_contain_text(text)
        page.get_by_role("slider", name="After epoch").press({3: "ArrowLeft", 2: "Home"}.get(epoch, "End"))


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
def test_nothing_is_wider_than_a_phone(server: Server, page: Page, finished: str) -> None:
    visit(page, server, finished)
    shown = {
        "Live": "Misread",
        "What it gets wrong": "test images misread",
        "Time travel": "after epoch 3",
        "Log and code": "The same run from a terminal",
        "All runs": "Tick one run",
        "New run": "Maps in layer 1",
    }
    for tab, text in shown.items():
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_text(text).first).to_be_visible(timeout=SLOW)
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, tab
        assert page.get_by_test_id("stMain").evaluate("e => e.scrollWidth <= e.clientWidth"), tab


def test_ctrl_c_ends_the_training_saved_and_the_link_leads_back(
    mnist: Path, tmp_path: Path, page: Page, free_port: int
) -> None:
    shelf = Shelf(tmp_path)
    id = shelf.create(LONG, TOKEN, "Long").id
    with house(shelf, mnist, free_port) as server:
        visit(page, server, id)
        button(page, "Start").click()
        expect(page.get_by_text("Epoch 1 of 200")).to_be_visible(timeout=SLOW)
        more_points(page)
        page.goto("about:blank")
        server.interrupt()
        assert not lock.held(shelf.folder(id))
        assert read_status(shelf.folder(id)).state == PAUSED
        assert list(shelf.folder(id).glob("checkpoint-*.pt"))
    told = len(list(read_records(shelf.folder(id))))
    with house(shelf, mnist, free_port) as server:
        visit(page, server, id)  # a server that nobody has visited yet
        expect(page.get_by_text("The server was ended.")).to_be_visible()
        before = more_points(page)
        button(page, "Resume").click()
        more_points(page, before)
        assert len(list(read_records(shelf.folder(id)))) > told
        page.goto("about:blank")
    assert told_once(shelf, id)


def test_the_lesson_stops_playing_when_the_learner_leaves_and_comes_back(server: Server, page: Page) -> None:
    open_lesson(page, server)
    button(page, "Play").click()
    expect(page.locator(".phase")).to_contain_text("step 2 of 43")
    page.get_by_role("link", name="Train the digit network").click()
    expect(page.get_by_role("tab", name="All runs")).to_be_visible(timeout=SLOW)
    page.wait_for_timeout(2500)  # a step takes less when it plays
    page.get_by_role("link", name="Backprop, step by step").click()
    expect(page.locator(".play")).to_have_text("Play")
    phase = page.locator(".phase").text_content()
    page.wait_for_timeout(2500)
    expect(page.locator(".phase")).to_have_text(phase or "")
