from hypothesis import given, settings

from core.backprop.engine.network import Network
from core.backprop.lesson.slope_prose import ideas
from tests.core.backprop.networks import shaped_networks

MOST_WORDS = 60


@given(shaped_networks())
@settings(max_examples=20, deadline=None)
def test_every_idea_is_short_and_whole(net: Network) -> None:
    for title, text in ideas(net):
        assert text.endswith((".", "!"))
        assert len(text.split()) < MOST_WORDS
        assert not set("{}") & set(title + text)


def test_the_numbers_in_the_words_are_those_of_the_network() -> None:
    (_, first), *_, (_, fourth), (_, last) = ideas(Network())
    assert "Out come a_o1 = 0.6065 and a_o2 = 0.6305; we wanted t1 = 0.01 and t2 = 0.99" in first
    assert "w5 turns o1, o1 turns a_o1 and a_o1 turns E_total" in fourth
    assert "0.5069 × 0.2387 × 0.5965 = 0.07216 times" in fourth
    assert "∂o1/∂w5" in last
