"""A training to take home: its command, and files that need none of this app."""

from __future__ import annotations

import shlex
from pathlib import Path

import streamlit as st

from core.digits.export.notebook import notebook
from core.digits.export.script import script
from core.digits.training.args import command
from core.digits.training.config import Config


def take_home(config: Config, key: str) -> None:
    """The command of a terminal, and buttons for a PyTorch script and a notebook."""
    st.code(shlex.join(["python", *command(Path("runs/mine"), config)[1:]]), language="bash", wrap_lines=True)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "PyTorch script",
            lambda: script(config),
            "digits.py",
            "text/x-python",
            icon=":material/download:",
            on_click="ignore",
            key=f"{key} script",
        )
        st.download_button(
            "Notebook",
            lambda: notebook(script(config)),
            "digits.ipynb",
            "application/x-ipynb+json",
            icon=":material/download:",
            on_click="ignore",
            key=f"{key} notebook",
        )
        st.caption("This network and this training in one file that needs only torch and torchvision.", width="content")
