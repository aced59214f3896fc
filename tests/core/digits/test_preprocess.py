import os
from collections.abc import Callable
from contextlib import suppress
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from core.digits.data.synthetic import digits
from core.digits.drawing.brush import anywhere, inked
from core.digits.photo.light import photographed
from core.digits.preprocess import (
    CENTRE,
    NO_INK,
    OF_PHOTOGRAPHS,
    STAGES,
    Ink,
    Picture,
    centred,
    cropped,
    fitted,
    ink,
    normalised,
    prepare,
    stages,
    thinned,
)
from tests.core.digits.photo import sheets

TRANSPARENT = 0
PHOTOGRAPHS = {
    "corners": (sheets.sheet(), sheets.corners(0.2)),
    "shadow": (sheets.sheet(), sheets.shadow(0.15)),
    "lamp": (sheets.sheet(), (1, 0.85, 0.5)),
    "line": (sheets.sheet(rows=range(210, 211)), 1),
    "ruled": (sheets.sheet(rows=range(10, 240, 24)), sheets.corners(0.2)),
    "squared": (sheets.sheet(rows=range(10, 240, 16), columns=range(6, 320, 16), tilt=8), sheets.shadow(0.15)),
    "pencil": (sheets.sheet(pen=2, ink=(150, 150, 152)), 1),
    "board": (sheets.sheet(ink=(225, 225, 220), paper=(40, 60, 50)), sheets.corners(0.2)),
    "edge": (sheets.sheet(), np.where(np.mgrid[:240, :320][1] < 300, 1, 0.03)[..., None]),
    "table": (sheets.sheet(), 1 - (np.mgrid[:240, :320].sum(axis=0) < 100)[..., None] * np.array([0.5, 0.65, 0.75])),
}


def drawn(side: int = 280, paper: int = 255, pen: int = 0, width: int = 20) -> Picture:
    """A seven, drawn left of the middle, with blurred edges."""
    large = Image.new("L", (4 * side, 4 * side), paper)
    points = [(side * 4 * x, side * 4 * y) for x, y in ((0.15, 0.2), (0.5, 0.2), (0.3, 0.7))]
    ImageDraw.Draw(large).line(points, pen, 4 * width, joint="curve")
    return np.array(large.resize((side, side), Image.Resampling.BOX))


def coverage(picture: Picture) -> Picture:
    return 255 - picture


def in_colour(picture: Picture, paper: tuple[int, int, int], pen: tuple[int, int, int]) -> Picture:
    share = coverage(picture)[..., None] / 255
    return np.rint(np.array(paper) * (1 - share) + np.array(pen) * share).astype(np.uint8)


def on_nothing(picture: Picture, pen: int) -> Picture:
    """The pen's colour everywhere, and alpha where it left ink, as a canvas without a background returns it."""
    return np.dstack([np.full((*picture.shape, 3), pen, np.uint8), coverage(picture)])


def centre_of_mass(image: np.ndarray) -> tuple[float, float]:
    rows, columns = np.indices(image.shape)
    return float((rows * image).sum() / image.sum()), float((columns * image).sum() / image.sum())


def extent(image: np.ndarray) -> tuple[int, int]:
    rows, columns = np.nonzero(image > 0)
    return int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1


def test_prepare_is_its_stages_one_after_the_other() -> None:
    picture = drawn()
    shown = stages(picture)
    assert [stage.name for stage in shown] == ["raw", "ink", "cropped", "thinned", "fitted", "centred", "normalised"]
    assert all(stage.on for stage in shown)
    assert shown[0].image is picture
    image: NDArray[Any] = picture
    works: tuple[Callable[[Any], Ink], ...] = (ink, cropped, thinned, fitted, centred, normalised)
    for stage, work in zip(shown[1:], works, strict=True):
        image = work(image)
        assert np.array_equal(stage.image, image)
    assert np.array_equal(prepare(picture), image)


@given(st.integers(0, 2**32 - 1), st.floats(12, 32), st.integers(1, 4), st.booleans())
@settings(max_examples=25, deadline=None)
def test_a_drawing_goes_through_no_stage_of_a_photograph(seed: int, pen: float, lines: int, strays: bool) -> None:
    """Nor over the canvas's edges, where its lines may run: it is prepared as if there were no photographs."""
    rng = np.random.default_rng(seed)
    drawing = anywhere([rng.random((int(rng.integers(1, 6)), 2)) for _ in range(lines)], rng, (60.0, 270.0))
    picture = inked([line + strays * rng.uniform(-90, 90, 2) for line in drawing], pen)
    assert not photographed(picture)
    with suppress(ValueError):  # it strayed too far
        assert np.array_equal(prepare(picture), normalised(centred(fitted(thinned(cropped(ink(picture)))))))


