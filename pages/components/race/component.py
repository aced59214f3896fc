"""The race: curves of several learning rates, drawn while it is played, and a lane for each runner.

Playing, scrubbing and the kind of axes need no server: all losses are there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pages.components.shared.inline import Component

_component = Component("race", ("shared/plotting.css", "race/race.css"))


def race(curves: Mapping[str, Any], summary: str, *, key: str) -> None:
    """Shows the curves of `core.figures.race_curves`; `summary` says in words what is to be seen."""
    _component(key=key, data={**curves, "summary": summary})
