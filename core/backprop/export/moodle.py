"""An exercise for Moodle: its XML format, a numerical question a step and a category a variant.

The form is that of docs.moodle.org, “Moodle XML format”. Formulas are LaTeX, which Moodle's filters show.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from html import escape
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from core.backprop.engine.expression import Expression
from core.backprop.export.variant import KEY, Variant, result, tolerance
from core.backprop.lesson.lesson import Step
from core.backprop.notation.latex import latex
from core.backprop.notation.number import format_number

PICTURE = "network.svg"


def moodle(title: str, variants: Sequence[Variant]) -> str:
    """The XML document; after the last answer to a question, Moodle shows its worked solution."""
    quiz = Element("quiz")
    for variant in variants:
        category = SubElement(quiz, "question", type="category")
        # A slash would begin a category inside this one; a doubled one is a slash.
        path = "/".join(part.replace("/", "//") for part in (title, variant.title))
        _text(category, "category", f"$course$/top/{path}")
        for update in range(len(variant.lessons)):
            before = f"{variant.title}, update {update + 1}"
            _description(quiz, before, variant, update)
            for number, step in enumerate(variant.asked(update), start=1):
                _numerical(quiz, f"{before}, {number:02}: {step.title}", variant, update, step)
    indent(quiz)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(quiz, encoding="unicode") + "\n"


def _description(quiz: Element, name: str, variant: Variant, update: int) -> None:
    """What is given, with the picture."""
    picture = variant.picture if not update else ""
    image = f'<p><img src="@@PLUGINFILE@@/{PICTURE}" alt="The network" width="700"></p>' if picture else ""
    question = _question(quiz, "description", f"{name}: the network", f"{_given(variant, update)}{image}")
    text = question.find("questiontext")
    if picture and text is not None:
        file = SubElement(text, "file")
        file.attrib |= {"name": PICTURE, "path": "/", "encoding": "base64"}
        file.text = b64encode(picture.encode()).decode()


def _numerical(quiz: Element, name: str, variant: Variant, update: int, step: Step) -> None:
    equation = step.equation
    assert equation is not None
    asked = f"<p>{escape(step.title)}: {_formula(equation.left)} = ?</p><p>Three significant digits are enough.</p>"
    solution = " = ".join(latex(side, KEY) for side in (equation.left, *equation.sides))
    question = _question(
        quiz,
        "numerical",
        name,
        f"{_given(variant, update)}{asked}",
        f"<p>{escape(step.sentence)}</p><p>\\({escape(solution)}\\)</p>",
    )
    answer = SubElement(question, "answer", fraction="100", format="moodle_auto_format")
    SubElement(answer, "text").text = f"{result(step):.12g}"
    SubElement(answer, "tolerance").text = f"{tolerance(step):.3g}"
    _text(answer, "feedback", "", "html")
    SubElement(question, "unitgradingtype").text = "0"
    SubElement(question, "unitpenalty").text = "0.1"
    SubElement(question, "showunits").text = "3"  # none
    SubElement(question, "unitsleft").text = "0"


def _question(quiz: Element, kind: str, name: str, text: str, feedback: str = "") -> Element:
    question = SubElement(quiz, "question", type=kind)
    _text(question, "name", name)
    _text(question, "questiontext", text, "html")
    _text(question, "generalfeedback", feedback, "html")
    SubElement(question, "defaultgrade").text = "1" if kind == "numerical" else "0"
    SubElement(question, "penalty").text = "0.3333333" if kind == "numerical" else "0"
    SubElement(question, "hidden").text = "0"
    return question


def _text(parent: Element, tag: str, text: str, format: str = "") -> None:
    SubElement(SubElement(parent, tag, {"format": format} if format else {}), "text").text = text


def _given(variant: Variant, update: int) -> str:
    numbers = [f"{_formula(symbol)} = {format_number(value, KEY)}" for symbol, value in variant.given(update).items()]
    where = f"{escape(variant.title)}, update {update + 1}"
    return f"<p>{where}. Given: {', '.join(numbers)}. All others are found on the way.</p>"


def _formula(e: Expression) -> str:
    return escape(f"\\({latex(e)}\\)")
