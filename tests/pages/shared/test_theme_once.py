"""The theme is what Streamlit itself makes of the settings, and is made once."""

from __future__ import annotations

from typing import Any

import pytest
import streamlit as st
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from pages.shared.theme_once import INSIDE, keep_theme, kept

fill = getattr(app_session, INSIDE)
SECTIONS = ("", "light", "dark", "sidebar", "light.sidebar", "dark.sidebar")


def theme(fill: Any) -> CustomThemeConfig:
    """The theme as Streamlit puts it together, part by part."""
    message = CustomThemeConfig()
    for section in SECTIONS:
        part: Any = message
        for name in filter(None, section.split(".")):
            part = getattr(part, name)
        fill(part, f"theme.{section}".rstrip("."))
    return message


def test_the_theme_is_that_of_the_settings_and_read_once() -> None:
    read: list[str] = []

    def counted(message: Any, section: str) -> None:
        read.append(section)
        fill(message, section)

    once = kept(counted)
    first, second = theme(once), theme(once)
    assert first == second == theme(fill)
    assert first.light.primary_color == st.get_option("theme.light.primaryColor") != ""
    assert not first.HasField("sidebar")
    assert len(read) == len(SECTIONS)

    config._on_config_parsed.send()
    assert theme(once) == first
    assert len(read) == 2 * len(SECTIONS)


def test_a_streamlit_that_does_it_otherwise_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(app_session, INSIDE)
    keep_theme.forget()
    keep_theme()
    assert not hasattr(app_session, INSIDE)
    keep_theme.forget()
