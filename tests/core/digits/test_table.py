"""What the table says of each operation: against PyTorch's own counter, autograd, and what was worked out by hand."""

from __future__ import annotations

import sys
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from core.digits.model import DigitNet
from core.digits.table import Row, table
from tests.core.digits.test_model import NETS, SETTINGS


def receptive_field_by_gradient(net: DigitNet, row: Row) -> int:
    """The side of the square of pixels that move one output in the middle, found by autograd."""
    seen: list[Tensor] = []
    hook = net.get_submodule(row.name).register_forward_hook(lambda module, inputs, output: seen.append(output))
    image = torch.rand(1, 1, 28, 28, generator=torch.Generator().manual_seed(0)).double().requires_grad_()
    net(image)
    hook.remove()
    output = seen[0][0]
    middle = output if output.ndim == 1 else output[:, output.shape[1] // 2, output.shape[2] // 2]
    middle.sum().backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
    assert image.grad is not None
    columns = image.grad[0, 0].abs().sum(dim=0).nonzero()
    return int(columns.max() - columns.min()) + 1


@pytest.mark.parametrize("net", NETS.values(), ids=NETS)
def test_parameters_are_all_counted(net: DigitNet) -> None:
    assert sum(row.parameters for row in table(net)) == sum(p.numel() for p in net.parameters())


def test_parameters_and_multiply_adds_are_those_worked_out_by_hand() -> None:
    rows = {row.name: row for row in table(NETS["mixed"])}
    assert rows["layer1.conv"].parameters == 4 * 25 + 4
    assert rows["layer1.conv"].multiply_adds == 4 * 28 * 28 * 25
    assert rows["layer2.conv"].shape == (4, 26, 26)
    assert rows["layer2.pool"].shape == (4, 13, 13)
    assert rows["layer3.conv"].multiply_adds == 6 * 13 * 13 * 4 * 9
    assert rows["layer4.norm"].parameters == 2 * 6
    assert rows["layer6.linear"].parameters == 8 * 8 + 8
    assert rows["layer6.linear"].multiply_adds == 8 * 8


@pytest.mark.parametrize("net", NETS.values(), ids=NETS)
def test_multiply_adds_are_half_the_operations_that_torch_counts(
    net: DigitNet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "triton", None)  # the counter does without; imported, it complains at the end
    from torch.utils.flop_counter import FlopCounterMode

    counter = FlopCounterMode(display=False)
    with counter:
        net.eval()(torch.zeros(1, 1, 28, 28))
    ours = sum(row.multiply_adds for row in table(net) if "norm" not in row.name)  # torch counts no batch norm
    assert 2 * ours == counter.get_total_flops()


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_receptive_fields_are_those_that_gradients_show(settings: dict[str, Any]) -> None:
    net = DigitNet(**settings)
    rows = [row for row in table(net) if row.operation in ("Conv2d", "MaxPool2d")]
    net = net.double().eval()
    for parameter in net.parameters():
        nn.init.constant_(parameter, 0.1)  # positive, so that no ReLU hides a pixel ...
    net.get_submodule(f"layer{settings.get('pool_after', 2)}").pool = nn.AvgPool2d(
        2
    )  # ... and no maximum chooses between them
    for row in rows:
        assert receptive_field_by_gradient(net, row) == row.receptive_field, row.name


def test_the_table_leaves_the_network_as_it_was() -> None:
    net = DigitNet().train()
    before = {name: value.clone() for name, value in net.state_dict().items()}
    table(net)
    assert net.training
    assert all(torch.equal(value, before[name]) for name, value in net.state_dict().items())
    assert not any(module._forward_hooks for module in net.modules())
