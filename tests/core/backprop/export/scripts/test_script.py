import pytest

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.functions import Log, Relu, Sigmoid, Softmax, Tanh
from core.backprop.engine.network import WORKSHEET, Network, network_of
from core.backprop.export.scripts.layers import layers
from core.backprop.export.scripts.script import array, block, helpers, identifier, kinds, number, whole


@pytest.mark.parametrize(
    ("id", "name", "vector"),
    [
        ("w5", "w5", "w"),
        ("∂E_total/∂w5", "d_w5", "d_w"),
        ("a_h1", "a_h1", "a_h"),
        ("∂E_total/∂a_h1", "d_a_h1", "d_a_h"),
    ],
)
def test_an_id_becomes_a_variable_and_the_vector_it_is_part_of(id: str, name: str, vector: str) -> None:
    assert identifier(id) == name
    assert whole(id) == vector


def test_a_number_has_all_of_its_digits() -> None:
    assert number(Network(w1=0.1 + 0.2), "w1") == "0.30000000000000004"


def test_a_matrix_has_a_line_a_row_that_names_its_numbers() -> None:
    (first, *_) = layers(WORKSHEET).parameters
    assert array(Network(), first, "np.array({})") == (
        "W_h = np.array([\n    [0.15, 0.2],  # w1 w2\n    [0.25, 0.3],  # w3 w4\n])"
    )
    assert array(Network(), layers(WORKSHEET).inputs, "np.array({})") == "i = np.array([0.05, 0.1])"


def test_only_the_helpers_that_a_network_needs_are_written() -> None:
    available = {Sigmoid: "def sigmoid\n", Softmax: "def softmax\n"}
    assert helpers(available, WORKSHEET) == "\n\ndef sigmoid\n\n"
    assert helpers({Tanh: "def tanh\n"}, WORKSHEET) == ""


def test_the_kinds_of_a_graph_are_those_of_formulas_and_derivatives() -> None:
    softmax = kinds(network_of(Architecture(activation="relu", loss="cross-entropy")).graph)
    assert {Softmax, Relu, Log} <= softmax
    assert Softmax not in kinds(WORKSHEET)


def test_a_block_is_as_deep_as_the_loop_it_stands_in() -> None:
    assert block(["a", "b"], 2) == "        a\n        b"
