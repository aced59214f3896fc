import pytest

from core.backprop.notation.name import split_mark, split_name


@pytest.mark.parametrize(
    ("name", "letter", "subscript"),
    [
        ("w5", "w", "5"),
        ("a_h1", "a", "h1"),
        ("b_o2", "b", "o2"),
        ("E_total", "E", "total"),
        ("ΔE_total", "ΔE", "total"),
        ("Δw5", "Δw", "5"),
        ("learning_rate", "η", ""),
        ("beta1", "β", "1"),
        ("m̂_w5", "m̂", "w5"),
        ("h1ᵇ", "h", "1⁽ᵇ⁾"),
        ("a_h1ᵃ", "a", "h1⁽ᵃ⁾"),
        ("x", "x", ""),
    ],
)
def test_a_name_is_a_letter_and_a_subscript(name: str, letter: str, subscript: str) -> None:
    assert split_name(name) == (letter, subscript)


def test_the_mark_of_an_example_is_a_letter() -> None:
    assert split_mark("a_h1ᵈ") == ("a_h1", "d")
    assert split_mark("w5") == ("w5", "")
