"""The three hues can be read on their background, and told apart by people with the common colour blindnesses."""

from __future__ import annotations

import tomllib
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

Colour = NDArray[np.float64]
CONFIG = tomllib.loads((Path(__file__).parents[1] / ".streamlit" / "config.toml").read_text("utf-8"))
HUES = ("blueColor", "orangeColor", "greenColor")

# What is left of linear RGB: Machado, Oliveira, Fernandes, "A physiologically-based model for simulation of color
# vision deficiency" (2009), severity 1.
BLINDNESS: dict[str, list[list[float]]] = {
    "none": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def linear(colour: str) -> Colour:
    """sRGB as linear red, green and blue from 0 to 1."""
    c = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def contrast(a: str, b: str) -> float:
    """The contrast ratio of WCAG 2, from 1 to 21."""
    dark, light = sorted(float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (a, b))
    return (light + 0.05) / (dark + 0.05)


def lab(colour: Colour) -> Colour:
    """CIE L*a*b* of linear RGB, in which distances are about how different colours look."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    x = to_xyz @ colour / [0.9505, 1, 1.089]
    f = np.where(x > 0.008856, np.cbrt(x), 7.787 * x + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_in_any_hue_can_be_read(mode: str) -> None:
    theme = CONFIG["theme"][mode]
    for hue in (*HUES, "textColor", "primaryColor"):
        assert contrast(theme[hue], theme["backgroundColor"]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_captions_can_be_read_of_which_streamlit_lets_the_ground_shine_through(mode: str) -> None:
    theme = CONFIG["theme"][mode]
    for ground in (theme["backgroundColor"], theme["secondaryBackgroundColor"]):
        pairs = [(int(theme["textColor"][k : k + 2], 16), int(ground[k : k + 2], 16)) for k in (1, 3, 5)]
        faded = "#" + "".join(f"{round(0.6 * ink + 0.4 * paper):02x}" for ink, paper in pairs)
        assert contrast(faded, ground) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("blindness", BLINDNESS)
def test_the_hues_look_different_to_everybody(mode: str, blindness: str) -> None:
    seen = [lab(np.clip(BLINDNESS[blindness] @ linear(CONFIG["theme"][mode][hue]), 0, 1)) for hue in HUES]
    nearest = min(float(np.linalg.norm(a - b)) for a, b in combinations(seen, 2))
    assert nearest >= (12 if blindness == "tritanopia" else 30)  # 2.3 is just noticeable
