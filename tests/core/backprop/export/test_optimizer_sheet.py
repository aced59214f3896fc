"""The workbook as it is written; test_libreoffice.py has it computed by a spreadsheet program."""

from __future__ import annotations

import pytest

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.network import Network
from core.backprop.engine.optimizer import SETTINGS, Optimizer, optimize
from core.backprop.export.cells import FIRST
from core.backprop.export.optimizer_sheet import CELLS, PLACES, optimizer_sheet
from core.backprop.export.spreadsheet import DESCENT
from tests.core.backprop.batches import batch_network
from tests.core.backprop.export.workbooks import columns, computed, read


@pytest.mark.parametrize("name", SETTINGS)
def test_formulas_compute_the_values_that_the_cells_hold(name: str) -> None:
    optimizer = Optimizer.usual(name)
    states = optimize(batch_network(Architecture(), 2), optimizer, 5)
    sheets = read(optimizer_sheet(states, optimizer))
    value = computed(sheets, {CELLS[each]: (DESCENT, PLACES[each][1]) for each in optimizer.settings})
    for cell, content in sheets[DESCENT].items():
        if content.formula:
            assert value(DESCENT, cell) == pytest.approx(content.value, rel=1e-9, abs=1e-15), cell


def test_moments_stand_beside_the_weights_they_made() -> None:
    adam = Optimizer.usual("Adam")
    states = optimize(Network(), adam, 3)
    sheets = read(optimizer_sheet(states, adam, "Start: the worksheet."))
    table = columns(sheets[DESCENT], FIRST - 1)
    assert table["m_w5"] == [state.moments["m_w5"] for state in states]
    assert table["m̂_w5"] == [state.numbers(adam)["m̂_w5"] for state in states[:-1]]
    assert table["w5"] == [state.network.numbers["w5"] for state in states]
    cells = sheets[DESCENT]
    heads = {cell.value: each.removesuffix(str(FIRST - 1)) for each, cell in cells.items() if each.endswith("12")}
    w, hat, v_hat = heads["w5"], heads["m̂_w5"], heads["v̂_w5"]
    assert cells[f"{w}15"].formula == f"{w}14-learning_rate*({hat}15/(SQRT({v_hat}15)+epsilon))"
    assert cells[f"{hat}15"].formula == f"{heads['m_w5']}15/(1-beta_1^A15)"
    assert cells["A8"].value == "Start: the worksheet."


def test_a_sheet_needs_an_update() -> None:
    with pytest.raises(ValueError, match="one update"):
        optimizer_sheet(optimize(Network(), Optimizer(), 0), Optimizer())
