"""Help that fades, and what comes back, without a browser."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from core.backprop.notation.number import format_number
from core.backprop.practice.recall import Item, read_memory, written
from core.backprop.practice.review import question
from pages.parts.practice.memory import today
from tests.pages.practising import answer, do, pressed, result, turn
from tests.pages.visit import component, opened, ran

MEMORY = "practice memory"


def remembering(at: AppTest, text: str) -> AppTest:
    """In a browser that has kept this of the learner's skills."""
    at.session_state[MEMORY] = {"found": {"name": component(at, MEMORY)["name"], "text": text}}
    return ran(at)


def test_help_fades_where_that_is_wished() -> None:
    at = opened("practice")
    assert "worked for you" not in turn(at)["where"]
    ran(at.toggle(key="practice turn fades").set_value(True))
    assert (turn(at)["asked"], turn(at)["told"]) == ("h1", True)
    assert turn(at)["where"].endswith("worked for you")
    assert format_number(0.0275) in json.dumps(turn(at)["question"])
    at = do(at, "turn", "help")
    assert (turn(at)["asked"], turn(at)["told"]) == ("a_h1", True)
    at = do(at, "turn", "help")
    assert (turn(at)["asked"], turn(at)["told"], turn(at)["help"]) == ("h2", False, 2)
    assert turn(at)["where"].endswith("with its formula")
    assert turn(at)["question"]["rows"]
    at = answer(answer(at, "0.0425"), "0.51062")
    assert (turn(at)["asked"], turn(at)["help"]) == ("o1", 0)
    assert not turn(at)["question"]["rows"]


def test_what_was_missed_is_kept_in_the_browser_and_comes_back() -> None:
    at = remembering(opened("practice"), "")
    at = answer(answer(answer(at, "7"), "0.0275"), "0.50687")
    day = today()
    kept = read_memory(component(at, MEMORY)["text"])
    assert kept == {"net": Item(0, day + 1), "activation": Item(1, day + 1)}
    late = written({"net": Item(0, day - 1), "activation": Item(3, day + 5), "weight": Item(1, day)})
    at = remembering(opened("practice", tab="review"), late)
    html = next(each.proto.body for each in at.get("html") if "class='skills'" in each.proto.body)
    assert html.count("due today") == 2
    assert "mastered, due in 5 days" in html
    assert html.count("not met yet") == 7
    pressed(at, "Practise what is due (2)")
    for skill, times in (("net", 0), ("weight", 1)):
        _, asked = question(skill, day, times)
        assert asked.question is not None
        assert component(at, "review")["asked"] == asked.question.name
        at = do(at, "review", "answer", repr(result(asked.question)))
    assert "Nothing else is due today" in at.success[0].value
    after = read_memory(component(at, MEMORY)["text"])
    assert (after["net"], after["weight"]) == (Item(1, day + 1), Item(2, day + 3))


@pytest.mark.parametrize("text", ["nonsense", '{"net":[9,9]}'])
def test_what_somebody_else_wrote_there_is_as_good_as_nothing(text: str) -> None:
    at = remembering(opened("practice", tab="review"), text)
    html = next(each.proto.body for each in at.get("html") if "class='skills'" in each.proto.body)
    assert html.count("not met yet") == 10
