"""The command line of a training: python -m core.digits.train --data mnist --run runs/first --epochs 20"""

from __future__ import annotations

import contextlib
import platform
import sys
import traceback
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any

import torch

from core.digits.data.datasets import DataSet, Split, load
from core.digits.model import table
from core.digits.runs.run import CONFIG, Run, read_config, read_state
from core.digits.runs.snapshots import Snapshot, write_snapshot
from core.digits.runs.status import BETWEEN_CHECKPOINTS, FAILED, FINISHED, LOG, PAUSED, PREPARING, TESTING, TRAINING
from core.digits.scheduler.signals import Interruption, Stopped
from core.digits.training.args import parser
from core.digits.training.config import Config
from core.digits.training.distributed import ProcessGroup, join, leave
from core.digits.training.failure import EXPECTED, explain
from core.digits.training.loop import Training, fingerprint, fit
from core.digits.training.progress import Progress
from core.digits.training.records import Score

STOPPED = 130


def main(arguments: list[str] | None = None) -> int:
    """Trains as the arguments say. Returns the exit code: 0, 1 for a failure, 2 for bad settings, 130 when stopped."""
    given = vars(parser().parse_args(arguments))
    folder, resume, dry = given.pop("run", None), given.pop("resume", False), given.pop("dry_run", False)
    try:
        with Interruption() as interruption:
            return _prepare(given, folder, resume, dry, interruption)
    except Stopped:
        return STOPPED
    except Exception as error:
        sentence, code = explain(error)
        if not isinstance(error, EXPECTED):
            _log(folder)
        with contextlib.suppress(OSError):  # where even the terminal's output goes to a full disk
            print(f"error: {sentence}", file=sys.stderr, flush=True)
        return code


def choose_device(name: str) -> tuple[torch.device, str]:
    """The device of that name and why it was chosen. Raises ValueError if torch has no such device here."""
    here = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if name == "auto":
        best = next(device for device, there in here.items() if there)
        return torch.device(best), "no CUDA or MPS device was found" if best == "cpu" else "the fastest that was found"
    if name not in here:
        raise ValueError(f"device must be auto, {', '.join(here)}, not {name!r}.")
    if not here[name]:
        raise ValueError(f"there is no {name} device here: choose --device auto or cpu.")
    return torch.device(name), "it was asked for"


def _prepare(given: dict[str, Any], folder: Path | None, resume: bool, dry: bool, interruption: Interruption) -> int:
    """Settings, device, process group, folder; then the training, whose end is reported in the folder."""
    if resume and folder is None:
        raise ValueError("--resume needs --run DIR, the folder of the run to go on with.")
    config = _config(given, folder if resume else None)
    device, reason = choose_device(config.device)
    if config.threads:
        torch.set_num_threads(config.threads)
    config = replace(config, device=device.type, threads=torch.get_num_threads())  # what a resumed run must repeat
    group = join(device)
    try:
        interruption.patient = group.size > 1
        progress = Progress(sys.stdout if group.leads else None)
        run = Run(folder, config, _versions(), resume) if folder and group.leads and not dry else None
        with run or nullcontext():
            try:
                return _train(config, device, reason, run, dry, group, progress, interruption)
            except Stopped:
                interruption.answered()
                progress.say("Stopped; add --resume to go on." if run else "Stopped.")
                if run:
                    run.report(PAUSED, "Paused. Resume goes on from the last checkpoint.")
                raise
            except Exception as error:
                if run:
                    run.report(FAILED, explain(error)[0])
                raise
    finally:
        leave(group)


