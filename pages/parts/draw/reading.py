"""What the network reads in what was drawn, chosen or photographed: the answer, or a sentence where there is none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from core.digits.counted import counted
from core.digits.preprocess import NO_INK
from core.digits.preprocess import stages as prepared
from pages.parts.draw.answer import answer, meaning, nothing
from pages.parts.draw.entry import Entry
from pages.parts.draw.forward_pass import ForwardPass, forward_pass
from pages.parts.draw.lessons import Lessons, lessons, unlearn
from pages.parts.draw.weights import weights
from pages.shared.pinned import pin, pinned
from pages.shared.services import as_seen
from pages.shared.texts import text


@dataclass(frozen=True, eq=False)
class Reading:
    """The forward pass of an image, and what the visitor has taught the network that read it."""

    seen: ForwardPass
    taught: Lessons


def reading(given: Entry, visitor: str | None) -> Reading | None:
    """Shows the answer to what is given, by the weights that are chosen below it; None where there is no digit."""
    above, below = st.container(), st.container(horizontal=True, gap="medium", vertical_alignment="center")
    with below:
        chosen = weights(visitor)
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
        return None
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
            steps = counted(len(taught.steps), "step")
            st.badge(f"Your own copy, taught {steps}", icon=":material/school:", color="violet")
            st.button("Forget it", type="tertiary", key="draw forget above", on_click=unlearn)
    return Reading(seen, taught)
