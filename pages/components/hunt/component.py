"""Find the bug: the lines of a wrong program, its numbers in the picture, and what proves it wrong.

How a line stands is sent only once the learner has marked it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from core.backprop.engine.expression import Derivative, Number, Plugged, Symbol
from core.backprop.lesson.lesson import Equation, every_number
from core.backprop.notation.name import split_name
from core.backprop.notation.number import format_number
from core.backprop.notation.unicode import unicode
from core.backprop.practice.bug_hunt import Check, Hunt, Line, Standing
from core.backprop.practice.tree import has
from pages.components.shared.inline import Component, Static
from pages.components.shared.picks import nothing
from pages.components.shared.written import layouts, names, rows

_component = Component("hunt", ("shared/board.css", "hunt/hunt.css"))

HEAD = (
    ({"text": ""}, {"text": "gradient", "across": 3}, {"text": "new weight", "across": 2}),
    tuple({"text": text} for text in ("", "program", "nudging", "autograd", "program", "should be")),
)


def lines(
    hunt: Hunt,
    marked: Sequence[str],
    checks: Sequence[Check],
    title: str,
    sentence: str,
    digits: int,
    *,
    key: str,
    answered: int,
) -> None:
    """Shows the bug; `marked` are the lines marked so far, the last one last, `title` and `sentence` say what of it.

    What the learner marks comes back as an event: "mark".
    """
    last = next((line for line in hunt.lines if marked and line.name == marked[-1]), None)
    solved = last is not None and last.standing is Standing.FIRST
    data = {
        "standing": {line.name: line.standing.value for line in hunt.lines if line.name in marked},
        "marked": last.name if last else "",
        "verdict": {"kind": last.standing.value if last else "", "title": title, "words": sentence},
        "solved": solved,
        "solution": _solution(last, digits) if last and solved else None,
        "answered": answered,
    }
    _component(key=key, data=data, static=_static(hunt, tuple(checks), digits), on_events_change=nothing)


@lru_cache(maxsize=64)
def _static(hunt: Hunt, checks: tuple[Check, ...], digits: int) -> Static:
    """The program, what it printed and what contradicts it: the same however often a line is marked."""
    graph = hunt.net.graph
    numbers = every_number(hunt.program, hunt.learning_rate)
    printed = {cast(Equation, line.step.equation).left.id for line in hunt.lines}  # type: ignore[attr-defined]
    shown = {*graph.given, *hunt.net.values(), *printed}
    contradicted = {
        *(graph.gradient(check.weight).id for check in checks if not check.gradient_agrees),
        *(Symbol(check.weight, updated=True).id for check in checks if not check.new_agrees),
    }
    texts = {name: format_number(numbers[name], digits) for name in sorted(shown) if name in numbers}
    return Static.of(
        {
            "hunt": f"{hunt.level} {hunt.seed}",
            "layouts": layouts(graph, precise=digits > 4),
            "names": names(graph),
            "label": "The network with the numbers of the wrong program",
            "precise": digits > 4,
            "texts": {name: f"≠ {text}" if name in contradicted else text for name, text in texts.items()},
            "contradicted": sorted(contradicted),
            "weights": {w: float(cast(float, hunt.net.numbers[w])) for w in (*graph.weights, *graph.frozen)},
            "lines": [_line(line, hunt.level == "easy", digits) for line in hunt.lines],
            "checks": _checks(checks, digits),
        }
    )


def _line(line: Line, formula: bool, digits: int) -> Mapping[str, Any]:
    equation = cast(Equation, line.step.equation)
    symbols = [row for row in equation.rows if has(row, Symbol | Derivative) and not has(row, Plugged)]
    sides = (*(symbols[-1:] if formula else ()), Number(equation.result))
    return {
        "name": line.name,
        "phase": line.step.phase,
        "rows": rows(equation.left, sides, digits),
        "said": " = ".join(unicode(side) for side in (equation.left, *sides)),
        "lit": sorted(line.right.lit),
    }


def _solution(line: Line, digits: int) -> Mapping[str, Any]:
    program, rule = (cast(Equation, step.equation) for step in (line.step, line.right))
    return {
        "program": rows(program.left, program.sides[-3:], digits),
        "rule": rows(rule.left, rule.sides[-3:], digits),
    }


def _checks(checks: Sequence[Check], digits: int) -> Mapping[str, Any]:
    red = sum(not (check.gradient_agrees and check.new_agrees) for check in checks)
    caption = (
        "Two witnesses who know nothing of the program's chain rule: really nudging each weight, and PyTorch. They "
        f"contradict it for {red} of {len(checks)} weights."
    )
    return {
        "caption": caption if checks else "",
        "head": HEAD if checks else [],
        "rows": [_row(c, digits) for c in checks],
    }


def _row(check: Check, digits: int) -> list[dict[str, Any]]:
    return [
        {"id": check.weight, "name": split_name(check.weight)},
        {"text": format_number(check.gradient, digits), "agrees": check.gradient_agrees},
        {"text": format_number(check.central_difference, digits)},
        {"text": format_number(check.autograd, digits)},
        {"text": format_number(check.new, digits), "agrees": check.new_agrees},
        {"text": format_number(check.new_by_autograd, digits)},
    ]
