"""A component's state is what it sent, of no class of its own; that pages go on reading it, their own tests show."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit.components.v2.bidi_component import main
from streamlit.runtime.state.common import WidgetMetadata

from pages.shared.plain_state import INSIDE, keep_plain


@pytest.fixture
def streamlit(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Streamlit as it is, also afterwards."""
    monkeypatch.setattr(main, INSIDE, getattr(main, INSIDE))
    keep_plain.forget()
    yield monkeypatch
    keep_plain.forget()


def test_nothing_comes_between_as_with_every_other_widget(streamlit: pytest.MonkeyPatch) -> None:
    keep_plain()
    assert (
        getattr(main, INSIDE)("id events", "id", {"events"}) is WidgetMetadata.__dataclass_fields__["presenter"].default
    )


def test_a_streamlit_that_does_it_otherwise_stays_as_it_is(streamlit: pytest.MonkeyPatch) -> None:
    streamlit.delattr(main, INSIDE)
    keep_plain()
    assert not hasattr(main, INSIDE)
