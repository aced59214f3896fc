"""A visitor without a browser: speaks Streamlit's own protocol over a websocket."""

from __future__ import annotations

import json

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from websockets.sync.client import ClientConnection, connect

TOKEN = json.dumps({"token": "c" * 32})


def train_page(port: int) -> str:
    """What the server sends to somebody who opens the Train page first of all, as text."""
    with connect(f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=["streamlit"], max_size=None) as socket:
        messages = _answer(socket, ClientState(page_name="train"))
        pages = [each.new_session.page_script_hash for each in messages if each.WhichOneof("type") == "new_session"]
        components = [each.delta.new_element.bidi_component for each in messages]
        (visitor,) = (each.id for each in components if each.component_name == "visitor")
        known = WidgetStates(widgets=[WidgetState(id=visitor, json_value=TOKEN)])
        messages = _answer(socket, ClientState(page_script_hash=pages[-1], widget_states=known))
    return "".join(map(str, messages))


def _answer(socket: ClientConnection, state: ClientState) -> list[ForwardMsg]:
    """All that is sent for this, until the script has run to its end. Raises TimeoutError after a minute of silence."""
    socket.send(BackMsg(rerun_script=state).SerializeToString())
    messages: list[ForwardMsg] = []
    while True:
        messages.append(message := ForwardMsg.FromString(socket.recv(timeout=60, decode=False)))
        ended = message.WhichOneof("type") == "script_finished"
        if ended and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
            return messages
