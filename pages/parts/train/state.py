"""What a visitor of the Train page looks at: which run, what of it, and what the next run shall be."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from core.digits.runs.metadata import Metadata
from core.digits.runs.reader import Reader
from core.digits.training.config import Config
from pages.parts.train.edited import Editing, from_address
from pages.shared.state import kept


@dataclass
class TrainState:
    """`run` is the id of the run in the second tab, "" for none; `deleted` is the last one that was deleted.

    `base` are the settings that the widgets began with; `mistake` is the test image that is looked at closer.
    `asked_tab` is the run's tab that a callback asked for, `turned_at` when the page turned to it, 0 if it has not yet.
    `latest` are the epochs that were the last ones, by the keys of the sliders over them. `listed_cells` counts how
    often a cell of the confusion matrix was chosen from the lists. `problem` says what could not be done. `editing` is
    the design in the editor, once there was one, changed last `edited_at`, 0 if the page has followed since; `linked`
    says whether the address named it, `link_problem` why what that named is none.
    """

    run: str = ""
    problem: str = ""
    base: Config | None = None
    reader: Reader | None = None
    readers: dict[str, Reader] = field(default_factory=dict)
    deleted: Metadata | None = None
    mistake: int | None = None
    asked_tab: str = ""
    turned_at: float = 0.0
    latest: dict[str, int] = field(default_factory=dict)
    listed_cells: int = 0
    editing: Editing | None = None
    edited_at: float = 0.0
    linked: bool = False
    link_problem: str = ""


def train_state() -> TrainState:
    """The visitor's own; at first with the run and the design that the address names."""
    return kept("train", _from_address)


def _from_address() -> TrainState:
    editing, problem = from_address()
    return TrainState(
        run=st.query_params.get("run", ""), editing=editing, linked=editing is not None, link_problem=problem
    )
