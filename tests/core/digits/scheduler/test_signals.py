"""A request to end, at any time, and what goes on from there."""

from __future__ import annotations

import signal
import tempfile
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.digits.runs.run import read_state
from core.digits.runs.snapshots import epochs
from core.digits.runs.status import read_status
from core.digits.scheduler.signals import Interruption, Stopped
from core.digits.training import command, session
from core.digits.training.loop import fit
from core.digits.training.records import Score
from tests.core.digits.small import CONFIG, bits, train

pytestmark = pytest.mark.usefixtures("small")


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
    assert train(tmp_path / "run", CONFIG) == command.STOPPED
    assert [path.name for path in tmp_path.iterdir()] == ["run"]
    assert read_status(tmp_path / "run").state == "paused"
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_request_to_end_interrupts_a_test_and_the_same_bits_follow(
    finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, config = tmp_path / "run", replace(CONFIG, epochs=2)

    def stopping(number: int) -> Any:
        def records(*given: Any) -> Any:
            for left, record in enumerate(fit(*given)):
                if isinstance(record, Score) and left >= number:
                    assert read_status(folder).state == "testing"
                    signal.raise_signal(signal.SIGTERM)  # while it is being counted
                    pytest.fail("went on")
                yield record

        return records

    monkeypatch.setattr(session, "fit", stopping(0))
    assert train(folder, config) == command.STOPPED
    state = read_state(folder)
    assert state is not None
    assert (state["epoch"], state["batch"]) == (0, 20)
    assert epochs(folder) == (0,)
    for number in (0, 1, 0):  # at once when resumed, in the next epoch, and in the last test of all
        monkeypatch.setattr(session, "fit", stopping(number))
        assert command.main(["--run", str(folder), "--resume"]) == command.STOPPED
        assert read_status(folder).state == "paused"
    monkeypatch.setattr(session, "fit", fit)
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
        interruption.answered()
        with pytest.raises(Stopped), interruption.at_once(False):
            signal.raise_signal(signal.SIGINT)  # the second
    with Interruption() as interruption, interruption.at_once(False):
        interruption.patient = True
        signal.raise_signal(signal.SIGTERM)
        with interruption.at_once(True):
            pass
    with pytest.raises(Stopped), Interruption():
        signal.raise_signal(signal.SIGTERM)
