"""Exercises for a class, without a browser: composed, worked, kept, handed in."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from core.backprop.lesson.place import Place
from core.backprop.practice.assignment import Assignment, own_numbers, read_assignment, to_link_of
from core.backprop.practice.bug_hunt import Standing
from core.backprop.practice.receipt import code, read, written
from core.backprop.practice.work import Work, practice, search
from pages.parts.practice import paper
from tests.core.backprop.practice.sheet.students import GRADIENTS, Student
from tests.pages.practising import do, pressed
from tests.pages.visit import component, opened, ran, words

SECRET = "a long secret"
EXERCISE = Assignment("Homework 1", phases=("loss",), bugs=1, deadline="Friday, noon")
TURN, HUNT, KEPT = "exercise turn", "exercise hunt", "exercise kept"


@pytest.fixture(autouse=True)
def _signing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAB_SECRET", SECRET)


def link_of(exercise: Assignment) -> Mapping[str, str]:
    return {"tab": "class", **to_link_of(exercise)}


def handed_out(exercise: Assignment, kept: str = "") -> AppTest:
    """The exercise, opened in a browser that has kept this."""
    at = opened("practice", **link_of(exercise))
    at.session_state[KEPT] = {"found": {"name": component(at, KEPT)["name"], "text": kept}}
    return ran(at)


def begun(exercise: Assignment, name: str = "Ada") -> AppTest:
    at = handed_out(exercise)
    at.text_input(key="exercise name").set_value(name)
    return pressed(at, "Begin")


def kept(at: AppTest) -> Work:
    """What the browser is told to keep, as a receipt."""
    return read(component(at, KEPT)["text"].encode(), SECRET).work


def answered(at: AppTest) -> AppTest:
    """After the open number was found."""
    step = practice(kept(at)).question
    assert step is not None
    assert step.equation is not None
    return do(at, TURN, "answer", f"{step.equation.result:.5g}")


def test_what_a_teacher_composes_is_a_link_to_that_exercise() -> None:
    at = opened("practice", tab="class", w5="0.7")
    ran(at.text_input(key="class compose title").set_value("Homework *1*"))
    ran(at.button_group(key="class compose phases").set_value(["loss"]))
    ran(at.text_input(key="class compose bugs typed").set_value("2"))
    ran(at.toggle(key="class compose hints").set_value(False))
    link = dict(parse_qsl(urlsplit(at.code[0].value).query))
    assert link.pop("tab") == "class"
    exercise = read_assignment(link)
    assert (exercise.title, exercise.phases, exercise.bugs, exercise.hints) == ("Homework *1*", ("loss",), 2, False)
    assert exercise.place.network.numbers["w5"] == 0.7
    ran(at.text_input(key="class compose rows typed").set_value("12"))
    assert read_assignment(dict(parse_qsl(urlsplit(at.code[0].value).query))).rows == 12
    ran(at.text_input(key="class compose rows typed").set_value("0"))
    ran(at.toggle(key="class compose own").set_value(True))
    assert read_assignment(dict(parse_qsl(urlsplit(at.code[0].value).query))).own_numbers
    ran(at.text_input(key="class compose bugs typed").set_value("0"))
    ran(at.button_group(key="class compose phases").set_value([]))
    assert "There is nothing to work yet" in words(at)


def test_a_student_works_to_the_end_and_gets_a_receipt() -> None:
    at = begun(EXERCISE)
    assert "**Until Friday, noon.**" in words(at)
    assert component(at, TURN)["asked"] == "E1"
    at = answered(do(at, TURN, "answer", "77"))
    assert component(at, TURN)["verdict"]["title"].startswith("Right: E1 = ")
    at = answered(answered(do(at, TURN, "help", "1")))
    lines = search(kept(at)).lines
    for standing in (Standing.RIGHT, Standing.FIRST):
        at = do(at, HUNT, "mark", next(line.name for line in lines if line.standing is standing))
    assert "Found: " in "\n".join(each.value for each in at.success)
    work = kept(at)
    assert (work.finished, work.name, work.exercise) == (True, "Ada", EXERCISE)
    assert [(answer.tries, answer.help) for answer in work.answers] == [(1, 0), (0, 1), (0, 0), (1, 0)]
    assert at.code[0].value == component(at, KEPT)["text"]
    assert component(at, "practise address")["link"] == link_of(EXERCISE)  # and no name


def test_a_reload_goes_on_where_the_work_was() -> None:
    at = do(answered(begun(EXERCISE)), TURN, "answer", "77")
    again = handed_out(EXERCISE, component(at, KEPT)["text"])
    assert component(again, TURN)["asked"] == "E2"
    assert kept(again) == kept(at)
    other = handed_out(Assignment("Homework 2"), component(at, KEPT)["text"])
    assert not [each.proto.id for each in other.get("bidi_component") if TURN in each.proto.id]


def test_what_a_browser_kept_is_believed_only_if_this_server_signed_it() -> None:
    at = handed_out(EXERCISE, code(written(Work(EXERCISE, "Ada", 0, kept(begun(EXERCISE)).answers))))
    assert "not signed by this server" in words(at)
    assert "changed" in words(handed_out(EXERCISE, code(written(Work(EXERCISE, "Ada", 0), "forged"))))


@pytest.mark.parametrize("name", ["", "   ", "\u202e"])
def test_nobody_begins_without_a_name(name: str) -> None:
    assert "A name must have 1 to 60 characters" in words(begun(EXERCISE, name))


def test_a_name_is_not_markdown() -> None:
    (progress,) = begun(EXERCISE, "*Ada*").get("progress")
    assert progress.proto.text.startswith("**\\*Ada\\*** · update 1")


def test_a_link_to_no_exercise_is_said() -> None:
    at = opened("practice", tab="class", exercise="Homework", times="99")
    assert "This link leads to no exercise." in words(at)


def test_receipts_are_a_table_and_what_is_wrong_with_them_is_said() -> None:
    at = opened("practice", tab="class")
    ran(at.button_group(key="class view").set_value("Look at receipts"))
    one, two = (code(written(Work(EXERCISE, name, 0), SECRET)) for name in ("Ada", "=1+1"))
    files = [(f"{at}.json", text.encode(), "application/json") for at, text in enumerate((one, one, "nothing"))]
    ran(at.file_uploader(key="class receipts").set_value(files))
    at = ran(at.text_area(key="class codes").set_value(f"{two}\n{one[:-5]}"))
    assert list(at.dataframe[0].value["name"]) == ["'=1+1", "Ada"]
    said = [warning.value for warning in at.warning]
    assert ["twice" in text or "no receipt" in text for text in said] == [True] * 3


def test_an_exercise_on_paper_has_as_many_variants_as_are_wanted() -> None:
    exercise = Assignment("Homework 1", own_numbers(Place(), 3), own_numbers=True, phases=("loss",), updates=2)
    one, two = paper._variants(exercise, 2)
    assert one.lessons[0][0].after["w1"] == exercise.start("Variant 1").network.numbers["w1"]
    assert one.lessons[1][0].after["w1"] == one.lessons[0][-1].before["w1⁺"]
    assert one.lessons != two.lessons
    at = opened("practice", tab="class")
    at.session_state["class paper"] = True
    labels = [button.proto.label for button in ran(at).get("download_button")]
    assert labels == ["Sheets and keys", "Moodle XML"]


def test_a_teacher_may_have_numbers_predicted_first() -> None:
    at = opened("practice", tab="class")
    assert "predict" not in dict(parse_qsl(urlsplit(at.code[0].value).query))
    ran(at.toggle(key="class compose predict").set_value(True))
    assert dict(parse_qsl(urlsplit(at.code[0].value).query))["predict"] == "first"
    at = begun(Assignment(phases=("update",), predict=True))
    asked = component(at, "exercise turn")["predict"]
    assert asked["question"] == "Which way does w1 go?"
    assert asked["answers"][asked["right"]] == "w1 goes down"
    assert component(begun(Assignment(phases=("update",))), "exercise turn")["predict"] is None
    assert component(begun(Assignment(phases=("forward",), predict=True)), "exercise turn")["predict"] is None


def test_a_sheet_is_handed_in_and_its_findings_are_in_the_receipt() -> None:
    exercise = Assignment("Homework", phases=(), rows=6)
    at = begun(exercise)
    assert "Work 6 updates in a spreadsheet" in words(at)
    assert any("w5 = 0.4" in each.value for each in at.code)

    def uploaded(name: str, student: Student) -> None:
        at.file_uploader(key="exercise sheet").upload(name, student.xlsx(), "x")
        ran(at)

    uploaded("short.xlsx", Student(rows=3))
    assert "has 3 of the 6 updates" in words(at)
    assert kept(at).open.tries == 0
    wrong = GRADIENTS["g3"].replace("a_h2", "a_h1")
    uploaded("wrong.xlsx", Student(rows=6, plants={"g3": wrong}))
    assert "6 wrong cells" in words(at)
    assert "slope of a" in words(at)
    assert (kept(at).open.tries, kept(at).open.cells) == (1, 6)
    ran(at)
    assert kept(at).open.tries == 1
    as_it_is = handed_out(exercise, component(at, KEPT)["text"])  # kept by the browser
    assert as_it_is.code
    uploaded("right.xlsx", Student(rows=6))
    done = kept(at)
    assert done.finished
    assert (done.answers[0].tries, done.answers[0].cells) == (1, 0)
    assert done.answers[0].mistakes == ("Slope of another neuron",)


def test_a_sheet_is_handed_in_as_it_is_and_without_hints_only_counted() -> None:
    at = begun(Assignment("Homework", phases=(), rows=6, hints=False))
    at.file_uploader(key="exercise sheet").upload("x", Student(rows=6, plants={"h1": "{w1}*{i1}"}).xlsx(), "x")
    ran(at)
    assert "6 wrong cells" in words(at)
    assert "lacks" not in words(at)
    pressed(at, "Hand it in as it is")
    assert kept(at).answers[0].cells == 6
    pressed(at, "Work under another name")
    at.text_input(key="exercise name").set_value("Bob")
    pressed(at, "Begin")
    assert (kept(at).open.tries, kept(at).open.cells) == (0, None)
    at.file_uploader(key="exercise sheet").upload("x", Student(rows=6, plants={"h1": "{w1}*{i1}"}).xlsx(), "x")
    ran(at)
    assert (kept(at).name, kept(at).open.tries, kept(at).open.cells) == ("Bob", 1, 6)
