"""The life of runs with real processes. Each takes seconds to import torch, so there are few, well used."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest

from core.digits.record import Batch
from core.digits.runs import crew, lock
from core.digits.runs.crew import Child, settle
from core.digits.runs.foreman import Foreman
from core.digits.runs.house import Settings
from core.digits.runs.lead import SERVER_ENDED, SERVER_GONE
from core.digits.runs.run import read_records, read_state
from core.digits.runs.shelf import Shelf
from core.digits.runs.snapshot import epochs
from core.digits.runs.status import Status, read_status, write_status
from tests.core.digits.runs.small import CODE, CONFIG, PROGRAM, ROOT, bits, there, train

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to ask a process to end")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "runs")


@pytest.fixture
def foreman(shelf: Shelf) -> Iterator[Foreman]:
    foreman = Foreman(shelf, at_once=1, program=PROGRAM)
    yield foreman
    foreman.close()
    assert foreman.problem == ""


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a process may need long to answer; that is no failure here."""
    monkeypatch.setattr(crew, "GRACE", 60.0)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("undisturbed") / "run"
    assert train(folder) == 0
    return folder


def until(true: Callable[[], bool], seconds: float = 120.0) -> float:
    """Waits until something is true, and returns how long that took."""
    begin = monotonic()
    while not true():
        assert monotonic() - begin < seconds
        sleep(0.01)
    return monotonic() - begin


def lines(folder: Path) -> int:
    try:
        return (folder / "records.jsonl").read_bytes().count(b"\n")
    except OSError:
        return 0


@pytest.mark.usefixtures("patient")
def test_a_run_that_was_paused_and_killed_ends_with_the_same_bits(
    shelf: Shelf, foreman: Foreman, undisturbed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLOW_BATCH", "0.03")
    id = shelf.create(CONFIG).id
    folder = shelf.folder(id)
    assert foreman.status(id).state == "new"
    foreman.start(id)
    seen = set()
    until(lambda: seen.add(foreman.status(id).state) or lines(folder) >= 7)
    assert {"starting", "preparing", "training"} & seen >= {"starting", "training"}
    process = foreman.status(id).process
    assert os.getpriority(os.PRIO_PROCESS, int(process.split(" ")[0])) - os.getpriority(os.PRIO_PROCESS, 0) in (9, 10)
    foreman.pause(id)
    until(lambda: not foreman.status(id).alive)
    assert foreman.status(id).state == "paused"
    state = read_state(folder)
    assert state is not None
    assert state["batch"] == lines(folder)  # nothing of what was seen is lost

    foreman.resume(id)
    until(lambda: foreman.status(id).state == "training" and lines(folder) >= 30)
    assert lock.send(folder, signal.SIGKILL)
    until(lambda: foreman.status(id).state == "died")
    until(lambda: "ended from outside (signal SIGKILL)" in foreman.status(id).sentence)
    sleep(0.5)
    assert foreman.status(id).state == "died"  # nobody asked for more

    monkeypatch.delenv("SLOW_BATCH")
    foreman.resume(id)
    until(lambda: foreman.status(id).state == "finished")
    assert bits(folder) == bits(undisturbed)
    assert epochs(folder) == (0, 1, 2, 3)
    foreman.start(id)
    assert foreman.status(id).state == "finished"


def test_queued_runs_train_once_and_in_order_with_the_bits_each_has_alone(
    shelf: Shelf, foreman: Foreman, undisturbed: Path, tmp_path: Path
) -> None:
    other = Foreman(shelf, at_once=1, program=PROGRAM)  # of a second server on the same folder
    try:
        ids = [shelf.create(replace(CONFIG, seed=seed, epochs=1)).id for seed in (1, 2)] + [shelf.create(CONFIG).id]
        for id, by in zip(ids, (other, foreman, other), strict=True):
            by.start(id)
            by.start(id)
        until(lambda: foreman.status(ids[0]).alive)
        assert [foreman.place(id) for id in ids] == [other.place(id) for id in ids] == [0, 1, 2]
        assert other.status(ids[2]).state == "waiting"
        assert "number 2 in the queue" in other.status(ids[2]).sentence
        most, order = 0, []
        while foreman.status(ids[2]).state != "finished":
            alive = [id for id in ids if lock.held(shelf.folder(id))]
            most = max(most, len(alive))
            order += [id for id in alive if id not in order]
            assert foreman.status(ids[2]).state not in ("failed", "died", "paused")
            sleep(0.02)
        assert most == 1
        assert order == ids
    finally:
        other.close()
    for id, seed in zip(ids, (1, 2), strict=False):
        assert train(tmp_path / str(seed), replace(CONFIG, seed=seed, epochs=1)) == 0
        assert bits(shelf.folder(id)) == bits(tmp_path / str(seed))
    assert bits(shelf.folder(ids[2])) == bits(undisturbed)
    for id in ids:
        assert (shelf.folder(id) / "log.txt").read_text().count("Device: ") == 1


SERVER = f"""
import sys, time
from datetime import timedelta
from pathlib import Path
from core.digits.runs.foreman import Foreman
from core.digits.runs.shelf import Shelf
foreman = Foreman(Shelf(Path(sys.argv[1])), at_once=1, program=[sys.executable, "-c", {CODE!r}])
for id in sys.argv[2:]:
    foreman.start(id)
time.sleep(60)
"""


def test_what_goes_on_after_its_server_was_killed_is_adopted_and_ended_with_the_next(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLOW_BATCH", "0.3")
    trained, queued, later = (shelf.create(CONFIG).id for _ in range(3))
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(shelf.root), trained, queued], cwd=ROOT)
    folder = shelf.folder(trained)
    until(lambda: lines(folder) >= 2)
    server.kill()
    server.wait()
    process = read_status(folder).process
    assert there(process)

    foreman = Foreman(shelf, at_once=1, program=PROGRAM)
    try:
        assert foreman.status(trained).state == "training"
        assert foreman.status(queued) == replace(foreman.status(queued), state="paused", sentence=SERVER_GONE)
        foreman.start(later)
        sleep(0.6)
        assert foreman.place(later) == 1  # the adopted one is counted
        assert there(process)
        assert foreman.status(trained).process == process
        begin = monotonic()
    finally:
        foreman.close()
    assert monotonic() - begin < 7
    until(lambda: not there(process))
    for id in (trained, later):
        assert foreman.status(id).state == "paused"
        assert foreman.status(id).sentence == SERVER_ENDED
    assert read_status(folder).state == "paused"
    state = read_state(folder)
    assert state is not None
    assert state["batch"] == lines(folder)


