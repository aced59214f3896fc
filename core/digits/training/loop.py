"""The training loop: zero_grad, forward, loss, backward, step; and the records it yields.

    for record in fit(Config(epochs=1)):
        print(record)

`python -m core.digits.train --help` is the command line, in core/digits/training/command.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from math import isfinite
from time import perf_counter
from typing import Any, Literal

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from core.digits.data.datasets import DataSet, Split, load
from core.digits.model import CLASSES, DigitNet, as_lists
from core.digits.stored import fits
from core.digits.training.batches import Batches, pixels
from core.digits.training.config import Config
from core.digits.training.distributed import ALONE, ProcessGroup
from core.digits.training.ema import AT_ONCE, EMA, update_bn
from core.digits.training.records import LONGEST, Batch, Record, Score
from core.errors import TrainingError

SplitName = Literal["train", "test"]
SPLITS: tuple[SplitName, ...] = ("train", "test")
CPU = torch.device("cpu")
LAYOUT = torch.channels_last  # a quarter faster on a processor; same shapes, other order in memory


class Training:
    """All that changes while a network is trained: `state` saves it to the last bit, `restore` brings it back.

    `net` takes the steps, `ema` follows it slowly and is the result. `batch` batches of epoch `epoch` are done,
    both counted from 0. Random numbers come from the seed and the place in the run, except those of dropout, which
    torch has one generator for. With a `group`, this process trains together with others.
    """

    def __init__(self, config: Config, device: torch.device = CPU, group: ProcessGroup = ALONE) -> None:
        torch.manual_seed(config.seed)
        self.config = config
        self.device = device
        self.group = group
        self.net = DigitNet(**config.network()).to(self.device).to(memory_format=LAYOUT)
        self.ema = EMA(self.net, config.averaging)
        self.group.prepare(self.net)
        self.sgd = self.group.optimizer(self.net.parameters(), config.momentum, config.weight_decay, config.l1)
        self.answers = torch.empty(0, CLASSES)  # the EMA weights' log-probabilities on the test set, last epoch
        self.epoch = 0
        self.batch = 0
        self.reported = 0  # of the two scores at the end
        self.seconds = 0.0

    def state(self) -> dict[str, Any]:
        """Plain tensors, numbers and texts, ready for `torch.save`; the keys stay because old checkpoints have them."""
        return {
            "network": as_lists(self.config.network()),
            "net": self.net.state_dict(),
            "averaged": self.ema.net.state_dict(),
            "descent": self.sgd.state(),
            "epoch": self.epoch,
            "batch": self.batch,
            "told": self.reported,
            "seconds": self.seconds,
            "random": torch.get_rng_state(),
            "random_cuda": torch.cuda.get_rng_state(self.device) if self.device.type == "cuda" else None,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Goes back to a saved state. Raises TrainingError if it is another network's or of no moment of this run."""
        network = as_lists(self.config.network())
        if state["network"] != network:
            raise TrainingError(f"The checkpoint is of another network, {state['network']}, not of {network}.")
        counts = [state[name] for name in ("epoch", "batch", "told")]
        if not all(fits(int, count) for count in counts) or counts[0] > self.config.epochs or counts[2] > len(SPLITS):
            raise TrainingError("The checkpoint counts epochs or batches that this run does not have.")
        if not (fits(float, state["seconds"]) and 0 <= state["seconds"] <= LONGEST):  # nor is NaN between them
            raise TrainingError("The checkpoint says a time that no run takes.")
        self.net.load_state_dict(state["net"])
        self.ema.net.load_state_dict(state["averaged"])
        self.sgd.restore(state["descent"])
        self.epoch, self.batch = state["epoch"], state["batch"]
        self.reported, self.seconds = state["told"], state["seconds"]
        torch.set_rng_state(state["random"])
        if state["random_cuda"] is not None and self.device.type == "cuda":
            torch.cuda.set_rng_state(state["random_cuda"], self.device)


