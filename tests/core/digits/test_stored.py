"""What a file of JSON says becomes a dataclass of ours, or a ValueError: whatever it says."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.digits.stored import LARGEST, fits, fitted, parsed, short

NUMBERS = st.integers() | st.sampled_from([10**400, -(10**400), 2**53]) | st.floats()
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@dataclass(frozen=True)
class Example:
    count: int
    share: float = 1.0
    name: str = ""
    sure: bool = False
    side: Literal["left", "right"] = "left"
    widths: tuple[int, ...] = ()
    rates: tuple[float, ...] = ()


GOOD: dict[str, Any] = asdict(Example(3, 2, "η", True, "right", (1, 2), (0.5, 1)))


def test_what_json_made_of_a_dataclass_is_that_dataclass_again() -> None:
    assert fitted(Example, parsed(json.dumps(GOOD))) == Example(**GOOD)
    assert fitted(Example, {"count": 0}) == Example(0)


@given(st.sampled_from(list(GOOD)), JSON)
def test_any_json_either_fits_or_is_refused_in_a_sentence(name: str, value: object) -> None:
    values, sentence = {"count": 1, name: value}, ""
    try:
        fitted(Example, values)
    except ValueError as error:
        sentence = str(error)
    assert (sentence == "") == fits(get_type_hints(Example)[name], value)
    assert sentence == "" or sentence.startswith(f"{name} cannot be ")
    assert len(sentence.encode()) < 200


@pytest.mark.parametrize(
    ("hint", "good", "bad"),
    [
        (int, (0, LARGEST), (True, -1, 1.0, LARGEST + 1, 10**400, "1", None)),
        (float, (0, -1.5, float("inf"), 10**308), (True, 10**309, -(10**400), "1", None, [])),
        (str, ("", "η"), (b"", "\ud800", None, 1)),
        (bool, (True, False), (0, 1, None)),
        (Literal["a", "b"], ("a", "b"), ("c", [], {}, None)),
        (tuple[int, ...], ([], [1, 2]), ((1,), [1.5], [True], {}, None)),
    ],
)
def test_a_type_says_what_fits(hint: Any, good: tuple[object, ...], bad: tuple[object, ...]) -> None:
    assert all(fits(hint, value) for value in good)
    assert not any(fits(hint, value) for value in bad)


@pytest.mark.parametrize("values", [None, [], 3, {}, {"count": 1, "stairs": 2}, {"count": 1, "\ud800": 2}])
def test_what_has_other_fields_is_refused(values: object) -> None:
    with pytest.raises(ValueError, match=r"settings"):
        fitted(Example, values)


@pytest.mark.parametrize("text", ["", "{", "[" * 200_000, '{"a":' * 200_000, b"\xff", "9" * 5000])
def test_a_text_that_is_no_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parsed(text)


def test_a_long_value_is_short_in_a_sentence() -> None:
    values = (10**400, "x" * 10**6, [0] * 10**6, {"a": 1}, 1e308, None, "x")
    assert [short(value) for value in values[:4]] == [
        "a whole number so large",
        "a text of 1000000 characters",
        "such a list",
        "an object",
    ]
    assert [short(value) for value in values[4:]] == ["1e+308", "None", "'x'"]
