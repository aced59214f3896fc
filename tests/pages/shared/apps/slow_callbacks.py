"""Two buttons whose callbacks take longer than it takes to press the other one."""

from time import sleep

import streamlit as st
from starlette.middleware import Middleware

from pages.shared.in_order import InOrder


def press(name: str) -> None:
    sleep(0.06)
    st.session_state[name] = st.session_state.get(name, 0) + 1


def script() -> None:
    for name in ("one", "other"):
        st.button(name, key=name + " button", on_click=press, args=(name,))
        st.text(f"{name}: {st.session_state.get(name, 0)}")


if __name__ == "__main__":
    script()
else:
    app = st.App(__file__, middleware=[Middleware(InOrder)])
