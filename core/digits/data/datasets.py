"""Digits as whole tensors: where they come from, and whether they are what they should be."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from core.digits.data.files import find
from core.digits.data.idx import read_idx
from core.digits.model import CLASSES, SIDE
from core.errors import DataError, NoSuchData


@dataclass(frozen=True, eq=False)
class Split:
    """`images` (N, 28, 28) uint8, ink 255 on paper 0; `labels` (N,) int64 from 0 to 9."""

    images: Tensor
    labels: Tensor

    def __len__(self) -> int:
        return len(self.labels)

    def first(self, share: float) -> Split:
        """This share of the images, from 0 to 1."""
        count = round(share * len(self))
        return Split(self.images[:count], self.labels[:count])

    def to(self, device: torch.device) -> Split:
        return Split(self.images.to(device), self.labels.to(device))


MNIST_FILES = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")
QMNIST_FILES = tuple(
    f"qmnist-{part}-{what}" for part in ("train", "test") for what in ("images-idx3-ubyte", "labels-idx2-int")
)


@dataclass(frozen=True)
class Source:
    """A data set that torchvision knows as `kind`, with so many images to train and to test.

    `files` are the two for training and the two for testing, images and labels.
    """

    title: str
    kind: str
    origin: str
    licence: str
    sizes: tuple[int, int] = (60_000, 10_000)
    files: tuple[str, ...] = MNIST_FILES
    archives: int = 12  # MB to download, about
    of_digits: bool = False


@dataclass(frozen=True, eq=False)
class DataSet:
    """A data set and where it came from; `name` is what `load` was asked for.

    `of_digits` is True where class 0 to 9 are handwritten 0 to 9, so that digits of other origin may be mixed in.
    """

    name: str
    title: str
    origin: str
    licence: str
    train: Split
    test: Split
    of_digits: bool = False

    @property
    def size(self) -> int:
        """Bytes in memory."""
        return sum(tensor.nbytes for split in (self.train, self.test) for tensor in (split.images, split.labels))


SOURCES = {
    "mnist": Source(
        "MNIST", "MNIST", "Y. LeCun, C. Cortes, C. J. C. Burges, from NIST's collection", "CC BY-SA 3.0", of_digits=True
    ),
    "fashion-mnist": Source(
        "Fashion-MNIST", "FashionMNIST", "H. Xiao, K. Rasul, R. Vollgraf, Zalando", "MIT", archives=31
    ),
    "kmnist": Source(
        "KMNIST", "KMNIST", "T. Clanuwat et al., ROIS-DS Center for Open Data", "CC BY-SA 4.0", archives=21
    ),
    "qmnist": Source(
        "QMNIST",
        "QMNIST",
        "C. Yadav, L. Bottou, from NIST's collection",
        "BSD 3-Clause",
        (60_000,) * 2,
        QMNIST_FILES,
        archives=20,
        of_digits=True,
    ),
}
SYNTHETIC = "synthetic"
NAMES = (*SOURCES, SYNTHETIC)
KINDS = tuple(source.kind for source in SOURCES.values())
STALLED = 8.0  # seconds of silence after which a mirror is given up, so that two are within 20
SYNTHETIC_SIZES = (20_000, 4_000)  # to train and to test; their seeds are 0 and 1


def home() -> Path:
    """The folder for data sets: MNIST_DIR, or one in the user's cache folder."""
    if named := os.environ.get("MNIST_DIR"):
        return Path(named).expanduser()
    if sys.platform == "win32":
        cache = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        cache = Path.home() / "Library" / "Caches"
    else:
        cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "backprop-lab"


def here(name: str) -> bool:
    """Whether a data set can be opened without a download."""
    return name not in SOURCES or all(_found(SOURCES[name], home()))


def is_mnist(name: str) -> bool:
    """Whether a data set is MNIST, by its name or in a folder."""
    return name != SYNTHETIC and SOURCES.get(name, SOURCES["mnist"]) == SOURCES["mnist"]


def sizes(name: str) -> tuple[int, int]:
    """How many images to train and to test a data set has; a folder has MNIST's."""
    return SYNTHETIC_SIZES if name == SYNTHETIC else SOURCES.get(name, SOURCES["mnist"]).sizes


def load(name: str = "mnist") -> DataSet:
    """The data set of that name, downloaded to `home()` if it is not there; or MNIST in the folder of that name.

    Raises NoSuchData for an unknown name, DataError for a failed download and for files that are missing or not what
    they should be. A failed download leaves nothing behind.
    """
    if name == SYNTHETIC:
        return _synthetic()
    if name in SOURCES:
        return _open(name, SOURCES[name], home(), download=True)
    folder = Path(os.path.expanduser(name))
    if not os.path.isdir(folder):  # which has an answer to any text, however long
        raise NoSuchData(f"There is no data set and no folder {name!r}: choose {', '.join(NAMES)}, or MNIST's folder.")
    return _open("mnist", SOURCES["mnist"], folder, download=False)


