"""Random networks whose numbers all programs can compute."""

from __future__ import annotations

from typing import cast

from hypothesis import assume

from core.backprop.engine.graph import NonFinite, Operation
from core.backprop.engine.network import Network

LARGEST_EXPONENT = 700.0  # exp overflows a little later


def computable(net: Network) -> Network:
    """`net` itself; Hypothesis tries another one where something overflows or a spreadsheet's EXP would."""
    try:
        values = cast(dict[str, float], net.values())
        net.gradients()
    except NonFinite:
        assume(False)
    nets = [q.name for q in net.graph.quantities if q.operation is Operation.WEIGHTED_SUM]
    assume(all(abs(values[name]) < LARGEST_EXPONENT for name in nets))
    return net
