"""Backward through a convolution: the gradient of one kernel weight, as a sum over the positions it was used at."""

from __future__ import annotations

import numpy as np
import streamlit as st
from torch import nn

from core.digits.explain.kernel_gradient import KernelGradient, kernel_gradient
from core.digits.explain.weight_gradient import weight_gradient
from core.figures.labels import spread
from core.figures.spelled import plain, signed
from pages.components.pictures.component import Mark, Panel, pictures
from pages.parts.draw.choose import choose_digit
from pages.parts.draw.forward_pass import ForwardPass
from pages.parts.draw.through import rows
from pages.shared.number_field import number_field
from pages.shared.texts import text

SMALL, LARGE = 190, 360  # pixels of the screen
LETTER = (16, 62)  # height and width of a number on the picture, in pixels of the screen
LARGEST = 8  # terms that are written out
state = st.session_state


def backward(forward: ForwardPass, truth: int | None) -> None:
    """The whole of the part; `truth` is what a test image really is."""
    st.markdown(text("draw-backward"))
    convolutions = [row.name for row in rows(forward.net) if row.operation == "Conv2d"]
    if not convolutions:
        st.info("This network has no convolution to go back through.", icon=":material/info:")
        return
    runner_up = int(np.argsort(-forward.probabilities, kind="stable")[1])
    likely = runner_up if truth is None or truth == forward.answer else truth
    label = choose_digit("Suppose it really is", likely, "draw truth")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if state.get("draw conv") not in convolutions:
            state["draw conv"] = convolutions[:2][-1]
        name = st.selectbox("Convolution", convolutions, key="draw conv", width=160, persist_state="session")
        conv = forward.net.get_submodule(name)
        assert isinstance(conv, nn.Conv2d)
        index = tuple(
            _number(words, size)
            for words, size in zip(
                ("Map made", "Map read", "Kernel row", "Kernel column"), conv.weight.shape, strict=True
            )
        )
    made, read, row, column = index
    found = forward.once(kernel_gradient, label, name, (made, read, row, column), LARGEST)
    kernel = conv.weight[made, read].detach().numpy()
    _pictures(forward, found, kernel)
    _sum(found, forward.once(weight_gradient, label, name, index))


def _number(words: str, size: int) -> int:
    key = f"draw {words.lower()}"
    state[key] = min(int(state.get(key, 1)), size - 1)
    return int(number_field(words, 0, size - 1, key=key, width=130))


def _pictures(forward: ForwardPass, found: KernelGradient, kernel: np.ndarray) -> None:
    made, read, y, x = found.index
    height, width = found.terms.shape
    scale = LARGE / max(height, width)
    points = [(term.row, term.column) for term in found.largest if term.term]
    size = (LETTER[0] / scale, LETTER[1] / scale)
    places = spread(points, size, (height - 1.0, width - 1.0))
    marks = [
        Mark(term.row, term.column, 0.5, signed(term.term, 2), at)
        for term, at in zip(found.largest, places, strict=False)
    ]
    before = {each.name: each.values for each in forward.seen}
    names = list(before)
    inputs = before[names[names.index(found.operation) - 1]]
    numbers = [plain(value, 2) for value in kernel.ravel()]
    pictures(
        [
            Panel(
                "δ · x, term by term",
                found.terms.astype(np.float32),
                "signed",
                "the largest as numbers",
                LARGE,
                marks=marks,
            ),
            Panel(
                "δ, backwards",
                found.delta.astype(np.float32),
                "signed",
                f"∂loss/∂ map {made} of {found.operation}",
                SMALL,
            ),
            Panel(
                "x, forwards",
                inputs[read],
                "ink" if names.index(found.operation) == 1 else "signed",
                f"map {read} of what it reads; outlined: where this weight looks",
                SMALL,
                lit=_looked_at(found, inputs.shape[1:]),
            ),
            Panel("w, the kernel", kernel, "signed", "outlined: this weight", SMALL, numbers=numbers, lit=(y, x, y, x)),
        ],
        key="draw backward pictures",
    )


def _looked_at(found: KernelGradient, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    """The pixels of the map read that this weight ever meets."""
    _, _, y, x = found.index
    height, width = found.terms.shape
    top, left = y - found.padding, x - found.padding
    bottom, right = top + (height - 1) * found.stride, left + (width - 1) * found.stride
    return max(top, 0), max(left, 0), min(bottom, shape[0] - 1), min(right, shape[1] - 1)


def _sum(found: KernelGradient, autograd: float) -> None:
    lines = [
        {
            "position": f"row {term.row}, column {term.column}",
            "δ": plain(term.delta, 4),
            "x": plain(term.input, 4),
            "δ · x": signed(term.term, 4),
        }
        for term in found.largest
    ]
    others = found.terms.size - len(found.largest)
    lines.append({"position": f"the other {others} together", "δ": "", "x": "", "δ · x": signed(found.rest, 4)})
    lines.append({"position": "**sum**", "δ": "", "x": "", "δ · x": f"**{signed(found.total, 6)}**"})
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.table(lines)
    with right:
        difference = abs(found.total - autograd)
        st.markdown(
            f"PyTorch's autograd: **{signed(autograd, 6)}**, a difference of {difference:.0e}.\n\n"
            f"The loss is −log p = {plain(found.loss, 4)}; this weight is {plain(found.weight, 4)}. "
            f"A step of gradient descent would make it {'smaller' if found.total > 0 else 'larger'}."
            if found.total
            else f"Nothing comes back to this weight: every term is 0. Autograd says {plain(autograd)}, too."
        )
