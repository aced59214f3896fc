"""A spreadsheet program computes the workbooks, whose own values have been spoilt, and finds the app's numbers."""

from __future__ import annotations

from io import BytesIO

import pytest
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.descent import descend
from core.backprop.engine.network import Network, network_of
from core.backprop.engine.optimizer import Optimizer, State, optimize
from core.backprop.export.cells import FIRST, SPREADSHEET
from core.backprop.export.optimizer_sheet import optimizer_sheet
from core.backprop.export.spreadsheet import COMPARISON, DESCENT, spreadsheet
from core.backprop.lesson.presets import RATES
from core.backprop.notation.infix import infix
from tests.core.backprop.batches import batch_network
from tests.core.backprop.export.libreoffice import recomputed
from tests.core.backprop.export.workbooks import Sheets, columns, read, spoilt
from tests.core.backprop.networks import SHAPES
from tests.core.backprop.notation.expressions import NUMBERS, random_expressions

WITHIN = 1e-9
FORMULAS = random_expressions(300)
Case = tuple[Architecture, int, Optimizer]
CASES: tuple[Case, ...] = (
    (Architecture(), 2, Optimizer.usual("Adam")),
    (Architecture((3,), "tanh", "shared"), 4, Optimizer.usual("momentum")),
    (Architecture((2, 2), "relu", "frozen", "cross-entropy"), 3, Optimizer.usual("Adam")),
    (Architecture(biases="per neuron"), 2, Optimizer.usual("SGD")),
)
CHANGED = {"B3": 0.8, f"D{FIRST}": 0.2, f"J{FIRST}": -0.3}  # learning rate, i1 and w5
Computed = dict[str, Sheets]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Computed:
    worksheet = spreadsheet(Network(), 0.5, 100)
    files = {"worksheet": spoilt(worksheet), "changed": spoilt(worksheet, CHANGED), "formulas": formulas()}
    files |= {str(case): spoilt(optimizer_sheet(history(case), case[2])) for case in CASES}
    files |= {str(n): spoilt(spreadsheet(network_of(shape), 0.5, 3)) for n, shape in enumerate(SHAPES)}
    done = recomputed(files, tmp_path_factory.mktemp("libreoffice"))
    return {name: read(content) for name, content in done.items()}


def history(case: Case) -> tuple[State, ...]:
    shape, examples, optimizer = case
    return optimize(batch_network(shape, examples), optimizer, 12)


def formulas() -> bytes:
    """The formulas in column B, their x, y, z in column A."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        places = {name: f"$A${row}" for row, name in enumerate(NUMBERS, start=1)}
        for row, number in enumerate(NUMBERS.values()):
            sheet.write(row, 0, number)
        for row, formula in enumerate(FORMULAS):
            sheet.write_formula(row, 1, "=" + infix(formula, SPREADSHEET, places.__getitem__), None, 7)
        sheet.write("C1", "a text, so that there are texts")
    return file.getvalue()


def agrees(sheets: Sheets, net: Network, rate: float, updates: int) -> None:
    """Every number of the first sheet and every loss of the second."""
    table = columns(sheets[DESCENT], FIRST - 1)
    for name, numbers in descend(net, rate, updates).columns().items():
        size = max(abs(numbers))
        assert table[name] == pytest.approx(numbers.tolist(), rel=WITHIN, abs=1e-15 * size), name
    for letter, other in zip("BCDEFG", RATES, strict=True):
        losses = [sheets[COMPARISON][f"{letter}{FIRST + update}"].value for update in range(updates + 1)]
        assert losses == pytest.approx(descend(net, other, updates).losses.tolist(), rel=WITHIN)


def test_a_hundred_updates_of_the_worksheet_agree_with_the_app(opened: Computed) -> None:
    agrees(opened["worksheet"], Network(), 0.5, 100)


def test_changed_cells_change_everything_after_them(opened: Computed) -> None:
    agrees(opened["changed"], Network(i1=0.2, w5=-0.3), 0.8, 100)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_every_shape_agrees_with_the_app(opened: Computed, shape: Architecture) -> None:
    agrees(opened[str(SHAPES.index(shape))], network_of(shape), 0.5, 3)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[2].name} {case[1]}")
def test_batches_momentum_and_adam_agree_with_the_app(opened: Computed, case: Case) -> None:
    table, states = columns(opened[str(case)][DESCENT], FIRST - 1), history(case)
    for at, state in enumerate(states):
        net = state.network
        gradients = {net.graph.gradient(weight).id: net.gradients()[weight] for weight in net.graph.weights}
        for name, number in {**net.numbers, **net.values(), **gradients, **state.moments}.items():
            assert table[name][at] == pytest.approx(number, rel=1e-9, abs=1e-13), (name, at)
    assert table["update"] == [*range(13)]


def test_any_formula_is_computed_as_it_is_meant(opened: Computed) -> None:
    (cells,) = opened["formulas"].values()
    for row, formula in enumerate(FORMULAS, start=1):
        number = float(formula.evaluate(NUMBERS))
        assert cells[f"B{row}"].value == pytest.approx(number, rel=1e-9, abs=1e-12), cells[f"B{row}"].formula
