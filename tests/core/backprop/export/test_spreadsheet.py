"""The workbook as it is written; test_libreoffice.py has it computed by a spreadsheet program."""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.descent import descend
from core.backprop.engine.graph import Graph, NonFinite, half_squared_error, weighted_sum
from core.backprop.engine.network import Network, network_of
from core.backprop.export.cells import FAILED, FIRST
from core.backprop.export.spreadsheet import COMPARISON, DESCENT, MOST_UPDATES, spreadsheet
from core.backprop.lesson.presets import RATES
from tests.core.backprop.export.computable import computable
from tests.core.backprop.export.workbooks import Sheets, columns, computed, read
from tests.core.backprop.networks import SHAPES, shaped_networks

RATE_CELL = {"learning_rate": (DESCENT, "B3")}
EXERCISE = (
    ["update", "t1", "t2", "i1", "i2", "w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8"]
    + ["h1", "a_h1", "h2", "a_h2", "o1", "a_o1", "o2", "a_o2", "E1", "E2", "E_total"]
    + [f"∂E_total/∂{delta}" for delta in ("a_o1", "o1", "a_o2", "o2", "a_h1", "h1", "a_h2", "h2")]
    + [f"∂E_total/∂w{number}" for number in range(1, 9)]
)


@pytest.fixture(scope="module")
def worksheet() -> Sheets:
    return read(spreadsheet(Network(), 0.5, 100))


def test_the_first_sheet_has_the_exercise_s_columns_and_a_row_an_update(worksheet: Sheets) -> None:
    table = columns(worksheet[DESCENT], FIRST - 1)
    assert list(table) == EXERCISE
    assert {len(column) for column in table.values()} == {101}


def test_every_cell_below_the_first_row_is_a_formula(worksheet: Sheets) -> None:
    for cells in worksheet.values():
        given = [name for name, cell in cells.items() if not cell.formula and isinstance(cell.value, float)]
        assert all(int("".join(filter(str.isdigit, name))) <= FIRST for name in given)
        assert len(given) == (14 if cells is worksheet[DESCENT] else 7)  # the update 0 and what may be changed


def test_formulas_are_the_exercise_s(worksheet: Sheets) -> None:
    cells = worksheet[DESCENT]
    heads = {cell.value: name.removesuffix(str(FIRST - 1)) for name, cell in cells.items() if name.endswith("12")}

    def formula(name: str, row: int) -> str:
        text = cells[f"{heads[name]}{row}"].formula
        for head, letters in sorted(heads.items(), key=lambda pair: -len(pair[1])):
            text = text.replace(f"{letters}{row - (name == 'w5')}", f"[{head}]")
        return text

    assert formula("h1", 20) == "[w1]*[i1]+[w2]*[i2]"
    assert formula("a_h1", 20) == "1/(1+EXP(-[h1]))"
    assert formula("E1", 20) == "0.5*([t1]-[a_o1])^2"
    assert formula("∂E_total/∂o1", 20) == "[∂E_total/∂a_o1]*[a_o1]*(1-[a_o1])"
    assert formula("∂E_total/∂w5", 20) == "[∂E_total/∂o1]*[a_h1]"
    assert formula("w5", 20) == "[w5]-learning_rate*[∂E_total/∂w5]"


def test_cells_hold_the_app_s_own_numbers(worksheet: Sheets) -> None:
    table, descent = columns(worksheet[DESCENT], FIRST - 1), descend(Network(), 0.5, 100).columns()
    for name, numbers in descent.items():
        assert table[name] == pytest.approx(numbers.tolist(), rel=1e-15)


def test_the_second_sheet_compares_the_exercise_s_learning_rates(worksheet: Sheets) -> None:
    cells = worksheet[COMPARISON]
    assert tuple(cells[f"{letter}{FIRST - 2}"].value for letter in "BCDEFG") == RATES
    for letter, rate in zip("BCDEFG", RATES, strict=True):
        losses = [cells[f"{letter}{FIRST + update}"].value for update in range(101)]
        assert losses == pytest.approx(descend(Network(), rate, 100).losses.tolist(), rel=1e-15)


