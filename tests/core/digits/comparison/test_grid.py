"""Lists of values are read with one meaning or refused; a grid is every combination of them, and each makes a run."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.digits.comparison.differences import variants
from core.digits.comparison.grid import (
    AXES,
    MOST_RUNS,
    Axis,
    Value,
    duration,
    grid,
    put_dropout,
    put_norm,
    read_values,
    too_large,
)
from core.digits.operations import BatchNorm, Dropout, GroupNorm, Norm
from core.digits.training.config import Config
from core.digits.training.estimate import seconds
from core.typed import written

BY_WORDS = {axis.words: axis for axis in AXES}
DROPOUT, SEED, RATE = BY_WORDS["dropout"], BY_WORDS["random seed"], BY_WORDS["learning rate"]
NORM, BATCH = BY_WORDS["normalisation"], BY_WORDS["batch size"]


@pytest.mark.parametrize(
    ("axis", "text", "values"),
    [
        (DROPOUT, "0, 0.05,0.1", (0.0, 0.05, 0.1)),
        (DROPOUT, "0; 0,05; 0,1", (0.0, 0.05, 0.1)),
        (DROPOUT, "0  0.1\n0.1,", (0.0, 0.1)),
        (RATE, "1e-5, 1e-4", (1e-5, 1e-4)),
        (RATE, "0,05; ½", (0.05, 0.5)),
        (SEED, "0-4", (0, 1, 2, 3, 4)),
        (SEED, "1,2,2, 7 to 9", (1, 2, 7, 8, 9)),
        (SEED, "3 – 4; 10", (3, 4, 10)),
    ],
)
def test_a_list_is_read_as_people_write_it(axis: Axis, text: str, values: tuple[Value, ...]) -> None:
    assert read_values(axis, text) == values
    assert all(isinstance(value, int) for value in values) == axis.whole


@pytest.mark.parametrize(
    ("axis", "text", "words"),
    [
        (DROPOUT, "", "no values for dropout yet: type some, such as 0, 0.05, 0.1"),
        (DROPOUT, "0,1", "may be one number or two"),
        (DROPOUT, "0, 0,05", "may be one number or two"),
        (DROPOUT, "0.95", "dropout: “0.95” is too large"),
        (DROPOUT, "0.1, a lot", "dropout: “a” is not a number"),
        (SEED, "1.5", "random seed: “1.5” is not a whole number"),
        (SEED, "4-1", "is no span"),
        (SEED, "0-100000", "is no span"),
        (SEED, "-1", "is too small"),
        (SEED, "1 " * 300, "longer than 400 characters"),
    ],
)
def test_a_list_of_anything_else_is_refused_in_a_sentence(axis: Axis, text: str, words: str) -> None:
    with pytest.raises(ValueError, match=r"\.$") as error:
        read_values(axis, text)
    assert words in str(error.value)


@given(st.sampled_from([axis for axis in AXES if not axis.choices]), st.data())
def test_what_is_written_is_read_again(axis: Axis, data: st.DataObject) -> None:
    whole = st.integers(int(axis.least), int(axis.most))
    values = data.draw(st.lists(whole if axis.whole else st.floats(axis.least, axis.most), min_size=1, max_size=12))
    text = data.draw(st.sampled_from(["; ", ";"])).join(map(written, values))
    assert read_values(axis, text) == tuple(dict.fromkeys(values))


@given(st.sampled_from(AXES), st.text(max_size=40) | st.text("0123456789.,;- e", max_size=40))
def test_whatever_is_typed_is_read_or_refused(axis: Axis, text: str) -> None:
    try:
        values = read_values(axis, text)
    except ValueError as error:
        assert str(error).endswith(".")  # noqa: PT017  # both ways are right
    else:
        assert all(axis.least <= value <= axis.most for value in values if not isinstance(value, str))


def test_the_examples_are_such_lists_and_every_value_makes_a_training() -> None:
    for axis in AXES:
        values = axis.choices or read_values(axis, axis.example)
        assert len(values) > 1
        cells = grid(Config(), {axis: values})
        assert len({cell.config for cell in cells}) == len(variants([cell.config for cell in cells])) or axis is SEED
        assert all(cell.name.startswith(axis.words) for cell in cells)


def test_a_grid_is_every_combination_and_seeds_stand_together() -> None:
    cells = grid(Config(), {DROPOUT: (0.0, 0.1), SEED: (0, 1, 2)})
    assert [(cell.config.dropout, cell.config.seed) for cell in cells] == [
        (dropout, seed) for dropout in (0.0, 0.1) for seed in (0, 1, 2)
    ]
    assert cells[4].name == "dropout 0.1, random seed 1"
    assert [variant.seeds for variant in variants([cell.config for cell in cells])] == [(0, 1, 2)] * 2


def test_too_many_and_impossible_combinations_are_refused() -> None:
    with pytest.raises(ValueError, match=f"makes 60 runs, and a grid has at most {MOST_RUNS}"):
        grid(Config(), {DROPOUT: [place / 100 for place in range(6)], SEED: range(10)})
    odd = Config(widths=(7, 8, 8, 8, 8, 8))
    with pytest.raises(ValueError, match=r"with normalisation group: .*7 maps"):
        grid(odd, {NORM: ("batch", "group")})
    assert "a batch is larger than the 6 images" in too_large(grid(Config(share=1e-4), {BATCH: (4, 8)}))
    assert too_large(grid(Config(), {BATCH: (4, 8)})) == ""


def test_normalisation_and_dropout_go_where_the_network_has_them() -> None:
    assert put_norm(Config(), "none") == replace(Config(), batch_norm=False)
    assert put_norm(Config(batch_norm=False), "batch") == Config()
    grouped = put_norm(Config(batch_norm=False, dropout=0.1), "group")
    norms = [one for one in grouped.as_design().operations if isinstance(one, Norm)]
    assert norms == [GroupNorm()] * 6
    assert put_norm(grouped, "batch").as_design() == Config(dropout=0.1).as_design()
    assert not any(isinstance(one, Norm) for one in put_norm(grouped, "none").as_design().operations)
    listed = Config(design="c8 relu bn drop0.1e2 gap fc10 logsoftmax")
    assert put_dropout(listed, 0.3).design == "c8 relu bn drop0.3e2 gap fc10 logsoftmax"
    assert {type(one) for one in put_norm(listed, "batch").as_design().operations} >= {BatchNorm, Dropout}
    bare = Config(design="c8 relu gap fc10 logsoftmax")
    with pytest.raises(ValueError, match="no dropout to vary: add one in the editor"):
        put_dropout(bare, 0.1)
    with pytest.raises(ValueError, match="no normalisation to vary: add one in the editor"):
        put_norm(bare, "batch")


def test_a_grid_takes_as_long_as_its_runs_in_their_turns() -> None:
    base = Config()
    cells = grid(base, {SEED: range(5)})
    one = seconds(base, 0.02)
    assert duration(cells, base, 0.02, 1) == pytest.approx(5 * one)
    assert duration(cells, base, 0.02, 2) == pytest.approx(3 * one)
    assert duration((), base, 0.02, 2) == 0
    larger = grid(base, {BATCH: (128,)})
    assert duration(larger, base, 0.02, 1) == pytest.approx(one, rel=0.2)  # half the steps, each nearly twice as long
