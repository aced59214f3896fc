from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.figures.gradient_curves import EXPLODING, VANISHING, gradient_curves, remark
from tests.core.figures.runs import batches


def test_each_layer_has_a_line_of_its_smoothed_lengths() -> None:
    run = [replace(batch, gradients=tuple(float(k) for k in range(7))) for batch in batches(1)]
    data = gradient_curves(run, 1).data
    assert np.isnan(data["layer 1"]).all()  # 0 has no place on a logarithmic axis
    for layer in range(2, 8):
        assert data[f"layer {layer}"] == pytest.approx(np.full(len(run), layer - 1.0))


HEALTHY = np.array([0.19, 0.21, 0.29, 0.29, 0.36, 0.29, 0.13])


def test_healthy_gradients_need_no_remark() -> None:
    assert remark([]) == ""
    assert remark(np.tile(HEALTHY, (20, 1))) == ""
    assert remark(np.vstack([np.tile(HEALTHY, (20, 1)), 100 * HEALTHY])) == ""  # one odd batch is no news


def test_the_layer_that_explodes_is_named() -> None:
    lengths = np.tile(HEALTHY, (20, 1))
    lengths[-4:, 2] = 2 * EXPLODING
    assert "layer 3 explodes: its length is 20," in remark(lengths)


def test_the_layer_that_vanishes_is_named() -> None:
    lengths = np.tile(HEALTHY, (20, 1))
    lengths[:, 0] = VANISHING * 0.36 / 2
    assert "layer 1 vanishes: it is 400 times shorter than that of layer 5" in remark(lengths)
    lengths[:, 0] = 0
    assert "layer 1 vanishes: it is 0, unlike that of layer 5" in remark(lengths)


def test_a_gradient_that_is_no_number_is_named_at_once() -> None:
    lengths = np.tile(HEALTHY, (20, 1))
    lengths[-1, 3:] = np.nan
    assert "layer 4 is not a number" in remark(lengths)
