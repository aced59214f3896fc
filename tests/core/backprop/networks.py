"""Random numbers for the worksheet network: one set at a time from Hypothesis, or arrays of many."""

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from core.backprop.network import WORKSHEET, Network

WIDE = (50.0, 5.0, 2.0)  # the largest weight, input and target: most sigmoids are saturated
MODERATE = (5.0, 1.0, 2.0)  # some are

Ranges = tuple[float, float, float]


def limits(ranges: Ranges) -> dict[str, float]:
    kinds = (WORKSHEET.weights, WORKSHEET.inputs, WORKSHEET.targets)
    return {name: limit for names, limit in zip(kinds, ranges, strict=True) for name in names}


def networks(ranges: Ranges = WIDE) -> st.SearchStrategy[Network]:
    numbers = {name: st.floats(-limit, limit) for name, limit in limits(ranges).items()}
    return st.fixed_dictionaries(numbers).map(lambda drawn: Network(**drawn))


def batch(size: int, ranges: Ranges, seed: int = 0) -> dict[str, NDArray[np.float64]]:
    draw = np.random.default_rng(seed)
    return {name: draw.uniform(-limit, limit, size) for name, limit in limits(ranges).items()}
