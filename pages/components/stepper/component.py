"""The stepper of the backprop page: picture, equation, buttons, timeline and tweaks in one inline component.

One component, because they share one id for every symbol: pointing at w5 anywhere lights w5 everywhere. It receives
plain data and texts ready to show, and changes in place what differs; stepping needs no server. Pictures, formulas and
texts are the same for all who look at networks of one shape; a changed number brings only numbers, and the texts that
are others with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import ceil, floor
from typing import Any, cast

from core.backprop.engine.graph import Graph
from core.backprop.engine.network import Network
from core.backprop.lesson.lesson import Step
from core.backprop.lesson.place import Place, parameters, to_link
from core.backprop.notation.name import split_name
from core.backprop.notation.number import format_number
from core.backprop.practice.predict import Prediction, predictions
from core.figures.activation_curve import activation_curves, activation_in
from pages.components.shared.inline import Component, Static
from pages.components.shared.picks import nothing
from pages.components.shared.written import SHAPES, introduced, layouts, names, numbers, outline, reference

_component = Component("stepper", ("shared/board.css", "shared/gate.css", "stepper/stepper.css", "stepper/lens.css"))

MOST_DIGITS = 6  # in the drawing of an activation
LESSONS = 64  # that are kept filled in, some 100 kB each: a class begins with the same one, and goes on alike

# What the sliders offer; typing goes beyond, and the slider follows.
RANGES = {"input": (-2.0, 2.0), "target": (0.0, 1.0), "learning rate": (0.0, 2.0)}
RANGES |= dict.fromkeys(("weight", "bias", "frozen bias"), (-5.0, 5.0))
RANGES |= {"momentum": (0.0, 0.99), "decay": (0.0, 0.999), "epsilon": (0.0, 1.0)}  # of an optimizer


def stepper(
    place: Place,
    net: Network,
    digits: int,
    remarks: Sequence[str],
    *,
    key: str,
    session: str,
    jump: int,
    answered: int,
    problem: str,
) -> None:
    """Shows introduction and lesson of `net`, the network at `place`.

    `session` differs from one session of the server to the next. `jump` counts how often the page itself moved the
    learner to `place.step`; `answered` is the number of the last event dealt with; `problem` and `remarks` are
    sentences to say.

    What the learner does comes back as events: "edit" a number to a text, "advance" to the next update, be at "step"
    so and so, have "corrected" what made no sense, or "restore" the place of a link, where the page is still open while
    the server was started anew.
    """
    link = to_link(place)
    show(
        _lesson(net, place.learning_rate, digits),
        key=key,
        static=_static(net.graph, digits > 4),
        fields=_fields(net, place, digits),
        step=place.step,
        session=session,
        jump=jump,
        answered=answered,
        problem=problem,
        remarks=" ".join(remarks),
        link={name: value for name, value in link.items() if name != "step"},
    )


@lru_cache(maxsize=LESSONS)
def _lesson(net: Network, learning_rate: float, digits: int) -> Mapping[str, Any]:
    return filled(introduced(net, learning_rate), reference(net.graph), net, digits)


def filled(steps: Sequence[Step], usual: Sequence[Step], net: Network, digits: int) -> Mapping[str, Any]:
    """What fills the outline that all such lessons have with these steps' own numbers; `usual` are those it is of."""
    asked = predictions(steps, net.graph)
    return {
        "steps": [
            _numbers(step, like, digits) | ({"truth": asked[step.name].right} if step.name in asked else {})
            for step, like in zip(steps, usual, strict=True)
        ],
        "curves": activation_curves(net, min(digits, MOST_DIGITS)),
    }


def show(lesson: Mapping[str, Any], *, key: str, static: Static, **data: Any) -> None:
    """The component itself: a lesson that is `filled` in, and its outline in `static`."""
    _component(key=key, data={**lesson, **data}, static=static, on_events_change=nothing)


def outlines(usual: Sequence[Step], graph: Graph) -> list[dict[str, Any]]:
    """What of the steps is the same whatever their numbers."""
    asked = predictions(usual, graph)
    return [
        {
            **outline(step),
            "first": not step.before,
            "sentence": step.sentence,
            "activation": activation_in(step, graph),
            "predict": _asked(asked[step.name]) if step.name in asked else None,
        }
        for step in usual
    ]


@lru_cache(maxsize=SHAPES)
def _static(graph: Graph, precise: bool) -> Static:
    return Static.of(
        {
            "layouts": layouts(graph, precise),
            "names": names(graph),
            "label": "The network with all its numbers",
            "outline": outlines(reference(graph), graph),
            "precise": precise,
            "home": Place().step,
            "linkNames": [name for name in parameters() if name != "step"],
        }
    )


def _asked(prediction: Prediction) -> dict[str, Any]:
    return {"question": prediction.question, "choices": prediction.choices, "answers": prediction.answers}


def _numbers(step: Step, like: Step, digits: int) -> dict[str, Any]:
    """The numbers of a step, and its words where they are not those of the step of that name with other numbers."""
    new = {key: format_number(value, digits) for key, value in step.after.items() if key not in step.before}
    words = {
        name: now
        for name, now, usual in (("title", step.title, like.title), ("sentence", step.sentence, like.sentence))
        if now != usual
    }
    return {**numbers(step, digits), "new": new, **words}


def _fields(net: Network, place: Place, digits: int) -> list[dict[str, Any]]:
    rate = field("learning_rate", "learning rate", place.learning_rate, digits)
    rate |= {"label": "learning rate", "choices": ("0.1", "0.2", "0.5", "0.8", "1", "2")}
    return [*given_fields(net, digits), rate, update_field(place.update, place.updates)]


def given_fields(net: Network, digits: int) -> list[dict[str, Any]]:
    """A field for each number that is given to the network."""
    graph, given = net.graph, cast(Mapping[str, float], net.numbers)
    fields = [field(name, "input", given[name], digits) for name in graph.inputs]
    fields += [field(name, "target", given[name], digits) for name in graph.targets]
    biases = {q.bias for q in graph.quantities}
    for name in graph.weights + graph.frozen:
        kind = "weight" if name not in biases else "bias" if name in graph.weights else "frozen bias"
        fields.append(field(name, kind, given[name], digits))
    return fields


def update_field(update: int, updates: int) -> dict[str, Any]:
    """Which of the updates is shown."""
    shown = {"id": "update", "name": ("update", ""), "label": "update", "group": "update", "text": str(update)}
    return {**shown, "exact": shown["text"], "number": update, "min": 0, "max": updates, "step": 1}


def field(name: str, kind: str, number: float, digits: int) -> dict[str, Any]:
    """A slider and a text field for a number; `kind` says what it is, in words, and how far the slider goes."""
    low, high = RANGES[kind]
    inside = low <= number <= high
    low, high = min(low, float(floor(number))), max(high, float(ceil(number)))
    return {
        "id": name,
        "name": split_name(name),
        "label": f"{kind} {name}",
        "group": kind,
        "text": format_number(number, digits),
        "exact": repr(number),
        "number": number,
        "min": low,
        "max": high,
        "step": 0.01 if inside or high - low < 100 else (high - low) / 1000,
    }
