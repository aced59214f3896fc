"""The exercise on paper: the sheets ask, only the keys tell."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from core.backprop.engine.network import Network
from core.backprop.export.handout import handout
from core.backprop.export.variant import Variant, result
from core.backprop.lesson.lesson import lesson
from core.backprop.notation.number import format_number

VARIANTS = [
    Variant(f"Variant {at}", (lesson(Network(w5=w5), 0.5),), ("backward",)) for at, w5 in enumerate((0.4, 0.7), start=1)
]


def parts(text: str) -> list[ElementTree.Element]:
    """The sheets, then the keys; the page must be well-formed."""
    body = re.search(r"<body>.*</body>", text, re.DOTALL)
    assert body
    return list(ElementTree.fromstring(body[0]).iter("section"))


def test_each_variant_has_a_sheet_without_answers_and_a_key_with_all_of_them() -> None:
    *sheets, one, two = parts(handout("Homework <1>", VARIANTS, "Friday"))
    assert [sheet.findtext("h1") for sheet in sheets] == ["Homework <1>"] * 2
    for variant, sheet, key in zip(VARIANTS, sheets, (one, two), strict=True):
        right = [format_number(result(step), 6) for step in variant.asked(0)]
        shown = ["".join(item.itertext()) for item in key.iter("li")]
        assert [text.partition(" = ")[2] for text in shown] == right
        asked = ["".join(item.itertext()) for item in sheet.iter("li")]
        assert len(asked) == len(right)
        assert all(text.endswith(" = ") for text in asked)
        assert "Until Friday." in "".join(sheet.itertext())
