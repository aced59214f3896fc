"""A run as one file to take home."""

from __future__ import annotations

import io
import json
import os
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.digits.runs.export import zipped
from core.digits.runs.metadata import Metadata
from core.digits.runs.snapshots import Snapshot, write_snapshot
from core.digits.runs.store import RunStore
from core.digits.training.config import Config

CONFIG = Config(data="synthetic", epochs=2)
ANN = "a" * 32


def test_the_export_has_all_that_is_worth_keeping_and_nothing_private(store: RunStore) -> None:
    metadata = store.create(CONFIG, ANN, "../My run: η")
    folder = store.folder(metadata.id)
    (folder / "records.jsonl").write_text('{"whole": 1}\n{"on its w')
    for name in ("log.txt", "status.json", "lock", "watched", ".status.json.1.part"):
        (folder / name).write_text(name)
    for name in ("checkpoint-000001-aa.pt", "checkpoint-000002-bb.pt"):
        (folder / name).write_text(name)
    write_snapshot(folder, Snapshot(0, {}, {}, None))
    (folder / "snapshots" / ".epoch-0001.pt.7.part").write_text("")
    content = zipped(folder, metadata)
    assert ANN.encode() not in content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = ["card.json", "config.json", "records.jsonl", "log.txt", "status.json", "checkpoint-000002-bb.pt"]
    assert list(parts) == [f"My-run/{name}" for name in [*names, "snapshots/epoch-0000.pt"]]
    assert parts["My-run/records.jsonl"] == b'{"whole": 1}\n'
    assert ANN.encode() not in b"".join(parts.values())
    shown: dict[str, Any] = json.loads(parts["My-run/card.json"])
    assert Metadata(metadata.id, **shown) == replace(metadata, owner="")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks for rights before it makes a link")
def test_what_a_link_leads_to_and_what_is_no_file_stays_here(store: RunStore, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    for name in ("file", "epoch-0001.pt"):
        (secret / name).write_text("secret")
    metadata = store.create(CONFIG, ANN, "Mine")
    folder = store.folder(metadata.id)
    for name in ("records.jsonl", "log.txt", "checkpoint-000001-aa.pt"):
        (folder / name).symlink_to(secret / "file")
    (folder / "snapshots").symlink_to(secret)
    os.mkfifo(folder / "status.json")
    with zipfile.ZipFile(io.BytesIO(zipped(folder, metadata))) as archive:
        assert archive.namelist() == ["Mine/card.json", "Mine/config.json"]
    (folder / "snapshots").unlink()
    (folder / "snapshots").mkdir()
    (folder / "snapshots" / "epoch-0001.pt").symlink_to(secret / "file")
    with zipfile.ZipFile(io.BytesIO(zipped(folder, metadata))) as archive:
        assert archive.namelist() == ["Mine/card.json", "Mine/config.json"]
