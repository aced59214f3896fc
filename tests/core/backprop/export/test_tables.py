from core.backprop.engine.network import WORKSHEET, Network
from core.backprop.engine.proof import Proof
from core.backprop.export.tables import optimizer_table, proof_table, sheet


def test_the_sheet_has_a_line_for_every_quantity() -> None:
    columns = sheet(Network(), 4)
    assert {len(column) for column in columns.values()} == {23}
    lines = dict(zip(columns["quantity"], zip(*columns.values(), strict=True), strict=True))
    assert lines["$w_{5}$"][1:4] == ("given", "0.4", "0.07216")
    assert lines["$o_{1}$"][1] == r"$w_{5} \cdot a_{h1} + w_{6} \cdot a_{h2}$"
    assert lines["$a_{h1}$"][1] == r"$\sigma(h_{1}) = \frac{1}{1 + e^{-h_{1}}}$"
    assert lines["$E_{total}$"][1:] == ("$E_{1} + E_{2}$", "0.2425", "1", "$1$")
    assert columns["formula"].count("given") == len(WORKSHEET.given)


def test_the_sheet_has_as_many_digits_as_asked_for() -> None:
    columns = sheet(Network(), 12)
    values = dict(zip(columns["quantity"], columns["value"], strict=True))
    assert values["$E_{total}$"] == "0.242519857348"


def test_the_proofs_are_a_table_of_three_methods_and_two_residuals() -> None:
    assert proof_table([Proof("w5", 0.25, 0.25000001, 0.25)], 6) == {
        "weight": ["$w_{5}$"],
        "chain rule": ["0.25"],
        "central difference": ["0.250000"],
        "PyTorch autograd": ["0.25"],
        "residual, difference": ["1.0×10⁻⁸"],
        "residual, autograd": ["0"],
    }


def test_an_optimizer_is_compared_weight_by_weight() -> None:
    table = optimizer_table({"w1": 0.15, "w5": 0.25}, {"w1": 0.15, "w5": 0.5}, 4)
    assert table["weight"] == ["$w_{1}$", "$w_{5}$"]
    assert table["by these formulas"] == ["0.15", "0.25"]
    assert table["by torch.optim"] == ["0.15", "0.5"]
    assert table["residual"] == ["0", "0.25"]
