"""What the Draw page reads instead of a drawing: test images, by link or by hand, and image files."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from core.digits.data import datasets
from core.digits.data.datasets import SYNTHETIC
from core.digits.preprocess import OF_PHOTOGRAPHS, prepare
from pages.parts.draw import samples
from tests.core.digits.photo import sheets
from tests.pages.drawing import SEVEN, answered, pixels
from tests.pages.visit import component, opened, ran, words

pytestmark = pytest.mark.usefixtures("few_digits")


def test_a_link_leads_to_a_test_image_by_name_and_number() -> None:
    at = opened("draw", image="7")
    split = samples.test_images(SYNTHETIC)
    image, label = split.images[7].numpy() / np.float32(255), int(split.labels[7])
    assert component(at, "draw bars")["shares"] == answered(image)
    assert at.selectbox(key="draw data").options == ["Generated digits"]
    assert component(at, "draw gallery")["captions"][7] == f"7: a {label}"
    ran(at.text_input(key="draw image typed").set_value("31"))
    assert at.query_params["image"] == "31"
    assert component(at, "draw gallery")["chosen"] == 31 % 20
    at.session_state["draw gallery"] = {"pick": {"index": 3, "number": 1}}
    assert ran(at).session_state["draw image"] == 23


def test_the_generated_test_images_are_those_that_runs_are_tested_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets, "SYNTHETIC_SIZES", (10, 30))
    whole, mine = datasets.load(SYNTHETIC).test, samples.test_images(SYNTHETIC)
    assert bool((whole.images == mine.images).all())
    assert bool((whole.labels == mine.labels).all())


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ({"image": "-1"}, "names no test image"),
        ({"image": "<b>"}, "names no test image"),
        ({"image": "1", "data": "mnist"}, "not on this server"),
        ({"image": "1", "data": "../etc"}, "not on this server"),
    ],
)
def test_a_link_that_makes_no_sense_is_said(link: dict[str, str], sentence: str) -> None:
    at = opened("draw", **link)
    assert sentence in at.warning[0].value
    assert component(at, "draw bars")["shares"]


def test_a_number_beyond_the_last_image_is_the_last_image() -> None:
    assert opened("draw", image="999999").session_state["draw image"] == 99


def test_an_image_file_is_read_and_a_hostile_one_is_said() -> None:
    at = opened("draw")
    at.session_state["draw entry"] = "Image file"
    at = ran(at)
    buffer = io.BytesIO()
    Image.fromarray(255 - pixels(SEVEN)[..., :3]).save(buffer, "PNG")  # white ink on black
    at.file_uploader(key="draw upload").upload("x.png", buffer.getvalue(), "image/png")
    ran(at)
    assert component(at, "draw bars")["shares"] == answered(prepare(255 - pixels(SEVEN)[..., :3]))
    at.file_uploader(key="draw upload").upload("x.png", b"<svg onload='alert(1)'/>", "image/png")
    ran(at)
    assert "no image" in at.warning[0].value
    buffer = io.BytesIO()
    Image.new("L", (50, 50), 255).save(buffer, "PNG")
    at.file_uploader(key="draw upload").upload("blank.png", buffer.getvalue(), "image/png")
    assert "no ink" in words(ran(at))


def test_a_photograph_shows_the_stages_of_one_and_each_can_be_left_out() -> None:
    at = opened("draw")
    at.session_state["draw entry"] = "Image file"
    at.session_state["draw part"] = "How the machine sees it"
    ran(at)
    photograph = sheets.photographed(sheets.sheet(rows=range(10, 240, 24)), sheets.corners(0.2))
    buffer = io.BytesIO()
    Image.fromarray(photograph).save(buffer, "TIFF")
    at.file_uploader(key="draw upload").upload("x.tif", buffer.getvalue(), "image/tiff")
    ran(at)
    assert component(at, "draw bars")["shares"] == answered(prepare(photograph))
    assert [panel["title"] for panel in component(at, "draw stages")["panels"]] == ["raw", *OF_PHOTOGRAPHS]
    at.session_state["draw photograph stages on"] = [name for name in OF_PHOTOGRAPHS if name != "unruled"]
    ran(at)
    assert component(at, "draw staged bars")["before"]


def test_the_camera_is_there_when_it_is_wanted() -> None:
    at = opened("draw")
    at.session_state["draw entry"] = "Image file"
    assert not ran(at).get("camera_input")
    assert ran(at.toggle(key="draw camera on").set_value(True)).get("camera_input")
    assert not at.get("file_uploader")


def a_file_that_went_with_its_server() -> None:
    """A script, run once: what the widget has when a browser comes back to a server that was restarted."""
    import streamlit as st
    from streamlit.runtime.uploaded_file_manager import DeletedFile

    from pages.parts.draw import from_canvas

    for file in (DeletedFile("gone"), None):
        st.session_state["draw strokes"] = file
        from_canvas._load()
    st.session_state["survived"] = True


def test_strokes_that_the_server_no_longer_has_are_no_error() -> None:
    at = AppTest.from_function(a_file_that_went_with_its_server).run()
    assert not at.exception
    assert at.session_state["survived"]
