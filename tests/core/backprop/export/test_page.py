import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.network import Network, network_of
from core.backprop.export.page import markup, page, words
from core.backprop.lesson.lesson import lesson
from core.backprop.notation.number import format_number
from tests.core.backprop.export.computable import computable
from tests.core.backprop.networks import SHAPES, shaped_networks


def body(text: str) -> ElementTree.Element:
    """The page's body, which must be well-formed XML."""
    return ElementTree.fromstring(re.search(r"<body>.*</body>", text, re.DOTALL)[0])  # type: ignore[index]


def sections(text: str) -> Iterator[tuple[str, list[str]]]:
    """The title of each step and the texts of its rows."""
    for section in body(text).iter("section"):
        title = "".join(section.find(".//h3").itertext())  # type: ignore[union-attr]
        rows = section.find("div[@class='rows']")
        cells = ["".join(cell.itertext()) for cell in rows]  # type: ignore[union-attr]
        yield title, ["".join(cells[first : first + 3]) for first in range(0, len(cells), 3)]


@pytest.mark.parametrize("architecture", SHAPES, ids=str)
def test_every_step_is_there_with_its_result(architecture: Architecture) -> None:
    net = network_of(architecture)
    for step, (_, rows) in zip(lesson(net, 0.5)[1:], sections(page(net, 0.5, digits=6)), strict=True):
        assert step.equation is not None
        assert rows[-1].endswith(f"={format_number(step.equation.result, 6)}"), step.name


def test_a_step_has_its_title_and_its_equation_row_by_row() -> None:
    title, rows = next(each for each in sections(page(Network(), 0.5)) if each[0].startswith("o1"))
    assert title == "o1: what flows into the neuron"
    assert rows == [
        "o1=w5·ah1 + w6·ah2",
        "=0.4·0.50687 + 0.45·0.51062",
        "=0.20275 + 0.22978",
        "=0.43253",
    ]


def test_the_sigmoid_is_written_out_with_the_numbers_of_its_step() -> None:
    _, rows = next(each for each in sections(page(Network(), 0.5)) if each[0].startswith("ah1"))
    assert rows == ["ah1=σ(h1)", "=11+e−h1", "=11+e−0.0275", "=0.50687"]


@given(shaped_networks())
@settings(max_examples=20, deadline=None)
def test_the_page_of_any_network_is_well_formed(net: Network) -> None:
    net = computable(net)
    computable(net.updated(0.01))
    assert len(list(sections(page(net, 0.01)))) == len(lesson(net, 0.01)) - 1


def test_the_page_needs_nothing_else_and_runs_nothing() -> None:
    text = page(Network(), 0.5)
    for word in ("<script", "src=", "href=", "url(", "@import", "onload", "http"):
        assert word not in text
    assert "@media print" in text
    assert "size: A4" in text


def test_a_picture_is_shown_where_there_is_one() -> None:
    assert "<figure><svg/></figure>" in page(Network(), 0.5, "<svg/>")
    assert "<figure>" not in page(Network(), 0.5)


def test_a_curve_stands_with_its_step() -> None:
    text = page(Network(), 0.5, curves={"a_h1": ["svg", {}, ["the curve"]]})
    (section,) = (each for each in body(text).iter("section") if each.find("./div/svg") is not None)
    assert "".join(section.find(".//h3").itertext()).startswith("ah1")  # type: ignore[union-attr]


def test_text_is_escaped() -> None:
    assert words("a < b & h1", ("h1",)) == "a &lt; b &amp; <i>h</i><sub>1</sub>"
    assert markup(["mi", {"class": 'a"b'}, ["<x>"]]) == '<mi class="a&quot;b">&lt;x&gt;</mi>'
    assert markup(["mn", {"data-id": "w5"}, ["0.4"]]) == "<mn>0.4</mn>"


def test_the_given_numbers_come_first() -> None:
    given = next(each for each in body(page(Network(), 0.25)).iter("p") if each.get("class") == "given")
    texts = ["".join(span.itertext()) for span in given]
    assert texts[0] == "i1 = 0.05"
    assert texts[-1] == "η = 0.25"
    assert len(texts) == 13
