"""The loss along every weight, side by side; a point can be dragged along its curve, and all others follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pages.components.shared.inline import Component
from pages.components.shared.picks import answered, nothing

_component = Component("slices", ("shared/plotting.css", "slices/slices.css"))


def slices(charts: Sequence[Mapping[str, Any]], *, key: str) -> None:
    """Shows the charts of `core.figures.slice_curves`.

    A weight that is dragged comes back with `mailbox.answer`: "edit" of the weight `name` to `text`.
    """
    _component(key=key, data={"charts": list(charts), "answered": answered(key)}, on_events_change=nothing)
