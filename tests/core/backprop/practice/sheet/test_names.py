"""Headings as people write them."""

from __future__ import annotations

import pytest

from core.backprop.practice.sheet.names import quantity

HEADINGS = {
    "i1": "i1 I1 i_1 x1",
    "t2": "t2 T2 target2",
    "w5": "w5 W5 w_5 w₅",
    "w5⁺": "w5⁺ w5+ new|w5 w5_new",
    "h1": "h1 H1 net_h1 net|h1 z_h1",
    "a_h1": "a_h1 a_h1|=|σ(h1) A_H1 out_h1 out|h1 ah1 σ(h1) sigmoid(h1)",
    "E1": "E1 e1 E_1 E_o1",
    "E_total": "E_total E_t E_tot E_TOTAL Etotal E|total E Total|Error loss",
    "∂E_total/∂w5": "∂E_total/∂w5 𝜕E/𝜕w5 ∂E/∂w5 ∂E_t/∂W5 dE/dw5 dw5 E∂w5 δ(E_total)/δ(w5) ∂E/w5 ∂w5 grad|w5",
    "∂E_total/∂h1": "∂E_total/∂h1 δ_h1 delta_h1 ∂E/∂net_h1",
    "∂E1/∂a_h1": "∂E1/∂a_h1 dE1/dout_h1",
    "∂a_o1/∂o1": "∂a_o1/∂o1",
    "learning_rate": "η η|= lr LR LR= learning|rate learning_rate Learning|Rate|(η) eta α ͷ LR=0.1",
    "update": "update step Epoch Sl|No. # iteration",
}
PAIRS = [(text.replace("|", " "), id) for id, texts in HEADINGS.items() for text in texts.split()]


@pytest.mark.parametrize(("heading", "id"), PAIRS)
def test_a_heading_names_its_quantity(heading: str, id: str) -> None:
    assert quantity(heading) == id
    assert quantity(f"  {heading} ") == id


@pytest.mark.parametrize(
    "text", ["", "1", "References:", "Inputs", "i1, i2", "∂E", "∂E/∂E", "Neural Network Design", "w" * 50]
)
def test_prose_is_no_heading(text: str) -> None:
    assert quantity(text) is None
