import numpy as np
import pytest
from PIL import Image, ImageDraw

from benchmarks.nondigits import KINDS, drawn, inked, placed
from core.digits.drawn.doubt import (
    BLOT,
    DOT,
    NOTHING,
    SCRIBBLE,
    SEVERAL,
    STRANGE,
    UNSURE,
    doubt,
    traits,
)
from core.digits.preprocess import NO_INK, Picture
from core.digits.shapes import SHAPES, named
from core.digits.synthetic import strokes


def sure(digit: int, probability: float = 0.99) -> list[float]:
    rest = (1 - probability) / 9
    return [probability if other == digit else rest for other in range(10)]


def digit(shape_digit: int, name: str, pen: float = 20, size: float = 200) -> Picture:
    written = [stroke.astype(float) for stroke in strokes(named(shape_digit, name), seed=1)]
    return inked(placed(written, (size, size), (140, 140)), pen)


def cells(count: int) -> Picture:
    """A box with walls: `count` holes in one piece."""
    picture = Image.new("L", (280, 280), 255)
    brush = ImageDraw.Draw(picture)
    height = 160 // count
    for place in range(count):
        brush.rectangle((80, 40 + place * height, 200, 40 + (place + 1) * height), outline=0, width=8)
    return np.array(picture)


def test_nothing_drawn_gets_a_sentence_whatever_the_network_says() -> None:
    for paper in (0, 255):
        assert doubt(np.full((280, 280), paper, np.uint8), sure(3)) == NOTHING
    assert doubt(np.zeros((280, 280, 4), np.uint8), sure(3)) == NOTHING


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("a dot", DOT),
        ("digits side by side", SEVERAL),
        ("one above the other", SEVERAL),
        ("a word", SEVERAL),
        ("a face", SEVERAL),
        ("a crossed circle", None),
    ],
)
def test_what_is_no_digit_by_its_shape_is_never_taken_for_one(kind: str, sentence: str | None) -> None:
    rng = np.random.default_rng(3)
    said = [doubt(drawn(kind, rng), sure(5)) for _ in range(12)]
    assert None not in said
    if sentence:
        assert said.count(sentence) >= 11


def test_a_patch_is_no_dot_and_a_thick_one_is_neither() -> None:
    patch = np.full((280, 280), 255, np.uint8)
    patch[60:200, 80:220] = 0
    assert doubt(patch, sure(1)) == BLOT
    patch[:, :120] = patch[:, 160:] = 255
    assert doubt(patch, sure(1)) is None


def test_digits_that_the_network_is_sure_of_are_hardly_ever_doubted() -> None:
    """A few may be: a four or a five with its strokes far apart."""
    doubted = [
        f"{shape.digit} {shape.name}, {pen}, {size}: {said}"
        for shape in SHAPES
        for pen, size in ((18, 110), (24, 240))
        if (said := doubt(digit(shape.digit, shape.name, pen, size), sure(shape.digit)))
    ]
    assert len(doubted) <= 0.03 * 2 * len(SHAPES), doubted


def test_a_digit_that_the_network_is_not_sure_of_is() -> None:
    picture = digit(7, "plain")
    assert doubt(picture, sure(7, 0.59)) == UNSURE
    assert doubt(picture, sure(7, 0.61)) is None


def test_more_holes_than_the_digit_has_are_doubted() -> None:
    assert [traits(cells(count)).holes for count in (1, 2, 3, 4)] == [1, 2, 3, 4]
    assert doubt(cells(1), sure(0)) is None
    assert doubt(cells(2), sure(8)) is None
    assert doubt(cells(2), sure(9)) is None
    assert doubt(cells(2), sure(4)) == STRANGE
    assert doubt(cells(1), sure(1)) == STRANGE
    assert doubt(cells(4), sure(8)) == SCRIBBLE


def test_several_dots_are_hardly_ever_taken_for_a_digit() -> None:
    """Two that touch may be."""
    rng = np.random.default_rng(3)
    said = [doubt(drawn("several dots", rng), sure(5)) for _ in range(12)]
    assert said.count(None) <= 1
    assert DOT in said


def test_an_open_four_may_be_in_two_pieces_and_a_nine_may_not() -> None:
    picture = np.full((280, 280), 255, np.uint8)
    picture[40:160, 60:80] = picture[140:160, 60:180] = 0
    picture[30:125, 150:170] = 0  # the stem does not reach the bar
    assert traits(picture).pieces == 2
    assert doubt(picture, sure(4)) is None
    assert doubt(picture, sure(5)) is None
    assert doubt(picture, sure(9)) == SEVERAL


def test_traits_do_not_depend_on_size_and_place() -> None:
    """But for `longest`, and to the precision of the grid."""
    small, large = (traits(digit(8, "two rings", 10 * times, 100 * times)) for times in (1, 2))
    assert large.longest == pytest.approx(2 * small.longest, abs=3)
    assert large.aspect == pytest.approx(small.aspect, rel=0.03)
    assert large.filled == pytest.approx(small.filled, rel=0.08)
    assert large.line == pytest.approx(small.line, rel=0.08)
    assert (small.holes, small.pieces, small.dots) == (large.holes, large.pieces, large.dots) == (2, 1, 0)
    moved = np.roll(digit(8, "two rings", 10, 100), (60, -70), axis=(0, 1))
    assert traits(moved) == small


def test_traits_of_a_drawing_made_by_hand() -> None:
    picture = np.full((200, 200), 255, np.uint8)
    picture[20:116, 20:36] = 0  # a bar 96 high and 16 wide: cells of 2 pixels
    picture[20:116, 60:76] = 0  # another, 24 further
    seen = traits(picture)
    assert (seen.longest, seen.pieces, seen.dots, seen.holes) == (96, 2, 0, 0)
    assert seen.aspect == 56 / 96
    assert seen.between == 12 / 48
    assert seen.filled == 1.0
    assert seen.line == pytest.approx(2 * (2 * 48 + 2 * 8) * 0.8 / 48)


def test_dark_on_light_is_like_light_on_dark() -> None:
    picture = digit(4, "open")
    assert traits(picture) == traits(255 - picture)


def test_what_is_no_picture_or_no_answer_is_refused() -> None:
    with pytest.raises(ValueError, match="a picture is"):
        doubt(np.zeros((280, 280), np.float32), sure(1))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="there must be ten probabilities"):
        doubt(digit(4, "open"), [1.0])
    with pytest.raises(ValueError, match=NO_INK):
        traits(np.zeros((9, 9), np.uint8))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_non_digit_is_drawn_again_from_the_same_seed(kind: str) -> None:
    first, again, other = (drawn(kind, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert first.shape == (280, 280)
    assert first.dtype == np.uint8
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert first.min() < 50
