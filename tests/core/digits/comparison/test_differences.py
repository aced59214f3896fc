"""Trainings are grouped by what they are apart from the seed, and named by what differs, in the page's words."""

from __future__ import annotations

from dataclasses import fields, replace

from core.digits.comparison.differences import UNTOUCHED, settings_of, variants, words_of
from core.digits.design import seven_layers
from core.digits.presets import PRESETS
from core.digits.training.config import Config


def test_runs_that_differ_in_their_seed_are_one_group() -> None:
    base = Config()
    found = variants([base, replace(base, dropout=0.1), replace(base, seed=4), replace(base, dropout=0.1, seed=2)])
    assert [(variant.name, variant.members, variant.seeds) for variant in found] == [
        ("dropout 0", (0, 2), (0, 4)),
        ("dropout 0.1", (1, 3), (0, 2)),
    ]
    (alone,) = variants([base, replace(base, seed=1)])
    assert (alone.name, alone.values) == ("the same settings", ())
    assert variants([]) == ()


def test_what_makes_no_other_training_makes_no_other_group() -> None:
    assert len(variants([Config(device="cpu"), Config(threads=2), Config(log_every=5), Config(device="cuda:1")])) == 1


def test_a_design_that_is_the_seven_layers_is_no_other_network() -> None:
    listed = Config(design=str(seven_layers(dropout=0.1)))
    assert len(variants([Config(dropout=0.1), listed])) == 1
    ghosts = Config(design=str(seven_layers()).replace("bn", "gbn8"))
    assert [variant.name for variant in variants([Config(), ghosts, Config(batch_norm=False)])] == [
        "normalisation batch",
        "normalisation ghost batch (8 parts)",
        "normalisation none",
    ]


def test_networks_are_called_by_their_preset_or_their_size_and_two_of_a_size_are_told_apart() -> None:
    odd = ("c8 relu bn gap fc10 logsoftmax", "c8 bn relu gap fc10 logsoftmax")
    found = variants([Config(), Config(design=str(PRESETS[2].design)), *(Config(design=text) for text in odd)])
    size = f"network of {Config(design=odd[0]).as_design().parameters} parameters"
    assert [variant.name for variant in found] == [
        "network “Seven layers”",
        "network “Under 8,000”",
        size,
        f"{size} (2)",
    ]


def test_every_setting_is_looked_at_and_none_is_called_by_its_field() -> None:
    said = settings_of(Config())
    for field in fields(Config):
        assert (words_of(field.name) in said) != (field.name in UNTOUCHED and field.name != "dropout")
    assert not any("_" in words for words in said)
    assert said["L2 penalty"] == "0.001"
    assert said["share of the images"] == "100 %"
    assert said["begun from"] == "random weights"
    assert settings_of(Config(start="/runs/1"))["begun from"] == "another run's weights"
    assert [settings_of(Config(data=data))["data"] for data in ("/secret/mnist", "synthetic")] == [
        "MNIST",
        "generated digits",
    ]
    early = Config(design="c8 relu drop0.1e3 gap drop0.2 fc10 logsoftmax")
    assert settings_of(early)["dropout"] == "0.1 to 0.2 in the first 3 epochs"
    mixed = Config(design="c8 relu bn c8 ln gn4 gap fc10 logsoftmax")
    assert settings_of(mixed)["normalisation"] == "batch and layer and group (4 groups)"
