"""Takes the README's pictures from the running app: python -m benchmarks.screenshots"""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.browser.driver import ROOT, Server, chromium, serve

FOLDER = ROOT / "docs"


def backprop(browser: Browser, server: Server, scheme: str, link: str, name: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 850}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{server.url}/{link}")
    expect(page.locator(".title")).not_to_be_empty()
    page.wait_for_timeout(1500)  # fonts, and the controls around the stage
    page.evaluate("document.activeElement.blur()")
    page.screenshot(path=FOLDER / name)
    page.close()


def main() -> None:
    with serve() as server, chromium() as browser:
        backprop(browser, server, "light", "?step=d-a_h1-o2", "backprop-light.png")
        backprop(browser, server, "dark", "?step=new-w5&preset=overshoot", "backprop-dark.png")


if __name__ == "__main__":
    main()
