"""Help comes in stages, fades from one question of a skill to the next, and is counted."""

from __future__ import annotations

from dataclasses import replace

from core.backprop.engine.expression import Plugged
from core.backprop.engine.network import Network
from core.backprop.practice.quiz import (
    FORMULA,
    NUMBER,
    NUMBERS,
    Mark,
    Tally,
    begin,
    helped,
    passed,
    submit,
    tally,
    visible,
)
from core.backprop.practice.skills import SKILLS
from core.backprop.practice.tree import has
from tests.core.backprop.practice.asking import asked, result


def test_help_comes_in_stages_and_the_number_last() -> None:
    practice, shown = asked("d-o1"), []
    for _ in range(6):
        shown.append(visible(practice))
        practice = helped(practice)
    nothing, rule, formula, numbers, number, still = shown
    assert (nothing.sentence, nothing.rows, nothing.result) == ("", (), None)
    assert rule.sentence
    assert not rule.rows
    assert len(formula.rows) == 2
    assert not any(has(row, Plugged) for row in formula.rows)
    assert len(numbers.rows) == 4
    assert number.result == result(asked("d-o1").question)  # type: ignore[arg-type]
    assert [each.result for each in shown[:4]] == [None] * 4
    assert still == number


def test_help_says_what_sigma_is_and_what_flows() -> None:
    practice = helped(helped(asked("a_h1")))
    assert "σ(x) = 1/(1 + exp(−x))" in visible(practice).sentence
    assert visible(helped(asked("h1"))).flow == {}
    assert visible(helped(helped(helped(asked("h1"))))).flow.keys() == {"w1", "w2"}


def test_one_may_go_on_once_the_number_was_told_and_not_before() -> None:
    practice = asked("d-o1")
    for _ in range(4):
        assert passed(practice) == practice
        practice = helped(practice)
    practice = passed(practice)
    assert practice.question
    assert practice.question.name == "d-w5"
    assert tally(practice) == Tally(at_once=0, corrected=0, helped=0, revealed=1, tries=0, hints=4)


def test_help_fades_from_a_worked_step_to_the_formula_to_nothing() -> None:
    practice = replace(begin(Network(), 0.5), fading=frozenset(SKILLS))
    lent: dict[str, list[int]] = {}
    while practice.question and practice.question.equation:
        lent.setdefault(practice.skill, []).append(practice.lent)
        help = visible(practice)
        assert (help.result is not None) == (practice.lent == NUMBER)
        assert bool(help.rows) == (practice.lent > 0)
        practice, verdict = submit(practice, repr(practice.question.equation.result))
        assert verdict.right
    assert lent["net"] == [NUMBER, FORMULA, 0, 0]
    assert lent["weight"] == [NUMBER, FORMULA, *[0] * 6]
    assert tally(practice).at_once == 41 - len(SKILLS)  # what was worked is not found


def test_a_worked_step_is_passed_and_a_lent_formula_counts_as_no_help() -> None:
    practice = replace(begin(Network(), 0.5), fading=frozenset({"net"}))
    practice = passed(practice)
    assert practice.marks == (None,)
    practice = passed(practice)  # of an activation nothing is lent
    assert len(practice.marks) == 1
    practice, _ = submit(practice, "0.5068745")
    assert practice.level == FORMULA
    assert helped(practice).mark.help == NUMBERS
    practice, _ = submit(practice, "0.0425")
    assert practice.marks[-1] == Mark()
