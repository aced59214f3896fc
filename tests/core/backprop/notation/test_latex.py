import pytest
from hypothesis import given, settings

from core.backprop.engine.expression import (
    HALF,
    ONE,
    Derivative,
    Difference,
    Expression,
    Number,
    Plugged,
    Power,
    Quotient,
    Square,
    Symbol,
)
from core.backprop.engine.functions import Root, Sigmoid, Tanh, written_out
from core.backprop.engine.network import WORKSHEET, Network
from core.backprop.engine.substitution import plug_in
from core.backprop.lesson.lesson import lesson
from core.backprop.notation.latex import latex, latex_name
from tests.core.backprop.formulas import formulas
from tests.core.backprop.narrowed import equation, floats

a, b, c = Symbol("a"), Symbol("b"), Symbol("c")
PYTHON = {r"\cdot": "*", "^2": "**2", "−": "-"}


@given(formulas)
@settings(max_examples=300, deadline=None)
def test_the_text_of_any_formula_computes_to_its_number(formula: Expression) -> None:
    text = latex(formula, 17)
    for sign, python in PYTHON.items():
        text = text.replace(sign, python)
    assert eval(text) == formula.evaluate({})


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (a + b * c, r"a + b \cdot c"),
        (Root(a + b), r"\sqrt{a + b}"),
        (Power(ONE - a, b), "(1 - a)^{b}"),
        (a * (b + c), r"a \cdot (b + c)"),
        (a - (b - c), r"a - (b - c)"),
        (Difference(a - b, c), "a - b - c"),
        (HALF * Square(a - b), r"\tfrac{1}{2} (a - b)^2"),
        (HALF * a, r"\tfrac{1}{2} \cdot a"),
        (Quotient(a - b, Number(-2.0)), r"\frac{a - b}{−2}"),
        (Sigmoid(a + b), r"\sigma(a + b)"),
        (ONE - a, "1 - a"),
        (Symbol("a_h1"), "a_{h1}"),
        (Symbol("w5", updated=True), "w_{5}^{+}"),
        (Symbol("h1ᵇ", updated=True), "h_{1}^{(b)+}"),
        (Symbol("learning_rate") * a, r"\eta \cdot a"),
        (Derivative("E_total", "w5"), r"\frac{\partial E_{total}}{\partial w_{5}}"),
        (Derivative("E", "a", via="o1"), r"\frac{\partial E}{\partial a}\Big|_{\text{via }o_{1}}"),
        (Plugged("w1", -0.123456), "−0.1235"),
        (Plugged("i1", 0.5) * Plugged("w1", -2.0), r"0.5 \cdot (−2)"),
        (Sigmoid(Plugged("h1", -2.0)), r"\sigma(−2)"),
        (written_out(Sigmoid(a)), r"\frac{1}{1 + e^{-a}}"),
        (written_out(Sigmoid(Plugged("h1", -2.0))), r"\frac{1}{1 + e^{-(−2)}}"),
        (written_out(Tanh(a)), r"\frac{e^{a} - e^{-a}}{e^{a} + e^{-a}}"),
    ],
)
def test_formulas_are_written_as_on_paper(formula: Expression, text: str) -> None:
    assert latex(formula) == text


def test_the_gradients_are_written_as_in_the_brief() -> None:
    delta1 = r"(a_{o1} - t_{1}) \cdot a_{o1} \cdot (1 - a_{o1})"
    delta2 = r"(a_{o2} - t_{2}) \cdot a_{o2} \cdot (1 - a_{o2})"
    both = rf"({delta1} \cdot w_{{5}} + {delta2} \cdot w_{{7}})"
    slope = r"a_{h1} \cdot (1 - a_{h1})"
    assert latex(WORKSHEET.gradient_formula("w5")) == rf"{delta1} \cdot a_{{h1}}"
    assert latex(WORKSHEET.gradient_formula("w1")) == rf"{both} \cdot {slope} \cdot i_{{1}}"


def test_plugged_numbers_have_as_many_digits_as_asked_for() -> None:
    plugged = plug_in(Symbol("a_h1") - Symbol("t1"), floats({**Network().numbers, **Network().values()}))
    assert latex(plugged) == "0.5069 - 0.01"
    assert latex(plugged, 10) == "0.5068745668 - 0.01"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("E_total", "E_{total}"),
        ("learning_rate", r"\eta"),
        ("w", "w"),
        ("beta1", r"\beta_{1}"),
        ("m̂_w5", r"\hat{m}_{w5}"),
        ("a_h1ᵇ", "a_{h1}^{(b)}"),
    ],
)
def test_names_have_their_subscripts(name: str, text: str) -> None:
    assert latex_name(name) == text


def test_what_is_no_formula_has_no_latex() -> None:
    with pytest.raises(TypeError, match="no LaTeX for Expression"):
        latex(Expression())


@pytest.mark.parametrize("net", [Network(), Network(w1=-1e-9, w5=-3, i2=-1e9)], ids=["worksheet", "signs and powers"])
def test_every_row_of_a_lesson_has_matching_brackets(net: Network) -> None:
    for step in lesson(net, 0.5)[1:]:
        for row in equation(step).rows:
            text = latex(row)
            assert text.count("(") == text.count(")"), step.name
            assert text.count("{") == text.count("}"), step.name


def test_a_negative_product_in_the_lesson_is_bracketed() -> None:
    h1 = next(step for step in lesson(Network(w2=-0.2), 0.5) if step.name == "h1")
    assert latex(equation(h1).rows[2]) == r"0.0075 + (−0.02)"


def test_a_product_that_happens_to_be_one_half_is_a_number_like_any_other() -> None:
    h1 = next(step for step in lesson(Network(w1=1, i1=0.5), 0.5) if step.name == "h1")
    assert latex(equation(h1).rows[2]) == "0.5 + 0.02"
