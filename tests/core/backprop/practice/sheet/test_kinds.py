"""The kinds of mistakes that a class is counted by."""

from __future__ import annotations

import pytest

from core.backprop.practice.sheet import check_sheet
from core.backprop.practice.sheet.kinds import ORDER, WHOLE
from tests.core.backprop.practice.sheet.students import ERROR, GRADIENTS, Student

G1, G3 = GRADIENTS["g1"], GRADIENTS["g3"]
KINDS = {
    ("g1", G1.replace("w7", "w6")): "Another weight",
    ("g3", G3.replace("a_h2", "a_h1")): "Slope of another neuron",
    ("g3", G3.replace("*{a_h2}*(1-{a_h2})", "")): "Slope forgotten",
    ("g1", f"{ERROR[0]}*{{w5}}*{{a_h1}}*(1-{{a_h1}})*{{i1}}"): "Path left out",
    ("g1", f"-({G1})"): "Wrong sign",
    ("g1", f"0.5*{G1}"): "½ or 2 of the square",
    ("g5", f"{ERROR[0]}*{{h1}}"): "Another factor",
    ("g5", ERROR[0]): "Factor forgotten",
    ("g5", f"{ERROR[0]}*{{a_h1}}*{{a_h1}}"): "Factor too many",
    ("w3", "{w3@}-{g3@}"): "Learning rate forgotten",
    ("w3", "{w3@}-0.3*{g3@}"): "Another learning rate",
    ("a_h1", "1/1+EXP(-{h1})"): "Another formula",
}
ONE_ROW = {
    ("h1", "{w1@}*{i1}+{w2@}*{i2}"): "Another row",
    ("h1", "0.0275"): "Number where a formula belongs",
    ("g5", f"{ERROR[0]}*0.6"): "Number where a factor belongs",
    ("g7", "{g7@}"): "Only repeats another cell",
}


@pytest.mark.parametrize(("plant", "kind"), KINDS.items(), ids=str)
def test_of_a_column(plant: tuple[str, str], kind: str) -> None:
    name, formula = plant
    for formulas in (True, False):
        if formulas or name != "a_h1":  # which no change of a factor makes
            (finding,) = check_sheet(Student(rows=6, formulas=formulas, plants={name: formula}).xlsx(), "x").findings
            assert finding.kind == kind


@pytest.mark.parametrize(("plant", "kind"), ONE_ROW.items(), ids=str)
def test_of_one_cell(plant: tuple[str, str], kind: str) -> None:
    name, formula = plant
    (finding,) = check_sheet(Student(rows=6, plants={(name, 3): formula}).xlsx(), "x").findings
    assert finding.kind == kind


def test_each_is_short_enough_for_a_receipt() -> None:
    assert all(0 < len(kind) <= 40 for kind in (*ORDER, *WHOLE.values()))
