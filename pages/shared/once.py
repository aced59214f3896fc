"""What is made once a server, whatever its visitors do.

Streamlit's own caches are emptied for everybody by one message of any browser, so they are for what can be made again
without harm. A thread, or what takes seconds to make, belongs here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from threading import RLock
from typing import Generic, TypeVar

Made = TypeVar("Made")


class once(Generic[Made]):
    """Decorates a function without arguments: the first call makes, the others wait for it and get the same object.

    Where making raises, nothing is kept, and the next call tries again.
    """

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._lock = RLock()
        self._made: tuple[Made] | None = None
        update_wrapper(self, make)

    def __call__(self) -> Made:
        if (made := self._made) is None:
            with self._lock:
                if (made := self._made) is None:
                    made = self._made = (self._make(),)
        return made[0]

    def forget(self) -> None:
        """The next call makes anew; for tests."""
        with self._lock:
            self._made = None
