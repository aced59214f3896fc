"""What a training tells in its folder, and how it ends: in this process, so that no test waits for torch."""

import errno
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.digits import command, flags
from core.digits.model import DigitNet
from core.digits.recipe import Config
from core.digits.record import Score
from core.digits.runs import durable, lock, status
from core.digits.runs.durable import RunError
from core.digits.runs.failure import BAD_SETTINGS
from core.digits.runs.interruption import Interruption, Stopped
from core.digits.runs.lock import InUse, Lock, identity, look
from core.digits.runs.run import CONFIG as CONFIG_FILE
from core.digits.runs.run import Run, read_config, read_state
from core.digits.runs.snapshot import SNAPSHOTS, epochs, read_snapshot, read_snapshots
from core.digits.runs.status import read_status, write_status
from tests.core.digits.runs.small import CONFIG, bits, smallness, train

ONE = replace(CONFIG, epochs=1)


@pytest.fixture(autouse=True)
def _small() -> Iterator[None]:
    with smallness():
        yield


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("finished") / "run"
    assert train(folder, replace(CONFIG, epochs=2)) == 0
    return folder


def states_of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a training in that folder tells, in order; filled while it goes on."""
    told: list[str] = []
    tell = Run.tell

    def telling(self: Run, state: str, sentence: str) -> None:
        tell(self, state, sentence)
        assert read_status(folder).state == state
        assert read_status(folder).sentence == sentence
        told.append(state)

    monkeypatch.setattr(Run, "tell", telling)
    return told


def test_a_training_tells_how_it_is_doing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = states_of(tmp_path, monkeypatch)
    assert read_status(tmp_path).state == "new"
    assert train(tmp_path, replace(CONFIG, epochs=2)) == 0
    assert told == ["preparing", "training", "testing", "training", "testing", "finished"]
    assert read_status(tmp_path).state == "finished"
    assert not read_status(tmp_path).alive


def failing(error: BaseException) -> Any:
    def fail(*_: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "says", "details"),
    [
        (
            RuntimeError("the\nmoon is full"),
            "Something unexpected happened (RuntimeError: the moon is full); log",
            True,
        ),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory: 5 bytes"), "The memory is full: choose", True),
        (MemoryError(), "The memory is full: choose a smaller batch_size", True),
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full: make room", True),
        (command.load.__globals__["DataError"]("MNIST is gone: put it back."), "MNIST is gone: put it back.", False),
    ],
)
def test_whatever_goes_wrong_is_said_with_what_to_do(
    error: Exception,
    says: str,
    details: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(command, "load", failing(error))
    assert train(tmp_path, ONE) == 1
    assert read_status(tmp_path).state == "failed"
    assert says in read_status(tmp_path).sentence
    assert capsys.readouterr().err == f"error: {read_status(tmp_path).sentence}\n"
    assert details == (tmp_path / "log.txt").exists()
    if details:
        assert "Traceback" in (tmp_path / "log.txt").read_text()
    monkeypatch.undo()
    with smallness():
        assert train(tmp_path, ONE) == 0  # nothing had begun: it may be tried again, with other settings too


def test_a_loss_that_is_no_number_and_damaged_checkpoints_are_said(tmp_path: Path) -> None:
    wild = replace(ONE, learning_rate=1000.0, momentum=0.999, weight_decay=1.0)
    assert train(tmp_path / "wild", wild) == 1
    assert read_status(tmp_path / "wild").state == "failed"
    assert "try a learning rate below 1000" in read_status(tmp_path / "wild").sentence
    assert train(tmp_path / "run", ONE) == 0
    for path in (tmp_path / "run").glob("checkpoint-*"):
        path.write_bytes(b"")
    assert command.main(["--run", str(tmp_path / "run"), "--resume"]) == 1
    assert "All checkpoints" in read_status(tmp_path / "run").sentence


def test_where_no_status_can_be_written_the_reader_still_says_something_true(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)

    def full(*_: object, **__: object) -> None:
        if (tmp_path / "status.json").exists():
            raise OSError(errno.ENOSPC, "No space left on device")

    write = durable.write
    monkeypatch.setattr(status.durable, "write", lambda path, *rest, **more: full() or write(path, *rest, **more))
    monkeypatch.setattr("core.digits.runs.run.write", failing(OSError(errno.ENOSPC, "No space left on device")))
    (tmp_path / "records.jsonl").touch()
    (tmp_path / CONFIG_FILE).write_text(json.dumps({"config": asdict(ONE)}))
    assert command.main(["--run", str(tmp_path), "--resume"]) == 1
    assert read_status(tmp_path).state == "failed"  # written into the place it already had
    assert "no space left on device" in read_status(tmp_path).sentence
    monkeypatch.setattr(status.durable, "overwrite", failing(OSError()))
    write_text = json.loads((tmp_path / "status.json").read_text()) | {"state": "training"}
    (tmp_path / "status.json").write_text(json.dumps(write_text))
    assert command.main(["--run", str(tmp_path), "--resume"]) == 1
    assert read_status(tmp_path).state == "died"
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=0))
    assert read_status(tmp_path).sentence.startswith("The training ended, and the disk is full")


def test_a_request_to_end_during_the_preparation_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def download(_: str) -> None:
        with tempfile.TemporaryDirectory(dir=tmp_path):
            try:
                signal.raise_signal(signal.SIGTERM)
            except Exception:
                pytest.fail("mended as if it were an error")
        pytest.fail("went on")

    monkeypatch.setattr(command, "load", download)
    before = signal.getsignal(signal.SIGTERM)
    assert train(tmp_path / "run", ONE) == command.STOPPED
    assert [path.name for path in tmp_path.iterdir()] == ["run"]
    assert read_status(tmp_path / "run").state == "paused"
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_request_to_end_interrupts_a_test_and_the_same_bits_follow(
    finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, fit = tmp_path / "run", command.fit
    config = replace(CONFIG, epochs=2)

    def stopping(number: int) -> Any:
        def records(*given: Any) -> Any:
            for left, record in enumerate(fit(*given)):
                if isinstance(record, Score) and left >= number:
                    assert read_status(folder).state == "testing"
                    signal.raise_signal(signal.SIGTERM)  # while it is being counted
                    pytest.fail("went on")
                yield record

        return records

    monkeypatch.setattr(command, "fit", stopping(0))
    assert train(folder, config) == command.STOPPED
    state = read_state(folder)
    assert state is not None
    assert (state["epoch"], state["batch"]) == (0, 20)
    assert epochs(folder) == (0,)
    for number in (0, 1, 0):  # at once when resumed, in the next epoch, and in the last test of all
        monkeypatch.setattr(command, "fit", stopping(number))
        assert command.main(["--run", str(folder), "--resume"]) == command.STOPPED
        assert read_status(folder).state == "paused"
    monkeypatch.setattr(command, "fit", fit)
    assert command.main(["--run", str(folder), "--resume"]) == 0
    assert bits(folder) == bits(finished)


def test_a_signal_waits_for_the_next_record_but_not_for_long() -> None:
    with Interruption() as interruption:
        with interruption.at_once(False):
            signal.raise_signal(signal.SIGTERM)
            assert interruption.asked
        with pytest.raises(Stopped), interruption.at_once(False):
            raise TimeoutError(threading.Event().wait(60))
    with Interruption() as interruption:
        with interruption.at_once(False):
            signal.raise_signal(signal.SIGTERM)
        interruption.settle()
        with pytest.raises(Stopped), interruption.at_once(False):
            signal.raise_signal(signal.SIGINT)  # the second
    with Interruption() as interruption, interruption.at_once(False):
        interruption.patient = True
        signal.raise_signal(signal.SIGTERM)
        with interruption.at_once(True):
            pass
    with pytest.raises(Stopped), Interruption():
        signal.raise_signal(signal.SIGTERM)


def test_a_run_that_starts_with_anothers_weights(finished: Path, tmp_path: Path) -> None:
    config = replace(ONE, start=str(finished), seed=8)
    assert train(tmp_path / "next", config) == 0
    first, given = read_snapshot(tmp_path / "next", 0), read_snapshot(finished, 2)
    assert all(torch.equal(first.weights[name], tensor) for name, tensor in given.weights.items())
    assert read_config(tmp_path / "next").start == str(finished)
    assert epochs(tmp_path / "next") == (0, 1)


@pytest.mark.parametrize(
    ("settings", "says"),
    [({"widths": (3, 3, 3, 3, 3, 3)}, "has another network"), ({"start": "/nowhere"}, "there is no checkpoint in")],
)
def test_a_start_that_does_not_fit_is_bad_settings(
    settings: Any, says: str, finished: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train(tmp_path / "next", replace(ONE, **{"start": str(finished), **settings})) == BAD_SETTINGS
    assert says in capsys.readouterr().err
    assert says in read_status(tmp_path / "next").sentence


def test_each_epoch_leaves_a_snapshot_that_answers_as_it_did(finished: Path) -> None:
    assert epochs(finished) == (0, 1, 2)
    snapshots, problems = read_snapshots(finished)
    assert [snapshot.epoch for snapshot in snapshots] == [0, 1, 2]
    assert problems == []
    last = snapshots[-1]
    assert last.answers is not None
    assert snapshots[0].answers is None
    assert (last.answers.shape, last.answers.dtype) == ((100, 10), torch.float16)
    images = command.load("synthetic").test
    net = DigitNet(**last.network).eval()
    net.load_state_dict(last.weights)
    with torch.inference_mode():
        answers = net(images.images.unsqueeze(1) / 255)
    torch.testing.assert_close(answers, last.answers.float(), atol=1e-2, rtol=1e-2)


@pytest.mark.parametrize(
    "harm", [lambda b: b[:-10], lambda b: b"", lambda b: b[:3000] + bytes([b[3000] ^ 1]) + b[3001:]]
)
def test_a_damaged_snapshot_is_said_and_the_others_are_read(harm: Any, finished: Path, tmp_path: Path) -> None:
    shutil.copytree(finished / SNAPSHOTS, tmp_path / SNAPSHOTS)
    path = tmp_path / SNAPSHOTS / "epoch-0001.pt"
    path.write_bytes(harm(path.read_bytes()))
    snapshots, problems = read_snapshots(tmp_path)
    assert [snapshot.epoch for snapshot in snapshots] == [0, 2]
    assert problems == ["The snapshot of epoch 1 is damaged and left out; other epochs can be seen."]
    with pytest.raises(RunError, match="There is no snapshot of epoch 9"):
        read_snapshot(tmp_path, 9)


def test_looking_at_a_lock_never_keeps_anybody_from_taking_it(tmp_path: Path) -> None:
    Lock(tmp_path).close()
    done = threading.Event()

    def stare() -> None:
        while not done.is_set():
            look(tmp_path)

    watchers = [threading.Thread(target=stare) for _ in range(4)]
    for watcher in watchers:
        watcher.start()
    try:
        for _ in range(100):
            held = Lock(tmp_path)
            held.sign(os.getpid())
            with pytest.raises(InUse):
                Lock(tmp_path)
            assert look(tmp_path) == lock.Seen(True, identity(os.getpid()))
            held.release()
    finally:
        done.set()
        for watcher in watchers:
            watcher.join()
    assert look(tmp_path) == lock.Seen(False, "")
    assert look(tmp_path / "nowhere") == lock.Seen(False, "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no shared locks here")
def test_who_takes_a_lock_waits_for_one_who_only_looks(tmp_path: Path) -> None:
    import fcntl

    Lock(tmp_path).close()
    looking = os.open(tmp_path / lock.LOCK, os.O_RDONLY)
    fcntl.flock(looking, fcntl.LOCK_SH)
    threading.Timer(0.1, os.close, (looking,)).start()
    Lock(tmp_path).close()


def test_a_signal_is_never_sent_to_a_stranger(tmp_path: Path) -> None:
    held = Lock(tmp_path)
    for name in (b"", b"0", b"-1", b"x", b"999999999 5", f"{os.getpid()} 1".encode()):
        held._write(name)
        assert not lock.send(tmp_path, signal.SIGTERM)
    held.close()


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"state": "well"}', '{"state": "paused", "sentence": 3}', "[" * 99_999]
)
def test_a_damaged_status_is_none(content: str, tmp_path: Path) -> None:
    (tmp_path / "status.json").write_text(content)
    assert read_status(tmp_path).state == "new"
    (tmp_path / "records.jsonl").touch()
    assert read_status(tmp_path).state == "died"


def test_what_is_said_is_believed_while_who_said_it_lives(tmp_path: Path) -> None:
    me, held = identity(os.getpid()), Lock(tmp_path)
    held.sign(os.getpid())
    assert read_status(tmp_path).state == "starting"
    write_status(tmp_path, "training", "The training goes on.", "1 2")  # the one before, which was killed
    assert read_status(tmp_path).state == "starting"
    write_status(tmp_path, "training", "The training goes on.", me)
    assert read_status(tmp_path).state == "training"
    held.close()  # without a farewell
    assert read_status(tmp_path).state == "died"
    write_status(tmp_path, "paused", "Paused.", "1 2")  # by another, before this one started and was killed
    assert read_status(tmp_path).state == "died"
    write_status(tmp_path, "paused", "Paused.", me)
    assert read_status(tmp_path).state == "paused"


NUMBERS: dict[str, st.SearchStrategy[Any]] = {
    "data": st.sampled_from(["mnist", "synthetic", "--weird", "a b", "/x y/-z"]),
    "share": st.floats(0.01, 1),
    "epochs": st.integers(1, 10_000),
    "seed": st.integers(0, 2**31 - 1),
    "start": st.sampled_from(["", "runs/first", "-x"]),
    "device": st.sampled_from(["auto", "cpu"]),
    "widths": st.tuples(*[st.integers(1, 64)] * 6),
    "padding": st.just((1, 1, 1, 1, 1)),
    "dropout": st.floats(0, 0.9),
    "batch_norm": st.booleans(),
    "learning_rate": st.floats(1e-9, 1000),
    "weight_decay": st.floats(0, 1),
    "schedule": st.sampled_from(["one-cycle", "constant"]),
    "log_every": st.integers(1, 100),
}


@given(st.fixed_dictionaries({}, optional=NUMBERS), st.booleans())
def test_the_command_line_makes_the_same_settings(settings: dict[str, Any], resume: bool) -> None:
    config = Config(**settings)
    words = flags.command(Path("-runs/x y"), config, resume, program=())
    given = vars(flags.parser().parse_args(words))
    assert given.pop("run") == Path("-runs/x y")
    assert given.pop("resume", False) == resume
    assert Config(**given) == config
    defaults = {field.name: field.default for field in fields(Config)}
    assert all(value != defaults[name] for name, value in given.items())


def test_settings_of_an_older_version_have_the_defaults_of_what_they_lack() -> None:
    stored = json.loads(json.dumps(asdict(ONE)))
    del stored["start"], stored["schedule"]
    assert Config.from_json(stored) == ONE
    with pytest.raises(ValueError, match="another version's: stairs"):
        Config.from_json({**stored, "stairs": 3})
