"""Your turn, without a browser: what it asks, what it says to answers, what it remembers."""

from __future__ import annotations

import json

import pytest

from core.backprop.engine.network import Network
from core.backprop.lesson import presets
from core.backprop.lesson.lesson import Step, lesson
from core.backprop.notation.number import format_number
from tests.pages.practising import answer, do, pressed, result, turn
from tests.pages.visit import opened, ran

QUESTIONS = tuple(step for step in lesson(Network(), 0.5) if step.equation and step.phase != "verify")


def test_it_asks_for_the_first_number_of_the_worksheet() -> None:
    at = opened("practice")
    assert turn(at)["asked"] == "h1"
    assert turn(at)["where"] == "forward · number 1 of 41"
    assert turn(at)["texts"]["w5"] == "0.4"
    assert "h1" not in turn(at)["texts"]


@pytest.mark.parametrize("step", QUESTIONS[::4], ids=lambda step: step.name)
def test_nothing_that_the_browser_gets_has_the_number_that_is_asked(step: Step) -> None:
    at = opened("practice", step=step.name)
    assert turn(at)["asked"] == step.name
    new = {key for key in step.after if key not in step.before}
    assert not new & turn(at)["texts"].keys()
    if result(step) != 1:
        sent = json.dumps(turn(at)["question"])
        assert format_number(result(step)) not in sent
        assert f"{abs(result(step)):.6g}"[:6] not in sent


def test_a_right_answer_goes_on_and_a_wrong_one_is_explained() -> None:
    at = answer(opened("practice"), "0,0275")
    assert turn(at)["asked"] == "a_h1"
    assert turn(at)["verdict"]["right"]
    assert turn(at)["verdict"]["title"] == "Right: h1 = 0.0275"
    assert turn(at)["texts"]["h1"] == "0.0275"
    at = answer(at, "0.0275")
    assert turn(at)["asked"] == "a_h1"
    assert turn(at)["verdict"]["title"] == "0.0275: σ is missing"
    at = answer(at, "0.507")
    assert turn(at)["tally"] == "2 numbers found: 1 at once, 1 on another try."
    assert [step["mark"] for step in turn(at)["steps"][:3]] == ["once", "corrected", ""]


def test_all_numbers_of_an_update_and_the_next_one() -> None:
    at = opened("practice", step="new-w6")
    for step in QUESTIONS[-3:]:
        at = answer(at, f"{result(step):.4e}")
    assert turn(at)["asked"] == ""
    assert turn(at)["texts"]["E_total⁺"] == "0.2355"
    assert "the loss dropped by" in turn(at)["question"]["sentence"]
    at = do(at, "turn", "advance")
    assert turn(at)["asked"] == "h1"
    assert turn(at)["where"] == "forward · number 1 of 41 · after 1 update"
    assert turn(at)["texts"]["w5"] == format_number(float(Network().updated(0.5).numbers["w5"]))
    for step in lesson(Network().updated(0.5), 0.5)[1:3]:
        at = answer(at, f"{result(step):.4e}")
    assert turn(at)["asked"] == "h2"


def test_the_learning_rate_is_told_where_it_is_needed() -> None:
    assert "η = 0.2" in turn(opened("practice", step="new-w1", rate="0.2"))["where"]


def test_hints_come_one_by_one_and_then_the_number() -> None:
    at = opened("practice", step="d-o1")
    seen = []
    for _ in range(4):
        at = do(at, "turn", "help", "1")
        seen.append((bool(turn(at)["question"]["sentence"]), len(turn(at)["question"]["rows"]), turn(at)["hint"]))
    assert seen == [
        (True, 0, "Hint: the formula"),
        (True, 2, "Hint: the numbers in it"),
        (True, 4, "Tell me the number"),
        (True, 5, "Go on"),
    ]
    at = do(at, "turn", "help")
    assert turn(at)["asked"] == "d-w5"
    assert turn(at)["tally"] == "0 numbers found. 1 told, to look at again."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The field is empty; type a number such as 0.5."),
        (
            "<img src=x onerror=alert(1)>",
            "“<img src=x onerror=alert(1)>” is not a number; type one such as 0.5, −2 or 1e-3.",
        ),
        ("__import__('os')", "“__import__('os')” is not a number; type one such as 0.5, −2 or 1e-3."),
    ],
)
def test_what_is_no_number_is_answered_with_a_sentence(text: str, sentence: str) -> None:
    at = answer(opened("practice"), text)
    assert turn(at)["verdict"]["words"] == sentence
    assert turn(at)["tally"] == ""


def test_an_answer_to_another_question_or_twice_the_same_message_changes_nothing() -> None:
    at = do(opened("practice"), "turn", "answer", "0.0275", name="a_h1")
    assert turn(at)["asked"] == "h1"
    at = answer(at, "0.0275")
    assert turn(ran(at))["asked"] == "a_h1"


def test_one_may_start_over_at_any_phase() -> None:
    at = pressed(answer(opened("practice"), "0.0275"), "At the backward pass")
    assert turn(at)["asked"] == "d-E1"
    assert {step["mark"] for step in turn(at)["steps"][:11]} == {"given"}
    assert turn(pressed(at, "At the forward pass"))["asked"] == "h1"


def test_the_network_is_that_of_the_other_pages_and_stays_untouched_there() -> None:
    at = opened("practice", w5="0.7", hidden="3", biases="shared")
    assert turn(at)["texts"]["w5"] == "0.7"
    assert "h3" in turn(at)["names"]
    assert at.selectbox(key="practice numbers").options == ["Your own numbers", "The worksheet", "Random"]
    at = ran(at.selectbox(key="practice numbers").set_value("worksheet"))
    assert turn(at)["texts"]["w5"] == "0.4"
    at = ran(at.selectbox(key="practice numbers").set_value("random"))
    at = ran(at.text_input(key="practice seed typed").set_value("12"))
    shape = at.session_state["place"].place.architecture
    assert turn(at)["texts"]["w5"] == format_number(presets.random_preset(12, shape).network.numbers["w5"])  # type: ignore[arg-type]
    assert at.session_state["place"].place.network.numbers["w5"] == 0.7


def test_it_remembers_how_far_one_was_after_a_look_at_another_page() -> None:
    at = answer(opened("practice"), "0.0275")
    ran(at.switch_page("pages/backprop.py"))
    at = ran(at.switch_page("pages/practice.py"))
    assert turn(at)["asked"] == "a_h1"
    assert turn(at)["tally"] == "1 number found: 1 at once."
