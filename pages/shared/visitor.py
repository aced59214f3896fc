"""Who is visiting: a random token that the browser keeps, so that a reload finds the visitor's own runs again."""

from __future__ import annotations

import re

import streamlit as st

TOKEN = re.compile(r"[0-9a-f]{32}")

SCRIPT = """
export default function ({ setStateValue }) {
  const name = "backprop-lab visitor";
  let token = null;
  try { token = localStorage.getItem(name); } catch {}  // a browser may forbid it: then it lasts until the reload
  if (!/^[0-9a-f]{32}$/.test(token ?? "")) {
    token = Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");
    try { localStorage.setItem(name, token); } catch {}
  }
  setStateValue("token", token);
}
"""
_component = st.components.v2.component("visitor", js=SCRIPT)


def visitor() -> str | None:
    """The visitor's token, 32 hexadecimal digits; None for the moment until the browser has sent it."""
    if "visitor token" not in st.session_state:
        token = _component(key="visitor", on_token_change=_nothing).get("token")
        if not isinstance(token, str) or not TOKEN.fullmatch(token):
            return None
        st.session_state["visitor token"] = token
    return str(st.session_state["visitor token"])


def _nothing() -> None:
    """The script runs again of itself when the token arrives."""
