"""Whatever goes wrong in a training is said, with what to do; where even that cannot be written, the reader says it."""

from __future__ import annotations

import errno
import json
import shutil
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from core.digits.runs import atomic
from core.digits.runs.lock import INHERITED
from core.digits.runs.run import CONFIG as CONFIG_FILE
from core.digits.runs.status import read_status
from core.digits.training import command
from core.errors import DataError, RunError
from tests.core.digits.small import CONFIG, smallness, train

pytestmark = pytest.mark.usefixtures("small")
ONE = replace(CONFIG, epochs=1)


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
        (
            UnicodeEncodeError("charmap", "▏", 0, 1, "undefined"),
            "Something unexpected happened (UnicodeEncodeError",
            True,
        ),
        (DataError("MNIST is gone: put it back."), "MNIST is gone: put it back.", False),
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


@pytest.mark.parametrize("inherited", [False, True])
def test_a_page_has_its_words_and_a_terminal_its_own(
    inherited: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    error = RunError("x is full: add --resume.", "The run is full: resume it.")
    monkeypatch.setattr(command, "load", failing(error))
    if inherited:
        monkeypatch.setenv(INHERITED, "99999")
    assert train(tmp_path, ONE) == 1
    assert read_status(tmp_path).sentence == error.page
    assert capsys.readouterr().err == f"error: {error.page if inherited else error}\n"


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
    usage, write = shutil.disk_usage(tmp_path), atomic.write

    def until_full(*given: Any, **more: Any) -> None:
        if (tmp_path / "status.json").exists():
            raise OSError(errno.ENOSPC, "No space left on device")
        write(*given, **more)

    monkeypatch.setattr(atomic, "write", until_full)
    monkeypatch.setattr("core.digits.runs.run.write", failing(OSError(errno.ENOSPC, "No space left on device")))
    (tmp_path / "records.jsonl").touch()
    (tmp_path / CONFIG_FILE).write_text(json.dumps({"config": asdict(ONE)}))
    assert command.main(["--run", str(tmp_path), "--resume"]) == 1
    assert read_status(tmp_path).state == "failed"  # written into the place it already had
    assert "no space left on device" in read_status(tmp_path).sentence
    monkeypatch.setattr(atomic, "overwrite", failing(OSError()))
    write_text = json.loads((tmp_path / "status.json").read_text()) | {"state": "training"}
    (tmp_path / "status.json").write_text(json.dumps(write_text))
    assert command.main(["--run", str(tmp_path), "--resume"]) == 1
    assert read_status(tmp_path).state == "died"
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=0))
    assert read_status(tmp_path).sentence.startswith("The training ended, and the disk is full")
