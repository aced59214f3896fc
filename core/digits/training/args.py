"""The settings of a run as flags of the command line, there and back."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from core.digits.data.datasets import NAMES
from core.digits.training.config import Config
from core.digits.training.program import PROGRAM


def command(folder: Path, config: Config, resume: bool = False, program: Sequence[str] = PROGRAM) -> list[str]:
    """The command that trains with these settings in that folder; flags only for what is not the default."""
    words = [*program, *_flag("--run", [str(folder)])]
    for setting in fields(Config):
        value = getattr(config, setting.name)
        if value == setting.default:
            continue
        if isinstance(value, bool):
            words.append(_name(setting.name) if value else _name(f"no_{setting.name}"))
        else:
            words += _flag(_name(setting.name), list(value) if isinstance(value, tuple) else [value])
    return [*words, "--resume"] if resume else words


def _flag(name: str, values: list[Any]) -> list[str]:
    """A flag and its values; one value that looks like a flag itself is tied to it."""
    texts = [str(value) for value in values]
    return [f"{name}={texts[0]}"] if len(texts) == 1 and texts[0].startswith("-") else [name, *texts]


def _name(setting: str) -> str:
    return "--" + setting.replace("_", "-")


def parser() -> argparse.ArgumentParser:
    """Of the whole command line; what was not given is not in the result."""
    made = argparse.ArgumentParser(
        prog="python -m core.digits.train",
        description="Trains the digit network.",
        argument_default=argparse.SUPPRESS,  # so that the result has only what was given
    )
    made.add_argument("--run", type=_folder, metavar="DIR", help="the run's folder; without it nothing is kept")
    made.add_argument("--resume", action="store_true", help="go on with the run in that folder, if there is one")
    made.add_argument("--dry-run", action="store_true", help="one batch, nothing written")
    add_settings(made)
    return made


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Makes every setting of `Config` a flag, its name the setting's."""
    for setting in fields(Config):
        flag = _name(setting.name)
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


def _folder(text: str) -> Path:
    return Path(text).expanduser()


class _Tuple(argparse.Action):
    def __call__(self, parser: Any, namespace: Any, values: Any, option: str | None = None) -> None:
        setattr(namespace, self.dest, tuple(values))
