from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.digits.training import args
from core.digits.training.config import Config

NUMBERS: dict[str, st.SearchStrategy[Any]] = {
    "data": st.sampled_from(["mnist", "synthetic", "--weird", "a b", "/x y/-z"]),
    "share": st.floats(0.01, 1),
    "epochs": st.integers(1, 10_000),
    "seed": st.integers(0, 2**31 - 1),
    "start": st.sampled_from(["", "runs/first", "-x"]),
    "device": st.sampled_from(["auto", "cpu"]),
    "widths": st.tuples(*[st.integers(1, 64)] * 6),
    "padding": st.just((1, 1, 1, 1, 1)),
    "dropout": st.floats(0, 0.9),
    "batch_norm": st.booleans(),
    "learning_rate": st.floats(1e-9, 1000),
    "weight_decay": st.floats(0, 1),
    "l1": st.floats(0, 1),
    "schedule": st.sampled_from(["one-cycle", "constant"]),
    "log_every": st.integers(1, 100),
}


@given(st.fixed_dictionaries({}, optional=NUMBERS), st.booleans())
def test_the_command_line_makes_the_same_settings(settings: dict[str, Any], resume: bool) -> None:
    config = Config(**settings)
    words = args.command(Path("-runs/x y"), config, resume, program=())
    given = vars(args.parser().parse_args(words))
    assert given.pop("run") == Path("-runs/x y")
    assert given.pop("resume", False) == resume
    assert Config(**given) == config
    defaults = {field.name: field.default for field in fields(Config)}
    assert all(value != defaults[name] for name, value in given.items())
