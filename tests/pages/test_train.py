"""The Train page through app.py, without a browser, with real trainings in processes of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from core.digits.runs.snapshots import read_snapshot
from core.digits.runs.store import RunStore
from core.digits.training.config import Config
from core.digits.training.records import RECORDS, Score, to_line
from core.errors import RunError
from pages.parts.train import tabs
from pages.parts.train.tabs import MISTAKES, TRAVEL
from pages.shared import services as shared
from tests import waiting
from tests.core.digits.small import CONFIG, lines, train
from tests.pages.visit import OTHER, TOKEN, component, opened, ran, words


def until(at: AppTest, true: Callable[[], bool]) -> None:
    """Looks at the page again and again, as its timer would.

    What takes long is waited for before, by `state`: a look is a run of the whole page.
    """
    waiting.until(lambda: true() or not ran(at), pause=0.1)


def state(services: shared.Services, id: str, wanted: str) -> None:
    """Waits until the run is in this state."""
    waiting.until(lambda: services.scheduler.status(id).state == wanted, pause=0.1)


def made(services: shared.Services, config: Config = CONFIG, owner: str = TOKEN, name: str = "Mine") -> str:
    """A run in the store."""
    return services.store.create(config, owner, name).id


def trained(services: shared.Services, config: Config = CONFIG, name: str = "Mine") -> str:
    """A run at its end, trained in this process: that takes a tenth of the time."""
    id = made(services, config, name=name)
    assert train(services.store.folder(id), config) == 0
    return id


def test_start_pause_resume_and_the_end(services: shared.Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLD", "1")
    at = opened("train")
    at.selectbox(key="train set data").set_value("synthetic")
    at.text_input(key="train set epochs typed").set_value("2")
    ran(at.text_input(key="train set batch_size typed").set_value("64"))
    ran(at.button(key="train start").click())
    (metadata,) = services.store.list(TOKEN)
    assert at.query_params["run"] == metadata.id
    waiting.until(lambda: lines(services.store.folder(metadata.id)))
    until(at, lambda: "Epoch 1 of 2" in str(at.get("progress")[0].proto.text) if at.get("progress") else False)
    ran(at.button(key="train pause").click())
    state(services, metadata.id, "paused")
    until(at, lambda: bool([b for b in at.button if b.key == "train resume"]))
    monkeypatch.delenv("HOLD")
    ran(at.button(key="train resume").click())
    state(services, metadata.id, "finished")
    assert "train again" in {button.key for button in ran(at).button}


def test_two_seeds_are_two_runs_of_one_group(services: shared.Services) -> None:
    at = opened("train")
    at.selectbox(key="train set data").set_value("synthetic")
    ran(at.text_input(key="train set seeds typed").set_value("2"))
    ran(at.button(key="train start").click())
    listed = services.store.list(TOKEN)
    assert len(listed) == 2
    assert len({metadata.group for metadata in listed}) == 1
    for metadata in listed:
        services.scheduler.stop(metadata.id)


def test_mistakes_and_time_travel_show_what_the_snapshots_say(
    services: shared.Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tabs, "MOMENT", 0.0)  # as on a server that takes longer than that to answer
    id = trained(services)
    at = opened("train", run=id)
    at.session_state["train run tab"] = MISTAKES
    ran(at)
    snapshot = read_snapshot(services.store.folder(id), 3)
    assert snapshot.answers is not None
    truth = shared.data_set("synthetic").test.labels
    wrong = int((snapshot.answers.argmax(dim=1) != truth).sum())
    assert f"**{wrong:,} of 100** test images misread" in words(at)
    assert len(component(at, "train mistakes gallery")["captions"]) == min(wrong, 60)
    digit = int(truth[snapshot.answers.argmax(dim=1) != truth][0])
    ran(at.selectbox(key="train cell truth").set_value(digit))
    captions = component(at, "train mistakes gallery")["captions"]
    assert len(captions) == int(((truth == digit) & (snapshot.answers.argmax(dim=1) != truth)).sum())
    assert all(caption.startswith(f"{digit} as ") for caption in captions)
    ran(at.selectbox(key="train cell answer").set_value(digit))
    right = int(((truth == digit) & (snapshot.answers.argmax(dim=1) == truth)).sum())
    assert len(component(at, "train mistakes gallery")["captions"]) == right
    for key in ("train cell truth", "train cell answer"):
        at.selectbox(key=key).set_value(None)
    ran(at)
    at.session_state["train mistakes gallery"] = {"pick": {"index": 0, "number": 1}}
    ran(at)
    assert component(at, "train mistake layers")["maps"]
    ran(at.button(key="train pin").click())
    assert at.session_state["train run tab"] == TRAVEL
    assert component(at, "train travel layers")["title"].endswith("after epoch 3")
    at.session_state["pinned drawing"] = np.full((28, 28), 0.5, np.float32)
    assert component(ran(at), "train travel layers")["title"] == "Your drawing, after epoch 3"


@pytest.mark.parametrize("id", ["0" * 32, "../../etc", "..", "a/b"])
def test_a_link_to_nothing_is_said(services: shared.Services, id: str) -> None:
    assert "no such run" in words(opened("train", run=id))


def test_a_run_of_another_visitor_is_not_there(services: shared.Services) -> None:
    id = made(services, owner=OTHER, name="Secret")
    assert "no such run" in words(opened("train", run=id))
    at = opened("train")
    at.session_state["train tab"] = "All runs"
    assert "no runs yet" in words(ran(at))


def test_data_that_cannot_come_are_said_and_the_generated_ones_offered(services: shared.Services) -> None:
    id = made(services, replace(CONFIG, data="mnist"))
    services.scheduler.start(id)
    at = opened("train", run=id)
    state(services, id, "failed")
    until(at, lambda: bool(at.error))
    assert "could not be downloaded" in at.error[0].value
    ran(at.button(key="train synthetic instead").click())
    assert {metadata.name for metadata in services.store.list(TOKEN)} == {"Mine", "Mine, again"}


def test_what_cannot_be_done_is_said_in_the_tab_where_it_was_asked_for(
    services: shared.Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise RunError("The disk is full.")

    id = made(services)
    for act in ("create", "rename"):
        monkeypatch.setattr(RunStore, act, full)
    at = opened("train")
    at.text_input(key="train set name").set_value("Kept")
    ran(at.button(key="train start").click())
    assert [each.value for each in at.warning] == ["The disk is full."]
    assert at.text_input(key="train set name").value == "Kept"
    at.session_state["train tab"] = "All runs"
    at.session_state["train"].problem = ""
    at.session_state["train runs chosen"] = [id]
    assert not ran(at).warning
    ran(at.text_input(key=f"train name {id}").set_value("Another"))
    assert [each.value for each in at.warning] == ["The disk is full."]


def test_runs_are_opened_renamed_compared_deleted_and_taken_back(services: shared.Services) -> None:
    first = trained(services, replace(CONFIG, epochs=1), "First")
    second = trained(services, replace(CONFIG, epochs=1, seed=6), "Second")
    at = opened("train")
    at.session_state["train tab"] = "All runs"
    ran(at)
    ran(at.multiselect(key="train runs chosen").set_value([first, second]))
    assert at.session_state["train runs table"]["selection"]["rows"] == [0, 1]
    assert "The same settings, 2 seeds" in words(at)
    ran(at.multiselect(key="train runs chosen").set_value([second]))
    ran(at.text_input(key=f"train name {second}").set_value("  <b>Best</b> \n"))
    assert services.find(second, TOKEN).name == "<b>Best</b>"
    ran(at.button(key="train delete run").click())
    assert [metadata.id for metadata in services.runs(TOKEN)] == [first]
    ran(at.button(key="train undo delete").click())
    assert {metadata.id for metadata in services.runs(TOKEN)} == {first, second}


def test_only_runs_on_the_same_images_share_a_chart_and_only_mnists_have_the_exercises_line(
    services: shared.Services,
) -> None:
    drawn, twin = (made(services, replace(CONFIG, seed=seed), name="Drawn") for seed in (1, 2))
    read, odd = made(services, replace(CONFIG, data="mnist", share=0.5), name="Read"), made(services, name="**Odd**")
    for id, correct in ((drawn, 99), (twin, 98), (read, 99), (odd, 90)):
        score = Score(1, "test", 0.1, correct, 100, final=False, seconds=1.0)
        (services.store.folder(id) / RECORDS).write_text(to_line(score))
    at = opened("train")
    at.session_state["train tab"], at.session_state["train runs chosen"] = "All runs", [drawn, twin, read, odd]
    ran(at)
    charts = {chart.proto.alt: chart.proto for chart in at.get("vega_lite_chart")}
    drawn_runs, read_runs = (
        f"Accuracy, % of {count} on {title}, coloured by what differs."
        for count, title in (("3 runs", "Generated digits"), ("1 run", "MNIST"))
    )
    assert list(charts) == [drawn_runs, read_runs]
    values = [pa.ipc.open_stream(chart.data.data).read_all().to_pydict() for chart in charts.values()]
    assert [[v for v, run in zip(each["value"], each["run"], strict=True) if run >= 0] for each in values] == [
        [99.0, 98.0, 90.0],
        [99.0],
    ]
    rule = "the exercise's run: 99.50 %"
    assert [rule in chart.spec for chart in charts.values()] == [False, True]


def test_test_and_training_images_share_a_chart(services: shared.Services) -> None:
    id = made(services)
    score = Score(1, "test", 0.1, 90, 100, False, 1.0, train_loss=0.05, train_correct=99, train_total=100)
    (services.store.folder(id) / RECORDS).write_text(to_line(score))
    at = opened("train", run=id)
    assert "After epoch 1: 99.00 % of the training images, 90.00 % of the test images" in words(at)
    (chart,) = (each.proto for each in at.get("vega_lite_chart") if each.proto.alt.startswith("Accuracy on"))
    assert pa.ipc.open_stream(chart.data.data).read_all()["accuracy"].to_pylist() == [90.0, 99.0]


def test_a_damaged_line_is_said_and_nothing_else_is_lost(services: shared.Services) -> None:
    id = trained(services, replace(CONFIG, epochs=1))
    path = services.store.folder(id) / "records.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([*lines[:3], "{spoilt\n", *lines[4:]]))
    at = opened("train", run=id)
    assert "Line 4" in words(at)
    assert at.get("vega_lite_chart") or at.get("arrow_vega_lite_chart")