def test_nor_does_a_test_image() -> None:
    for image in prepared_digits():
        assert not photographed(image)
        assert np.array_equal(prepare(image), normalised(centred(fitted(cropped(ink(image))))))


@pytest.mark.parametrize("kind", PHOTOGRAPHS)
def test_a_photograph_is_prepared_like_one_of_even_paper(kind: str) -> None:
    page, light = PHOTOGRAPHS[kind]
    picture = sheets.photographed(page, light)
    assert [stage.name for stage in stages(picture)] == ["raw", *OF_PHOTOGRAPHS]
    even = prepare(sheets.photographed(sheets.sheet()))
    assert np.abs(prepare(picture) - even).mean() < 0.02


@pytest.mark.parametrize("name", OF_PHOTOGRAPHS)
def test_any_stage_of_a_photograph_can_be_left_out(name: str) -> None:
    page, light = PHOTOGRAPHS["squared"]
    shown = stages(sheets.photographed(page, light), off={name})
    assert [stage.name for stage in shown if not stage.on] == [name]
    assert shown[-1].image.shape == (28, 28)
    assert shown[-1].image.dtype == np.float32
    assert shown[-1].image.min() >= 0
    assert shown[-1].image.max() <= 1


def test_the_result_is_as_mnist_has_it() -> None:
    image = prepare(drawn())
    assert image.shape == (28, 28)
    assert image.dtype == np.float32
    assert image.min() == 0
    assert image.max() == 1
    assert max(extent(image)) == 20
    assert centre_of_mass(image) == pytest.approx((CENTRE, CENTRE), abs=0.5)


def test_dark_and_light_ink_give_the_same() -> None:
    assert np.array_equal(prepare(drawn()), prepare(255 - drawn()))


@pytest.mark.parametrize(
    ("paper", "pen"),
    [
        ((255, 255, 255), (0, 0, 0)),
        ((0, 0, 0), (255, 255, 255)),
        ((255, 255, 255), (255, 255, 0)),
        ((20, 20, 20), (0, 0, 255)),
        ((200, 180, 150), (60, 60, 160)),
    ],
)
def test_colours_do_not_matter(paper: tuple[int, int, int], pen: tuple[int, int, int]) -> None:
    assert prepare(in_colour(drawn(), paper, pen)) == pytest.approx(prepare(drawn()), abs=0.02)


@pytest.mark.parametrize("pen", [0, 90, 255])
def test_what_is_transparent_is_paper(pen: int) -> None:
    assert prepare(on_nothing(drawn(), pen)) == pytest.approx(prepare(drawn()), abs=1e-5)


@pytest.mark.parametrize("pen", [0, 255])
def test_ink_that_lets_the_paper_through_is_ink(pen: int) -> None:
    marker = on_nothing(drawn(), pen)
    marker[..., 3] //= 3
    assert prepare(marker) == pytest.approx(prepare(drawn()), abs=0.02)


def test_a_page_with_a_transparent_margin_is_still_paper() -> None:
    page = np.dstack([drawn()] * 3 + [np.full((280, 280), 255, np.uint8)])
    page[:, 240:] = TRANSPARENT
    assert np.array_equal(prepare(page), prepare(drawn()))


def test_an_opaque_alpha_changes_nothing() -> None:
    opaque = np.dstack([drawn()] * 3 + [np.full((280, 280), 255, np.uint8)])
    assert np.array_equal(prepare(opaque), prepare(drawn()))
    assert np.array_equal(prepare(opaque[..., :3]), prepare(drawn()))


@given(st.integers(0, 150), st.integers(0, 150), st.integers(1, 6))
@settings(max_examples=40, deadline=None)
def test_place_and_size_do_not_matter(top: int, left: int, times: int) -> None:
    digit = drawn(40, width=3)
    canvas = np.full((400, 400), 255, np.uint8)
    canvas[top : top + 40 * times, left : left + 40 * times] = digit.repeat(times, 0).repeat(times, 1)
    assert prepare(canvas) == pytest.approx(prepare(digit), abs=1e-5)


def test_faint_ink_counts_like_strong_ink() -> None:
    assert prepare(drawn(pen=200)) == pytest.approx(prepare(drawn()), abs=0.02)


def test_grain_of_the_paper_is_not_ink() -> None:
    grain = np.random.default_rng(1).normal(0, 6, (280, 280))
    photograph = np.clip(drawn(paper=190, pen=40) + grain, 0, 255).astype(np.uint8)
    assert np.abs(prepare(photograph) - prepare(drawn())).mean() < 0.02


