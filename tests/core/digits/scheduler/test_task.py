"""What a machine of a cluster says of itself, and what it does with a run, without any cluster."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from core.digits.runs import lock
from core.digits.runs.lock import Lock
from core.digits.runs.metadata import PAUSE, TRAIN
from core.digits.runs.status import FINISHED, read_status, write_status
from core.digits.runs.store import RunStore
from core.digits.scheduler.machines import Machine
from core.digits.scheduler.task import Server, probe, problem, train, versions
from tests.core.digits.small import CONFIG

WRITES = (sys.executable, "-c", "import sys; print(sys.argv[1:]); sys.exit('error: the reason.')")


@pytest.fixture
def server(store: RunStore) -> Iterator[Server]:
    """One that leads, on this machine."""
    leads = store.root / "leads"
    leads.mkdir(parents=True)
    held = Lock(leads)
    held.sign(os.getpid())
    yield Server(str(store.root), str(leads), (leads / "lock").read_text(), versions())
    held.close()


def test_a_machine_with_the_same_folder_locks_and_versions_can_train(server: Server) -> None:
    assert Machine(**probe(server)).problem == ""


def test_what_keeps_a_machine_from_training_is_said_in_a_sentence(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = replace(server, versions={**versions(), "PyTorch": "1.2"})
    assert problem(older).startswith("It has another version of PyTorch than the server (")
    assert "1.2 on the server" in problem(older)
    other = problem(replace(server, versions={**versions(), "this program": "0123456789abcdef"}))
    assert other.startswith("It has another version of this program than the server: install")
    assert problem(replace(server, root=str(tmp_path / "no"))).startswith("The folder of runs is not there:")
    assert problem(replace(server, leader="1 2 3")).startswith("Its folder of runs is another one")
    monkeypatch.setattr(lock, "_shared", lambda file: True)  # as on a disk where locks are each machine's own
    assert problem(server).startswith("Locks do not hold between it and the server")
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert problem(server).startswith("The folder of runs cannot be written to")


def given(store: RunStore, words: Sequence[str], server: Server, **values: object) -> str:
    """The log of a new run with these metadata after a machine was asked to train it."""
    id = store.create(CONFIG).id
    store.change(id, **{"wanted": TRAIN, **values})
    train(server, id, words)
    log = store.folder(id) / "log.txt"
    return log.read_text() if log.exists() else ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no locks to inherit")
def test_what_shall_train_is_started_with_what_the_machine_and_the_moment_decide(
    store: RunStore, server: Server
) -> None:
    words = ("/the/server's/python", *WRITES[1:])
    assert given(store, words, server).startswith("['--threads', '1']\n")
    assert given(store, (*words, "--threads", "3"), server).startswith("['--threads', '3']\n")
    id = store.create(CONFIG).id
    store.change(id, wanted=TRAIN)
    (store.folder(id) / "records.jsonl").touch()
    train(server, id, words)
    assert (store.folder(id) / "log.txt").read_text().startswith("['--resume']\n")
    assert read_status(store.folder(id)).sentence == "the reason."


def test_what_shall_not_train_or_trains_elsewhere_is_left_alone(store: RunStore, server: Server) -> None:
    assert given(store, WRITES, server, wanted=PAUSE) == ""
    assert given(store, WRITES, server, ticket=1) == ""
    assert given(store, WRITES, replace(server, leader="1 2 3")) == ""
    train(server, "0" * 32, WRITES)  # which was deleted
    finished, elsewhere = store.create(CONFIG).id, store.create(CONFIG).id
    for id in (finished, elsewhere):
        store.change(id, wanted=TRAIN)
    write_status(store.folder(finished), FINISHED, "", "")
    held = Lock(store.folder(elsewhere))
    for id in (finished, elsewhere):
        train(server, id, WRITES)
        assert not (store.folder(id) / "log.txt").exists()
    held.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no locks to inherit")
def test_a_machine_that_cannot_start_a_process_says_so(
    store: RunStore, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    id = store.create(CONFIG).id
    store.change(id, wanted=TRAIN)
    train(server, id, WRITES)
    assert read_status(store.folder(id)).state == "failed"
    assert "No such file or directory" in read_status(store.folder(id)).sentence
