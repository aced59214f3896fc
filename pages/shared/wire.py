"""What Streamlit's messages on a WebSocket are about."""

from __future__ import annotations

from contextlib import suppress

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.types import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


def asked(message: Message) -> BackMsg | None:
    """The request of a browser that the script be run; None for any other message."""
    with suppress(DecodeError):
        sent = BackMsg.FromString(message.get("bytes") or b"")
        return sent if sent.WhichOneof("type") == "rerun_script" else None
    return None


def kind(message: Message) -> str:
    """What the server tells a browser, such as "delta" or "script_finished"; empty for what is no such message."""
    content = message.get("bytes")
    return (ForwardMsg.FromString(content).WhichOneof("type") or "") if content else ""
