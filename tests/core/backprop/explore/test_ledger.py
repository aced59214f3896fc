from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.expression import Derivative
from core.backprop.engine.graph import Graph, NonFinite
from core.backprop.engine.network import Network, network_of
from core.backprop.explore.ledger import ledger
from tests.core.backprop.narrowed import floats
from tests.core.backprop.networks import WIDE, architectures, networks, shaped_networks

# The brief's ∂E_total/∂w1 by hand: (a_o1 - t1) a_o1 (1 - a_o1) w5 a_h1 (1 - a_h1) i1, and the same through o2.
VIA_O1, VIA_O2 = 0.000711649757, -0.000523394090


def computes(net: Network) -> bool:
    """ReLU and a cross-entropy together easily overflow."""
    try:
        net.gradients()
    except NonFinite:
        return False
    return True


anything = networks(WIDE) | shaped_networks().filter(computes)


def counted(graph: Graph, name: str) -> int:
    """How many paths there are, without walking along any."""
    if name == graph.loss:
        return 1
    return sum(counted(graph, q.name) for q in graph.consumers[name])


@given(anything, st.data())
@settings(max_examples=150, deadline=None)
def test_the_shares_of_all_paths_add_up_to_the_gradient(net: Network, data: st.DataObject) -> None:
    gradients = floats(net.gradients())
    for name in data.draw(st.sets(st.sampled_from(sorted(gradients)), min_size=3, max_size=6)):
        book = ledger(net, name)
        assert abs(book.total - gradients[name]) <= 1e-13 * book.gross + 1e-320
        assert book.gross == pytest.approx(sum(abs(path.amount) for path in book.paths), rel=1e-12)
        assert 0 <= book.left <= 1
        assert sum(book.by_term.values()) == pytest.approx(book.total, abs=1e-13 * book.gross + 1e-320)


@given(architectures, st.data())
@settings(max_examples=60, deadline=None)
def test_every_path_is_there_once_and_leads_from_the_loss_edge_by_edge(
    architecture: Architecture, data: st.DataObject
) -> None:
    net = network_of(architecture)
    name = data.draw(st.sampled_from(sorted(net.graph.consumers)))
    book = ledger(net, name)
    assert len({path.names for path in book.paths}) == len(book.paths) == counted(net.graph, name)
    for path in book.paths:
        assert (path.names[0], path.names[-1]) == (net.graph.loss, name)
        for of, by in zip(path.names, path.names[1:], strict=False):
            assert of in [q.name for q in net.graph.consumers[by]]


@given(anything, st.data())
@settings(max_examples=60, deadline=None)
def test_the_symbols_of_a_path_have_its_amount(net: Network, data: st.DataObject) -> None:
    values = {**net.numbers, **net.values()}
    for path in ledger(net, data.draw(st.sampled_from(net.graph.weights))).paths:
        assert path.symbols.evaluate(values) == pytest.approx(path.amount, rel=1e-12, abs=1e-320)
        assert prod(path.numbers) == path.amount
        assert [factor.evaluate(values) for factor in path.factors] == list(path.numbers)


def test_the_first_weight_of_the_worksheet_has_two_paths_that_nearly_cancel() -> None:
    book = ledger(Network(), "w1")
    first, second = book.paths
    assert first.names == ("E_total", "E1", "a_o1", "o1", "a_h1", "h1", "w1")
    assert second.names == ("E_total", "E2", "a_o2", "o2", "a_h1", "h1", "w1")
    assert (first.term, second.term) == ("E1", "E2")
    assert [first.amount, second.amount] == pytest.approx([VIA_O1, VIA_O2], rel=1e-8)
    assert book.total == pytest.approx(0.000188255667, rel=1e-8)
    assert book.left == pytest.approx(0.000188255667 / (VIA_O1 - VIA_O2), rel=1e-8)
    assert book.by_term == {"E1": first.amount, "E2": second.amount}
    assert first.derivatives[:2] == (Derivative("E_total", "E1"), Derivative("E1", "a_o1"))


def test_a_weight_at_an_output_has_one_path_and_nothing_cancels() -> None:
    book = ledger(Network(), "w5")
    assert len(book.paths) == 1
    assert book.left == 1
    assert book.total == pytest.approx(0.072157072912, rel=1e-10)


def test_the_loss_itself_has_the_empty_path() -> None:
    book = ledger(Network(), "E_total")
    assert [path.names for path in book.paths] == [("E_total",)]
    assert (book.total, book.paths[0].term, book.paths[0].factors) == (1.0, "E_total", ())
    assert ledger(Network(), "E2").total == 1.0


def test_the_longest_ledger_is_short() -> None:
    largest = network_of(Architecture((4, 4), biases="shared", loss="cross-entropy"))
    assert max(len(ledger(largest, name).paths) for name in largest.graph.consumers) == 64


def test_where_nothing_flows_nothing_cancels() -> None:
    book = ledger(Network(i1=0), "w1")
    assert (book.total, book.gross, book.left) == (0.0, 0.0, 1.0)


def test_what_is_not_there_has_no_ledger() -> None:
    with pytest.raises(ValueError, match="no quantity 'w9'"):
        ledger(Network(), "w9")
    with pytest.raises(NonFinite):
        ledger(Network(t1=1e200), "w1")


@given(anything, st.data())
@settings(max_examples=60, deadline=None)
def test_what_comes_through_a_quantity_is_its_gradient_times_how_fast_it_changes(
    net: Network, data: st.DataObject
) -> None:
    book = ledger(net, data.draw(st.sampled_from(net.graph.weights)))
    for by in {name for path in book.paths for name in path.names}:
        through = [path.amount for path in book.paths if by in path.names]
        exact = book.gradients[by] * book.onward(by)
        assert exact == pytest.approx(sum(through), rel=1e-9, abs=1e-12 * sum(map(abs, through)) + 1e-300)
