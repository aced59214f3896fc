"""What was worked out about a network once, for as long as somebody holds the network."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from core.digits.model import DigitNet

T = TypeVar("T")
_known: WeakKeyDictionary[DigitNet, dict[tuple[Any, ...], Any]] = WeakKeyDictionary()


def remembered(work: Callable[..., T], net: DigitNet, *arguments: Any) -> T:
    """`work(net, *arguments)`; networks on this page never change, they are only replaced."""
    known = _known.setdefault(net, {})
    asked = (work, *arguments)
    if asked not in known:
        known[asked] = work(net, *arguments)
    found: T = known[asked]
    return found
