"""The files of a data set are found as people have them, and never another data set's."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.digits.data.datasets import KINDS, MNIST_FILES
from core.digits.data.files import find


def put(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).touch()
    return folder


@pytest.mark.parametrize("inside", ["MNIST/raw", "MNIST", "raw", ""])
@pytest.mark.parametrize("spelling", ["{}-idx{}", "{}.idx{}", "{}-idx{}.gz", "{}.idx{}.gz"])
def test_mnist_is_found_as_people_have_it(inside: str, spelling: str, tmp_path: Path) -> None:
    names = [spelling.format(*name.split("-idx")) for name in MNIST_FILES]
    place = put(tmp_path / inside, *names)
    for folder in {tmp_path, place}:
        assert [find(folder, "MNIST", name, KINDS) for name in MNIST_FILES] == [place / name for name in names]


def test_one_data_set_is_not_taken_for_another(tmp_path: Path) -> None:
    raw = put(tmp_path / "MNIST" / "raw", *MNIST_FILES)
    fashion = put(tmp_path / "FashionMNIST" / "raw", *MNIST_FILES)
    for folder, kind, place in ((raw, "MNIST", raw), (fashion.parent, "FashionMNIST", fashion)):
        for other in KINDS:
            found = find(folder, other, MNIST_FILES[0], KINDS)
            assert found == (place / MNIST_FILES[0] if other == kind else None)
