"""The folder of runs vanishes while the server runs: it is said in a sentence, and all else goes on."""

from __future__ import annotations

import shutil

from streamlit.testing.v1 import AppTest

from pages.parts.train.tabs import ALL_RUNS, LIVE, LOG, MISTAKES, NEW_RUN, THIS_RUN, TRAVEL
from pages.shared import services as shared
from tests.core.digits.small import CONFIG, train
from tests.pages.drawing import drawn
from tests.pages.visit import TOKEN, opened, ran, words


def watching(id: str, tab: str = LIVE) -> AppTest:
    """The page of a run."""
    at = opened("train", run=id)
    at.session_state["train run tab"] = tab
    return ran(at)


def test_who_looks_at_a_run_is_told_and_the_other_pages_notice_nothing(services: shared.Services) -> None:
    root, id = services.store.root, services.store.create(CONFIG, TOKEN, "Mine").id
    assert train(services.store.folder(id), CONFIG) == 0
    visits = [watching(id, tab) for tab in (LIVE, MISTAKES, TRAVEL, LOG)]
    draws = drawn()
    draws.session_state["draw weights"] = id
    ran(draws)
    shutil.rmtree(services.store.folder(id) / "snapshots")
    assert "first snapshot" in words(ran(visits[2]))
    shutil.rmtree(root)
    for at in visits:
        assert "no such run" in words(ran(at))
    at = visits[0]
    at.session_state["train tab"] = ALL_RUNS
    assert "no runs yet" in words(ran(at))
    ran(draws)
    opened("backprop")


def test_a_run_that_is_begun_then_makes_the_folder_anew(services: shared.Services) -> None:
    at = watching(services.store.create(CONFIG, TOKEN, "Mine").id)
    shutil.rmtree(services.store.root)
    at.session_state["train tab"] = NEW_RUN
    ran(ran(at).button(key="train start").click())
    assert [metadata.owner for metadata in services.store.all()] == [TOKEN]
    assert at.session_state["train tab"] == THIS_RUN


def test_where_no_folder_can_be_made_that_is_said(services: shared.Services) -> None:
    at = watching(services.store.create(CONFIG, TOKEN, "Mine").id)
    shutil.rmtree(services.store.root)
    services.store.root.write_text("in the way")
    at.session_state["train tab"] = NEW_RUN
    ran(ran(at).button(key="train start").click())
    assert "runs cannot be written to (file exists)" in words(at)
    assert f"{services.store.root}" not in words(at)
