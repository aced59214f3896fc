"""Photographs of handwriting, made by code: what lies there, what it was written with, and in which light.

Each is 640×480 pixels, with a little noise, as JPEG. `CONDITIONS` are what makes one harder to read than even paper.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from benchmarks.strokes import Written
from core.digits.drawing.brush import placed

WIDTH, HEIGHT = 640, 480
FINER = 2  # paper and pen are drawn so many times larger, then averaged
Random = np.random.Generator
Colour = tuple[float, float, float]
Light = NDArray[np.float64]  # (480, 640, 1 or 3), what share of it comes back


@dataclass(frozen=True)
class Scene:
    """One photograph: what lies there, what it was written with, and in which light.

    `ruling` is the distance of lines in pixels, 0 for a single one; `corners` and `shadow` are shares of the light
    that are missing, `edge` pixels of black, `quality` that of JPEG. The `table` shows on one or two sides, or all
    around a `sheet`.
    """

    paper: Colour = (236, 234, 228)
    pen: Colour = (45, 48, 90)
    thick: tuple[float, float] = (4.0, 7.0)
    strength: float = 1.0
    ruling: float | None = None
    squared: bool = False
    lines: Colour = (165, 195, 225)
    corners: float = 0.0
    shadow: float = 0.0
    lamp: Colour = (1, 1, 1)
    table: bool = False
    sheet: bool = False
    edge: int = 0
    turned: bool = False
    noise: float = 2.0
    quality: int = 90


def _board(scene: Scene, rng: Random) -> Scene:
    green = rng.random() < 0.5
    return replace(
        scene,
        paper=(38, 62, 50) if green else (48, 48, 52),
        pen=(228, 228, 222),
        thick=(6, 10),
        strength=rng.uniform(0.75, 0.95),
        lines=(80, 100, 92),
    )


def _pencil(scene: Scene, rng: Random) -> Scene:
    return replace(scene, pen=(85, 85, 88), thick=(2, 3.2), strength=rng.uniform(0.6, 0.9))


def _ballpoint(scene: Scene, rng: Random) -> Scene:
    return replace(scene, pen=(50, 70, 165), thick=(2.8, 4.2), strength=rng.uniform(0.8, 1))


CONDITIONS: Mapping[str, Callable[[Scene, Random], Scene]] = {
    "corners 20 % darker": lambda scene, rng: replace(scene, corners=0.2),
    "a soft shadow of 15 %": lambda scene, rng: replace(scene, shadow=0.15),
    "one ruled line": lambda scene, rng: replace(scene, ruling=0),
    "ruled paper": lambda scene, rng: replace(scene, ruling=rng.uniform(36, 60)),
    "squared paper": lambda scene, rng: replace(scene, ruling=rng.uniform(20, 36), squared=True),
    "the table beside it": lambda scene, rng: replace(scene, table=True),
    "a scanner's black edge": lambda scene, rng: replace(scene, edge=int(np.exp(rng.uniform(0, np.log(41))))),
    "pencil": _pencil,
    "blue ballpoint": _ballpoint,
    "yellow lamp light": lambda scene, rng: replace(scene, lamp=(1, rng.uniform(0.8, 0.88), rng.uniform(0.45, 0.65))),
    "white on a blackboard": _board,
    "noise and strong JPEG": lambda scene, rng: replace(scene, noise=rng.uniform(5, 8), quality=50),
    "turned, in perspective": lambda scene, rng: replace(scene, turned=True),
    "a whole sheet on a table": lambda scene, rng: replace(scene, sheet=True),
}
EITHER = (  # only one of each can be
    {"one ruled line", "ruled paper", "squared paper"},
    {"pencil", "blue ballpoint", "white on a blackboard"},
    {"the table beside it", "a scanner's black edge", "a whole sheet on a table"},
)


def kinds() -> list[tuple[str, ...]]:
    """Even paper, every condition, every pair."""
    pairs = [pair for pair in combinations(CONDITIONS, 2) if not any(set(pair) <= group for group in EITHER)]
    return [(), *((name,) for name in CONDITIONS), *pairs]


def scene(kind: Sequence[str], rng: Random) -> Scene:
    made = Scene()
    for name in kind:
        made = CONDITIONS[name](made, rng)
    return made


def photograph(digit: Written, scene: Scene, rng: Random) -> bytes:
    """The digit in that scene, as a JPEG file."""
    page = _ruled(scene, rng)
    ink = _written(digit, scene, rng)[..., None]
    page = page * (1 - ink) + np.array(scene.pen) * ink
    if scene.turned:
        page = _turned(page, scene, rng)
    if scene.table:
        page = _on_a_table(page, rng)
    if scene.sheet:
        page = _sheet(page, rng)
    page = page * _light(scene, rng) * scene.lamp
    if scene.edge:
        page = np.rot90(page, turns := int(rng.integers(4))).copy()
        page[: scene.edge] = 8
        page = np.rot90(page, -turns)
    fine, coarse = rng.normal(0, scene.noise, page.shape[:2]), rng.normal(0, scene.noise / 2, page.shape)
    page = page + fine[..., None] + coarse
    buffer = io.BytesIO()
    Image.fromarray(page.round().clip(0, 255).astype(np.uint8)).save(buffer, "JPEG", quality=scene.quality)
    return buffer.getvalue()


def _written(digit: Written, scene: Scene, rng: Random) -> NDArray[np.float64]:
    """How much of each pixel is ink, (480, 640)."""
    size = rng.uniform(120, 300)
    room = np.array([WIDTH, HEIGHT]) / 2 - size / 2 - (85 if scene.table else 50)
    centre = np.array([WIDTH, HEIGHT]) / 2 + rng.uniform(-1, 1, 2) * np.maximum(room, 0)
    lines = placed(digit.strokes, (size, size), (float(centre[0]), float(centre[1])))
    image = Image.new("L", (WIDTH * FINER, HEIGHT * FINER), 0)
    draw, width = ImageDraw.Draw(image), rng.uniform(*scene.thick) * FINER
    for line in lines:
        points = [(x * FINER, y * FINER) for x, y in line]
        draw.line(points, 255, max(round(width), 1), joint="curve")
        for x, y in points:
            draw.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), 255)
    covered: NDArray[np.float64] = np.asarray(image.reduce(FINER), float) / 255 * scene.strength
    if scene.strength < 1:  # graphite and chalk lie on the grain of the paper
        covered = covered * rng.uniform(0.75, 1, covered.shape)
    return covered


def _ruled(scene: Scene, rng: Random) -> NDArray[np.float64]:
    image = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), tuple(int(level) for level in scene.paper))
    draw, colour = ImageDraw.Draw(image), tuple(int(level) for level in scene.lines)
    if scene.ruling is not None:
        width = int(rng.integers(2, 5))
        first = rng.uniform(0.1, 0.9) * (scene.ruling or HEIGHT)
        for y in np.arange(first, HEIGHT, scene.ruling or HEIGHT) * FINER:
            draw.line((0, y, WIDTH * FINER, y), colour, width)
        for x in np.arange(first, WIDTH, scene.ruling) * FINER if scene.squared else ():
            draw.line((x, 0, x, HEIGHT * FINER), colour, width)
    return np.asarray(image.reduce(FINER), float)


def _turned(page: NDArray[np.float64], scene: Scene, rng: Random) -> NDArray[np.float64]:
    """Turned by up to 7°, and looked at from one side; what lies beyond the paper is more paper."""
    angle = np.radians(rng.uniform(-7, 7))
    tilt = rng.uniform(-1.2e-4, 1.2e-4, 2)
    cos, sin, (x, y) = np.cos(angle), np.sin(angle), (WIDTH / 2, HEIGHT / 2)
    # Of a homography around the picture's middle: to each new pixel, the old one.
    back = np.array([[1, 0, x], [0, 1, y], [0, 0, 1]])
    turn = back @ np.array([[cos, -sin, 0], [sin, cos, 0], [*tilt, 1]]) @ np.linalg.inv(back)
    turn /= turn[2, 2]
    margin = 120  # the ruling goes on there
    larger = np.pad(page, ((margin, margin), (margin, margin), (0, 0)), mode="wrap" if scene.ruling else "edge")
    shift = np.array([[1, 0, margin], [0, 1, margin], [0, 0, 1]])
    found = shift @ turn
    found /= found[2, 2]
    image = Image.fromarray(larger.round().astype(np.uint8))
    data = tuple(found.ravel()[:8])
    return np.asarray(
        image.transform((WIDTH, HEIGHT), Image.Transform.PERSPECTIVE, data, Image.Resampling.BICUBIC), float
    )


def _on_a_table(page: NDArray[np.float64], rng: Random) -> NDArray[np.float64]:
    """The table shows on one or two sides, behind the paper's slanting edge."""
    table = _table(rng)
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    visible = np.zeros((HEIGHT, WIDTH))
    for _ in range(int(rng.integers(1, 3))):
        depth, slope = rng.uniform(8, 75), rng.uniform(-0.06, 0.06)
        side = int(rng.integers(4))
        along, away, length = (
            (rows, columns, HEIGHT),
            (rows, WIDTH - columns, HEIGHT),
            (columns, rows, WIDTH),
            (columns, HEIGHT - rows, WIDTH),
        )[side]
        visible = np.maximum(visible, (depth + slope * (along - length / 2) - away + 0.5).clip(0, 1))
    return page * (1 - visible[..., None]) + table * visible[..., None]


