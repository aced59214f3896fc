import pytest

from core.backprop.notation.name import split_name


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
        ("x", "x", ""),
    ],
)
def test_a_name_is_a_letter_and_a_subscript(name: str, letter: str, subscript: str) -> None:
    assert split_name(name) == (letter, subscript)
