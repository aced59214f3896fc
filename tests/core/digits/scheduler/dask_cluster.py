"""A real Dask cluster on this machine: a scheduler and workers as processes, by Dask's own commands."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from core.digits.training.program import ROOT


class DaskCluster:
    """Processes that a test starts, kills and starts again; `close` ends all that is left. They write into `folder`."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.environment = environment
        self.port = _free_port()
        self.address = f"tcp://127.0.0.1:{self.port}"
        self._started: list[subprocess.Popen[bytes]] = []

    def scheduler(self) -> subprocess.Popen[bytes]:
        return self._start("scheduler", "--port", str(self.port), "--dashboard-address", "127.0.0.1:0")

    def worker(self, *more: str, cwd: Path = ROOT, **environment: str) -> subprocess.Popen[bytes]:
        place = ["--local-directory", str(self.folder / "scratch"), "--no-dashboard", "--no-nanny"]
        more = more or ("--resources", "run=1")
        return self._start("worker", self.address, "--nthreads", "1", *place, *more, cwd=cwd, **environment)

    def _start(self, *words: str, cwd: Path = ROOT, **environment: str) -> subprocess.Popen[bytes]:
        with open(self.folder / "dask.log", "ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *words, "--host", "127.0.0.1"],
                cwd=cwd,
                env={**os.environ, **self.environment, **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._started.append(process)
        return process

    def close(self) -> None:
        for process in self._started:
            process.kill()
        for process in self._started:
            process.wait()


def _free_port() -> int:
    """A port that nobody uses, below those that a system gives to outgoing connections, so that it stays free."""
    while True:
        port = random.randrange(30_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