def checked(name: str, train: Split, test: Split, sizes: tuple[int, int] | None = None) -> tuple[Split, Split]:
    """Both splits, if they are digits. Raises DataError for wrong shapes, types, labels or, where given, sizes."""
    for part, split, size in zip(("train", "test"), (train, test), sizes or (None, None), strict=True):
        images, labels = split.images, split.labels
        if images.dtype != torch.uint8 or images.shape[1:] != (SIDE, SIDE):
            raise DataError(f"{name}: the {part} images must be {SIDE}×{SIDE} bytes, not {_described(images)}.")
        if labels.dtype != torch.int64 or labels.shape != images.shape[:1]:
            raise DataError(f"{name}: {len(images)} {part} images need as many labels, not {_described(labels)}.")
        if len(labels) == 0 or (size is not None and len(labels) != size):
            raise DataError(f"{name}: there must be {size or 'some'} {part} images, not {len(labels)}.")
        if len(wrong := labels[(labels < 0) | (labels >= CLASSES)]):
            raise DataError(f"{name}: {part} labels go from 0 to 9, but here is {int(wrong[0])}.")
    return train, test


def _described(tensor: Tensor) -> str:
    return f"{'×'.join(map(str, tensor.shape))} {str(tensor.dtype).removeprefix('torch.')}"


def synthetic_split(test: bool) -> Split:
    """One of the two splits of the synthetic data set alone, drawn anew: the test images take a sixth of the time."""
    from core.digits.data.synthetic import digits  # only where it is asked for: a trainer of MNIST never draws

    return Split(*digits(SYNTHETIC_SIZES[test], seed=int(test)))


def _synthetic() -> DataSet:
    train, test = checked(SYNTHETIC, synthetic_split(test=False), synthetic_split(test=True))
    return DataSet(SYNTHETIC, "Synthetic digits", "drawn by this program", "MIT", train, test)


def _found(source: Source, folder: Path) -> list[Path | None]:
    return [find(folder, source.kind, file, KINDS) for file in source.files]


def _open(name: str, source: Source, folder: Path, download: bool) -> DataSet:
    found = _found(source, folder)
    if download and not all(found):
        _download(source, folder)
        found = _found(source, folder)
    files = [path for path in found if path is not None]
    if not files:
        raise DataError(f"{source.title} is not in {folder}: there is no {source.files[0]} in it, packed or not.")
    place = files[0].parent
    try:
        if None in found:
            raise DataError(f"{source.files[found.index(None)]} is missing")
        images, labels, test_images, test_labels = map(read_idx, files)
        train, test = _split(images, labels), _split(test_images, test_labels)
        train, test = checked(source.title, train, test, source.sizes)
    except (OSError, ValueError, DataError) as error:
        reason = str(error).rstrip(".")
        remedy = "move that file away and it is downloaded anew" if download else f"put its four files into {place}"
        raise DataError(f"{source.title} in {place} is incomplete or broken ({reason}): {remedy}.") from error
    return DataSet(
        name, source.title, f"{source.origin}; read from {place}", source.licence, train, test, source.of_digits
    )


def _split(images: Tensor, labels: Tensor) -> Split:
    return Split(images, (labels[:, 0] if labels.ndim == 2 else labels).long())  # QMNIST's first column


def _download(source: Source, folder: Path) -> None:
    """Downloads into a temporary folder next to the place, and moves what is missing there when all of it has come."""
    patience = socket.getdefaulttimeout()
    try:
        from torchvision import datasets  # type: ignore[import-untyped]  # 170 MB and seconds: only to download

        kind, place = getattr(datasets, source.kind), folder / source.kind / "raw"
        place.parent.mkdir(parents=True, exist_ok=True)
        socket.setdefaulttimeout(STALLED)
        with tempfile.TemporaryDirectory(prefix=".download-", dir=folder) as temporary:
            for train in (True, False):
                kind(temporary, train=train, download=True)  # mirrors, checksums and a progress bar are torchvision's
            place.mkdir(exist_ok=True)
            for file in source.files:
                if find(folder, source.kind, file, KINDS) is None:  # another process may have been faster
                    (Path(temporary) / source.kind / "raw" / file).replace(place / file)
    except Exception as error:
        with contextlib.suppress(OSError):
            (folder / source.kind).rmdir()  # if nothing came, nothing is left
        reason = " ".join(str(error).split()) or type(error).__name__
        failed = f"{source.title} could not be downloaded"
        raise DataError(
            f"{failed} to {folder} ({reason}); try again later, name a folder that has it in MNIST_DIR, or train on"
            f" --data {SYNTHETIC}.",
            f"{failed} ({reason}): try again later, or train on the generated digits.",
        ) from error
    finally:
        socket.setdefaulttimeout(patience)
