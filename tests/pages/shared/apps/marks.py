"""A page that says how many of its visitors' sessions the server still holds, after a sweep."""

from __future__ import annotations

import streamlit as st

from pages.shared.garbage import end_expired_sessions, sweep
from tests.pages.shared.apps.mark import Mark, living

if "mark" not in st.session_state:
    st.session_state["mark"] = Mark()
end_expired_sessions()
sweep()
st.text(f"{len(living)}")
