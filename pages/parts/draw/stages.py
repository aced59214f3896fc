"""How the machine sees it: every stage of the preparation as a picture, and what each is good for."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from core.digits.classifier import probabilities
from core.digits.model import DigitNet
from core.digits.preprocess import Picture, Stage, works
from core.digits.preprocess import stages as prepared
from core.figures.spelled import percent
from pages.components.bars.component import bars
from pages.components.pictures.component import Panel, pictures
from pages.parts.draw.entry import Entry
from pages.parts.draw.forward_pass import ForwardPass
from pages.shared.texts import text

LARGEST = 140  # pixels of a picture on the screen
WORDS = {
    "raw": "as it came",
    "trimmed": "without a table around it, upright",
    "evened": "paper of one colour, whatever the light",
    "ink": "what differs from the paper",
    "unruled": "without the paper's own lines",
    "cleared": "without edges and specks",
    "cropped": "the ink's box",
    "thinned": "a fat pen made thinner",
    "thickened": "a thin pen made thicker and darker",
    "fitted": "scaled into 20×20",
    "centred": "its mass in the middle of 28×28",
    "normalised": "the darkest ink is 1",
}


def stages(entry: Entry, forward: ForwardPass) -> None:
    """The whole of the part."""
    assert entry.picture is not None
    if entry.prepared:
        st.info(text("draw-prepared"), icon=":material/info:")
        pictures([Panel(entry.name.capitalize(), forward.image, caption="28×28, as it is")], key="draw stages")
        return
    st.markdown(text("draw-stages"))
    names = list(works(entry.picture))
    on = st.pills(
        "Stages: click one to leave it out",
        names,
        selection_mode="multi",
        default=names,
        key="draw photograph stages on" if "evened" in names else "draw stages on",
        persist_state="session",
    )
    off = frozenset(names) - frozenset(on)
    try:
        made = prepared(entry.picture, off)
    except ValueError as error:
        st.warning(f"{error}", icon=":material/warning:")
        return
    pictures([_picture(stage) for stage in made], key="draw stages")
    left, right = st.columns([3, 2], gap="large")
    with left:
        shares = _read(forward.net, made[-1].image)
        st.markdown(
            f"**Read like this:** {_winner(shares)}" + (f", instead of {_winner(forward.probabilities)}" * bool(off))
        )
        spoken = "The probabilities with the stages chosen, and a mark where they are with all stages."
        before = forward.probabilities.tolist() if off else None
        bars(shares.tolist(), before=before, words=spoken, key="draw staged bars")
    with right:
        st.markdown("**Each left out on its own**")
        st.table([_without(entry.picture, forward, name) for name in names])


def _picture(stage: Stage) -> Panel:
    height, width = stage.image.shape[:2]
    caption = f"{WORDS[stage.name]}, {height}×{width}" if stage.on else f"left out, {height}×{width}"
    if stage.image.dtype == np.uint8:
        return Panel(stage.name, _colours(stage.image), "colours", caption, LARGEST, faint=not stage.on)
    return Panel(stage.name, smaller(stage.image), "ink", caption, LARGEST, faint=not stage.on)


def _colours(picture: NDArray[np.generic]) -> NDArray[np.float32]:
    """A picture as red, green and blue from 0 to 1, on white, small enough to be sent."""
    image = Image.fromarray(np.asarray(picture, np.uint8)).convert("RGBA")
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image)
    paper.thumbnail((LARGEST, LARGEST))
    return np.asarray(paper.convert("RGB"), np.float32) / np.float32(255)


def smaller(image: NDArray[np.generic]) -> NDArray[np.float32]:
    """Ink, no larger than on the screen."""
    grey = Image.fromarray(np.asarray(image, np.float32))
    if max(grey.size) > LARGEST:
        grey.thumbnail((LARGEST, LARGEST), Image.Resampling.BOX)
    return np.asarray(grey, np.float32)


def _read(net: DigitNet, image: NDArray[np.generic]) -> NDArray[np.float32]:
    shares: NDArray[np.float32] = probabilities(net, np.asarray(image, np.float32)[None].clip(0, 1))[0]
    return shares


def _winner(shares: NDArray[np.float32]) -> str:
    return f"{int(shares.argmax())}, {percent(float(shares.max()))}"


def _without(picture: Picture, forward: ForwardPass, name: str) -> dict[str, str]:
    read = share = "–"
    with suppress(ValueError):
        shares = _read(forward.net, _last(picture, name))
        read = _winner(shares)
        share = percent(float(shares[forward.answer])).replace(">", "\\>")  # it would begin a quotation in Markdown
    return {"without": name, "read as": read, f"share of {forward.answer}": share}


@st.cache_data(max_entries=50, show_spinner=False)
def _last(picture: Picture, left_out: str) -> NDArray[np.float32]:
    """What comes of a picture without one stage; of a photograph, that takes a tenth of a second."""
    return np.asarray(prepared(picture, {left_out})[-1].image, np.float32)
