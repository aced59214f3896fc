"""The Draw page through app.py, without a browser: what the canvas would send is put into the session."""

from __future__ import annotations

import io
import json
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw
from streamlit.testing.v1 import AppTest

from core.digits import data
from core.digits.data import SYNTHETIC
from core.digits.drawn.pen import Stroke, to_canvas, to_file
from core.digits.insight import activations, load_classifier
from core.digits.model import DigitNet
from core.digits.preprocess import STAGES, prepare
from core.digits.runs.snapshot import Snapshot, write_snapshot
from pages.drawing import samples
from pages.training import workshop as shop
from tests.core.digits.runs.small import CONFIG

APP = Path(__file__).parents[2] / "app.py"
TOKEN = "a" * 32
CANVAS, SHEET = "draw-canvas", "draw-canvas sheet"
SEVEN = [[(80, 60), (190, 55), (120, 220)], [(100, 140), (180, 140)]]
ONE = [[(140, 50), (138, 230)]]


@pytest.fixture(autouse=True)
def few_digits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No MNIST, an empty shelf, a hundred generated test images."""
    monkeypatch.setenv("LAB_RUNS", str(tmp_path / "runs"))
    monkeypatch.setenv("MNIST_DIR", str(tmp_path / "nothing"))
    monkeypatch.setattr(data, "SYNTHETIC_SIZES", (0, 100))
    for kept in (shop.workshop, shop.data_set, samples._generated):
        kept.clear()
    yield
    for kept in (shop.workshop, shop.data_set, samples._generated):
        kept.clear()


def app(**link: str) -> AppTest:
    at = AppTest.from_file(str(APP), default_timeout=60)
    at.session_state["visitor token"] = TOKEN
    for name, value in link.items():
        at.query_params[name] = value
    at.run()
    return ran(at.switch_page("pages/draw.py"))


def ran(what: Any) -> AppTest:
    """The page after a run, asked of the page itself or of one of its widgets."""
    at: AppTest = what.run()
    assert not at.exception
    return at


def pixels(lines: list[list[tuple[int, int]]]) -> np.ndarray:
    """The canvas with these lines on it."""
    image = Image.new("RGBA", (280, 280), "white")
    pen = ImageDraw.Draw(image)
    for line in lines:
        pen.line(line, "black", 20, "curve")
        for x, y in line:
            pen.ellipse((x - 10, y - 10, x + 10, y + 10), "black")
    return np.asarray(image)


def strokes(lines: list[list[tuple[int, int]]]) -> tuple[Stroke, ...]:
    return tuple(
        Stroke(tuple(("ML"[i > 0], (float(x), float(y))) for i, (x, y) in enumerate(line)), 20.0) for line in lines
    )


def sent(at: AppTest, lines: list[list[tuple[int, int]]]) -> dict[str, Any]:
    """What the browser would send for these lines, drawn on what it was handed last."""
    buffer = io.BytesIO()
    Image.fromarray(pixels(lines)).save(buffer, "PNG")
    address = "data:image/png;base64," + b64encode(buffer.getvalue()).decode()
    raw = to_canvas(strokes(lines)) | {"background": component(at, CANVAS)["backgroundColor"]}
    return {"drawing": {"raw": raw, "data": address}, "backgroundFit": None}


def drawn(lines: list[list[tuple[int, int]]] = SEVEN, part: str | None = None) -> AppTest:
    at = app()
    at.session_state[CANVAS] = sent(at, lines)
    if part:
        at.session_state["draw part"] = part
    return ran(at)


def component(at: AppTest, key: str) -> dict[str, Any]:
    """What the page sent to the component of that key."""
    for element in at.get("bidi_component"):
        if element.proto.id.endswith(f"-{key}"):
            found: dict[str, Any] = json.loads(element.proto.json)
            return found
    raise AssertionError(f"no component {key}: {[e.proto.id for e in at.get('bidi_component')]}")


def words(at: AppTest) -> str:
    """Every text on the page."""
    kinds = (at.markdown, at.info, at.error, at.warning, at.caption)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def answered(image: np.ndarray) -> list[float]:
    """The shipped network's ten probabilities for an image (28, 28)."""
    return np.exp(activations(load_classifier().net, image)[-1].values).tolist()


def test_the_page_begins_with_nothing_but_a_canvas_and_empty_bars() -> None:
    at = app()
    assert component(at, "draw bars")["shares"] == []
    assert component(at, CANVAS)["canvasWidth"] == 280
    assert "No digit yet" in words(at)
    assert not [each for each in at.get("button_group") if each.proto.label == "Look closer"]


