"""The layers and the gallery alone, with a small network of random weights, for the tests in a browser."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch

from core.digits.model import DigitNet
from core.digits.table import table
from pages.components.gallery.component import ImagePick, gallery
from pages.components.gallery.component import picked as gallery_picked
from pages.components.layers.component import ValuePick, layers, picked


@dataclass(frozen=True)
class Part:
    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Seen:
    name: str
    values: np.ndarray


def maps_of(net: DigitNet, image: np.ndarray) -> tuple[Seen, ...]:
    seen = [Seen("input", image[None])]
    for name, module in net.named_modules():
        if not list(module.children()):
            module.register_forward_hook(lambda *call, name=name: seen.append(Seen(name, call[2][0].numpy())))
    with torch.inference_mode():
        net.eval()(torch.from_numpy(image)[None, None])
    return tuple(seen)


def rings(count: int) -> np.ndarray:
    """Soft rings of growing size, as uint8 of shape (count, 28, 28)."""
    y, x = np.mgrid[:28, :28]
    radii = np.linspace(3, 10, count)[:, None, None]
    soft: np.ndarray = (255 * np.exp(-((np.hypot(y - 14, x - 13) - radii) ** 2) / 3)).astype(np.uint8)
    return soft


state = st.session_state
st.set_page_config(layout="wide")
state.setdefault("counts", Counter())
state.setdefault("selected", None)
with st.container(horizontal=True):
    with_maps = st.toggle("Maps", key="maps")
    width = st.number_input("Width", 1, 64, 8, key="width")
    which = st.number_input("Image", 0, 11, 5, key="image")
    count = st.number_input("Images", 0, 100, 12, key="count")
    st.button("Again")


def select(pick: ValuePick) -> None:
    state.selected = pick
    state.counts[pick.number] += 1


def choose(pick: ImagePick) -> None:
    state.chosen = pick.index
    state.counts[pick.number] += 1


picked("layers", select)
gallery_picked("gallery", choose)
torch.set_num_threads(1)
torch.manual_seed(0)
net = DigitNet(widths=(int(width), 16, 24, 24, 32, 32))
image = rings(12)[int(which)].astype(np.float32) / 255
maps = maps_of(net, image) if with_maps else None
layers(
    table(net), maps=maps, selected=state.selected, field=Part(8, 9, 13, 14) if state.selected else None, key="layers"
)
st.text(f"picked: {state.selected.operation} {state.selected.index}" if state.selected else "picked: nothing")

gallery(
    rings(int(count)),
    [f"{k} as {(k + 3) % 10}, {98 - k} %" for k in range(int(count))],
    chosen=state.get("chosen"),
    empty="No image was wrong.",
    key="gallery",
)
st.text(f"chosen: {state.get('chosen')}")
st.text(f"answers: {len(state.counts)}, at most {max(state.counts.values(), default=0)} each")
