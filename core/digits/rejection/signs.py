"""Letters and signs that look like no digit, and signs that nobody has seen before."""

from __future__ import annotations

import numpy as np

from core.digits.drawing.brush import Line, Random, anywhere, smooth

LETTERS = {  # each stroke the corners that its straight lines join, in tenths; none looks like a digit
    "A": "0,10 5,0 10,10 / 2,6 8,6",
    "E": "9,0 1,0 1,10 9,10 / 1,5 7,5",
    "F": "9,0 1,0 1,10 / 1,5 7,5",
    "H": "1,0 1,10 / 9,0 9,10 / 1,5 9,5",
    "K": "1,0 1,10 / 9,0 1,5 9,10",
    "M": "0,10 1,0 5,7 9,0 10,10",
    "N": "1,10 1,0 9,10 9,0",
    "P": "1,10 1,0 6,0 8,1 8,4 6,5 1,5",
    "R": "1,10 1,0 6,0 8,1 8,4 6,5 1,5 / 4,5 9,10",
    "T": "0,0 10,0 / 5,0 5,10",
    "V": "0,0 5,10 10,0",
    "W": "0,0 2,10 5,3 8,10 10,0",
    "X": "0,0 10,10 / 10,0 0,10",
    "Y": "0,0 5,5 10,0 / 5,5 5,10",
    "hash": "3,0 2,10 / 8,0 7,10 / 0,3 10,3 / 0,7 10,7",
    "arrow": "0,5 10,5 / 6,1 10,5 6,9",
    "square": "0,0 10,0 10,10 0,10 0,0",
    "triangle": "5,0 10,9 0,9 5,0",
    "house": "0,4 5,0 10,4 10,10 0,10 0,4 10,4",
    "star": "5,0 8,10 0,4 10,4 2,10 5,0",
    "plus": "5,0 5,10 / 0,5 10,5",
    "tick": "0,6 3,10 10,0",
    "equals": "0,3 10,3 / 0,7 10,7",
    "envelope": "0,0 10,0 10,8 0,8 0,0 5,4 10,0",
    "zigzag": "0,0 2,10 4,0 6,10 8,0 10,10",
}


def letter(rng: Random) -> list[Line]:
    """A letter or a sign that looks like no digit."""
    path = LETTERS[str(rng.choice(list(LETTERS)))]
    corners = [np.array([[float(x) for x in p.split(",")] for p in part.split()]) / 10 for part in path.split("/")]
    corners = [points + rng.normal(0, 0.03, points.shape) for points in corners]
    slant, width = rng.normal(0, 0.08), rng.uniform(0.75, 1.0)
    return anywhere([points @ np.array([[width, 0], [slant, 1]]) for points in corners], rng)


def invented_sign(rng: Random) -> list[Line]:
    """Two to five lines, straight or bent, between the corners, sides and middle of a box: no letter of any alphabet.

    Most begin where an earlier one passed.
    """
    grid = np.array([(x, y) for x in (0, 0.5, 1) for y in (0, 0.5, 1)]) * (rng.uniform(0.6, 1.1), 1)
    passed: list[int] = []
    lines = []
    for _ in range(int(rng.integers(2, 6))):
        places = rng.choice(len(grid), int(rng.integers(2, 4)), replace=False)
        if passed and rng.random() < 0.6:
            places[0] = rng.choice(passed)
        passed += places.tolist()
        line = grid[places] + rng.normal(0, 0.06, (len(places), 2))
        lines.append(smooth(line) if len(line) > 2 and rng.random() < 0.6 else line)
    return anywhere(lines, rng)
