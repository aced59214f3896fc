from typing import Any

import pytest
import torch
from torch import nn

from core.digits.model import DigitNet
from core.digits.table import table

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


def test_the_default_network_has_fewer_than_20_000_parameters() -> None:
    assert sum(p.numel() for p in DigitNet().parameters()) < 20_000


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
