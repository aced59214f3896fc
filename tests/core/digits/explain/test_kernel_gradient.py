from collections.abc import Iterator

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st

from core.digits.explain.kernel_gradient import kernel_gradient
from core.digits.hooks import one_thread
from core.digits.model import DigitNet
from core.digits.training.loop import fingerprint
from tests.core.digits.nets import IMAGES, NETS, SETTINGS, seasoned

CONVOLUTIONS = [f"layer{number}.conv" for number in range(1, 6)]
DOUBLED = {name: seasoned(SETTINGS[name]).double() for name in SETTINGS}


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    with one_thread():
        yield


def by_autograd(net: DigitNet, image: np.ndarray, label: int) -> dict[str, np.ndarray]:
    """The gradient of every kernel, from a copy whose weights ask for it."""
    copy = DigitNet(**SETTINGS[next(name for name, other in DOUBLED.items() if other is net)]).double().eval()
    copy.load_state_dict(net.state_dict())
    loss = F.nll_loss(copy(torch.from_numpy(image)[None, None].double()), torch.tensor([label]))
    gradients = torch.autograd.grad(loss, [copy.get_parameter(f"{name}.weight") for name in CONVOLUTIONS])
    return {name: gradient.numpy() for name, gradient in zip(CONVOLUTIONS, gradients, strict=True)}


@pytest.mark.parametrize("name", SETTINGS)
@given(st.data())
@settings(max_examples=6, deadline=None)
def test_the_terms_sum_to_the_gradient_of_autograd(name: str, draw: st.DataObject) -> None:
    net = DOUBLED[name]
    label, image = draw.draw(st.integers(0, 9)), IMAGES[draw.draw(st.integers(0, len(IMAGES) - 1))]
    expected = by_autograd(net, image, label)
    for operation in CONVOLUTIONS:
        kernel = net.get_parameter(f"{operation}.weight")
        out, channel = (draw.draw(st.integers(0, length - 1)) for length in kernel.shape[:2])
        for y, x in np.ndindex(*kernel.shape[2:]):
            found = kernel_gradient(net, image, label, operation, (out, channel, y, x))
            size = np.abs(found.terms).sum()
            assert found.total == pytest.approx(expected[operation][out, channel, y, x], abs=1e-11 * size + 1e-300)
            assert found.terms.sum() == pytest.approx(found.total, abs=1e-12 * size)
            assert sum(position.term for position in found.largest) + found.rest == pytest.approx(
                found.total, abs=1e-12 * size
            )
            assert found.weight == kernel[out, channel, y, x]


def test_in_float32_it_agrees_to_float_precision() -> None:
    found = kernel_gradient(NETS["usual"], IMAGES[0], 3, "layer4.conv", (2, 1, 0, 2))
    exact = kernel_gradient(DOUBLED["usual"], IMAGES[0], 3, "layer4.conv", (2, 1, 0, 2))
    assert found.total == pytest.approx(exact.total, abs=1e-5 * np.abs(exact.terms).sum())
    assert found.loss == pytest.approx(exact.loss, rel=1e-5)


def test_the_gradient_is_what_a_central_difference_says() -> None:
    net, step, at = seasoned(SETTINGS["mixed"]).double(), 1e-6, (1, 0, 2, 3)
    found = kernel_gradient(net, IMAGES[4], 6, "layer2.conv", at)
    losses = []
    for change in (step, -2 * step):
        net.get_parameter("layer2.conv.weight")[at] += change
        losses.append(float(-net(torch.from_numpy(IMAGES[4])[None, None].double())[0, 6]))
    assert found.total == pytest.approx((losses[0] - losses[1]) / (2 * step), rel=1e-5)


def test_each_term_is_delta_times_what_the_weight_met() -> None:
    """Read from the input map where the record says, padding counting as nothing."""
    net, image = DOUBLED["padded everywhere"], IMAGES[1]
    for index in ((0, 0, 0, 0), (2, 0, 1, 1), (1, 0, 2, 0), (0, 0, 2, 2)):
        found = kernel_gradient(net, image, 5, "layer1.conv", index)
        assert found.padding == 1
        assert found.delta.shape == found.inputs.shape == found.terms.shape == (28, 28)
        for row, column in np.ndindex(28, 28):
            r, c = row + index[2] - 1, column + index[3] - 1
            met = image[r, c] if 0 <= r < 28 and 0 <= c < 28 else 0.0
            assert found.inputs[row, column] == met
            assert found.terms[row, column] == found.delta[row, column] * met


@pytest.mark.parametrize("largest", [0, 1, 8, 10_000])
def test_the_largest_terms_come_first_with_their_places(largest: int) -> None:
    found = kernel_gradient(DOUBLED["usual"], IMAGES[2], 1, "layer3.conv", (2, 1, 1, 1), largest)
    assert np.count_nonzero(found.terms) > 20
    sizes = [abs(position.term) for position in found.largest]
    assert len(sizes) == min(largest, found.terms.size)
    assert sizes == sorted(np.abs(found.terms).ravel(), reverse=True)[:largest]
    for position in found.largest:
        spot = (position.row, position.column)
        assert (found.delta[spot], found.inputs[spot], found.terms[spot]) == (
            position.delta,
            position.input,
            position.term,
        )
    assert (found.rest == 0) == (largest >= found.terms.size)


def test_the_network_stays_as_it_was() -> None:
    net = DigitNet(dropout=0.5).train()
    before = fingerprint(net)
    kernel_gradient(net, IMAGES[0], 2, "layer2.conv", (0, 0, 0, 0))
    assert fingerprint(net) == before
    assert net.training
    assert all(parameter.grad is None for parameter in net.parameters())


@pytest.mark.parametrize(
    ("operation", "index", "label", "says"),
    [
        ("layer6.linear", (0, 0, 0, 0), 0, "'layer6.linear' is no convolution"),
        ("layer8.conv", (0, 0, 0, 0), 0, "'layer8.conv' is no convolution"),
        ("layer1.conv", (0, 1, 0, 0), 0, r"none at \(0, 1, 0, 0\)"),
        ("layer1.conv", (0, 0, 0, -1), 0, "none at"),
        ("layer1.conv", (0, 0, 0), 0, "none at"),
        ("layer1.conv", (0, 0, 0, 0), 10, "a digit is from 0 to 9, not 10"),
    ],
)
def test_what_is_not_there_is_refused(operation: str, index: tuple[int, ...], label: int, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        kernel_gradient(NETS["usual"], IMAGES[0], label, operation, index)  # type: ignore[arg-type]  # one is too short
