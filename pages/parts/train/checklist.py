"""The exercise's aims as a list that ticks itself, from what a run has recorded and how it is set up."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.digits.comparison.aims import aims
from core.digits.training.config import Config
from core.digits.training.records import Score
from pages.parts.train.architecture import architecture
from pages.parts.train.fold import fold
from pages.shared.texts import text

MARKS = {
    True: ":material/check_box: met",
    False: ":material/close: unmet",
    None: ":material/check_box_outline_blank: open",
}


def checklist(config: Config, scores: Sequence[Score]) -> None:
    """All aims in a table that folds away; how many are met can be seen without opening it."""
    found = aims(config, scores, architecture(config))
    met = sum(aim.met is True for aim in found)
    table = fold(f"The exercise's aims: {met} of {len(found)} met", "checklist", "train aims")
    if not table.open:
        return
    with table:
        st.table(
            [{"state": MARKS[aim.met], "aim": f"**{aim.words}**", "this run": aim.why} for aim in found],
            border="horizontal",
            hide_index=True,
            alt="What the exercise asks for, and how far this run has come with it.",
        )
        st.caption(text("train-aims"))
