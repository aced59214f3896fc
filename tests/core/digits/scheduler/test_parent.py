from __future__ import annotations

import os
import signal
import subprocess
import sys
from threading import Event

import pytest

from core.digits.scheduler import parent
from core.digits.scheduler.parent import PARENT, end_with_parent
from core.digits.training.program import ROOT
from tests.core.digits.small import there
from tests.waiting import until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to ask a process to end")

CHILD = """
import os, signal, sys
from core.digits.scheduler import parent
parent.GRACE = 0.1
if sys.argv[1] == "deaf":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
parent.end_with_parent()
assert parent.PARENT not in os.environ
print(os.getpid(), flush=True)
while True:
    signal.pause()
"""

STARTER = f"""
import os, subprocess, sys
environment = {{**os.environ, {PARENT!r}: str(os.getpid())}}
for kind in ("listens", "deaf"):
    subprocess.Popen([sys.executable, "-c", sys.argv[1], kind], env=environment)
sys.stdin.read()
"""


def test_a_process_ends_with_its_parent_even_one_that_does_not_listen() -> None:
    words = [sys.executable, "-c", STARTER, CHILD]
    starter = subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert starter.stdout is not None
    children = [starter.stdout.readline().decode().strip() for _ in range(2)]
    assert all(map(there, children))
    starter.kill()
    starter.wait()
    until(lambda: not any(map(there, children)))


def test_a_process_whose_parent_is_gone_already_is_asked_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[int] = []

    monkeypatch.setattr(parent, "sleep", lambda seconds: Event().wait())  # no thread of this test shall kill it
    monkeypatch.setattr(os, "kill", lambda process, number: sent.append(number))
    end_with_parent()  # which the environment does not name
    monkeypatch.setenv(PARENT, "0")  # no process has this number
    end_with_parent()
    until(lambda: sent == [signal.SIGTERM])
