"""The answer: ten bars, the winner and the runner-up in words, or a sentence that there is no digit to be read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.digits.classifier import probabilities
from core.digits.interval import wilson
from core.digits.model import DigitNet
from core.digits.preprocess import Stage
from core.digits.rejection.rules import rejection_of
from core.errors import DataError
from core.figures.spelled import percent
from pages.components.bars.component import bars
from pages.parts.draw.forward_pass import ForwardPass
from pages.parts.draw.remembered import remembered
from pages.parts.draw.samples import at_hand, first_thousand
from pages.shared.services import TITLES
from pages.shared.texts import a_digit, text

SURE, LIKELY = 0.9, 0.5
KEY = "draw bars"


def nothing(trouble: str = "") -> None:
    """Empty bars, and why: there is nothing yet, or what there is cannot be read."""
    _heading("No digit yet" if not trouble else "No digit to be read", trouble or "Its ten probabilities appear here.")
    bars(None, words=trouble or "Ten probabilities, none yet.", key=KEY)


def answer(forward: ForwardPass, made: Sequence[Stage]) -> bool:
    """What the network says to what was drawn; returns whether that may be no digit at all.

    `made` are the stages of its preparation; there are none of a test image, which is a digit.
    """
    shares = forward.probabilities
    rejects = rejection_of(made) if made else None
    first, second = (int(digit) for digit in np.argsort(-shares, kind="stable")[:2])
    if rejects:
        _heading("No digit to be read", rejects)
    else:
        _heading(f"{_how_sure(shares[first])} {a_digit(first, '**')}", _sentence(shares, first, second))
    spoken = f"{first}: {percent(shares[first])}, {second}: {percent(shares[second])}"
    bars(shares.tolist(), muted=bool(rejects), words=spoken, key=KEY)
    return bool(rejects)


def _heading(title: str, sentence: str) -> None:
    with st.container(key="draw-answer", gap=None):
        st.markdown(f"## {title}")
        st.markdown(sentence)


def _how_sure(share: float) -> str:
    return "This is" if share >= SURE else "Probably" if share >= LIKELY else "Perhaps"


def _sentence(shares: NDArray[np.float32], first: int, second: int) -> str:
    one, other = shares[first], shares[second]
    words = f"{first} with {percent(one)}, then {second} with {percent(other)}."
    if one >= SURE:
        return words
    return f"{words} " + ("It wavers between the two." if other > one / 3 else "It is not sure.")


def meaning(forward: ForwardPass, name: str) -> None:
    """A popover that says what the share of the winner is worth, measured on test images."""
    with st.popover(
        "How sure is that?", icon=":material/help:", type="tertiary", key="draw sure", on_change="rerun"
    ) as place:
        if not place.open:
            return
        st.markdown(text("draw-sure"))
        data = at_hand()[0]
        try:
            right, all_of_them, share = _reliability(forward.net, data, float(forward.probabilities.max()))
        except DataError as error:
            st.warning(f"{error}", icon=":material/warning:")
            return
        if not all_of_them:
            st.markdown("It was never so unsure of any of 1,000 test images.")
            return
        low, high = wilson(right, all_of_them)
        st.markdown(
            f"Measured: of 1,000 test images ({TITLES[data]}), {name} gave their favourite {share} in "
            f"**{all_of_them}**, and in **{right}** of these it was right "
            f"({right / all_of_them:.1%}, 95 % interval {low:.1%} to {high:.1%})."
        )


def _reliability(net: DigitNet, data: str, top: float) -> tuple[int, int, str]:
    """Right answers among test images that were read about as surely as this one, how many, and what that means."""
    _, labels = first_thousand(data)
    with st.spinner("Reading 1,000 test images…"):
        answers = remembered(_answers, net, data)
    sure = answers.max(axis=1)
    ends = (0.0, 0.5, 0.9, 0.99, 1.0000001)
    place = int(np.searchsorted(ends, top, side="right")) - 1
    inside = (sure >= ends[place]) & (sure < ends[place + 1])
    words = ("less than 50 %", "50 to 90 %", "90 to 99 %", "at least 99 %")[place]
    return int((answers.argmax(axis=1) == labels)[inside].sum()), int(inside.sum()), words


def _answers(net: DigitNet, data: str) -> NDArray[np.float32]:
    return probabilities(net, first_thousand(data)[0])