@pytest.mark.parametrize("shape", [(1, 300), (300, 1), (3, 3), (2000, 2), (28, 28), (17, 400)])
def test_any_size_of_picture_will_do(shape: tuple[int, int]) -> None:
    picture = np.zeros(shape, np.uint8)
    picture[shape[0] // 2, shape[1] // 2] = 255
    image = prepare(picture)
    assert extent(image) == (20, 20)  # one pixel is a square
    assert centre_of_mass(image) == pytest.approx((CENTRE, CENTRE), abs=0.5)


@pytest.mark.parametrize(
    "blank",
    [
        np.full((280, 280), 255, np.uint8),
        np.zeros((28, 28, 3), np.uint8),
        np.zeros((280, 280, 4), np.uint8),
        np.full((10, 10, 4), 255, np.uint8),
        np.random.default_rng(2).integers(250, 256, (99, 99)).astype(np.uint8),
    ],
    ids=["white", "black", "transparent", "opaque", "nearly white"],
)
def test_no_ink_is_said_in_a_sentence(blank: Picture) -> None:
    with pytest.raises(ValueError, match=NO_INK):
        prepare(blank)


@pytest.mark.parametrize(
    "wrong", [np.zeros((28, 28)), np.zeros(28, np.uint8), np.zeros((28, 28, 2), np.uint8), np.zeros((0, 9), np.uint8)]
)
def test_what_is_no_picture_is_refused(wrong: Picture) -> None:
    with pytest.raises(ValueError, match="picture"):
        prepare(wrong)


@pytest.mark.parametrize("name", STAGES)
@pytest.mark.parametrize("picture", [drawn(), 255 - drawn()], ids=["dark on light", "light on dark"])
def test_any_stage_can_be_left_out(name: str, picture: Picture) -> None:
    shown = stages(picture, off={name})
    assert [stage.name for stage in shown if not stage.on] == [name]
    image = shown[-1].image
    assert image.shape == (28, 28)
    assert image.dtype == np.float32
    assert image.min() >= 0
    assert image.max() <= 1


def test_with_every_stage_left_out_it_is_a_plain_resize() -> None:
    picture = drawn()
    plain = np.asarray(Image.fromarray(picture).resize((28, 28), Image.Resampling.BOX), np.float32) / 255
    assert stages(picture, off=STAGES)[-1].image == pytest.approx(plain, abs=0.01)


def test_an_unknown_stage_is_refused() -> None:
    with pytest.raises(ValueError, match="no such stage: sharpened; there are ink, cropped"):
        stages(drawn(), off={"sharpened"})


@pytest.mark.parametrize("times", [1, 2, 5, 9])
def test_a_digit_that_is_prepared_already_stays_as_it_is(times: int) -> None:
    image = prepare(drawn())
    again = np.rint(image * 255).astype(np.uint8).repeat(times, 0).repeat(times, 1)
    again[again < 0.11 * 255] = 0  # fainter edges are cropped, which changes the size a little
    assert max(extent(again)) == 20 * times
    assert np.abs(prepare(again) - image).max() < 0.12


def enlarged(image: Picture, side: int, top: int, left: int) -> Picture:
    """The digit as drawn on a canvas: larger, somewhere, smooth at its edges."""
    canvas = np.zeros((280, 280), np.uint8)
    larger = Image.fromarray(image).resize((side, side), Image.Resampling.BICUBIC)
    canvas[top : top + side, left : left + side] = np.asarray(larger)
    return canvas


def prepared_digits() -> NDArray[np.uint8]:
    """100 digits as MNIST has them, (100, 28, 28): MNIST's own where MNIST_DIR names it, drawn ones otherwise."""
    file = Path(os.environ.get("MNIST_DIR", ".")) / "MNIST" / "raw" / "t10k-images-idx3-ubyte"
    if file.exists():
        return np.fromfile(file, np.uint8, 100 * 784, offset=16).reshape(-1, 28, 28)
    return digits(100, seed=0)[0].numpy()


def test_digits_enlarged_moved_inverted_and_prepared_again_are_the_same_digits() -> None:
    rng = np.random.default_rng(0)
    differences = []
    for number, image in enumerate(prepared_digits()):
        side = int(rng.integers(84, 253))
        canvas = enlarged(image, side, *rng.integers(0, 281 - side, 2))
        stage = stages(canvas if number % 2 else 255 - canvas, off={"thinned"})[-1]
        again = np.asarray(stage.image, np.float32)
        # Where the centre of mass is half-way between pixels, either neighbour is right.
        shifts = [np.roll(again, shift, (0, 1)) for shift in product((-1, 0, 1), repeat=2)]
        differences.append(min(np.abs(shifted - image / 255).mean() for shifted in shifts))
    assert np.mean(differences) < 0.03
    assert np.max(differences) < 0.06