def test_a_run_that_nobody_watches_is_paused_also_while_it_is_tested(
    shelf: Shelf, undisturbed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLOW_SCORE", "30")
    foreman = Foreman(shelf, at_once=1, unwatched=timedelta(seconds=3), program=PROGRAM)
    try:
        id = shelf.create(CONFIG).id
        folder = shelf.folder(id)
        foreman.start(id)
        until(lambda: foreman.watched(id) or foreman.status(id).state == "testing")
        assert until(lambda: not foreman.status(id).alive) < 25  # far less than the test of a split takes
        assert foreman.status(id).state == "paused"
        assert foreman.status(id).sentence == "Nobody has looked at this run for 0.05 minutes."
        last = list(read_records(folder))[-1]
        assert isinstance(last, Batch)
        assert last.batch == last.batches
        monkeypatch.delenv("SLOW_SCORE")
        foreman.resume(id)
        until(lambda: foreman.watched(id) or foreman.status(id).state == "finished")
        assert bits(folder) == bits(undisturbed)
    finally:
        foreman.close()


def test_closing_leaves_no_child_not_even_one_that_is_starting_or_does_not_listen(shelf: Shelf) -> None:
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    )
    foreman = Foreman(shelf, at_once=2, program=(sys.executable, "-c", deaf))
    ids = [shelf.create(CONFIG).id for _ in range(2)]
    foreman.start(ids[0])
    until(lambda: (shelf.folder(ids[0]) / "log.txt").exists() and "deaf" in log(shelf, ids[0]))
    assert foreman.status(ids[0]).state == "starting"
    foreman.start(ids[1])
    until(lambda: foreman.status(ids[1]).process != "")
    processes = [foreman.status(id).process for id in ids]
    begin = monotonic()
    foreman.close()
    assert monotonic() - begin < 7
    assert not any(map(there, processes))
    assert [foreman.status(id).sentence for id in ids] == [SERVER_ENDED] * 2
    foreman.close()  # again does nothing


def log(shelf: Shelf, id: str) -> str:
    return (shelf.folder(id) / "log.txt").read_text()


