"""What leaves the server does not say where things are on it."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from core.digits.runs.export import zipped
from core.digits.runs.metadata import Metadata, write_metadata
from core.digits.runs.redaction import redacted, without_places, words_for_places
from core.digits.runs.run import read_config
from core.digits.runs.store import RunStore
from core.digits.training.config import Config

CONFIG = Config(epochs=1)
PROGRAM = Path(__file__).parents[4]


@pytest.fixture(params=["runs", "Läufe", 'a "b"', "C\\runs"])
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> RunStore:
    """A run store in a folder that JSON may write differently, and data next to it."""
    monkeypatch.setenv("MNIST_DIR", str(tmp_path / "sets"))
    return RunStore(tmp_path / request.param)


def test_an_export_calls_runs_by_their_names_and_names_no_folder_of_the_server(store: RunStore, tmp_path: Path) -> None:
    first = store.create(CONFIG, "", "First one")
    start = store.folder(first.id)
    metadata = store.create(replace(CONFIG, start=str(start), data=str(tmp_path / "elsewhere")), "", "Next: η")
    folder = store.folder(metadata.id)
    (folder / "status.json").write_text(json.dumps({"sentence": f"{folder} cannot be written to."}))
    log = [
        f"Data: MNIST, read from {tmp_path / 'sets' / 'MNIST'}",
        f"Started with the weights of {start}.",
        f'  File "{PROGRAM / "core" / "digits" / "train.py"}", line 9, in fit',
        f'  File "{Path(sys.prefix) / "lib" / "torch.py"}", line 3',
        f"    {store.root}-old and {store.root}",
        "loss=0.5 batch_id=937: 100%|██████████| 938/938 [00:10<00:00, 93.80it/s]",
    ]
    (folder / "log.txt").write_text("\n".join(log), encoding="utf-8")
    with zipfile.ZipFile(io.BytesIO(zipped(folder, metadata))) as archive:
        parts = {name.partition("/")[2]: archive.read(name).decode() for name in archive.namelist()}
    settings = json.loads(parts["config.json"])["config"]
    assert (settings.pop("start"), settings.pop("data")) == ("First-one", "data")
    assert Config.from_json({**settings, "data": CONFIG.data}) == replace(
        read_config(folder), start="", data=CONFIG.data
    )
    assert json.loads(parts["status.json"]) == {"sentence": "Next cannot be written to."}
    assert parts["log.txt"].splitlines() == [
        "Data: MNIST, read from data/MNIST",
        "Started with the weights of First-one.",
        '  File "program/core/digits/train.py", line 9, in fit',
        '  File "python/lib/torch.py", line 3',
        f"    {store.root}-old and runs",
        log[-1],
    ]


def test_a_run_with_settings_that_cannot_be_read_is_exported_all_the_same(store: RunStore) -> None:
    metadata = store.create(CONFIG, "", "Broken")
    folder = store.folder(metadata.id)
    (folder / "config.json").write_text(f'{{"config": "{folder}')
    with zipfile.ZipFile(io.BytesIO(zipped(folder, metadata))) as archive:
        assert archive.read("Broken/config.json") == b'{"config": "Broken'


def test_the_whole_disk_is_no_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/")
    monkeypatch.setenv("MNIST_DIR", "/")
    write_metadata(tmp_path, Metadata(tmp_path.name, "Mine"))
    words = words_for_places(tmp_path)
    assert Path("/") not in words
    assert redacted(b"a/b /c 3/4", words) == b"a/b /c 3/4"


def test_a_sentence_on_a_page_names_runs_and_of_other_places_the_end(store: RunStore) -> None:
    first, second = (store.create(CONFIG, "", name) for name in ("First one", "Second"))
    folder, other = store.folder(first.id), store.folder(second.id)
    for said, shown in (
        (f"{folder} cannot be written to.", "First-one cannot be written to."),
        (f"{folder}/config.json and {other}: no.", "First-one/config.json and Second: no."),
        (f"[Errno 13] Permission denied: '{store.root}/.lock'", "[Errno 13] Permission denied: 'runs/.lock'"),
        (f"{store.root} cannot be written to.", "runs cannot be written to."),
        ("[Errno 2] No such file: '/etc/lab/secret.toml'", "[Errno 2] No such file: 'secret.toml'"),
        ("5 / 3, and/or https://example.org/a/b, 1/2 images/s", "5 / 3, and/or https://example.org/a/b, 1/2 images/s"),
        ("The training goes on.", "The training goes on."),
    ):
        assert without_places(said, store.root) == shown
