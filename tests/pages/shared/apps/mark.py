"""What is put into a session, so that it can be seen when that is gone; only a collection of garbage frees it."""

from __future__ import annotations

from weakref import WeakSet


class Mark:
    def __init__(self) -> None:
        self.own = self
        living.add(self)


living: WeakSet[Mark] = WeakSet()