def agrees(net: Network, rate: float, updates: int, within: float) -> None:
    """What the formulas compute, cell by cell, is what the app computes."""
    sheets = read(spreadsheet(net, rate, updates))
    value, names = computed(sheets, RATE_CELL), columns(sheets[DESCENT], FIRST - 1)
    heads = [name.removesuffix(str(FIRST - 1)) for name in sheets[DESCENT] if name.endswith(str(FIRST - 1))]
    wanted = descend(net, rate, updates).columns()
    gradients = {name: max(abs(numbers)) for name, numbers in wanted.items() if name.startswith("∂")}
    for letters, name in zip(heads, names, strict=True):
        if name in wanted:
            # where paths nearly cancel, the last digits depend on the order of a sum
            size = max(gradients.values()) if name in gradients else 1.0
            found = [value(DESCENT, f"{letters}{FIRST + update}") for update in range(updates + 1)]
            assert found == pytest.approx(wanted[name].tolist(), rel=within, abs=within * size), name
    for letters, rate in zip("BCDEFG", RATES, strict=True):
        losses = descend(net, rate, updates).losses
        found = [value(COMPARISON, f"{letters}{FIRST + update}") for update in range(len(losses))]
        assert found == pytest.approx(losses.tolist(), rel=within, abs=within * max(abs(losses)))


@pytest.mark.parametrize("architecture", SHAPES, ids=str)
def test_formulas_compute_the_descent_of_every_shape(architecture: Architecture) -> None:
    agrees(network_of(architecture), 0.5, 4, within=1e-10)


@given(shaped_networks(ranges=(2.0, 1.0, 1.0)))
@settings(max_examples=15, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))  # shrinking takes long
def test_formulas_compute_the_descent_of_any_network(net: Network) -> None:
    for rate in RATES:
        computable(descend(computable(net), rate, 1).at(1))
    agrees(net, 0.1, 1, within=1e-8)


def test_a_network_with_biases_has_columns_for_them() -> None:
    frozen = columns(read(spreadsheet(network_of(Architecture(biases="frozen")), 0.5, 2))[DESCENT], FIRST - 1)
    assert frozen["b1"] == [0.35] * 3
    assert "∂E_total/∂b1" not in frozen
    learning = columns(read(spreadsheet(network_of(Architecture(biases="shared")), 0.5, 2))[DESCENT], FIRST - 1)
    assert learning["b1"][0] == 0.35 != learning["b1"][1]
    assert "∂E_total/∂b1" in learning


LINE = Graph(  # without a sigmoid to hold it back, too large a rate makes it diverge
    inputs=("i1",),
    targets=("t1",),
    weights=("w1",),
    quantities=(weighted_sum("h1", ("w1", "i1")), half_squared_error("E_total", "t1", "h1")),
)


def test_after_an_overflow_there_are_no_more_rows_and_curves_end() -> None:
    net = Network(LINE, i1=1e60, w1=0, t1=1)
    overflow = descend(net, 1, 5).updates
    assert overflow < 5
    sheets = read(spreadsheet(net, 1, 5))
    assert len(columns(sheets[DESCENT], FIRST - 1)["w1"]) == overflow + 1
    assert sheets[COMPARISON][f"G{FIRST + 5}"].value == FAILED


@pytest.mark.parametrize("updates", [0, MOST_UPDATES + 1])
def test_there_are_as_many_updates_as_a_sheet_can_hold(updates: int) -> None:
    with pytest.raises(ValueError, match="1 to 1,000 updates"):
        spreadsheet(Network(), 0.5, updates)


def test_a_network_that_overflows_has_no_spreadsheet() -> None:
    with pytest.raises(NonFinite):
        spreadsheet(Network(t1=1e200), 0.5, 10)


def test_a_later_start_keeps_its_number_and_says_so() -> None:
    sheets = read(spreadsheet(Network(), 0.5, 2, "Start: somewhere.", first=1000))
    for cells in sheets.values():
        assert [cells[f"A{FIRST + row}"].value for row in range(3)] == [1000, 1001, 1002]
        assert cells["A8"].value == "Start: somewhere."


def test_a_blank_sheet_has_what_is_given_and_nothing_that_is_to_be_computed() -> None:
    filled, blank = (read(spreadsheet(Network(), 0.5, 3, blank=empty)) for empty in (False, True))
    for name in (DESCENT, COMPARISON):
        assert blank[name].keys() < filled[name].keys()
        assert {cell.value for cell in blank[name].values() if isinstance(cell.value, str)} >= {
            "E_total",
            "learning rate",
        }
    given = {name for name, cell in blank[DESCENT].items() if isinstance(cell.value, float) and name[-2:] == str(FIRST)}
    assert given == {f"{letter}{FIRST}" for letter in "ABCDEFGHIJKLM"}  # update 0, targets, inputs, weights
    assert not any(name.startswith(tuple("NOPQRSTUVWXYZ")) and name[1:] == "14" for name in blank[DESCENT])
