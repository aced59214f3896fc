"""Predict, then see: what a learner is asked about a number of the backward pass or an update before it is shown.

Its sign, which of two is larger, or whether a weight goes up or down. Question and choices are the same for all
networks of a shape; only the right choice depends on the numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.backprop.engine.expression import Derivative, Symbol
from core.backprop.engine.graph import Graph
from core.backprop.engine.substitution import ids
from core.backprop.lesson.lesson import Step


@dataclass(frozen=True)
class Prediction:
    """`answers` say the truth for each of the `choices`, `right` is the index of the true one."""

    question: str
    choices: tuple[str, ...]
    answers: tuple[str, ...]
    right: int


def predictions(steps: Sequence[Step], graph: Graph) -> Mapping[str, Prediction]:
    """What is asked of each step, by its name; nothing where the answer needs no thought, as in a factor of 1."""
    found: dict[str, Prediction] = {}
    before: Step | None = None
    for step in steps:
        equation = step.equation
        if equation and step.phase == "backward" and any(ids(row) for row in equation.rows):
            assert isinstance(equation.left, Derivative)
            other = _same_neuron(before, equation.left, graph)
            found[step.name] = _larger(other, equation.left, step) if other else _sign(equation.left, equation.result)
        elif equation and step.phase == "update":
            assert isinstance(equation.left, Symbol)
            name = equation.left.name
            if name in graph.weights:
                found[step.name] = _way(name, equation.result - step.before[name])
            elif name[:2] == "m_" or (name[:2] == "v_" and f"m_{name[2:]}" not in step.before):  # squares have no sign
                found[step.name] = _sign(equation.left, equation.result)
        before = step
    return found


def _same_neuron(before: Step | None, now: Derivative, graph: Graph) -> Derivative | None:
    """The gradient of the step before, where both are of weights that lead to the same neuron."""
    left = before.equation.left if before and before.equation else None
    if not isinstance(left, Derivative) or left.via or now.via:
        return None
    pairs = (
        {weight for weight, _ in q.terms} >= {left.by, now.by} and len(graph.consumers[now.by]) == 1
        for q in graph.quantities
        if q.terms
    )
    return left if any(pairs) else None


def _sign(of: Derivative | Symbol, number: float) -> Prediction:
    answers = tuple(f"{of.id} is {sign}" for sign in ("positive", "negative", "zero"))
    return Prediction(f"What sign has {of.id}?", ("positive", "negative", "zero"), answers, _index(number))


def _larger(other: Derivative, now: Derivative, step: Step) -> Prediction:
    """Of the sizes, without signs."""
    difference = abs(step.after[other.id]) - abs(step.after[now.id])
    answers = (f"{other.id} is larger", f"{now.id} is larger", "they are equal")
    question = f"Which is larger, signs aside: {other.id} or {now.id}?"
    return Prediction(question, (other.id, now.id, "equal"), answers, _index(difference))


def _way(weight: str, change: float) -> Prediction:
    answers = (f"{weight} goes up", f"{weight} goes down", f"{weight} stays")
    return Prediction(f"Which way does {weight} go?", ("up", "down", "it stays"), answers, _index(change))


def _index(number: float) -> int:
    """0 for a positive number, 1 for a negative one, 2 for 0."""
    return 0 if number > 0 else 1 if number < 0 else 2
