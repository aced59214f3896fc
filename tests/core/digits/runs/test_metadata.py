"""What is known of a run besides its settings: names, ids, the queue, files of any kind."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.digits.runs.metadata import (
    ID,
    LONGEST,
    METADATA,
    UNNAMED,
    Metadata,
    joined,
    now,
    queue,
    read_metadata,
    tidy,
    write_metadata,
)


@given(st.text(alphabet="abcZ019._-", min_size=1, max_size=12))
def test_an_id_is_one_plain_name(id: str) -> None:
    if ID.fullmatch(id):
        assert Path("x", id).name == id
        assert ".." not in id
        assert not id.startswith((".", "-", "_"))
        assert not id.endswith(".")
    else:
        assert ".." in id or not id[0].isalnum() or id.endswith(".")


@given(st.text(max_size=200))
def test_a_name_is_short_visible_and_stays_as_it_is(name: str) -> None:
    kept = tidy(name)
    assert 0 < len(kept) <= LONGEST
    assert kept == kept.strip() == tidy(kept)
    assert not [letter for letter in kept if unicodedata.category(letter)[0] == "C"]
    kept.encode()


def test_names_are_not_spoilt() -> None:
    assert tidy("η = 0.1, größer  <b>") == "η = 0.1, größer <b>"
    assert tidy("\u202e\x00 ") == UNNAMED
    assert tidy("x" * 70) == "x" * 60


def test_the_queue_has_what_waits_in_the_order_of_tickets() -> None:
    waiting = [Metadata("c", wanted="train", ticket=2), Metadata("b", wanted="train", ticket=1)]
    others = [Metadata("a", wanted="train"), Metadata("d", wanted="pause", ticket=3)]
    assert [each.id for each in queue([*others, *waiting])] == ["b", "c"]


def test_metadata_are_read_back_and_the_id_is_the_folders_name(tmp_path: Path) -> None:
    written = Metadata(tmp_path.name, "First", "a" * 32, now(), "seeds", "train", "", 4)
    write_metadata(tmp_path, written)
    assert read_metadata(tmp_path) == written
    assert "id" not in json.loads((tmp_path / METADATA).read_text())


def test_a_run_of_a_terminal_is_everyones_and_a_broken_one_nobodys(tmp_path: Path) -> None:
    assert read_metadata(tmp_path) == Metadata(tmp_path.name, tidy(tmp_path.name))
    (tmp_path / METADATA).write_text('{"owner": ["x"]}')
    assert len(read_metadata(tmp_path).owner) == 32
    assert read_metadata(tmp_path).owner != read_metadata(tmp_path).owner  # so nobody can know it


@pytest.mark.parametrize(
    "content",
    ["[" * 200_000, f'{{"ticket": {10**400}}}', '{"ticket": -1}', '{"name": "\\ud800"}', '{"ticket": true}', "[]"],
)
def test_a_run_with_impossible_metadata_is_nobodys(content: str, tmp_path: Path) -> None:
    (tmp_path / METADATA).write_text(content)
    found = read_metadata(tmp_path)
    assert len(found.owner) == 32
    assert (found.name, found.ticket) == (tidy(tmp_path.name), 0)


def test_a_run_is_where_it_is_whatever_its_metadata_say(tmp_path: Path) -> None:
    (tmp_path / METADATA).write_text('{"id": "another", "name": "First"}')
    assert read_metadata(tmp_path) == Metadata(tmp_path.name, "First")


@pytest.mark.parametrize("seconds", [1e12, -1e12, 1e300])
def test_a_run_from_a_time_without_a_date_has_none(
    seconds: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "stat", lambda _: SimpleNamespace(st_mtime=seconds))  # which not every disk can keep
    found = read_metadata(tmp_path)
    assert (found.name, found.created) == (tidy(tmp_path.name), "")


@given(st.lists(st.sampled_from("aaaabc!"), max_size=40))
def test_turns_go_round_by_owner(events: list[str]) -> None:
    """Letters join the queue, "!" ends what trains; whoever waits sees nobody else begin twice before."""
    listed: dict[str, Metadata] = {}
    trains = ""
    begun: dict[str, list[str]] = {}  # for each that waits, whose runs have begun meanwhile
    for event in [*events, *"!" * 41]:
        if event != "!":
            new = Metadata(str(len(listed)), owner=event)
            listed[new.id] = joined(new, listed.values(), [trains])
            alone = not any(each.queued and each.owner == event for each in listed.values() if each.id != new.id)
            if alone:  # the first that its owner has waiting
                begun[new.id] = []
        if (event == "!" or not trains) and (waiting := queue(listed.values())):
            trains = waiting[0].id
            owner = listed[trains].owner
            listed[trains] = replace(listed[trains], ticket=0)
            for others in begun.values():
                others.append(owner)
            begun.pop(trains, None)
            for others in begun.values():
                assert max(others.count(other) for other in others) <= 2  # one more if theirs came at the same turn
        elif event == "!":
            trains = ""
    assert not queue(listed.values())


def test_one_with_many_runs_lets_the_others_pass() -> None:
    listed: dict[str, Metadata] = {}
    for number, owner in enumerate("aaaaabbc"):
        listed[str(number)] = joined(Metadata(str(number), owner=owner), listed.values(), ["0"] if number else [])
        if not number:
            listed["0"] = replace(listed["0"], ticket=0)  # it trains
    assert [each.owner for each in queue(listed.values())] == [*"bcabaaa"]