def fit(config: Config, data: DataSet | None = None, training: Training | None = None) -> Iterator[Record]:
    """Trains, and yields a record every `log_every` batches, a test score each epoch, and both scores at the end.

    Between two records `training` is whole and may be saved. A training that was restored goes on where it was.

    Raises ValueError for a batch larger than the data or not divisible by the processes, TrainingError when the loss
    is no longer a number, and what `data.load` raises.
    """
    data = data or load(config.data)
    training = training or Training(config)
    net, sgd, ema = training.net, training.sgd, training.ema
    batches = Batches(config, data, training.device, training.group)
    splits: dict[SplitName, Split] = {"train": batches.train, "test": data.test.to(training.device)}
    begin = perf_counter() - training.seconds

    while training.epoch < config.epochs:
        net.begin_epoch(training.epoch)
        for images, labels in batches.epoch(training.epoch, first=training.batch):
            step = training.epoch * len(batches) + training.batch
            rate = config.rate(step, config.epochs * len(batches))

            sgd.zero_grad()  # zero_grad: or the new gradients would be added to the old ones
            output = net(images)  # forward: log-probabilities
            loss = F.nll_loss(output, labels)  # loss: minus the log-probability of the right digit, on average
            loss.backward()  # type: ignore[no-untyped-call]  # backward: every gradient
            sgd.step(rate)  # step: every weight moves against its gradient

            ema.update(step)
            training.batch += 1
            if training.batch % config.log_every == 0 or training.batch == len(batches):
                mean = finite(training.group.mean(loss), training)
                training.seconds = perf_counter() - begin
                lengths = gradient_lengths(net)
                yield Batch(training.epoch + 1, training.batch, len(batches), mean, rate, lengths, training.seconds)
        training.epoch, training.batch = training.epoch + 1, 0
        update_bn(ema.net, batches.train)
        yield score(training, "test", splits, begin)
    while training.reported < len(SPLITS):
        record = score(training, SPLITS[training.reported], splits, begin, final=True)
        training.reported += 1
        yield record


def finite(loss: float, training: Training) -> float:
    """The loss itself. Raises TrainingError if it is no longer a number."""
    if not isfinite(loss):
        raise TrainingError(
            f"The loss is no longer a number at batch {training.batch} of epoch {training.epoch + 1}:"
            f" try a learning rate below {training.config.learning_rate}."
        )
    return loss


def score(
    training: Training, name: SplitName, splits: dict[SplitName, Split], begin: float, final: bool = False
) -> Score:
    """How the EMA weights do on the split of that name, in a training that began at `begin`."""
    answers = evaluate(training.ema.net, splits[name], training.group)
    if name == "test":
        training.answers = answers
    loss, correct = loss_and_correct(answers, splits[name].labels)
    known: tuple[float, int, int] = (0.0, 0, 0)
    if not final:  # as many of the training images, for the sake of comparison
        some = splits["train"].first(min(1.0, len(splits["test"]) / len(splits["train"])))
        known = (*loss_and_correct(evaluate(training.ema.net, some, training.group), some.labels), len(some))
    training.seconds = perf_counter() - begin
    return Score(training.epoch, name, loss, correct, len(answers), final, training.seconds, *known)


def gradient_lengths(net: nn.Module) -> tuple[float, ...]:
    """For each layer, the length of the gradient of all its parameters."""
    layers = [[p.grad.norm() for p in layer.parameters() if p.grad is not None] for layer in net.children()]
    lengths: list[float] = torch.stack([torch.stack(norms).norm() for norms in layers if norms]).tolist()
    return tuple(lengths)


@torch.inference_mode()
def evaluate(net: nn.Module, split: Split, group: ProcessGroup = ALONE) -> Tensor:
    """The network's log-probabilities for a whole split, (N, 10)."""
    net.eval()
    answers = torch.zeros(len(split), CLASSES, device=split.images.device)
    for start in range(group.rank * AT_ONCE, len(split), group.size * AT_ONCE):
        some = slice(start, start + AT_ONCE)
        answers[some] = net(pixels(split.images[some]))
    return group.sum(answers)


def loss_and_correct(answers: Tensor, labels: Tensor) -> tuple[float, int]:
    """The mean loss of log-probabilities (N, 10), and how many of the digits are right."""
    right = answers.gather(1, labels.unsqueeze(1)).cpu().numpy()  # their float64 sum is NumPy's: MPS has none
    return -float(right.mean(dtype=np.float64)), int((answers.argmax(dim=1) == labels).sum())


def fingerprint(net: nn.Module) -> str:
    """The SHA-256 of all weights and buffers, as hexadecimal digits."""
    digest = sha256()
    for name, tensor in sorted(net.state_dict().items()):
        digest.update(f"{name} {tensor.dtype} {tuple(tensor.shape)}".encode())
        digest.update(tensor.detach().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()
