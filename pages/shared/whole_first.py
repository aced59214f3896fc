"""The first run of a connection draws the whole page, whatever part of it asked.

A page that was open while its server was started anew asks for the fragment that the learner used last. The new server
has not run that page yet, so it has no fragment of that name, and Streamlit drops the request without a word: what was
typed meanwhile was lost, and nothing on the page came to life until it was loaded again.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.shared.wire import asked


class WholeFirst:
    """Takes the fragment out of the first request to run that comes on a WebSocket."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        first = scope["type"] == "websocket"

        async def next_message() -> Message:
            nonlocal first
            message = await receive()
            if not first or (request := asked(message)) is None:
                return message
            first = False
            request.rerun_script.ClearField("fragment_id")
            return {**message, "bytes": request.SerializeToString()}

        await self._app(scope, next_message, send)
