import sys
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from core.digits.model import DigitNet, Row, table

ORDER = [  # the seven layers of the exercise
    ["Conv2d", "ReLU", "BatchNorm2d"],
    ["Conv2d", "ReLU", "BatchNorm2d", "MaxPool2d", "Dropout"],
    ["Conv2d", "ReLU", "BatchNorm2d", "Dropout"],
    ["Conv2d", "ReLU", "BatchNorm2d", "Dropout"],
    ["Conv2d", "ReLU", "BatchNorm2d", "GlobalAverage", "Dropout"],
    ["Linear", "ReLU", "BatchNorm1d", "Dropout"],
    ["Linear", "LogSoftmax"],
]
SETTINGS: dict[str, dict[str, Any]] = {
    "default": {},
    "narrow": {"widths": (2, 3, 4, 5, 6, 7)},
    "padded": {"widths": (3, 4, 5, 6, 7, 8), "padding": (1, 1, 1, 1, 1)},
    "plain": {"widths": (3, 4, 5, 6, 7, 8), "batch_norm": False, "pool_after": 4},
    "mixed": {"widths": (4, 4, 6, 6, 8, 8), "kernels": (5, 3, 3, 2, 1), "padding": (2, 0, 1, 0, 0), "dropout": 0.3},
}
NETS = {name: DigitNet(**settings) for name, settings in SETTINGS.items()}


def receptive_field_by_gradient(net: DigitNet, row: Row) -> int:
    """The side of the square of pixels that move one output in the middle, found by autograd."""
    seen: list[Tensor] = []
    hook = net.get_submodule(row.name).register_forward_hook(lambda module, inputs, output: seen.append(output))
    image = torch.rand(1, 1, 28, 28, generator=torch.Generator().manual_seed(0)).double().requires_grad_()
    net(image)
    hook.remove()
    output = seen[0][0]
    middle = output if output.ndim == 1 else output[:, output.shape[1] // 2, output.shape[2] // 2]
    middle.sum().backward()
    assert image.grad is not None
    columns = image.grad[0, 0].abs().sum(dim=0).nonzero()
    return int(columns.max() - columns.min()) + 1


@pytest.mark.parametrize("net", NETS.values(), ids=NETS)
def test_images_become_log_probabilities(net: DigitNet) -> None:
    out = net(torch.rand(5, 1, 28, 28))
    assert out.shape == (5, 10)
    assert out.exp().sum(dim=1).tolist() == pytest.approx([1] * 5, abs=1e-5)


def test_the_operations_run_in_the_order_of_the_exercise() -> None:
    rows = table(DigitNet())
    for number, operations in enumerate(ORDER, start=1):
        assert [row.operation for row in rows if row.name.startswith(f"layer{number}.")] == operations
    assert [row.name for row in rows] == sorted((row.name for row in rows), key=lambda name: name.split(".")[0])


@pytest.mark.parametrize("layer", [1, 2, 3, 4])
def test_pooling_moves_and_batch_normalisation_goes(layer: int) -> None:
    names = [row.name for row in table(DigitNet(batch_norm=False, pool_after=layer))]
    assert [name for name in names if name.endswith("pool")] == [f"layer{layer}.pool", "layer5.pool"]
    assert not [name for name in names if name.endswith("norm")]


@pytest.mark.parametrize("net", NETS.values(), ids=NETS)
def test_parameters_are_all_counted(net: DigitNet) -> None:
    assert sum(row.parameters for row in table(net)) == sum(p.numel() for p in net.parameters())


def test_the_default_network_has_fewer_than_20_000_parameters() -> None:
    assert sum(p.numel() for p in DigitNet().parameters()) < 20_000


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


def test_dropout_is_where_it_was_asked_for() -> None:
    drops = [module.p for module in NETS["mixed"].modules() if isinstance(module, nn.Dropout)]
    assert drops == [0.3] * 5


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"widths": (8, 16, 24)}, "widths must be six whole numbers from 1 to 1024, not 8 16 24"),
        ({"widths": (8, 16, 24, -1, 8, 8)}, "widths"),
        ({"kernels": (3, 3, 3, 3)}, "kernels must be five"),
        ({"padding": (0, 0, 0, 0, -1)}, "padding must be five"),
        ({"dropout": 1.0}, "dropout must be at least 0 and below 1"),
        ({"dropout": float("nan")}, "dropout"),
        ({"kernels": (3, 3, 9, 9, 3)}, "layer 4 has nothing left to see"),
    ],
)
def test_settings_that_make_no_network_are_refused(settings: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        DigitNet(**settings)
