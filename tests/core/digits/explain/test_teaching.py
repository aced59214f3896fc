from collections.abc import Iterator
from math import inf, nan

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from core.digits.classifier import probabilities
from core.digits.explain.teaching import Marks, score, teach
from core.digits.hooks import one_thread
from core.digits.model import DigitNet
from core.digits.training.loop import fingerprint
from tests.core.digits.nets import IMAGES, LABELS, NETS, SETTINGS, seasoned


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    with one_thread():
        yield


@pytest.mark.parametrize("name", NETS)
@pytest.mark.parametrize("rate", [0.001, 0.1])
def test_one_step_is_what_torchs_own_descent_makes_of_it(name: str, rate: float) -> None:
    net, image, label = NETS[name], IMAGES[6], 4
    taught = teach(net, image, label, rate)
    peer = DigitNet(**SETTINGS[name])
    peer.load_state_dict(net.state_dict())
    peer.eval()  # dropout drops nothing, batch norm measures nothing
    optimizer = torch.optim.SGD(peer.parameters(), lr=rate)
    loss = F.nll_loss(peer(torch.from_numpy(image)[None, None]), torch.tensor([label]))
    loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
    optimizer.step()
    for (key, mine), its in zip(taught.net.state_dict().items(), peer.state_dict().values(), strict=True):
        assert torch.allclose(mine, its, atol=1e-6), key
    assert taught.loss == pytest.approx(float(loss.detach()))
    assert taught.label == label
    assert np.array_equal(taught.before, probabilities(net, image[None])[0])
    assert np.array_equal(taught.after, probabilities(taught.net, image[None])[0])


def test_a_small_step_makes_the_right_answer_likelier() -> None:
    for name, net in NETS.items():
        for label in (0, 5):
            taught = teach(net, IMAGES[2], label, 1e-4)
            assert taught.after[label] > taught.before[label], (name, label)


def test_every_layer_says_how_far_it_moved() -> None:
    net, old = seasoned(SETTINGS["usual"]), seasoned(SETTINGS["usual"])
    taught = teach(net, IMAGES[0], 3, 0.05)
    assert [moved.layer for moved in taught.moved] == [f"layer{number}" for number in range(1, 8)]
    for moved in taught.moved:
        new, before = (
            np.concatenate([p.numpy().ravel() for p in one.get_submodule(moved.layer).parameters()])
            for one in (taught.net, old)
        )
        assert moved.change == pytest.approx(np.sqrt(((new - before) ** 2).sum()), rel=1e-5)
        assert moved.length == pytest.approx(np.sqrt((before**2).sum()), rel=1e-5)
        assert moved.share == moved.change / moved.length


def test_the_given_network_stays_and_so_undoing_is_keeping_it() -> None:
    net = seasoned(SETTINGS["mixed"])
    before = fingerprint(net)
    once = teach(net, IMAGES[0], 1, 0.01)
    twice = teach(once.net, IMAGES[0], 1, 0.01)
    assert fingerprint(net) == before
    assert len({before, fingerprint(once.net), fingerprint(twice.net)}) == 3
    assert fingerprint(teach(net, IMAGES[0], 1, 0.01).net) == fingerprint(once.net)  # the same step again
    for one in (net, once.net, twice.net):
        assert not one.training
        assert not any(parameter.requires_grad or parameter.grad is not None for parameter in one.parameters())


def test_a_network_that_is_being_trained_can_be_taught_a_copy_of() -> None:
    net = DigitNet(dropout=0.5).train()
    before = fingerprint(net)
    assert teach(net, IMAGES[0], 1, 0.01).after.sum() == pytest.approx(1, abs=1e-5)
    assert net.training
    assert fingerprint(net) == before


def test_batch_norm_keeps_the_mean_and_variance_it_remembers() -> None:
    net = seasoned(SETTINGS["usual"])
    taught = teach(net, IMAGES[0], 3, 0.05).net.state_dict()
    kept = [name for name in taught if "running" in name or "tracked" in name]
    assert kept
    assert all(torch.equal(taught[name], net.state_dict()[name]) for name in kept)


@pytest.mark.parametrize("rate", [0.0, -0.1, nan, inf])
def test_a_learning_rate_that_is_none_is_refused(rate: float) -> None:
    with pytest.raises(ValueError, match="the learning rate must be above 0"):
        teach(NETS["usual"], IMAGES[0], 1, rate)


def test_a_step_into_nowhere_is_refused_in_a_sentence() -> None:
    with pytest.raises(ValueError, match="no longer numbers: try a smaller one"):
        teach(NETS["usual"], IMAGES[0], 1, 1e38)


def test_a_label_that_is_no_digit_is_refused() -> None:
    with pytest.raises(ValueError, match="a digit is from 0 to 9, not 10"):
        teach(NETS["usual"], IMAGES[0], 10, 0.1)


@pytest.mark.parametrize("name", NETS)
def test_the_score_counts_the_images_that_are_read_right(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.digits.explain.teaching.AT_ONCE", 16)  # 40 images: two full batches and a rest
    answers = probabilities(NETS[name], IMAGES).astype(float)
    right = sum(int(row.argmax() == label) for row, label in zip(answers, LABELS, strict=True))
    loss = -np.log(answers[range(len(LABELS)), LABELS]).mean()
    found = score(NETS[name], IMAGES, LABELS)
    assert (found.right, found.images) == (right, 40)
    assert found.loss == pytest.approx(loss, rel=1e-4)
    own = answers.argmax(axis=1)
    assert score(NETS[name], IMAGES, own).right == 40


def test_marks_need_images_with_labels_and_a_network_in_eval_mode() -> None:
    for images, labels in ((IMAGES[:0], []), (IMAGES[:2], [1]), (IMAGES[:2], [1, 10]), (IMAGES[:1], [[1]])):
        with pytest.raises(ValueError, match="labels from 0 to 9"):
            score(NETS["usual"], images, labels)
    with pytest.raises(ValueError, match="training mode"):
        score(DigitNet(), IMAGES[:1], [1])
    answer = probabilities(NETS["usual"], IMAGES[:1])
    found = score(NETS["usual"], IMAGES[:1], [answer.argmax()])
    assert found == Marks(1, 1, found.loss)
    assert found.loss == pytest.approx(-np.log(answer.max()), rel=1e-4)
