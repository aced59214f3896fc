import io
import math
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import torch
import torch.nn.functional as F

from core.digits import augmentation, data
from core.digits.data import DataSet, Split
from core.digits.descent import Descent
from core.digits.model import DigitNet
from core.digits.progress import Progress, bar
from core.digits.recipe import Config
from core.digits.record import Batch, Record, Score, from_line, to_line
from core.digits.train import (
    Training,
    TrainingError,
    evaluate,
    fingerprint,
    fit,
    gradient_lengths,
    loss_and_correct,
    settle,
)

ROOT = Path(__file__).parents[3]
CONFIG = Config(data="bars", epochs=2, batch_size=16, widths=(3, 4, 4, 4, 6, 8), dropout=0.1, log_every=2, warmup=0.3)


def bars(count: int, seed: int) -> Split:
    """Ten kinds of image that even a tiny network can tell apart: a bright bar at one of ten heights, and noise."""
    random = torch.Generator().manual_seed(seed)
    labels = torch.arange(count) % 10
    images = torch.randint(0, 60, (count, 28, 28), dtype=torch.uint8, generator=random)
    for image, label in zip(images, labels.tolist(), strict=True):
        image[4 + 2 * label : 6 + 2 * label, 4:24] = 255
    return Split(images, labels)


SOME = bars(40, seed=2)
BARS = DataSet("bars", "Bars", "drawn by this test", "none", bars(150, seed=1), SOME)


@contextmanager
def doubles() -> Iterator[None]:
    """Everything in float64, so that what differs by rounding alone is equal."""
    augmentation._basis.cache_clear()
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        torch.set_default_dtype(torch.float32)
        augmentation._basis.cache_clear()


def trained(config: Config, digits: DataSet = BARS) -> tuple[Training, list[Record]]:
    training = Training(config)
    return training, list(fit(config, digits, training))


