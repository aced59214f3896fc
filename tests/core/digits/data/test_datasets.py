import gzip
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
import torch
from torchvision.datasets import MNIST  # type: ignore[import-untyped]  # it has no types

from core.digits.data import datasets
from core.digits.data.datasets import Split, checked, load
from core.errors import DataError

SIZES = (12, 7)
STALL = b"what never comes"
FILES = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")


def idx(array: np.ndarray) -> bytes:
    """The file format of MNIST: a magic number, the sizes, the bytes."""
    return bytes([0, 0, 8, array.ndim]) + b"".join(size.to_bytes(4, "big") for size in array.shape) + array.tobytes()


def raw_files() -> dict[str, bytes]:
    r = np.random.default_rng(0)
    files = {}
    for part, count in zip(("train", "t10k"), SIZES, strict=True):
        files[f"{part}-images-idx3-ubyte"] = idx(r.integers(0, 256, (count, 28, 28), dtype=np.uint8))
        files[f"{part}-labels-idx1-ubyte"] = idx((np.arange(count) % 10).astype(np.uint8))
    return files


def put(folder: Path, files: dict[str, bytes], kind: str = "MNIST") -> Path:
    (folder / kind / "raw").mkdir(parents=True)
    for name, content in files.items():
        (folder / kind / "raw" / name).write_bytes(content)
    return folder


@pytest.fixture(autouse=True)
def small_mnist(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """MNIST of 19 images, in a folder of the test's own."""
    source = datasets.SOURCES["mnist"]
    monkeypatch.setitem(datasets.SOURCES, "mnist", datasets.Source(source.title, source.kind, "nobody", "none", SIZES))
    monkeypatch.setenv("MNIST_DIR", str(tmp_path / "home"))


@pytest.fixture
def mirror(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, bytes]]:
    """A server of MNIST's files on this machine; change what the dictionary holds and that is what it sends."""
    ended = threading.Event()
    served = {f"{name}.gz": gzip.compress(content, mtime=0) for name, content in raw_files().items()}

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.do_GET()

        def do_GET(self) -> None:
            content = served.get(self.path.removeprefix("/"))
            if content is None:
                return self.send_error(403)
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if content is STALL:
                ended.wait()
            elif self.command == "GET":
                self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=partial(server.serve_forever, poll_interval=0.01), daemon=True).start()
    sums = [(name, md5(content).hexdigest()) for name, content in served.items()]
    monkeypatch.setattr(MNIST, "mirrors", [f"http://127.0.0.1:{server.server_port}/"])
    monkeypatch.setattr(MNIST, "resources", sums)
    yield served
    ended.set()
    server.shutdown()
    server.server_close()


