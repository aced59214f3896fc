"""Whether it computes what the app does is tested for all three in test_optimizer_scripts.py."""

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.optimizer import Optimizer
from core.backprop.export.scripts.optimizer_numpy import optimizer_numpy
from tests.core.backprop.batches import batch_network

PARTS = (
    "Start: somewhere.",
    "for i, t in examples:",
    "g_W_h += d_W_h / len(examples)",
    "v_W_h = beta2 * v_W_h + (1 - beta2) * g_W_h ** 2",
    "W_h = W_h - learning_rate * (m_hat_W_h / (np.sqrt(v_hat_W_h) + epsilon))",
)


def test_the_script_reads_like_the_lesson() -> None:
    text = optimizer_numpy(batch_network(Architecture(), 2), Optimizer.usual("Adam"), 5, "Start: somewhere.")
    for part in PARTS:
        assert part in text, part
    assert max(map(len, text.splitlines())) <= 160
