import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from core.digits import command, data
from core.digits.recipe import Config
from core.digits.record import RECORDS, Batch, Record, Score
from core.digits.runs.durable import RunError
from core.digits.runs.lock import LOCK
from core.digits.runs.run import CONFIG, Run, read_config, read_facts, read_records, read_state
from core.digits.train import Training, TrainingError

ROOT = Path(__file__).parents[4]
SETTINGS = Config(epochs=2, batch_size=16, widths=(2, 3, 4, 5, 6, 7))
LINE = Batch(1, 10, 20, 0.5, 0.1, (1.5, 0.25), seconds=1.5)
FLAGS = [
    *("--data", "synthetic", "--epochs", "3", "--batch-size", "32", "--seed", "5", "--threads", "1"),
    *("--device", "cpu", "--log-every", "1", "--dropout", "0.1", "--widths", "4", "6", "8", "8", "8", "8"),
]
SMALL = """
import sys
from core.digits import command, data
data.SYNTHETIC_SIZES = (640, 100)
command.BETWEEN_CHECKPOINTS = 0.05
sys.exit(command.main(sys.argv[1:]))
"""


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Few digits, many checkpoints, one thread."""
    monkeypatch.setattr(data, "SYNTHETIC_SIZES", (640, 100))
    monkeypatch.setattr(command, "BETWEEN_CHECKPOINTS", 0.05)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def opened(folder: Path, resume: bool = False, config: Config = SETTINGS) -> Run:
    return Run(folder, config, {"threads": 1}, resume)


def begin(folder: Path) -> None:
    """Leaves a run that has begun."""
    with opened(folder) as run:
        run.restore()


def state(number: int) -> dict[str, Any]:
    return {"weights": torch.full((3,), float(number)), "batch": number}


def checkpoints(folder: Path) -> list[Path]:
    return sorted(folder.glob("checkpoint-*"))


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    score = Score(1, "test", 0.02, 99, 100, final=False, seconds=2.0)
    with opened(tmp_path / "new" / "run") as run:
        run.write(LINE)
        run.write(score)
        run.save(state(1))
        assert list(read_records(run.folder)) == [LINE, score]  # while it goes on
    assert read_config(run.folder) == SETTINGS
    assert read_facts(run.folder)["threads"] == 1
    found = read_state(run.folder)
    assert found is not None
    assert torch.equal(found["weights"], torch.ones(3))


def test_the_last_two_checkpoints_are_kept_and_no_other_file(tmp_path: Path) -> None:
    with opened(tmp_path) as run:
        for number in range(5):
            run.save(state(number))
    names = [path.name for path in checkpoints(tmp_path)]
    assert [name[:18] for name in names] == ["checkpoint-000004-", "checkpoint-000005-"]
    assert {path.name for path in tmp_path.iterdir()} == {*names, CONFIG, RECORDS, LOCK}


def test_records_after_the_last_checkpoint_are_cut_off(tmp_path: Path) -> None:
    with opened(tmp_path) as run:
        run.write(LINE)
        run.save(state(1))
        run.write(replace(LINE, batch=11))
        with open(tmp_path / RECORDS, "a", encoding="utf-8") as file:
            file.write('{"kind": "ba')  # killed while writing
        assert len(list(read_records(tmp_path))) == 2
    with opened(tmp_path, resume=True) as run:
        found = run.restore()
        assert found is not None
        assert found["batch"] == 1
        run.write(replace(LINE, batch=12))
    assert [record.batch for record in read_records(tmp_path) if isinstance(record, Batch)] == [10, 12]


def test_a_run_without_a_checkpoint_starts_again(tmp_path: Path) -> None:
    with opened(tmp_path) as run:
        run.write(LINE)
    with opened(tmp_path, resume=True) as run:
        assert run.restore() is None
        assert list(read_records(tmp_path)) == []


def flipped(content: bytes) -> bytes:
    return content[:1000] + bytes([content[1000] ^ 1]) + content[1001:]


@pytest.mark.parametrize("harm", [flipped, lambda content: content[:-1], lambda content: b""])
def test_a_damaged_checkpoint_is_said_and_the_one_before_is_used(harm: Any, tmp_path: Path) -> None:
    with opened(tmp_path) as run:
        run.write(LINE)
        run.save(state(1))
        run.write(LINE)
        run.save(state(2))
    last = checkpoints(tmp_path)[-1]
    last.write_bytes(harm(last.read_bytes()))
    with opened(tmp_path, resume=True) as run:
        found = run.restore()
        assert found is not None
        assert found["batch"] == 1
        assert run.notes == [f"{last.name} is damaged; the checkpoint before it is used."]
        assert len(list(read_records(tmp_path))) == 1
    first = checkpoints(tmp_path)[0]
    first.write_bytes(harm(first.read_bytes()))
    with opened(tmp_path, resume=True) as run, pytest.raises(RunError, match=r"All checkpoints in .* are damaged"):
        run.restore()


def test_a_folder_in_use_is_refused_and_free_again_afterwards(tmp_path: Path) -> None:
    with opened(tmp_path), pytest.raises(RunError, match="is in use by another process"):
        opened(tmp_path, resume=True)
    opened(tmp_path, resume=True).close()


def test_a_folder_with_a_run_is_refused_without_resume(tmp_path: Path) -> None:
    begin(tmp_path)
    with pytest.raises(RunError, match="already has a run: add --resume"):
        opened(tmp_path)
    with pytest.raises(RunError, match="other settings: epochs was 2, not 3"):
        opened(tmp_path, resume=True, config=replace(SETTINGS, epochs=3))
    opened(tmp_path, resume=True).close()


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"config": {"epochz": 3}}', '{"config": 3}'])
def test_a_broken_config_is_said(content: str, tmp_path: Path) -> None:
    begin(tmp_path)
    (tmp_path / CONFIG).write_text(content)
    with pytest.raises(RunError, match=r"config\.json cannot be"):
        opened(tmp_path, resume=True)


def test_a_checkpoint_of_another_network_is_refused() -> None:
    saved = Training(SETTINGS).state()
    with pytest.raises(TrainingError, match=r"The checkpoint is of another network, .*'widths': \[2, 3, 4, 5, 6, 7\]"):
        Training(replace(SETTINGS, widths=(2, 3, 4, 5, 6, 8))).restore(saved)


def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(number: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with opened(tmp_path) as run:
        run.write(LINE)
        run.save(state(1))
        before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(RunError, match=r"cannot be written to .no space left on device.: what was saved is safe"):
            run.save(state(2))
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file")
def test_a_disk_that_fills_up_in_mid_run(tmp_path: Path) -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))"
    ended = run_small([*FLAGS, "--run", str(tmp_path / "run")], prepare=limit)
    assert ended.wait(60) == 1
    assert ended.stderr is not None
    error = ended.stderr.read()
    assert error.startswith("error: ")
    assert "file too large" in error
    assert error.count("\n") == 1
    assert checkpoints(tmp_path / "run") == []
    assert not list((tmp_path / "run").glob(".*"))
    assert command.main([*FLAGS, "--run", str(tmp_path / "run"), "--resume"]) == 0


def run_small(flags: list[str], prepare: str = "") -> subprocess.Popen[str]:
    code = [sys.executable, "-c", prepare + SMALL, *flags]
    return subprocess.Popen(code, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ending(folder: Path) -> tuple[list[Record], str]:
    """All records and the last checkpoint's weights, as they are compared between runs."""
    found = read_state(folder)
    assert found is not None
    weights = {name: found[name] for name in ("net", "averaged")}
    return list(read_records(folder)), repr([(k, v.numpy().tobytes()) for d in weights.values() for k, v in d.items()])


