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


def test_one_of_several_cards_has_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    assert choose_device("cuda:1") == (torch.device("cuda:1"), "it was asked for")
    with pytest.raises(ValueError, match="no cuda:2 device"):
        choose_device("cuda:2")
    with pytest.raises(ValueError, match="device must be"):
        choose_device("cuda:one")


def test_a_run_goes_on_where_its_device_is_missing_and_says_what_that_means() -> None:
    device, reason = choose_device("cuda", began="cuda")
    assert device == torch.device("cpu")
    assert reason.endswith("; the run began on cuda, so its last bits will be others")
    assert choose_device("cpu", began="cpu") == (torch.device("cpu"), "it was asked for")
