"""MNIST's file format, against torchvision's reader."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torchvision.datasets import mnist  # type: ignore[import-untyped]  # it has no types

from core.digits.data.idx import read_idx
from tests.core.digits.data.test_datasets import idx


@pytest.mark.parametrize("kind", ["u1", ">i4"])
@given(sizes=st.lists(st.integers(0, 4), min_size=1, max_size=3), seed=st.integers(0, 99))
@settings(deadline=None, max_examples=30)
def test_files_are_read_as_torchvision_reads_them(
    kind: str, sizes: list[int], seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    array = np.random.default_rng(seed).integers(0, 200, sizes).astype(kind)
    path = tmp_path_factory.getbasetemp() / "some-idx"
    path.write_bytes(bytes([0, 0, {"u1": 8, ">i4": 12}[kind]]) + idx(array)[3:])
    assert np.array_equal(read_idx(path).numpy(), array)
    if array.size:
        theirs = mnist.read_sn3_pascalvincent_tensor(str(path))
        assert torch.equal(read_idx(path), theirs)
        assert read_idx(path).dtype == theirs.dtype


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not in MNIST's format"),
        (b"<html>403</html>", "not in MNIST's format"),
        (bytes([0, 0, 9, 1]), "not in MNIST's format"),
        (idx(np.zeros((2, 3), np.uint8))[:-1], "is cut off"),
        (idx(np.zeros((2, 3), np.uint8)) + b"x", "is cut off"),
        (idx(np.zeros((2, 3), np.uint8))[:9], "is cut off"),
    ],
)
def test_other_files_are_refused(content: bytes, says: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(ValueError, match=says):
        read_idx(tmp_path / "file")
