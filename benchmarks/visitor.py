"""A visitor without a browser: it speaks Streamlit's own protocol over a WebSocket, as the page in a browser does.

So two hundred of them fit beside the server on one machine. What comes in is kept the way a browser keeps it: a message
that the server may send as a mere reference next time is remembered for as long as a browser remembers it.
"""

from __future__ import annotations

import asyncio
import json
import urllib.request
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import perf_counter
from typing import Any, TypeVar

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileUploaderState
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

Result = TypeVar("Result")

PATIENCE = 120.0  # seconds for one answer
AGES = 2  # runs for which a browser keeps what it was not sent again: Streamlit's global.maxCachedMessageAge


class Lost(Exception):
    """The connection ended, or no answer came."""


@dataclass(frozen=True)
class Answer:
    """One run of the script: how long from sending to "script finished", and what came over the wire."""

    seconds: float
    size: int  # bytes
    messages: int
    exceptions: int  # shown on the page


class Visitor:
    """One tab of one visitor, on the page with this name; "" is the first page."""

    def __init__(self, url: str, page: str = "", query: str = "") -> None:
        self._url, self._session = url, ""  # the server's name of the session
        self._address = f"{url.replace('http', 'ws', 1)}/_stcore/stream"
        self._page, self._query = page, query
        self._script = ""  # the hash of the page's script, as the server calls it
        self._states: dict[str, WidgetState] = {}
        self._elements: dict[tuple[int, ...], Any] = {}
        self._fragments: dict[str, str] = {}  # the id of a widget -> the part of the page that it runs again
        self._parts: dict[tuple[int, ...], str] = {}  # where an element is -> the part of the page that made it
        self._cached: dict[str, tuple[int, Any]] = {}
        self._runs = 0
        self._socket: ClientConnection | None = None

    async def open(self) -> Answer:
        """Connects and waits until the page is there, as often as the page itself asks to be run again."""
        started = perf_counter()
        try:
            protocols = [Subprotocol("streamlit")]
            self._socket = await connect(self._address, subprotocols=protocols, max_size=None, open_timeout=PATIENCE)
        except (OSError, ConnectionClosed, TimeoutError) as error:
            raise Lost(str(error)) from error
        answer = await self._run()
        return Answer(perf_counter() - started, answer.size, answer.messages, answer.exceptions)

    async def send(self, id: str, **value: Any) -> Answer:
        """Sets a widget by its whole id: `int_value=3`, `json_value="…"` …; a trigger is forgotten after the run."""
        self._states[id] = WidgetState(id=id, **value)
        answer = await self._run(self._fragments.get(id, ""))
        if "trigger_value" in value:
            del self._states[id]
        return answer

    async def again(self) -> Answer:
        """Has the script run once more."""
        return await self._run()

    async def tell(self, key: str, **state: Any) -> Answer:
        """Sets the state of the component with this key."""
        return await self.send(self.id(key), json_value=json.dumps(state))

    async def upload(self, key: str, name: str, content: bytes) -> Answer:
        """Chooses a file in the uploader with this key; the seconds are those from there to the end of the run."""
        assert self._socket is not None
        ask = BackMsg()
        ask.file_urls_request.request_id = name
        ask.file_urls_request.session_id = self._session
        ask.file_urls_request.file_names.append(name)
        started = perf_counter()
        try:
            async with asyncio.timeout(PATIENCE):
                await self._socket.send(ask.SerializeToString())
                came = ForwardMsg()
                while came.WhichOneof("type") != "file_urls_response":
                    came = ForwardMsg.FromString(await self._socket.recv())
                (urls,) = came.file_urls_response.file_urls
                await asyncio.to_thread(put_file, self._url, urls.upload_url, name, content)
        except (OSError, ConnectionClosed, TimeoutError) as error:
            raise Lost(f"{type(error).__name__}: {error}") from error
        state = FileUploaderState()
        state.uploaded_file_info.add(name=name, size=len(content), file_id=urls.file_id, file_urls=urls)
        answer = await self.send(self.id(key), file_uploader_state_value=state)
        return Answer(perf_counter() - started, answer.size, answer.messages, answer.exceptions)

    def id(self, key: str) -> str:
        """The whole id of the widget or component with this key."""
        return next(id for id in self.ids() if id.endswith(f"-{key}"))

    def ids(self) -> list[str]:
        """The ids of all that is on the page."""
        return [id for id in map(_id, self._elements.values()) if id]

    def data(self, key: str) -> Mapping[str, Any]:
        """What the component with this key was sent last."""
        for element in self._elements.values():
            if element.WhichOneof("type") == "bidi_component" and element.bidi_component.id.endswith(f"-{key}"):
                found: Mapping[str, Any] = json.loads(element.bidi_component.json)
                return found
        raise KeyError(key)

    def texts(self) -> list[str]:
        """All that `st.text` wrote."""
        return [each.text.body for each in self._elements.values() if each.WhichOneof("type") == "text"]

    def __str__(self) -> str:
        """All that is on the page."""
        return "".join(str(element) for _, element in sorted(self._elements.items(), key=lambda each: each[0]))

    async def close(self) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def _run(self, fragment: str = "") -> Answer:
        """Has the script run, or a fragment of it, and reads until it has finished."""
        assert self._socket is not None
        message = BackMsg()
        client = message.rerun_script
        client.query_string, client.page_script_hash, client.page_name = self._query, self._script, self._page
        client.fragment_id = fragment
        client.widget_states.widgets.extend(self._states.values())
        client.cached_message_hashes.extend(self._cached)
        started = perf_counter()
        size = messages = exceptions = 0
        try:
            async with asyncio.timeout(PATIENCE):
                await self._socket.send(message.SerializeToString())
                self._runs += 1
                while True:
                    payload = await self._socket.recv()
                    size, messages = size + len(payload), messages + 1
                    came = ForwardMsg.FromString(payload)
                    kind = came.WhichOneof("type")
                    if kind == "new_session":
                        self._script, self._page = came.new_session.page_script_hash, ""
                        self._session = came.new_session.initialize.session_id or self._session
                        self._forget(fragment)
                        fragment = ""  # a fragment may have the whole page run again
                    elif kind == "navigation":  # which of the pages it is, where the address names one
                        self._script = came.navigation.page_script_hash
                    elif kind in ("delta", "ref_hash"):
                        exceptions += self._take(came)
                    elif kind == "script_finished" and came.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                        break
        except (OSError, ConnectionClosed, TimeoutError) as error:
            raise Lost(f"{type(error).__name__}: {error}") from error
        self._cached = {hash: kept for hash, kept in self._cached.items() if kept[0] > self._runs - AGES}
        return Answer(perf_counter() - started, size, messages, exceptions)

    def _forget(self, fragment: str) -> None:
        """Takes away what is made anew: all of the page, or what a fragment has made of it."""
        for place in [place for place in self._elements if not fragment or self._parts[place] == fragment]:
            del self._elements[place]

    def _take(self, message: ForwardMsg) -> bool:
        """Puts an element where it belongs; returns whether it is an exception."""
        if message.WhichOneof("type") == "ref_hash":
            delta: Delta = self._cached[message.ref_hash][1]
            self._cached[message.ref_hash] = self._runs, delta
        else:
            delta = message.delta
            if message.metadata.cacheable:
                self._cached[message.hash] = self._runs, delta
        place = tuple(message.metadata.delta_path)
        if delta.WhichOneof("type") != "new_element":
            return False
        self._elements[place], self._parts[place] = delta.new_element, delta.fragment_id
        self._fragments[_id(delta.new_element)] = delta.fragment_id
        return delta.new_element.WhichOneof("type") == "exception"


def put_file(url: str, path: str, name: str, content: bytes) -> None:
    """Sends a file as the browser does, with the token that the server gives to a page."""
    with urllib.request.urlopen(f"{url}/_stcore/health", timeout=PATIENCE) as health:
        cookie = str(health.headers.get("Set-Cookie", "")).partition(";")[0]
    head = f'--part\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n\r\n'.encode()
    request = urllib.request.Request(f"{url}{path}", head + content + b"\r\n--part--\r\n", method="PUT")
    request.add_header("Content-Type", "multipart/form-data; boundary=part")
    request.add_header("Cookie", cookie)
    request.add_header("X-Xsrftoken", cookie.partition("=")[2])
    with urllib.request.urlopen(request, timeout=PATIENCE):
        pass


def visiting(visits: Coroutine[Any, Any, Result]) -> Result:
    """What the visits come to; in a thread of its own, because this one may have an event loop already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, visits).result()


def _id(element: Any) -> str:
    return str(getattr(getattr(element, element.WhichOneof("type")), "id", ""))
