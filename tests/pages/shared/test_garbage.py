"""A sweep frees what Python's own collection was told to leave alone, and a session that ended leaves nothing."""

from __future__ import annotations

import gc
from pathlib import Path

from benchmarks.visitor import Visitor, visiting
from pages.shared.garbage import sweep
from tests.browser.driver import serve
from tests.pages.shared.apps.mark import Mark, living

MARKS = Path(__file__).parent / "apps" / "marks.py"


def test_garbage_in_cycles_is_gone_after_a_sweep_although_it_was_left_alone_before() -> None:
    mark = Mark()
    sweep()  # it is alive, and from now on no collection looks at it
    del mark
    gc.collect()
    assert len(living) == 1
    sweep()
    assert len(living) == 0


def test_sessions_that_ended_are_freed() -> None:
    async def visitors(url: str) -> None:
        crowd = [Visitor(url) for _ in range(5)]
        for each in crowd:
            await each.open()
        assert crowd[-1].texts() == ["5"]
        for each in crowd[:-1]:
            await each.close()
        while crowd[-1].texts() != ["1"]:  # once Streamlit has ended the sessions of who left
            await crowd[-1].again()
        await crowd[-1].close()

    with serve(MARKS, STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL="1") as server:
        visiting(visitors(server.url))
