"""The right numbers, but from another line."""

from __future__ import annotations

import pytest

from core.backprop.engine.architecture import Architecture, graph_of
from core.backprop.engine.expression import Symbol
from core.backprop.practice.sheet.other_line import other_line
from core.backprop.practice.sheet.subject import Subject

GRAPH = graph_of(Architecture())
GRADIENT, UPDATE = Subject(GRAPH, "∂E_total/∂w1", (), 2), Subject(GRAPH, "w1", (), 2)


@pytest.mark.parametrize(
    ("subject", "missing", "extra", "words"),
    [
        (GRADIENT, "w5", "w5@1", "uses the new w5 where the old one belongs"),
        (GRADIENT, "w5", "w5⁺", "uses the new w5 where the old one belongs"),
        (GRADIENT, "a_h1", "a_h1@-1", "takes a_h1 of the row above, where that of its own row belongs"),
        (UPDATE, "w1", "w1@own", "takes w1 of its own row, where that of the row above belongs"),
        (GRADIENT, "a_h1", "a_h2", ""),
    ],
)
def test_it_is_said(subject: Subject, missing: str, extra: str, words: str) -> None:
    found = other_line(subject, [Symbol(missing)], [Symbol(extra)])
    assert words in found
    assert bool(found) == bool(words)
