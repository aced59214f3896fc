"""Two app processes behind nginx, by HTTPS and under a base path, as `deploy/nginx.conf` has it."""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from email.message import Message
from functools import partial
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from core.digits.runs.status import STOPPED
from core.digits.runs.store import RunStore
from tests.browser.answering import give
from tests.browser.driver import Server, free_port, serve
from tests.browser.lesson import open_lesson, set_number, shown
from tests.browser.paper import best, seven
from tests.browser.training.runs import (
    LONG,
    OTHER,
    PREPARE,
    PROGRESS,
    TOKEN,
    badge,
    button,
    further,
    visit,
    write_like_mnist,
)
from tests.deploy.nginx import NAME, PROGRAM, Nginx, nginx

pytestmark = pytest.mark.skipif(
    PROGRAM is None and not os.environ.get("CI"),
    reason="nginx is not installed; on Debian: apt-get install nginx-light",
)
BY_HTTPS = pytest.mark.parametrize("page", [{"ignore_https_errors": True}], indirect=True, ids=["https"])


@dataclass(frozen=True)
class Lab:
    server: Server  # as its visitors see it
    nginx: Nginx
    ports: tuple[int, int]
    store: RunStore

    def cookies(self) -> tuple[str, str]:
        """A cookie that leads to the first process, and one that leads to the second."""
        found: dict[str, str] = {}
        for number in range(100):
            fetch(self.server, "/_stcore/health", Cookie=f"lab_sticky=visitor{number}")
            for cookie, processes in self.nginx.processes().items():
                found.update((process, cookie) for process in processes)
            if len(found) == 2:
                return found[f"127.0.0.1:{self.ports[0]}"], found[f"127.0.0.1:{self.ports[1]}"]
        raise AssertionError("all of a hundred visitors are led to the same process")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    store = RunStore(tmp_path_factory.mktemp("runs"))
    data = tmp_path_factory.mktemp("data")
    write_like_mnist(data)
    serving = partial(
        serve,
        prepare=PREPARE,
        LAB_RUNS=str(store.root),
        MNIST_DIR=str(data),
        STREAMLIT_SERVER_BASE_URL_PATH="lab",
        STREAMLIT_SERVER_ALLOWED_HOSTS=NAME,
    )
    ports = free_port(), free_port()
    with ExitStack() as stack:
        first, _second = (stack.enter_context(serving(port=port)) for port in ports)
        proxy = stack.enter_context(nginx(ports, tmp_path_factory.mktemp("nginx")))
        yield Lab(Server(proxy.url, first.process), proxy, ports, store)


def fetch(server: Server, path: str, **headers: str) -> tuple[int, Message]:
    """Status and headers of an answer."""
    address = urlsplit(server.url)
    to = Request(f"https://127.0.0.1:{address.port}{address.path}{path}", headers={"Host": address.netloc, **headers})
    try:
        with urlopen(to, context=ssl._create_unverified_context()) as answer:
            return answer.status, answer.headers
    except HTTPError as error:
        return error.code, error.headers


def test_pages_say_what_a_browser_may_do_with_them(lab: Lab) -> None:
    status, headers = fetch(lab.server, "/")
    assert status == 200
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert re.fullmatch(r"lab_sticky=[0-9a-f]{32}; Path=/lab/; Secure; HttpOnly; SameSite=Lax", headers["set-cookie"])
    assert fetch(lab.server, "/_stcore/metrics")[0] == 404


@BY_HTTPS
def test_every_page_works_there_and_keeps_to_one_process(lab: Lab, page: Page, tmp_path: Path) -> None:
    """The fixture `page` fails the test for whatever the policies forbid, because the console says so."""
    before = lab.nginx.processes()
    open_lesson(page, lab.server, "backprop?w5=0.6&step=o1")  # a deep link
    expect(shown(page, "w5")).to_have_text("0.6")
    set_number(page, "weight w5", "0.7")
    expect(page).to_have_url(f"{lab.server.url}/?w5=0.7&step=o1")
    page.goto(f"{lab.server.url}/explore?tab=race")
    expect(page.locator(".plot").first).to_be_visible()
    page.goto(f"{lab.server.url}/practice")
    expect(page.locator(".turn .title")).not_to_be_empty()
    seven(page, lab.server)
    page.get_by_role("button", name="File").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download the strokes").click()
    waiting.value.save_as(tmp_path / "strokes.json")
    page.reload()
    page.get_by_role("button", name="File").click()
    give(page, tmp_path / "strokes.json")
    expect(best(page)).to_have_text("7")
    page.goto("about:blank")  # nginx tells of a websocket at its end
    (cookie,) = set(lab.nginx.processes()) - set(before)
    ((process, paths),) = lab.nginx.processes()[cookie].items()
    assert process in {f"127.0.0.1:{port}" for port in lab.ports}
    for kind in ("/lab/_stcore/stream", "/lab/_stcore/upload_file/", "/lab/media/", "/lab/static/"):
        assert any(path.startswith(kind) for path in paths)


@BY_HTTPS
def test_a_run_is_seen_and_led_at_either_process(lab: Lab, page: Page) -> None:
    """Its visitor's, and nobody else's; the process that is visited first leads the trainings of both."""
    (first, second), browser = lab.cookies(), page.context.browser
    assert browser
    other = browser.new_context(ignore_https_errors=True).new_page()
    for each, cookie in ((page, first), (other, second)):
        each.context.add_cookies([{"name": "lab_sticky", "value": cookie, "url": lab.server.url}])
    id = lab.store.create(LONG, TOKEN, "Long").id
    visit(page, lab.server, id)
    visit(other, lab.server, id)
    button(other, "Start").click()
    expect(page.get_by_text(PROGRESS)).to_be_visible()
    further(page, further(page))
    button(other, "Stop").click()
    expect(badge(page, STOPPED)).to_be_visible()
    visit(other, lab.server, id, OTHER)
    expect(other.get_by_text("There is no such run")).to_be_visible()
    for each in (page, other):
        each.goto("about:blank")
    assert {cookie: len(lab.nginx.processes()[cookie]) for cookie in (first, second)} == {first: 1, second: 1}
    other.context.close()
