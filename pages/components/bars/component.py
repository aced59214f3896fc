"""Ten bars, one a digit, that change in place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from core.figures.spelled import percent

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
