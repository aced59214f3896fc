"""Other networks in a browser: chosen by hand, drawn without collisions, stepped through without a jump."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.network import network_of
from core.backprop.lesson.introduction import introduction
from core.backprop.lesson.lesson import lesson
from tests.browser.driver import Server
from tests.browser.lesson import PHONE, moved, number, open_lesson, set_number, shown, walk

NETWORKS = {
    "the article's": ("?preset=article", Architecture(biases="frozen")),
    "one hidden neuron": ("?hidden=1&biases=per-neuron", Architecture((1,), biases="per neuron")),
    "four and softmax": ("?hidden=4&loss=cross-entropy", Architecture((4,), loss="cross-entropy")),
    "two layers, shared": (
        "?hidden=2-2&activation=tanh&biases=shared",
        Architecture((2, 2), "tanh", "shared"),
    ),
    "the largest": (
        "?hidden=4-4&activation=relu&biases=per-neuron&loss=cross-entropy",
        Architecture((4, 4), "relu", "per neuron", "cross-entropy"),
    ),
}
networks = pytest.mark.parametrize(("link", "architecture"), NETWORKS.values(), ids=NETWORKS)

# Nodes, labels and tags, as large as what is written in them, and slopes; and which of them meet.
COLLISIONS = """picture => {
    const texts = [...picture.querySelectorAll(".edge text.number:not(.empty)")]
    const parts = [...picture.querySelectorAll(".node, .label"), ...texts]
    const boxes = parts.map(part => [part.textContent, part.getBBox()])
    const meet = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
    return boxes.flatMap(([a, x], i) => boxes.slice(i + 1).filter(([, y]) => meet(x, y)).map(([b]) => `${a} | ${b}`))
}"""


@networks
@pytest.mark.parametrize("page", [{}, PHONE], indirect=True, ids=["desktop", "phone"])
def test_nothing_in_the_picture_meets_anything_else(
    page: Page, server: Server, link: str, architecture: Architecture
) -> None:
    open_lesson(page, server, f"{link}&step=verify")
    loss = network_of(architecture).updated(0.5).values()["E_total"]
    expect(shown(page, "E_total⁺")).to_have_text(number(loss))
    assert page.locator(".picture svg:visible").evaluate(COLLISIONS) == []
    assert page.viewport_size is not None
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


@networks
def test_nothing_jumps_and_every_equation_fits(
    page: Page, server: Server, link: str, architecture: Architecture
) -> None:
    open_lesson(page, server, f"{link}&step=idea-1")
    net = network_of(architecture)
    steps = walk(page)
    assert [step.title for step in steps] == [
        step.title.replace("_", "") for step in introduction(net, 0.5) + lesson(net, 0.5)
    ]
    assert [step.title for step in steps if not step.fits] == []
    assert moved(steps) == []


def test_another_network_is_chosen_and_taken_back(page: Page, server: Server) -> None:
    open_lesson(page, server, "?step=d-w5")
    page.locator(".st-key-backprop-network-menu button").first.click()
    page.get_by_role("radiogroup", name="Second hidden layer").get_by_role("radio", name="2").click()
    expect(shown(page, "k1")).to_have_count(1)
    page.get_by_role("radiogroup", name="Biases").get_by_role("radio", name="shared").click()
    expect(shown(page, "b3")).to_have_text("0.25")
    page.get_by_role("radiogroup", name="Activation").get_by_role("radio", name="ReLU").click()
    page.wait_for_url("**/?*activation=relu*")  # Streamlit forgets a click that is overtaken by the next
    expect(page.locator(".sentence")).to_contain_text("w5 met the input")
    page.keyboard.press("Escape")
    page.wait_for_url("**/?*hidden=2-2*")
    set_number(page, "bias b1", "-1")
    expect(page.locator(".remarks")).to_contain_text("are dead")
    page.wait_for_url("**/?*b1=-1*")
    page.reload()
    expect(shown(page, "b1")).to_have_text("−1")
    page.locator(".st-key-backprop-network-menu button").first.click()
    page.get_by_role("button", name="The worksheet's network").click()
    expect(shown(page, "k1")).to_have_count(0)
    expect(page.locator(".title")).to_have_text("The gradient of w5")
    page.keyboard.press("Escape")
    page.wait_for_url(lambda url: "hidden" not in url and "b1" not in url)


def test_the_famous_example_opens_its_network(page: Page, server: Server) -> None:
    open_lesson(page, server)
    page.get_by_role("tab", name="The famous example").click()
    expect(page.get_by_role("cell", name="0.291027924 ✓")).to_be_visible()
    page.get_by_role("button", name="Open the article's network").click()
    expect(shown(page, "b2")).to_have_text("0.6")
    page.wait_for_url("**/?*preset=article*")
