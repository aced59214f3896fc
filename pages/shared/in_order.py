"""One interaction after the other: none overtakes the callbacks of the one before.

Streamlit stops a run of the script as soon as the next interaction arrives. A button's press is sent once, and is lost
if its run is stopped before it has called the button's callback, or in the middle of one: reading or writing the
session state is where a run can be stopped. Measured on a busy machine, with two presses 40 ms apart: three of ten
pairs lost one. So the next interaction is handed on only once the page of the one before is being drawn, because a run
draws after all its callbacks are done. What is stopped from then on is drawing, which the next run does anyway.
"""

from __future__ import annotations

from asyncio import Event, timeout
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.shared.wire import asked, kind

PATIENCE = 2.0  # seconds; a part of the page that is gone meanwhile never draws
DRAWN = ("navigation", "delta", "ref_hash", "script_finished")  # what a run sends after its callbacks


class InOrder:
    """Holds an interaction back on its WebSocket until the run of the one before draws."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        order = _Order()

        async def next_message() -> Message:
            message = await receive()
            if _interacts(message):
                await order.take_turn()
            return message

        async def watched(message: Message) -> None:
            order.sees(message)
            await send(message)

        await self._app(scope, next_message, watched)


class _Order:
    """Whose turn it is on one WebSocket."""

    def __init__(self) -> None:
        self._draws, self._begun = Event(), False
        self._draws.set()

    async def take_turn(self) -> None:
        """Waits until the run of the interaction before draws."""
        with suppress(TimeoutError):
            async with timeout(PATIENCE):
                await self._draws.wait()
        self._draws.clear()
        self._begun = False

    def sees(self, message: Message) -> None:
        """Takes note of what the server sends: a run's beginning, then what it draws."""
        if self._draws.is_set():
            return
        about = kind(message)
        if about == "new_session":
            self._begun = True
        elif self._begun and about in DRAWN:
            self._draws.set()


def _interacts(message: Message) -> bool:
    """Whether a message has the script run because of its visitor, and not for a clock."""
    request = asked(message)
    return request is not None and not request.rerun_script.is_auto_rerun
