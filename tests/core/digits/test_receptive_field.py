"""What part of the image values see: against the pixels that autograd says move them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from core.digits.classifier import activations
from core.digits.hooks import one_thread, outputs
from core.digits.model import DigitNet, GlobalAverage
from core.digits.receptive_field import Field, Window, centres, last_maps, receptive_field, window
from core.digits.table import table
from tests.core.digits.nets import IMAGES, NETS, SETTINGS, anywhere

SEEN = {name: activations(net, IMAGES[3]) for name, net in NETS.items()}


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    with one_thread():
        yield


def positive(settings: dict[str, Any]) -> DigitNet:
    """The same network with positive weights and means instead of maxima, so that nothing hides a pixel."""
    net = DigitNet(**settings).double().eval().requires_grad_(False)
    for parameter in net.parameters():
        nn.init.constant_(parameter, 0.1)
    net.get_submodule(f"layer{settings.get('pool_after', 2)}").pool = nn.AvgPool2d(2)
    return net


def lit(net: DigitNet, seen: dict[str, Tensor], image: Tensor, name: str, index: tuple[int, ...]) -> Field | None:
    """The rectangle of pixels that move one value, found by autograd."""
    (gradient,) = torch.autograd.grad(seen[name][(0, *index)], image, retain_graph=True)
    rows, columns = (gradient[0, 0].abs().sum(dim=axis).nonzero().flatten().tolist() for axis in (1, 0))
    return Field(rows[0], columns[0], rows[-1], columns[-1]) if rows and columns else None


@pytest.mark.parametrize("name", SETTINGS)
@given(st.data())
@settings(max_examples=8, deadline=None)
def test_receptive_fields_are_those_that_gradients_show(name: str, draw: st.DataObject) -> None:
    net, seen = positive(SETTINGS[name]), SEEN[name]
    image = torch.full((1, 1, 28, 28), 0.5, dtype=torch.float64, requires_grad=True)
    passed = outputs(net, image)
    for one in seen[1:]:
        index = anywhere(one, draw)
        assert receptive_field(NETS[name], seen, one.name, index) == lit(net, passed, image, one.name, index), one.name


def test_a_value_that_sees_nothing_but_padding_has_no_field() -> None:
    net, seen = NETS["padded more than it sees"], SEEN["padded more than it sees"]
    assert receptive_field(net, seen, "layer2.conv", (0, 0, 9)) is None
    assert receptive_field(net, seen, "layer2.norm", (0, 9, 33)) is None
    assert receptive_field(net, seen, "layer2.conv", (0, 2, 2)) == Field(0, 0, 3, 3)


@pytest.mark.parametrize("name", SETTINGS)
def test_maps_look_at_the_middle_of_their_receptive_fields(name: str) -> None:
    net, seen = NETS[name], SEEN[name]
    for one in seen:
        if one.values.ndim != 3:
            with pytest.raises(ValueError, match="no operation with maps"):
                centres(net, one.name)
            continue
        middle = one.values.shape[1] // 2
        field = receptive_field(net, seen, one.name, (0, middle, middle))
        assert field is not None
        first, jump = (0.0, 1.0) if one.name == "input" else centres(net, one.name)
        if field.top > 0 and field.bottom < 27:  # not cut off
            assert first + jump * middle == (field.top + field.bottom) / 2, one.name


def test_the_last_maps_are_those_that_are_averaged() -> None:
    assert {name: last_maps(net) for name, net in NETS.items()} == {
        name: "layer5.relu" if name == "plain" else "layer5.norm" for name in NETS
    }
    assert all(isinstance(net.get_submodule("layer5.pool"), GlobalAverage) for net in NETS.values())


def test_windows_are_read_from_the_modules() -> None:
    assert window(nn.Conv2d(1, 1, 5, stride=2, padding=1), 28) == Window(5, 2, 1)
    assert window(nn.MaxPool2d(3, stride=2), 28) == Window(3, 2)
    assert window(GlobalAverage(), 7) == Window(7)
    assert window(nn.ReLU(), 28) == Window()


def test_another_pooling_needs_no_other_rule() -> None:
    """Windows of 3×3 that overlap, which no setting makes."""
    net, same = DigitNet().eval().requires_grad_(False), positive({})
    net.get_submodule("layer2").pool = nn.MaxPool2d(3, stride=2)
    same.get_submodule("layer2").pool = nn.AvgPool2d(3, stride=2)
    image = torch.full((1, 1, 28, 28), 0.5, dtype=torch.float64, requires_grad=True)
    seen, passed = activations(net, IMAGES[3]), outputs(same, image)
    for name in ("layer2.pool", "layer3.conv", "layer4.conv"):
        side = passed[name].shape[-1]
        for index in ((0, side // 2, side // 2), (0, 0, side - 1)):
            assert receptive_field(net, seen, name, index) == lit(same, passed, image, name, index)
    row = next(row for row in table(net) if row.name == "layer3.conv")
    middle = receptive_field(net, seen, "layer3.conv", (0, 4, 4))
    assert middle is not None
    assert middle.bottom - middle.top + 1 == row.receptive_field
    first, jump = centres(net, "layer3.conv")
    assert first + 4 * jump == (middle.top + middle.bottom) / 2
