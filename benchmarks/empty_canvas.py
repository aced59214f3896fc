"""The least a page with a canvas can be: the sum of its pixels. The drawing benchmark measures against it."""

import numpy as np
import streamlit as st
from streamlit_drawable_canvas import st_canvas  # type: ignore[import-untyped]

drawn = st_canvas(
    stroke_width=20, background_color="#ffffff", height=280, width=280, return_image_data=True, key="canvas"
)
st.text(0 if drawn.image_data is None else int((255 - drawn.image_data[..., :3].astype(np.int64)).sum()))
