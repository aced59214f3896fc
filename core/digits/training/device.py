"""Which device a training runs on, and why."""

from __future__ import annotations

import torch


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
