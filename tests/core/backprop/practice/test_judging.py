import pytest

from core.backprop.practice.judging import Kind, judge
from core.backprop.practice.mistakes import mistake
from core.backprop.practice.slips import Slip
from core.backprop.practice.typed import parse_typed

HALF = Slip(0.25, "The ½ kept", "It is there twice.", mistake("half-kept"))
OTHER = Slip(0.123, "Another number", "That is w1.", digits=3)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("0.500", Kind.RIGHT),
        ("1/2", Kind.RIGHT),
        ("0.5", Kind.RIGHT),
        ("0.25", Kind.SLIP),
        ("0.2501", Kind.SLIP),
        ("0.495", Kind.CLOSE),
        ("0.7", Kind.WRONG),
    ],
)
def test_an_answer_is_judged_by_its_value(text: str, kind: Kind) -> None:
    assert judge(parse_typed(text), 0.5, [HALF]).kind is kind


def test_a_slip_brings_its_sentence_and_the_wrong_program_that_gives_it() -> None:
    said = judge(parse_typed("0.25"), 0.5, [HALF, OTHER])
    assert (said.title, said.sentence, said.mistakes) == (HALF.title, HALF.sentence, (HALF.mistake,))
    assert not said.right


def test_with_few_digits_another_number_is_not_recognised_by_chance() -> None:
    assert judge(parse_typed("0.123"), 0.5, [OTHER]).kind is Kind.SLIP
    assert judge(parse_typed("0.12"), 0.5, [OTHER]).kind is Kind.WRONG


def test_digits_that_are_cut_off_are_nearly_right() -> None:
    assert judge(parse_typed("0.166"), 1 / 6, []).kind is Kind.CUT_OFF
    longer = judge(parse_typed("0.16666"), 1 / 6, [])
    assert longer.right
    assert longer.sentence == "Rounded instead of cut off, it ends in 7."


@pytest.mark.parametrize(
    ("text", "right", "sentence"),
    [
        ("-3", 0.5, "The sign is not right, and without it the number would be too large."),
        ("0.01", 0.5, "The sign is right, the number is too small."),
        ("0", 0.5, "It is not 0, though it may be small."),
        ("3", 0.0, "Look closely at each number that it is made of: one of them decides it all."),
    ],
)
def test_a_wrong_answer_is_compared_without_giving_the_number_away(text: str, right: float, sentence: str) -> None:
    said = judge(parse_typed(text), right, [])
    assert (said.kind, said.sentence) == (Kind.WRONG, sentence)
