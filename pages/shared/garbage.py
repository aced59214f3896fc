"""Memory of a server with many visitors: when Python looks for garbage, and gives what it found back.

Streamlit itself looks through everything after every run, with everybody waiting. That grows with the number of
visitors: with fifty of them it was 70 % of the server's time. `runner.postScriptGC` in `.streamlit/config.toml` ends
it. Python's own collection goes on, of what is new; everything is swept here, now and then.
"""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress
from threading import Thread
from time import sleep
from typing import Any

import streamlit as st

from pages.shared.once import once

BETWEEN = 60.0  # seconds; with PyTorch there a sweep takes a fifth of one, and keeps everybody waiting


@once
def sweep_now_and_then() -> None:
    """From now on, as long as the server lives and something happens in it or has not been cleared away yet."""
    if st.runtime.exists():
        Thread(target=_sweep_now_and_then, name="sweep", daemon=True).start()


def sweep() -> None:
    """Frees all garbage, that of sessions that ended too, and leaves what is alive out of collections until the next.

    Modules and sessions are alive for long; Python's own collection would look through them again and again.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    with suppress(AttributeError, OSError):  # only glibc keeps freed memory to itself until it is asked for it
        ctypes.CDLL(None).malloc_trim(0)


def end_expired_sessions() -> None:
    """Has Streamlit let go of the sessions whose time is over; by itself it does so only when somebody leaves."""
    with suppress(AttributeError, RuntimeError):  # there is no public way; without it their memory waits for that
        runtime: Any = st.runtime.get_instance()
        expire = runtime._session_mgr._session_storage._cache.expire
        runtime._get_async_objs().eventloop.call_soon_threadsafe(expire)


def _sweep_now_and_then() -> None:
    seen, quiet, expiry = 0, 0.0, float(st.get_option("server.disconnectedSessionTTL") or 0)
    while True:
        sleep(BETWEEN)
        young = int(gc.get_stats()[0]["collections"])  # it grows while objects are made
        quiet = quiet + BETWEEN if young == seen else 0.0
        seen = young
        if quiet <= expiry + 2 * BETWEEN:
            end_expired_sessions()
            sweep()
