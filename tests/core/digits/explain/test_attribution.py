from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from core.digits.explain.attribution import grad_cam, gradient_times_input, occlusion
from core.digits.hooks import one_thread, operations
from core.digits.model import DigitNet
from core.digits.receptive_field import last_maps
from core.digits.training.loop import fingerprint
from tests.core.digits.nets import IMAGES, NETS, SETTINGS, seasoned

MIXED = NETS["mixed"]
ANY = (("usual", 1), ("plain", 4), ("mixed", 0), ("padded more than it sees", 9))


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    with one_thread():
        yield


def halves(net: DigitNet, name: str) -> tuple[nn.Sequential, nn.Sequential]:
    """The network up to and with one operation, and from there to the logits."""
    names, modules = zip(*operations(net), strict=True)
    at = names.index(name) + 1
    return nn.Sequential(*modules[:at]), nn.Sequential(*modules[at:-1])


def doubled(name: str) -> DigitNet:
    """A network in float64, so that differences can be trusted; the shared ones stay as they are."""
    return seasoned(SETTINGS[name]).double()


@pytest.mark.parametrize(("name", "digit"), ANY)
def test_gradient_times_input_is_what_central_differences_say(name: str, digit: int) -> None:
    net, image, step = doubled(name), IMAGES[5], 1e-5
    found = gradient_times_input(net, image, digit)
    to_logits = nn.Sequential(*[module for _, module in operations(net)][:-1])
    inked = np.argwhere(image > 0)[::7]
    with torch.no_grad():
        for row, column in inked:
            nudge = torch.zeros(1, 1, 28, 28, dtype=torch.float64)
            nudge[0, 0, row, column] = step
            at = torch.from_numpy(image)[None, None].double()
            slope = float((to_logits(at + nudge) - to_logits(at - nudge))[0, digit]) / (2 * step)
            assert found[row, column] == pytest.approx(slope * image[row, column], rel=1e-3, abs=1e-5)
    assert not found[image == 0].any()


@pytest.mark.parametrize("layer", [None, "layer1.relu", "layer2.pool", "layer3.norm", "layer4.drop", "layer5.conv"])
@pytest.mark.parametrize("digit", [0, 7])
def test_grad_cam_is_the_formula_of_the_paper(layer: str | None, digit: int) -> None:
    net = doubled("usual")
    head, tail = halves(net, layer or last_maps(net))
    maps = head(torch.from_numpy(IMAGES[2])[None, None].double())
    slopes: Any = torch.func.jacrev(lambda some: tail(some)[0, digit])(maps)
    coarse = F.relu(torch.einsum("kij,k->ij", maps[0], slopes[0].mean(dim=(1, 2)))).numpy()
    found = grad_cam(net, IMAGES[2], digit) if layer is None else grad_cam(net, IMAGES[2], digit, layer)
    assert found.dtype == np.float32
    assert found.shape == (28, 28)
    assert found == pytest.approx(enlarged(layer or last_maps(net), coarse), rel=1e-4, abs=1e-6)


def enlarged(name: str, coarse: np.ndarray) -> np.ndarray:
    """Linear between the places that cells look at, which are found by following gradients back to the image."""
    net = doubled("usual")
    for parameter in net.parameters():
        nn.init.constant_(parameter, 0.1)
    net.set_submodule("layer2.pool", nn.AvgPool2d(2))
    head, _ = halves(net, name)
    image = torch.full((1, 1, 28, 28), 0.5, dtype=torch.float64)
    middle = coarse.shape[0] // 2

    def looks_at(row: int) -> float:
        reach: Any = torch.func.jacrev(lambda some: head(some)[0, 0, row, middle])(image)
        seen: list[int] = reach[0, 0].abs().sum(dim=1).nonzero().flatten().tolist()
        return (seen[0] + seen[-1]) / 2

    at = looks_at(middle) + (looks_at(middle + 1) - looks_at(middle)) * (np.arange(len(coarse)) - middle)
    rows = np.stack([np.interp(np.arange(28), at, column) for column in coarse.T], axis=1)
    return np.stack([np.interp(np.arange(28), at, row) for row in rows])


