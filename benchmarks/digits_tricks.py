"""What three ways to train bring: python -m benchmarks.digits_tricks --data DIR --seeds 2 --workers 2 --threads 1

The network is the same in the end, and as large. The settings are those of the preset for MNIST, or given as to
`python -m core.digits.train`; what decides are 5,000 training images held back, with the same seeds for each way:

- `early-dropout`: at each place of the config that may have it, for the first quarter of the epochs (Z. Liu et al.,
  "Dropout reduces underfitting", arXiv:2303.01500);
- `parallel-kernels`: each convolution is trained as a sum of four, of k×k, 1×k, k×1 and 1×1, each normalised on its
  own, and folded into one at the end (X. Ding et al., "ACNet", arXiv:1908.03930);
- `wider-network`: the first maps of each layer of a network half as wide again, which learns from each image as well
  (J. Yu et al., "Slimmable neural networks", arXiv:1812.08928).
"""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, replace
from multiprocessing import get_context
from statistics import mean

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.func import functional_call

from benchmarks.digits_accuracy import Result, options, origin, result
from core.digits.comparison.seeds import difference
from core.digits.model import DigitNet
from core.digits.training.config import Config
from core.digits.training.configs import MNIST
from core.digits.training.ema import EMA
from core.digits.training.loop import LAYOUT, Training

RATE = 0.05  # of early dropout
WIDER = 1.5
PLAIN, EARLY_DROPOUT, PARALLEL_KERNELS, WIDER_NETWORK = "plain", "early-dropout", "parallel-kernels", "wider-network"
WAYS = (PLAIN, EARLY_DROPOUT, PARALLEL_KERNELS, WIDER_NETWORK)
BRANCHES = 4


class ParallelKernels(nn.Module):
    """A convolution as the sum of four, which see all of a window, its row and column in the middle, and that alone."""

    def __init__(self, whole: nn.Conv2d) -> None:
        super().__init__()
        side, middle = whole.kernel_size[0], whole.kernel_size[0] // 2
        seen = torch.zeros(BRANCHES, side, side)
        seen[0] = 1
        seen[1, middle] = 1
        seen[2, :, middle] = 1
        seen[3, middle, middle] = 1
        self.seen = nn.Buffer(seen.repeat_interleave(whole.out_channels, 0).unsqueeze(1))
        self.kernels = nn.Parameter(whole.weight.detach().repeat(BRANCHES, 1, 1, 1))
        self.norm = nn.BatchNorm2d(BRANCHES * whole.out_channels)
        nn.init.constant_(self.norm.weight, BRANCHES**-0.5)  # so that the sum has a variance of about 1
        self.padding = whole.padding

    def forward(self, maps: Tensor) -> Tensor:
        return summed(self.norm(F.conv2d(maps, self.kernels * self.seen, padding=self.padding)), dim=1)

    def folded(self) -> tuple[Tensor, Tensor]:
        """Kernels and biases of the one convolution that gives the same."""
        assert self.norm.running_mean is not None
        assert self.norm.running_var is not None
        scale = self.norm.weight / (self.norm.running_var + self.norm.eps).sqrt()
        kernels = self.kernels * self.seen * scale[:, None, None, None]
        biases = self.norm.bias - self.norm.running_mean * scale
        return summed(kernels, dim=0), summed(biases, dim=0)


def summed(branches: Tensor, dim: int) -> Tensor:
    """The branches, which lie there one after the other, added up."""
    return torch.stack(branches.chunk(BRANCHES, dim)).sum(0)


class WiderNetwork(nn.Module):
    """Two networks, of which one has the first weights of the other, and batch normalisation of its own.

    In training the mean of both answers is returned, whose loss is the mean of the two losses; otherwise the narrow
    network's alone.
    """

    def __init__(self, narrow: DigitNet, wide: DigitNet) -> None:
        super().__init__()
        self.narrow, self.wide = narrow, wide
        self.shared = [name for name, _ in narrow.named_parameters() if ".bn." not in name]
        for name in self.shared:
            narrow.get_parameter(name).requires_grad_(False)

    def first(self) -> dict[str, Tensor]:
        """The weights of the wide network that are the narrow one's too."""
        sizes = {name: self.narrow.get_parameter(name).shape for name in self.shared}
        return {name: self.wide.get_parameter(name)[tuple(map(slice, size))] for name, size in sizes.items()}

    def forward(self, images: Tensor) -> Tensor:
        narrow: Tensor = functional_call(self.narrow, self.first(), images)
        return (narrow + self.wide(images)) / 2 if self.training else narrow

    def begin_epoch(self, epoch: int) -> None:
        self.train()


