"""What components send is believed only where they could have sent it."""

from __future__ import annotations

import json
import logging
from itertools import product
from random import Random
from threading import Thread, current_thread
from typing import Any

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some

from pages.components.gallery.component import ImagePick
from pages.components.layers.component import ValuePick
from pages.components.shared.mailbox import Event, answer, events
from pages.components.shared.message import LARGEST, LONGEST, NotOurs, read
from pages.components.shared.picks import answer_pick, answered, answers
from tests.pages.forger import junk, message

RIGHT = {"number": 1_800_000_000_000_000, "kind": "edit", "name": "w5", "text": "0.4"}
NO_NUMBER: list[Any] = [None, True, -1, 0.5, 1e308, float("nan"), float("inf"), 2**53, 10**400, "1", [], {}]
NO_TEXT: list[Any] = [None, True, 1, [], {}, "\ud800", "x" * (LONGEST + 1)]


@pytest.fixture(autouse=True)
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A session state of the test's own."""
    state: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", state)
    return state


def test_what_our_components_send_is_read() -> None:
    assert read(Event, RIGHT) == Event(1_800_000_000_000_000, "edit", "w5", "0.4")
    assert read(ImagePick, {"index": 3, "number": LARGEST}) == ImagePick(3, LARGEST)
    assert read(ValuePick, {"operation": "layer1.conv", "index": [0, 3, 4], "number": 7}) == ValuePick(
        "layer1.conv", (0, 3, 4), 7
    )


@pytest.mark.parametrize(
    "odd",
    [
        *({"number": wrong} for wrong in NO_NUMBER),
        *({name: wrong} for name in ("kind", "name", "text") for wrong in NO_TEXT),
        {"more": 1},
    ],
    ids=lambda odd: repr(odd)[:40],
)
def test_one_odd_field_is_enough(odd: dict[str, Any]) -> None:
    with pytest.raises(NotOurs):
        read(Event, RIGHT | odd)


@pytest.mark.parametrize("name", RIGHT)
def test_so_is_one_that_is_missing(name: str) -> None:
    with pytest.raises(NotOurs):
        read(Event, {field: found for field, found in RIGHT.items() if field != name})


@given(some.randoms())
def test_whatever_is_sent_is_a_message_or_not_ours(rng: Random) -> None:
    sent = message(rng)
    found = [sent, *(sent.values() if isinstance(sent, dict) else ())]
    found += [event for each in found if isinstance(each, list) for event in each]
    for kind, each in product((Event, ImagePick, ValuePick), found):
        try:
            read_as: Any = read(kind, each)
        except NotOurs:
            continue
        assert type(read_as.number) is int
        assert 0 <= read_as.number <= LARGEST
        json.dumps(vars(read_as), ensure_ascii=False).encode()  # it can be sent back


@given(some.randoms())
def test_a_forger_gets_no_exception_and_an_honest_event_its_answer(rng: Random) -> None:
    st.session_state.clear()
    events_sent = [junk(rng) for _ in range(3)]
    for sent in (message(rng), {"events": junk(rng)}, {"pick": junk(rng)}, {"events": events_sent}):
        st.session_state["box"] = sent
        assert all(isinstance(event, Event) for event in events("box"))
        answer_pick(ImagePick, "box", list[ImagePick]().append)
        assert 0 <= answered("box") <= LARGEST
    st.session_state.clear()
    st.session_state["box"] = {"events": [*events_sent, RIGHT]}
    assert answer(str, "box") == [read(Event, RIGHT)]
    assert answer(str, "box") == []


def test_what_is_left_out_is_said_in_the_log_in_a_line(
    session: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    session["box"] = {"events": [RIGHT | {"text": "secret " * 10**5}, RIGHT], "pick": {"index": -1}}
    with caplog.at_level(logging.WARNING):
        assert events("box") == [read(Event, RIGHT)]
        answer_pick(ImagePick, "box", lambda _: pytest.fail("a pick was believed"))
    assert len(caplog.records) == 2
    for record in caplog.records:
        assert "'box'" in record.getMessage()
        assert len(record.getMessage()) < 300


def test_a_pick_is_answered_once(session: dict[str, Any]) -> None:
    picks: list[ImagePick] = []
    for number, index in ((5, 2), (5, 2), (6, 3), (5, 2)):
        session["box"] = {"pick": {"index": index, "number": number}}
        answer_pick(ImagePick, "box", picks.append)
    assert picks == [ImagePick(2, 5), ImagePick(3, 6)]


def test_what_could_not_be_dealt_with_to_its_end_is_dealt_with_again(session: dict[str, Any]) -> None:
    session["box"] = {"events": [RIGHT], "pick": {"index": 2, "number": 5}}

    def stopped(_: object) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        answer(stopped, "box")
    with pytest.raises(InterruptedError):
        answer_pick(ImagePick, "box", stopped)
    assert answered("box") == 0
    assert answer(str, "box") == [read(Event, RIGHT)]


def test_events_of_several_components_are_dealt_with_in_their_order(session: dict[str, Any]) -> None:
    session["box"] = {"events": [RIGHT | {"number": 3}, RIGHT | {"number": 1}]}
    session["other"] = {"events": [RIGHT | {"number": 2}]}
    numbers: list[int] = []
    answer(lambda event: numbers.append(event.number), "box", "other")
    assert numbers == [1, 2, 3]
    assert (answered("box"), answered("other")) == (3, 2)


def test_two_runs_at_once_do_the_same_thing_once(session: dict[str, Any]) -> None:
    session["box"] = {"events": [RIGHT]}
    answers()  # of one session
    numbers: list[int] = []

    def slowly(event: Event) -> None:
        numbers.append(event.number)
        if current_thread() is not late:
            late.start()
            late.join(0.1)  # which it would take to do the same, did it not wait for this one

    late = Thread(target=answer, args=(slowly, "box"))
    answer(slowly, "box")
    late.join()
    assert len(numbers) == 1
