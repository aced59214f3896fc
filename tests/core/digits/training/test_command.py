"""The command line: from flags to an exit code, interrupted in several ways."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import torch

from core.digits.runs.run import CONFIG, Run, read_records, read_state
from core.digits.training import command
from core.digits.training.config import Config
from core.digits.training.program import ROOT
from core.digits.training.records import Batch, Record
from tests.core.digits.small import PROGRAM, bits, lines
from tests.waiting import until

FLAGS = [
    *("--data", "synthetic", "--epochs", "3", "--batch-size", "32", "--seed", "5", "--threads", "1"),
    *("--device", "cpu", "--log-every", "1", "--dropout", "0.1", "--widths", "4", "6", "8", "8", "8", "8"),
]

pytestmark = pytest.mark.usefixtures("small")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file")
def test_a_disk_that_fills_up_in_mid_run(tmp_path: Path) -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))"
    code = f"import sys; {limit}; from tests.core.digits.held import main; sys.exit(main())"
    ended = started([sys.executable, "-c", code], [*FLAGS, "--run", str(tmp_path / "run")])
    _, error = ended.communicate()
    assert ended.returncode == 1
    assert error.startswith("error: ")
    assert "file too large" in error
    assert error.count("\n") == 1
    assert not list((tmp_path / "run").glob("checkpoint-*"))
    assert not list((tmp_path / "run").glob(".*"))
    assert command.main([*FLAGS, "--run", str(tmp_path / "run"), "--resume"]) == 0


def started(program: Sequence[str], flags: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen([*program, *flags], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_killed_and_resumed_a_run_ends_with_the_same_bits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command.main([*FLAGS, "--run", str(tmp_path / "whole")]) == 0
    weights = capsys.readouterr().out.splitlines()[-1]
    assert weights.startswith("Weights: SHA-256 ")

    killed = tmp_path / "killed"
    monkeypatch.setenv("HOLD", "23")
    process = started(PROGRAM, [*FLAGS, "--run", str(killed)])
    until(lambda: lines(killed) >= 23 and list(killed.glob("checkpoint-*")))
    assert process.poll() is None
    process.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    process.wait()
    assert len(list(read_records(killed))) < len(list(read_records(tmp_path / "whole")))

    assert command.main(["--run", str(killed), "--resume"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == weights
    assert bits(killed) == bits(tmp_path / "whole")


def test_a_finished_run_resumed_stays_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    flags = [*FLAGS, "--run", str(tmp_path)]
    assert command.main(flags) == 0
    before, weights = bits(tmp_path), capsys.readouterr().out.splitlines()[-1]
    assert command.main([*flags, "--resume"]) == 0
    assert bits(tmp_path) == before
    assert capsys.readouterr().out.splitlines()[-1] == weights


def test_a_run_stopped_by_hand_is_saved_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    flags = [*FLAGS, "--run", str(tmp_path)]
    monkeypatch.setattr(Run, "write", writing_then_stopping(Run.write, after=7))
    assert command.main(flags) == command.STOPPED
    assert "Stopped; add --resume to go on." in capsys.readouterr().out
    monkeypatch.undo()
    found = read_state(tmp_path)
    assert found is not None
    assert found["batch"] == len(list(read_records(tmp_path)))
    assert found["batch"] in (7, 8)  # 8 where the seventh was not saved when the signal came: then the next one is


def writing_then_stopping(write: Any, after: int) -> Any:
    def write_one(self: Run, record: Record) -> None:
        write(self, record)
        if isinstance(record, Batch) and record.batch == after:
            signal.raise_signal(signal.SIGINT)

    return write_one


@pytest.mark.parametrize(
    ("flags", "code", "says"),
    [
        (["--epochs", "-1"], 2, "epochs must be from 1 to 10000, not -1"),
        (["--data", "minst"], 2, "no data set and no folder 'minst'"),
        (["--device", "tpu"], 2, "device must be auto, cuda, mps, cpu, not 'tpu'"),
        (["--batch-size", "1000"], 2, "there are only 640 images"),
        (["--widths", "1", "2", "3", "4", "5", "5000"], 2, "widths must be six whole numbers"),
        (["--resume"], 2, "--resume needs --run DIR"),
        (["--data", "."], 1, "MNIST is not in"),
        (["--learning-rate", "1000", "--momentum", "0.999", "--weight-decay", "1"], 1, "no longer a number"),
    ],
)
def test_bad_input_is_said_in_a_sentence(
    flags: list[str], code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main([*FLAGS, *flags]) == code
    error = capsys.readouterr().err
    assert error.startswith("error: ")
    assert says in error
    assert error.count("\n") == 1


def test_settings_of_a_run_cannot_be_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Run(tmp_path, Config(epochs=2), {}) as run:
        run.restore()
    assert command.main(["--run", str(tmp_path), "--resume", "--epochs", "7"]) == 2
    assert "has epochs 2; a resumed run keeps its settings" in capsys.readouterr().err


def test_a_dry_run_trains_one_batch_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([*FLAGS, "--run", str(tmp_path / "run"), "--dry-run"]) == 0
    lines = capsys.readouterr().out
    assert "batch_id=0: 100%|██████████| 1/1" in lines
    assert lines.count("Test set: Average loss:") == 2
    assert not (tmp_path / "run").exists()


def test_config_json_says_what_the_bits_depend_on(tmp_path: Path) -> None:
    assert command.main([*FLAGS, "--epochs", "1", "--run", str(tmp_path)]) == 0
    facts = json.loads((tmp_path / CONFIG).read_text())
    assert facts["config"]["threads"] == 1
    assert facts["config"]["device"] == "cpu"
    assert facts["versions"]["torch"] == torch.__version__
    assert facts["data"]["title"] == "Synthetic digits"


def test_a_run_from_another_machine_goes_on_here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    flags = [*FLAGS, "--epochs", "1", "--run", str(tmp_path)]
    assert command.main(flags) == 0
    before = bits(tmp_path)
    facts = json.loads((tmp_path / CONFIG).read_text())
    facts["config"]["device"] = "cuda"
    (tmp_path / CONFIG).write_text(json.dumps(facts))
    for device in ([], ["--device", "auto"], ["--device", "cpu"]):
        assert command.main(["--run", str(tmp_path), "--resume", *device]) == 0
        assert "the run began on cuda" in capsys.readouterr().out
    assert bits(tmp_path) == before


def test_any_console_can_show_the_progress_bar(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252"}  # as where Windows sends it to a file
    flags = [*FLAGS, "--epochs", "1", "--run", str(tmp_path)]
    ended = subprocess.run([*PROGRAM, *flags], cwd=ROOT, env=environment, capture_output=True, check=True)
    assert "100%|██████████|" in ended.stdout.decode("utf-8")
