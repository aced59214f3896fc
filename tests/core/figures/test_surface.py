import json
from base64 import b64decode
from typing import Any
from zlib import decompress

import numpy as np
import pytest

from core.backprop.engine.descent import descend
from core.backprop.engine.network import Network
from core.backprop.explore.slices import Shadow, Surface, shadow, surface
from core.backprop.lesson.presets import preset
from core.figures.landscape import landscape
from core.figures.surface import FINE, MOST_LEVELS, contours, holds, levels, windows

DESCENT = descend(Network(), 0.5, 100)


START = DESCENT.at(0)


def ground(net: Network = START, zoom: str = "valley", pair: tuple[str, str] = ("w5", "w7")) -> Any:
    path = shadow(DESCENT, net, *pair)
    return surface(net, *pair, windows(path, zoom)), path


def unpacked(data: dict[str, Any]) -> np.ndarray:
    """The heights as the browser reads them."""
    raw = np.frombuffer(decompress(b64decode(data["packed"])), np.uint8).astype(np.int32)
    count = data["side"] ** 2
    steps = (raw[:count] | raw[count:] << 8).astype(np.uint16).view(np.int16).reshape(data["side"], -1)
    return np.asarray(np.cumsum(steps, axis=1, dtype=np.int64) / data["fine"])


@pytest.mark.parametrize("pair", [("w5", "w7"), ("w1", "w2"), ("w5", "w6")])
@pytest.mark.parametrize("zoom", ["path", "valley"])
@pytest.mark.parametrize("net", [Network(), preset("overshoot").network, preset("saturated").network])
def test_the_browser_sees_each_point_between_the_right_two_lines(
    net: Network, zoom: str, pair: tuple[str, str]
) -> None:
    hills, path = ground(net, zoom, pair)
    lines = np.array([line for line, _ in levels(hills.losses)])
    heights = unpacked(contours(hills, path, 0))
    below = (hills.losses[..., None] > lines).sum(axis=-1)
    near = np.abs(heights - np.rint(heights)) < 1.5 / FINE  # on a line it may be on either side
    assert (np.floor(heights) == below)[~near].mean() > 0.999
    assert heights.min() >= 0
    assert heights.max() <= len(lines) + 1


def test_lines_are_at_round_losses_and_few() -> None:
    hills, _ = ground()
    texts = [text for _, text in levels(hills.losses)]
    assert texts == ["0.001", "0.002", "0.005", "0.01", "0.02", "0.05", "0.1", "0.2", "0.5"]
    even = [text for _, text in levels(ground(pair=("w1", "w2"))[0].losses)]
    assert even[:2] == ["0.24", "0.241"]
    assert max(len(texts), len(even)) <= MOST_LEVELS


@pytest.mark.parametrize("losses", [np.zeros((3, 3)), np.full((3, 3), 0.25), np.full((3, 3), 1e-300)])
def test_a_flat_surface_has_no_lines(losses: np.ndarray) -> None:
    assert levels(losses) == []
    x = np.array([0.0, 0.5, 1.0])
    flat = Surface(Network(), ("w5", "w7"), x, x, losses)
    data = contours(flat, Shadow(x, x, x, x), 1)
    assert not unpacked(data).any()
    assert landscape(flat, Shadow(x, x, x, x), 1, dark=True).data[0].z.shape == (3, 3)


def test_lines_reach_from_the_highest_loss_down_as_far_as_makes_sense() -> None:
    deep = np.array([[1e-30, 1e-9], [1e-3, 1.0]])
    lines = [line for line, _ in levels(deep)]
    assert len(lines) <= MOST_LEVELS
    assert 1e-5 < lines[0] < lines[-1] < 1


def test_the_path_lies_where_its_weights_are_and_has_the_present_update() -> None:
    hills, path = ground(zoom="path")
    data = contours(hills, path, 37)
    x, y = data["path"][data["done"]]
    (left, right), (bottom, top) = data["windows"]
    assert left + x * (right - left) == pytest.approx(path.across[37], abs=1e-3)
    assert bottom + y * (top - bottom) == pytest.approx(path.up[37], abs=1e-3)
    assert all(0 < place < 1 for point in data["path"] for place in point)


def test_a_long_path_is_thinned_and_a_map_is_less_than_20_kilobytes() -> None:
    long = descend(Network(), 0.5, 1000)
    path = shadow(long, long.at(0), "w5", "w7")
    hills = surface(long.at(0), "w5", "w7", windows(path, "valley"))
    data = contours(hills, path, 777)
    assert len(data["path"]) <= 302
    assert len(json.dumps(data)) < 20_000


def test_a_window_holds_its_path_and_not_a_point_beyond_it() -> None:
    path = shadow(DESCENT, DESCENT.at(0), "w5", "w7")
    found = windows(path, "path")
    assert all(holds(found, path, update) for update in range(101))
    assert not holds((found[0], (float(path.up[50]) + 1e-9, found[1][1])), path, 50)
