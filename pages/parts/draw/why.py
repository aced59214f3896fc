"""Why this digit: which pixels spoke for it, three answers; and what would have made it another one."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.digits.classifier import probabilities
from core.digits.explain.attribution import grad_cam, gradient_times_input, occlusion
from core.digits.explain.counterfactual import RADIUS, Counterfactual, counterfactual
from core.digits.receptive_field import last_maps
from core.figures.spelled import plain
from pages.components.bars.component import bars
from pages.components.pictures.component import Mark, Panel, pictures
from pages.parts.draw.choose import DIGITS, choose_digit
from pages.parts.draw.forward_pass import ForwardPass
from pages.parts.draw.through import rows
from pages.shared.texts import a_digit, text

SIDE = 252
state = st.session_state


def why(forward: ForwardPass) -> None:
    """The whole of the part."""
    digit = choose_digit("Why, or why not", forward.answer, "draw why")
    pixels = forward.once(gradient_times_input, digit)
    loss = forward.once(occlusion, digit)
    words = f"red speaks for {digit}, blue against"
    panels = [
        Panel("Gradient × input", pixels, "signed", words, SIDE, over=forward.image),
        *_grad_cam(forward, digit),
        Panel("Occlusion", loss, "signed", f"what wiping out costs {digit}", SIDE, over=forward.image),
    ]
    pictures(panels, key="draw why pictures")
    st.markdown(text("draw-why"))
    st.subheader("What would make it another digit?")
    others = [each for each in DIGITS if each != forward.answer]
    if state.get("draw other") not in others:
        state["draw other"] = int(np.argsort(-forward.probabilities, kind="stable")[1])
    wanted = st.segmented_control("What would make it a", others, key="draw other", required=True)
    _other(forward, forward.once(counterfactual, int(wanted if wanted is not None else others[0])))


def _grad_cam(forward: ForwardPass, digit: int) -> list[Panel]:
    """Of the maps that the visitor chooses; nothing for a network that averages the image itself."""
    with_maps = [row.name for row in rows(forward.net) if len(row.shape) == 3]
    if not with_maps:
        return []
    if state.get("draw cam") not in with_maps:
        state["draw cam"] = last_maps(forward.net)
    name = st.selectbox("Grad-CAM of the maps of", with_maps, key="draw cam", width=200, persist_state="session")
    places = forward.once(grad_cam, digit, name)
    words = f"where these maps speak for {digit}"
    return [Panel(f"Grad-CAM, {name}", places, "signed", words, SIDE, over=forward.image)]


def _other(forward: ForwardPass, found: Counterfactual) -> None:
    added = sum(dab.adds for dab in found.dabs)
    marks = [
        Mark(dab.row, dab.column, RADIUS, str(count), tone="adds" if dab.adds else "wipes")
        for count, dab in enumerate(found.dabs, start=1)
    ]
    rings = "solid rings add ink, dashed ones wipe it out"
    left, right = st.columns([3, 2], gap="large")
    with left:
        pictures(
            [
                Panel("Before", forward.image, caption=rings, side=SIDE, marks=marks),
                Panel(
                    "After",
                    found.image,
                    side=SIDE,
                    caption=f"margin {plain(found.margin)} before, "
                    f"{plain(found.dabs[-1].margin if found.dabs else found.margin)} after",
                ),
            ],
            key="draw other pictures",
        )
    with right:
        dabs = (
            f"{len(found.dabs)} dab{'s' * (len(found.dabs) != 1)}: {added} of ink, {len(found.dabs) - added} of paper"
        )
        if found.flipped:
            st.markdown(f"**{dabs}**, and the network reads {a_digit(found.to)}.")
        else:
            st.markdown(f"Even **{dabs}** are not enough to make it {a_digit(found.to)}; the search gave up here.")
        after = probabilities(forward.net, found.image[None])[0].tolist()
        bars(
            after,
            before=forward.probabilities.tolist(),
            words="After, with marks where it was before.",
            key="draw other bars",
        )
    st.markdown(text("draw-other"))
