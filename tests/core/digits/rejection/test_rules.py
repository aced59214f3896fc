"""What is no digit gets a sentence; what is one does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.digits.data.glyphs import SHAPES, named
from core.digits.data.synthetic import strokes
from core.digits.drawing.brush import inked, placed
from core.digits.preprocess import Ink, Picture, cropped, ink
from core.digits.rejection.non_digits import drawn
from core.digits.rejection.rules import (
    BLOT,
    DOT,
    DOTS,
    IN_A_PHOTOGRAPH,
    NOTHING,
    SCRIBBLE,
    SEVERAL,
    STRANGE,
    Traits,
    looks_like,
    rejection,
    traits,
)
from tests.core.digits.photo import sheets

ORDINARY = Traits(longest=200, aspect=0.7, filled=0.3, line=4.0, pieces=1, dots=0, between=0.0)


def digit(shape_digit: int, name: str, pen: float = 20, size: float = 200) -> Picture:
    written = [stroke.astype(float) for stroke in strokes(named(shape_digit, name), seed=1)]
    return inked(placed(written, (size, size), (140, 140)), pen)


def box(picture: Picture) -> Ink:
    return cropped(ink(picture))


def test_nothing_drawn_gets_a_sentence() -> None:
    for paper in (0, 255):
        assert rejection(np.full((280, 280), paper, np.uint8)) == NOTHING
    assert rejection(np.zeros((280, 280, 4), np.uint8)) == NOTHING


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("a dot", DOT),
        ("several dots", DOTS),
        ("digits side by side", SEVERAL),
        ("one above the other", SEVERAL),
        ("a word", SEVERAL),
        ("a face", SEVERAL),
        ("a filled patch", BLOT),
        ("a crossed circle", None),
        ("shading", None),
        ("a flower", None),
    ],
)
def test_what_is_no_digit_is_hardly_ever_taken_for_one(kind: str, sentence: str | None) -> None:
    rng = np.random.default_rng(3)
    said = [rejection(drawn(kind, rng)) for _ in range(12)]
    assert said.count(None) <= 1
    if sentence:
        assert said.count(sentence) >= 9


def test_two_ones_are_several_digits_and_no_patch() -> None:
    picture = np.full((280, 280), 255, np.uint8)
    picture[40:240, 90:115] = picture[40:240, 135:160] = 0
    assert rejection(picture) == SEVERAL


def test_digits_are_hardly_ever_rejected() -> None:
    rejected = [
        f"{shape.digit} {shape.name}, {pen}, {size}: {said}"
        for shape in SHAPES
        for pen, size in ((18, 110), (24, 240))
        if (said := rejection(digit(shape.digit, shape.name, pen, size)))
    ]
    assert len(rejected) <= 0.05 * 2 * len(SHAPES), rejected


def test_the_sentence_says_what_the_ink_looks_like() -> None:
    assert looks_like(ORDINARY, 280) == STRANGE
    assert looks_like(replace(ORDINARY, pieces=2), 280) == SEVERAL
    assert looks_like(replace(ORDINARY, pieces=0, dots=2), 280) == DOTS
    assert looks_like(replace(ORDINARY, aspect=1.0, filled=0.9), 280) == BLOT
    assert looks_like(replace(ORDINARY, aspect=1.0, filled=0.9, longest=30), 280) == DOT
    assert looks_like(replace(ORDINARY, aspect=2.5), 280) == SEVERAL
    assert looks_like(replace(ORDINARY, line=9.0), 280) == SCRIBBLE


def test_traits_do_not_depend_on_size_and_place() -> None:
    """But for `longest`, and to the precision of the grid."""
    small, large = (traits(box(digit(8, "two rings", 10 * times, 100 * times))) for times in (1, 2))
    assert large.longest == pytest.approx(2 * small.longest, abs=3)
    assert large.aspect == pytest.approx(small.aspect, rel=0.03)
    assert large.filled == pytest.approx(small.filled, rel=0.08)
    assert large.line == pytest.approx(small.line, rel=0.08)
    assert (small.pieces, small.dots) == (large.pieces, large.dots) == (1, 0)
    moved = np.roll(digit(8, "two rings", 10, 100), (60, -70), axis=(0, 1))
    assert traits(box(moved)) == small


def test_traits_of_a_drawing_made_by_hand() -> None:
    picture = np.full((200, 200), 255, np.uint8)
    picture[20:116, 20:36] = 0  # a bar 96 high and 16 wide: cells of 2 pixels
    picture[20:116, 60:76] = 0  # another, 24 further
    seen = traits(box(picture))
    assert (seen.longest, seen.pieces, seen.dots) == (96, 2, 0)
    assert seen.aspect == 56 / 96
    assert seen.between == 12 / 48
    assert seen.filled == 1.0
    assert seen.line == pytest.approx(2 * (2 * 48 + 2 * 8) * 0.8 / 48)


def test_dark_on_light_is_like_light_on_dark() -> None:
    picture = digit(4, "open")
    assert traits(box(picture)) == traits(box(255 - picture))
    assert rejection(picture) == rejection(255 - picture)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 60), st.integers(1, 60), st.floats(0, 1))
def test_any_picture_gets_a_sentence_or_none(seed: int, height: int, width: int, share: float) -> None:
    random = np.random.default_rng(seed)
    picture = (255 * (random.random((height, width)) < share)).astype(np.uint8)
    said = rejection(picture)
    assert said is None or said.endswith(".")


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="a picture is"):
        rejection(np.zeros((280, 280), np.float32))


def test_of_a_photograph_it_says_what_can_be_done() -> None:
    """Dots are what nobody has drawn: there the light was bad, or lines and edges are in the way."""
    assert set(IN_A_PHOTOGRAPH) == {DOT, DOTS, BLOT, SEVERAL, SCRIBBLE, STRANGE}
    for said in IN_A_PHOTOGRAPH.values():
        assert any(word in said for word in ("light", "lines", "edge"))
        assert "dot" not in said
    assert rejection(sheets.photographed(sheets.sheet())) is None
    noise = np.random.default_rng(0).normal(128, 60, (240, 320, 3)).clip(0, 255).astype(np.uint8)
    assert rejection(noise) in (NOTHING, *IN_A_PHOTOGRAPH.values())
