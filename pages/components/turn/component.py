"""Your turn: the picture with all that is known, and a field for the number that is asked.

It shares picture, equation, timeline and mailbox with the stepper. Of the open number it receives the formula and the
help that was asked for; the number itself only as the last of these helps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from typing import Any, cast

from core.backprop.engine.expression import Number
from core.backprop.engine.graph import Graph
from core.backprop.lesson.lesson import Equation, Step
from core.backprop.notation.mathml import mathml
from core.backprop.notation.number import format_number
from core.backprop.practice.judging import Kind, Verdict
from core.backprop.practice.predict import predictions
from core.backprop.practice.quiz import FORMULA, NUMBER, Mark, Practice, tally, visible
from pages.components.shared.inline import Component, Static
from pages.components.shared.picks import nothing
from pages.components.shared.written import SHAPES, flow, layouts, names, numbers, outline, rows, usual

_component = Component("turn", ("shared/board.css", "shared/gate.css", "turn/turn.css"))

HINTS = ("Hint: what is to be done", "Hint: the formula", "Hint: the numbers in it", "Tell me the number", "Go on")
LENT = {NUMBER: " · worked for you", FORMULA: " · with its formula"}
MOST_NAMED = 6  # numbers that a result names
LOOKS = {Kind.RIGHT: "right", Kind.FEW_DIGITS: "near", Kind.CUT_OFF: "near", Kind.CLOSE: "near"}


def turn(
    practice: Practice,
    verdict: Verdict,
    digits: int,
    *,
    key: str,
    answered: int,
    update: int,
    hints: bool = True,
    predict: bool = False,
    where: str = "",
) -> None:
    """Shows the open question of the practice, and the verdict on the last answer.

    `answered` is the number of the last event dealt with, `update` counts the updates done; `where` is said instead
    of which number it is. Without `hints` a number can only be told; with `predict` something is asked about it first.
    What the learner does comes back as events: "answer", "help" and "advance".
    """
    graph, question = practice.net.graph, practice.question
    asked = predictions(practice.questions, graph).get(question.name) if question and predict else None
    marks = [*practice.marks, *([None] * len(practice.questions))]
    done = len(practice.marks)
    steps = [
        {**numbers(step, digits), "sentence": step.sentence, "mark": _looks(mark)} if at < done else {"mark": ""}
        for at, (step, mark) in enumerate(zip(practice.questions, marks, strict=False))
    ]
    check = practice.check
    known = question.before if question else check.after
    data = {
        "texts": {key: format_number(value, digits) for key, value in known.items()},
        "weights": {w: float(cast(float, practice.net.numbers[w])) for w in (*graph.weights, *graph.frozen)},
        "steps": steps,
        "asked": question.name if question else "",
        "where": where or _where(practice, update),
        "question": _question(practice, question, digits) if question else _finished(check, digits),
        "help": practice.level,
        "told": practice.level == NUMBER,
        "hint": HINTS[practice.level if hints else max(practice.level, NUMBER - 1)],
        "verdict": {"number": answered, **_verdict(verdict if question else _result(practice, verdict))},
        "tally": _tally(practice),
        "answered": answered,
        "predict": asdict(asked) if asked else None,
    }
    _component(key=key, data=data, static=_static(graph, digits > 4), on_events_change=nothing)


@lru_cache(maxsize=SHAPES)
def _static(graph: Graph, precise: bool) -> Static:
    return Static.of(
        {
            "layouts": layouts(graph, precise),
            "names": names(graph),
            "label": "The network with the numbers found so far",
            "outline": [
                {**outline(step), "left": mathml(cast(Equation, step.equation).left)}
                for step in Practice(usual(graph), 1.0).questions
            ],
            "precise": precise,
        }
    )


def _where(practice: Practice, update: int) -> str:
    after = f" · after {update} update{'s' * (update > 1)}" if update else ""
    if practice.question is None:
        return f"this update is done{after}"
    rate = (
        f" · learning rate η = {format_number(practice.learning_rate)}" if practice.question.phase == "update" else ""
    )
    lent = LENT.get(practice.lent, "")
    number = f"number {len(practice.marks) + 1} of {len(practice.questions)}"
    return f"{practice.question.phase} · {number}{after}{rate}{lent}"


def _question(practice: Practice, step: Step, digits: int) -> Mapping[str, Any]:
    """What may be seen of the open question, in full."""
    equation, help = cast(Equation, step.equation), visible(practice)
    sides = help.rows if help.result is None else (*help.rows, Number(help.result))
    return {
        "sentence": help.sentence,
        "rows": rows(equation.left, sides, digits),
        "flow": flow(step.phase, help.flow, digits),
    }


def _finished(check: Step, digits: int) -> Mapping[str, Any]:
    """The check that follows the last number, with everything."""
    return {**outline(check), **numbers(check, digits), "left": None, "sentence": check.sentence}


def _verdict(verdict: Verdict) -> Mapping[str, Any]:
    said = verdict.title or verdict.sentence
    looks = LOOKS.get(verdict.kind, "wrong") if said else ""
    return {"right": verdict.right, "kind": looks, "title": verdict.title, "words": verdict.sentence}


def _result(practice: Practice, last: Verdict) -> Verdict:
    """What is said when the last number is found: how it went, and what to look at again."""
    count = tally(practice)
    marked = zip(practice.questions, practice.marks, strict=True)
    told = [_left(step) for step, mark in marked if mark and mark.revealed]
    parts = [
        _tally(practice),
        f"In all {_several(count.tries, 'wrong answer')} and {_several(count.hints, 'hint')}.",
        f"Told: {', '.join(told[:MOST_NAMED])}{'…' if len(told) > MOST_NAMED else '.'}" if told else "",
    ]
    return Verdict(Kind.RIGHT, last.title or "How it went", " ".join(filter(None, parts)))


def _left(step: Step) -> str:
    return cast(str, getattr(cast(Equation, step.equation).left, "id", step.title))


def _several(count: int, what: str) -> str:
    return f"{count or 'no'} {what}{'s' * (count != 1)}"


def _looks(mark: Mark | None) -> str:
    if mark is None:
        return "given"
    if mark.at_once:
        return "once"
    return "told" if mark.revealed else "helped" if mark.help else "corrected"


def _tally(practice: Practice) -> str:
    """What went well, in a sentence."""
    count = tally(practice)
    if not count.found and not count.revealed:
        return ""
    parts = [
        f"{count.at_once} at once" if count.at_once else "",
        f"{count.corrected} on another try" if count.corrected else "",
        f"{count.helped} with a hint" if count.helped else "",
    ]
    found = f"{count.found} number{'s' * (count.found != 1)} found"
    told = f" {count.revealed} told, to look at again." if count.revealed else ""
    return found + (": " + ", ".join(filter(None, parts)) if count.found else "") + "." + told
