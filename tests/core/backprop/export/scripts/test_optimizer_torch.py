"""Whether it computes what the app does is tested for all three in test_optimizer_scripts.py."""

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.optimizer import Optimizer
from core.backprop.export.scripts.optimizer_torch import optimizer_torch
from tests.core.backprop.batches import batch_network

PARTS = (
    "Start: somewhere.",
    "optimizer = torch.optim.Adam(parameters, lr=0.01, betas=(0.9, 0.999), eps=1e-08)",
    "E_mean = torch.stack([loss_of(i, t) for i, t in examples]).mean()",
)


def test_the_script_reads_like_the_lesson() -> None:
    text = optimizer_torch(batch_network(Architecture(), 2), Optimizer.usual("Adam"), 5, "Start: somewhere.")
    for part in PARTS:
        assert part in text, part
    assert max(map(len, text.splitlines())) <= 160
