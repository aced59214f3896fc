"""Two runs at a time, first come, first served; and nobody waits for a long one, or for who has gone."""

from __future__ import annotations

import asyncio
from asyncio import Queue, Task

import pytest
from starlette.types import Message, Receive, Scope, Send

from benchmarks.visitor import visiting
from pages.shared import in_turn
from pages.shared.in_turn import AT_ONCE, InTurn
from tests.pages.shared.messages import OTHERS, rerun, sent, whatever_can_go_on


class Visitors:
    """Visitors of one server, and which of their requests the server has been handed, in that order."""

    def __init__(self) -> None:
        self.handed: list[int] = []
        self._turns = InTurn(self._app)
        self._in: dict[int, Queue[Message]] = {}
        self._out: dict[int, Queue[Message]] = {}
        self._there: dict[int, Task[None]] = {}

    async def asks(self, *visitors: int, message: Message | None = None) -> None:
        for visitor in visitors:
            if visitor not in self._there:
                self._in[visitor], self._out[visitor] = Queue(), Queue()
                scope = {"type": "websocket", "visitor": visitor}
                come = self._turns(scope, self._in[visitor].get, self._nowhere)
                self._there[visitor] = asyncio.create_task(come)
            self._in[visitor].put_nowait(message or rerun())
            await whatever_can_go_on()

    async def is_sent(self, visitor: int, kind: str) -> None:
        self._out[visitor].put_nowait(sent(kind))
        await whatever_can_go_on()

    async def leaves(self, visitor: int) -> None:
        self._there[visitor].cancel()
        await whatever_can_go_on()

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def listen() -> None:
            while True:
                await receive()
                self.handed.append(scope["visitor"])

        async with asyncio.TaskGroup() as both:
            both.create_task(listen())
            while True:
                await send(await self._out[scope["visitor"]].get())

    async def _nowhere(self, message: Message) -> None:
        pass


async def waiting(visitors: Visitors) -> list[int]:
    """Three who have come too late for a turn."""
    await visitors.asks(*range(AT_ONCE))
    await visitors.asks(10, 11, 12)
    assert visitors.handed == [*range(AT_ONCE)]
    return visitors.handed


def test_who_has_to_wait_is_served_in_the_order_of_coming() -> None:
    async def lesson() -> None:
        visitors = Visitors()
        handed = await waiting(visitors)
        await visitors.is_sent(1, "script_finished")
        assert handed[AT_ONCE:] == [10]
        await visitors.asks(1)  # once more: behind those who wait
        await visitors.is_sent(0, "script_finished")
        await visitors.is_sent(10, "script_finished")
        assert handed[AT_ONCE:] == [10, 11, 12]
        await visitors.is_sent(12, "script_finished")
        assert handed[AT_ONCE:] == [10, 11, 12, 1]

    visiting(lesson())


def test_a_turn_lasts_until_the_run_has_finished() -> None:
    async def lesson() -> None:
        visitors = Visitors()
        handed = await waiting(visitors)
        for kind in ("new_session", "delta", "navigation"):
            await visitors.is_sent(0, kind)
        await visitors.is_sent(10, "script_finished")  # of a run from before: it has no turn to give back
        assert handed[AT_ONCE:] == []

    visiting(lesson())


def test_a_request_that_stops_the_visitors_own_run_goes_on_with_its_turn() -> None:
    async def lesson() -> None:
        visitors = Visitors()
        handed = await waiting(visitors)
        await visitors.asks(0, 0)
        assert handed[AT_ONCE:] == [0, 0]
        await visitors.is_sent(0, "script_finished")
        assert handed[AT_ONCE:] == [0, 0, 10]

    visiting(lesson())


@pytest.mark.parametrize("one", [0, 10])
def test_who_leaves_keeps_nobody_waiting(one: int) -> None:
    async def lesson() -> None:
        visitors = Visitors()
        handed = await waiting(visitors)
        await visitors.leaves(one)
        await visitors.is_sent(1, "script_finished")
        assert handed[AT_ONCE:] == ([10, 11] if one == 0 else [11])

    visiting(lesson())


def test_a_long_run_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_turn, "LONG", 0)

    async def lesson() -> None:
        visitors = Visitors()
        await visitors.asks(*range(5))
        assert visitors.handed == [*range(5)]

    visiting(lesson())


def test_what_is_no_request_to_run_needs_no_turn() -> None:
    async def lesson() -> None:
        visitors = Visitors()
        await visitors.asks(*range(AT_ONCE))
        for message in OTHERS:
            await visitors.asks(10, message=message)
        assert visitors.handed[AT_ONCE:] == [10] * len(OTHERS)

    visiting(lesson())
