"""What one visitor may ask of a shared server is refused in a sentence that says what to do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.digits.runs.metadata import TRAIN, Metadata
from core.digits.runs.status import FINISHED, write_status
from core.digits.runs.store import RunStore
from core.digits.scheduler.limits import UNLIMITED, Limits, size
from core.digits.training.config import Config
from core.errors import RunError

WAITING = [Metadata(str(number), owner="ann", wanted=TRAIN, ticket=number) for number in (1, 2)]


def test_a_visitor_may_have_so_many_in_the_queue() -> None:
    limits = Limits(visitor_queue=2)
    limits.check_queue(Metadata("3", owner="bob"), WAITING)
    limits.check_queue(Metadata("3", owner="ann"), WAITING[:1])
    Limits(visitor_queue=0).check_queue(Metadata("3", owner="ann"), WAITING)
    limits.check_queue(Metadata("3"), [replace(each, owner="") for each in WAITING])
    with pytest.raises(RunError, match=r"2 runs of yours are waiting, and no more than 2 may here: take some"):
        limits.check_queue(Metadata("3", owner="ann"), WAITING)


def test_a_run_may_be_so_long_and_so_large() -> None:
    limits = Limits(epochs=20, parameters=20_000)
    limits.check_size(Config(epochs=20), Config().as_design().parameters)
    with pytest.raises(RunError, match="20 epochs here, not 21: choose fewer"):
        limits.check_size(Config(epochs=21), 1)
    with pytest.raises(RunError, match=r"20,000 parameters here, not 20,001: choose narrower"):
        limits.check_size(Config(), 20_001)
    UNLIMITED.check_size(Config(epochs=10_000), 10**9)


def test_where_the_room_is_taken_the_oldest_finished_run_is_named_and_kept(store: RunStore) -> None:
    runs = [store.create(Config(), "ann", name) for name in ("first", "second")]
    for metadata in runs:
        (store.folder(metadata.id) / "big").write_bytes(bytes(10_000))
        write_status(store.folder(metadata.id), FINISHED, "All done.", "")
    taken = sum(size(store.folder(metadata.id)) for metadata in runs)
    assert taken > 20_000
    Limits(visitor_disk=1.1 * taken / 1e9).check_disk(store, "ann")
    Limits(visitor_disk=1e-9, disk=0).check_disk(store, "bob")
    for limits, whose in ((Limits(visitor_disk=1e-6), "Your"), (Limits(disk=1e-6), "All")):
        with pytest.raises(RunError, match=rf"{whose} runs take .*: delete some of yours, 'first' for example"):
            limits.check_disk(store, "ann")
    with pytest.raises(RunError, match=r"All runs take .*: delete some of yours\.$"):
        Limits(disk=1e-6).check_disk(store, "bob")
    assert len(store.all()) == 2
