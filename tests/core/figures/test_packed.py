"""What the browser unpacks: read here by a second implementation."""

from __future__ import annotations

import base64
import struct
import zlib

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from torch import nn

from core.digits.model import DigitNet
from core.figures.packed import pack_images, pack_maps, quantised

FLOATS = st.floats(-1e6, 1e6, width=32)


def unpack(text: str, shapes: list[tuple[int, ...]]) -> list[np.ndarray]:
    data = zlib.decompress(base64.b64decode(text))
    count = len(shapes)
    lows = struct.unpack_from(f"<{count}f", data)
    highs = struct.unpack_from(f"<{count}f", data, 4 * count)
    place, maps = 8 * count, []
    for low, high, shape in zip(lows, highs, shapes, strict=True):
        levels = np.array(list(data[place : place + int(np.prod(shape))]), float)
        place += levels.size
        maps.append((low + (high - low) * levels / 255).reshape(shape))
    assert place == len(data)
    return maps


@given(st.lists(arrays(np.float32, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=FLOATS), max_size=4))
def test_every_value_comes_back_within_a_255th_of_its_maps_range(maps: list[np.ndarray]) -> None:
    back = unpack(pack_maps([quantised(each) for each in maps]), [each.shape for each in maps])
    for before, after in zip(maps, back, strict=True):
        reach = float(before.max()) - float(before.min())
        assert np.abs(before - after).max() <= reach / 255 + 1e-12
        assert after.min() == before.min()


def test_a_map_of_one_value_comes_back_exactly() -> None:
    (back,) = unpack(pack_maps([quantised(np.full((3, 3), -0.7, np.float32))]), [(3, 3)])
    assert (back == np.float32(-0.7)).all()


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_value_that_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="not a number"):
        quantised(np.array([[0.0, value]]))


def test_images_come_back_as_they_were() -> None:
    images = np.random.default_rng(0).integers(0, 256, (3, 28, 28), dtype=np.uint8)
    assert zlib.decompress(base64.b64decode(pack_images(images))) == images.tobytes()


@pytest.mark.parametrize("seed", range(3))
def test_all_maps_of_the_network_weigh_at_most_60_kB(seed: int) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    net = DigitNet().eval()
    for module in net.modules():
        if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d):  # as after training: no two maps alike
            nn.init.normal_(module.weight, 1, 0.3)
            nn.init.normal_(module.bias, 0, 0.3)
    maps: list[np.ndarray] = []
    for module in net.modules():
        if not list(module.children()):
            module.register_forward_hook(lambda *call: maps.append(call[2][0].detach().numpy()))
    y, x = np.mgrid[:28, :28]
    ring = np.exp(-((np.hypot(y - 14, x - 13) - 7) ** 2) / 3).astype(np.float32)  # a soft pen's zero
    with torch.inference_mode():
        net(torch.from_numpy(ring)[None, None])
    planes = [plane for each in (ring[None], *maps) for plane in (each if each.ndim == 3 else [each])]
    assert sum(plane.size for plane in planes) > 80_000
    assert len(pack_maps([quantised(plane) for plane in planes])) <= 60_000
