"""Which device is chosen, on machines that have others."""

from __future__ import annotations

import pytest
import torch

from core.digits.training.device import choose_device


@pytest.mark.parametrize(
    ("cuda", "mps", "chosen", "why"),
    [
        (False, False, "cpu", "no CUDA or MPS device was found"),
        (False, True, "mps", "the fastest that was found"),
        (True, True, "cuda", "the fastest that was found"),
    ],
)
def test_the_fastest_is_chosen_and_the_reason_said(
    cuda: bool, mps: bool, chosen: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
    assert choose_device("auto") == (torch.device(chosen), why)
    assert choose_device("cpu") == (torch.device("cpu"), "it was asked for")
    if not cuda:
        with pytest.raises(ValueError, match="there is no cuda device here: choose --device auto or cpu"):
            choose_device("cuda")


def test_a_name_of_no_device_is_refused() -> None:
    with pytest.raises(ValueError, match="device must be auto, cuda, mps, cpu, not 'tpu'"):
        choose_device("tpu")