def test_the_bars_are_the_networks_answer_to_the_prepared_drawing() -> None:
    at = drawn()
    assert component(at, "draw bars")["shares"] == answered(prepare(pixels(SEVEN)))
    assert "This is a **7**" in words(at)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([[(140, 140), (141, 141)]], "only a dot"),
        ([[(20, 60), (110, 60), (60, 220)], [(160, 60), (250, 60), (200, 220)]], "several digits"),
    ],
)
def test_what_is_no_digit_gets_a_sentence_instead_of_a_guess(lines: list[list[tuple[int, int]]], sentence: str) -> None:
    at = drawn(lines)
    assert sentence in words(at)
    assert "No digit to be read" in words(at)
    assert component(at, "draw bars")["muted"]


def test_an_empty_canvas_is_no_mistake() -> None:
    assert "No digit yet" in words(drawn([]))


def test_undo_and_clear_hand_the_canvas_fewer_strokes() -> None:
    at = drawn()
    first = component(at, CANVAS)
    ran(at.button(key="draw undo").click())
    handed = component(at, CANVAS)
    assert len(handed["initialDrawing"]["objects"]) == 1
    assert handed["backgroundColor"] != first["backgroundColor"]
    assert len(at.session_state[SHEET].last.strokes) == 1  # although the browser has not answered yet
    ran(at.button(key="draw undo").click())
    assert component(at, CANVAS)["initialDrawing"]["objects"] == []
    at.session_state[CANVAS] = sent(at, ONE)
    assert component(ran(at), "draw bars")["shares"] == answered(prepare(pixels(ONE)))
    at.session_state[CANVAS] = sent(at, SEVEN)  # the same again as before the first undo
    assert component(ran(at), "draw bars")["shares"] == answered(prepare(pixels(SEVEN)))
    ran(at.button(key="draw clear").click())
    assert component(at, "draw bars")["shares"] == []


def test_what_was_drawn_before_an_undo_and_comes_after_it_is_forgotten() -> None:
    at = drawn()
    late = sent(at, [*SEVEN, *ONE])
    ran(at.button(key="draw undo").click())
    at.session_state[CANVAS] = late
    ran(at)
    ran(at.button(key="draw undo").click())
    assert component(at, CANVAS)["initialDrawing"]["objects"] == []


def test_the_drawing_is_there_again_after_a_visit_to_another_page() -> None:
    at = drawn()
    ran(at.switch_page("pages/backprop.py"))
    ran(at.switch_page("pages/draw.py"))
    assert len(component(at, CANVAS)["initialDrawing"]["objects"]) == 2
    assert component(at, "draw bars")["shares"] == answered(prepare(pixels(SEVEN)))


@pytest.mark.parametrize(
    "drawing",
    [
        {"raw": {"objects": [{"type": "Path", "path": [["M", 1e9, 1]], "strokeWidth": 20}]}, "data": ""},
        {"raw": {"objects": 7}, "data": ""},
        {"raw": to_canvas(strokes(SEVEN)), "data": "https://elsewhere/picture.png"},
        {"raw": to_canvas(strokes(SEVEN)), "data": "data:image/png;base64,AAAA"},
        {"raw": to_canvas(strokes(SEVEN)), "data": "data:image/png;base64,?"},
        {"raw": to_canvas(strokes(SEVEN)), "data": 7},
    ],
)
def test_a_canvas_that_lies_is_said(drawing: Any) -> None:
    at = app()
    drawing["raw"]["background"] = component(at, CANVAS)["backgroundColor"]
    at.session_state[CANVAS] = {"drawing": drawing, "backgroundFit": None}
    at = ran(at)
    assert len(at.warning) == 1
    assert component(at, "draw bars")["shares"] == []
    ran(at.button(key="draw clear").click())
    assert not at.warning


@pytest.mark.parametrize(
    "drawing",
    [None, {}, {"raw": None, "data": None}, {"raw": {}, "data": ""}, {"raw": {"background": "red"}, "data": ""}],
)
def test_a_canvas_that_says_nothing_changes_nothing(drawing: Any) -> None:
    at = drawn()
    at.session_state[CANVAS] = {"drawing": drawing, "backgroundFit": None}
    assert component(ran(at), "draw bars")["shares"] == answered(prepare(pixels(SEVEN)))


