"""One update as a page to print: an HTML document of its own, with nothing to load and nothing that runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from string import Template

from core.backprop.engine.expression import Number, Symbol
from core.backprop.engine.network import Network
from core.backprop.export.worked import chapters
from core.backprop.lesson.lesson import Equation, Step, lesson
from core.backprop.notation.mathml import Element, cells, mathml
from core.backprop.notation.name import split_name
from core.backprop.notation.number import format_number

PAGE = Template("""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$headline</title>
<style>
@page { size: A4; margin: 15mm 14mm; }
body { max-width: 182mm; margin: 2rem auto; padding: 0 1rem; font: 10.5pt/1.45 system-ui, sans-serif; color: #23262f; }
h1 { font-size: 1.5em; } h2 { font-size: 1.2em; margin: 1.6em 0 .4em; break-after: avoid; }
h3 { font-size: 1em; margin: 0; } p { margin: .15em 0; } i { font-family: math, serif; font-size: 1.05em; }
figure { margin: 1em 0; } svg { width: 100%; height: auto; }
.given { display: flex; flex-wrap: wrap; gap: .2em 1.6em; }
.step { display: grid; grid-template-columns: 5fr 7fr; gap: 0 1.4em; padding: .55em 0; border-top: 1px solid #dcdcd4; }
.step { break-inside: avoid; }
.rows { display: grid; grid-template-columns: max-content max-content 1fr; gap: .25em .4em; align-items: center; }
math { font-size: 1.1em; } .letter { font-style: italic; }
.activation { width: 52mm; margin-top: .4em; } .activation text { font: 14px system-ui, sans-serif; fill: #23262f; }
.activation path { fill: none; stroke: #9aa0a8; } .activation .function { stroke: #0f5fa8; stroke-width: 2; }
.activation .tangent { stroke: #b64a00; stroke-width: 1.6; } .activation .drop { stroke-dasharray: 3 3; }
.activation .point, .activation text.value { fill: #0f5fa8; } .activation text.slope { fill: #b64a00; }
.forward { color: #0f5fa8; } .gradient { color: #b64a00; } .update { color: #00714f; }
@media (max-width: 40rem) { .step { grid-template-columns: 1fr; } }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 9pt; } .hint { display: none; } }
</style>
</head>
<body>
<h1>$headline</h1>
<p class="hint">Print this page with the browser: Ctrl+P, or ⌘P on a Mac.</p>
<p>$sentence</p>
$start
<p class="given">$given</p>
$picture
$chapters
</body>
</html>
""")
HEADLINE = "One update of a neural network, step by step"


def page(
    net: Network,
    learning_rate: float,
    picture: str = "",
    digits: int = 5,
    start: str = "",
    curves: Mapping[str, Element] | None = None,
) -> str:
    """The document, with numbers of so many significant digits: every step of `lesson`, by phase.

    `picture` is an SVG element of the network, or nothing; `start` a sentence that says what `net` is; `curves` are
    drawings that belong to steps, by their names. Raises what `lesson` raises.
    """
    steps = lesson(net, learning_rate)
    names = tuple(steps[0].after) + tuple(net.values())
    return PAGE.substitute(
        headline=escape(HEADLINE),
        sentence=words(steps[0].sentence, names),
        start=f"<p>{words(start, names)}</p>" if start else "",
        given="\n".join(_given(steps[0].after, digits)),
        picture=f"<figure>{picture}</figure>" if picture else "",
        chapters="\n".join(_chapters(steps, names, digits, curves or {})),
    )


def markup(element: Element | str) -> str:
    """An element of `mathml` as text."""
    if isinstance(element, str):
        return escape(element)
    tag, attributes, children = element
    pairs = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items() if name != "data-id")
    return f"<{tag}{pairs}>{''.join(map(markup, children))}</{tag}>"


def words(text: str, names: tuple[str, ...]) -> str:
    """A sentence as HTML, the names of quantities as mathematics writes them: an italic letter and its subscript."""
    longest_first = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    parts = re.split(rf"\b({longest_first})\b", text)
    return "".join(_name(part) if index % 2 else escape(part) for index, part in enumerate(parts))


def _name(name: str) -> str:
    letter, subscript = map(escape, split_name(name))
    return f"<i>{letter}</i>" + (f"<sub>{subscript}</sub>" if subscript else "")


def _given(numbers: Mapping[str, float], digits: int) -> Iterator[str]:
    for name, number in numbers.items():
        yield f"<span>{_math(mathml(Symbol(name)))} = {format_number(number, digits)}</span>"


def _chapters(
    steps: tuple[Step, ...], names: tuple[str, ...], digits: int, curves: Mapping[str, Element]
) -> Iterator[str]:
    for chapter in chapters(steps):
        yield f"<h2>{escape(chapter.title)}</h2>"
        for step in chapter.steps:
            rows = _rows(step.equation, digits) if step.equation else ()
            text = f"<h3>{words(step.title, names)}</h3><p>{words(step.sentence, names)}</p>"
            curve = markup(curves[step.name]) if step.name in curves else ""
            yield f'<section class="step"><div>{text}{curve}</div><div class="rows">{"".join(rows)}</div></section>'


def _rows(equation: Equation, digits: int) -> Iterator[str]:
    """Left side, = and right side of each row; a long right side may break between its operands."""
    left, last = _math(mathml(equation.left, digits)), ""
    for row in (*equation.rows, Number(equation.result)):
        right = " ".join(map(_math, cells(row, digits)))
        if re.sub("<[^>]*>", "", right) != re.sub("<[^>]*>", "", last):  # it is not written twice
            yield f"<div>{left}</div><div>=</div><div>{right}</div>"
        left, last = "", right


def _math(element: Element) -> str:
    return f'<math displaystyle="true">{markup(element)}</math>'
