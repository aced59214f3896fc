"""The training loop: forward, loss, backward, step, zero_grad; and the records it yields.

    for record in fit(Config(epochs=1)):
        print(record)

`python -m core.digits.train --help` is the command line, in core/digits/training/command.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from hashlib import sha256
from time import perf_counter
from typing import Any, Literal

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from core.digits.data.datasets import SYNTHETIC, DataSet, Split, load
from core.digits.model import CLASSES, DigitNet
from core.digits.training.augmentation import draw, warp
from core.digits.training.config import Config
from core.digits.training.distributed import ProcessGroup
from core.digits.training.records import Batch, Record, Score
from core.digits.training.sgd import SGD
from core.errors import TrainingError

SplitName = Literal["train", "test"]
SPLITS: tuple[SplitName, ...] = ("train", "test")
LAYOUT = torch.channels_last  # a quarter faster on a processor; same shapes, other order in memory
BATCH_NORM_IMAGES = 10_000  # images that batch normalisation is measured on
TEST_BATCH = 250  # images tested at once: more would use memory and save no time


class Training:
    """All that changes while a network is trained: `state` saves it to the last bit, `restore` brings it back.

    `net` takes the steps, `ema` follows it slowly and is the result. `batch` batches of epoch `epoch` are done,
    both counted from 0. Random numbers come from the seed and the place in the run, except those of dropout, which
    torch has one generator for.
    """

    def __init__(self, config: Config, device: torch.device | None = None) -> None:
        torch.manual_seed(config.seed)
        self.config = config
        self.device = device or torch.device("cpu")
        self.net = DigitNet(**config.network()).to(self.device).to(memory_format=LAYOUT)
        self.ema = deepcopy(self.net).eval().requires_grad_(False)
        self.sgd = SGD(self.net.parameters(), config.momentum, config.weight_decay)
        self._leaders: list[Tensor] = list(self.net.parameters())
        self._followers: list[Tensor] = list(self.ema.parameters())
        self.answers = torch.empty(0, CLASSES)  # the EMA weights' log-probabilities on the test set, last epoch
        self.epoch = 0
        self.batch = 0
        self.reported = 0  # of the two scores at the end
        self.seconds = 0.0

    @torch.no_grad()  # or autograd would remember every step of the way
    def update_ema(self, step: int) -> None:
        """Lets the EMA weights follow; early on they follow faster, for the first ones are worth nothing."""
        keep = min(self.config.averaging, (1 + step) / (10 + step))
        torch._foreach_lerp_(self._followers, self._leaders, 1 - keep)

    def state(self) -> dict[str, Any]:
        """Plain tensors, numbers and texts, ready for `torch.save`; the keys stay because old checkpoints have them."""
        return {
            "network": {name: _plain(value) for name, value in self.config.network().items()},
            "net": self.net.state_dict(),
            "averaged": self.ema.state_dict(),
            "descent": self.sgd.state(),
            "epoch": self.epoch,
            "batch": self.batch,
            "told": self.reported,
            "seconds": self.seconds,
            "random": torch.get_rng_state(),
            "random_cuda": torch.cuda.get_rng_state(self.device) if self.device.type == "cuda" else None,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Goes back to a saved state. Raises TrainingError if it is another network's."""
        network = {name: _plain(value) for name, value in self.config.network().items()}
        if state["network"] != network:
            raise TrainingError(f"The checkpoint is of another network, {state['network']}, not of {network}.")
        self.net.load_state_dict(state["net"])
        self.ema.load_state_dict(state["averaged"])
        self.sgd.restore(state["descent"])
        self.epoch, self.batch = state["epoch"], state["batch"]
        self.reported, self.seconds = state["told"], state["seconds"]
        torch.set_rng_state(state["random"])
        if state["random_cuda"] is not None and self.device.type == "cuda":
            torch.cuda.set_rng_state(state["random_cuda"], self.device)


