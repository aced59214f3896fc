"""The canvas of the Draw page: undo, clear, strokes from a file, and messages that are not what they should be."""

from __future__ import annotations

import io
from base64 import b64encode
from typing import Any

import pytest
from PIL import Image

from core.digits.drawing.strokes import to_canvas, to_file
from core.digits.preprocess import prepare
from tests.pages.drawing import CANVAS, ONE, SEVEN, SHEET, answered, drawn, pixels, sent, strokes
from tests.pages.visit import component, opened, ran

pytestmark = pytest.mark.usefixtures("few_digits")


def test_undo_and_clear_hand_the_canvas_fewer_strokes() -> None:
    at = drawn()
    first = component(at, CANVAS)
    ran(at.button(key="draw undo").click())
    handed = component(at, CANVAS)
    assert len(handed["initialDrawing"]["objects"]) == 1
    assert handed["backgroundColor"] != first["backgroundColor"]
    assert len(at.session_state[SHEET].last.strokes) == 1  # although the browser has not answered yet
    ran(at.button(key="draw undo").click())
    assert component(at, CANVAS)["initialDrawing"]["objects"] == []
    at.session_state[CANVAS] = sent(at, ONE)
    assert component(ran(at), "draw bars")["shares"] == answered(prepare(pixels(ONE)))
    at.session_state[CANVAS] = sent(at, SEVEN)  # the same again as before the first undo
    assert component(ran(at), "draw bars")["shares"] == answered(prepare(pixels(SEVEN)))
    ran(at.button(key="draw clear").click())
    assert component(at, "draw bars")["shares"] == []


def test_what_was_drawn_before_an_undo_and_comes_after_it_is_forgotten() -> None:
    at = drawn()
    late = sent(at, [*SEVEN, *ONE])
    ran(at.button(key="draw undo").click())
    at.session_state[CANVAS] = late
    ran(at)
    ran(at.button(key="draw undo").click())
    assert component(at, CANVAS)["initialDrawing"]["objects"] == []


@pytest.mark.parametrize(
    "drawing",
    [
        {"raw": {"objects": [{"type": "Path", "path": [["M", 1e9, 1]], "strokeWidth": 20}]}, "data": ""},
        {"raw": {"objects": 7}, "data": ""},
        {"raw": to_canvas(strokes(SEVEN)), "data": "https://elsewhere/picture.png"},
        {"raw": to_canvas(strokes(SEVEN)), "data": "data:image/png;base64,AAAA"},
        {"raw": to_canvas(strokes(SEVEN)), "data": "data:image/png;base64,?"},
        {"raw": to_canvas(strokes(SEVEN)), "data": 7},
    ],
)
def test_a_canvas_that_lies_is_said(drawing: Any) -> None:
    at = opened("draw")
    drawing["raw"]["background"] = component(at, CANVAS)["backgroundColor"]
    at.session_state[CANVAS] = {"drawing": drawing, "backgroundFit": None}
    at = ran(at)
    assert len(at.warning) == 1
    assert component(at, "draw bars")["shares"] == []
    ran(at.button(key="draw clear").click())
    assert not at.warning


@pytest.mark.parametrize(
    "drawing",
    [None, {}, {"raw": None, "data": None}, {"raw": {}, "data": ""}, {"raw": {"background": "red"}, "data": ""}],
)
def test_a_canvas_that_says_nothing_changes_nothing(drawing: Any) -> None:
    at = drawn()
    at.session_state[CANVAS] = {"drawing": drawing, "backgroundFit": None}
    assert component(ran(at), "draw bars")["shares"] == answered(prepare(pixels(SEVEN)))


def test_a_picture_of_another_size_is_not_the_canvas() -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (281, 280)).save(buffer, "PNG")
    at = opened("draw")
    address = "data:image/png;base64," + b64encode(buffer.getvalue()).decode()
    message = sent(at, SEVEN)
    message["drawing"]["data"] = address
    at.session_state[CANVAS] = message
    assert "280×280" in ran(at).warning[0].value


def test_strokes_are_loaded_from_a_file_and_other_files_are_refused() -> None:
    at = opened("draw")
    at.session_state["draw file"] = True
    ran(at)
    at.file_uploader(key="draw strokes").upload("strokes.json", to_file(strokes(SEVEN)).encode(), "application/json")
    ran(at)
    assert len(component(at, CANVAS)["initialDrawing"]["objects"]) == 2
    at.file_uploader(key="draw strokes").upload("other.json", b'{"a": 1}', "application/json")
    ran(at)
    assert "no drawing" in at.warning[0].value
    assert len(component(at, CANVAS)["initialDrawing"]["objects"]) == 2
