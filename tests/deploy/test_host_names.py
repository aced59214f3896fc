"""The README's command for a class, as it is written there; and who comes by a name that it does not say."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import pairwise
from pathlib import Path

import pytest
import streamlit as st
from streamlit import config
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from pages.shared.host_names import welcome
from tests.browser.driver import ROOT, free_port, wait_until_healthy
from tests.waiting import PATIENCE

COMMAND = re.compile(r"^    \.venv/bin/streamlit (run app\.py --server\.address .+)$", re.MULTILINE)
WEBSOCKET = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
}


@dataclass(frozen=True)
class OpenServer:
    port: int
    terminal: Path

    def get(self, host: str, path: str = "/", **headers: str) -> tuple[int, str]:
        """Status and text of what a visitor gets who comes by this name."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path, headers={"Host": f"{host}:{self.port}", **headers})
        answer = connection.getresponse()
        try:
            return answer.status, "" if answer.status == 101 else answer.read().decode()
        finally:
            connection.close()

    def websocket(self, host: str) -> int:
        """The status that a browser's websocket gets: 101 if it is let in."""
        return self.get(host, "/_stcore/stream", Origin=f"http://{host}:{self.port}", **WEBSOCKET)[0]


@pytest.fixture(scope="module")
def words() -> list[str]:
    (command,) = COMMAND.findall((ROOT / "README.md").read_text("utf-8"))
    return str(command).split()


@pytest.fixture(scope="module")
def server(words: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenServer]:
    """A server that nobody has visited yet."""
    port, terminal = free_port(), tmp_path_factory.mktemp("terminal") / "terminal"
    ours = [f"--server.port={port}", "--server.headless=true"]
    with terminal.open("wb") as output:
        command = [sys.executable, "-m", "streamlit", *words, *ours]
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output)
        try:
            wait_until_healthy(f"http://127.0.0.1:{port}", process)
            yield OpenServer(port, terminal)
        finally:
            process.terminate()
            process.wait(PATIENCE)


def test_who_comes_by_a_name_that_was_said_is_let_in(server: OpenServer, words: list[str]) -> None:
    names = [word for before, word in pairwise(words) if before == "--server.allowedHosts"]
    assert "localhost" in names
    assert len(names) >= 3
    for name in names:
        assert server.get(name)[0] == 200
        assert server.websocket(name) == 101


def test_who_comes_by_another_reads_what_to_set(server: OpenServer) -> None:
    status, text = server.get("room.example")
    assert status == 403
    assert "This server does not answer to the name <b>room.example</b>" in text
    setting = 'STREAMLIT_SERVER_ALLOWED_HOSTS="localhost lab.local 192.168.1.20 room.example"'
    assert setting.replace('"', "&quot;") in text
    assert server.websocket("room.example") == 403
    server.get("room.example")
    said = [
        line for line in server.terminal.read_text("utf-8").splitlines() if "room.example" in line and setting in line
    ]
    assert len(said) == 1
    assert "--server.allowedHosts" in said[0]


@pytest.mark.parametrize("host", ["<i>", '"$(id)"'])
def test_what_is_no_name_is_not_repeated(server: OpenServer, host: str) -> None:
    status, text = server.get(host)
    assert status in (400, 403)
    assert host not in text
    assert host not in server.terminal.read_text("utf-8")


def test_a_health_check_may_come_by_any_name(server: OpenServer) -> None:
    assert server.get("10.0.0.7", "/_stcore/health") == (200, "ok")


@pytest.mark.parametrize(
    "allowed", [[], ["*"], ["localhost", "Lab.local."], ["*.school.example"], ["192.168.1.20", "::1"]]
)
def test_pages_are_for_whom_streamlit_opens_its_websocket(allowed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (st, config):
        monkeypatch.setattr(module, "get_option", lambda _name: allowed)
    for name in ("localhost", "LAB.local", "school.example", "a.school.example", "192.168.1.20", "[::1]"):
        for host in (name, f"{name}:8501", f"{name}.", ""):
            assert welcome(host) == is_host_allowed(host), (host, allowed)
