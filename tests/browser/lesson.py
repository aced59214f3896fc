"""The backprop page in a browser: how to open it and how to read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from core.backprop.notation.number import format_number
from tests.browser.answering import settled
from tests.browser.driver import Server

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


# From this step to the last one by the arrow key, and what there is to see at each: all of it in the browser, because
# asking it from here, step by step, takes several times as long.
WALK = """async stepper => {
    const find = part => stepper.querySelector(part)
    const parts = [".picture", ".buttons", ".timeline", ".tweaks", ".messages"].map(find)
    const picture = [...stepper.querySelectorAll(".picture svg")].find(each => each.checkVisibility())
    const shapes = [...picture.querySelectorAll("[data-ids]")]
    const seen = () => {
        const lights = new Set(shapes.flatMap(shape => shape.dataset.ids.split("|")))
        const symbols = [...find(".equation").querySelectorAll("[data-id]")].map(each => each.dataset.id)
        return {
            title: find(".title").textContent,
            words: find(".card").textContent + picture.textContent,
            fits: find(".equation").scrollWidth <= find(".equation").clientWidth,
            places: parts.map(part => `${part.className} ${JSON.stringify(part.getBoundingClientRect())}`),
            dark: symbols.filter(symbol => !lights.has(symbol)),
        }
    }
    const steps = [seen()]
    while (!find("[data-do=forward]").disabled) {
        document.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight" }))
        await new Promise(requestAnimationFrame)
        steps.push(seen())
    }
    return steps
}"""


@dataclass(frozen=True)
class Seen:
    """One step as the browser shows it."""

    title: str
    words: str  # of the card and the picture, numbers too
    fits: bool  # the equation its card
    places: list[str]  # of all parts of the stepper but the card, which is as tall as its text
    dark: list[str]  # symbols of the equation that light nothing in the picture


def walk(page: Page) -> list[Seen]:
    """All steps from this one on."""
    return [Seen(**step) for step in page.locator(".stage").evaluate(WALK)]


def moved(steps: list[Seen]) -> list[str]:
    """Which part of the stepper is elsewhere at a step than at the first one, and where."""
    first = steps[0].places
    return [
        f"{step.title}: {before} → {now}"
        for step in steps
        for before, now in zip(first, step.places, strict=True)
        if now != before
    ]


def open_lesson(page: Page, server: Server, link: str = "") -> None:
    page.goto(f"{server.url}/{link}")
    expect(page.locator(".title")).not_to_be_empty()
    settled(page)  # else what comes late, below the lesson, moves the lesson while it is looked at
    page.evaluate("document.activeElement.blur()")


def light_and_dark(page: Page) -> Iterator[str]:
    """The page in both themes, as the system of a learner may change while it is open; first in the one it has.

    To change it costs the browser more than most of what is then looked at.
    """
    dark_now = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    for scheme in ("dark", "light") if dark_now else ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        expect(page.get_by_test_id("stApp")).to_have_css("color-scheme", scheme)
        yield scheme


def shown(page: Page, symbol: str) -> Locator:
    """The text of one number in the picture that is visible."""
    return page.locator(f'.picture svg:visible [data-id="{symbol}"]')


def number(x: object) -> str:
    return format_number(float(x))  # type: ignore[arg-type]


def set_number(page: Page, label: str, text: str) -> None:
    field = page.get_by_label(f"{label}, typed")
    field.fill(text)
    field.press("Enter")
