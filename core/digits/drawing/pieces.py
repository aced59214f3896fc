"""Which pixels hang together: connected pieces of a small picture of yes and no."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


def pieces(mask: Mask, diagonally: bool = True) -> tuple[NDArray[np.intp], int]:
    """The pieces of (H, W), numbered from 1 in the order of reading, 0 elsewhere; and how many there are.

    Pixels that touch at a corner hang together if `diagonally`. Rows are cut into runs, and runs that touch are united
    (Rosenfeld and Pfaltz, "Sequential operations in digital picture processing", 1966).
    """
    height, width = mask.shape
    edges = np.diff(np.pad(mask.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    rows, begins = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]  # one beyond the run, in the same order
    parent = list(range(len(rows)))

    def root(run: int) -> int:
        while parent[run] != run:
            parent[run] = parent[parent[run]]
            run = parent[run]
        return run

    reach = 1 if diagonally else 0
    first = np.searchsorted(rows, np.arange(height + 1)).tolist()
    begin, end = begins.tolist(), ends.tolist()
    for row in range(1, height):
        above, below = first[row - 1], first[row]
        while above < first[row] and below < first[row + 1]:
            if begin[above] < end[below] + reach and begin[below] < end[above] + reach:
                one, other = sorted((root(above), root(below)))
                parent[other] = one
            if end[above] < end[below]:
                above += 1
            else:
                below += 1
    roots, numbers = np.unique([root(run) for run in range(len(rows))], return_inverse=True)
    marks = np.zeros((height, width + 1), np.intp)
    for row, start, stop, number in zip(rows.tolist(), begin, end, numbers.tolist(), strict=True):
        marks[row, start:stop] = number + 1
    return marks[:, :width], len(roots)
