import pytest

from core.backprop.explore import race_prose as prose
from core.backprop.explore.outcome import Manner


def test_every_manner_has_a_sentence_and_those_worth_a_word_in_the_summary_have_two() -> None:
    assert set(prose.MANNERS) == {manner.value for manner in Manner}
    assert set(prose.GROUPS) == set(prose.MANNERS) - {"steady"}


@pytest.mark.parametrize(("one", "several"), prose.GROUPS.values(), ids=prose.GROUPS)
def test_one_rate_and_several_are_said_in_the_right_number(one: str, several: str) -> None:
    assert one.format(rates="0.1") != several.format(rates="0.1")
    assert several.format(rates="0.1 and 0.2").startswith("0.1 and 0.2 ")
