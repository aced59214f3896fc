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

import streamlit as st

from pages.shared.once import once

BETWEEN = 20.0  # seconds; a sweep takes a tenth of one, and keeps everybody waiting


@once
def sweep_now_and_then() -> None:
    """From now on, and as long as the server lives, whenever something has happened."""
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


def _sweep_now_and_then() -> None:
    swept = 0
    while True:
        sleep(BETWEEN)
        if (young := _young_collections()) != swept:  # else next to nothing was made since
            sweep()
            swept = young


def _young_collections() -> int:
    return int(gc.get_stats()[0]["collections"])
