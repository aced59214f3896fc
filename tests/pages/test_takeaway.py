"""The choice of files to take along, in an app of its own and without a browser."""

from __future__ import annotations

from dataclasses import replace

from streamlit.testing.v1 import AppTest

from core.backprop.engine.network import Network
from core.backprop.export.scripts.numpy_script import numpy_script
from core.backprop.export.scripts.plain_python import plain_python
from core.backprop.export.scripts.torch_script import torch_script
from core.backprop.lesson.place import Place, network_at
from tests.waiting import PATIENCE

FILES = ["homework.zip", "network.xlsx", "blank.xlsx", "update.html", "solution.tex"]
FILES += ["network.py", "network_numpy.py", "network_torch.py"]
PLACE = Place(network=Network(w5=0.7), learning_rate=0.25)
START = "Start: own numbers (w5 0.4 → 0.7, learning rate 0.5 → 0.25), before any update."


def app() -> None:
    import streamlit as st

    from pages.parts.backprop.takeaway import takeaway

    takeaway(st.session_state["here"])


def opened(update: int = 0) -> AppTest:
    at = AppTest.from_function(app, default_timeout=PATIENCE)
    at.session_state["here"] = replace(PLACE, update=update, updates=update)
    at.session_state["backprop takeaway"] = True
    at.run()
    assert not at.exception
    return at


def test_nothing_is_computed_before_it_is_opened() -> None:
    at = AppTest.from_function(app, default_timeout=PATIENCE)
    at.session_state["here"] = PLACE
    at.run()
    assert not at.exception
    assert not at.code


def test_there_is_a_button_for_every_file() -> None:
    keys = [button.proto.id.rpartition("takeaway ")[2] for button in opened().get("download_button")]
    assert keys == FILES


def test_the_code_begins_at_the_start_and_says_so() -> None:
    wanted = [write(PLACE.network, 0.25, 100, START).strip() for write in (plain_python, numpy_script, torch_script)]
    at = opened()
    assert [code.value for code in at.code] == wanted
    assert at.caption[0].value == START


def test_after_updates_it_still_begins_at_the_start_unless_the_learner_says_otherwise() -> None:
    at = opened(update=1000)
    assert at.code[0].value == plain_python(PLACE.network, 0.25, 1000, START).strip()
    at.segmented_control[0].set_value(1000)
    at.run()
    later = network_at(replace(PLACE, update=1000, updates=1000))
    sentence = at.caption[0].value
    assert sentence.endswith("after 1,000 updates with the learning rate 0.25.")
    assert at.code[0].value == plain_python(later, 0.25, 100, sentence).strip()


def test_the_learner_says_how_many_updates_from_1_to_1000() -> None:
    at = opened(update=7)
    assert "updates = 7\n" in at.code[0].value
    at.text_input(key="backprop takeaway updates 0 typed").set_value("250").run()
    assert "updates = 250\n" in at.code[0].value
    assert "updates = 1000\n" in opened(update=4000).code[0].value
