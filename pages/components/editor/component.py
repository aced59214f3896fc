"""The editor of a design: a row an operation, with its numbers to type and what it makes and costs.

It draws what `core.digits.design` says, and posts what a learner does; operations have ids, so that a press that was
on its way while others moved still means the same one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.digits.design import Design, Step
from core.digits.edits import NEW, numbers
from core.digits.operations import Shape
from core.digits.presets import BUDGETS
from pages.components.shared.inline import Component, Static
from pages.components.shared.picks import answered, nothing
from pages.shared.texts import capital

_component = Component("editor", ("shared/plotting.css", "editor/editor.css"))
_static = Static.of({"kinds": [title for title, _ in NEW], "budgets": [f"{budget:,}" for budget in BUDGETS]})


@dataclass(frozen=True)
class Refused:
    """What was typed for a number and is none: the operation's `id`, the number's `name`, the text, and why."""

    id: int
    name: str
    text: str
    sentence: str


def editor(
    design: Design, ids: Sequence[int], budget: int, *, refused: Refused | None, can_undo: bool, key: str
) -> None:
    """Shows a design whose operations have these ids, against a budget of parameters.

    What a learner does comes back with `mailbox.answer`; `name` begins with an id, or is a count where none is meant:
    "set" the number `name` (id and field) to `text`, "move" to the position `text`, "remove", "duplicate", "add" the
    new operation of the index `text` after `name`, "undo", "budget" of the index `text`.
    """
    problems: dict[int, list[str]] = {}
    for position, sentence in design.problems():
        problems.setdefault(min(position, len(ids) - 1), []).append(capital(sentence))
    steps = design.steps()
    rows = [_row(step, id, problems.get(k, ()), refused) for k, (step, id) in enumerate(zip(steps, ids, strict=True))]
    data = {
        "rows": rows,
        "problems": problems.get(-1, []),  # of a list without operations
        "total": _total(design, steps, budget),
        "budget": BUDGETS.index(budget),
        "canUndo": can_undo,
        "answered": answered(key),
    }
    _component(key=key, static=_static, data=data, on_events_change=nothing)


def _row(step: Step, id: int, problems: Sequence[str], refused: Refused | None) -> Mapping[str, Any]:
    said = refused if refused and refused.id == id else None
    return {
        "id": id,
        "title": step.operation.title,
        "layer": step.name.partition(".")[0].removeprefix("layer"),
        "numbers": [
            {
                "name": number.name,
                "words": number.words,
                "text": said.text if said and said.name == number.name else number.text,
                "yes": number.value if isinstance(number.value, bool) else None,
                "wrong": bool(said and said.name == number.name),
            }
            for number in numbers(step.operation)
        ],
        "shape": _shape(step.shape),
        "parameters": f"{step.parameters:,}" if step.parameters else "–",
        "work": f"{step.multiply_adds:,}" if step.multiply_adds else "–",
        "sees": f"{step.receptive_field} × {step.receptive_field}",
        "problems": [*([said.sentence] if said else []), *problems],
        "fits": not problems,
    }


def _shape(shape: Shape) -> str:
    if len(shape) == 1:
        return f"{shape[0]} value{'s' * (shape[0] > 1)}"
    return f"{shape[0]} map{'s' * (shape[0] > 1)} of {shape[1]} × {shape[2]}"


def _total(design: Design, steps: Sequence[Step], budget: int) -> Mapping[str, Any]:
    parameters = design.parameters
    left = budget - parameters
    return {
        "parameters": f"{parameters:,}",
        "left": f"{left:,} left" if left >= 0 else f"{-left:,} too many",
        "over": left < 0,
        "share": min(1.0, parameters / budget),
        "work": f"{sum(step.multiply_adds for step in steps):,}",
    }
