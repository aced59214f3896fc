import numpy as np
import pytest

from core.backprop.engine.network import Network
from core.backprop.explore.slices import Shadow, Surface
from core.figures.landscape import MOST, ROUGH, landscape
from tests.core.figures.test_surface import ground


def test_the_landscape_has_the_surface_the_path_and_where_one_is() -> None:
    hills, path = ground()
    figure = landscape(hills, path, 40, dark=False)
    ground_, way, now = figure.data
    assert ground_.z.shape == (ROUGH, ROUGH)
    assert ground_.z[0, 0] == pytest.approx(hills.losses[0, 0], rel=1e-6)
    assert ground_.z[-1, -1] == pytest.approx(hills.losses[-1, -1], rel=1e-6)
    assert way.customdata == pytest.approx(path.below, rel=1e-6)
    assert (now.x[0], now.y[0]) == pytest.approx((path.across[40], path.up[40]), rel=1e-6)
    assert len(figure.to_json()) < 40_000


def test_numbers_beyond_what_a_graphics_card_holds_are_refused() -> None:
    x = np.array([0.0, 0.5, 1.0])
    high = Surface(Network(), ("w5", "w7"), x, x, np.full((3, 3), 2 * MOST))
    with pytest.raises(ValueError, match="no number beyond"):
        landscape(high, Shadow(x, x, x, x), 1, dark=False)


def test_a_long_path_and_a_fine_surface_are_thinned() -> None:
    hills, path = ground()
    figure = landscape(hills, path, 100, dark=True)
    assert figure.data[1].x[-1] == pytest.approx(path.across[100], rel=1e-6)
    assert len(figure.data[0].x) == ROUGH < len(hills.across)
