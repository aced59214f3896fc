"""A visitor comes by a name of this machine that the server does not answer to: the page says what to set.

Streamlit itself refuses no more than the websocket (lest a foreign web page speaks with a server on its reader's own
machine, by a name that it has made lead there), so that the page would stay grey for ever and say nothing.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from functools import lru_cache
from html import escape
from urllib.parse import urlsplit

import streamlit as st
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.logger import get_logger

NAME = re.compile(r"[0-9a-z._:-]{1,253}")  # letters of a host name or of an address
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Backprop Lab</title>
<body style="font: 1.1rem/1.6 sans-serif; max-width: 42rem; margin: 2rem auto; padding: 1rem; overflow-wrap: anywhere">
{}
"""


class HostNames:
    """Answers with 403 and a sentence whoever comes by a name that is not among `server.allowedHosts`.

    The health check is left out: it comes by whatever name a container or a proxy has for the server.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].endswith("/_stcore/health"):
            host = Request(scope).headers.get("host", "")
            if not welcome(host):
                await _refusal(_name(host))(scope, receive, send)
                return
        await self.app(scope, receive, send)


def welcome(host: str) -> bool:
    """Streamlit's own rule for a Host header: a name of the list, or of a pattern such as *.school.example in it."""
    allowed, name = st.get_option("server.allowedHosts"), _name(host)
    patterns = [pattern.strip().lower().rstrip(".") for pattern in allowed]
    return not allowed or (name != "" and any(fnmatchcase(name, pattern) for pattern in patterns))


def _name(host: str) -> str:
    """The name in a Host header, without its port; "" if it is none."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        name = ""
    return name.rstrip(".") if NAME.fullmatch(name) else ""


def _refusal(name: str) -> HTMLResponse:
    wrong = escape(name) or "that was asked for"
    sentences = f"<p>This server does not answer to the name <b>{wrong}</b>.</p>"
    if name:
        _tell(name)
        sentences += "<p>Whoever started it can allow it: start it anew with</p>"
        sentences += f"<p><code>{escape(_setting(name))}</code></p>"
        sentences += "<p>in its environment, or with one <code>--server.allowedHosts NAME</code> for each of them.</p>"
    return HTMLResponse(PAGE.format(sentences), 403)


def _setting(name: str) -> str:
    names = " ".join([*st.get_option("server.allowedHosts"), name])
    return f'STREAMLIT_SERVER_ALLOWED_HOSTS="{names}"'


@lru_cache(maxsize=100)
def _tell(name: str) -> None:
    """In the terminal, once a name."""
    get_logger(__name__).warning(
        "A visitor came by the name %s, to which this server does not answer. To allow it, start the server anew with "
        "%s in its environment, or with one --server.allowedHosts NAME for each of them.",
        name,
        _setting(name),
    )
