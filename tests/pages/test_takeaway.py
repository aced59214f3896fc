"""The choice of files to take along, in an app of its own and without a browser."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from core.backprop.engine.network import Network
from core.backprop.export.scripts.numpy_script import numpy_script
from core.backprop.export.scripts.plain_python import plain_python
from core.backprop.export.scripts.torch_script import torch_script
from tests.waiting import PATIENCE

FILES = ["network.xlsx", "update.html", "solution.tex", "network.py", "network_numpy.py", "network_torch.py"]


def app() -> None:
    import streamlit as st

    from core.backprop.engine.network import Network
    from pages.parts.backprop.takeaway import takeaway

    takeaway(Network(w5=0.7), 0.25, st.session_state.get("updates", 0))


def opened(updates: int = 100) -> AppTest:
    at = AppTest.from_function(app, default_timeout=PATIENCE)
    at.session_state["updates"] = updates
    at.session_state["backprop takeaway"] = True
    at.run()
    assert not at.exception
    return at


def test_nothing_is_computed_before_it_is_opened() -> None:
    at = AppTest.from_function(app, default_timeout=PATIENCE).run()
    assert not at.exception
    assert not at.code


def test_there_is_a_button_for_every_file() -> None:
    keys = [button.proto.id.rpartition("takeaway ")[2] for button in opened().get("download_button")]
    assert keys == FILES


def test_the_code_is_that_of_the_network_of_the_moment() -> None:
    net = Network(w5=0.7)
    wanted = [write(net, 0.25, 100).strip() for write in (plain_python, numpy_script, torch_script)]
    assert [code.value for code in opened().code] == wanted


def test_the_learner_says_how_many_updates() -> None:
    at = opened(updates=7)
    assert "updates = 7\n" in at.code[0].value
    at.text_input(key="backprop takeaway updates typed").set_value("250").run()
    assert "updates = 250\n" in at.code[0].value


def test_there_are_1_to_1000_updates() -> None:
    assert "updates = 1\n" in opened(updates=0).code[0].value
    assert "updates = 1000\n" in opened(updates=4000).code[0].value
