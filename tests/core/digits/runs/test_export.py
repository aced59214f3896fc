"""A run as one file to take home."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from typing import Any

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
