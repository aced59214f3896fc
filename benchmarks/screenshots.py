"""Takes the README's pictures from the running app: python -m benchmarks.screenshots

The Train page is taken while it trains MNIST, or the generated digits where MNIST is not.
"""

from __future__ import annotations

from tempfile import TemporaryDirectory
from urllib.parse import quote_plus

from playwright.sync_api import Browser, FilePayload, expect

from core.backprop.network import Network
from core.digits.data.datasets import here
from core.digits.presets import PRESETS
from tests.browser.answering import answered
from tests.browser.driver import ROOT, Server, chromium, serve
from tests.browser.training.runs import choose

FOLDER = ROOT / "docs"
SEVEN = (((80, 60), (190, 55), (120, 220)), ((100, 140), (180, 140)))  # strokes on the canvas


def still(browser: Browser, server: Server, scheme: str, link: str, shown: str, name: str, from_text: str = "") -> None:
    """A page as a link opens it, once `shown` has something in it, scrolled down to a text if one is given."""
    page = browser.new_page(viewport={"width": 1280, "height": 850}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{server.url}/{link}")
    expect(page.locator(shown).first).not_to_be_empty(timeout=60_000)
    page.wait_for_timeout(1500)  # fonts, and the controls around the stage
    page.evaluate("document.activeElement.blur()")
    if from_text:
        page.get_by_text(from_text).evaluate("text => text.scrollIntoView()")
        page.wait_for_timeout(500)
    page.screenshot(path=FOLDER / name)
    page.close()


def train(browser: Browser, server: Server) -> None:
    """A run in its fourth epoch, and what it gets wrong."""
    page = browser.new_page(viewport={"width": 1280, "height": 1120}, color_scheme="light")
    page.set_default_timeout(600_000)
    page.goto(f"{server.url}/train")
    page.get_by_role("button", name="Start training").wait_for()
    if not here("mnist"):
        page.locator(".st-key-train-set-data [role=combobox]").click()
        page.get_by_role("option", name="Generated digits").click()
    page.get_by_role("button", name="Start training").click()
    page.get_by_text("Epoch 4 of 20 · batch 2").wait_for()
    page.screenshot(path=FOLDER / "train-live.png")
    page.get_by_role("tab", name="What it gets wrong").click()
    page.locator("canvas").first.wait_for()
    page.wait_for_timeout(2000)
    page.screenshot(path=FOLDER / "train-mistakes.png")
    page.close()


def grid(browser: Browser, server: Server) -> None:
    """Three runs with dropout beside three without, and what their seeds can show."""
    page = browser.new_page(viewport={"width": 1280, "height": 1230}, color_scheme="light")
    page.set_default_timeout(600_000)
    page.goto(f"{server.url}/train")
    page.get_by_text("timed a moment ago").wait_for()
    page.get_by_text("A grid of runs").click()
    fields = {"set-epochs-typed": "8", "set-data": "Generated digits"}
    for where, text in fields.items():
        with answered(page):
            page.locator(f".st-key-train-{where} input").fill(text)
            page.locator(f".st-key-train-{where} input").press("Enter")
    axes = page.get_by_role("combobox", name="Settings with several values")
    values = {"dropout": "0, 0.2", "share of the images": "5", "random seed": "0-2"}
    for setting in values:
        with answered(page):
            choose(page, axes, setting)
    page.keyboard.press("Escape")
    for setting, text in values.items():
        with answered(page):
            field = page.locator(f".st-key-train-grid-{setting.replace(' ', '-')} input")
            field.fill(text)
            field.press("Enter")
    page.get_by_role("button", name="Start 6 runs").click()
    page.get_by_role("listitem").filter(has_text="3 seeds in pairs").wait_for()
    page.get_by_text("What is drawn").scroll_into_view_if_needed()
    page.wait_for_timeout(3000)
    page.get_by_text("The 25 worst").scroll_into_view_if_needed()
    page.wait_for_timeout(1000)
    page.screenshot(path=FOLDER / "train-grid.png")
    page.close()


def sheet(browser: Browser, server: Server) -> None:
    """A sheet of ten updates in which ∂E_total/∂w3 has the slope of a_h1 where that of a_h2 belongs, checked."""
    net, rows = Network(), []
    for _ in range(10):
        values, gradients = net.values(), net.gradients()
        slopes = [values[name] * (1 - values[name]) for name in ("a_h1", "a_h2")]
        gradients["w3"] *= slopes[0] / slopes[1]
        rows.append({**net.numbers, **values, **{f"∂E_total/∂{name}": slope for name, slope in gradients.items()}})
        net = net.updated(0.5)
    lines = [";".join(rows[0]), *(";".join(map(str, row.values())) for row in rows)]
    page = browser.new_page(viewport={"width": 1280, "height": 850}, color_scheme="light")
    page.set_default_timeout(60_000)
    page.goto(f"{server.url}/practice?tab=sheet")
    file = FilePayload(name="homework.csv", mimeType="text/csv", buffer="\n".join(lines).encode())
    page.locator("input[type=file]").set_input_files([file])
    page.get_by_text("10 updates understood").wait_for()
    page.wait_for_timeout(2500)
    page.screenshot(path=FOLDER / "practise-sheet.png")
    page.close()


def draw(browser: Browser, server: Server) -> None:
    """A seven with a bar, and what the layers made of it."""
    page = browser.new_page(viewport={"width": 1280, "height": 1280}, color_scheme="light")
    page.set_default_timeout(60_000)
    page.goto(f"{server.url}/draw")
    board = page.locator("canvas.upper-canvas")
    board.wait_for()
    box = board.bounding_box()
    assert box is not None
    for line in SEVEN:
        places = [(box["x"] + x, box["y"] + y) for x, y in line]
        page.mouse.move(*places[0])
        page.mouse.down()
        for place in places[1:]:
            page.mouse.move(*place, steps=8)
        page.mouse.up()
        page.wait_for_timeout(1500)
    page.get_by_role("radio", name="Through the layers").click()
    page.get_by_text("What every operation made of your drawing").wait_for()
    page.wait_for_timeout(3000)
    page.screenshot(path=FOLDER / "draw.png")
    page.close()


def main() -> None:
    expect.set_options(timeout=60_000)
    with TemporaryDirectory() as runs, serve(LAB_RUNS=runs) as server, chromium() as browser:
        draw(browser, server)
        train(browser, server)
        grid(browser, server)
        still(browser, server, "light", "?step=d-a_h1-o2", ".title", "backprop-light.png")
        still(browser, server, "dark", "?step=new-w5&preset=overshoot", ".title", "backprop-dark.png")
        still(browser, server, "light", "explore?tab=paths", ".sankey .bed svg", "explore-paths.png")
        still(browser, server, "light", "practice?tab=bug", ".hunt .lines", "practise-bug.png")
        sheet(browser, server)
        own = PRESETS[1].design
        link = f"train?design={quote_plus(str(own))}"
        still(browser, server, "light", link, ".editor .row", "train-editor.png", from_text="The exercise's aims")


if __name__ == "__main__":
    main()
