"""A change runs a fragment of its page; what is on the page afterwards is what a run of all of it shows."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from benchmarks.changes import PAGES, arrive
from benchmarks.visitor import Answer, Visitor, visiting
from tests.browser.driver import Server, serve

EDITS = (
    ("add", "2", "0"),
    ("set", "2 width", "12"),
    ("set", "2 width", "soon"),
    ("remove", "3", ""),
    ("undo", "0", ""),
)  # of a network: kind, name and text of each
FRONT_DOOR = 8  # messages, at the least, that a run of everything sends more: styles, navigation, keys of number fields


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve() as server:
        yield server


async def arrived(url: str, page: str, query: str = "") -> Visitor:
    visitor = Visitor(url, page, query)
    await arrive(visitor, PAGES[page or "backprop"])
    await visitor.again()  # what the server has set in a widget, it need not set again
    return visitor


async def walk(visitor: Visitor, number: int, kind: str, name: str, text: str) -> Answer:
    return await visitor.tell("walk", events=[{"number": number, "kind": kind, "name": name, "text": text}])


async def same(visitor: Visitor, change: Answer) -> Answer:
    """Asserts that the page is as a run of all of it makes it, and returns that."""
    after = str(visitor)
    everything = await visitor.again()
    assert str(visitor) == after
    assert not change.exceptions + everything.exceptions
    return everything


@pytest.mark.parametrize("name", ["backprop", "explore", "practice", "train", "draw"])
def test_after_a_change_the_page_is_as_a_whole_run_makes_it(server: Server, name: str) -> None:
    async def visit() -> None:
        page, random = PAGES[name], Random(0)
        visitor = await arrived(server.url, page.address)
        for number in (1, 2, 3):
            before = str(visitor)
            change = await page.change(visitor, random, number)
            assert str(visitor) != before
            everything = await same(visitor, change)
        assert change.messages <= everything.messages - FRONT_DOOR
        await visitor.close()

    visiting(visit())


@pytest.mark.parametrize("tab", ["slices", "surface", "paths"])
def test_the_walk_is_told_everywhere_on_the_page(server: Server, tab: str) -> None:
    async def visit() -> None:
        visitor = await arrived(server.url, "explore", f"tab={tab}")
        await same(visitor, await walk(visitor, 1, "walk", "", "3"))
        assert "after 3 updates" in str(visitor)
        await same(visitor, await walk(visitor, 2, "edit", "w5", "0.7"))
        assert "Your own numbers" in str(visitor)
        await same(visitor, await walk(visitor, 3, "edit", "learning_rate", "nonsense"))
        await visitor.close()

    visiting(visit())


def test_the_next_update_is_told_by_the_address_too(server: Server) -> None:
    async def visit() -> None:
        visitor = await arrived(server.url, "practice", "step=new-w8")
        for number in range(1, 6):  # the four helps with the last number, and on
            asked = visitor.data("turn:now")["data"]["asked"]
            await same(visitor, await answered(visitor, number, "help", asked))
        assert not visitor.data("turn:now")["data"]["asked"]
        await same(visitor, await answered(visitor, 6, "advance", ""))
        assert visitor.data("turn:now")["data"]["asked"]
        assert visitor.data("practise address")["link"]["update"] == "1"
        await visitor.close()

    visiting(visit())


async def answered(visitor: Visitor, number: int, kind: str, name: str) -> Answer:
    return await visitor.tell("turn", events=[{"number": number, "kind": kind, "name": name, "text": ""}])


def test_the_editor_says_of_a_network_what_the_whole_page_says(server: Server) -> None:
    async def visit() -> None:
        visitor = await arrived(server.url, "train", "design=c8 relu gap fc10 logsoftmax")
        for number, (kind, name, text) in enumerate(EDITS, 1):
            before = visitor.data("train editor:now")
            event = {"number": number, "kind": kind, "name": name, "text": text}
            change = await visitor.tell("train editor", events=[event])
            after = visitor.data("train editor:now")
            assert after != before
            everything = await visitor.again()
            assert visitor.data("train editor:now") == after
            assert not change.exceptions + everything.exceptions
            assert change.messages <= everything.messages - FRONT_DOOR
        await visitor.close()

    visiting(visit())
