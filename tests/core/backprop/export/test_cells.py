import pytest

from core.backprop.engine.descent import descend
from core.backprop.engine.expression import ONE, Expression, Quotient, Symbol
from core.backprop.engine.functions import Log, Positive, Relu, Sigmoid, Softmax, Tanh
from core.backprop.engine.network import Network
from core.backprop.export.cells import FAILED, FIRST, UPDATE, Block, Column, columns, function, history
from core.backprop.export.program import program

X, Y = Symbol("x"), Symbol("y")
BLOCK = Block({"x": 1, "y": 27}, {"learning_rate": "B3"})


@pytest.mark.parametrize(
    ("formula", "cell"),
    [
        (Sigmoid(X), "=1/(1+EXP(-B{row}))"),
        (Tanh(X), "=TANH(B{row})"),
        (Relu(X), "=MAX(0,B{row})"),
        (Positive(X), "=IF(B{row}>0,1,0)"),
        (Softmax(X, (X, Y)), "=EXP(B{row})/(EXP(B{row})+EXP(AB{row}))"),
        (Log(X), "=LN(B{row})"),
        (X - Symbol("learning_rate") * Y, "=B{row}-B3*AB{row}"),
    ],
)
def test_a_formula_is_written_in_functions_and_cells_of_a_spreadsheet(formula: Expression, cell: str) -> None:
    assert BLOCK.template(formula) == cell


def test_what_a_spreadsheet_has_no_function_for_is_refused() -> None:
    with pytest.raises(TypeError, match="Quotient"):
        function(Quotient(ONE, X))


def test_a_column_about_the_row_above_begins_one_row_later() -> None:
    own, above = Column(0, "=A{row}", [1.0, 2.0]), Column(0, "=A{row}", [1.0, 2.0], above=True)
    assert list(own.cells()) == [(FIRST, f"=A{FIRST}", 1.0), (FIRST + 1, f"=A{FIRST + 1}", 2.0)]
    assert list(above.cells()) == [(FIRST + 1, f"=A{FIRST}", 2.0)]


def test_a_history_has_every_number_in_every_row_and_says_where_it_broke_down() -> None:
    descent = descend(Network(), 0.5, 3)
    table = history(descent, 5)
    assert {len(column) for column in table.values()} == {5}
    assert table[UPDATE] == [0, 1, 2, 3, FAILED]
    assert table["E_total"][:4] == descent.losses.tolist()
    assert table["∂E_total/∂w5"][2] == descent.at(2).gradients()["w5"]


def test_everything_that_is_computed_has_a_column() -> None:
    lines, values = program(Network().graph), history(descend(Network(), 0.5, 1), 2)
    block = Block({id: at for at, id in enumerate(values)}, {"learning_rate": "B3"})
    made = list(columns(block, lines, values))
    assert len(made) == len(lines.forward) + len(lines.deltas) + len(lines.gradients) + len(lines.update)
    assert [column.above for column in made].count(True) == len(lines.update)
