"""Strokes: from the canvas, to the canvas, to a file and back; nothing else is believed."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.digits.drawing.strokes import (
    FARTHEST,
    MOST_POINTS,
    MOST_STROKES,
    THICKEST,
    Stroke,
    from_canvas,
    from_file,
    to_canvas,
    to_file,
)
from core.errors import StrokesError

NUMBERS = st.floats(-FARTHEST, FARTHEST)
COMMANDS = st.one_of(
    st.tuples(st.sampled_from("ML"), st.tuples(NUMBERS, NUMBERS)),
    st.tuples(st.just("Q"), st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS)),
)
STROKES = st.builds(
    Stroke,
    st.lists(COMMANDS, min_size=1, max_size=5).map(tuple),
    st.floats(1, THICKEST),
    st.booleans(),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["objects", "path", "type", "pen"]), inner)
    ),
    max_leaves=20,
)
LINE = [["M", 10, 20], ["L", 30, 40]]


def drawn(**changed: Any) -> dict[str, Any]:
    """What the canvas sends after one stroke, with something else in it."""
    return {"objects": [{"type": "Path", "path": LINE, "strokeWidth": 20, "stroke": "#000000"} | changed]}


@given(st.lists(STROKES, max_size=4).map(tuple))
def test_strokes_come_back_from_canvas_and_file_as_they_were(strokes: tuple[Stroke, ...]) -> None:
    assert from_canvas(json.loads(json.dumps(to_canvas(strokes)))) == strokes
    assert from_file(to_file(strokes).encode()) == strokes


def test_what_the_canvas_sends_is_read() -> None:
    assert from_canvas(drawn()) == (Stroke((("M", (10, 20)), ("L", (30, 40))), 20),)
    assert from_canvas(drawn(stroke="#FFFFFF"))[0].erases


@pytest.mark.parametrize(
    "changed",
    [
        {"path": [["M", math.nan, 1]]},
        {"path": [["M", math.inf, 1]]},
        {"path": [["M", 10**400, 1]]},
        {"path": [["M", FARTHEST + 1, 1]]},
        {"path": [["M", "1", 1]]},
        {"path": [["M", True, 1]]},
        {"path": [["M", 1]]},
        {"path": [["A", 1, 1]]},
        {"path": ["M"]},
        {"path": [[]]},
        {"path": [[["M"], 1, 1]]},
        {"path": []},
        {"path": "M 1 1"},
        {"path": None},
        {"strokeWidth": 0},
        {"strokeWidth": THICKEST + 1},
        {"strokeWidth": "20"},
        {"strokeWidth": math.nan},
        {"strokeWidth": 10**400},
    ],
)
def test_a_stroke_that_is_none_is_said(changed: dict[str, Any]) -> None:
    with pytest.raises(StrokesError, match=r"\.$"):
        from_canvas(drawn(**changed))


def test_there_is_an_end_to_strokes_and_points() -> None:
    assert len(from_canvas({"objects": drawn()["objects"] * MOST_STROKES})) == MOST_STROKES
    with pytest.raises(StrokesError, match="more than"):
        from_canvas({"objects": drawn()["objects"] * (MOST_STROKES + 1)})
    with pytest.raises(StrokesError, match="more than"):
        from_canvas(drawn(path=LINE * MOST_POINTS))


@given(JSON)
def test_nonsense_from_the_canvas_is_no_more_than_a_sentence(found: Any) -> None:
    try:
        strokes = from_canvas(found)
    except StrokesError:
        return
    assert all(isinstance(stroke, Stroke) for stroke in strokes)


@given(JSON.map(json.dumps).map(str.encode) | st.binary(max_size=50))
def test_nonsense_in_a_file_is_no_more_than_a_sentence(content: bytes) -> None:
    with pytest.raises(StrokesError, match=r"\.$"):
        from_file(content)


@pytest.mark.parametrize(
    "content", [b"[" * 100_000, b'{"form":"backprop-lab strokes","canvas":280}', b"1" * 5_000, b"\xff"]
)
def test_a_hostile_file_is_said(content: bytes) -> None:
    with pytest.raises(StrokesError):
        from_file(content)


def test_a_file_of_another_size_is_not_read() -> None:
    with pytest.raises(StrokesError, match="2 MB"):
        from_file(b" " * 2_000_001)
