from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from core.figures.chart import HEIGHT, Chart
from core.figures.descent_curves import loss_curve


def test_a_chart_has_its_data_beside_its_specification() -> None:
    chart = loss_curve(np.array([0.5, 0.4, 0.3]), 1, logarithmic=False)
    assert isinstance(chart, Chart)
    assert "data" not in chart.spec
    assert chart.spec["height"] == HEIGHT
    with pytest.raises(FrozenInstanceError):
        chart.spec = {}  # type: ignore[misc]
