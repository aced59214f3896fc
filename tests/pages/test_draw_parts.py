"""Below the answer of the Draw page: stages, layers, why, backward, teaching."""

from __future__ import annotations

import numpy as np
import pytest

from core.digits.classifier import activations, load_classifier
from core.digits.preprocess import STAGES, prepare
from tests.pages.drawing import SEVEN, answered, drawn, pixels
from tests.pages.visit import component, ran, words

pytestmark = pytest.mark.usefixtures("few_digits")


def test_each_stage_can_be_left_out_and_the_bars_follow() -> None:
    at = drawn(part="How the machine sees it")
    panels = component(at, "draw stages")["panels"]
    assert [panel["title"] for panel in panels] == ["raw", *STAGES]
    assert not any(panel["faint"] for panel in panels)
    shares = component(at, "draw staged bars")["shares"]
    assert shares == pytest.approx(answered(prepare(pixels(SEVEN))), abs=1e-6)
    at.session_state["draw stages on"] = ["ink", "cropped", "fitted", "normalised"]
    at = ran(at)
    left_out = {panel["title"]: panel["faint"] for panel in component(at, "draw stages")["panels"]}
    assert left_out["centred"]
    bars = component(at, "draw staged bars")
    assert bars["shares"] != shares
    assert bars["before"] == pytest.approx(shares, abs=1e-6)


def test_a_picked_value_lights_its_field_and_is_written_out() -> None:
    at = drawn(part="Through the layers")
    at.session_state["draw layers"] = {"pick": {"operation": "layer3.conv", "index": [2, 4, 5], "number": 1}}
    at = ran(at)
    value = activations(load_classifier().net, prepare(pixels(SEVEN)))[9]
    assert value.name == "layer3.conv"
    assert f"{value.values[2, 4, 5]:.4g}".replace("-", "−") in words(at)
    assert component(at, "draw layers")["field"] == [6, 8, 17, 19]  # through 3×3, 2×2, 3×3 and 5×5
    assert component(at, "draw products")["panels"][2]["numbers"]


@pytest.mark.parametrize(
    ("operation", "index"),
    [
        ("input", [0, 3, 4]),
        ("layer1.conv", [1, 0, 0]),
        ("layer1.relu", [1, 2, 3]),
        ("layer1.norm", [1, 2, 3]),
        ("layer2.pool", [3, 4, 4]),
        ("layer2.drop", [3, 4, 4]),
        ("layer5.pool", [6]),
        ("layer6.linear", [5]),
        ("layer6.norm", [5]),
        ("layer7.log_softmax", [7]),
    ],
)
def test_every_kind_of_operation_is_written_out(operation: str, index: list[int]) -> None:
    at = drawn(part="Through the layers")
    at.session_state["draw layers"] = {"pick": {"operation": operation, "index": index, "number": 1}}
    assert f"`{operation}[{', '.join(map(str, index))}]`" in words(ran(at)) or operation == "input"
    assert "The network's own 32 bits" in words(at)


def test_why_this_digit_and_what_would_make_it_another() -> None:
    at = drawn(part="Why this digit")
    assert len(component(at, "draw why pictures")["panels"]) == 3
    assert "and the network reads a" in words(at)
    shares = component(at, "draw other bars")["shares"]
    assert int(np.argmax(shares)) == at.session_state["draw other"] != 7


def test_backward_sums_to_what_autograd_says() -> None:
    at = drawn(part="Backward")
    table = at.table[0].value
    terms = [float(str(term).strip("*").replace("−", "-")) for term in table["δ · x"]]
    assert sum(terms[:-1]) == pytest.approx(terms[-1], rel=2e-3, abs=2e-4)
    assert str(table["δ · x"].iloc[-1]).strip("*") in words(at).split("autograd: ")[1].splitlines()[0]


def test_teaching_changes_a_copy_and_can_be_undone_and_forgotten() -> None:
    before = {name: value.clone() for name, value in load_classifier().net.state_dict().items()}
    at = drawn(part="Teach it")
    shares = component(at, "draw bars")["shares"]
    at.session_state["draw label"] = 3
    ran(ran(at).button(key="draw step").click())
    assert at.session_state["draw"].lessons.steps[0].label == 3
    one = component(at, "draw bars")["shares"]
    assert one[3] > shares[3]
    assert component(at, "draw taught bars")["before"] == pytest.approx(shares, abs=1e-6)
    assert "Of 100 test images (Generated digits) it now reads" in words(at)
    ran(at.button(key="draw steps").click())
    assert len(at.session_state["draw"].lessons.steps) == 11
    ran(at.button(key="draw unlearn").click())
    assert len(at.session_state["draw"].lessons.steps) == 10
    ran(at.button(key="draw forget").click())
    assert component(at, "draw bars")["shares"] == shares
    assert all(bool((value == before[name]).all()) for name, value in load_classifier().net.state_dict().items())


def test_numbers_stay_numbers_however_fast_it_is_taught() -> None:
    at = drawn(part="Teach it")
    at.session_state["draw label"] = 3
    at.session_state["draw rate"] = 0.5
    ran(at)
    for _ in range(4):
        ran(at.button(key="draw steps").click())
    assert all(np.isfinite(component(at, "draw bars")["shares"]))


def test_drawings_are_kept_scored_and_dropped() -> None:
    at = drawn(part="Teach it")
    ran(at.button(key="draw keep").click())
    at.session_state["draw label"] = 3
    ran(at)
    ran(at.button(key="draw keep").click())
    assert "**1 of 2** of your own drawings are read right" in words(at)
    assert component(at, "draw kept gallery")["captions"] == ["7, read as 7", "3, read as 7"]
    at.session_state["draw kept gallery"] = {"pick": {"index": 1, "number": 1}}
    ran(at)
    ran(at.button(key="draw drop").click())
    assert "**1 of 1** of your own drawings" in words(at)
