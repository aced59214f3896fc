"""Ten bars, one a digit, that change in place."""

from __future__ import annotations

from collections.abc import Sequence

from core.figures.spelled import percent
from pages.components.shared.inline import Component

_component = Component("bars", ("bars/bars.css",))


def bars(
    shares: Sequence[float] | None,
    *,
    before: Sequence[float] | None = None,
    muted: bool = False,
    words: str = "",
    key: str,
) -> None:
    """Shows ten shares from 0 to 1, or empty bars for None; `before` is marked beside them, where they were.

    `words` say what is shown, for those who cannot see it. Muted bars have no winner.
    """
    data = {
        "shares": [] if shares is None else [float(share) for share in shares],
        "texts": [] if shares is None else [percent(share) for share in shares],
        "before": [] if before is None else [float(share) for share in before],
        "muted": muted,
        "words": words,
    }
    _component(key=key, data=data)
