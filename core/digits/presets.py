"""Designs to begin with, each with a sentence on what it is good for."""

from __future__ import annotations

from dataclasses import dataclass

from core.digits.design import Design, seven_layers

BUDGETS = (20_000, 10_000, 8_000)  # parameters that the exercise allows, in its older and newer forms


@dataclass(frozen=True)
class Preset:
    """A design by a name, and what it shows."""

    name: str
    sentence: str
    design: Design


PRESETS = (
    Preset(
        "Seven layers",
        "The exercise's own network: five convolutions, global average pooling, two fully connected layers.",
        seven_layers(),
    ),
    Preset(
        "Under 10,000",
        "Large kernels first, while maps are few; a 1×1 convolution after pooling mixes maps for little.",
        Design.parse(
            "c10k3p1 relu bn c16k3p1 relu bn max2 c12k1 relu bn c16 relu bn c18 relu bn c20 relu bn gap drop0.05 fc10"
            " logsoftmax"
        ),
    ),
    Preset(
        "Under 8,000",
        "The seven layers, narrower. Most weights are where many maps meet many maps.",
        seven_layers((8, 12, 14, 14, 18, 16)),
    ),
    Preset(
        "Overfits",
        "More than 100,000 parameters, and nothing holds them back. Give it 2 % of the images, no augmentation and no"
        " generated digits: it knows all of its own images, and far fewer of the others.",
        Design.parse("c32k5 relu bn max2 c64 relu bn max2 c128 relu bn gap fc128 relu bn fc10 logsoftmax"),
    ),
    Preset(
        "Vanishing gradients",
        "Twelve convolutions without normalisation: at the start, the gradient of the first is about a million times"
        " shorter than that of the last layer. Add batch normalisation after each ReLU, and look again.",
        Design.parse("c8k3p1 relu " * 4 + "max2 " + "c8k3p1 relu " * 8 + "gap fc10 logsoftmax"),
    ),
)


def preset_of(design: Design) -> Preset | None:
    """The preset that a design is, if it is one."""
    return next((preset for preset in PRESETS if preset.design == design), None)