def test_killed_and_resumed_a_run_ends_with_the_same_bits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([*FLAGS, "--run", str(tmp_path / "whole")]) == 0
    weights = capsys.readouterr().out.splitlines()[-1]
    assert weights.startswith("Weights: SHA-256 ")

    killed = tmp_path / "killed"
    process = run_small([*FLAGS, "--run", str(killed)])
    for _ in range(10_000):
        if (killed / RECORDS).exists() and (killed / RECORDS).read_bytes().count(b"\n") >= 23 and checkpoints(killed):
            break
        assert process.poll() is None
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    process.wait()
    assert len(list(read_records(killed))) < len(list(read_records(tmp_path / "whole")))

    assert command.main(["--run", str(killed), "--resume"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == weights
    assert ending(killed) == ending(tmp_path / "whole")


def test_a_finished_run_resumed_stays_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    flags = [*FLAGS, "--run", str(tmp_path)]
    assert command.main(flags) == 0
    before, weights = ending(tmp_path), capsys.readouterr().out.splitlines()[-1]
    assert command.main([*flags, "--resume"]) == 0
    assert ending(tmp_path) == before
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
    begin(tmp_path)
    assert command.main(["--run", str(tmp_path), "--resume", "--epochs", "7"]) == 2
    assert "has epochs 2; a resumed run keeps its settings" in capsys.readouterr().err


def test_a_dry_run_trains_one_batch_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([*FLAGS, "--run", str(tmp_path / "run"), "--dry-run"]) == 0
    lines = capsys.readouterr().out
    assert "batch_id=0: 100%|██████████| 1/1" in lines
    assert lines.count("Test set: Average loss:") == 2
    assert not (tmp_path / "run").exists()


def test_config_json_says_what_the_bits_depend_on(tmp_path: Path) -> None:
    assert command.main([*FLAGS, "--run", str(tmp_path)]) == 0
    facts = json.loads((tmp_path / CONFIG).read_text())
    assert facts["config"]["threads"] == 1
    assert facts["config"]["device"] == "cpu"
    assert facts["versions"]["torch"] == torch.__version__
    assert facts["data"]["title"] == "Synthetic digits"
