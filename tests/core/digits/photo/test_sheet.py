"""A sheet on a table is found where it lies and laid straight; whatever is no such sheet stays as it is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from core.digits.classifier import load_classifier
from core.digits.photo.sheet import sheet, trimmed
from core.digits.pixels import Picture, at_most, channels
from core.digits.preprocess import prepare
from tests.core.digits.photo import sheets
from tests.core.digits.photo.sheets import HEIGHT, PAPER, SEVEN, WIDTH

WOOD, SLATE = (120, 84, 54), (38, 62, 50)
Corners = NDArray[np.float64]


def lying(wide: float, high: float, angle: float, across: float = 0.0, down: float = 0.0) -> Corners:
    """The corners of a sheet of that size in shares of the picture, turned by so many degrees and pushed aside."""
    turn = np.exp(1j * np.radians(angle))
    corners = turn * (wide * WIDTH * np.array([-1, 1, 1, -1]) + 1j * high * HEIGHT * np.array([-1, -1, 1, 1])) / 2
    return np.stack([corners.real + WIDTH * (0.5 + across), corners.imag + HEIGHT * (0.5 + down)], axis=1)


def on_a_table(
    corners: Corners,
    table: tuple[int, int, int] = WOOD,
    paper: tuple[int, int, int] = PAPER,
    ink: tuple[int, int, int] = (45, 48, 90),
    rows: int = 0,
) -> sheets.Light:
    """A sheet with a seven, between these corners, with so many ruled lines; whatever is on it follows its corners."""

    def at(u: float, v: float) -> tuple[float, float]:
        a, b, c, d = corners * 4
        x, y = (1 - v) * ((1 - u) * a + u * b) + v * ((1 - u) * d + u * c)
        return float(x), float(y)

    image = Image.new("RGB", (WIDTH * 4, HEIGHT * 4), table)
    draw = ImageDraw.Draw(image)
    draw.polygon([at(0, 0), at(1, 0), at(1, 1), at(0, 1)], paper)
    for row in range(1, rows + 1):
        draw.line([at(0, row / (rows + 1)), at(1, row / (rows + 1))], (165, 195, 225), 4)
    draw.line([at(x / WIDTH, y / HEIGHT) for x, y in SEVEN], ink, 14, joint="curve")
    return np.asarray(image.reduce(4), float)


def read(picture: Picture) -> int:
    return int(load_classifier().predict(prepare(picture)[None])[0].argmax())


@settings(max_examples=60)
@given(
    st.floats(0.4, 0.8), st.floats(0.4, 0.8), st.floats(-20, 20), st.floats(-0.05, 0.05), st.floats(-0.05, 0.05),
    st.sampled_from([WOOD, SLATE, (172, 140, 104)]), st.integers(0, 9),
)  # fmt: skip
def test_it_is_found_and_laid_straight(
    wide: float, high: float, angle: float, across: float, down: float, table: tuple[int, int, int], seed: int
) -> None:
    corners = lying(wide, high, angle, across, down)
    assume((corners > 4).all() and (corners < (WIDTH - 4, HEIGHT - 4)).all())
    picture = sheets.photographed(on_a_table(corners, table), seed=seed)
    found = sheet(at_most(channels(picture), 160))
    assert found is not None
    off = np.hypot(*(found * (WIDTH, HEIGHT) - corners).T)
    assert off.max() < 16  # the margin that is cut off, and one or two coarse pixels of two
    straight = trimmed(picture)
    assert np.abs(straight[[0, -1]].astype(float) - PAPER).max() < 60  # paper all along, and no table
    assert straight.shape[1] / straight.shape[0] == pytest.approx(wide * WIDTH / (high * HEIGHT), rel=0.12)


@pytest.mark.parametrize("rows", [0, 7], ids=["plain", "ruled"])
@pytest.mark.parametrize("angle", [-18, -7, 0, 7, 18])
@pytest.mark.parametrize("table", [WOOD, SLATE], ids=["wood", "slate"])
def test_what_is_written_on_it_is_read(table: tuple[int, int, int], angle: float, rows: int) -> None:
    assert read(sheets.photographed(on_a_table(lying(0.75, 0.7, angle), table, rows=rows))) == 7


def test_a_slate_on_a_light_table_is_a_sheet_too() -> None:
    board = on_a_table(lying(0.7, 0.7, 9), (220, 214, 200), SLATE, (228, 228, 222))
    picture = sheets.photographed(board)
    assert trimmed(picture).shape != picture.shape
    assert read(picture) == 7


def bar() -> sheets.Light:
    """A one as thick as a beam, seen from near."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    ImageDraw.Draw(image).line([(170, 20), (150, 220)], (45, 48, 90), 30)
    return np.asarray(image, float)


def ring() -> sheets.Light:
    """A zero of a thick pen, seen from near."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    ImageDraw.Draw(image).ellipse([90, 20, 230, 220], outline=(45, 48, 90), width=24)
    return np.asarray(image, float)


def disc() -> sheets.Light:
    image = Image.new("RGB", (WIDTH, HEIGHT), WOOD)
    ImageDraw.Draw(image).ellipse([60, 20, 260, 220], PAPER)
    return np.asarray(image, float)


@pytest.mark.parametrize(
    "page",
    [
        sheets.sheet(),
        sheets.sheet(rows=range(20, 240, 24)),
        sheets.sheet() * sheets.corners(0.4),
        sheets.sheet() * sheets.shadow(0.15),
        sheets.sheet() * sheets.shadow(0.45),
        bar(),
        ring(),
        disc(),
        np.full((HEIGHT, WIDTH, 3), 200.0),
        on_a_table(lying(0.2, 0.2, 5)),
        on_a_table(lying(0.3, 0.4, 5, -0.35, -0.3)),
        on_a_table(lying(1.6, 0.7, 3)),
    ],
    ids=[
        "paper",
        "ruled",
        "dark corners",
        "shadow",
        "deep shadow",
        "one",
        "zero",
        "disc",
        "blank",
        "tiny",
        "in a corner",
        "cut off",
    ],
)
def test_what_is_no_sheet_on_a_table_stays_as_it_is(page: sheets.Light) -> None:
    picture = sheets.photographed(page)
    assert trimmed(picture) is picture


@settings(max_examples=200)
@given(st.integers(0, 2**32 - 1), st.integers(1, 6), st.booleans())
def test_any_areas_at_all_are_a_picture_afterwards(seed: int, areas: int, grey: bool) -> None:
    rng = np.random.default_rng(seed)
    wide, high = rng.integers(1, 260, 2).tolist()
    image = Image.new("RGB", (wide, high), tuple(rng.integers(0, 256, 3).tolist()))
    for _ in range(areas):
        corners = rng.uniform(-0.2, 1.2, (int(rng.integers(2, 6)), 2)) * (wide, high)
        ImageDraw.Draw(image).polygon(
            [tuple(place) for place in corners.tolist()], tuple(rng.integers(0, 256, 3).tolist())
        )
    picture = np.asarray(image.convert("L") if grey else image)
    made = trimmed(picture)
    assert made.dtype == np.uint8
    assert made.ndim == picture.ndim
    assert made.size
