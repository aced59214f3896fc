"""Where to write numbers beside points so that they do not cover each other."""

from __future__ import annotations

from collections.abc import Sequence

Point = tuple[float, float]  # row, column
RINGS = 12  # of places around a point that are tried, each farther away
DIRECTIONS = ((0, 1), (0, -1), (-1, 0), (1, 0), (-1, 1), (1, 1), (-1, -1), (1, -1))


def spread(
    points: Sequence[Point], size: tuple[float, float], area: tuple[float, float], apart: float = 1.0
) -> tuple[Point, ...]:
    """The centre of a label of `size` (height, width) for each point, in an area from (0, 0) to `area`.

    The first points have the first choice: as near as possible, to the right, to the left, above, below, aslant. A
    label covers neither another label nor a point, as long as there is room.
    """
    height, width = size
    found: list[Point] = []

    def fits(row: float, column: float) -> bool:
        inside = height / 2 <= row <= area[0] - height / 2 and width / 2 <= column <= area[1] - width / 2
        clear = all(abs(row - y) >= height or abs(column - x) >= width for y, x in found)
        return (
            inside
            and clear
            and all(
                abs(row - y) >= height / 2 + apart / 2 or abs(column - x) >= width / 2 + apart / 2 for y, x in points
            )
        )

    for row, column in points:
        places = [
            (row + down * (height / 2 + apart * ring), column + right * (width / 2 + apart * ring))
            for ring in range(1, RINGS + 1)
            for down, right in DIRECTIONS
        ]
        found.append(next((place for place in places if fits(*place)), places[0]))
    return tuple(found)
