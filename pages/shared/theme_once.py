"""The theme in the message with which every run begins, put together once a server.

Streamlit goes through all its three hundred settings six times for it, at the beginning of each run of each visitor,
with everybody waiting: a tenth of what a change costs the server.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from streamlit import config
from streamlit.runtime import app_session

from pages.shared.once import once

INSIDE = "_populate_theme_msg"  # there is no public way; in a Streamlit without it everything stays as it is


@once
def keep_theme() -> None:
    """From now on the theme is read again only when the settings have been."""
    if read := getattr(app_session, INSIDE, None):
        setattr(app_session, INSIDE, kept(read))


def kept(read: Callable[[Any, str], None]) -> Callable[..., None]:
    """`read` fills a message from a section of the settings; the same, which reads each section once."""
    messages: dict[str, Any] = {}
    config.on_config_parsed(messages.clear, force_connect=True)

    @wraps(read)
    def fill(message: Any, section: str = "theme") -> None:
        if section not in messages:
            fresh = type(message)()
            read(fresh, section)
            messages[section] = fresh
        if messages[section].ListFields():  # filling with nothing would still make the message be there
            message.MergeFrom(messages[section])

    return fill
