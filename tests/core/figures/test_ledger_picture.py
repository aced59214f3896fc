import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.network import Network, network_of
from core.backprop.explore.ledger import ledger
from core.figures.ledger_picture import ledger_picture, share_text
from tests.core.backprop.explore.test_ledger import anything


def test_the_two_streams_of_w1_run_apart_and_meet() -> None:
    net = Network()
    picture = ledger_picture(ledger(net, "w1"), net.graph, 4)
    names = [node["name"] for node in picture["nodes"]]
    assert names == ["E_total", "E1", "E2", "a_o1", "a_o2", "o1", "o2", "a_h1", "h1", "w1"]
    plus, minus = picture["streams"]
    assert (plus["sign"], minus["sign"]) == (1, -1)
    assert (plus["amount"], minus["amount"]) == ("+0.0007116", "−0.0005234")
    assert plus["width"] + minus["width"] == pytest.approx(1, abs=1e-3)
    assert [names[node] for node in minus["nodes"]] == ["E_total", "E2", "a_o2", "o2", "a_h1", "h1", "w1"]
    written = {(names[f["from"]], names[f["to"]]): (f["symbol"], f["number"]) for f in picture["factors"]}
    assert written["o1", "a_h1"] == (["w", "5"], "0.4")
    assert written["E2", "a_o2"] == (["gap", ""], "−0.3595")
    assert written["a_h1", "h1"] == (["slope", ""], "0.2500")
    assert ("E_total", "E1") not in written  # a factor of 1
    o1 = picture["nodes"][names.index("o1")]
    assert (o1["gradient"], o1["onward"], o1["sent"]) == ("0.1424", "0.004999", "+0.0007116")


@given(anything, st.data())
@settings(max_examples=60, deadline=None)
def test_as_much_flows_into_every_level_as_into_every_other(net: Network, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(net.graph.consumers)))
    picture = ledger_picture(ledger(net, name), net.graph, 4)
    for level in range(picture["levels"]):
        widths = [node["width"] for node in picture["nodes"] if node["level"] == level]
        assert sum(widths) == pytest.approx(1, abs=0.01)
    for k, node in enumerate(picture["nodes"]):
        reach = node["width"] / 2 + 0.01
        for stream in picture["streams"]:
            if k in stream["nodes"]:
                offset = stream["offsets"][stream["nodes"].index(k)]
                assert -reach <= offset - stream["width"] / 2
                assert offset + stream["width"] / 2 <= reach
    json.dumps(picture, allow_nan=False)


def test_the_largest_picture_is_about_20_kilobytes() -> None:
    net = network_of(Architecture((4, 4), biases="shared", loss="cross-entropy"))
    assert len(json.dumps(ledger_picture(ledger(net, "b1"), net.graph, 4))) < 24_000


def test_where_nothing_flows_the_streams_are_drawn_and_said_to_be_dry() -> None:
    net = Network(i1=0)
    picture = ledger_picture(ledger(net, "w1"), net.graph, 4)
    assert not picture["flows"]
    assert [stream["sign"] for stream in picture["streams"]] == [0, 0]


def test_the_loss_is_a_node_alone() -> None:
    net = Network()
    picture = ledger_picture(ledger(net, "E_total"), net.graph, 4)
    assert (picture["levels"], len(picture["nodes"]), picture["factors"]) == (1, 1, [])


def test_amounts_carry_their_sign() -> None:
    assert [share_text(x, 4) for x in (0.5, -0.5, 0.0)] == ["+0.5", "−0.5", "0"]
