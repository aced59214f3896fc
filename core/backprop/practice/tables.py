"""The digits of the article and those of three programs as columns of text."""

from __future__ import annotations

from collections.abc import Sequence

from core.backprop.engine.expression import Derivative
from core.backprop.notation.latex import latex, latex_name
from core.backprop.practice.article import FEWER, NEW, OLD, Digits


def digits_table(digits: Sequence[Digits]) -> dict[str, list[str]]:
    """What the article prints beside what each program gives; Markdown, what agrees to every digit bold and marked."""

    def name(quantity: str) -> str:
        of, _, by = quantity.removeprefix("∂").partition("/∂")
        return latex(Derivative(of, by)) if by else latex_name(quantity)

    def cell(each: Digits, program: str) -> str:
        if program not in each.computed:
            return ""
        return f"**{each.printed(program)}** ✓" if each.agrees(program) else each.printed(program)

    return {
        "number": [f"${name(each.quantity)}$" for each in digits],
        "updates made": [f"{each.updates:,}" for each in digits],
        "the article": [each.published for each in digits],
        **{program: [cell(each, program) for each in digits] for program in (OLD, NEW, FEWER)},
    }
