"""A run whose settings cannot be read: what is said of it where runs are listed."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from core.digits.runs.metadata import Metadata


@dataclass(frozen=True)
class Damaged:
    """The run, and a sentence on what is wrong with it."""

    metadata: Metadata
    problem: str

    def row(self) -> dict[str, object]:
        """What the table of runs says of it."""
        return {"name": self.metadata.name, "state": "damaged", "begun": self.metadata.created[:16].replace("T", " ")}

    def say(self) -> None:
        """Says what is wrong, and what can still be done."""
        st.warning(f"{self.problem} It can be downloaded and deleted, not trained.", icon=":material/warning:")
