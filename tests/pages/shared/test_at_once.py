"""A real uvicorn on a socket that was bound as Streamlit binds it, and whoever looks at its connection from inside."""

from __future__ import annotations

import asyncio
import socket

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from websockets.asyncio.client import connect

from benchmarks.visitor import visiting
from pages.shared.at_once import AtOnce


class Connection:
    """Answers a WebSocket with whether its connection holds small messages back."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        connection = send.__self__.transport.get_extra_info("socket")  # type: ignore[attr-defined]
        at_once = bool(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        await send({"type": "websocket.send", "text": "at once" if at_once else "held back"})


async def said_by(app: ASGIApp) -> str:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, ws="websockets-sansio", lifespan="off", log_level="critical"))
        serving = asyncio.create_task(server.serve([listening]))
        while not server.started:
            await asyncio.sleep(0.01)
        async with connect(f"ws://127.0.0.1:{listening.getsockname()[1]}") as client:
            said = str(await client.recv())
        server.should_exit = True
        await serving
        return said


def test_small_messages_are_sent_at_once() -> None:
    assert visiting(said_by(AtOnce(Connection()))) == "at once"
