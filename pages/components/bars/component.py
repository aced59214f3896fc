"""Ten bars, one a digit, that change in place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

FOLDER = Path(__file__).parent

_component = st.components.v2.component(
    "bars",
    html=(FOLDER / "bars.html").read_text("utf-8"),
    css=(FOLDER / "bars.css").read_text("utf-8"),
    js=(FOLDER / "bars.js").read_text("utf-8"),
)


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


def percent(share: float) -> str:
    """A share as people read it: 99.97 % is not 100.0 %, and 0.01 % is not 0.0 %."""
    if share < 0.0005:
        return "< 0.1 %"
    if share > 0.9995:
        return "> 99.9 %"
    return f"{100 * share:.1f} %"
