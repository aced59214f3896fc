"""The network that a block's names and first numbers fit."""

from __future__ import annotations

import pytest

from core.backprop.engine.architecture import Architecture, graph_of
from core.backprop.engine.network import network_of
from core.backprop.export.spreadsheet import spreadsheet
from core.backprop.practice.sheet.blocks import blocks
from core.backprop.practice.sheet.checking import best_check
from core.backprop.practice.sheet.reading import read_workbook
from core.backprop.practice.sheet.shape import shapes


@pytest.mark.parametrize(
    "shape",
    [
        Architecture(),
        Architecture((3,), "tanh", "frozen"),
        Architecture((2,), "relu", "shared"),
        Architecture((2, 2), "sigmoid", "per neuron", "cross-entropy"),
    ],
    ids=str,
)
def test_the_apps_own_sheets_are_seen_for_what_they_are(shape: Architecture) -> None:
    book = read_workbook(spreadsheet(network_of(shape), 0.5, 3))
    some = blocks(book)
    assert shape in list(shapes(some[0], some))
    assert best_check(book, some[0], some).graph is graph_of(shape)
