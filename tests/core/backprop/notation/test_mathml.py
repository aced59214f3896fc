import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from core.backprop.engine.expression import HALF, Derivative, Expression, Plugged, Power, Quotient, Square, Sum, Symbol
from core.backprop.engine.functions import Root, Sigmoid
from core.backprop.engine.network import Network
from core.backprop.engine.substitution import ids
from core.backprop.lesson.introduction import introduction
from core.backprop.lesson.lesson import Step, lesson
from core.backprop.notation.mathml import Element, cells, hue, lines, mathml
from tests.core.backprop.formulas import formulas
from tests.core.backprop.narrowed import equation

a, b, c = Symbol("a"), Symbol("b"), Symbol("c")
PYTHON = str.maketrans("·−", "*-")


def plain(element: Element | str) -> str:
    """The text of an element, a superscript written as Python writes a power."""
    if isinstance(element, str):
        return element
    tag, _, children = element
    return ("**" if tag == "msup" else "").join(map(plain, children))


def elements(element: Element) -> Iterator[Element]:
    yield element
    for child in element[2]:
        if not isinstance(child, str):
            yield from elements(child)


def marked(element: Element) -> dict[str, str]:
    """The class of each id in an element."""
    return {marks["data-id"]: marks["class"] for _, marks, _ in elements(element) if "data-id" in marks}


@given(formulas)
@settings(max_examples=300, deadline=None)
def test_the_text_of_any_formula_computes_to_its_number(formula: Expression) -> None:
    assert eval(plain(mathml(formula, 17)).translate(PYTHON)) == formula.evaluate({})


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (a + b * c, "a+b·c"),
        (a * (b - c), "a·(b−c)"),
        (a - (b - c), "a−(b−c)"),
        (HALF * Square(a - b), "½(a−b)**2"),
        (Sigmoid(a + b), "σ(a+b)"),
        (Symbol("a_h1"), "ah1"),
        (Symbol("w5", updated=True), "w5+"),
        (Symbol("learning_rate"), "η"),
        (Derivative("E_total", "w5", via="o1"), "∂Etotal∂w5via\u00a0o1"),
        (Plugged("i1", 0.5) * Plugged("w1", -2.0), "0.5·(−2)"),
    ],
)
def test_formulas_are_written_as_on_paper(formula: Expression, text: str) -> None:
    assert plain(mathml(formula)) == text


def test_a_symbol_is_one_element_with_its_id_and_hue() -> None:
    marks = {"data-id": "w5", "class": "forward"}
    assert mathml(Symbol("w5"))[:2] == ["mrow", marks]
    assert mathml(Plugged("w5", 0.4)) == ["mn", marks, ["0.4"]]


def test_subscripts_superscripts_and_fractions_have_elements_of_their_own() -> None:
    def tags(formula: Expression) -> list[str]:
        return [tag for tag, _, _ in elements(mathml(formula))]

    assert tags(Symbol("w5")) == ["mrow", "msub", "mi", "mi"]
    assert tags(Symbol("w5", updated=True)) == ["mrow", "msubsup", "mi", "mi", "mo"]
    assert tags(Quotient(a, b)) == ["mfrac", "mrow", "mi", "mrow", "mi"]


def test_roots_powers_and_marks_have_elements_of_their_own() -> None:
    assert mathml(Root(a))[0] == "msqrt"
    assert mathml(Power(a, b)) == ["msup", {}, [mathml(a), mathml(b)]]
    (name,) = mathml(Symbol("h1ᵇ", updated=True))[2]
    assert name[0] == "msubsup"
    assert plain(name) == "h1(b)+"


@pytest.mark.parametrize(
    ("symbol", "colour"),
    [("h1", "forward"), ("∂E_total/∂w5", "gradient"), ("∂E/∂a via o1", "gradient"), ("w5⁺", "update")],
)
def test_an_id_has_one_of_three_hues(symbol: str, colour: str) -> None:
    assert hue(symbol) == colour


@pytest.mark.parametrize("step", lesson(Network(w1=-0.1), 0.5)[1:], ids=lambda step: step.name)
def test_the_cells_of_every_row_carry_the_ids_of_all_its_symbols(step: Step) -> None:
    for row in (equation(step).left, *equation(step).rows):
        marks: dict[str, str] = {}
        for cell in cells(row):
            marks |= marked(cell)
        assert marks == {symbol: hue(symbol) for symbol in ids(row)}
        assert json.loads(json.dumps(cells(row))) == cells(row)


def test_cells_are_operands_and_operators_in_turn() -> None:
    assert [plain(cell) for cell in cells(a * b + c)] == ["a·b", "+", "c"]
    assert [plain(cell) for cell in cells(a * (b + c))] == ["a", "·", "(b+c)"]
    assert [plain(cell) for cell in cells(a - b)] == ["a", "−", "b"]
    assert [plain(cell) for cell in cells(HALF * Square(a))] == ["½a**2"]
    assert [plain(cell) for cell in cells(a)] == ["a"]


def test_long_sums_are_broken_into_lines_of_about_the_same_length() -> None:
    def broken(*operands: Expression) -> list[str]:
        return ["".join(map(plain, line)) for line in lines(Sum(operands))]

    ab = a * b
    assert broken(a, b, c, a) == ["a+b+c+a"]
    assert broken(ab, ab, ab) == ["a·b+a·b+a·b"]
    assert broken(ab, ab, ab, ab) == ["a·b+a·b", "+a·b+a·b"]
    assert broken(ab, ab, ab, ab, c) == ["a·b+a·b+a·b", "+a·b+c"]
    assert broken(a * b * c * a, ab) == ["a·b·c·a", "+a·b"]
    shares = [Derivative("E", "a", via=letter) for letter in "wxyz"]
    assert len(broken(*shares)) == 2
    assert lines(a) == [cells(a)]


def test_on_the_worksheet_every_formula_has_room_in_one_line() -> None:
    for step in (*introduction(Network(), 0.5), *lesson(Network(), 0.5)):
        assert all(len(lines(row)) == 1 for row in (step.equation.rows if step.equation else ()))


@given(formulas)
@settings(max_examples=100, deadline=None)
def test_lines_are_the_cells_in_their_order(formula: Expression) -> None:
    broken = lines(formula)
    assert [cell for line in broken for cell in line] == cells(formula)
    assert all(broken)


def test_the_cells_together_are_the_formula() -> None:
    for step in lesson(Network(), 0.5)[1:]:
        for row in equation(step).rows:
            assert "".join(map(plain, cells(row))) == plain(mathml(row))


def test_plugged_numbers_have_as_many_digits_as_asked_for() -> None:
    assert plain(mathml(Plugged("x", 1 / 3), 6)) == "0.333333"
    assert [plain(cell) for cell in cells(Plugged("x", 1 / 3) + a, 6)] == ["0.333333", "+", "a"]


def test_what_is_no_formula_has_no_mathml() -> None:
    with pytest.raises(TypeError, match="no MathML for Expression"):
        mathml(Expression())
