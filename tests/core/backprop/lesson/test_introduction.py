from itertools import pairwise
from math import isclose

import pytest
from hypothesis import given, settings

from core.backprop.engine.graph import NonFinite
from core.backprop.engine.network import Network
from core.backprop.lesson.introduction import IDEAS, PHASE, introduction
from core.backprop.lesson.lesson import every_number
from core.backprop.notation.unicode import unicode
from tests.core.backprop.narrowed import equation
from tests.core.backprop.networks import networks

WORKSHEET_CARDS = introduction(Network(), 0.5)


def test_the_cards_are_steps_numbered_from_one() -> None:
    assert [card.name for card in WORKSHEET_CARDS] == [f"idea-{number}" for number in range(1, len(IDEAS) + 1)]
    assert {card.phase for card in WORKSHEET_CARDS} == {PHASE}


def test_no_card_forgets_what_the_one_before_it_knew() -> None:
    assert WORKSHEET_CARDS[0].before == {}
    for card, following in pairwise(WORKSHEET_CARDS):
        assert card.before.items() <= card.after.items()
        assert card.after == following.before
    for card in WORKSHEET_CARDS:
        assert card.after.items() <= every_number(Network(), 0.5).items()


@given(networks())
@settings(max_examples=20, deadline=None)
def test_every_card_lights_something_and_says_something_whole(net: Network) -> None:
    for card in introduction(net, 0.5):
        assert card.lit
        assert card.sentence.endswith((".", "?"))
        assert not set("{}") & set(card.title + card.sentence)


@given(networks())
@settings(max_examples=20, deadline=None)
def test_every_row_of_every_equation_evaluates_to_its_result(net: Network) -> None:
    for card in introduction(net, 0.5):
        for row in card.equation.rows if card.equation else ():
            found = float(row.evaluate(every_number(net, 0.5)))
            assert isclose(found, equation(card).result, rel_tol=1e-12, abs_tol=1e-300), card.name


def test_the_numbers_in_the_text_are_those_of_the_network() -> None:
    texts = {card.name: card.sentence for card in WORKSHEET_CARDS}
    assert "a_o1 = 0.6065 and a_o2 = 0.6305. We wanted 0.01 and 0.99." in texts["idea-3"]
    assert "E_total, here 0.2425, says" in texts["idea-4"]
    assert "falls to 0.2355." in texts["idea-4"]


def test_the_activation_is_written_out_where_it_first_appears() -> None:
    assert unicode(equation(WORKSHEET_CARDS[1]).rows[0]) == "1/(1 + exp(−h1))"


def test_an_introduction_that_overflows_says_where() -> None:
    with pytest.raises(NonFinite, match=r"^E1"):
        introduction(Network(t1=1e200), 0.5)
