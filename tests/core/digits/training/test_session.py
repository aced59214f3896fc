"""Runs that start with the weights of another, and what a session keeps."""

from __future__ import annotations

import io
import math
import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import torch

from core.digits.runs.run import read_config, read_facts, read_state
from core.digits.runs.snapshots import epochs, read_snapshot
from core.digits.runs.status import read_status
from core.digits.training.args import command
from core.digits.training.command import main
from core.digits.training.failure import BAD_SETTINGS
from tests.core.digits.small import CONFIG, bits, train

pytestmark = pytest.mark.usefixtures("small")
ONE = replace(CONFIG, epochs=1)


def test_a_run_that_starts_with_anothers_weights(finished: Path, tmp_path: Path) -> None:
    config = replace(ONE, start=str(finished), seed=8)
    assert train(tmp_path / "next", config) == 0
    first, given = read_snapshot(tmp_path / "next", 0), read_snapshot(finished, 2)
    assert all(torch.equal(first.weights[name], tensor) for name, tensor in given.weights.items())
    assert read_config(tmp_path / "next").start == str(finished)
    assert epochs(tmp_path / "next") == (0, 1)


@pytest.mark.parametrize(
    ("settings", "says"),
    [({"widths": (3, 3, 3, 3, 3, 3)}, "has another network"), ({"start": "/nowhere"}, "there is no checkpoint in")],
)
def test_a_start_that_does_not_fit_is_bad_settings(
    settings: Any, says: str, finished: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train(tmp_path / "next", replace(ONE, **{"start": str(finished), **settings})) == BAD_SETTINGS
    assert says in capsys.readouterr().err
    assert says in read_status(tmp_path / "next").sentence


@pytest.mark.parametrize(
    "changes",
    [
        {"epoch": 10**400},
        {"epoch": "1"},
        {"told": 3},
        {"seconds": math.nan},
        {"network": {}},
        {"averaged": {}},
        {"descent": []},
        {"random": None},
    ],
)
def test_a_last_checkpoint_that_does_not_fit_costs_what_was_trained_since_the_one_before(
    changes: dict[str, Any], undisturbed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "run"
    shutil.copytree(undisturbed, folder)
    last = sorted(folder.glob("checkpoint-*"))[-1]
    saved = torch.load(last, weights_only=True)
    saved["state"] |= changes
    torch.save(saved, last)
    damaged = last.with_name(f"checkpoint-{last.name[11:17]}-{sha256(last.read_bytes()).hexdigest()[:16]}.pt")
    last.rename(damaged)
    assert main(command(folder, CONFIG, resume=True, program=())) == 0
    assert f"{damaged.name} is damaged; the checkpoint before it is used." in capsys.readouterr().out
    assert bits(folder) == bits(undisturbed)


@pytest.mark.parametrize("changes", [{"averaged": {}}, {"averaged": None}, {"network": None}])
def test_a_start_from_a_damaged_checkpoint_is_bad_settings(
    changes: dict[str, Any], finished: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = io.BytesIO()
    state = read_state(finished)
    assert state is not None
    torch.save({"state": state | changes, "records": 0}, content)
    digest = sha256(content.getvalue()).hexdigest()[:16]
    (tmp_path / f"checkpoint-000001-{digest}.pt").write_bytes(content.getvalue())
    assert train(tmp_path / "next", replace(ONE, start=str(tmp_path))) == BAD_SETTINGS
    assert "error: the " in capsys.readouterr().err


def test_what_was_trained_is_remembered_with_the_settings(finished: Path) -> None:
    facts = read_facts(finished)
    assert facts["data"] == {"title": "Synthetic digits", "origin": "drawn by this program"}
    first = read_snapshot(finished, 0)
    assert facts["parameters"] == sum(parameter.numel() for parameter in first.net().parameters())
    assert first.answers is None  # nothing was scored before the first epoch