def begun(config: Config, way: str) -> Training:
    """A training of that way."""
    if way == EARLY_DROPOUT:
        dropout = f"drop{RATE:g}e{round(config.epochs / 4)}"
        words = [dropout if word == "drop0" else word for word in str(config.as_design()).split()]
        return Training(replace(config, design=" ".join(words)))
    training = Training(config)
    net: nn.Module = training.net
    if way == PARALLEL_KERNELS:
        for layer in net.children():
            for name, module in list(layer.named_children()):
                if isinstance(module, nn.Conv2d):
                    layer.add_module(name, ParallelKernels(module))
    elif way == WIDER_NETWORK:
        widths = tuple(round(WIDER * width) for width in config.widths)
        net = WiderNetwork(training.net, DigitNet(**{**config.network(), "widths": widths}))
    training.net = net.to(memory_format=LAYOUT)  # type: ignore[assignment]
    training.ema = EMA(training.net, config.averaging)
    learned = (parameter for parameter in net.parameters() if parameter.requires_grad)
    training.sgd = training.group.optimizer(learned, config.momentum, config.weight_decay, config.l1)
    return training


@torch.no_grad()
def shipped(net: nn.Module, config: Config) -> DigitNet:
    """The trained network as one of the config, without what only the training needed."""
    plain = DigitNet(**config.network()).eval()
    if isinstance(net, WiderNetwork):
        plain.load_state_dict({**net.narrow.state_dict(), **net.first()})
        return plain
    weights = net.state_dict()
    for name, module in net.named_modules():
        if isinstance(module, ParallelKernels):
            for each in [key for key in weights if key.startswith(f"{name}.")]:
                del weights[each]
            weights[f"{name}.weight"], weights[f"{name}.bias"] = module.folded()
    plain.load_state_dict(weights)
    return plain


def tried(config: Config, way: str) -> Result:
    """One seed's result on the images held back; what would be shipped gives the same answers."""
    training = begun(config, way)
    found = result(config, choose=True, weights=None, training=training)
    images = torch.rand(100, 1, 28, 28)
    with torch.no_grad():
        torch.testing.assert_close(shipped(training.ema.net, config)(images), training.ema.net(images))
    return found


def table(results: dict[str, list[Result]]) -> str:
    """Every way with its means, and how much less its loss is than the plain way's, in pairs of seeds."""
    lines = ["| way | seeds | accuracy % | loss | loss, compared | minutes |", "|---|---|---|---|---|---|"]
    plain = {each.seed: each.loss for each in results[PLAIN]}
    for way, found in results.items():
        compared = difference(plain, {each.seed: each.loss for each in found})
        low, high = compared.interval if compared else (float("nan"), float("nan"))
        change = f"{low:+.4f} to {high:+.4f}" if compared and way != PLAIN else ""
        accuracy, loss = mean(each.accuracy for each in found), mean(each.loss for each in found)
        minutes = mean(each.seconds for each in found) / 60
        lines.append(f"| {way} | {len(found)} | {accuracy:.2f} | {loss:.4f} | {change} | {minutes:.0f} |")
    return "\n".join(lines)


def main() -> None:
    parser = options(__doc__, seeds=2)
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=WAYS, help="to train, the plain one among them")
    given = vars(parser.parse_args())
    seeds, ways, out, workers = (given.pop(name) for name in ("seeds", "ways", "out", "workers"))
    config = replace(MNIST, **given)
    tasks = [(replace(config, seed=config.seed + seed), way) for seed in range(seeds) for way in ways]
    results: dict[str, list[Result]] = {way: [] for way in ways}
    with ProcessPoolExecutor(workers, get_context("spawn")) as processes:
        for (_, way), found in zip(tasks, processes.map(tried, *zip(*tasks, strict=True)), strict=True):
            results[way].append(found)
            print(f"{way}, seed {found.seed}: {found.accuracy:.2f} %, loss {found.loss:.4f}", flush=True)
            if out:
                each = {name: [asdict(one) for one in some] for name, some in results.items()}
                out.write_text(json.dumps({**origin("digits_tricks", config), "results": each}, indent=1) + "\n")
    print(f"\n{table(results)}")


if __name__ == "__main__":
    main()