@pytest.fixture(scope="module", autouse=True)
def _one_thread() -> Iterator[None]:
    """So small a network is slower on two."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def whole() -> tuple[Training, list[Record]]:
    return trained(CONFIG)


def test_the_records_are_those_of_the_exercise(whole: tuple[Training, list[Record]]) -> None:
    records = whole[1]
    batches = [(r.epoch, r.batch, r.batches) for r in records if isinstance(r, Batch)]
    assert batches == [(epoch, batch, 9) for epoch in (1, 2) for batch in (2, 4, 6, 8, 9)]  # 150 // 16 = 9
    scores = [(r.epoch, r.split, r.total, r.final) for r in records if isinstance(r, Score)]
    assert scores == [(1, "test", 40, False), (2, "test", 40, False), (2, "train", 150, True), (2, "test", 40, True)]
    assert [isinstance(r, Score) for r in records] == [*[False] * 5, True, *[False] * 5, True, True, True]
    assert all(later.seconds >= earlier.seconds for earlier, later in pairwise(records))


def test_it_learns() -> None:
    still = {"rotation": 0.0, "scale": 0.0, "shear": 0.0, "shift": 0.0, "bend": 0.0, "dropout": 0.0}
    _, records = trained(replace(CONFIG, epochs=25, averaging=0.8, **still))
    last = records[-1]
    assert isinstance(last, Score)
    assert last.correct >= 38  # of 40; guessing gets 4


def test_the_same_seed_gives_the_same_bits_and_another_seed_others(whole: tuple[Training, list[Record]]) -> None:
    again, records = trained(CONFIG)
    assert fingerprint(again.averaged) == fingerprint(whole[0].averaged)
    assert records == whole[1]
    other, _ = trained(replace(CONFIG, seed=1))
    assert fingerprint(other.averaged) != fingerprint(whole[0].averaged)


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
    assert fingerprint(resumed.averaged) == fingerprint(whole[0].averaged)
    assert fingerprint(resumed.net) == fingerprint(whole[0].net)


def test_one_step_is_the_one_of_the_textbook() -> None:
    """One batch of plain gradient descent, worked out again without the loop."""
    still = {"rotation": 0.0, "scale": 0.0, "shear": 0.0, "shift": 0.0, "bend": 0.0, "dropout": 0.0}
    config = replace(CONFIG, epochs=1, batch_size=150, momentum=0.0, weight_decay=0.0, warmup=0.0, **still)
    with doubles():
        start = deepcopy(Training(config).net).train()
        loss = F.nll_loss(start(BARS.train.images.unsqueeze(1) / 255), BARS.train.labels)
        gradients = torch.autograd.grad(loss, list(start.parameters()))
        training, records = trained(config)
    assert isinstance(records[0], Batch)
    assert records[0].loss == pytest.approx(loss.item(), rel=1e-9)
    for before, gradient, after in zip(start.parameters(), gradients, training.net.parameters(), strict=True):
        assert torch.allclose(after, before - config.learning_rate * gradient, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_descent_is_the_one_of_torch(momentum: float) -> None:
    ours, theirs = (DigitNet(CONFIG.widths).double() for _ in range(2))
    theirs.load_state_dict(ours.state_dict())
    images = torch.rand(8, 1, 28, 28, dtype=torch.float64, generator=torch.Generator().manual_seed(4))
    labels = torch.arange(8)
    kernels = [p for p in theirs.parameters() if p.ndim > 1]
    others = [p for p in theirs.parameters() if p.ndim == 1]
    groups = [{"params": kernels, "weight_decay": 0.01}, {"params": others}]
    descent = Descent(ours.parameters(), momentum, decay=0.01)
    optimizer = torch.optim.SGD(groups, lr=0.3, momentum=momentum, nesterov=momentum > 0)
    for step in range(3):
        optimizer.param_groups[0]["lr"] = optimizer.param_groups[1]["lr"] = 0.3 + step
        for net, move in ((ours, descent), (theirs, optimizer)):
            move.zero_grad()
            F.nll_loss(net(images), labels).backward()
        descent.step(0.3 + step)
        optimizer.step()
    for mine, other in zip(ours.parameters(), theirs.parameters(), strict=True):
        assert torch.allclose(mine, other, rtol=1e-9, atol=1e-12)


def test_a_run_does_not_import_the_compiler() -> None:
    code = "from core.digits import data; data.SYNTHETIC_SIZES = 40, 20; from core.digits.command import main;" + (
        "main(['--data', 'synthetic', '--epochs', '1', '--batch-size', '20']); import sys;"
        "assert not {'torch._dynamo', 'torchvision'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, capture_output=True)


def test_the_averaged_weights_follow_the_others() -> None:
    training = Training(replace(CONFIG, averaging=0.75))
    before = deepcopy(training.averaged)
    with torch.no_grad():
        for parameter in training.net.parameters():
            parameter += 1
    training.average(step=1000)
    for old, new in zip(before.parameters(), training.averaged.parameters(), strict=True):
        assert torch.allclose(new, old + 0.25)


def test_settled_batch_norm_has_the_mean_of_the_digits_as_they_are() -> None:
    net = DigitNet(CONFIG.widths, dropout=0.5)
    seen: list[torch.Tensor] = []
    hook = net.get_submodule("layer3.norm").register_forward_hook(lambda _, inputs, output: seen.append(inputs[0]))
    settle(net, BARS.train)
    settle(net, BARS.train)  # not once more on top of what it had
    hook.remove()
    assert not any(module.training for module in net.modules())
    norm = net.get_submodule("layer3.norm")
    assert isinstance(norm, torch.nn.BatchNorm2d)
    assert torch.allclose(norm.running_mean, seen[-1].mean(dim=(0, 2, 3)), atol=1e-6)
    assert torch.allclose(norm.running_var, seen[-1].var(dim=(0, 2, 3)), rtol=1e-5)


def test_evaluation_is_the_mean_over_single_images() -> None:
    net = DigitNet(CONFIG.widths)
    loss, correct = loss_and_correct(evaluate(net, BARS.test), BARS.test.labels)
    with torch.no_grad():
        outputs = [net(image[None, None] / 255)[0] for image in BARS.test.images]
    losses = [-float(output[label]) for output, label in zip(outputs, BARS.test.labels, strict=True)]
    assert loss == pytest.approx(sum(losses) / 40, rel=1e-5)
    assert correct == sum(int(o.argmax()) == int(label) for o, label in zip(outputs, BARS.test.labels, strict=True))


def test_the_learning_rate_goes_up_once_and_down_once() -> None:
    config = Config(learning_rate=0.5, warmup=0.25)
    rates = [config.rate(step, 100) for step in range(100)]
    assert max(rates) == rates[25] == 0.5
    assert rates[:26] == sorted(rates[:26])
    assert rates[25:] == sorted(rates[25:], reverse=True)
    assert 0 < rates[99] < 0.002
    assert Config(warmup=0).rate(0, 1) == Config().learning_rate


def test_a_loss_that_is_no_number_ends_the_training() -> None:
    with pytest.raises(TrainingError, match=r"no longer a number at batch \d+ of epoch 1: try a learning rate below"):
        trained(replace(CONFIG, learning_rate=1000.0, momentum=0.999, weight_decay=1.0, warmup=0, epochs=40))


def test_digits_drawn_by_code_come_beside_those_of_a_data_set_of_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    white = DataSet("synthetic", "", "", "", Split(torch.full((30, 28, 28), 255).byte(), torch.zeros(30).long()), SOME)
    monkeypatch.setattr("core.digits.train.load", lambda name: {"synthetic": white}[name])
    config = replace(CONFIG, synthetic=4, epochs=1, variation=0)
    for digits, expected in ((BARS, [16] * 9), (replace(BARS, of_digits=True), [20] * 9)):
        training, batches = Training(config), []
        training.net.register_forward_pre_hook(lambda _, images, seen=batches: seen.append(images[0]))
        list(fit(config, digits, training))
        assert [len(images) for images in batches] == expected
        assert all((images[16:] > 0.99).all() for images in batches)
        assert not any((images[:16] > 0.99).all(dim=(1, 2, 3)).any() for images in batches)


def test_a_share_of_the_images_is_what_it_says() -> None:
    scores = [record for record in trained(replace(CONFIG, share=0.5))[1] if isinstance(record, Score)]
    assert [score.total for score in scores] == [40, 40, 75, 40]


def test_the_answers_are_those_that_were_scored(whole: tuple[Training, list[Record]]) -> None:
    training, records = whole
    last = records[-1]
    assert isinstance(last, Score)
    assert torch.equal(training.answers, evaluate(training.averaged, BARS.test))
    assert loss_and_correct(training.answers, BARS.test.labels) == (last.loss, last.correct)


def test_gradient_lengths_are_those_of_autograd() -> None:
    training = Training(CONFIG)
    images = torch.rand(8, 1, 28, 28, generator=torch.Generator().manual_seed(4))
    training.net.eval()(images).square().sum().backward()
    for length, layer in zip(gradient_lengths(training.net), training.net.children(), strict=True):
        parts = torch.cat([p.grad.flatten() for p in layer.parameters() if p.grad is not None])
        assert length == pytest.approx(float(parts.square().sum().sqrt()), rel=1e-5)


def test_a_batch_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="batch_size is 151, but there are only 150 images"):
        next(fit(replace(CONFIG, batch_size=151), BARS))


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"epochs": 0}, "epochs must be from 1 to 10000, not 0"),
        ({"epochs": -3}, "epochs"),
        ({"batch_size": 1}, "batch_size must be 2 or more"),
        ({"batch_size": 10**9}, "batch_size must be from"),
        ({"seed": -1}, "seed"),
        ({"learning_rate": math.nan}, "learning_rate"),
        ({"learning_rate": 0.0}, "learning_rate"),
        ({"momentum": 1.0}, "momentum"),
        ({"shift": -1.0}, "shift must be from 0"),
        ({"widths": (0, 1, 1, 1, 1, 1)}, "widths"),
    ],
)
def test_settings_that_make_no_training_are_refused(settings: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Config(**settings)


def test_a_record_is_a_line_and_a_line_is_a_record(whole: tuple[Training, list[Record]]) -> None:
    for record in whole[1]:
        line = to_line(record)
        assert line.count("\n") == 1
        assert from_line(line) == record
        assert from_line(line).seconds == record.seconds
    for line in ("", "{}", "[1]", '{"kind": "batch"}', '{"kind": "score", "loss": 1}'):
        with pytest.raises(ValueError, match=r".+"):
            from_line(line)


def test_lines_have_the_form_of_the_exercise() -> None:
    """To the letter, from the log of the run that is to be beaten."""
    record = Batch(1, 1875, 1875, 0.0018307261634618044, 0.1, (1.5, 0.25), seconds=29.2)
    assert bar(record, 1875, 29.2) == (
        "loss=0.0018307261634618044 batch_id=1874: 100%|██████████| 1875/1875 [00:29<00:00, 64.21it/s]"
    )
    score = Score(1, "test", 0.02318, 9935, 10000, final=False, seconds=30)
    assert str(score) == "Test set: Average loss: 0.0232, Accuracy: 9935/10000 (99.35%)"


def test_a_bar_halfway() -> None:
    record = Batch(1, 35, 100, 0.5, 0.1, (1.5, 0.25), seconds=7.0)
    text = bar(record, done=35, seconds=7.0)
    assert text == "loss=0.5 batch_id=34:  35%|███▌      | 35/100 [00:07<00:13, 5.00it/s]"
    assert bar(record, done=0, seconds=0.0).endswith("[00:00<?, 0.00it/s]")


def test_where_nobody_watches_an_epoch_is_one_line(whole: tuple[Training, list[Record]]) -> None:
    stream = io.StringIO()
    progress = Progress(stream)
    for record in whole[1]:
        progress.show(record)
    lines = stream.getvalue().splitlines()
    assert [line.split(":")[0].split("=")[0] for line in lines] == ["loss", "Test set"] * 2 + ["Train set", "Test set"]
    assert all("9/9" in line for line in lines if line.startswith("loss"))


PAIR = """
import sys
import torch
from core.digits.parallel import join, leave
from core.digits.train import Training, fit
from tests.core.digits.test_train import BARS, PAIR_CONFIG
torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)  # in which rounding stays invisible
team = join(torch.device("cpu"))
assert team.size == 2
training = Training(PAIR_CONFIG)
records = list(fit(PAIR_CONFIG, BARS, training, team))
if team.leads:
    torch.save({"averaged": training.averaged.state_dict(), "loss": [record.loss for record in records]}, sys.argv[1])
leave(team)
"""
PAIR_CONFIG = replace(CONFIG, epochs=1, dropout=0.0, learning_rate=0.02)


@pytest.fixture
def port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    return str(number)


def test_two_processes_train_as_one_does(tmp_path: Path, port: str) -> None:
    place = {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port, "WORLD_SIZE": "2"}
    pair = [
        subprocess.Popen(
            [sys.executable, "-c", PAIR, str(tmp_path / "pair.pt")], cwd=ROOT, env={**os.environ, **place, "RANK": rank}
        )
        for rank in ("0", "1")
    ]
    with doubles():
        alone, records = trained(PAIR_CONFIG)
    assert [process.wait(timeout=120) for process in pair] == [0, 0]
    together = torch.load(tmp_path / "pair.pt", weights_only=True)
    assert together["loss"] == pytest.approx([record.loss for record in records], rel=1e-9)
    for name, tensor in alone.averaged.state_dict().items():
        assert torch.allclose(together["averaged"][name], tensor, rtol=1e-8, atol=1e-10), name


def test_data_knows_where_it_came_from() -> None:
    assert data.NAMES == ("mnist", "fashion-mnist", "kmnist", "qmnist", "synthetic")
