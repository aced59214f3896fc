"""The command line of a training: python -m core.digits.train --data mnist --run runs/first --epochs 20"""

from __future__ import annotations

import contextlib
import io
import os
import platform
import sys
import traceback
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from core.digits.data.datasets import SOURCES, SYNTHETIC, DataSet, Split, here, load
from core.digits.runs.lock import INHERITED
from core.digits.runs.run import CONFIG, Run, begun, read_config
from core.digits.runs.status import FAILED, LOG, PAUSED, PREPARING
from core.digits.scheduler.parent import end_with_parent
from core.digits.scheduler.signals import Interruption, Stopped
from core.digits.training.args import parser
from core.digits.training.config import Config
from core.digits.training.device import choose_device
from core.digits.training.distributed import process_group
from core.digits.training.failure import expected, explain
from core.digits.training.loop import Training
from core.digits.training.progress import Progress
from core.digits.training.session import Session

STOPPED = 130


def main(arguments: list[str] | None = None) -> int:
    """Trains as the arguments say. Returns the exit code: 0, 1 for a failure, 2 for bad settings, 130 when stopped."""
    for stream in (sys.stdout, sys.stderr):  # a Windows console that goes to a file knows no progress bar's blocks
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    given = vars(parser().parse_args(arguments))
    page = INHERITED in os.environ  # a page's scheduler started this, and shows what it says last
    folder, resume, dry = given.pop("run", None), given.pop("resume", False), given.pop("dry_run", False)
    try:
        with Interruption() as interruption:
            end_with_parent()
            return _train(given, folder, resume, dry, interruption)
    except Stopped:
        return STOPPED
    except Exception as error:
        sentence, code = explain(error, page)
        if not expected(error):
            _log(folder)
        with contextlib.suppress(OSError):  # where even the terminal's output goes to a full disk
            print(f"error: {sentence}", file=sys.stderr, flush=True)
        return code


def _train(given: dict[str, Any], folder: Path | None, resume: bool, dry: bool, interruption: Interruption) -> int:
    """Settings, device, process group, folder; then the training, whose end is reported in the folder."""
    if resume and folder is None:
        raise ValueError("--resume needs --run DIR, the folder of the run to go on with.")
    config = _config(given, folder if resume else None)
    began = config.device if resume and folder and begun(folder) else ""
    asked = given.get("device", "auto") if began else config.device
    device, reason = choose_device(began if began and asked == "auto" else asked, began)
    if config.threads:
        torch.set_num_threads(config.threads)
    threads = torch.get_num_threads()
    config = replace(config, device=began or str(device), threads=threads)  # what a resumed run must repeat
    with process_group(device) as group:
        interruption.patient = group.size > 1
        progress = Progress(sys.stdout if group.leads else None)
        run = Run(folder, config, _versions(), resume) if folder and group.leads and not dry else None
        with run or nullcontext(), _end_reported(run, progress, interruption):
            if run:
                run.report(PREPARING, _opening(config.data))
            data = load(config.data)
            if dry:
                config, data = replace(config, epochs=1), _one_batch(data, config.batch_size)
            session = Session(Training(config, device, group), data, run, progress, interruption)
            session.begin(reason)
            session.train()
    return 0


@contextlib.contextmanager
def _end_reported(run: Run | None, progress: Progress, interruption: Interruption) -> Iterator[None]:
    """Reports in the run's folder, if there is one, why a training ended before its end."""
    try:
        yield
    except Stopped:
        interruption.answered()
        progress.say("Stopped; add --resume to go on." if run else "Stopped.")
        if run:
            run.report(PAUSED, "Paused. Resume goes on from the last checkpoint.")
        raise
    except Exception as error:
        if run:
            run.report(FAILED, explain(error, page=True)[0])
        raise


def _opening(data: str) -> str:
    """What happens to the data before the first batch."""
    if data == SYNTHETIC:
        return "The digits are being drawn."
    return "The data are being opened." if here(data) else f"{SOURCES[data].title} is being downloaded."


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
        left_open = name == "device" or (name == "threads" and value == 0)
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
