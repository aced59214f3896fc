"""The paths of a gradient as streams from the loss back to one quantity; a click on a node goes to its gradient."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pages.components.shared.inline import Component
from pages.components.shared.picks import answered, nothing

_component = Component("sankey", ("shared/plotting.css", "sankey/sankey.css"))


def sankey(picture: Mapping[str, Any], balance: Sequence[Mapping[str, Any]], words: str, *, key: str) -> None:
    """Shows the picture of `core.figures.ledger_picture`.

    `balance` are the pieces of the sum below it: a `text`, perhaps a `note` and a `sign`; `words` say what is to be
    seen. A quantity that was clicked comes back with `mailbox.answer`: "of" that `name`.
    """
    data = {**picture, "balance": list(balance), "words": words, "answered": answered(key)}
    _component(key=key, data=data, on_events_change=nothing)
