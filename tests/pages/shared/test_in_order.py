"""No interaction is lost, however soon the next one follows: by the order of messages, and with real servers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.visitor import Visitor, visiting
from pages.shared import in_order
from pages.shared.in_order import InOrder
from tests.browser.driver import ROOT, serve
from tests.pages.shared.messages import OTHERS, rerun, sent, whatever_can_go_on
from tests.waiting import PATIENCE

GAP = 0.04  # seconds between two presses
SLOW = Path(__file__).parent / "apps/slow_callbacks.py"


async def handed_on(*incoming: Message, after: Iterable[Message]) -> list[int]:
    """How many of the messages that came in have been handed on before each of those sent, and at the end."""
    waiting: asyncio.Queue[Message] = asyncio.Queue()
    for message in incoming:
        waiting.put_nowait(message)
    counts, received = [], []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        async def listen() -> None:
            while True:
                received.append(await receive())

        listening = asyncio.create_task(listen())
        for message in after:
            await whatever_can_go_on()
            counts.append(len(received))
            await send(message)
        await whatever_can_go_on()
        counts.append(len(received))
        listening.cancel()

    async def nowhere(message: Message) -> None:
        pass

    await InOrder(app)({"type": "websocket"}, waiting.get, nowhere)
    return counts


@pytest.mark.parametrize("drawn", ["delta", "navigation", "ref_hash", "script_finished"])
def test_an_interaction_waits_until_the_run_before_draws(drawn: str) -> None:
    run = [sent("delta"), sent("new_session"), sent("page_info_changed"), sent(drawn)]  # the first is of an older run
    assert visiting(handed_on(rerun(), rerun(), rerun(), after=run)) == [1, 1, 1, 1, 2]


def test_what_a_clock_asks_for_waits_for_nothing_and_nothing_for_it() -> None:
    clock = rerun(is_auto_rerun=True)
    assert visiting(handed_on(clock, rerun(), clock, rerun(), after=())) == [3]


def test_no_interaction_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_order, "PATIENCE", 0)
    assert visiting(handed_on(rerun(), rerun(), after=())) == [2]


def test_what_is_no_message_of_streamlit_passes() -> None:
    assert visiting(handed_on(*OTHERS, after=())) == [3]


class Hasty(Visitor):
    """Presses buttons without waiting for an answer."""

    async def press(self, labels: Sequence[str]) -> None:
        """One button after the other; then everything that came meanwhile is read, and the page once more."""
        assert self._socket is not None
        reading = asyncio.create_task(self._read(len(labels)))
        for id in [self._button(label) for label in labels]:
            message = BackMsg()
            message.rerun_script.page_script_hash = self._script
            message.rerun_script.widget_states.widgets.append(WidgetState(id=id, trigger_value=True))
            await self._socket.send(message.SerializeToString())
            await asyncio.sleep(GAP)
        await reading
        self._cached.clear()
        await self.again()

    async def _read(self, runs: int) -> None:
        """Until so many runs of the script have begun, one a press, and the last has finished."""
        assert self._socket is not None
        begun = 0
        async with asyncio.timeout(PATIENCE):
            while True:
                message = ForwardMsg.FromString(await self._socket.recv())
                kind = message.WhichOneof("type")
                begun += kind == "new_session"
                if begun == runs and kind == "script_finished":
                    return

    def _button(self, label: str) -> str:
        buttons = (each.button for each in self._elements.values() if each.WhichOneof("type") == "button")
        return next(str(button.id) for button in buttons if button.label == label)


def test_no_press_is_lost_while_the_callback_of_the_one_before_still_runs() -> None:
    async def visit(url: str) -> list[str]:
        visitor = Hasty(url)
        await visitor.open()
        await visitor.press(["one", "other"] * 10)
        await visitor.close()
        return visitor.texts()

    with serve(SLOW) as server:
        assert visiting(visit(server.url)) == ["one: 10", "other: 10"]


def test_of_two_hundred_pairs_of_presses_on_the_backprop_page_none_is_lost(tmp_path: Path) -> None:
    async def visit(url: str) -> tuple[int, int]:
        visitor = Hasty(url)
        await visitor.open()
        await visitor.press(["+1", "New here? The idea first"] * 200)
        shown = visitor.data("stepper:now")["data"]
        await visitor.close()
        return next(field["number"] for field in shown["fields"] if field["id"] == "update"), shown["jump"]

    with serve(ROOT / "app.py", LAB_RUNS=str(tmp_path), MNIST_DIR=str(tmp_path)) as server:
        assert visiting(visit(server.url)) == (200, 200)
