"""The table over seeds counts each seed once, after its last epoch; the CSV has every test."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from core.digits.comparison.differences import variants
from core.digits.comparison.measured import Trained, every_test, lines
from core.digits.comparison.seeds import difference, spread
from core.digits.training.config import Config
from core.digits.training.records import Record, Score

BASE = Config(epochs=2)


def trained(config: Config, *right: int, name: str = "Run") -> Trained:
    records: list[Record] = [
        Score(epoch, "test", 1 - each / 10_000, each, 10_000, False, 1.0, 0.01, 9_999, 10_000)
        for epoch, each in enumerate(right, start=1)
    ]
    if len(right) == config.epochs:
        records.append(Score(config.epochs, "train", 0.01, 59_900, 60_000, True, 1.0))
    return Trained.of(name, config, 19_010, records)


def test_the_last_epoch_of_each_seed_counts_once() -> None:
    other = replace(BASE, dropout=0.1)
    runs = [
        trained(BASE, 9_900, 9_950),
        trained(replace(BASE, seed=1), 9_900, 9_930),
        trained(replace(BASE, seed=1), 9_900, 9_930),  # the same training again
        trained(replace(BASE, seed=2), 9_990),  # not at its end
        trained(other, 9_990, 9_951),
        trained(replace(other, seed=1), 9_990, 9_932),
    ]
    first, second = lines(runs, variants([run.config for run in runs]), 0)
    assert first.accuracy == spread({0: 99.5, 1: 99.3})
    assert first.loss == pytest.approx(0.006)
    assert (first.unfinished, first.baseline, first.difference) == (1, True, None)
    assert second.difference == difference({0: 99.5, 1: 99.3}, {0: 99.51, 1: 99.32})
    assert runs[0].train is not None
    assert runs[3].train is None
    none = lines([trained(BASE)], variants([BASE]), 0)[0]
    assert (none.accuracy, none.loss, none.unfinished) == (None, None, 1)


def test_the_csv_has_a_row_for_each_test_and_no_formula() -> None:
    names = ("=1+1", "Réseau, « 2 »", "Plain")
    configs = (BASE, replace(BASE, dropout=0.1), replace(BASE, dropout=0.1, seed=1))
    runs = [trained(config, 9_900, 9_950, name=name) for name, config in zip(names, configs, strict=True)]
    rows = list(csv.DictReader(io.StringIO(every_test(runs, variants(configs)))))
    assert [row["run"] for row in rows] == [name for name in ("'=1+1", *names[1:]) for _ in range(2)]
    assert [row["dropout"] for row in rows] == ["0", "0", "0.1", "0.1", "0.1", "0.1"]
    assert [row["random seed"] for row in rows] == ["0", "0", "0", "0", "1", "1"]
    assert {(row["epoch"], row["right"], row["of"], row["parameters"]) for row in rows} == {
        ("1", "9900", "10000", "19010"),
        ("2", "9950", "10000", "19010"),
    }
    assert float(rows[0]["test accuracy, %"]) == 99.0
    assert float(rows[0]["training accuracy, %"]) == pytest.approx(99.99)
    assert every_test([], ()).startswith("run,random seed")