def fit(
    config: Config, data: DataSet | None = None, training: Training | None = None, group: ProcessGroup | None = None
) -> Iterator[Record]:
    """Trains, and yields a record every `log_every` batches, a test score each epoch, and both scores at the end.

    Between two records `training` is whole and may be saved. A training that was restored goes on where it was.
    The last images of an epoch, too few for a batch, are left out; each epoch leaves out others.

    To each batch of MNIST's or QMNIST's, `config.synthetic` digits drawn by code are added.

    Raises ValueError for a batch larger than the data or not divisible by the processes, TrainingError when the loss is
    no longer a number, and what `data.load` raises.
    """
    data = data or load(config.data)
    drawn = load(SYNTHETIC).train if config.synthetic and data.of_digits else data.train.first(0)
    training = training or Training(config)
    group = group or ProcessGroup()
    net, sgd, device = training.net, training.sgd, training.device
    group.share_batch_norm(net)
    train, test, drawn = data.train.first(config.share).to(device), data.test.to(device), drawn.to(device)
    synthetic = config.synthetic if len(drawn) else 0
    batches = len(train) // config.batch_size
    if batches == 0:
        raise ValueError(f"batch_size is {config.batch_size}, but there are only {len(train)} images to train on.")
    if (config.batch_size + synthetic) % group.size:
        raise ValueError(
            f"{config.batch_size} + {synthetic} images a batch cannot be divided among {group.size} processes."
        )
    steps = config.epochs * batches
    begin = perf_counter() - training.seconds

    def score(split: SplitName, final: bool = False) -> Score:
        if not final:
            update_bn(training.ema, train)
        digits = train if split == "train" else test
        answers = evaluate(training.ema, digits, group)
        if split == "test":
            training.answers = answers
        loss, correct = loss_and_correct(answers, digits.labels)
        training.seconds = perf_counter() - begin
        return Score(training.epoch, split, loss, correct, len(digits), final, training.seconds)

    while training.epoch < config.epochs:
        order = torch.randperm(len(train), generator=generator(config.seed, training.epoch, 0)).to(device)
        net.train()
        while training.batch < batches:
            step = training.epoch * batches + training.batch
            random = generator(config.seed, training.epoch, training.batch + 1)
            chosen = order[training.batch * config.batch_size :][: config.batch_size]
            also = torch.randint(max(len(drawn), 1), (synthetic,), generator=random).to(device)
            changes = draw(config.batch_size + synthetic, config.augmentation, random)
            digits = group.part(torch.cat((train.images[chosen], drawn.images[also])))
            labels = group.part(torch.cat((train.labels[chosen], drawn.labels[also])))
            images = warp(pixels(digits), group.part(changes))
            rate = config.rate(step, steps)

            sgd.zero_grad()  # zero_grad: or the new gradients would be added to the old ones
            output = net(images)  # forward: log-probabilities
            loss = F.nll_loss(output, labels)  # loss: minus the log-probability of the right digit, on average
            loss.backward()  # type: ignore[no-untyped-call]  # backward: every gradient
            group.average_gradients(net)
            sgd.step(rate)  # step: every weight moves against its gradient

            training.update_ema(step)
            training.batch += 1
            if training.batch % config.log_every == 0 or training.batch == batches:
                mean = float(group.sum(loss.detach())) / group.size
                if mean != mean or mean in (float("inf"), float("-inf")):
                    raise TrainingError(
                        f"The loss is no longer a number at batch {training.batch} of epoch {training.epoch + 1}:"
                        f" try a learning rate below {config.learning_rate}."
                    )
                training.seconds = perf_counter() - begin
                lengths = gradient_lengths(net)
                yield Batch(training.epoch + 1, training.batch, batches, mean, rate, lengths, training.seconds)
        training.epoch, training.batch = training.epoch + 1, 0
        yield score("test")
    while training.reported < len(SPLITS):
        record = score(SPLITS[training.reported], final=True)
        training.reported += 1
        yield record


def pixels(images: Tensor) -> Tensor:
    """(N, 28, 28) bytes as what the network sees: (N, 1, 28, 28) from 0, paper, to 1, ink."""
    return images.unsqueeze(1) / 255


@torch.inference_mode()
def update_bn(net: nn.Module, digits: Split) -> None:
    """Measures the means and variances of batch normalisation anew, on some of these digits as they are.

    EMA weights need it (P. Izmailov et al., "Averaging weights leads to wider optima", 2018), and the ones from
    training are of augmented digits, which those to be read later are not.
    """
    net.eval()
    for norm in (module for module in net.modules() if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d)):
        norm.reset_running_stats()
        norm.momentum = None  # all batches count alike
        norm.train()
    for start in range(0, min(BATCH_NORM_IMAGES, len(digits)), TEST_BATCH):
        net(pixels(digits.images[start : start + TEST_BATCH]))
    net.eval()


def gradient_lengths(net: nn.Module) -> tuple[float, ...]:
    """For each layer, the length of the gradient of all its parameters."""
    layers = [[p.grad.norm() for p in layer.parameters() if p.grad is not None] for layer in net.children()]
    lengths: list[float] = torch.stack([torch.stack(norms).norm() for norms in layers if norms]).tolist()
    return tuple(lengths)


@torch.inference_mode()
def evaluate(net: nn.Module, split: Split, group: ProcessGroup | None = None) -> Tensor:
    """The network's log-probabilities for a whole split, (N, 10)."""
    group = group or ProcessGroup()
    net.eval()
    answers = torch.zeros(len(split), CLASSES, device=split.images.device)
    for start in range(group.rank * TEST_BATCH, len(split), group.size * TEST_BATCH):
        some = slice(start, start + TEST_BATCH)
        answers[some] = net(pixels(split.images[some]))
    return group.sum(answers)


def loss_and_correct(answers: Tensor, labels: Tensor) -> tuple[float, int]:
    """The mean loss of log-probabilities (N, 10), and how many of the digits are right."""
    loss = F.nll_loss(answers.double(), labels)
    return float(loss), int((answers.argmax(dim=1) == labels).sum())


def generator(seed: int, epoch: int, batch: int) -> torch.Generator:
    """The random numbers of one place in a run, the same whenever the run comes there."""
    name = sha256(f"{seed} {epoch} {batch}".encode()).digest()
    return torch.Generator().manual_seed(int.from_bytes(name[:7], "big"))


def fingerprint(net: nn.Module) -> str:
    """The SHA-256 of all weights and buffers, as hexadecimal digits."""
    digest = sha256()
    for name, tensor in sorted(net.state_dict().items()):
        digest.update(f"{name} {tensor.dtype} {tuple(tensor.shape)}".encode())
        digest.update(tensor.detach().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
