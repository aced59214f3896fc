"""Your turn: right answers are accepted, wrong ones are understood."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.graph import NonFinite
from core.backprop.engine.network import Network, network_of
from core.backprop.lesson.lesson import Step, every_number, lesson
from core.backprop.lesson.presets import preset
from core.backprop.notation.number import format_number
from core.backprop.practice.judging import Kind, Verdict, judge
from core.backprop.practice.mistakes import MISTAKES
from core.backprop.practice.quiz import Mark, Practice, Tally, begin, next_update, submit, tally
from core.backprop.practice.slips import slips
from core.backprop.practice.typed import parse_typed
from tests.core.backprop.networks import SHAPES, shaped_networks
from tests.core.backprop.practice.asking import RATE, asked, result

NETWORKS = (Network(), preset("article").network, network_of(Architecture((3,), loss="cross-entropy")))


def verdict(name: str, text: str) -> Verdict:
    return submit(asked(name), text)[1]


def through(practice: Practice, digits: int) -> Practice:
    """The practice after every number was typed with so many digits."""
    while practice.question:
        practice, said = submit(practice, f"{result(practice.question):.{digits - 1}e}")
        if said.kind is Kind.FEW_DIGITS:  # a weight that has hardly changed
            practice, said = submit(practice, f"{result(practice.question):.11e}")  # type: ignore[arg-type]
        assert said.right, practice.question
    return practice


def test_a_whole_update_can_be_typed() -> None:
    practice = through(begin(Network(), RATE), digits=3)
    assert len(practice.marks) == 41
    assert practice.finished
    assert practice.check.name == "verify"
    assert tally(practice) == Tally(at_once=41, corrected=0, helped=0, revealed=0, tries=0, hints=0)
    assert submit(practice, "1")[0] == practice


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_a_whole_update_of_every_shape_can_be_typed(shape: Architecture) -> None:
    assert through(begin(network_of(shape), RATE), digits=4).finished


@given(net=shaped_networks(), digits=st.integers(3, 17))
@settings(max_examples=25, deadline=None)
def test_a_correctly_rounded_answer_is_always_right(net: Network, digits: int) -> None:
    steps: tuple[Step, ...] = ()
    with suppress(NonFinite):  # the update may be too large for a 64-bit number
        steps = begin(net, RATE).questions
    for step in steps:
        for text in (format_number(result(step), digits), repr(result(step)), f"{result(step):.{digits}g}"):
            assert judge(parse_typed(text), result(step), ()).right


@pytest.mark.parametrize("net", NETWORKS, ids=["worksheet", "article", "softmax"])
def test_every_wrong_program_is_recognised_wherever_it_makes_a_difference(net: Network) -> None:
    diagnosed = set()
    for wrong in MISTAKES:
        numbers = every_number(wrong.program(net, RATE), RATE) if wrong.applies(net.graph) else {}
        for step in begin(net, RATE).questions:
            assert step.equation
            number = numbers.get(step.equation.left.id)  # type: ignore[attr-defined]
            if number is not None and number != pytest.approx(result(step), rel=1e-9):
                said = submit(asked(step.name, net), f"{number:.15e}")[1]
                assert said.kind is Kind.SLIP
                assert wrong in said.mistakes
                diagnosed.add(wrong.name)
    assert diagnosed == {wrong.name for wrong in MISTAKES if wrong.applies(net.graph)}


@pytest.mark.parametrize(
    ("step", "text", "title", "sentence"),
    [
        ("h1", "0.0125", "Plus and minus", "w1 · i1"),
        ("h1", "0.0075", "A term is missing", "w2 · i2"),
        ("h1", "-0.0275", "The sign is wrong", "digits are right"),
        ("h1", "-2.75", "Sign and decimal point are wrong", "digits are right"),
        ("a_h1", "0.0275", "σ is missing", "σ(h1)"),
        ("a_h1", "0.4931", "The minus in the exponent is lost", "1 − σ(h1)"),
        ("E1", "0.3558", "A factor is missing", "½"),
        ("E1", "-0.29824", "The square is missing", "t1 − a_o1"),
        ("E_total", "0.17789", "A term is missing", "E2"),
        ("d-a_o1", "-0.5965", "Target minus output", "a − t"),
        ("d-a_o1", "0.2982", "The ½ kept", "½"),
        ("d-o1", "0.5965", "The slope of the activation missing", "slope"),
        ("d-o1", "-0.14236", "Target minus output, in an earlier line", "a − t"),
        ("d-o1", "0.2347", "A factor is missing", "a_o1"),
        ("d-o1", "0.014236", "The decimal point is in the wrong place", "digits"),
        ("d-o1", "7.025", "Upside down", "one divided by"),
        ("d-w5", "0.14236", "The input forgotten", "input"),
        ("d-w5", "0.072691", "Another number", "∂E_total/∂w6"),
        ("d-a_h1-o1", "0.051807", "New weights on the way back", "updated a moment before"),
        ("d-a_h1-o1", "0.14236", "No weight on the way back", "the same weight"),
        ("d-a_h1", "0.056943", "Only one of the paths", "several places"),
        ("d-a_h1", "-0.041879", "A term is missing", "via o1"),
        ("new-w5", "0.43608", "Added instead of subtracted", "uphill"),
        ("new-w5", "0.32784", "The learning rate forgotten", "how much"),
        ("new-w5", "0.400", "Still the old number", "gradient"),
        ("new-w5", "0.4", "Still the old number", "gradient"),
    ],
)
def test_what_went_wrong_is_said(step: str, text: str, title: str, sentence: str) -> None:
    said = verdict(step, text)
    assert said.kind is Kind.SLIP
    assert said.title == title
    assert sentence in said.sentence


@pytest.mark.parametrize(
    ("step", "text", "kind"),
    [
        ("d-w5", "0.0716", Kind.CLOSE),
        ("d-w5", "0.07", Kind.FEW_DIGITS),
        ("d-w5", "0.072", Kind.FEW_DIGITS),
        ("d-w5", "0.0721", Kind.CUT_OFF),
        ("d-w5", "0.07215", Kind.RIGHT),  # cut off, but its first three digits are right
        ("d-w5", "0.0722", Kind.RIGHT),
        ("d-w5", "0.91", Kind.WRONG),
        ("d-w5", "0", Kind.WRONG),
        ("d-w5", "what?", Kind.UNREADABLE),
        ("d-E1", "1", Kind.RIGHT),
        ("new-w1", "0.150", Kind.FEW_DIGITS),
    ],
)
def test_near_misses_are_told_from_wrong_numbers(step: str, text: str, kind: Kind) -> None:
    said = verdict(step, text)
    assert said.kind is kind
    assert said.sentence or said.right


def test_a_number_made_of_rounded_numbers_shows_the_mistake_all_the_same() -> None:
    """0.1424 · 0.5106 instead of a_h1: not exactly any wrong program's number, but near it."""
    said = verdict("d-o1", "0.59651")
    assert said.kind is Kind.SLIP
    assert said.mistakes[0].name == "no-slope"


