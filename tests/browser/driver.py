"""A real server and a real browser, for the tests here and for the benchmarks."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.waiting import PATIENCE, until

ROOT = Path(__file__).parents[2]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Server:
    url: str
    process: subprocess.Popen[bytes]

    @property
    def pid(self) -> int:
        return self.process.pid

    def interrupt(self) -> None:
        """Ctrl-C in its terminal, which reaches the whole group of processes; waits for the server's end."""
        os.killpg(self.pid, signal.SIGINT)
        self.process.wait(PATIENCE)


def free_port() -> int:
    """A port that nobody uses, below those that a system gives to outgoing connections, so that it stays free."""
    while True:
        port = random.randrange(20_000, 30_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@contextmanager
def serve(
    app: Path = ROOT / "app.py",
    port: int | None = None,
    log: Path = Path(os.devnull),
    prepare: str = "",
    **environment: str,
) -> Iterator[Server]:
    """A fresh Streamlit server for `app`, with more in its environment, ready to answer; ended afterwards.

    What it says in its terminal is written to `log`. `prepare` is Python that its process does first.
    """
    base = environment.get("STREAMLIT_SERVER_BASE_URL_PATH", "")
    port = port or free_port()
    options = [f"--server.port={port}", "--server.headless=true", "--server.fileWatcherType=none"]
    program = f"{prepare}\nfrom streamlit.web.cli import main; main()"
    with log.open("ab") as terminal:
        process = subprocess.Popen(
            [sys.executable, "-c", program, "run", str(app), *options],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=terminal,
            stderr=subprocess.STDOUT,
            process_group=0,  # its own, as a terminal gives it
        )
    url = f"http://127.0.0.1:{port}/{base}".rstrip("/")
    try:
        wait_until_healthy(url, process)
        yield Server(url, process)
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        finally:
            process.kill()  # nothing happens where it has ended


def wait_until_healthy(url: str, process: subprocess.Popen[bytes]) -> None:
    """Until a server answers at `url`. Raises RuntimeError if it ends before."""

    def healthy() -> bool:
        if process.poll() is not None:
            raise RuntimeError(f"streamlit ended with exit code {process.returncode}")
        with suppress(OSError):
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=PATIENCE).close()
            return True
        return False

    until(healthy, pause=0.05)


def chromium_path() -> str | None:
    """Where the system's Chromium is, or None; the environment's CHROMIUM comes first."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium without a window; raises RuntimeError where there is none."""
    path = chromium_path()
    if path is None:
        raise RuntimeError("Chromium is not installed; on Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()
