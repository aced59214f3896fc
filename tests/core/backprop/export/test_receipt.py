"""The text of a pack: every number in it is the network's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.backprop.engine.descent import descend
from core.backprop.engine.network import Network
from core.backprop.export.receipt import FILES, receipt
from core.backprop.export.start import start_of
from core.backprop.lesson.place import Place


def test_it_says_start_losses_gradients_and_link() -> None:
    place = replace(Place(), update=3, updates=3, step="d-w5")
    text = receipt(place, start_of(place), 20, "https://example.org/?update=3")
    losses = descend(Network(), 0.5, 20).losses
    for mark, name in ((0, "0 updates"), (1, "1 update"), (20, "20 updates")):
        line = next(line for line in text.splitlines() if line.startswith(f"E_total after {name}"))
        assert float(line.split()[-1]) == losses[mark]
    for name, gradient in Network().gradients().items():
        if name in Network().graph.weights:
            row = next(line.split() for line in text.splitlines() if line.startswith(f"{name} "))
            assert [float(number) for number in row[1:]] == pytest.approx([float(gradient)] * 3, rel=1e-6)
    assert "Start: The worksheet, before any update." in text
    assert "after 3 updates, at the step “d-w5”" in text
    assert "\nhttps://example.org/?update=3\n" in text
    assert all(name in text for name in FILES)
