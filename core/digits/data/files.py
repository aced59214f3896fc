"""A data set's four files, found under the names and in the folders that people have them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def find(folder: Path, kind: str, name: str, kinds: Sequence[str]) -> Path | None:
    """The file `name` of a data set that torchvision calls `kind`, one of `kinds`; None if it is not in `folder`.

    It may lie where torchvision puts it, `folder/kind/raw`, or the folder may be one of those two itself; it may be
    packed, `.gz`, or dotted as some archives unpack it, `train-images.idx3-ubyte`.
    """
    dotted = name.replace("-idx", ".idx")
    for place in places(folder, kind, kinds):
        for spelling in (name, dotted, f"{name}.gz", f"{dotted}.gz"):
            if (place / spelling).is_file():
                return place / spelling
    return None


def places(folder: Path, kind: str, kinds: Sequence[str]) -> list[Path]:
    """Where the files of this kind may lie. A folder is not taken for another data set's: most have MNIST's names."""
    inside = [folder / kind / "raw", folder / kind]
    path = folder.absolute()
    named = [other for other in kinds if other in (path.name, path.parent.name)]
    return [*inside, folder / "raw", folder] if kind in (named or kinds[:1]) else inside
