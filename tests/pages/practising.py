"""What a learner does on the page to practise on, without a browser."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from core.backprop.lesson.lesson import Step
from tests.pages.visit import component, ran


def turn(at: AppTest) -> dict[str, Any]:
    return component(at, "turn")


def do(at: AppTest, key: str, kind: str, text: str = "", name: str | None = None) -> AppTest:
    """As if the learner had done it in the component of that key."""
    shown = component(at, key)
    event = {"number": shown["answered"] + 1, "kind": kind, "text": text}
    event["name"] = name if name is not None else shown.get("asked", shown.get("hunt"))
    at.session_state[key] = {"events": [event]}
    return ran(at)


def answer(at: AppTest, text: str) -> AppTest:
    return do(at, "turn", "answer", text)


def result(step: Step) -> float:
    assert step.equation
    return float(step.equation.result)


def pressed(at: AppTest, label: str) -> AppTest:
    return ran(next(button for button in at.button if button.label == label).click())
