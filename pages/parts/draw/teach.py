"""Teach it: what the drawing really was, and what one step of learning from it does, for better or worse."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.digits.classifier import probabilities
from core.digits.explain.teaching import Marks, Moved, Taught, score
from core.digits.explain.teaching import teach as one_step
from core.digits.model import DigitNet
from core.errors import DataError
from core.figures.spelled import percent, plain, signed
from pages.components.bars.component import bars
from pages.components.gallery.component import ImagePick, gallery, picked
from pages.parts.draw.choose import choose_digit
from pages.parts.draw.forward_pass import ForwardPass
from pages.parts.draw.lessons import Lessons, as_bytes, as_file, drop, keep, kept, learn, unlearn
from pages.parts.draw.remembered import remembered
from pages.parts.draw.samples import at_hand, first_thousand
from pages.parts.draw.state import draw_state
from pages.shared.services import TITLES
from pages.shared.texts import a_digit, text

RATES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)


def teach(forward: ForwardPass, taught: Lessons, truth: int | None) -> None:
    """The whole of the part; `truth` is what a test image really is."""
    st.markdown(text("draw-teach"))
    label = choose_digit("It really is", forward.answer if truth is None else truth, "draw label")
    rate = st.select_slider("Learning rate", RATES, value=0.02, key="draw rate", width=240, persist_state="session")
    with st.container(horizontal=True):
        step = {"on_click": _learn, "args": (forward, label, float(rate), 1)}
        more = {"on_click": _learn, "args": (forward, label, float(rate), 10)}
        st.button("One step", icon=":material/school:", type="primary", key="draw step", **step)  # type: ignore[arg-type]
        st.button("Ten steps", key="draw steps", **more)  # type: ignore[arg-type]
        st.button(
            "Undo", icon=":material/undo:", key="draw unlearn", on_click=unlearn, args=(1,), disabled=not taught.steps
        )
        st.button(
            "Forget all", icon=":material/restart_alt:", key="draw forget", on_click=unlearn, disabled=not taught.steps
        )
    state = draw_state()
    if state.lesson_problem:
        st.warning(state.lesson_problem, icon=":material/warning:")
        state.lesson_problem = ""
    if taught.steps:
        _effect(forward, taught)
    st.subheader("Drawings of your own")
    _own(forward, label)


def _learn(forward: ForwardPass, label: int, rate: float, steps: int) -> None:
    """Takes the steps; what cannot be done is said."""
    net, made = forward.net, list[Taught]()
    try:
        for _ in range(steps):
            made.append(one_step(net, forward.image, label, rate))
            net = made[-1].net
    except ValueError as error:
        draw_state().lesson_problem = str(error)
    if made:
        learn(made)


def _effect(forward: ForwardPass, taught: Lessons) -> None:
    last, count = taught.steps[-1], len(taught.steps)
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown(f"**This drawing after {count} step{'s' * (count > 1)}**, with marks where it was before any")
        before = probabilities(taught.start, forward.image[None])[0].tolist()
        spoken = f"{forward.answer}: {percent(float(forward.probabilities[forward.answer]))}"
        bars(forward.probabilities.tolist(), before=before, words=spoken, key="draw taught bars")
        _judged(taught)
    with right:
        st.markdown("**How far each layer moved** in the last step, as a share of the length of its weights")
        st.dataframe(
            [_row(moved) for moved in last.moved],
            hide_index=True,
            key="draw moved",
            column_config={
                "share": st.column_config.ProgressColumn(
                    format="%.3g %%", min_value=0, max_value=max(max(100 * each.share for each in last.moved), 1e-9)
                )
            },
        )
        st.caption(f"The loss −log p({last.label}) was {plain(last.loss)} before that step.")


def _row(moved: Moved) -> dict[str, object]:
    return {
        "layer": moved.layer.replace("layer", "layer "),
        "share": 100 * moved.share,
        "change": plain(moved.change),
        "length": plain(moved.length),
    }


def _judged(taught: Lessons) -> None:
    """Better or worse on a thousand test images, honestly."""
    data = at_hand()[0]
    try:
        with st.spinner("Reading 1,000 test images…"):
            before, after = (remembered(_marks, net, data) for net in (taught.start, taught.net))
    except (DataError, ValueError) as error:
        st.warning(f"{error}", icon=":material/warning:")
        return
    change = after.right - before.right
    than = "as many as before" if not change else f"{abs(change)} {'more' if change > 0 else 'fewer'} than before"
    st.markdown(
        f"Of {after.images:,} test images ({TITLES[data]}) it now reads **{after.right:,}** right, {than}; "
        f"their loss went from {plain(before.loss, 4)} to {plain(after.loss, 4)} ({signed(after.loss - before.loss)})."
    )


def _marks(net: DigitNet, data: str) -> Marks:
    return score(net, *first_thousand(data))


def _own(forward: ForwardPass, label: int) -> None:
    """The small test set: keep, see, drop, download."""
    drawings = kept()
    state = draw_state()

    def choose(pick: ImagePick) -> None:
        state.chosen = pick.index

    picked("draw kept gallery", choose)
    one = state.chosen
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            f"Keep this one as {a_digit(label)}",
            icon=":material/bookmark_add:",
            key="draw keep",
            on_click=keep,
            args=(forward.image, label),
        )
        if drawings:
            st.download_button(
                "Download",
                as_file(drawings),
                "my-digits.npz",
                icon=":material/download:",
                on_click="ignore",
                key="draw own file",
            )
            if one is not None and one < len(drawings):
                st.button("Drop the chosen one", icon=":material/delete:", key="draw drop", on_click=_drop, args=(one,))
    if not drawings:
        st.caption("Keep drawings with what they really are, and see how many of them a network reads right.")
        return
    answers = probabilities(forward.net, np.stack([each.image for each in drawings])).argmax(axis=1)
    right = sum(int(answer) == each.label for answer, each in zip(answers, drawings, strict=True))
    st.markdown(f"**{right} of {len(drawings)}** of your own drawings are read right.")
    gallery(
        as_bytes(drawings),
        [f"{each.label}, read as {answer}" for answer, each in zip(answers, drawings, strict=True)],
        chosen=one if one is not None and one < len(drawings) else None,
        title="Drawings of your own",
        key="draw kept gallery",
    )


def _drop(index: int) -> None:
    drop(index)
    draw_state().chosen = None
