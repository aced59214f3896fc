from core.backprop.engine.architecture import Architecture
from core.backprop.engine.descent import descend
from core.backprop.engine.network import Network, network_of
from core.backprop.explore.ledger import ledger
from core.backprop.explore.race import race
from core.backprop.explore.tables import MOST_PATHS, ledger_table, race_table
from core.backprop.lesson.presets import RATES
from tests.core.backprop.explore.test_race import STEEP


def test_the_table_has_a_row_for_each_rate_and_the_updates_to_the_target() -> None:
    table = race_table(race(Network(), RATES, 100), 0.02, 4)
    assert list(table) == ["learning rate η", "after 1", "after 10", "after 100", "updates to 0.02", "how it went"]
    assert table["learning rate η"] == ["0.1", "0.2", "0.5", "0.8", "1", "2"]
    assert table["after 100"][-1] == "0.005160"
    assert table["updates to 0.02"][:3] == ["not yet"] * 3
    assert descend(Network(), 2.0, 100).losses[int(table["updates to 0.02"][5])] <= 0.02
    assert "updates to" not in " ".join(race_table(race(Network(), RATES, 10), None, 4))


def test_the_table_leaves_out_what_a_stopped_runner_never_had() -> None:
    assert race_table(race(STEEP, (10.0,), 1000), None, 4)["after 1,000"] == ["–"]


def test_the_table_has_the_largest_share_first() -> None:
    table = ledger_table(ledger(Network(), "w1"), 4)
    assert table["from"] == ["$E_{1}$", "$E_{2}$"]
    assert table["in numbers"][1].split("\u00a0·\u00a0") == ["(−0.3595)", "0.2330", "0.5", "0.2500", "0.05"]
    assert table["through"][1].startswith(r"${w_{1} \leftarrow h_{1} \leftarrow a_{h1} \leftarrow o_{2}")
    assert table["share"] == ["0.0007116", "−0.0005234"]
    assert r"a_{o1} \cdot (1 - a_{o1})" in table["factors"][0]


def test_a_long_table_adds_up_its_smallest_rows() -> None:
    book = ledger(network_of(Architecture((4, 4), loss="cross-entropy")), "i1")
    table = ledger_table(book, 12)
    assert {len(column) for column in table.values()} == {MOST_PATHS + 1}
    assert table["from"][-1] == "48 more"
    assert ledger_table(ledger(Network(), "E_total"), 4)["in numbers"] == ["1"]
