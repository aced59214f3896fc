"""A small network that knows an eleventh answer, "none of them": it separates digits from all else.

    detector = load_detector()
    detector.rejects(image)

The digit network shares 100 % among ten digits whatever it sees. This one has learned, besides digits, what none of
them is (core/digits/rejection/training.py). It learned which digit is which, too, though nobody asks it that:
whoever knows what a three looks like is harder to fool by what merely has lines like one.

`python -m core.digits.rejection --data mnist --out FILE` makes its weights again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor, nn

from core.digits.hooks import batch, checked, one_thread
from core.digits.model import CLASSES
from core.errors import WeightsError

SHIPPED = Path(__file__).parents[1] / "weights" / "detector.pt"
NONE = CLASSES  # the eleventh answer
WIDTHS = (8, 16, 16, 32)


class DetectorNet(nn.Module):
    """(N, 1, 28, 28), prepared, ink 1, to (N, 11) logits: ten digits and none of them."""

    def __init__(self) -> None:
        super().__init__()
        a, b, c, hidden = WIDTHS
        self.layers = nn.Sequential(
            *(nn.Conv2d(1, a, 5, stride=2, padding=2, bias=False), nn.BatchNorm2d(a), nn.ReLU()),  # 14×14
            *(nn.Conv2d(a, b, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(b), nn.ReLU()),  # 7×7
            *(nn.Conv2d(b, c, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(c), nn.ReLU()),  # 4×4
            nn.Flatten(),
            *(nn.Linear(16 * c, hidden, bias=False), nn.BatchNorm1d(hidden), nn.ReLU()),
            nn.Linear(hidden, CLASSES + 1),
        )

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.layers(images)
        return logits


@dataclass(frozen=True, eq=False)
class Detector:
    """A trained network in eval mode, and the log odds under which it rejects; safe to share between threads."""

    net: DetectorNet
    threshold: float

    def odds(self, images: ArrayLike) -> NDArray[np.float32]:
        """log P(one of ten digits) / P(none of them), for images (N, 28, 28) in [0, 1], ink 1.

        Raises ValueError for another shape and for pixels that are not numbers from 0 to 1.
        """
        with one_thread(), torch.inference_mode():
            logits = self.net(batch(self.net, checked(images)))
        odds: NDArray[np.float32] = (logits[:, :NONE].logsumexp(1) - logits[:, NONE]).numpy()
        return odds

    def rejects(self, image: ArrayLike) -> bool:
        """Whether a prepared image (28, 28) is rather no digit. Raises ValueError as `odds` does."""
        return bool(self.odds(np.asarray(image)[None])[0] < self.threshold)


@lru_cache(maxsize=1)
def load_detector() -> Detector:
    """The shipped detector, one for the whole process. Raises WeightsError if its weights are not there."""
    return read_detector(SHIPPED)


def read_detector(path: Path) -> Detector:
    """The detector of a file that `save_detector` wrote. Raises WeightsError for any other; executes nothing in it."""
    try:
        saved = torch.load(path, weights_only=True, map_location="cpu")
        net = DetectorNet()
        net.load_state_dict(saved["weights"])
        return Detector(net.eval().requires_grad_(False), float(saved["threshold"]))
    except Exception as error:  # missing, cut off, of something else: it is all the same remedy
        raise WeightsError(f"{path} has no weights of a detector: restore the file.") from error


def save_detector(path: Path, detector: Detector) -> None:
    """Writes a detector to a file."""
    torch.save({"weights": detector.net.state_dict(), "threshold": detector.threshold}, path)
