from core.backprop.practice.article import FEWER, NEW, OLD, article
from core.backprop.practice.tables import digits_table


def test_the_table_marks_what_agrees_with_the_article() -> None:
    table = digits_table([each for each in article() if each.quantity == "E_total"])
    assert {len(column) for column in table.values()} == {3}
    assert table["the article"] == ["0.298371109", "0.291027924", "0.0000351085"]
    assert table[OLD] == ["**0.298371109** ✓", "0.291027774", "0.0000351019"]
    assert table[NEW][1] == "**0.291027924** ✓"
    assert table[FEWER] == ["", "", "**0.0000351085** ✓"]
