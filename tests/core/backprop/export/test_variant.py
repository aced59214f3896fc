"""What a variant gives and asks, and how far answers may be off."""

from __future__ import annotations

from core.backprop.engine.network import Network
from core.backprop.export.variant import Variant, result, tolerance
from core.backprop.lesson.lesson import lesson

FIRST, SECOND = lesson(Network(), 0.5), lesson(Network().updated(0.5), 0.5)


def given(variant: Variant, update: int) -> set[str]:
    return {symbol.id for symbol in variant.given(update)}  # type: ignore[attr-defined]


def test_what_is_asked_is_not_given_and_what_is_skipped_is() -> None:
    net = Network()
    everything = Variant("1", (FIRST, SECOND), ("forward", "loss", "backward", "update"))
    assert given(everything, 0) == {*net.graph.given, "learning_rate"}
    assert given(everything, 1) == {*net.graph.inputs, *net.graph.targets, "learning_rate"}
    backward = Variant("1", (FIRST, SECOND), ("backward",))
    assert given(backward, 1) == {*net.graph.given, "learning_rate", *net.values()}


def test_an_old_weight_is_never_right() -> None:
    for step in FIRST:
        if step.phase == "update":
            assert abs(result(step) - step.before[step.name.removeprefix("new-")]) > tolerance(step) > 0
    assert tolerance(FIRST[1]) == 0.00005  # h1 = 0.0275
