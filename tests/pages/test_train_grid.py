"""A grid of runs: counted, timed and begun in one click, within what the server allows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.digits.runs.run import read_config
from core.digits.training.config import Config
from pages.parts.train import grid, timing
from pages.parts.train.tabs import ALL_RUNS
from pages.shared import services as shared
from tests.pages.visit import TOKEN, opened, ran, words


def test_lists_of_values_become_runs(services: shared.Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLD", "1")
    monkeypatch.setattr(timing, "_measured", lambda *_: 0.01)
    at = opened("train")
    at.selectbox(key="train set data").set_value("synthetic")
    at.text_input(key="train set l1 typed").set_value("1e-5")
    ran(at.multiselect(key="train grid axes").set_value(["random seed", "dropout"]))
    assert at.button(key="train grid start").disabled
    assert "no values for dropout yet" in words(at)
    at.text_input(key="train grid dropout").set_value("0, 0.1")
    ran(at.text_input(key="train grid random seed").set_value("3-4"))
    assert "**4 runs**, 2 of dropout × 2 of random seed: about **" in words(at)
    assert at.button(key="train grid start").label == "Start 4 runs"
    at.text_input(key="train set name").set_value("Mine")
    ran(at.button(key="train grid start").click())
    assert at.session_state["train tab"] == ALL_RUNS
    listed = {metadata.name: read_config(services.store.folder(metadata.id)) for metadata in services.runs(TOKEN)}
    base = Config(data="synthetic", l1=1e-5)
    assert listed == {
        f"Mine: dropout {dropout:g}, random seed {seed}": replace(base, dropout=dropout, seed=seed)
        for dropout in (0.0, 0.1)
        for seed in (3, 4)
    }
    assert len({metadata.group for metadata in services.runs(TOKEN)}) == 1
    assert set(at.session_state["train runs chosen"]) == {metadata.id for metadata in services.runs(TOKEN)}
    for metadata in services.runs(TOKEN):
        services.scheduler.stop(metadata.id)


def test_what_is_over_a_limit_is_said_and_begins_nothing(
    services: shared.Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timing, "_measured", lambda *_: 0.01)
    limits = replace(services.settings.limits, visitor_queue=5, epochs=30)
    limited = replace(services, settings=replace(services.settings, limits=limits))
    monkeypatch.setattr(grid, "services", lambda: limited)
    at = opened("train")
    at.selectbox(key="train set data").set_value("synthetic")
    ran(at.multiselect(key="train grid axes").set_value(["random seed", "epochs"]))
    at.text_input(key="train grid random seed").set_value("0-2")
    for epochs, said in (
        ("10 20", "6 runs more would be 1 too many: 0 of yours are waiting"),
        ("40", "30 epochs here, not 40"),
        ("10-30", "makes 63 runs"),
        ("0", "Epochs: “0” is too small"),
    ):
        ran(at.text_input(key="train grid epochs").set_value(epochs))
        assert said in words(at).replace("\\", "")
        assert at.button(key="train grid start").disabled
    assert services.runs(TOKEN) == ()


def test_a_name_that_no_list_has_is_left_out(services: shared.Services) -> None:
    at = opened("train")
    at.session_state["train grid axes"] = ["normalisation"]
    ran(at)
    ran(at.multiselect(key="train grid normalisation").set_value(["batch", "none"]))
    assert "**2 runs**" in words(at)
    ran(at.multiselect(key="train grid axes").set_value([]))
    assert "train grid start" not in {button.key for button in at.button}
