"""The loss over two weights as a map; a click on it sets both weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pages.components.shared.inline import Component
from pages.components.shared.picks import answered, nothing

_component = Component("surface", ("shared/plotting.css", "surface/surface.css"))


def surface(contours: Mapping[str, Any], words: str, *, key: str) -> None:
    """Shows the map of `core.figures.surface.contours`; `words` say what is to be seen.

    A place that was picked comes back with `mailbox.answer`: "pick" of two numbers in `text`, across and up.
    """
    _component(key=key, data={**contours, "words": words, "answered": answered(key)}, on_events_change=nothing)
