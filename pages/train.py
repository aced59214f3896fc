"""Train the digit network: set up runs, watch one live, look at its mistakes, compare many, have them judged."""

import streamlit as st

from pages.shared.routing import require

require("pages/train.py")

from pages.shared.loading import loading_pytorch  # noqa: E402
from pages.shared.visitor import visitor  # noqa: E402

st.title("Train the digit network")
token = visitor()
if token is None:
    st.stop()

with loading_pytorch():
    from pages.parts.train.board import board
    from pages.parts.train.referee import referee
    from pages.parts.train.runs import runs
    from pages.parts.train.setup import setup
    from pages.parts.train.state import train_state
    from pages.parts.train.tabs import ALL_RUNS, CLASS, NEW_RUN, REFEREE, TAB, THIS_RUN
    from pages.parts.train.watch import watch
    from pages.shared.services import services

try:
    classroom = services().settings.classroom
except ValueError as error:
    st.error(f"{error} Mend it where the server is started.", icon=":material/error:")
    st.stop()

state, widgets = train_state(), st.session_state
if TAB not in widgets:  # so too for who comes back from another page
    widgets[TAB] = THIS_RUN if state.run else NEW_RUN
if state.run:
    st.query_params["run"] = state.run
else:
    st.query_params.pop("run", None)

shown = {NEW_RUN: setup, THIS_RUN: watch, ALL_RUNS: runs, REFEREE: referee, **({CLASS: board} if classroom else {})}
for tab, content in zip(st.tabs(list(shown), key=TAB, on_change="rerun"), shown.values(), strict=True):
    if tab.open:
        with tab:
            content(token)
