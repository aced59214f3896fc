"""Find the bug, without a browser: lines are marked, and what is said of them."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.backprop.engine.network import Network
from core.backprop.practice.bug_hunt import hunt
from tests.pages.practising import do, pressed, turn
from tests.pages.visit import component, opened, words


def bug(at: AppTest) -> dict[str, Any]:
    return component(at, "hunt")


def test_a_link_leads_to_a_bug() -> None:
    at = opened("practice", bug="3", level="hard")
    assert bug(at)["hunt"] == "hard 3"
    assert (at.session_state["practice bug number"], at.segmented_control(key="practice level").value) == (
        3,
        "hard",
    )


def test_what_makes_no_sense_in_a_link_is_said_and_left_out() -> None:
    at = opened("practice", bug="<script>", level="brutal")
    assert "made no sense: bug, level" in words(at)
    assert bug(at)["hunt"] == "easy 1"
    at = opened("practice", tab="nowhere", step="nowhere")
    assert turn(at)["asked"] == "h1"


def test_no_line_says_how_it_stands_before_it_was_marked() -> None:
    at = opened("practice", bug="5")
    assert bug(at)["standing"] == {}
    assert bug(at)["solution"] is None


def test_lines_are_marked_until_the_bug_is_found() -> None:
    at = opened("practice", bug="5")
    lines = hunt(Network(), 0.5, "easy", 5).lines
    standing = {str(line.standing): line.name for line in reversed(lines)}
    at = do(at, "hunt", "mark", standing["right"])
    assert bug(at)["verdict"]["title"] == "This one is right"
    at = do(at, "hunt", "mark", standing["later"])
    assert bug(at)["verdict"]["title"] == "Wrong, but not the cause"
    at = do(at, "hunt", "mark", standing["first"])
    assert bug(at)["verdict"]["title"].startswith("Found: ")
    assert bug(at)["solved"]
    assert bug(at)["solution"]["program"] != bug(at)["solution"]["rule"]
    assert "1 found." in words(at)
    at = do(at, "hunt", "mark", standing["right"])  # it is over
    assert bug(at)["solved"]
    at = pressed(at, "Another bug")
    assert bug(at)["hunt"] == "easy 6"
    assert bug(at)["marked"] == ""


def test_the_answer_can_be_shown_and_is_not_counted_as_found() -> None:
    at = pressed(opened("practice", bug="5"), "Show me")
    assert bug(at)["verdict"]["title"].startswith("The bug: ")
    assert "found" not in words(at)


def test_witnesses_are_red_where_they_contradict_the_program() -> None:
    at = opened("practice", bug="3", level="hard")
    wrong = hunt(Network(), 0.5, "hard", 3)
    right, own = Network().gradients(), wrong.program.gradients()
    red = {name for name in right if name.startswith("w") and own[name] != right[name]}
    assert {f"∂E_total/∂{name}" for name in red} | {f"{name}⁺" for name in red} == set(bug(at)["contradicted"])
    assert bug(at)["texts"][f"∂E_total/∂{min(red)}"].startswith("≠ ")


@pytest.mark.parametrize("level", ["easy", "medium", "hard"])
def test_only_the_easy_level_shows_formulas(level: str) -> None:
    rows = [len(line["rows"]) for line in bug(opened("practice", bug="2", level=level))["lines"]]
    assert max(rows) == (2 if level == "easy" else 1)


def test_a_network_in_which_nothing_can_go_wrong_is_said() -> None:
    values = Network().values()
    at = opened("practice", bug="1", t1=repr(float(values["a_o1"])), t2=repr(float(values["a_o2"])))
    assert "no mistake would show" in words(at)


def test_a_mark_in_another_bug_or_of_no_line_changes_nothing() -> None:
    at = do(opened("practice", bug="5"), "hunt", "mark", "d-o1", name="easy 4")
    assert bug(at)["marked"] == ""
    assert bug(do(at, "hunt", "mark", "nowhere"))["marked"] == ""
