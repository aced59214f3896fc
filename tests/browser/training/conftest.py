"""Runs that the tests of this folder share: one that has ended, and long ones that train while they are looked at."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.digits.data.datasets import SOURCES
from core.digits.runs import lock
from core.digits.runs.store import RunStore
from core.digits.training.args import command
from core.digits.training.command import main
from tests.browser.driver import Server
from tests.browser.training.runs import LONG, PROGRESS, SHORT, TOKEN, button, serving, visit, write_like_mnist
from tests.browser.training.trainer import SIZES


@pytest.fixture(scope="package")
def store(tmp_path_factory: pytest.TempPathFactory) -> RunStore:
    return RunStore(tmp_path_factory.mktemp("runs"))


@pytest.fixture(scope="package")
def mnist(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with files like MNIST's, of fewer digits, which MNIST has here meanwhile."""
    folder = tmp_path_factory.mktemp("data")
    write_like_mnist(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(SOURCES, "mnist", replace(SOURCES["mnist"], sizes=SIZES))
        yield folder


@pytest.fixture(scope="package")
def finished(store: RunStore, mnist: Path) -> str:
    """A short run at its end."""
    id = store.create(SHORT, TOKEN, "Short").id
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MNIST_DIR", str(mnist))
        assert main(command(store.folder(id), SHORT, program=())) == 0
    return id


@pytest.fixture(scope="package")
def server(store: RunStore, mnist: Path) -> Iterator[Server]:
    with serving(store, mnist) as running:
        yield running


@pytest.fixture
def long(store: RunStore, server: Server, page: Page) -> Iterator[str]:
    """A long run that trains, and `page` shows it."""
    id = store.create(LONG, TOKEN, "Long").id
    visit(page, server, id)
    button(page, "Start").click()
    expect(page.get_by_text(PROGRESS)).to_be_visible()
    yield id
    lock.send(store.folder(id), signal.SIGKILL)  # whatever became of it
