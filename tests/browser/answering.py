"""Waiting for Streamlit, by what its server says of the script's runs, never by time."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import FilePayload, Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.waiting import until

TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))"


def settled(page: Page) -> None:
    """Waits until the script does not run and what it sent is drawn."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)  # which stands for an element whose code is on its way
    page.evaluate(TWO_FRAMES)


def give(page: Page, file: FilePayload | Path) -> None:
    """Puts a file into the page's upload, once nothing is about to draw that anew."""
    upload = page.locator('input[type="file"]')
    expect(upload).to_be_attached()
    settled(page)
    upload.set_input_files(file)


@contextmanager
def answered(page: Page) -> Iterator[None]:
    """Waits until the script has run for what is done inside, and until what it sent is drawn.

    It listens to the socket: of a short run, the page itself sometimes never shows that it began.
    """
    settled(page)
    ended: list[int] = []

    def hear(event: dict[str, Any]) -> None:
        message = ForwardMsg.FromString(b64decode(event["response"]["payloadData"]))
        if message.WhichOneof("type") == "script_finished":
            ended.append(message.script_finished)

    listener = page.context.new_cdp_session(page)
    listener.on("Network.webSocketFrameReceived", hear)
    listener.send("Network.enable")
    yield
    until(lambda: ended, wait=lambda seconds: page.wait_for_timeout(1000 * seconds))  # which hears what the page says
    listener.detach()
    settled(page)
