"""A design says what its network is: shapes, counts and fields against torch's, and a text that comes back."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.digits.classifier import activations, load_classifier
from core.digits.design import Design, seven_layers
from core.digits.explain.arithmetic import explain
from core.digits.hooks import operations
from core.digits.model import DigitNet
from core.digits.operations import (
    BatchNorm,
    Convolution,
    Dropout,
    FullyConnected,
    GhostBatchNorm,
    GlobalAverage,
    GroupNorm,
    LayerNorm,
    LogSoftmax,
    MaxPooling,
    Operation,
    ReLU,
)
from core.digits.table import table
from core.digits.training.config import Config

INSIDE = st.one_of(
    st.builds(
        Convolution,
        st.integers(1, 4).map(lambda n: 2 * n),
        st.integers(1, 5),
        st.integers(1, 2),
        st.integers(0, 2),
        st.booleans(),
    ),
    st.builds(ReLU),
    st.builds(BatchNorm),
    st.builds(GhostBatchNorm, st.integers(1, 4)),
    st.builds(LayerNorm),
    st.builds(GroupNorm, st.sampled_from([1, 2])),
    st.builds(MaxPooling, st.integers(1, 3)),
    st.builds(Dropout, st.sampled_from([0.0, 0.05, 0.5]), st.integers(0, 3)),
)
ANY = st.one_of(INSIDE, st.builds(GlobalAverage), st.builds(FullyConnected, st.integers(1, 12)), st.builds(LogSoftmax))
END: tuple[Operation, ...] = (GlobalAverage(), FullyConnected(10), LogSoftmax())


@given(st.lists(ANY, max_size=12))
def test_what_is_written_is_read_back(chosen: list[Operation]) -> None:
    design = Design(tuple(chosen))
    assert Design.parse(str(design)) == design
    assert len({*design.names()}) == len(chosen)


@settings(deadline=None, max_examples=40)
@given(st.lists(INSIDE, max_size=6))
def test_it_says_what_its_network_is(chosen: list[Operation]) -> None:
    design = Design((Convolution(2), *chosen, *END))
    if design.problems():
        with pytest.raises(ValueError, match="of the design does not fit"):
            DigitNet(design=str(design))
        return
    net = DigitNet(design=str(design))
    found = table(net)
    assert [(row.name, row.shape, row.parameters) for row in found] == [
        (step.name, step.shape, step.parameters) for step in design.steps()
    ]
    assert [(row.multiply_adds, row.receptive_field) for row in found] == [
        (step.multiply_adds, step.receptive_field) for step in design.steps()
    ]
    assert sum(p.numel() for p in net.parameters()) == design.parameters


@settings(deadline=None, max_examples=15)
@given(st.lists(INSIDE, max_size=5), st.integers(0, 2**31))
def test_every_value_of_every_design_can_be_worked_out(chosen: list[Operation], seed: int) -> None:
    design = Design((Convolution(4, 3, 2), *chosen, *END))
    if design.problems():
        return
    torch.manual_seed(seed)
    net = DigitNet(design=str(design)).eval()
    rng = np.random.default_rng(seed)
    seen = activations(net, rng.random((28, 28)))
    for one in seen[1:]:
        index = tuple(int(rng.integers(side)) for side in one.values.shape)
        made = explain(net, seen, one.name, index)
        assert made.result == pytest.approx(made.value, rel=1e-4, abs=1e-4)


def test_the_seven_layers_are_a_design() -> None:
    design = seven_layers()
    net = load_classifier().net
    assert design.parameters == sum(p.numel() for p in net.parameters()) == 19_716
    assert design.names() == tuple(name for name, _ in operations(net))
    torch.manual_seed(3)
    one = DigitNet()
    torch.manual_seed(3)
    other = DigitNet(design=str(design))
    for name, tensor in one.state_dict().items():
        assert torch.equal(tensor, other.state_dict()[name])


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("c8k5 max2 max3 c8k5 gap fc10 logsoftmax", 3, "a 5×5 kernel does not fit on maps of 4×4"),
        ("c8 fc10 gap logsoftmax", 1, "put global average pooling before it"),
        ("c8 gap fc9 logsoftmax", 3, "must be 10 values, one a digit, and here are 9 values"),
        ("c8 gap c8 fc10 logsoftmax", 2, "A convolution needs maps, and here are 8 single values"),
        ("c9 gn2 gap fc10 logsoftmax", 1, "9 maps cannot be shared out among 2 groups"),
        ("c8 gap fc10", 2, "ends with one log softmax"),
        ("relu", 0, "ends with one log softmax"),
    ],
)
def test_what_does_not_fit_is_said_at_its_place(text: str, position: int, says: str) -> None:
    assert any(at == position and says in sentence for at, sentence in Design.parse(text).problems())


def test_dropout_may_end_early_and_ghosts_see_parts() -> None:
    net = DigitNet(design="c4 gbn2 drop0.5e2 gap fc10 logsoftmax")
    drop = net.get_submodule("layer1.drop")
    for epoch, drops in enumerate([True, True, False, False]):
        net.begin_epoch(epoch)
        assert drop.training == drops
    norm, maps = net.get_submodule("layer1.norm").train(), torch.randn(6, 4, 5, 5)
    halves = torch.cat([(x - x.mean((0, 2, 3), keepdim=True)) for x in (maps[:3], maps[3:])])
    variance = torch.cat([x.var((0, 2, 3), correction=0, keepdim=True).expand_as(x) for x in (maps[:3], maps[3:])])
    assert torch.allclose(norm(maps), halves / (variance + 1e-5).sqrt(), atol=1e-5)


def test_a_config_takes_a_design_and_older_ones_have_none() -> None:
    config = Config(design="c4 relu gap fc10 logsoftmax")
    assert config.network() == {"design": config.design}
    assert "design" not in Config().network()
    with pytest.raises(ValueError, match="operation 2 of the design does not fit"):
        Config(design="c4 fc10 logsoftmax")