def test_a_picture_of_another_size_is_not_the_canvas() -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (281, 280)).save(buffer, "PNG")
    at = app()
    address = "data:image/png;base64," + b64encode(buffer.getvalue()).decode()
    message = sent(at, SEVEN)
    message["drawing"]["data"] = address
    at.session_state[CANVAS] = message
    assert "280×280" in ran(at).warning[0].value


def test_strokes_are_loaded_from_a_file_and_other_files_are_refused() -> None:
    at = app()
    at.file_uploader(key="draw strokes").upload("strokes.json", to_file(strokes(SEVEN)).encode(), "application/json")
    ran(at)
    assert len(component(at, CANVAS)["initialDrawing"]["objects"]) == 2
    at.file_uploader(key="draw strokes").upload("other.json", b'{"a": 1}', "application/json")
    ran(at)
    assert "no drawing" in at.warning[0].value
    assert len(component(at, CANVAS)["initialDrawing"]["objects"]) == 2


def test_a_link_leads_to_a_test_image_by_name_and_number() -> None:
    at = app(image="7")
    split = samples.test_images(SYNTHETIC)
    image, label = split.images[7].numpy() / np.float32(255), int(split.labels[7])
    assert component(at, "draw bars")["shares"] == answered(image)
    assert at.selectbox(key="draw data").options == ["Generated digits"]
    assert component(at, "draw gallery")["captions"][7] == f"7: a {label}"
    ran(at.number_input(key="draw image").set_value(31))
    assert at.query_params["image"] == "31"
    assert component(at, "draw gallery")["chosen"] == 31 % 20
    at.session_state["draw gallery"] = {"pick": {"index": 3, "number": 1}}
    assert ran(at).number_input(key="draw image").value == 23


def test_the_generated_test_images_are_those_that_runs_are_tested_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "SYNTHETIC_SIZES", (10, 30))
    whole, mine = data.load(SYNTHETIC).test, samples.test_images(SYNTHETIC)
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
    at = app(**link)
    assert sentence in at.warning[0].value
    assert component(at, "draw bars")["shares"]


def test_a_number_beyond_the_last_image_is_the_last_image() -> None:
    assert app(image="999999").number_input(key="draw image").value == 99


def test_an_image_file_is_read_and_a_hostile_one_is_said() -> None:
    at = app()
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


def test_each_stage_can_be_left_out_and_the_bars_follow() -> None:
    at = drawn(part="How the machine sees it")
    panels = component(at, "draw stages")["panels"]
    assert [panel["title"] for panel in panels] == ["raw", *STAGES]
    assert not any(panel["faint"] for panel in panels)
    shares = component(at, "draw staged bars")["shares"]
    assert shares == pytest.approx(answered(prepare(pixels(SEVEN))), abs=1e-6)
    at.session_state["draw stages on"] = ["ink", "cropped", "fitted", "normalised"]
    at = ran(at)
    left_out = {panel["title"]: panel["faint"] for panel in component(at, "draw stages")["panels"]}
    assert left_out["centred"]
    bars = component(at, "draw staged bars")
    assert bars["shares"] != shares
    assert bars["before"] == pytest.approx(shares, abs=1e-6)


def test_a_picked_value_lights_its_field_and_is_written_out() -> None:
    at = drawn(part="Through the layers")
    at.session_state["draw layers"] = {"pick": {"operation": "layer3.conv", "index": [2, 4, 5], "number": 1}}
    at = ran(at)
    value = activations(load_classifier().net, prepare(pixels(SEVEN)))[9]
    assert value.name == "layer3.conv"
    assert f"{value.values[2, 4, 5]:.4g}".replace("-", "−") in words(at)
    assert component(at, "draw layers")["field"] == [6, 8, 17, 19]  # through 3×3, 2×2, 3×3 and 5×5
    assert component(at, "draw products")["panels"][2]["numbers"]


@pytest.mark.parametrize(
    ("operation", "index"),
    [
        ("input", [0, 3, 4]),
        ("layer1.conv", [1, 0, 0]),
        ("layer1.relu", [1, 2, 3]),
        ("layer1.norm", [1, 2, 3]),
        ("layer2.pool", [3, 4, 4]),
        ("layer2.drop", [3, 4, 4]),
        ("layer5.pool", [6]),
        ("layer6.linear", [5]),
        ("layer6.norm", [5]),
        ("layer7.log_softmax", [7]),
    ],
)
def test_every_kind_of_operation_is_written_out(operation: str, index: list[int]) -> None:
    at = drawn(part="Through the layers")
    at.session_state["draw layers"] = {"pick": {"operation": operation, "index": index, "number": 1}}
    assert f"`{operation}[{', '.join(map(str, index))}]`" in words(ran(at)) or operation == "input"
    assert "The network's own 32 bits" in words(at)


