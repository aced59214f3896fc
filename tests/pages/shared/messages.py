"""Messages of Streamlit's protocol, and time for all who can go on, without a clock."""

from __future__ import annotations

import asyncio

from starlette.types import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

# No requests to run, whoever sends them.
OTHERS: tuple[Message, ...] = (
    {"type": "websocket.receive", "bytes": b"\xff"},
    {"type": "websocket.receive", "text": "?"},
    {"type": "websocket.disconnect"},
)


def rerun(**fields: bool) -> Message:
    """What a browser sends to have the script run."""
    message = BackMsg()
    message.rerun_script.query_string = "?"
    for name, value in fields.items():
        setattr(message.rerun_script, name, value)
    return {"type": "websocket.receive", "bytes": message.SerializeToString()}


def sent(kind: str) -> Message:
    """What the server sends, of that kind."""
    message = ForwardMsg()
    if kind == "script_finished":
        message.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
    elif kind == "ref_hash":
        message.ref_hash = "hash"
    else:
        getattr(message, kind).SetInParent()
    return {"type": "websocket.send", "bytes": message.SerializeToString()}


async def whatever_can_go_on() -> None:
    """Lets all who wait for nothing go on until they do."""
    for _ in range(20):  # each lets all others take a step
        await asyncio.sleep(0)
