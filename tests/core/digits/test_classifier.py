import io
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
import torch
from torch import nn

from core.digits import classifier as classifier_module
from core.digits.classifier import (
    Classifier,
    activations,
    filters,
    load_classifier,
    probabilities,
    read_weights,
    save_weights,
)
from core.digits.hooks import INPUT, checked, one_thread
from core.digits.model import DigitNet
from core.digits.table import table
from core.digits.training.loop import fingerprint
from core.errors import WeightsError
from tests.core.digits.nets import IMAGES, NETS, SETTINGS, seasoned


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    with one_thread():
        yield


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DigitNet]:
    """A network of this test's own in the place of the shipped one."""
    net = seasoned(SETTINGS["mixed"], seed=3)
    save_weights(tmp_path / "digits.pt", net, SETTINGS["mixed"])
    monkeypatch.setattr(classifier_module, "SHIPPED", tmp_path / "digits.pt")
    load_classifier.cache_clear()
    yield net
    load_classifier.cache_clear()


def test_the_shipped_weights_come_back_frozen_and_once(shipped: DigitNet) -> None:
    classifier = load_classifier()
    assert classifier is load_classifier()
    assert fingerprint(classifier.net) == fingerprint(shipped)
    assert not any(module.training for module in classifier.net.modules())
    assert not any(parameter.requires_grad for parameter in classifier.net.parameters())


