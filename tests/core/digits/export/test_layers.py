"""The modules that the lines of a design make are the network's own."""

from __future__ import annotations

from typing import Any

import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from core.digits.design import Design
from core.digits.export.layers import classes, lines
from core.digits.model import DigitNet
from core.digits.operations import Convolution, Operation
from tests.core.digits.test_design import END, INSIDE


@settings(deadline=None, max_examples=25)
@given(st.lists(INSIDE, max_size=6))
def test_the_lines_make_the_same_network(chosen: list[Operation]) -> None:
    design = Design((Convolution(4), *chosen, *END))
    if design.problems():
        return
    names: dict[str, Any] = {"nn": nn, "torch": torch, "Tensor": torch.Tensor, "Any": Any}
    exec("from __future__ import annotations\n" + classes(design), names)
    torch.manual_seed(1)
    made = eval("nn.Sequential(" + "\n".join(lines(design)) + "\n)", names).eval()
    torch.manual_seed(1)
    net, images = DigitNet(design=str(design)).eval(), torch.rand(2, 1, 28, 28)
    assert torch.equal(made(images), net(images))
