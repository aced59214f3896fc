import pytest

from core.backprop.engine.network import Network
from core.backprop.lesson.lesson import Step, every_number, lesson
from core.backprop.practice.slips import Slip, slips

STEPS = {step.name: step for step in lesson(Network(), 0.5)}


def found(name: str, previous: Network | None = None) -> dict[str, list[float]]:
    """The wrong numbers of a step of the worksheet by their titles."""
    by_title: dict[str, list[float]] = {}
    for slip in slips(Network(), 0.5, STEPS[name], previous):
        by_title.setdefault(slip.title, []).append(slip.number)
    return by_title


def result(step: Step) -> float:
    assert step.equation
    return step.equation.result


def test_a_term_or_a_factor_may_be_missing() -> None:
    numbers = every_number(Network(), 0.5)
    assert found("h1")["A term is missing"] == [numbers["w2"] * numbers["i2"], numbers["w1"] * numbers["i1"]]
    assert numbers["w5"] in found("d-a_h1-o1")["A factor is missing"]


def test_the_right_number_may_be_miswritten() -> None:
    right, wrong = result(STEPS["o1"]), found("o1")
    assert wrong["The sign is wrong"] == [-right]
    assert wrong["Upside down"] == [1 / right]
    assert right * 100 in wrong["The decimal point is in the wrong place"]


def test_the_right_number_may_be_mistaken_for_another_or_for_an_earlier_one() -> None:
    before = Network(w5=0.5)
    assert found("o1", before)["From the update before"] == [before.values()["o1"]]
    assert found("new-w5")["Still the old number"] == [0.4]
    assert Network().values()["o2"] in found("o1")["Another number"]


def test_the_mistake_in_this_very_step_comes_before_the_one_in_an_earlier_line() -> None:
    titles = list(found("d-o1"))
    assert titles.index("The slope of the activation missing") < titles.index("Target minus output, in an earlier line")


@pytest.mark.parametrize("name", [name for name in STEPS if name not in ("start", "verify")])
def test_every_slip_is_finite_and_says_what_it_is(name: str) -> None:
    several = list(slips(Network(), 0.5, STEPS[name]))
    assert several
    for slip in several:
        assert isinstance(slip, Slip)
        assert abs(slip.number) < float("inf")
        assert slip.title
        assert slip.sentence.endswith(".")
