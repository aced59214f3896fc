from collections.abc import Iterator
from math import exp, isclose, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.digits.classifier import Activation, activations
from core.digits.explain.arithmetic import Arithmetic, Group, Term, explain
from core.digits.hooks import one_thread
from core.digits.receptive_field import Field
from tests.core.digits.nets import IMAGES, NETS, anywhere

SEEN = {name: activations(net, IMAGES[3]) for name, net in NETS.items()}
KINDS = {"Input", "Conv2d", "ReLU", "BatchNorm2d", "BatchNorm1d", "MaxPool2d", "Dropout", "GlobalAverage"}


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    with one_thread():
        yield


def terms(made: Arithmetic) -> list[Term]:
    return [term for group in made.groups for term in group.terms]


def put_together(made: Arithmetic) -> float:
    """The result, from nothing but the terms and numbers that are shown."""
    numbers = made.numbers
    if made.kind in ("Conv2d", "Linear"):
        return sum(term.factor * term.value for term in terms(made)) + numbers["b"]
    if made.kind.startswith("BatchNorm"):
        return numbers["γ"] * (numbers["x"] - numbers["μ"]) / sqrt(numbers["σ²"] + numbers["ε"]) + numbers["β"]
    if made.kind == "MaxPool2d":
        return max(term.value for term in terms(made))
    if made.kind == "GlobalAverage":
        return sum(term.value for term in terms(made)) / numbers["n"]
    if made.kind == "LogSoftmax":
        return numbers["z"] - float(np.log(sum(np.exp(term.value) for term in terms(made))))
    (term,) = terms(made)
    return max(0.0, term.value) if made.kind == "ReLU" else term.value


@pytest.mark.parametrize("name", NETS)
@given(st.data())
@settings(max_examples=15, deadline=None)
def test_every_value_of_every_operation_is_what_its_arithmetic_gives(name: str, draw: st.DataObject) -> None:
    net, seen = NETS[name], SEEN[name]
    places = {one.name: one for one in seen}
    for one in seen[1:]:
        index = anywhere(one, draw)
        made = explain(net, seen, one.name, index)
        size = sum(abs(term.product) for term in terms(made)) + sum(map(abs, made.numbers.values()))
        assert (made.operation, made.kind, made.index) == (one.name, one.operation, index)
        assert made.value == one.values[index]
        assert isclose(made.result, made.value, rel_tol=1e-6, abs_tol=2e-6 * max(size, 1)), one.name
        assert isclose(put_together(made), made.result, rel_tol=1e-9, abs_tol=1e-9 * max(size, 1)), one.name
        for term in terms(made):  # every number sits where it says it does
            assert term.value == (places[term.place.operation].values[term.place.index] if term.place else 0.0)
        for group in made.groups:
            assert isclose(group.sum, sum(term.product for term in group.terms), abs_tol=1e-12)


def test_every_kind_of_operation_has_been_explained() -> None:
    assert {one.operation for seen in SEEN.values() for one in seen} == KINDS | {"Linear", "LogSoftmax"}


def test_a_convolution_is_grouped_by_input_map_and_padding_counts_as_nothing() -> None:
    net, seen = NETS["padded everywhere"], SEEN["padded everywhere"]
    made = explain(net, seen, "layer3.conv", (2, 0, 5))
    assert [group.label for group in made.groups] == [f"input map {channel}" for channel in range(4)]
    assert [len(group.terms) for group in made.groups] == [9] * 4
    for channel, group in enumerate(made.groups):
        beyond, inside = group.terms[:3], group.terms[3:]
        assert [(term.place, term.value, term.product) for term in beyond] == [(None, 0.0, 0.0)] * 3
        assert [term.place.index for term in inside if term.place] == [
            (channel, row, column) for row in (0, 1) for column in (4, 5, 6)
        ]
        weights = net.get_parameter("layer3.conv.weight")[2, channel].double()
        assert [term.factor for term in group.terms] == weights.flatten().tolist()


def test_pooling_names_the_one_of_four_that_won() -> None:
    net, seen = NETS["usual"], SEEN["usual"]
    before = {one.name: one.values for one in seen}["layer2.norm"]
    for index in np.ndindex(5, 14, 14):
        made = explain(net, seen, "layer2.pool", index)
        assert made.winner is not None
        window = before[index[0], 2 * index[1] : 2 * index[1] + 2, 2 * index[2] : 2 * index[2] + 2]
        y, x = divmod(int(window.argmax()), 2)
        assert made.winner.index == (index[0], 2 * index[1] + y, 2 * index[2] + x)
        assert made.result == made.value


def test_the_terms_of_the_softmax_are_the_shares_of_the_probabilities() -> None:
    seen = SEEN["usual"]
    probabilities = []
    for digit in range(10):
        made = explain(NETS["usual"], seen, "layer7.log_softmax", (digit,))
        assert made.numbers["p"] == pytest.approx(terms(made)[digit].product / made.numbers["S"])
        assert made.numbers["p"] == pytest.approx(exp(made.value), rel=1e-5)
        probabilities.append(made.numbers["p"])
    assert sum(probabilities) == pytest.approx(1, abs=1e-12)


def test_a_softmax_of_huge_logits_does_not_overflow() -> None:
    seen = [Activation("layer7.linear", "Linear", np.arange(10, dtype=np.float32) * 1000)]
    seen = [*SEEN["usual"][:-2], *seen, Activation("layer7.log_softmax", "LogSoftmax", np.zeros(10, np.float32))]
    assert explain(NETS["usual"], seen, "layer7.log_softmax", (0,)).result == -9000


def test_dropout_does_nothing_and_says_so() -> None:
    made = explain(NETS["mixed"], SEEN["mixed"], "layer3.drop", (0, 1, 2))
    assert made.result == terms(made)[0].value
    assert made.numbers == {"p": 0.3}
    assert "training" in made.rule


def test_a_pixel_of_the_image_is_itself() -> None:
    made = explain(NETS["mixed"], SEEN["mixed"], "input", (0, 9, 11))
    assert made.result == made.value == IMAGES[3, 9, 11]
    assert made.groups == ()
    assert made.field == Field(9, 11, 9, 11)


@pytest.mark.parametrize(
    ("name", "index", "says"),
    [
        ("layer9.conv", (0, 0, 0), "'layer9.conv' is no operation"),
        ("layer1", (0, 0, 0), "'layer1' is no operation"),
        ("layer1.conv", (0, 0), "layer1.conv has values"),
        ("layer1.conv", (0, 0, 28), "none at"),
        ("layer1.conv", (0, -1, 0), "none at"),
        ("layer7.linear", (10,), "none at"),
    ],
)
def test_what_is_not_there_is_refused_in_a_sentence(name: str, index: tuple[int, ...], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        explain(NETS["usual"], SEEN["usual"], name, index)


def test_a_value_that_sees_nothing_but_padding_is_the_bias() -> None:
    made = explain(NETS["padded more than it sees"], SEEN["padded more than it sees"], "layer2.conv", (0, 0, 9))
    assert made.field is None
    assert made.result == pytest.approx(made.numbers["b"])


def test_groups_and_terms_are_plain_frozen_records() -> None:
    with pytest.raises(AttributeError):
        Group("g", (), 0.0).label = "h"  # type: ignore[misc]  # as the type says
