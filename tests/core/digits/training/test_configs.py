"""Configs by name keep the rules that they are named for."""

from __future__ import annotations

from core.digits.model import DigitNet
from core.digits.training.config import Config
from core.digits.training.configs import CONFIGS, MNIST

LIMITS = {"For any hand": (20_000, 20), "For MNIST": (20_000, 20), "Under 8,000 in 15 epochs": (8_000, 15)}


def test_each_keeps_to_its_parameters_and_epochs() -> None:
    assert {named.name for named in CONFIGS} == LIMITS.keys()
    for named in CONFIGS:
        parameters, epochs = LIMITS[named.name]
        network = DigitNet(widths=named.config.widths)
        assert sum(weight.numel() for weight in network.parameters()) < parameters
        assert named.config.epochs <= epochs


def test_the_shipped_one_comes_first_and_that_for_mnist_sees_no_drawn_digits() -> None:
    assert CONFIGS[0].config == Config()
    assert MNIST.synthetic == 0
