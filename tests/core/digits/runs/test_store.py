import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.digits.runs.lock import Lock
from core.digits.runs.metadata import METADATA, read_metadata
from core.digits.runs.run import read_config
from core.digits.runs.store import RunStore
from core.digits.training.config import Config
from core.errors import NoSuchRun, RunError

CONFIG = Config(data="synthetic", epochs=2)
ANN, BOB = "a" * 32, "b" * 32


def by_hand(store: RunStore, name: str) -> Path:
    """A run as a terminal leaves it."""
    folder = store.root / name
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps({"config": {"epochs": 3}}))
    return folder


def test_a_run_is_kept_with_its_settings_its_name_and_its_owner(store: RunStore) -> None:
    assert store.list(ANN) == ()
    metadata = store.create(CONFIG, ANN, "  My\n first\trun ", group="seeds")
    assert (metadata.name, metadata.owner, metadata.group, metadata.wanted, metadata.ticket) == (
        "My first run",
        ANN,
        "seeds",
        "",
        0,
    )
    assert len(metadata.id) == 32
    assert read_config(store.folder(metadata.id)) == CONFIG
    assert RunStore(store.root).find(metadata.id, ANN) == metadata
    renamed = store.rename(metadata, "Other")
    assert store.find(metadata.id, ANN) == renamed == replace(metadata, name="Other")


def test_visitors_see_their_own_runs_and_everyones_and_in_a_classroom_all(store: RunStore) -> None:
    anns, bobs = store.create(CONFIG, ANN), store.create(CONFIG, BOB)
    by_hand(store, "first.try_2")
    assert {metadata.id for metadata in store.list(ANN)} == {anns.id, "first.try_2"}
    assert {metadata.id for metadata in store.list("")} == {"first.try_2"}
    assert {metadata.id for metadata in store.list(ANN, classroom=True)} == {anns.id, bobs.id, "first.try_2"}
    with pytest.raises(NoSuchRun, match="There is no such run here"):
        store.find(bobs.id, ANN)
    assert store.find(bobs.id, ANN, classroom=True) == bobs
    assert store.find("first.try_2", BOB).name == "first.try_2"


def test_the_newest_run_comes_first(store: RunStore) -> None:
    listed = [store.create(CONFIG, ANN) for _ in range(3)]
    with store.alone():
        for day, metadata in enumerate(listed):
            store.put(replace(metadata, created=f"2026-01-0{day + 1}T00:00:00+00:00"))
    assert [metadata.id for metadata in store.list(ANN)] == [metadata.id for metadata in reversed(listed)]


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"owner": 3}', '{"admin": true}', "[" * 100_000, '{"ticket": true}']
)
def test_a_run_with_broken_metadata_belongs_to_nobody(content: str, store: RunStore) -> None:
    metadata = store.create(CONFIG, ANN)
    (store.folder(metadata.id) / METADATA).write_text(content)
    assert store.list(ANN) == store.list("") == ()
    assert [found.id for found in store.list("", classroom=True)] == [metadata.id]


PARTS = st.sampled_from(["..", ".", "/", "\\", "runs", "out", "~", "\0", "\n", "a", "%2e", "C:", " ", "．．"])


@given(st.one_of(st.text(max_size=20), st.lists(PARTS, max_size=6).map("".join)))
def test_no_id_leads_out_of_the_run_store(tmp_path_factory: pytest.TempPathFactory, id: str) -> None:
    top = tmp_path_factory.getbasetemp() / "guarded"
    store = RunStore(top / "runs")
    if not top.exists():
        for outside in (top, top / "out", top / "runs" / "inside", top / "runs" / ".hidden"):
            outside.mkdir(parents=True, exist_ok=True)
            (outside / "config.json").write_text('{"config": {}}')
        (top / "runs" / "a").symlink_to(top / "out")
    looks: tuple[Callable[[], str], ...] = (
        lambda: store.find(id, "", classroom=True).id,
        lambda: store.folder(id).name,
    )
    for look in looks:
        try:
            found = look()
        except NoSuchRun:
            continue
        assert found == "inside"


def test_a_deleted_run_can_be_taken_back_until_the_trash_is_emptied(store: RunStore) -> None:
    metadata = store.create(CONFIG, ANN, "Precious")
    with store.alone():
        store.put(replace(metadata, wanted="train", ticket=3))
    deleted = store.delete(store.find(metadata.id, ANN))
    assert deleted == metadata  # and wanted by nobody
    assert store.list(ANN) == ()
    with pytest.raises(NoSuchRun):
        store.find(metadata.id, ANN)
    with pytest.raises(NoSuchRun):
        store.rename(metadata, "Gone")
    assert store.deleted(ANN) == (metadata,)
    assert store.deleted(BOB) == ()
    assert store.undo(metadata) == metadata
    assert store.list(ANN) == (metadata,)
    with pytest.raises(NoSuchRun):
        store.undo(metadata)

    store.delete(metadata)
    assert store.empty_trash() == 0
    yesterday = (store.root / ".trash" / metadata.id).stat().st_mtime - 86_500
    os.utime(store.root / ".trash" / metadata.id, (yesterday, yesterday))
    assert store.empty_trash() == 1
    assert store.deleted(ANN) == ()
    with pytest.raises(NoSuchRun):
        store.undo(metadata)
    assert store.empty_trash(timedelta(0)) == 0


def test_a_run_that_trains_is_not_deleted(store: RunStore) -> None:
    metadata = store.create(CONFIG, ANN)
    held = Lock(store.folder(metadata.id))
    with pytest.raises(RunError, match="still training: stop it first"):
        store.delete(metadata)
    held.close()
    store.delete(metadata)


def test_a_run_store_that_cannot_be_written_to_raises_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match="cannot be written to"):
        RunStore(tmp_path / "file" / "runs").create(CONFIG)
    assert RunStore(tmp_path / "file" / "runs").list("") == ()


def test_many_writers_lose_no_change(store: RunStore) -> None:
    from concurrent.futures import ThreadPoolExecutor

    metadata = store.create(CONFIG, ANN)

    def change(number: int) -> None:
        other = RunStore(store.root)
        with other.alone():
            other.put(replace(read_metadata(other.folder(metadata.id)), ticket=other.find(metadata.id, ANN).ticket + 1))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(change, range(40)))
    assert store.find(metadata.id, ANN).ticket == 40
