"""Clients that are no browsers: what they send ends at their own connection, and another visitor notices nothing."""

from __future__ import annotations

import http.client
import json
import time
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from socket import SHUT_RDWR
from urllib.parse import urlsplit

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from core.digits.drawing.strokes import LARGEST_FILE
from core.digits.drawing.upload import MOST_BYTES
from tests.browser.driver import ROOT, Server

MB = 1024 * 1024
CUT = CloseCode.ABNORMAL_CLOSURE  # no word of farewell came through
HEAD = b'--b\r\nContent-Disposition: form-data; name="f"; filename="f.png"\r\n\r\n'


@dataclass
class Seen:
    """What a run of the script sent: the session's id, components' data by their ids, and exceptions shown."""

    session: str = ""
    components: dict[str, str] = field(default_factory=dict)
    exceptions: int = 0

    def shows(self, text: str) -> bool:
        return any(text in data for data in self.components.values())


@contextmanager
def connection(server: Server, session: str = "") -> Iterator[ClientConnection]:
    """A new session, or one that was cut off."""
    address = server.url.replace("http", "ws", 1) + "/_stcore/stream"
    names = [Subprotocol(name) for name in (("streamlit", "unsaid", session) if session else ("streamlit",))]
    with connect(address, subprotocols=names, max_size=None, close_timeout=1) as socket:
        yield socket


def run(socket: ClientConnection, *before: BackMsg, **states: str) -> Seen:
    """Has the script run, after other messages, with the states of components by their ids."""
    for message in before:
        socket.send(message.SerializeToString())
    asked = BackMsg()
    asked.rerun_script.query_string = ""
    asked.rerun_script.widget_states.widgets.extend(WidgetState(id=id, json_value=each) for id, each in states.items())
    socket.send(asked.SerializeToString())
    seen = Seen()
    while True:
        came = ForwardMsg.FromString(socket.recv(90))
        seen.session = came.new_session.initialize.session_id or seen.session
        element = came.delta.new_element
        seen.exceptions += element.HasField("exception")
        if element.HasField("bidi_component"):
            seen.components[element.bidi_component.id] = element.bidi_component.json
        if came.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY and came.HasField("script_finished"):
            return seen


@pytest.mark.parametrize(
    ("garbage", "codes"),
    [
        (b"\xff" * 1000, {CloseCode.PROTOCOL_ERROR}),
        ("text", {CloseCode.NORMAL_CLOSURE, CUT}),
        (b"\x00" * (9 * MB), {CloseCode.MESSAGE_TOO_BIG}),
        (b"\x00" * (11 * MB), {CloseCode.MESSAGE_TOO_BIG, CUT}),
    ],
    ids=["no message", "text", "more than a session may hold", "more than a message may be"],
)
def test_garbage_ends_the_connection_of_its_sender(server: Server, garbage: bytes | str, codes: set[int]) -> None:
    with connection(server) as honest, connection(server) as hostile:
        run(honest)
        with suppress(ConnectionClosed):  # while it is still being sent
            hostile.send(garbage)
        with pytest.raises(ConnectionClosed):
            hostile.recv(90)
        assert hostile.close_code in codes
        assert run(honest).exceptions == 0


def test_whoever_empties_the_caches_and_who_stops_all_the_time_meets_the_same_page(server: Server) -> None:
    with connection(server) as honest, connection(server) as hostile:
        run(honest)
        for _ in range(3):
            run(hostile, BackMsg(clear_cache=True))
            run(hostile, BackMsg(stop_script=True))
        assert run(honest).exceptions == run(hostile).exceptions == 0


def test_who_is_cut_off_and_comes_back_is_where_they_were(server: Server) -> None:
    with connection(server) as socket:
        first = run(socket)
        stepper = next(id for id in first.components if id.endswith("-stepper"))
        event = {"number": time.time_ns() // 1000, "kind": "edit", "name": "w5", "text": "0.71625"}
        assert run(socket, **{stepper: json.dumps({"events": [event]})}).shows("0.71625")
        socket.socket.shutdown(SHUT_RDWR)  # without a word, as a proxy does
    for _ in range(3):
        with connection(server, first.session) as socket:
            again = run(socket)
            assert again.shows("0.71625")
            assert again.session == first.session
            socket.socket.shutdown(SHUT_RDWR)


def test_the_server_takes_as_much_as_its_pages_read() -> None:
    limits = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["server"]
    assert max(MOST_BYTES, LARGEST_FILE) <= limits["maxUploadSize"] * MB < 1.1 * max(MOST_BYTES, LARGEST_FILE)
    assert limits["maxWidgetStateSize"] < limits["maxMessageSize"]


@pytest.mark.parametrize("length", [None, 150 * MB], ids=["of a length that is not said", "of a length that is said"])
def test_an_upload_of_150_mb_is_refused_before_it_is_there(server: Server, length: int | None) -> None:
    with connection(server) as socket, urllib.request.urlopen(f"{server.url}/_stcore/health") as answer:
        token = SimpleCookie(answer.headers["Set-Cookie"])["_streamlit_xsrf"].value
        session = run(socket).session
        with closing(http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=90)) as client:
            client.putrequest("PUT", f"/_stcore/upload_file/{session}/file")
            client.putheader("Content-Type", "multipart/form-data; boundary=b")
            client.putheader("Cookie", f"_streamlit_xsrf={token}")
            client.putheader("X-Xsrftoken", token)
            client.putheader("Transfer-Encoding" if length is None else "Content-Length", length or "chunked")
            client.endheaders()
            with suppress(ConnectionError):  # where the server hangs up
                client.send(b"%x\r\n" % len(HEAD) + HEAD + b"\r\n" if length is None else HEAD)
                for _ in range(20):
                    client.send(b"%x\r\n" % MB + bytes(MB) + b"\r\n" if length is None else bytes(MB))
            assert client.getresponse().status == 413  # while the rest has not even been sent
