"""The worked solution of one update as a LaTeX document, with the numbers plugged in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from string import Template

from core.backprop.engine.expression import Expression, Number, Sum
from core.backprop.engine.network import Network
from core.backprop.export.worked import chapters
from core.backprop.lesson.lesson import Equation, Step, lesson
from core.backprop.notation.latex import latex, latex_name
from core.backprop.notation.number import PLAIN, RAISED, format_number

DOCUMENT = Template(r"""\documentclass[10pt,a4paper]{article}
\usepackage{amsmath}
\usepackage[margin=2cm]{geometry}
\setlength{\parindent}{0pt}
\allowdisplaybreaks

\title{One update of a neural network, worked by hand}
\author{Made by Backprop Lab}
\date{}

\begin{document}
\maketitle

\section*{$title}
$sentence$start
$given
$chapters
\end{document}
""")
STEP = Template(r"""
\paragraph{$title} $sentence
\begin{align*}
$rows
\end{align*}
""")
A_ROW = 4  # given numbers in one row
WIDEST = 90  # characters that fit the width of the page
NOT_SEEN = re.compile(r"\\[a-z]+|[{}_ ]")

ESCAPED = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
ESCAPED |= {character: f"\\{character}" for character in "&%$#_{}"}
TYPED = {"“": "``", "”": "''", "‘": "`", "’": "'", "…": r"\dots{}", "−": "$-$", "–": "--", "\u00a0": "~"}
SIGNS = {"σ": r"\sigma", "η": r"\eta", "∂": r"\partial", "Δ": r"\Delta", "½": r"\tfrac{1}{2}", "¼": r"\tfrac{1}{4}"}
SIGNS |= {"→": r"\to", "×": r"\times", "·": r"\cdot", "∞": r"\infty", "²": "^{2}", "⁺": "^{+}", "′": "'"}
POWER = re.compile(rf"×10([{RAISED}]+)")  # of a number as `format_number` writes it


def solution(net: Network, learning_rate: float, digits: int = 6, start: str = "") -> str:
    """The document, with numbers of so many significant digits: every step of `lesson`, by phase.

    `start` is a sentence that says what `net` is. Raises what `lesson` raises.
    """
    steps = lesson(net, learning_rate)
    names = {name: latex_name(name) for name in (*net.graph.given, *net.values())}
    return DOCUMENT.substitute(
        title=prose(steps[0].title, names),
        sentence=prose(steps[0].sentence, names),
        start=f"\n\n{prose(start, names)}" if start else "",
        given="\n".join(_given(steps[0].after, digits)),
        chapters="".join(_chapters(steps, names, digits)),
    )


def prose(text: str, names: Mapping[str, str]) -> str:
    """A sentence as LaTeX, in which the names of quantities and the signs of mathematics are set as such.

    `names` maps each name to its LaTeX.
    """
    name = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    gradient = rf"∂(?P<of>{name})/∂(?P<by>{name})\b"
    parts = re.compile(rf"{gradient}|\b(?P<name>{name})\b|{POWER.pattern}|(?P<other>.)", re.DOTALL)

    def written(match: re.Match[str]) -> str:
        part = match.groupdict()
        if part["of"]:
            return rf"$\partial {names[part['of']]} / \partial {names[part['by']]}$"
        if part["name"]:
            return f"${names[part['name']]}$"
        if part["other"]:
            return ESCAPED.get(part["other"]) or TYPED.get(part["other"]) or _sign(part["other"])
        return f"${mathematics(match[0])}$"

    return parts.sub(written, text)


def _sign(character: str) -> str:
    return f"${SIGNS[character]}$" if character in SIGNS else character


def mathematics(text: str) -> str:
    """What `latex` wrote, with its numbers, too, in LaTeX's own characters: 4.5 \\times 10^{-5}."""
    text = POWER.sub(lambda power: rf" \times 10^{{{power[1].translate(PLAIN)}}}", text)
    return "".join(f"{SIGNS[character]} " if character in SIGNS else character for character in text.replace("−", "-"))


def _given(numbers: Mapping[str, float], digits: int) -> Iterator[str]:
    """All given numbers and the learning rate."""
    texts = [rf"{latex_name(name)} &= {mathematics(format_number(x, digits))}" for name, x in numbers.items()]
    yield r"\begin{align*}"
    rows = [" & ".join(texts[first : first + A_ROW]) for first in range(0, len(texts), A_ROW)]
    yield " \\\\\n".join(rows)
    yield r"\end{align*}"


def _chapters(steps: tuple[Step, ...], names: Mapping[str, str], digits: int) -> Iterator[str]:
    for chapter in chapters(steps):
        yield f"\n\\section*{{{chapter.title}}}\n"
        for step in chapter.steps:
            yield STEP.substitute(
                title=prose(step.title, names) + ("" if step.title.endswith("?") else "."),
                sentence=prose(step.sentence, names),
                rows=" \\\\\n".join(_rows(step.equation, digits)) if step.equation else "",
            )


def _rows(equation: Equation, digits: int) -> Iterator[str]:
    """The rows of an equation, aligned at =, a long sum in several lines."""
    left, last = latex(equation.left), ""
    for row in (*equation.rows, Number(equation.result)):
        first, *others = _lines(row, digits)
        if first != last:  # a last row that is the result already is not written twice
            yield mathematics(f"{left} &= {first}")
            yield from (mathematics(rf"&\quad + {line}") for line in others)
        left, last = "", first


def _lines(row: Expression, digits: int) -> Iterator[str]:
    """A formula, or a sum as many terms at a time as fit the page."""
    if not isinstance(row, Sum):
        yield latex(row, digits)
        return
    line = row.terms[:1]
    for term in row.terms[1:]:
        if len(NOT_SEEN.sub("", latex(Sum((*line, term)), digits))) > WIDEST:
            yield latex(Sum(line), digits)
            line = ()
        line = (*line, term)
    yield latex(Sum(line), digits)
