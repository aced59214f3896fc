"""The Train page's first tab: what can be set, what it leads to, and what folds away."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from core.digits.model import DigitNet
from core.digits.runs.run import read_config
from core.digits.table import table
from core.digits.training.args import command
from core.digits.training.config import Config
from core.digits.training.configs import CONFIGS, NamedConfig
from core.digits.training.estimate import fitting, seconds, steps
from pages.parts.train import timing
from pages.shared import services as shared
from pages.shared.texts import text
from tests.pages.visit import component, open_folds, opened, ran, words


def test_the_table_is_the_networks_and_follows_its_settings(services: shared.Services) -> None:
    at = opened("train")
    parameters = sum(row.parameters for row in table(DigitNet()))
    assert f"{parameters:,} parameters" in component(at, "train architecture")["budget"]["text"]
    ran(at.text_input(key="train set layer 5 typed").set_value("64"))
    wider = sum(row.parameters for row in table(DigitNet(widths=(10, 16, 24, 26, 64, 14))))
    assert (
        f"{wider:,} parameters: {wider - 20_000:,} over the budget"
        in component(at, "train architecture")["budget"]["text"]
    )
    assert not at.button(key="train start").disabled  # said, not forbidden
    ran(at.button(key=f"train config {CONFIGS[0].name}").click())
    assert f"{parameters:,} parameters" in component(at, "train architecture")["budget"]["text"]


def test_what_is_set_in_a_fold_stays_when_it_is_closed(services: shared.Services) -> None:
    at = opened("train")
    at.slider(key="train set dropout").set_value(0.1)
    at.toggle(key="train set batch_norm").set_value(False)
    at.text_input(key="train set layer 3 typed").set_value("20")
    at.segmented_control(key="train set schedule").set_value("constant")
    ran(at.text_input(key="train set l1 typed").set_value("0.001"))
    set_before = at.code[0].value
    for are in (False, False, True):
        ran(open_folds(at, are))
        fields = [each for each in at.text_input if each.key == "train set l1 typed"]
        assert len(fields) == len(at.code) == int(are)
    assert at.code[0].value == set_before
    assert all(words in set_before for words in ("--dropout 0.1", "--no-batch-norm", " 20 ", "constant", "--l1 0.001"))
    ran(open_folds(at, False))
    ran(at.button(key="train start").click())
    (metadata,) = services.store.all()
    config = read_config(services.store.folder(metadata.id))
    assert (config.dropout, config.batch_norm, config.widths[2], config.l1) == (0.1, False, 20, 0.001)
    assert config.schedule == "constant"


def test_a_run_begins_before_any_fold_was_opened(services: shared.Services) -> None:
    at = ran(opened().switch_page("pages/train.py"))
    assert not [each for each in at.slider if each.key == "train set dropout"]
    ran(at.button(key="train start").click())
    (metadata,) = services.store.all()
    assert read_config(services.store.folder(metadata.id)) == Config()


@pytest.mark.parametrize("named", CONFIGS, ids=lambda named: named.name)
def test_a_preset_is_one_choice_away(named: NamedConfig, services: shared.Services) -> None:
    at = opened("train")
    ran(at.text_input(key="train set epochs typed").set_value("3"))
    ran(at.button(key=f"train config {named.name}").click())
    assert shlex.join(command(Path("runs/mine"), named.config)[1:]) in at.code[0].value


def test_a_try_of_two_minutes_keeps_all_but_epochs_and_share(
    services: shared.Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timing, "_measured", lambda *_: 0.05)
    at = opened("train")
    at.slider(key="train set dropout").set_value(0.1)
    ran(at.button(key="train short try").click())
    expected = fitting(Config(dropout=0.1), 0.05, timing.TRY)
    assert 110 < seconds(expected, 0.05) <= 120
    assert at.session_state["train set epochs"] == expected.epochs
    assert at.slider(key="train set share").value == expected.share
    assert at.slider(key="train set dropout").value == 0.1
    assert f"About **2 min** on this machine: {steps(expected):,} steps" in words(at)


def test_the_aims_tick_themselves(services: shared.Services) -> None:
    at = opened("train")

    def met() -> int:
        return sum("check_box:" in state for state in at.table[0].value["state"])

    before = met()
    at.text_input(key="train set epochs typed").set_value("19")
    ran(at.slider(key="train set dropout").set_value(0.05))
    assert met() == before + 2
    ran(at.toggle(key="train set batch_norm").set_value(False))
    assert met() == before + 1


def test_every_operation_has_its_lesson(services: shared.Services) -> None:
    at = opened("train")
    at.session_state["train lesson"] = True
    ran(at)
    for kind in dict.fromkeys(row.operation.replace("1d", "2d") for row in table(DigitNet())):
        ran(at.segmented_control(key="train lesson operation").set_value(kind))
        assert text(f"train-operation-{kind.lower()}") in words(at)
