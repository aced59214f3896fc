"""A few runs of the script at a time, in the order in which they were asked for.

Streamlit runs all of them at once, each on its own thread, and Python shares itself out among these: if a class of two
hundred draws within four seconds, everybody waits until nearly all are done, sees the answer at the same moment, and
draws the next digit at the same moment. Who waits for a turn instead is answered after half that time on average, and
the class falls out of step. Measured with `python -m benchmarks.load --pages draw --visitors 200 --processes 2` and
`--at-once 200`, one after the other: all at once, half of the changes took 0.65 s and one in twenty more than 3.5, in
turn 0.12 and 0.68.
"""

from __future__ import annotations

from asyncio import Semaphore, TimerHandle, get_running_loop

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.shared.wire import asked, kind

AT_ONCE = 2  # one prepares its answer while the other's is on its way; with one or with four, they come later
LONG = 0.3  # seconds; a run that takes longer keeps nobody waiting any more


class InTurn:
    """Holds a request to run back on its WebSocket until it has a turn, which ends with that run."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._free = app, Semaphore(AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        turn = _Turn(self._free)

        async def next_message() -> Message:
            message = await receive()
            if asked(message):
                await turn.take()
            return message

        async def watched(message: Message) -> None:
            if turn.taken and kind(message) == "script_finished":
                turn.give_back()
            await send(message)

        try:
            await self._app(scope, next_message, watched)
        finally:
            turn.give_back()


class _Turn:
    """The turn of one WebSocket; a request that stops the run before goes on with its turn."""

    def __init__(self, free: Semaphore) -> None:
        self._free = free
        self._end: TimerHandle | None = None

    @property
    def taken(self) -> bool:
        return self._end is not None

    async def take(self) -> None:
        """Waits until there is a turn, first come, first served."""
        if not self.taken:
            await self._free.acquire()
            self._end = get_running_loop().call_later(LONG, self.give_back)

    def give_back(self) -> None:
        """Does nothing where the turn has ended already."""
        if self._end:
            self._end.cancel()
            self._end = None
            self._free.release()
