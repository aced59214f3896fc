"""Runs whose folders were damaged: each says so where it is, the others go on; no page names a folder of the server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.digits.model import DigitNet
from core.digits.runs.snapshots import Snapshot, write_snapshot
from core.digits.runs.status import write_status
from core.digits.training.records import RECORDS, Score, to_line
from pages.shared import services as shared
from tests.core.digits.small import CONFIG
from tests.pages.drawing import read_with
from tests.pages.visit import TOKEN, opened, ran, words

IMPOSSIBLE = [
    "[" * 200_000,
    '{"config": {}}',
    json.dumps({"config": {**asdict(CONFIG), "epochs": 10**400}}),
    json.dumps({"config": {**asdict(CONFIG), "share": "x"}}),
    json.dumps({"config": {**asdict(CONFIG), "data": "\ud800"}}),
]


def listed(at: AppTest, *ticked: int) -> AppTest:
    """The list of all runs, with these chosen."""
    at.session_state["train tab"] = "All runs"
    ids = [metadata.id for metadata in shared.services().runs(TOKEN)]
    at.session_state["train runs chosen"] = [ids[index] for index in ticked]
    return ran(at)


@pytest.mark.parametrize("content", IMPOSSIBLE, ids=range(len(IMPOSSIBLE)))
def test_a_damaged_run_says_so_in_its_row_and_can_be_deleted(services: shared.Services, content: str) -> None:
    services.store.create(CONFIG, TOKEN, "Sound")
    damaged = services.store.create(CONFIG, TOKEN, "Damaged")
    (services.store.folder(damaged.id) / "config.json").write_text(content)
    at = listed(opened("train"), 0)
    states = at.dataframe[0].value.set_index("name")["state"].to_dict()
    assert states == {"Sound": "new", "Damaged": "damaged"}
    (warning,) = at.warning
    assert warning.value.startswith("Damaged/config.json cannot be ")
    assert str(services.store.root) not in words(at)
    assert "cannot be compared" in words(listed(at, 0, 1))
    ran(listed(at, 0).button(key="train delete run").click())
    assert [metadata.name for metadata in services.runs(TOKEN)] == ["Sound"]
    seen = opened("train", run=damaged.id)
    assert "no such run" in words(seen)


def test_who_opens_a_damaged_run_reads_the_pages_words(services: shared.Services) -> None:
    id = services.store.create(CONFIG, TOKEN, "Damaged").id
    (services.store.folder(id) / "config.json").write_text("{")
    said = words(opened("train", run=id))
    assert "Damaged/config.json cannot be read" in said
    assert str(services.store.root) not in said


def test_records_that_are_damaged_are_said_in_the_row_and_the_run_can_be_looked_at(services: shared.Services) -> None:
    id = services.store.create(CONFIG, TOKEN, "Odd").id
    good = to_line(Score(1, "test", 0.5, 90, 100, False, 1.0))
    bad = [good.replace('"total": 100', '"total": 0'), good.replace('"epoch": 1', f'"epoch": {10**400}')]
    (services.store.folder(id) / RECORDS).write_text("".join([good, *bad]))
    at = opened("train", run=id)
    assert "Line 2 of records.jsonl is damaged" in words(at)
    assert listed(at).dataframe[0].value["state"].to_list() == ["died, some records damaged"]
    assert listed(at, 0).main.children


def test_an_old_status_that_names_a_folder_is_shown_without(services: shared.Services) -> None:
    id = services.store.create(CONFIG, TOKEN, "First one").id
    folder = services.store.folder(id)
    write_status(folder, "failed", f"{folder} cannot be written to; /etc/lab/secret.toml says why.", "")
    (error,) = opened("train", run=id).error
    assert error.value == "First-one cannot be written to; secret.toml says why."


def labels(block: Any) -> Iterator[str]:
    """The labels of all popovers in a part of a page."""
    for each in getattr(block, "children", {}).values():
        popover = getattr(getattr(each, "proto", None), "popover", None)
        if popover is not None and popover.label:
            yield popover.label
        yield from labels(each)


def test_nothing_in_the_name_of_a_run_is_markdown(services: shared.Services) -> None:
    metadata = services.store.create(replace(CONFIG), TOKEN, "**Bold** :red[x]")
    net = DigitNet(**CONFIG.network())
    write_snapshot(services.store.folder(metadata.id), Snapshot(0, CONFIG.network(), net.state_dict(), None))
    at = opened("draw")
    read_with(at, metadata.id)
    (label,) = [label for label in labels(at.main) if label.startswith("Read with")]
    assert label == r"Read with: \*\*Bold\*\* \:red\[x\]"
