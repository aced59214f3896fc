"""A visit to a page through app.py, without a browser: how to open it, to act in it and to read it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.waiting import PATIENCE

APP = Path(__file__).parents[2] / "app.py"
TOKEN, OTHER = "a" * 32, "b" * 32  # two visitors
FOLDS = [f"train {name}" for name in ("network settings", "more settings", "grid", "aims", "setup home", "configs")]


def opened(page: str = "backprop", visitor: str = TOKEN, **link: str) -> AppTest:
    """The page `pages/{page}.py` as it is shown first, asked for with these parameters; on Train all folds are open."""
    at = AppTest.from_file(str(APP), default_timeout=PATIENCE)
    at.session_state["visitor token"] = visitor
    if page == "train":
        open_folds(at)
    for name, value in link.items():
        at.query_params[name] = value
    ran(at)
    return at if page == "backprop" else ran(at.switch_page(f"pages/{page}.py"))


def open_folds(at: AppTest, are: bool = True) -> AppTest:
    """As if the learner had opened, or closed, all folds of the Train page."""
    for fold in FOLDS:
        at.session_state[fold] = are
    return at


def ran(what: Any) -> AppTest:
    """The page after a run, asked of the page itself or of one of its widgets."""
    at: AppTest = what.run()
    assert not at.exception
    return at


def component(at: AppTest, key: str) -> dict[str, Any]:
    """What the page sent to the component of that key: what stays and what changes, joined."""
    protos = {element.proto.id.split("-", 2)[-1]: element.proto for element in at.get("bidi_component")}
    assert key in protos, f"no component {key}: {list(protos)}"
    if f"{key}:now" not in protos:
        found: dict[str, Any] = json.loads(protos[key].json)
        return found
    stays, now = json.loads(protos[key].bytes), json.loads(protos[f"{key}:now"].json)
    assert (stays["key"], stays["id"]) == (now["key"], now["id"])
    return {**stays["data"], **now["data"]}


def words(at: AppTest) -> str:
    """Every text on the page."""
    kinds = (at.markdown, at.info, at.error, at.warning, at.caption)
    return "\n".join(str(element.value) for kind in kinds for element in kind)
