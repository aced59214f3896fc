"""Which device a training runs on, and why."""

from __future__ import annotations

import re

import torch


def choose_device(name: str, began: str = "") -> tuple[torch.device, str]:
    """The device of that name, "cuda:1" among them, and why it was chosen. Raises ValueError if there is none here.

    A run that `began` on a device that is not here goes on with the fastest that is.
    """
    here = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    kind = name.partition(":")[0]
    if name != "auto" and (kind not in here or not re.fullmatch(r"\w+(:\d{1,3})?", name)):
        raise ValueError(f"device must be auto, {', '.join(here)}, not {name!r}.")
    if name == "auto" or (name == began and not _here(name, here)):
        best = next(device for device, there in here.items() if there)
        reason = "no CUDA or MPS device was found" if best == "cpu" else "the fastest that was found"
        device = torch.device(best)
    elif not _here(name, here):
        raise ValueError(f"there is no {name} device here: choose --device auto or cpu.")
    else:
        device, reason = torch.device(name), "it was asked for"
    if began and torch.device(began) != device:
        reason += f"; the run began on {began}, so its last bits will be others"
    return device, reason


def _here(name: str, here: dict[str, bool]) -> bool:
    kind, _, number = name.partition(":")
    return here[kind] and (not number or int(number) < (torch.cuda.device_count() if kind == "cuda" else 1))
