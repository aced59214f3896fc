"""How a component is put together, and how little of it is sent again.

Code, formulas and layouts are one message, which stays the same to the byte: Streamlit sends it once to each browser,
and from then on a reference of some hundred bytes. What changes, such as numbers, is a second and small message, on
its way through `now.js`; `mount.js` joins both.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import streamlit as st

from pages.components.shared.modules import inlined

HERE = Path(__file__).parents[1]
_now = st.components.v2.component("now", js=inlined(HERE / "shared/now.js"))


@dataclass(frozen=True)
class Static:
    """Data of a component that stay while its numbers change, as JSON; another `id` for other data."""

    id: str
    json: str

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Static:
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        return cls(blake2b(text.encode(), digest_size=8).hexdigest(), text)


NOTHING = Static.of({})


class Component:
    """The component `name`, whose html and first module are in its folder; `styles` are paths from here, in order."""

    def __init__(self, name: str, styles: Sequence[str]) -> None:
        html = (HERE / name / f"{name}.html").read_text("utf-8")
        css = "\n".join((HERE / path).read_text("utf-8") for path in styles)
        self._renderer = st.components.v2.component(name, html=html, css=css, js=inlined(HERE / name / f"{name}.js"))

    def __call__(self, *, key: str, data: Mapping[str, Any], static: Static = NOTHING, **callbacks: Any) -> None:
        """Shows it with all of `static` and `data`; `callbacks` are Streamlit's, such as `on_events_change`."""
        content = f'{{"key":{json.dumps(key)},"id":"{static.id}","data":{static.json}}}'
        with st.container(gap=None):
            self._renderer(key=key, data=content.encode(), **callbacks)
            _now(key=f"{key}:now", data={"key": key, "id": static.id, "data": data})
