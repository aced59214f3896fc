"""The page to practise on, without a browser: what it asks, what it says to answers, what it remembers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.backprop.engine.network import Network
from core.backprop.lesson import presets
from core.backprop.lesson.lesson import Step, lesson
from core.backprop.notation.number import format_number
from core.backprop.practice.bug_hunt import hunt
from core.backprop.practice.recall import Item, read_memory, written
from core.backprop.practice.review import question
from core.backprop.practice.sheet import check_sheet
from pages.parts.practice import sheet_reports
from pages.parts.practice.memory import today
from pages.parts.practice.sheet import step_of
from pages.parts.practice.sheet_reports import Reports
from pages.parts.practice.sheet_table import MOST_ROWS, table
from tests.core.backprop.practice.sheet.students import Student
from tests.pages.visit import component, opened, ran, words

QUESTIONS = tuple(step for step in lesson(Network(), 0.5) if step.equation and step.phase != "verify")


def turn(at: AppTest) -> dict[str, Any]:
    return component(at, "turn")


def bug(at: AppTest) -> dict[str, Any]:
    return component(at, "hunt")


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


def test_a_finding_of_a_sheet_leads_to_its_step_with_the_sheets_numbers() -> None:
    plants: dict[str | tuple[str, int], str] = {
        ("h1", 2): "{w1}*{i1}",
        ("g3", 1): "{g2}",
        ("w5", 2): "{w5@}",
        ("E2", 3): "{E1}",
    }
    student = Student(rows=4, eta=2.0, plants=plants)
    report = check_sheet(student.xlsx(), "mine.xlsx")
    places = {finding.cell: step_of(report, finding) for finding in report.findings}
    rows = student.values()
    for name, row, step, of in (("h1", 2, "h1", 2), ("g3", 1, "d-w3", 1), ("w5", 2, "new-w5", 1), ("E2", 3, "E2", 3)):
        place = places[student.cell(name, row)]
        assert place is not None
        assert (place.step, place.learning_rate) == (step, 2.0)
        assert place.network.numbers["w8"] == rows[of]["w8"]


def test_the_table_of_a_sheet_has_its_numbers_and_marks() -> None:
    student = Student(rows=40, plants={("h1", 2): "{w1}*{i1}"})
    (about,) = check_sheet(student.xlsx(), "mine.xlsx").blocks
    rows = table(about, 1, 4).split("<tr>")[2:]
    assert len(rows) == MOST_ROWS
    for row, html in enumerate(rows, start=1):
        numbers = student.values()[row]
        assert all(format_number(numbers[name], 4) in html for name in ("w1", "a_h1", "E_total", "g8"))
    assert [html.count("✗") for html in rows[:3]] == [0, 1, 0]
    assert "↳" not in rows[0]
    assert "↳" in rows[1]
    assert "<script>" not in table(about, 10**6, 4)


def uploaded(at: AppTest, content: bytes) -> AppTest:
    at.file_uploader(key="practice sheet").upload("mine.csv", content, "text/csv")
    return ran(at)


def put_right(at: AppTest, heading: str, id: str) -> AppTest:
    """As if the learner had said what a heading is."""
    box = at.selectbox(key="practice sheet taken heading 0")
    box.set_value(next(n for n, option in enumerate(box.options) if option.partition(": ")[2].startswith(heading)))
    at.selectbox(key="practice sheet taken is 0").set_value(id)
    ran(at)
    return pressed(at, "Check again")


def test_what_a_sheet_was_taken_for_is_shown_and_put_right() -> None:
    text = Student(rows=5).csv(comma=False, write=lambda number: f"{number:.12f}").decode()
    wrong = text.replace(";a_h1;a_h2;", ";a_h2;my <b>own</b>;")
    at = uploaded(opened("practice", tab="sheet"), wrong.encode())
    assert "31 headings, 1 not read" in words(at)
    assert "found." in words(at)
    chips = next(each.proto.body for each in at.get("html") if "class='taken'" in each.proto.body)
    assert "my &lt;b&gt;own&lt;/b&gt; ?" in chips
    put_right(at, "a_h2", "a_h1")
    put_right(at, "my <b>own</b>", "a_h2")
    assert "no mistake in them" in at.success[0].value
    assert "31 headings, " not in words(at)
    ran(at.switch_page("pages/explore.py"))
    ran(at.switch_page("pages/practice.py"))
    assert "(K3) is a_h1" in words(at)  # it is kept
    pressed(at, "Take it all back")
    assert "1 not read" in words(at)


def test_a_sheet_without_a_known_heading_asks_for_them() -> None:
    at = uploaded(opened("practice", tab="sheet"), b"uno;due;tre;quattro\n1;2;3;4\n1;2;3;4\n")
    assert "No heading of this sheet was read" in words(at)
    for heading, id in (("uno", "w1"), ("due", "w2"), ("tre", "h1"), ("quattro", "a_h1")):
        put_right(at, heading, id)
    assert "4 headings" in words(at)
    assert not at.warning


def test_reports_are_shared_and_the_oldest_are_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Reports()
    one, other = Student(rows=2).csv(), Student(rows=3).csv()
    first = made.report(one, "one.csv", {})
    assert made.report(one, "another name.csv", {}) is first
    assert made.report(one, "one.csv", {("sheet", (2, 0)): ""}) is not first
    monkeypatch.setattr(sheet_reports, "MOST_CELLS", 120)  # one of these sheets
    made.report(other, "other.csv", {})
    assert len(made.kept) == 1
    assert made.report(one, "one.csv", {}) is not first


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
