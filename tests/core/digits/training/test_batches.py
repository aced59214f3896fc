"""The batches of an epoch: which images, how many of them synthetic, whose part."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from core.digits.data.datasets import DataSet, Split
from core.digits.training.batches import Batches
from core.digits.training.distributed import ALONE, ProcessGroup
from core.digits.training.loop import Training, fit
from tests.core.digits.bars import BARS, CONFIG, SOME

CPU = torch.device("cpu")


def test_digits_drawn_by_code_are_added_to_those_of_a_data_set_of_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    white = DataSet("synthetic", "", "", "", Split(torch.full((30, 28, 28), 255).byte(), torch.zeros(30).long()), SOME)
    monkeypatch.setattr("core.digits.training.batches.load", lambda name: {"synthetic": white}[name])
    config = replace(CONFIG, synthetic=4, epochs=1, variation=0)
    for digits, expected in ((BARS, [16] * 9), (replace(BARS, of_digits=True), [20] * 9)):
        training = Training(config)
        batches: list[torch.Tensor] = []
        training.net.register_forward_pre_hook(lambda _, images, seen=batches: seen.append(images[0]))
        list(fit(config, digits, training))
        assert [len(images) for images in batches] == expected
        assert all((images[16:] > 0.99).all() for images in batches)
        assert not any((images[:16] > 0.99).all(dim=(1, 2, 3)).any() for images in batches)


def test_drawn_digits_and_bending_fade_out_over_the_last_epochs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.digits.training.batches.load", lambda name: BARS)
    config = replace(CONFIG, synthetic=4, epochs=5, fade=0.8, rotation=0, scale=0, shear=0, shift=0)
    batches = Batches(config, replace(BARS, of_digits=True), CPU, ALONE)
    assert [{len(labels) for _, labels in batches.epoch(epoch)} for epoch in range(5)] == [{20}, {19}, {18}, {17}, {16}]
    plain = Batches(replace(config, bend=0), replace(BARS, of_digits=True), CPU, ALONE)
    bent = [
        max(float((a - b).abs().max()) for (a, _), (b, _) in zip(batches.epoch(e), plain.epoch(e), strict=True))
        for e in (0, 4)
    ]
    assert bent[0] > 0.1
    assert bent[1] == 0
    with pytest.raises(ValueError, match="16 \\+ 3 images a batch cannot be divided among 2 processes"):
        Batches(config, replace(BARS, of_digits=True), CPU, ProcessGroup(0, 2))


def test_a_batch_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="batch_size is 151, but there are only 150 images"):
        next(fit(replace(CONFIG, batch_size=151), BARS))


def test_an_epoch_goes_on_where_it_was_and_every_epoch_has_an_order_of_its_own() -> None:
    batches = Batches(replace(CONFIG, epochs=3), BARS, CPU, ALONE)
    whole, rest, other = list(batches.epoch(1)), list(batches.epoch(1, first=4)), list(batches.epoch(2))
    assert len(whole) == len(batches) == 9
    assert all(map(torch.equal, *zip(*((a[0], b[0]) for a, b in zip(whole[4:], rest, strict=True)), strict=True)))
    assert not torch.equal(whole[0][1], other[0][1])


def test_an_epoch_has_no_image_twice() -> None:
    batches = Batches(replace(CONFIG, variation=0.0), BARS, CPU, ALONE)
    seen = torch.cat([images for images, _ in batches.epoch(0)])
    assert len(seen) == 9 * 16
    assert len({image.numpy().tobytes() for image in seen}) == len(seen)


def test_processes_divide_every_batch() -> None:
    whole = next(iter(Batches(CONFIG, BARS, CPU, ALONE).epoch(0)))
    parts = [next(iter(Batches(CONFIG, BARS, CPU, ProcessGroup(rank, 2)).epoch(0))) for rank in range(2)]
    assert torch.equal(torch.cat([labels for _, labels in parts]), whole[1])
    assert torch.allclose(torch.cat([images for images, _ in parts]), whole[0], atol=1e-6)
    with pytest.raises(ValueError, match="16 \\+ 0 images a batch cannot be divided among 3 processes"):
        Batches(CONFIG, BARS, CPU, ProcessGroup(0, 3))
