"""Whether it computes what the app does is tested for all three in test_optimizer_scripts.py."""

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.optimizer import Optimizer
from core.backprop.export.scripts.optimizer_python import optimizer_python
from tests.core.backprop.batches import batch_network

PARTS = (
    "Start: somewhere.",
    "from math import exp, sqrt",
    "beta2 = 0.999",
    "m_w5 = 0.0",
    "h1_b = w1 * i1_b + w2 * i2_b",
    "E_mean = (E_total_a + E_total_b) / 2",
    "v_w5 = beta2 * v_w5 + (1 - beta2) * d_w5 ** 2",
    "m_hat_w5 = m_w5 / (1 - beta1 ** t)",
    "w5 = w5 - learning_rate * (m_hat_w5 / (sqrt(v_hat_w5) + epsilon))",
)


def test_the_script_reads_like_the_lesson() -> None:
    text = optimizer_python(batch_network(Architecture(), 2), Optimizer.usual("Adam"), 5, "Start: somewhere.")
    for part in PARTS:
        assert part in text, part
    assert max(map(len, text.splitlines())) <= 160
