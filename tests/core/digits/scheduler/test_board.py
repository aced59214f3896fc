"""What a teacher sees: made of folders and locks alone, so it is the same for every server and machine."""

from __future__ import annotations

import os

import pytest

from core.digits.runs.lock import Lock, identity, machine
from core.digits.runs.metadata import TRAIN, Metadata
from core.digits.runs.reader import Reader
from core.digits.runs.status import TRAINING, write_status
from core.digits.runs.store import RunStore
from core.digits.scheduler.board import joined, numbers, seen
from core.digits.scheduler.machines import Machine
from core.digits.scheduler.scheduler import Scheduler
from core.digits.training.records import Batch, to_line
from tests.core.digits.small import CONFIG, PROGRAM


@pytest.fixture
def idle(store: RunStore) -> Scheduler:
    """A scheduler that starts nothing, because it is closed."""
    scheduler = Scheduler(store, at_once=2, program=PROGRAM)
    scheduler.close()
    return scheduler


def test_the_board_has_what_trains_and_what_waits_in_its_order(store: RunStore, idle: Scheduler) -> None:
    trains, second, first, finished = (
        store.create(CONFIG, owner, name).id
        for owner, name in (("ann", "Ann's"), ("ann", "Ann's second"), ("bob", "Bob's"), ("bob", "done"))
    )
    store.change(trains, wanted=TRAIN)
    folder = store.folder(trains)
    batch = Batch(epoch=2, batch=10, batches=20, loss=1.0, gradients=(), rate=0.1, seconds=1.0)
    (folder / "records.jsonl").write_text(to_line(batch))
    held = Lock(folder)
    held.sign(os.getpid())
    write_status(folder, TRAINING, "The training goes on.", identity(os.getpid()))
    for id in (second, first):
        idle.start(id)
    readers: dict[str, Reader] = {}
    board = seen(idle, readers)
    (training,) = board.training
    ((here, count),) = board.machines
    assert (training.metadata.name, training.status.state, training.machine) == ("Ann's", "training", here.name)
    assert (training.far.epoch, training.far.share) == (2, 0.5)
    assert (here.mark, here.slots, count) == (machine(), 2, 1)
    assert [(each.metadata.name, each.place) for each in board.waiting] == [("Bob's", 1), ("Ann's second", 2)]
    assert set(readers) == {trains}
    assert finished not in {each.metadata.id for each in board.waiting}
    held.release()
    assert seen(idle, readers).training == ()


def test_all_are_paused_for_the_class_and_go_on_in_their_order(store: RunStore, idle: Scheduler) -> None:
    mine, own = store.create(CONFIG, "ann").id, store.create(CONFIG, "ann").id
    for _ in range(2):
        idle.start(store.create(CONFIG, "bob").id)
    idle.start(mine)
    idle.start(own)
    idle.pause(own)  # by hand, which stays so
    before = [each.metadata.id for each in seen(idle, {}).waiting]
    assert before[1] == mine  # after the first of the other
    idle.pause_all()
    assert seen(idle, {}).waiting == ()
    assert [each.id for each in idle.paused_by_all()] == before
    assert idle.status(mine).sentence == "All runs were paused, for the class."
    idle.resume_all()
    assert [each.metadata.id for each in seen(idle, {}).waiting] == before
    assert idle.status(own).state == "paused"
    assert idle.paused_by_all() == []


def test_workers_of_one_machine_are_one_machine() -> None:
    one, other = Machine("one", "a", 1, 0.5), Machine("other", "b", 2, 0.1)
    broken = Machine("one", "a", 1, 0.5, "It does not answer.")
    assert joined([one, other, one]) == (Machine("one", "a", 2, 0.5), other)
    assert joined([broken, one]) == joined([one, broken]) == (one,)
    silent = [Machine(f"10.0.0.{number}", "", 1, -1.0, "It does not answer.") for number in (1, 2)]
    assert joined(silent) == tuple(silent)


def test_visitors_are_numbered_by_who_came_first_and_never_named() -> None:
    listed = [
        Metadata(f"{day}", owner=owner, created=f"2026-01-0{day}") for day, owner in ((3, "z"), (1, "y"), (2, ""))
    ]
    assert numbers(listed) == {"y": 1, "z": 2}
