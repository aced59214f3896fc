"""Train the digit network: set up a run, watch it live, look at its mistakes, travel through its epochs."""

import streamlit as st

from pages.shared.routing import require

require("pages/train.py")

from pages.shared.visitor import visitor  # noqa: E402

st.title("Train the digit network")
token = visitor()
if token is None:
    st.stop()

with st.spinner("Loading PyTorch…"):  # seconds, once in a server's life
    from pages.parts.train.board import board
    from pages.parts.train.runs import runs
    from pages.parts.train.setup import setup
    from pages.parts.train.state import train_state
    from pages.parts.train.tabs import ALL_RUNS, CLASS, NEW_RUN, TAB, THIS_RUN
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

new_tab, run_tab, all_tab, *more = st.tabs(
    [NEW_RUN, THIS_RUN, ALL_RUNS, *([CLASS] if classroom else [])], key=TAB, on_change="rerun"
)
if new_tab.open:
    with new_tab:
        setup(token)
if run_tab.open:
    with run_tab:
        watch(token)
if all_tab.open:
    with all_tab:
        runs(token)
for class_tab in more:
    if class_tab.open:
        with class_tab:
            board(token)
