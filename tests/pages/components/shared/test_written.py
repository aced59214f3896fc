"""What is sent once and what is sent with each change make together what a full message would have said."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.graph import NonFinite
from core.backprop.engine.network import Network, network_of
from core.backprop.lesson.introduction import introduction
from core.backprop.lesson.lesson import lesson
from pages.components.shared.written import RATE, introduced, numbers, outline, reference, rows, usual
from tests.core.backprop.networks import MODERATE, SHAPES, shaped_networks


def filled(element: Any, texts: list[str]) -> Any:
    """An element of MathML with texts in its slots, as `equation.js` fills them."""
    if not isinstance(element, list):
        return element
    tag, attributes, children = element
    if tag != "slot":
        return [tag, attributes, [filled(child, texts) for child in children]]
    text = texts[children[0]]
    number = ["mn", {name: value for name, value in attributes.items() if name != "signed"}, [text]]
    if attributes.get("signed") and text.startswith("−"):
        return ["mrow", {}, [["mo", {}, ["("]], number, ["mo", {}, [")"]]]]
    return number


@given(net=shaped_networks(MODERATE), rate=st.floats(-2, 2), digits=st.sampled_from((4, 12)))
@example(net=network_of(SHAPES[-1]), rate=0.5, digits=4)
@example(net=Network(w5=-0.4, w7=-0.0, t1=0.0), rate=0.0, digits=12)
def test_the_outline_of_a_step_with_its_numbers_is_the_whole_step(net: Network, rate: float, digits: int) -> None:
    try:
        steps = introduction(net, rate) + lesson(net, rate)
    except NonFinite:
        assume(False)
    for step, like in zip(steps, reference(net.graph), strict=True):
        still, new = outline(like), numbers(step, digits)
        assert (still["name"], still["phase"], still["lit"]) == (step.name, step.phase, sorted(step.lit))
        full = rows(step.equation.left, step.equation.sides, digits) if step.equation else []
        assert [[filled(cell, new["numbers"]) for cell in row] for row in still["rows"]] == full


@pytest.mark.parametrize("architecture", SHAPES, ids=str)
def test_the_steps_that_are_kept_are_those_of_their_numbers_only(architecture: Architecture) -> None:
    net = usual(network_of(architecture).graph)
    assert introduced(net, RATE) is introduced(net.replaced(), RATE)
    other = net.replaced(**{net.graph.weights[0]: 0.123})
    for changed, rate in ((net, RATE), (net, 2 * RATE), (other, RATE)):
        assert introduced(changed, rate) == introduction(changed, rate) + lesson(changed, rate)