def test_opening_data_training_and_predicting_import_neither_torchvision_nor_the_compiler(tmp_path: Path) -> None:
    small = f"datasets.SOURCES['mnist'] = replace(datasets.SOURCES['mnist'], sizes={SIZES})"
    folder = str(put(tmp_path, raw_files()))
    code = f"""
import sys
from dataclasses import replace
from core.digits.data import datasets
import core.digits.classifier
from core.digits.training.command import main
{small}
assert len(datasets.load({folder!r}).train) == {SIZES[0]}
assert main(["--data", {folder!r}, "--epochs", "1", "--batch-size", "4"]) == 0
core.digits.classifier.load_classifier()
assert not {{"torch._dynamo", "torchvision"}} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[4])


def test_a_folder_is_read_bit_for_bit(tmp_path: Path) -> None:
    loaded = load(str(put(tmp_path, raw_files())))
    pixels = np.random.default_rng(0).integers(0, 256, (SIZES[0], 28, 28), dtype=np.uint8)
    assert np.array_equal(loaded.train.images.numpy(), pixels)
    assert loaded.test.labels.tolist() == [0, 1, 2, 3, 4, 5, 6]
    assert (len(loaded.train), len(loaded.test)) == SIZES
    assert loaded.size == sum(SIZES) * (28 * 28 + 8)
    assert loaded.name == "mnist"
    assert str(tmp_path) in loaded.origin


def test_what_is_not_there_is_downloaded_once(mirror: dict[str, bytes], tmp_path: Path) -> None:
    loaded = load("mnist")
    mirror.clear()
    assert torch.equal(load("mnist").train.images, loaded.train.images)
    assert sorted(file.name for file in (tmp_path / "home").rglob("*") if file.is_file()) == sorted(FILES)
    assert [folder.name for folder in (tmp_path / "home").iterdir()] == ["MNIST"]


def cut(served: dict[str, bytes]) -> None:
    name = f"{FILES[2]}.gz"
    served[name] = served[name][:-100]


def refuse(served: dict[str, bytes]) -> None:
    served.pop(f"{FILES[3]}.gz")


def stall(served: dict[str, bytes]) -> None:
    served[f"{FILES[0]}.gz"] = STALL


@pytest.mark.parametrize("harm", [cut, refuse, stall])
def test_a_failed_download_is_said_and_leaves_nothing(
    harm: Callable[[dict[str, bytes]], None],
    mirror: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(datasets, "STALLED", 0.3)
    harm(mirror)
    with pytest.raises(DataError, match=r"MNIST could not be downloaded .* MNIST_DIR, or train on --data synthetic"):
        load("mnist")
    assert list((tmp_path / "home").iterdir()) == []


def test_only_what_is_missing_is_downloaded(mirror: dict[str, bytes], tmp_path: Path) -> None:
    files = raw_files()
    del files[FILES[1]]
    place = put(tmp_path / "home", files) / "MNIST" / "raw"
    before = (place / FILES[0]).stat().st_mtime_ns
    assert len(load("mnist").train) == SIZES[0]
    assert (place / FILES[0]).stat().st_mtime_ns == before


def test_a_tilde_is_the_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(tmp_path))
    put(tmp_path, raw_files())
    monkeypatch.setenv("MNIST_DIR", "~")
    assert len(load("mnist").train) == len(load("~").train) == SIZES[0]


def test_no_folder_can_be_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("MNIST_DIR", str(tmp_path / "file"))
    with pytest.raises(DataError, match="could not be downloaded"):
        load("mnist")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("content", [None, b"", b"<html>403</html>", "half", "other"])
def test_broken_files_are_said(name: str, content: bytes | str | None, tmp_path: Path) -> None:
    files = raw_files()
    if content is None:
        del files[name]
    elif content == "half":
        files[name] = files[name][: len(files[name]) // 2]
    elif content == "other":  # a good file of another size
        files[name] = idx(np.zeros((3, 28, 28)[: files[name][3]], dtype=np.uint8))
    else:
        assert isinstance(content, bytes)
        files[name] = content
    with pytest.raises(
        DataError, match=r"MNIST in .* is incomplete or broken \(.*\): put its four files into"
    ) as error:
        load(str(put(tmp_path, files)))
    assert "\n" not in str(error.value)


def test_unknown_names_and_empty_folders_are_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no data set and no folder 'minst': choose mnist, fashion-mnist, kmnist"):
        load("minst")
    with pytest.raises(DataError, match="MNIST is not in"):
        load(str(tmp_path))


def test_qmnist_labels_are_its_first_column(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {}
    for part, count in zip(("train", "test"), SIZES, strict=True):
        files[f"qmnist-{part}-images-idx3-ubyte"] = idx(np.zeros((count, 28, 28), dtype=np.uint8))
        labels = np.full((count, 8), 77, dtype=">i4")
        labels[:, 0] = np.arange(count) % 10
        files[f"qmnist-{part}-labels-idx2-int"] = idx(labels)[:2] + bytes([12]) + idx(labels)[3:]
    monkeypatch.setitem(
        datasets.SOURCES, "qmnist", datasets.Source("QMNIST", "QMNIST", "nobody", "none", SIZES, datasets.QMNIST_FILES)
    )
    put(datasets.home(), files, "QMNIST")
    assert load("qmnist").test.labels.tolist() == [0, 1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("images", "labels", "says"),
    [
        (torch.zeros(3, 28, 28), torch.zeros(3, dtype=torch.int64), "must be 28×28 bytes, not 3×28×28 float32"),
        (torch.zeros(3, 27, 28, dtype=torch.uint8), torch.zeros(3, dtype=torch.int64), "28×28 bytes"),
        (torch.zeros(3, 28, 28, dtype=torch.uint8), torch.zeros(4, dtype=torch.int64), "3 train images need as many"),
        (torch.zeros(3, 28, 28, dtype=torch.uint8), torch.tensor([0, 1, 10]), "from 0 to 9, but here is 10"),
        (torch.zeros(3, 28, 28, dtype=torch.uint8), torch.tensor([0, 1, -1]), "from 0 to 9, but here is -1"),
        (torch.zeros(0, 28, 28, dtype=torch.uint8), torch.zeros(0, dtype=torch.int64), "some train images"),
    ],
)
def test_what_are_no_digits_is_refused(images: torch.Tensor, labels: torch.Tensor, says: str) -> None:
    split = Split(images, labels)
    with pytest.raises(DataError, match=says):
        checked("These", split, split)


def test_data_knows_where_it_came_from() -> None:
    assert datasets.NAMES == ("mnist", "fashion-mnist", "kmnist", "qmnist", "synthetic")