def test_a_process_that_ends_without_a_word_is_spoken_for(shelf: Shelf) -> None:
    quick = "import sys; print('error: the reason.', file=sys.stderr); sys.exit(2)"
    foreman = Foreman(shelf, at_once=1, program=(sys.executable, "-c", quick))
    try:
        id = shelf.create(CONFIG).id
        foreman.start(id)
        until(lambda: foreman.status(id).state == "failed")
        assert foreman.status(id).sentence == "the reason."
        assert read_status(shelf.folder(id)).state == "failed"
    finally:
        foreman.close()


def test_what_cannot_be_started_is_said(shelf: Shelf) -> None:
    foreman = Foreman(shelf, at_once=1, program=("/no/such/program",))
    try:
        broken, missing = shelf.create(CONFIG).id, shelf.create(CONFIG).id
        (shelf.folder(broken) / "config.json").write_text("{")
        for id, says in ((broken, "config.json cannot be read"), (missing, "No such file or directory")):
            foreman.start(id)
            until(lambda id=id: foreman.status(id).state == "failed")
            assert says in foreman.status(id).sentence
            assert foreman.place(id) == 0
    finally:
        foreman.close()


@pytest.mark.usefixtures("patient")
def test_a_run_in_a_terminal_is_seen_and_paused_but_outlives_the_server(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLOW_BATCH", "0.2")
    folder = shelf.root / "by-hand"
    words = [*PROGRAM, "--run", str(folder), "--data", "synthetic", "--threads", "1", "--log-every", "1"]
    process = subprocess.Popen([*words, "--batch-size", "32", "--epochs", "2"], cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        Foreman(shelf, program=PROGRAM).close()
        until(lambda: lines(folder) >= 1)
        foreman = Foreman(shelf, program=PROGRAM)
        assert [card.id for card in shelf.list("anybody")] == ["by-hand"]
        foreman.start("by-hand")  # it trains already
        sleep(0.3)
        foreman.close()
        assert foreman.status("by-hand").state == "training"
        foreman = Foreman(shelf, program=PROGRAM)
        foreman.pause("by-hand")
        assert process.wait(60) == 130
        assert foreman.status("by-hand").state == "paused"
        foreman.close()
    finally:
        process.kill()
        process.wait()


class Ended(Child):
    def __init__(self, code: int) -> None:
        self._code = code

    def wait(self, seconds: float) -> int | None:
        return self._code


@pytest.mark.parametrize(
    ("code", "asked", "state", "says"),
    [
        (-9, False, "died", "ended from outside (signal SIGKILL): kill -9"),
        (-9, True, "paused", "Resume goes on"),
        (1, False, "failed", "the disk is full"),
    ],
)
def test_how_a_process_ended_is_told_by_its_exit_code(
    code: int, asked: bool, state: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_status(tmp_path, "training", "The training goes on.", "123 4")
    (tmp_path / "log.txt").write_text("Device: cpu\nerror: an older one\nerror: the disk is full.\n")
    assert settle(tmp_path, "123 4", Ended(code), asked) is None
    assert read_status(tmp_path).state == state
    assert says in read_status(tmp_path).sentence

    def full(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("core.digits.runs.crew.write_status", full)
    told = settle(tmp_path, "567 8", Ended(code), asked)
    assert isinstance(told, Status)
    assert told.state == state


def test_the_rules_of_the_house_come_from_the_environment() -> None:
    assert Settings.from_environment({}) == Settings()
    given = {"LAB_RUNS": "/tmp", "LAB_AT_ONCE": " 3 ", "LAB_UNWATCHED_MINUTES": "1.5", "LAB_CLASSROOM": "Yes"}
    assert Settings.from_environment(given) == Settings(Path("/tmp"), 3, timedelta(seconds=90), True)
    wrong = {
        "LAB_RUNS": __file__,
        "LAB_AT_ONCE": ["0", "1.5", "-1", "x", "²", "99999999999999999999"],
        "LAB_UNWATCHED_MINUTES": ["-1", "nan", "inf", "soon"],
        "LAB_CLASSROOM": ["perhaps"],
    }
    for name, values in wrong.items():
        for value in [values] if isinstance(values, str) else values:
            with pytest.raises(ValueError, match=name):
                Settings.from_environment({name: value})
    assert json.dumps(given)  # plain texts, as in a real environment
