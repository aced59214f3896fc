"""How sure a share of right answers is, and how sure a mean of several trainings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import exp, lgamma, pi, sqrt
from statistics import mean, stdev

import numpy as np

Z = 1.959964  # of a 95 % interval
SURE = 0.95
NODES, WEIGHTS = np.polynomial.legendre.leggauss(100)  # of Gauss's rule between -1 and 1
WIDEST = 1e3  # half the widest interval in standard errors, of half a degree of freedom


def wilson(correct: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share, both ends from 0 to 1, after `correct` of `total` tries; (0, 1) after none.

    Wilson, "Probable inference, the law of succession, and statistical inference" (1927). Unlike the usual ± it holds
    near 0 and 1 too.
    """
    if not total:
        return 0.0, 1.0
    share, squared = correct / total, Z * Z
    middle = (share + squared / (2 * total)) / (1 + squared / total)
    reach = Z / (1 + squared / total) * sqrt(share * (1 - share) / total + squared / (4 * total * total))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def student(values: Sequence[float]) -> tuple[float, float]:
    """The 95 % interval of the mean that values like these have; there must be two or more.

    Student, "The probable error of a mean" (1908): for few values it is far wider than ± 1.96 standard errors.
    """
    middle, reach = mean(values), t_quantile(len(values) - 1) * stdev(values) / sqrt(len(values))
    return middle - reach, middle + reach


def welch(first: Sequence[float], second: Sequence[float]) -> tuple[float, float]:
    """The 95 % interval of the mean of `second` minus that of `first`, each two or more values with its own spread.

    B. L. Welch, "The generalization of 'Student's' problem" (1947).
    """
    parts = [stdev(values) ** 2 / len(values) for values in (first, second)]
    middle, variance = mean(second) - mean(first), sum(parts)
    if not variance:
        return middle, middle
    freedom = variance**2 / sum(part**2 / (len(v) - 1) for part, v in zip(parts, (first, second), strict=True))
    reach = t_quantile(freedom) * sqrt(variance)
    return middle - reach, middle + reach


@cache
def t_quantile(freedom: float) -> float:
    """How many standard errors a mean is at most away in 95 of 100 cases, with so many degrees of freedom, 1 or more.

    Found by halving, from Student's density summed up by Gauss's rule.
    """
    low, high = 0.0, WIDEST
    while high - low > 1e-10 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if _inside(middle, freedom) < SURE else (low, middle)
    return (low + high) / 2


def _inside(most: float, freedom: float) -> float:
    """The share of Student's distribution between -most and most.

    With x = √freedom · tan φ its density is a power of cos φ, which is smooth up to the end.
    """
    scale = exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2)) / sqrt(pi)
    end = np.arctan(most / sqrt(freedom))
    angles = end * (NODES + 1) / 2
    return float(2 * scale * end / 2 * (WEIGHTS @ np.cos(angles) ** (freedom - 1)))
