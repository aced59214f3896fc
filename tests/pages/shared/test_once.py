"""What is made once a server stays, whoever empties Streamlit's caches."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import streamlit as st
from streamlit.runtime import caching

from pages.shared.once import once
from pages.shared.services import Services, data_set
from pages.shared.services import services as shared


def test_of_many_first_visitors_one_makes_and_the_others_wait_for_it() -> None:
    everybody, made = threading.Barrier(8), []

    @once
    def thing() -> object:
        made.append(threading.get_ident())
        asked.wait(30)
        return object()

    asked = threading.Event()

    def visit() -> object:
        everybody.wait(30)
        return thing()

    with ThreadPoolExecutor(8) as visitors:
        visits = [visitors.submit(visit) for _ in range(7)]
        everybody.wait(30)
        asked.set()
        found = {id(each.result(30)) for each in visits}
    assert len(found) == len(made) == 1


def test_what_could_not_be_made_is_tried_again() -> None:
    tries: list[None] = []

    @once
    def thing() -> int:
        tries.append(None)
        if len(tries) == 1:
            raise ValueError("not yet")
        return len(tries)

    with pytest.raises(ValueError, match="not yet"):
        thing()
    assert (thing(), thing()) == (2, 2)
    thing.forget()
    assert thing() == 3


def test_none_is_made_once_too() -> None:
    tries: list[None] = []

    @once
    def thing() -> None:
        tries.append(None)

    thing(), thing()
    assert len(tries) == 1


def test_who_empties_the_caches_leaves_one_scheduler(services: Services) -> None:
    drawn, before = data_set("synthetic"), schedulers()
    for _ in range(5):
        caching.cache_data.clear()  # what Streamlit does on the message "clear_cache" of any browser
        st.cache_resource.clear()
        assert shared() is services
    assert data_set("synthetic") is drawn
    assert schedulers() == before >= {services.scheduler._thread}


def schedulers() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name == "scheduler"}
