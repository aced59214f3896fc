"""The command that the README names, as a module that is run."""

from __future__ import annotations

import runpy
import sys

import pytest


@pytest.mark.parametrize(("flags", "code"), [(["--help"], 0), (["--epochs", "many"], 2), (["--epochs", "0"], 2)])
def test_the_command_runs_as_a_module(
    flags: list[str], code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["train", *flags])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("core.digits.train", run_name="__main__")
    assert ended.value.code == code
    shown = capsys.readouterr()
    assert "--epochs EPOCHS" in shown.out if code == 0 else "epochs" in shown.err
