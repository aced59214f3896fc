"""The teacher's board through app.py: there in a classroom only, with everybody's runs, and a break for all."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core.digits.runs import lock
from pages.parts.train.tabs import CLASS
from pages.shared import services as shared
from tests.core.digits.small import CONFIG, lines
from tests.pages.visit import OTHER, TOKEN, opened, ran, words
from tests.waiting import until


@pytest.fixture
def classroom(few_digits: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """One run trains at a time, and stands still after three records."""
    monkeypatch.setenv("LAB_CLASSROOM", "1")
    monkeypatch.setenv("LAB_AT_ONCE", "1")
    monkeypatch.setenv("HOLD", "3")


def board() -> AppTest:
    at = opened("train")
    at.session_state["train tab"] = CLASS
    return ran(at)


def test_a_class_sees_who_trains_who_waits_and_the_machines_and_takes_a_break(
    classroom: None, services: shared.Services
) -> None:
    at = board()
    assert at.button(key="train pause all").disabled
    ids = [services.store.create(CONFIG, owner, name).id for owner, name in ((OTHER, "Bob's"), (TOKEN, "Ann's"))]
    folder = services.store.folder(ids[0])
    for id in ids:
        services.scheduler.start(id)
    until(lambda: lines(folder) >= 3)
    ran(at)
    training, queue, machines = (frame.value for frame in at.dataframe)
    assert training.iloc[0][["run", "whose", "epoch"]].tolist() == ["Bob's", "visitor 1", "1 of 3"]
    assert 0 < training.iloc[0]["how far"] < 10
    assert queue.iloc[0][["place", "run", "whose"]].tolist() == ["1", "Ann's", "visitor 2 (you)"]
    assert training.iloc[0]["machine"] == machines.iloc[0]["machine"]
    assert machines.iloc[0]["trains"] == "1 of 1"
    assert OTHER not in words(at)
    ran(at.button(key="train pause all").click())
    until(lambda: not lock.held(folder))
    ran(at)
    assert len(at.dataframe) == 1
    assert [services.scheduler.status(id).state for id in ids] == ["paused", "paused"]
    resume = at.button(key="train resume all")
    assert resume.label == "Resume 2 runs"
    ran(resume.click())
    assert services.scheduler.paused_by_all() == []
    until(lambda: lock.held(folder))  # it was the first, and is again
    assert not lock.held(services.store.folder(ids[1]))


def test_who_is_in_no_classroom_sees_no_board(services: shared.Services) -> None:
    assert CLASS not in [tab.label for tab in opened("train").tabs]