def _train(
    config: Config,
    device: torch.device,
    reason: str,
    run: Run | None,
    dry: bool,
    group: ProcessGroup,
    progress: Progress,
    interruption: Interruption,
) -> int:
    report = run.report if run else lambda state, sentence: None
    report(PREPARING, f"The data are being opened; {config.data} is downloaded first if it is not here.")
    data = load(config.data)
    if dry:
        config, data = replace(config, epochs=1), _one_batch(data, config.batch_size)
    training = Training(config, device)
    parameters = sum(row.parameters for row in table(training.net))
    progress.say(f"Device: {device}, {reason}; {torch.get_num_threads()} threads, {group.size} process(es)")
    progress.say(f"Data: {data.title}, {len(data.train)} + {len(data.test)} images; {data.origin}; {data.licence}")
    progress.say(f"Network: {parameters} parameters")
    state = group.broadcast(run.restore() if run else None)
    for note in run.notes if run else ():
        progress.say(note)
    if state:
        training.restore(state)
        progress.begin(training.batch, training.seconds)
        progress.say(f"Resumed after {training.epoch} epochs and {training.batch} batches.")
    elif config.start:
        _start_from(Path(config.start), training)
        progress.say(f"Started with the weights of {config.start}.")
    if run:
        run.remember({"parameters": parameters, "data": {"title": data.title, "origin": data.origin}})
        if not state:
            _snapshot(run, training)
            run.save(training.state())  # so that what it started with may change or go

    batches = len(data.train.first(config.share)) // config.batch_size
    saved, all_saved, phase = monotonic(), True, ""
    records = fit(config, data, training, group)
    while True:
        if phase != (phase := TESTING if _tests_next(training, batches) else TRAINING):
            report(phase, "A whole split is being answered." if phase == TESTING else "The training goes on.")
        with interruption.at_once(all_saved):
            record = next(records, None)
        if record is None:
            break
        progress.show(record)
        stopping = group.any(interruption.asked)
        if stopping:
            interruption.answered()
        all_saved = False
        if run:
            run.write(record)
            if isinstance(record, Score) and record.split == "test" and not record.final:
                _snapshot(run, training)
            whole = isinstance(record, Score) or _tests_next(training, batches)
            if stopping or whole or monotonic() - saved > BETWEEN_CHECKPOINTS:
                run.save(training.state())
                saved, all_saved = monotonic(), True
        if stopping:
            raise Stopped
    report(FINISHED, f"All {config.epochs} epochs are done.")
    progress.say(f"Weights: SHA-256 {fingerprint(training.ema)}")
    return 0


def _tests_next(training: Training, batches: int) -> bool:
    """Whether the next record is a score, which takes as long as a whole split does."""
    return training.batch == batches or training.epoch == training.config.epochs


def _snapshot(run: Run, training: Training) -> None:
    answers = training.answers if len(training.answers) else None
    weights = training.ema.state_dict()
    write_snapshot(run.folder, Snapshot(training.epoch, training.config.network(), weights, answers))


def _start_from(folder: Path, training: Training) -> None:
    """Takes the EMA weights of another run's last checkpoint. Raises ValueError if they do not fit."""
    state = read_state(folder)
    if state is None:
        raise ValueError(f"there is no checkpoint in {folder} to start from: name a run that was trained.")
    own = training.state()["network"]
    if state["network"] != own:
        raise ValueError(f"the run in {folder} has another network, {state['network']}, not {own}.")
    training.net.load_state_dict(state["averaged"])
    training.ema.load_state_dict(state["averaged"])


def _one_batch(data: DataSet, size: int) -> DataSet:
    train, test = (Split(split.images[:size], split.labels[:size]) for split in (data.train, data.test))
    return replace(data, train=train, test=test)


def _versions() -> dict[str, Any]:
    """Everything outside the settings that the last bits of the weights depend on."""
    return {
        "versions": {"python": platform.python_version(), "torch": torch.__version__},
        "machine": {"system": platform.platform(), "processor": torch.backends.cpu.get_cpu_capability()},
    }


def _config(given: dict[str, Any], resumed: Path | None) -> Config:
    """The settings given, or those of the run to resume, which cannot be changed. Raises ValueError and RunError."""
    if resumed is None or not (resumed / CONFIG).exists():
        return Config(**given)
    stored = read_config(resumed)
    for name, value in given.items():
        left_open = name in ("device", "threads") and value in ("auto", 0)
        if value != (old := getattr(stored, name)) and not left_open:
            raise ValueError(f"the run in {resumed} has {name} {old}; a resumed run keeps its settings.")
    return stored


def _log(folder: Path | None) -> None:
    """Adds the details of an unexpected error to the run's log, if it has a folder."""
    with contextlib.suppress(OSError):
        if folder and folder.is_dir():
            with open(folder / LOG, "a", encoding="utf-8") as log:
                traceback.print_exc(file=log)
        else:
            traceback.print_exc()