def test_a_classifier_that_is_not_there_is_looked_for_again(
    shipped: DigitNet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(classifier_module, "SHIPPED", tmp_path / "missing.pt")
    with pytest.raises(WeightsError, match=r"There are no weights at .*missing\.pt"):
        load_classifier()
    monkeypatch.setattr(classifier_module, "SHIPPED", tmp_path / "digits.pt")
    assert load_classifier().predict(IMAGES[:1]).shape == (1, 10)


@pytest.mark.parametrize("content", ["cut off", "text", "a list", "no settings", "other weights", "code", "empty"])
def test_a_file_of_something_else_is_refused_in_a_sentence(content: str, tmp_path: Path) -> None:
    path = tmp_path / "digits.pt"
    save_weights(path, NETS["mixed"], SETTINGS["mixed"])
    whole = path.read_bytes()
    if content == "cut off":
        path.write_bytes(whole[: len(whole) // 2])
    elif content == "text":
        path.write_text("weights")
    elif content == "a list":
        torch.save([1, 2, 3], path)
    elif content == "no settings":
        torch.save({"weights": NETS["mixed"].state_dict()}, path)
    elif content == "other weights":
        torch.save({"network": SETTINGS["plain"], "weights": NETS["mixed"].state_dict()}, path)
    elif content == "code":
        torch.save(io.StringIO("an object that only unpickling could make"), path)
    else:
        path.write_bytes(b"")
    with pytest.raises(WeightsError, match="has no weights of a digit network: restore the file"):
        read_weights(path)


@pytest.mark.parametrize("name", SETTINGS)
def test_what_is_saved_is_read_again_to_the_last_bit(name: str, tmp_path: Path) -> None:
    save_weights(tmp_path / "digits.pt", NETS[name].to(memory_format=torch.channels_last), SETTINGS[name])
    assert fingerprint(read_weights(tmp_path / "digits.pt")) == fingerprint(NETS[name])


@pytest.mark.parametrize("net", NETS.values(), ids=NETS)
def test_probabilities_are_the_softmax_of_the_logits(net: DigitNet) -> None:
    found = Classifier(net).predict(IMAGES)
    logits = net.get_submodule("layer7.linear")(_up_to_the_logits(net))
    powers = np.exp(logits.double().numpy())
    assert found.dtype == np.float32
    assert found == pytest.approx(powers / powers.sum(axis=1, keepdims=True), abs=1e-6)


def _up_to_the_logits(net: DigitNet) -> torch.Tensor:
    x = torch.from_numpy(IMAGES)[:, None]
    for layer in list(net.children())[:-1]:
        x = layer(x)
    return x


def test_many_images_are_answered_like_one(monkeypatch: pytest.MonkeyPatch) -> None:
    classifier = Classifier(NETS["usual"])
    one_by_one = np.concatenate([classifier.predict(image[None]) for image in IMAGES[:9]])
    monkeypatch.setattr(classifier_module, "AT_ONCE", 4)  # two full batches and a rest
    assert classifier.predict(IMAGES[:9]) == pytest.approx(one_by_one, abs=1e-6)
    assert classifier.predict(IMAGES[:0]).shape == (0, 10)


@pytest.mark.parametrize(
    ("images", "says"),
    [
        (np.zeros((28, 28), np.float32), r"images must be \(N, 28, 28\), not \(28, 28\)"),
        (np.zeros((1, 27, 28), np.float32), r"not \(1, 27, 28\)"),
        (np.full((1, 28, 28), np.nan, np.float32), "numbers from 0, paper, to 1, ink"),
        (np.full((1, 28, 28), np.inf, np.float32), "numbers from 0"),
        (np.full((2, 28, 28), 255, np.uint8), "numbers from 0"),
        (np.full((2, 28, 28), -0.01, np.float32), "numbers from 0"),
        (np.full((1, 28, 28), "ink"), "must be numbers, not <U3"),
        (np.zeros((1, 28, 28), complex), "must be numbers"),
    ],
)
def test_what_is_no_image_is_refused_in_a_sentence(images: np.ndarray, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Classifier(NETS["usual"]).predict(images)
    if images.ndim == 3:
        with pytest.raises(ValueError, match="image"):
            activations(NETS["usual"], images[0])


def test_a_network_in_training_mode_gives_no_probabilities() -> None:
    with pytest.raises(ValueError, match="training mode"):
        probabilities(DigitNet(), IMAGES[:1])


@pytest.mark.parametrize("net", NETS.values(), ids=NETS)
def test_activations_are_those_of_running_the_operations_one_by_one(net: DigitNet) -> None:
    seen = activations(net, IMAGES[0])
    x = torch.from_numpy(IMAGES[:1])[:, None]
    expected = [(INPUT, "Input", x)]
    for layer, operations in net.named_children():
        for name, operation in operations.named_children():
            x = operation(x)
            expected.append((f"{layer}.{name}", type(operation).__name__, x))
    assert [(one.name, one.operation) for one in seen] == [(name, kind) for name, kind, _ in expected]
    for one, (_, _, tensor) in zip(seen, expected, strict=True):
        assert one.values.dtype == np.float32
        assert one.values.shape == tensor.shape[1:]
        assert one.values == pytest.approx(tensor[0].numpy(), abs=1e-5), one.name
    assert [(one.name, one.operation, one.values.shape) for one in seen[1:]] == [
        (row.name, row.operation, row.shape) for row in table(net)
    ]


def test_reading_activations_leaves_the_network_as_it_was() -> None:
    net = DigitNet(dropout=0.5).train()
    heard: list[str] = []
    first = net.get_submodule("layer1")
    first.register_forward_hook(lambda *_: heard.append("layer1"))
    before, random = fingerprint(net), torch.get_rng_state()
    once, again = activations(net, IMAGES[0]), activations(net, IMAGES[0])
    assert all(np.array_equal(a.values, b.values) for a, b in zip(once, again, strict=True))  # nothing was dropped
    assert fingerprint(net) == before
    assert torch.equal(torch.get_rng_state(), random)
    assert all(module.training for module in net.modules())
    assert all(parameter.requires_grad and parameter.grad is None for parameter in net.parameters())
    assert not any(module._forward_hooks for module in net.modules() if module is not first)
    assert heard == []  # another's hooks hear nothing of it


def test_activations_are_copies_that_may_be_written_to() -> None:
    net = NETS["usual"]
    seen = activations(net, IMAGES[0])
    assert not any(np.shares_memory(one.values, other.values) for one, other in combinations(seen, 2))
    for one in seen:
        one.values[:] = 0
    for weights in filters(net):
        weights.weights[:] = 0
    assert np.abs(activations(net, IMAGES[0])[-1].values).max() > 0


def test_sessions_that_look_at_the_same_moment_see_their_own_digits() -> None:
    net = NETS["padded everywhere"]
    alone = [activations(net, image)[-1].values for image in IMAGES[:4]]
    wrong: list[int] = []

    def look(which: int) -> None:
        for _ in range(15):
            seen = activations(net, IMAGES[which])
            if not np.array_equal(seen[0].values[0], IMAGES[which]) or not np.allclose(seen[-1].values, alone[which]):
                wrong.append(which)

    threads = [Thread(target=look, args=(which,)) for which in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize("net", NETS.values(), ids=NETS)
def test_filters_are_the_weights_of_every_convolution_and_fully_connected_layer(net: DigitNet) -> None:
    found = filters(net)
    assert [one.name for one in found] == [
        *(f"layer{number}.conv" for number in range(1, 6)),
        *(f"layer{number}.linear" for number in (6, 7)),
    ]
    for one in found:
        module = net.get_submodule(one.name)
        assert isinstance(module, nn.Conv2d | nn.Linear)
        assert module.bias is not None
        assert one.operation == type(module).__name__
        assert np.array_equal(one.weights, module.weight.numpy())
        assert np.array_equal(one.bias, module.bias.numpy())


def test_threads_are_as_many_afterwards_even_after_an_error() -> None:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        with one_thread():
            assert torch.get_num_threads() == 1
        assert torch.get_num_threads() == 2
        with pytest.raises(ValueError, match="image"), one_thread():
            checked([])
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)
