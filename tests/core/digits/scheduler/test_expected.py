"""When a run in the queue begins: by counting, and from the records of what trains."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.digits.runs.run import Run
from core.digits.runs.store import RunStore
from core.digits.scheduler.expected import expected, starts
from core.digits.training.config import Config
from core.digits.training.records import Batch

SECONDS = st.lists(st.floats(0, 1e6), max_size=8)


@given(SECONDS, SECONDS, st.integers(1, 4))
def test_each_begins_when_a_place_is_free(waiting: list[float], left: list[float], at_once: int) -> None:
    left = left[:at_once]
    found = list(starts(waiting, left, at_once))
    ends = [*left]
    for begins, seconds in zip(found, waiting, strict=True):
        assert sum(end > begins for end in ends) < at_once  # a place is free by then, and not a moment earlier
        assert begins == 0 or begins in ends
        ends.append(begins + seconds)
    assert found == sorted(found)


def test_it_follows_from_the_speed_of_what_trains(store: RunStore) -> None:
    config = Config(data="synthetic", epochs=2, threads=1)
    ids = [store.create(each).id for each in (config, config, replace(config, epochs=1), config)]
    folders = [store.folder(id) for id in ids]
    assert expected(folders[1:], folders[:1], 1) == {}  # nothing is known yet
    with Run(folders[0], config, {}) as run:
        for batch in (10, 20):
            run.write(Batch(1, batch, 312, 0.5, 0.01, (), batch / 10.0))
    found = expected(folders[1:], folders[:1], 1)
    left = (2 * 312 - 20) / 10
    epoch = 20_000 / 64 / 10
    assert [found[id] for id in ids[1:]] == pytest.approx([left, left + 2 * epoch, left + 3 * epoch], rel=1e-3)
