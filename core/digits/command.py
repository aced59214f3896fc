"""The command line of a training: python -m core.digits.train --data mnist --run runs/first --epochs 20"""

from __future__ import annotations

import argparse
import platform
import signal
import sys
from contextlib import nullcontext
from dataclasses import fields, replace
from pathlib import Path
from time import monotonic
from types import FrameType
from typing import Any

import torch

from core.digits.data import NAMES, DataError, DataSet, Split, load
from core.digits.model import table
from core.digits.parallel import Team, join, leave
from core.digits.progress import Progress
from core.digits.recipe import Config
from core.digits.record import Score
from core.digits.run import CONFIG, Run, RunError, read_config
from core.digits.train import Training, TrainingError, fingerprint, fit

BETWEEN_CHECKPOINTS = 10.0  # seconds: what a power cut costs at most
GONE_WRONG, BAD_SETTINGS, STOPPED = 1, 2, 130


def main(arguments: list[str] | None = None) -> int:
    """Trains as the arguments say. Returns the exit code: 0, 1 for a failure, 2 for bad settings, 130 when stopped."""
    given = vars(_parser().parse_args(arguments))
    folder, resume, dry = given.pop("run", None), given.pop("resume", False), given.pop("dry_run", False)
    try:
        if resume and folder is None:
            raise ValueError("--resume needs --run DIR, the folder of the run to go on with.")
        config = _config(given, folder if resume else None)
        device, reason = choose_device(config.device)
        if config.threads:
            torch.set_num_threads(config.threads)
        config = replace(config, device=device.type, threads=torch.get_num_threads())  # what a resumed run must repeat
        team = join(device)
        try:
            return _train(config, device, reason, folder, resume, dry, team)
        finally:
            leave(team)
    except ValueError as error:
        print(f"error: {error}", file=sys.stderr)
        return BAD_SETTINGS
    except (DataError, RunError, TrainingError) as error:
        print(f"error: {error}", file=sys.stderr)
        return GONE_WRONG


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


def _train(
    config: Config, device: torch.device, reason: str, folder: Path | None, resume: bool, dry: bool, team: Team
) -> int:
    data = load(config.data)
    if dry:
        folder, config, data = None, replace(config, epochs=1), _one_batch(data, config.batch_size)
    training = Training(config, device)
    progress = Progress(sys.stdout if team.leads else None)
    parameters = sum(row.parameters for row in table(training.net))
    progress.say(f"Device: {device}, {reason}; {torch.get_num_threads()} threads, {team.size} process(es)")
    progress.say(f"Data: {data.title}, {len(data.train)} + {len(data.test)} images; {data.origin}; {data.licence}")
    progress.say(f"Network: {parameters} parameters")
    facts = {"parameters": parameters, "data": {"title": data.title, "origin": data.origin}, **_versions()}
    run = Run(folder, config, facts, resume) if folder and team.leads else None
    with run or nullcontext(), _Stop() as stop:
        state = team.tell(run.restore() if run else None)
        for note in run.notes if run else ():
            progress.say(note)
        if state:
            training.restore(state)
            progress.begin(training.batch, training.seconds)
            progress.say(f"Resumed after {training.epoch} epochs and {training.batch} batches.")
        saved = monotonic()
        for record in fit(config, data, training, team):
            progress.show(record)
            stopping = team.any(stop.asked)
            if run:
                run.write(record)
                if stopping or isinstance(record, Score) or monotonic() - saved > BETWEEN_CHECKPOINTS:
                    run.save(training.state())
                    saved = monotonic()
            if stopping:
                progress.say("Stopped; add --resume to go on." if folder else "Stopped.")
                return STOPPED
    progress.say(f"Weights: SHA-256 {fingerprint(training.averaged)}")
    return 0


class _Stop:
    """While it is open, Ctrl-C and a request to end wait for the next record, so that nothing is lost."""

    def __init__(self) -> None:
        self.asked = False
        self._before: dict[signal.Signals, Any] = {}

    def _ask(self, number: int, frame: FrameType | None) -> None:
        if self.asked:  # the second time is not to be argued with
            raise KeyboardInterrupt
        self.asked = True

    def __enter__(self) -> _Stop:
        self._before = {number: signal.signal(number, self._ask) for number in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)


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
        if value != (old := getattr(stored, name)) and value not in ("auto", 0):
            raise ValueError(f"the run in {resumed} has {name} {old}; a resumed run keeps its settings.")
    return stored


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m core.digits.train",
        description="Trains the digit network.",
        argument_default=argparse.SUPPRESS,  # so that what was given can be told from what was not
    )
    parser.add_argument("--run", type=Path, metavar="DIR", help="the run's folder; without it nothing is kept")
    parser.add_argument("--resume", action="store_true", help="go on with the run in that folder, if there is one")
    parser.add_argument("--dry-run", action="store_true", help="one batch, nothing written")
    add_settings(parser)
    return parser


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Makes every setting of `Config` a flag, its name the setting's."""
    for setting in fields(Config):
        flag = "--" + setting.name.replace("_", "-")
        default: Any = setting.default
        if isinstance(default, bool):
            parser.add_argument(flag, action=argparse.BooleanOptionalAction, help=f"default: {default}")
            continue
        several = isinstance(default, tuple)
        text = " ".join(map(str, default)) if several else str(default)
        parser.add_argument(
            flag,
            type=type(default[0] if several else default),
            nargs=len(default) if several else None,
            action=_Tuple if several else "store",
            help=f"default: {text}" + (f"; one of {', '.join(NAMES)}, or a folder" if setting.name == "data" else ""),
        )


class _Tuple(argparse.Action):
    def __call__(self, parser: Any, namespace: Any, values: Any, option: str | None = None) -> None:
        setattr(namespace, self.dest, tuple(values))
