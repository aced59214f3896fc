"""Each kind of mistake has its sentence."""

from __future__ import annotations

import pytest

from core.backprop.practice.sheet import check_sheet
from tests.core.backprop.practice.sheet.students import ERROR, GRADIENTS, Student

G1, G3 = GRADIENTS["g1"], GRADIENTS["g3"]
SENTENCES = {
    ("g1", G1.replace("w7", "w6")): "multiplies the second path by w6; through o2 the way back to h1 is w7",
    (
        "g3",
        G3.replace("a_h2", "a_h1"),
    ): "slope of a_h1, a_h1 · (1 − a_h1); the slope that belongs there is that of a_h2",
    ("g1", G1.replace("({a_o1}-{t1})", "({a_o1}*{t1})")): "the first path by a_o1 · t1 where a_o1 − t1 belongs",
    ("g1", G1.replace("({a_o2}-{t2})", "({t2}-{a_o2})")): "wrong sign on the path through o2",
    ("g1", f"{ERROR[0]}*{{w5}}*{{a_h1}}*(1-{{a_h1}})*{{i1}}"): "leaves out the path through o2",
    ("g1", f"0.5*{G1}"): "carries along the ½ of the loss",
    ("g5", "({a_o1}-{t1})*{a_h1}"): "lacks the factor a_o1 · (1 − a_o1): w5 leads into o1",
    ("g5", f"{ERROR[0]}*{{h1}}"): "has h1 where a_h1 belongs: w5 carries a_h1 into o1",
    ("g5", "({a_o1}-{t1})*{a_o1}*1-{a_o1}*{a_h1}"): "lacks the brackets around 1 − a_o1",
    ("E1", "({t1}-{a_o1})^2"): "lacks the ½ of the loss",
    ("a_h1", "1/(1+EXP(-{h2}))"): "has σ(h2) where σ(h1) belongs",
    ("a_h1", "1/1+EXP(-{h1})"): "the brackets around what is below the line are missing",
    ("h1", "{w1}*{i1}+{w3}*{i2}"): "has w3 · i2 where w2 · i2 belongs",
    ("w3", "{w3@}+{eta}*{g3@}"): "adds η times the gradient; it is to be subtracted",
    ("w3", "{w3@}-{g3@}"): "lacks the factor η",
    ("w3", "{w3@}-{eta}*{g4@}"): "has ∂E_total/∂w4 where ∂E_total/∂w3 belongs",
    ("w3", "{w3@}-{t2}*{g3@}"): "a reference without $ moves along when it is copied",
}
ONE_ROW = {
    ("h1", "{w1@}*{i1}+{w2@}*{i2}"): "points at another row: it takes w1 of the row above",
    ("h1", "0.0275"): "is the number 0.0275, not a formula",
    ("w1", "{w1@}-0.8*{g1@}"): "moves by 0.8 times the gradient, which is not η",
    ("g7", "{g7@}"): "only repeats ∂E_total/∂w7 of the row above",
}


@pytest.mark.parametrize(("plant", "words"), SENTENCES.items(), ids=str)
def test_of_a_whole_column(plant: tuple[str, str], words: str) -> None:
    name, formula = plant
    student = Student(plants={name: formula})
    (finding,) = check_sheet(student.xlsx(), "mine.xlsx").findings
    first = int(name.startswith("w"))
    assert words in finding.sentence
    assert finding.sentence.startswith(f"{student.cell(name, first)}: ")
    assert finding.sentence.endswith(f"The same in {7 - first} rows below.")


@pytest.mark.parametrize(("plant", "words"), ONE_ROW.items(), ids=str)
def test_of_one_row(plant: tuple[str, str], words: str) -> None:
    name, formula = plant
    student = Student(plants={(name, 4): formula})
    (finding,) = check_sheet(student.xlsx(), "mine.xlsx").findings
    assert finding.cell == student.cell(name, 4)
    assert words in finding.sentence
    assert "rows below" not in finding.sentence
