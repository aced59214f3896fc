"""How sure a share of right answers is."""

from __future__ import annotations

from math import sqrt

Z = 1.959964  # of a 95 % interval


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
