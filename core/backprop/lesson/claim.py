"""A link that says which E_total it leads to; who opens it computes that anew, and sees whether it is so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isclose
from typing import cast

from core.backprop.lesson.place import CLAIM, Place, network_at, to_link
from core.typed import read_certain

ROUNDING = 1e-12  # relative; another machine's exp may differ in its last bit, and a descent carries that on


@dataclass(frozen=True)
class Claim:
    """`said` is the sender's E_total, `found` what the link's place has here."""

    said: float
    found: float

    @property
    def exact(self) -> bool:
        """Whether they are the same to the last bit."""
        return self.said == self.found

    @property
    def reached(self) -> bool:
        """Whether they are the same but for rounding."""
        return isclose(self.said, self.found, rel_tol=ROUNDING)


def to_verified_link(place: Place) -> dict[str, str]:
    """The query parameters that lead to `place` and say its E_total, in full."""
    return to_link(place) | {CLAIM: repr(_loss(place))}


def claim_of(link: Mapping[str, str], place: Place) -> Claim | None:
    """What a link that led to `place` said about it, if it said anything.

    Raises ValueError for what is no number.
    """
    return Claim(read_certain(link[CLAIM]), _loss(place)) if CLAIM in link else None


def _loss(place: Place) -> float:
    net = network_at(place)
    return float(cast(float, net.values()[net.graph.loss]))
