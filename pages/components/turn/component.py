"""Your turn: the picture with all that is known, and a field for the number that is asked.

It shares picture, equation, timeline and mail with the stage. Of the open number it receives the name and the help that
was asked for; the number itself only once it was told.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from core.backprop.graph import Graph
from core.backprop.lesson import Step
from core.backprop.practising.judging import Kind, Verdict
from core.backprop.practising.practice import Mark, Practice, tally, visible
from core.backprop.renderings.mathml import mathml
from core.backprop.renderings.number import format_number
from pages.components.inline import inline
from pages.components.picks import nothing
from pages.components.written import flow, layouts, names, rows, words

SHARED = ("mount.js", *(f"stage/{part}.js" for part in ("picture", "equation", "timeline", "mail", "board")))

_component = inline("turn", (*SHARED, "turn/turn.js"), ("stage/stage.css", "turn/turn.css"))

HINTS = ("Hint: what is to be done", "Hint: the formula", "Hint: the numbers in it", "Tell me the number", "Go on")
LOOKS = {Kind.RIGHT: "right", Kind.FEW_DIGITS: "near", Kind.CUT_OFF: "near", Kind.CLOSE: "near"}


def turn(
    practice: Practice,
    verdict: Verdict,
    digits: int,
    *,
    key: str,
    answered: int,
    update: int,
) -> None:
    """Shows the open question of the practice, and the verdict on the last answer.

    `answered` is the number of the last event dealt with, `update` counts the updates done. What the learner does comes
    back as events: "answer", "help" and "advance".
    """
    graph, question = practice.net.graph, practice.question
    marks = [*practice.marks, *([None] * len(practice.questions))]
    done = len(practice.marks)
    steps = [
        _listed(step, mark, at < done, graph, digits)
        for at, (step, mark) in enumerate(zip(practice.questions, marks, strict=False))
    ]
    check = practice.check
    known = question.before if question else check.after
    data = {
        "layouts": layouts(graph, precise=digits > 4),
        "names": names(graph),
        "label": "The network with the numbers found so far",
        "precise": digits > 4,
        "texts": {key: format_number(value, digits) for key, value in known.items()},
        "weights": {w: float(cast(float, practice.net.numbers[w])) for w in (*graph.weights, *graph.frozen)},
        "steps": steps,
        "asked": question.name if question else "",
        "where": _where(practice, update),
        "question": _question(practice, question, digits) if question else _finished(check, digits, graph),
        "help": practice.mark.help,
        "told": practice.mark.told,
        "hint": HINTS[practice.mark.help],
        "verdict": {
            "number": answered,
            "right": verdict.right,
            "kind": LOOKS.get(verdict.kind, "wrong") if verdict.title or verdict.sentence else "",
            "title": words(verdict.title, graph),
            "words": words(verdict.sentence, graph),
        },
        "tally": _tally(practice),
        "answered": answered,
    }
    _component(key=key, data=data, on_events_change=nothing)


def _where(practice: Practice, update: int) -> str:
    after = f" · after {update} update{'s' * (update > 1)}" if update else ""
    if practice.question is None:
        return f"this update is done{after}"
    rate = f" · η = {format_number(practice.learning_rate)}" if practice.question.phase == "update" else ""
    return f"{practice.question.phase} · number {len(practice.marks) + 1} of {len(practice.questions)}{after}{rate}"


def _question(practice: Practice, step: Step, digits: int) -> Mapping[str, Any]:
    """What may be seen of the open question."""
    assert step.equation is not None
    graph, help = practice.net.graph, visible(practice)
    return {
        **_step(step, graph),
        "sentence": words(help.sentence, graph),
        "rows": rows(step.equation.left, help.rows, help.result, digits),
        "flow": flow(step.phase, help.flow, digits),
    }


def _listed(step: Step, mark: Mark | None, done: bool, graph: Graph, digits: int) -> Mapping[str, Any]:
    """A step for the timeline; with all its numbers if it is done."""
    if not done:
        return {"name": step.name, "phase": step.phase, "title": words(step.title, graph), "mark": ""}
    assert step.equation is not None
    return {
        **_step(step, graph),
        "name": step.name,
        "mark": _looks(mark),
        "sentence": words(step.sentence, graph),
        "rows": rows(step.equation.left, step.equation.rows, step.equation.result, digits),
        "flow": flow(step.phase, step.flow, digits),
    }


def _step(step: Step, graph: Graph) -> Mapping[str, Any]:
    assert step.equation is not None
    return {
        "phase": step.phase,
        "title": words(step.title, graph),
        "left": mathml(step.equation.left),
        "lit": sorted(step.lit),
    }


def _finished(check: Step, digits: int, graph: Graph) -> Mapping[str, Any]:
    """The check that follows the last number, with everything."""
    assert check.equation is not None
    return {
        **_step(check, graph),
        "left": None,
        "sentence": words(check.sentence, graph),
        "rows": rows(check.equation.left, check.equation.rows, check.equation.result, digits),
        "flow": {},
    }


def _looks(mark: Mark | None) -> str:
    if mark is None:
        return "given"
    if mark.at_once:
        return "once"
    return "told" if mark.told else "helped" if mark.help else "corrected"


def _tally(practice: Practice) -> str:
    """What went well, in a sentence."""
    count = tally(practice)
    if not count.found and not count.told:
        return ""
    parts = [
        f"{count.at_once} at once" if count.at_once else "",
        f"{count.corrected} on another try" if count.corrected else "",
        f"{count.helped} with a hint" if count.helped else "",
    ]
    found = f"{count.found} number{'s' * (count.found != 1)} found"
    told = f" {count.told} told, to look at again." if count.told else ""
    return found + (": " + ", ".join(filter(None, parts)) if count.found else "") + "." + told
