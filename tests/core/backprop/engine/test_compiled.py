"""The compiled functions against the formulas that they were written from."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings

from core.backprop.engine import compiled
from core.backprop.engine.expression import Real
from core.backprop.engine.graph import NonFinite
from core.backprop.engine.network import Network
from tests.core.backprop.explore.test_ledger import anything
from tests.core.backprop.narrowed import floats


def as_array(numbers: Mapping[str, Real]) -> dict[str, Real]:
    """The same numbers as arrays, which `Graph` computes by the formulas themselves."""
    return {name: np.array([number]) for name, number in numbers.items()}


@given(anything)
@settings(max_examples=200, deadline=None)
def test_they_give_the_numbers_of_the_formulas_to_the_last_bit(net: Network) -> None:
    graph, numbers = net.graph, floats(net.numbers)
    values = compiled.forward(graph)(numbers)
    assert values is not None
    assert values == {name: float(np.squeeze(value)) for name, value in graph.forward(as_array(numbers)).items()}
    gradients = compiled.backward(graph)({**numbers, **values})
    by_formula = graph.backward(as_array({**numbers, **values}))
    assert gradients is not None
    assert list(gradients) == list(by_formula)
    assert gradients == {name: float(np.squeeze(gradient)) for name, gradient in by_formula.items()}


def test_what_is_not_finite_is_left_to_the_formulas() -> None:
    net = Network()
    assert compiled.forward(net.graph)({**floats(net.numbers), "t1": 1e200}) is None
    with pytest.raises(NonFinite, match=r"^E1 "):
        net.replaced(t1=1e200).values()