def test_the_number_of_the_update_before_is_recognised() -> None:
    before = Network()
    practice = next_update(through(begin(before, RATE), 5))
    assert practice.net == before.updated(RATE)
    assert not practice.marks
    practice = begin(practice.net, RATE, "E_total", practice.previous)
    said = submit(practice, "0.24252")[1]
    assert said.title == "From the update before"
    assert "one update earlier" in said.sentence


def test_a_help_without_giving_the_number_away() -> None:
    assert verdict("d-w5", "3.3").sentence == "The sign is right, the number is too large."
    assert verdict("d-w5", "-3.3").sentence == "The sign is not right, and without it the number would be too large."
    assert verdict("d-w5", "0.011").sentence == "The sign is right, the number is too small."


def test_a_new_weight_needs_the_digits_that_tell_it_from_the_old_one() -> None:
    for few in ("0.15", "0.150"):
        practice, said = submit(asked("new-w1"), few)
        assert (practice, said.kind) == (asked("new-w1"), Kind.FEW_DIGITS)
        assert said.sentence == "To so few digits the old weight looks the same; 4 significant digits show the change."
    assert submit(asked("new-w1"), "0.1499")[1].right
    still = Network(t1=Network().values()["a_o1"], t2=Network().values()["a_o2"])  # nothing is left to learn
    assert submit(asked("new-w1", still), "0.15")[1].right


def test_how_an_answer_was_read_is_said_where_others_read_it_otherwise() -> None:
    assert verdict("h1", "0,0275") == verdict("h1", "2.75·10⁻²") == verdict("h1", "0.0275")
    assert verdict("h1", "1,234").sentence.startswith("“1,234” was read as 1.234")


def test_a_wrong_answer_stays_at_the_question_and_counts_as_a_try() -> None:
    practice, _ = submit(asked("d-w5"), "3")
    practice, _ = submit(practice, "4")
    assert practice.question
    assert practice.question.name == "d-w5"
    practice, said = submit(practice, "0.0722")
    assert said.right
    assert practice.marks[-1] == Mark(tries=2)
    assert tally(practice) == Tally(at_once=0, corrected=1, helped=0, revealed=0, tries=2, hints=0)


@pytest.mark.parametrize("text", ["", "x", "0.07"])
def test_what_is_no_answer_yet_counts_for_nothing(text: str) -> None:
    practice = asked("d-w5")
    assert submit(practice, text)[0] == practice


def test_a_practice_may_begin_anywhere() -> None:
    practice = asked("d-h1")
    assert practice.question
    assert practice.question.name == "d-h1"
    assert set(practice.marks) == {None}
    assert asked("nowhere").question == asked("").question == lesson(Network(), RATE)[1]


def test_every_slip_of_a_step_is_a_number_and_a_sentence() -> None:
    for step in begin(Network(), RATE).questions:
        for slip in slips(Network(), RATE, step, Network(w5=0.5)):
            assert slip.number == float(slip.number)
            assert slip.title
            assert slip.sentence.endswith(".")


def test_a_network_whose_wrong_programs_overflow_can_be_practised() -> None:
    net = Network(w5=1e160, w6=-1e160, i1=1e150)
    for step in begin(net, RATE).questions:
        said = submit(asked(step.name, net), "0.777")[1]
        assert said.sentence
        assert not said.mistakes


def test_a_saturated_network_can_be_practised() -> None:
    net = preset("saturated").network
    assert through(begin(net, RATE), 4).finished
    assert submit(asked("d-o1", net), "0")[1].sentence == "It is not 0, though it may be small."
