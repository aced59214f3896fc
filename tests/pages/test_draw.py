"""The Draw page at first sight: the answer and its bars, whose weights answer, and that a drawing stays."""

from __future__ import annotations

import numpy as np
import pytest

from core.digits.classifier import activations
from core.digits.model import DigitNet
from core.digits.preprocess import prepare
from core.digits.runs.snapshots import Snapshot, write_snapshot
from pages.shared import services as shared
from tests.core.digits.small import CONFIG
from tests.pages.drawing import CANVAS, SEVEN, Line, answered, drawn, pixels
from tests.pages.visit import OTHER, TOKEN, component, opened, ran, words

pytestmark = pytest.mark.usefixtures("few_digits")


def test_the_page_begins_with_nothing_but_a_canvas_and_empty_bars() -> None:
    at = opened("draw")
    assert component(at, "draw bars")["shares"] == []
    assert component(at, CANVAS)["canvasWidth"] == 280
    assert "No digit yet" in words(at)
    assert not [each for each in at.get("button_group") if each.proto.label == "Look closer"]


def test_the_bars_are_the_networks_answer_to_the_prepared_drawing() -> None:
    at = drawn()
    assert component(at, "draw bars")["shares"] == answered(prepare(pixels(SEVEN)))
    assert "This is a **7**" in words(at)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([[(140, 140), (141, 141)]], "only a dot"),
        ([[(20, 60), (110, 60), (60, 220)], [(160, 60), (250, 60), (200, 220)]], "several digits"),
    ],
)
def test_what_is_no_digit_gets_a_sentence_instead_of_a_guess(lines: list[Line], sentence: str) -> None:
    at = drawn(lines)
    assert sentence in words(at)
    assert "No digit to be read" in words(at)
    assert component(at, "draw bars")["muted"]


def test_an_empty_canvas_is_no_mistake() -> None:
    assert "No digit yet" in words(drawn([]))


def test_the_drawing_is_there_again_after_a_visit_to_another_page() -> None:
    at = drawn()
    ran(at.switch_page("pages/backprop.py"))
    ran(at.switch_page("pages/draw.py"))
    assert len(component(at, CANVAS)["initialDrawing"]["objects"]) == 2
    assert component(at, "draw bars")["shares"] == answered(prepare(pixels(SEVEN)))


def test_a_run_of_ones_own_reads_the_drawing_after_any_epoch() -> None:
    metadata = shared.services().store.create(CONFIG, TOKEN, "Mine")
    other = shared.services().store.create(CONFIG, OTHER, "Secret")
    folder = shared.services().store.folder(metadata.id)
    for epoch in (0, 1):
        net = DigitNet(**CONFIG.network())
        settings = CONFIG.network()
        for where in (folder, shared.services().store.folder(other.id)):
            write_snapshot(where, Snapshot(epoch, settings, net.state_dict(), None))
    at = drawn()
    shipped = component(at, "draw bars")["shares"]
    at.session_state["draw weights place"] = True
    assert ran(at).selectbox(key="draw weights").options == ["Shipped weights", "Mine"]
    ran(at.selectbox(key="draw weights").set_value(metadata.id))
    last = component(at, "draw bars")["shares"]
    assert last == np.exp(activations(net.eval(), prepare(pixels(SEVEN)))[-1].values).tolist()
    assert last != shipped
    at.session_state["draw epoch"] = 0
    assert component(ran(at), "draw bars")["shares"] not in (last, shipped)


def test_a_drawing_is_pinned_for_time_travel() -> None:
    at = drawn()
    ran(at.button(key="draw pin").click())
    assert np.array_equal(at.session_state["pinned drawing"], prepare(pixels(SEVEN)))
    assert at.button(key="draw pin").disabled
