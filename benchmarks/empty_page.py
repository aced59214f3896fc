"""The least a Streamlit page can be: one slider and its number. The page benchmark measures against it."""

import streamlit as st

st.text(st.slider("w5", -5.0, 5.0, 0.4, 0.01))
