"""Ctrl-C in the terminal of the server, and the next server on the same folder, which is asked to end."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from core.digits.runs import lock
from core.digits.runs.run import read_records
from core.digits.runs.status import PAUSED, read_status
from core.digits.runs.store import RunStore
from tests.browser.training.runs import LONG, PROGRESS, TOKEN, button, further, serving, told_once, visit


def test_ctrl_c_ends_the_training_saved_and_the_link_leads_back(
    mnist: Path, tmp_path: Path, page: Page, free_port: int
) -> None:
    store = RunStore(tmp_path)
    id = store.create(LONG, TOKEN, "Long").id
    with serving(store, mnist, free_port) as server:
        visit(page, server, id)
        button(page, "Start").click()
        expect(page.get_by_text(PROGRESS)).to_be_visible()
        further(page)
        page.goto("about:blank")
        server.interrupt()
        assert not lock.held(store.folder(id))
        assert read_status(store.folder(id)).state == PAUSED
        assert list(store.folder(id).glob("checkpoint-*.pt"))
    recorded = len(list(read_records(store.folder(id))))
    with serving(store, mnist, free_port) as server:
        visit(page, server, id)  # a server that nobody has visited yet
        expect(page.get_by_text("The server was ended.")).to_be_visible()
        before = further(page)
        button(page, "Resume").click()
        further(page, before)
        assert len(list(read_records(store.folder(id)))) > recorded
        page.goto("about:blank")
    assert not lock.held(store.folder(id))  # the request to end that a service or a container sends does the same
    assert told_once(store, id)
