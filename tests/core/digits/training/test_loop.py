"""The loop: what it records, that it learns, and that the same seed leads to the same bits, interrupted or not."""

from __future__ import annotations

import io
from copy import deepcopy
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_flatten

from core.digits.model import DigitNet
from core.digits.training.loop import (
    Training,
    evaluate,
    fingerprint,
    fit,
    gradient_lengths,
    loss_and_correct,
)
from core.digits.training.records import Batch, Record, Score, train_scores_in
from core.errors import TrainingError
from tests.core.digits.bars import BARS, CONFIG, doubles, trained

STILL = replace(CONFIG, rotation=0.0, scale=0.0, shear=0.0, shift=0.0, bend=0.0, dropout=0.0)


def test_the_records_are_those_of_the_exercise(whole: tuple[Training, list[Record]]) -> None:
    records = whole[1]
    batches = [(r.epoch, r.batch, r.batches) for r in records if isinstance(r, Batch)]
    assert batches == [(epoch, batch, 9) for epoch in (1, 2) for batch in (2, 4, 6, 8, 9)]  # 150 // 16 = 9
    scores = [(r.epoch, r.split, r.total, r.final) for r in records if isinstance(r, Score)]
    assert scores == [(1, "test", 40, False), (2, "test", 40, False), (2, "train", 150, True), (2, "test", 40, True)]
    assert [isinstance(r, Score) for r in records] == [*[False] * 5, True, *[False] * 5, True, True, True]
    assert all(later.seconds >= earlier.seconds for earlier, later in pairwise(records))


def test_it_learns() -> None:
    _, records = trained(replace(STILL, epochs=25, averaging=0.8))
    last = records[-1]
    assert isinstance(last, Score)
    assert last.correct >= 38  # of 40; guessing gets 4


def test_the_same_seed_gives_the_same_bits_and_another_seed_others(whole: tuple[Training, list[Record]]) -> None:
    again, records = trained(CONFIG)
    assert fingerprint(again.ema.net) == fingerprint(whole[0].ema.net)
    assert records == whole[1]
    other, _ = trained(replace(CONFIG, seed=1))
    assert fingerprint(other.ema.net) != fingerprint(whole[0].ema.net)


class NoDoubles(TorchDispatchMode):  # type: ignore[no-untyped-call]  # torch has no types there
    """What MPS, Apple's graphics, does: it has no float64."""

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        out = func(*args, **(kwargs or {}))
        assert not any(isinstance(x, torch.Tensor) and x.dtype == torch.float64 for x in tree_flatten(out)[0])
        return out


def test_a_device_without_float64_will_do(whole: tuple[Training, list[Record]]) -> None:
    with NoDoubles():  # type: ignore[no-untyped-call]  # nor there
        assert trained(CONFIG)[1] == whole[1]


@pytest.mark.parametrize("stop", [0, 2, 5, 6, 11, 12, 13, 14])
def test_a_training_restored_after_any_record_ends_with_the_same_bits(
    stop: int, whole: tuple[Training, list[Record]]
) -> None:
    training = Training(CONFIG)
    records = fit(CONFIG, BARS, training)
    before = [next(records) for _ in range(stop)]
    saved = io.BytesIO()
    torch.save(training.state(), saved)
    list(records)  # training goes on, and torch's random state with it
    torch.manual_seed(99)
    saved.seek(0)
    resumed = Training(CONFIG)
    resumed.restore(torch.load(saved, weights_only=True))
    assert before + list(fit(CONFIG, BARS, resumed)) == whole[1]
    assert fingerprint(resumed.ema.net) == fingerprint(whole[0].ema.net)
    assert fingerprint(resumed.net) == fingerprint(whole[0].net)


def test_one_step_is_the_one_of_the_textbook() -> None:
    """One batch of plain gradient descent, worked out again without the loop."""
    config = replace(STILL, epochs=1, batch_size=150, momentum=0.0, weight_decay=0.0, warmup=0.0)
    with doubles():
        start = deepcopy(Training(config).net).train()
        loss = F.nll_loss(start(BARS.train.images.unsqueeze(1) / 255), BARS.train.labels)
        gradients = torch.autograd.grad(loss, list(start.parameters()))
        training, records = trained(config)
    assert isinstance(records[0], Batch)
    assert records[0].loss == pytest.approx(loss.item(), rel=1e-9)
    for before, gradient, after in zip(start.parameters(), gradients, training.net.parameters(), strict=True):
        assert torch.allclose(after, before - config.learning_rate * gradient, rtol=1e-6, atol=1e-9)


def test_evaluation_is_the_mean_over_single_images() -> None:
    net = DigitNet(CONFIG.widths)
    loss, correct = loss_and_correct(evaluate(net, BARS.test), BARS.test.labels)
    with torch.no_grad():
        outputs = [net(image[None, None] / 255)[0] for image in BARS.test.images]
    losses = [-float(output[label]) for output, label in zip(outputs, BARS.test.labels, strict=True)]
    assert loss == pytest.approx(sum(losses) / 40, rel=1e-5)
    assert correct == sum(int(o.argmax()) == int(label) for o, label in zip(outputs, BARS.test.labels, strict=True))


def test_a_loss_that_is_no_number_ends_the_training() -> None:
    with pytest.raises(TrainingError, match=r"no longer a number at batch \d+ of epoch 1: try a learning rate below"):
        trained(replace(CONFIG, learning_rate=1000.0, momentum=0.999, weight_decay=1.0, warmup=0, epochs=40))


def test_a_share_of_the_images_is_what_it_says() -> None:
    scores = [record for record in trained(replace(CONFIG, share=0.5))[1] if isinstance(record, Score)]
    assert [score.total for score in scores] == [40, 40, 75, 40]


def test_the_answers_are_those_that_were_scored(whole: tuple[Training, list[Record]]) -> None:
    training, records = whole
    last = records[-1]
    assert isinstance(last, Score)
    assert torch.equal(training.answers, evaluate(training.ema.net, BARS.test))
    assert loss_and_correct(training.answers, BARS.test.labels) == (last.loss, last.correct)


def test_after_each_epoch_as_many_of_the_training_images_are_read_as_are_tested(
    whole: tuple[Training, list[Record]],
) -> None:
    training, records = whole
    known = train_scores_in(records)
    assert [(score.epoch, score.split, score.total) for score in known] == [(1, "train", 40), (2, "train", 40)]
    few = BARS.train.first(40 / 150)
    answers = evaluate(training.ema.net, few)  # the weights after the last epoch
    assert loss_and_correct(answers, few.labels) == (known[-1].loss, known[-1].correct)


def test_gradient_lengths_are_those_of_autograd() -> None:
    training = Training(CONFIG)
    images = torch.rand(8, 1, 28, 28, generator=torch.Generator().manual_seed(4))
    training.net.eval()(images).square().sum().backward()
    for length, layer in zip(gradient_lengths(training.net), training.net.children(), strict=True):
        parts = torch.cat([p.grad.flatten() for p in layer.parameters() if p.grad is not None])
        assert length == pytest.approx(float(parts.square().sum().sqrt()), rel=1e-5)
