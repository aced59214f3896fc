"""Draw a digit: the answer at once; beneath it how the machine sees it, what every layer made of it, why, and more."""

import numpy as np
import streamlit as st

from pages.shared.routing import require
from pages.shared.texts import text

require("pages/draw.py")

from core.digits.preprocess import NO_INK  # noqa: E402
from core.digits.preprocess import stages as prepared  # noqa: E402
from pages.parts.draw.entry import entry  # noqa: E402
from pages.shared.pinned import pin, pinned  # noqa: E402
from pages.shared.visitor import visitor  # noqa: E402

STAGES, THROUGH, WHY, BACKWARD, TEACH = (
    "How the machine sees it",
    "Through the layers",
    "Why this digit",
    "Backward",
    "Teach it",
)
with st.container(gap=None):
    st.title("Draw a digit")
    token = visitor()
with st.container(horizontal=True, gap="medium"):
    left, right = st.container(width=360), st.container()
with left:
    given = entry()

with right, st.spinner("Loading PyTorch…"):  # seconds, once in a server's life
    from pages.parts.draw.answer import answer, meaning, nothing
    from pages.parts.draw.backward import backward
    from pages.parts.draw.forward_pass import forward_pass
    from pages.parts.draw.lessons import lessons, unlearn
    from pages.parts.draw.stages import stages
    from pages.parts.draw.teach import teach
    from pages.parts.draw.through import through
    from pages.parts.draw.weights import weights
    from pages.parts.draw.why import why
    from pages.shared.services import as_seen

with right:
    above, below = st.container(), st.container(horizontal=True, gap="medium", vertical_alignment="center")
    with below:
        chosen = weights(token)
        taught = lessons(chosen.net)
    image, trouble = None, ""
    if given.picture is not None:
        try:
            made = () if given.prepared else prepared(given.picture)
            image = np.asarray(made[-1].image, np.float32) if made else as_seen(given.picture)
        except ValueError as error:
            trouble = "" if str(error) == NO_INK and given.drawn else str(error)
    if image is None:
        with above:
            nothing(trouble)
        st.stop()
    seen = forward_pass(taught.net, image)
    with above:
        rejected = answer(seen, made)
    with below:
        meaning(seen, chosen.name)
        last = pinned()
        st.button(
            "Pin for time travel",
            icon=":material/push_pin:",
            type="tertiary",
            key="draw pin",
            on_click=pin,
            args=(image,),
            disabled=last is not None and bool((last == image).all()),
            help="Watch this digit through the epochs of a run, on the Train page.",
        )
    if rejected:
        st.caption(text("draw-none-of-these"))
    if taught.steps:
        with st.container(horizontal=True, vertical_alignment="center"):
            steps = f"{len(taught.steps)} step{'s' * (len(taught.steps) > 1)}"
            st.badge(f"Your own copy, taught {steps}", icon=":material/school:", color="violet")
            st.button("Forget it", type="tertiary", key="draw forget above", on_click=unlearn)

part = st.segmented_control(
    "Look closer", [STAGES, THROUGH, WHY, BACKWARD, TEACH], key="draw part", persist_state="session"
)
if part == STAGES:
    stages(given, seen)
elif part == THROUGH:
    through(seen, given.name)
elif part == WHY:
    why(seen)
elif part == BACKWARD:
    backward(seen, given.label)
elif part == TEACH:
    teach(seen, taught, given.label)