def test_why_this_digit_and_what_would_make_it_another() -> None:
    at = drawn(part="Why this digit")
    assert len(component(at, "draw why pictures")["panels"]) == 3
    assert "and the network reads a" in words(at)
    shares = component(at, "draw other bars")["shares"]
    assert int(np.argmax(shares)) == at.session_state["draw other"] != 7


def test_backward_sums_to_what_autograd_says() -> None:
    at = drawn(part="Backward")
    table = at.table[0].value
    terms = [float(str(term).strip("*").replace("−", "-")) for term in table["δ · x"]]
    assert sum(terms[:-1]) == pytest.approx(terms[-1], rel=2e-3, abs=2e-4)
    assert str(table["δ · x"].iloc[-1]).strip("*") in words(at).split("autograd: ")[1].splitlines()[0]


def test_teaching_changes_a_copy_and_can_be_undone_and_forgotten() -> None:
    before = {name: value.clone() for name, value in load_classifier().net.state_dict().items()}
    at = drawn(part="Teach it")
    shares = component(at, "draw bars")["shares"]
    at.session_state["draw label"] = 3
    ran(ran(at).button(key="draw step").click())
    assert at.session_state["draw lessons"].steps[0].label == 3
    one = component(at, "draw bars")["shares"]
    assert one[3] > shares[3]
    assert component(at, "draw taught bars")["before"] == pytest.approx(shares, abs=1e-6)
    assert "Of 100 test images (Generated digits) it now reads" in words(at)
    ran(at.button(key="draw steps").click())
    assert len(at.session_state["draw lessons"].steps) == 11
    ran(at.button(key="draw unlearn").click())
    assert len(at.session_state["draw lessons"].steps) == 10
    ran(at.button(key="draw forget").click())
    assert component(at, "draw bars")["shares"] == shares
    assert all(bool((value == before[name]).all()) for name, value in load_classifier().net.state_dict().items())


def test_numbers_stay_numbers_however_fast_it_is_taught() -> None:
    at = drawn(part="Teach it")
    at.session_state["draw label"] = 3
    at.session_state["draw rate"] = 0.5
    ran(at)
    for _ in range(4):
        ran(at.button(key="draw steps").click())
    assert all(np.isfinite(component(at, "draw bars")["shares"]))


def test_drawings_are_kept_scored_and_dropped() -> None:
    at = drawn(part="Teach it")
    ran(at.button(key="draw keep").click())
    at.session_state["draw label"] = 3
    ran(at)
    ran(at.button(key="draw keep").click())
    assert "**1 of 2** of your own drawings are read right" in words(at)
    assert component(at, "draw kept gallery")["captions"] == ["7, read as 7", "3, read as 7"]
    at.session_state["draw kept gallery"] = {"pick": {"index": 1, "number": 1}}
    ran(at)
    ran(at.button(key="draw drop").click())
    assert "**1 of 1** of your own drawings" in words(at)


def test_a_run_of_ones_own_reads_the_drawing_after_any_epoch() -> None:
    card = shop.workshop().shelf.create(CONFIG, TOKEN, "Mine")
    other = shop.workshop().shelf.create(CONFIG, "b" * 32, "Secret")
    folder = shop.workshop().shelf.folder(card.id)
    for epoch in (0, 1):
        net = DigitNet(**CONFIG.network())
        settings = CONFIG.network()
        for where in (folder, shop.workshop().shelf.folder(other.id)):
            write_snapshot(where, Snapshot(epoch, settings, net.state_dict(), None))
    at = drawn()
    shipped = component(at, "draw bars")["shares"]
    assert at.selectbox(key="draw weights").options == ["Shipped weights", "Mine"]
    ran(at.selectbox(key="draw weights").set_value(card.id))
    last = component(at, "draw bars")["shares"]
    assert last == np.exp(activations(net.eval(), prepare(pixels(SEVEN)))[-1].values).tolist()
    assert last != shipped
    at.session_state["draw epoch"] = 0
    assert component(ran(at), "draw bars")["shares"] not in (last, shipped)


def test_a_drawing_is_pinned_for_time_travel() -> None:
    at = drawn()
    ran(at.button(key="draw pin").click())
    assert np.array_equal(at.session_state["pinned drawing"], prepare(pixels(SEVEN)))
    assert at.button(key="draw pin").disabled