@pytest.mark.parametrize(("name", "digit"), ANY)
@pytest.mark.parametrize(("patch", "stride"), [(5, 2), (4, 4), (7, 3), (28, 1)])
def test_occlusion_is_what_wiping_out_one_square_after_the_other_gives(
    name: str, digit: int, patch: int, stride: int
) -> None:
    net, image = NETS[name], IMAGES[8]

    def answer(some: np.ndarray) -> float:
        with torch.no_grad():
            return float(net(torch.from_numpy(some)[None, None])[0, digit])

    total, count = np.zeros((28, 28)), np.zeros((28, 28))
    starts = sorted({*range(0, 28 - patch + 1, stride), 28 - patch})
    for top in starts:
        for left in starts:
            wiped = image.copy()
            wiped[top : top + patch, left : left + patch] = 0
            total[top : top + patch, left : left + patch] += answer(image) - answer(wiped)
            count[top : top + patch, left : left + patch] += 1
    assert count.min() > 0
    assert occlusion(net, image, digit, patch, stride) == pytest.approx(total / count, abs=1e-4)


def test_wiping_out_paper_changes_nothing() -> None:
    image = np.zeros((28, 28), np.float32)
    image[9, 17] = 1
    found = occlusion(MIXED, image, 3, patch=3, stride=1)
    assert set(map(tuple, np.argwhere(found))) <= {(r, c) for r in range(7, 12) for c in range(15, 20)}


@pytest.mark.parametrize("attribute", [gradient_times_input, grad_cam, occlusion])
def test_an_attribution_leaves_the_network_as_it_was(attribute: Callable[[DigitNet, Any, int], Any]) -> None:
    net = DigitNet(dropout=0.5).train()
    before = fingerprint(net)
    first, second = attribute(net, IMAGES[0], 2), attribute(net, IMAGES[0], 2)
    assert np.array_equal(first, second)
    assert fingerprint(net) == before
    assert net.training
    assert all(parameter.grad is None for parameter in net.parameters())


@pytest.mark.parametrize("attribute", [gradient_times_input, grad_cam, occlusion])
@pytest.mark.parametrize(
    ("image", "digit", "says"),
    [
        (IMAGES[0], 10, "a digit is from 0 to 9, not 10"),
        (IMAGES[0], -1, "a digit is from 0 to 9"),
        (IMAGES[:1], 1, r"an image must be \(28, 28\)"),
        (IMAGES[0] * 255, 1, "numbers from 0, paper, to 1, ink"),
    ],
)
def test_what_cannot_be_attributed_is_refused(attribute: Any, image: np.ndarray, digit: int, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        attribute(MIXED, image, digit)


@pytest.mark.parametrize(("patch", "stride"), [(3, 4), (0, 0), (29, 1), (5, 0)])
def test_squares_that_would_leave_pixels_out_are_refused(patch: int, stride: int) -> None:
    with pytest.raises(ValueError, match="1 ≤ stride ≤ patch ≤ 28"):
        occlusion(MIXED, IMAGES[0], 0, patch, stride)


@pytest.mark.parametrize("name", ["layer5.pool", "layer6.relu", "layer7.linear", "layer8.conv", "layer1"])
def test_grad_cam_needs_maps(name: str) -> None:
    with pytest.raises(ValueError, match="no operation with maps"):
        grad_cam(MIXED, IMAGES[0], 0, name)


def test_both_halves_are_the_network() -> None:
    net = doubled("mixed")
    image: Tensor = torch.from_numpy(IMAGES[:1])[:, None].double()
    head, tail = halves(net, "layer3.pool")
    assert torch.equal(F.log_softmax(tail(head(image)), dim=1), net(image))