def _sheet(page: NDArray[np.float64], rng: Random) -> NDArray[np.float64]:
    """The page as a sheet that lies on a table, turned by up to 20°, its four corners in the picture as a rule."""
    middle, angle = np.array([WIDTH, HEIGHT]) / 2, np.radians(rng.uniform(-20, 20))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    half = middle * rng.uniform(0.45, 0.85, 2)
    corners = half * [(-1, -1), (1, -1), (1, 1), (-1, 1)] * (1 + rng.uniform(-0.06, 0.06, (4, 2)))
    corners = corners @ turn.T + middle * (1 + rng.uniform(-0.12, 0.12, 2))
    # The homography's eight numbers: to each of the picture's pixels, the page's.
    rows, values = [], []
    for (x, y), (u, v) in zip(corners, [(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)], strict=True):
        rows += [(x, y, 1, 0, 0, 0, -u * x, -u * y), (0, 0, 0, x, y, 1, -v * x, -v * y)]
        values += [u, v]
    data = tuple(np.linalg.solve(np.array(rows), np.array(values)))

    def seen(image: NDArray[np.float64]) -> NDArray[np.float64]:
        whole = Image.fromarray(image.round().astype(np.uint8))
        size, how = (WIDTH, HEIGHT), Image.Transform.PERSPECTIVE
        return np.asarray(whole.transform(size, how, data, Image.Resampling.BICUBIC), float)

    covered = seen(np.full((HEIGHT, WIDTH), 255.0))
    soft = np.asarray(Image.fromarray(covered.astype(np.uint8)).filter(ImageFilter.GaussianBlur(4)), float)
    table = _table(rng) * (1 - 0.25 * soft[..., None] / 255)  # the sheet's own shadow
    share = covered[..., None] / 255
    return seen(page) * share + table * (1 - share)


def _table(rng: Random) -> NDArray[np.float64]:
    """Wood with its grain."""
    wood = np.array([(120, 84, 54), (92, 70, 52), (172, 140, 104)][int(rng.integers(3))], float)
    grain = rng.normal(0, 1, (HEIGHT, WIDTH // 40)).repeat(40, axis=1)
    return wood + 5 * grain[..., None]


def _light(scene: Scene, rng: Random) -> Light:
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    light = np.ones((HEIGHT, WIDTH))
    if scene.corners:
        away = ((columns - WIDTH / 2) ** 2 + (rows - HEIGHT / 2) ** 2) / ((WIDTH**2 + HEIGHT**2) / 4)
        light *= 1 - scene.corners * away
    if scene.shadow:
        angle, where = rng.uniform(0, 2 * np.pi), rng.uniform(-60, 200)
        far = (columns - WIDTH / 2) * np.cos(angle) + (rows - HEIGHT / 2) * np.sin(angle)
        hard = Image.fromarray((255 * (far > where)).astype(np.uint8))
        soft = np.asarray(hard.filter(ImageFilter.GaussianBlur(rng.uniform(4, 14))), float) / 255
        light *= 1 - scene.shadow * soft
    return light[..., None]
