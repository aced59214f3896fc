"""The search is checked against a drawing of its own: dabs put down pixel by pixel, margins from plain passes."""

from collections.abc import Iterator, Sequence
from functools import cache
from math import hypot

import numpy as np
import pytest
import torch

from core.digits.data.synthetic import digits
from core.digits.explain.counterfactual import Counterfactual, Dab, counterfactual
from core.digits.hooks import one_thread
from core.digits.model import DigitNet
from core.digits.training.loop import fingerprint
from tests.core.digits.nets import IMAGES, LABELS


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    with one_thread():
        yield


@cache
def trained() -> DigitNet:
    """A small network that has learned a little: on a random one, flipping shows nothing."""
    torch.manual_seed(0)
    net = DigitNet(widths=(4, 6, 8, 8, 12, 12), kernels=(3, 3, 3, 3, 3), padding=(1, 1, 0, 0, 0))
    images, labels = digits(1280, seed=1)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9, nesterov=True)
    with one_thread():
        for batch in torch.split(torch.arange(1280).repeat(3), 64):
            optimizer.zero_grad()
            loss = torch.nn.functional.nll_loss(net(images[batch, None] / 255), labels[batch])
            loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
            optimizer.step()
    return net.eval()


def blotted(image: np.ndarray, dab: Dab) -> np.ndarray:
    """One dab, all pixels at once."""
    row, column = np.indices((28, 28))
    mark = (1.7 - np.hypot(row - dab.row, column - dab.column)).clip(0, 1)
    after: np.ndarray = np.maximum(image, mark) if dab.adds else image * (1 - mark)
    return after


def drawn(image: np.ndarray, dabs: Sequence[Dab]) -> np.ndarray:
    now = image.astype(float)
    for dab in dabs:
        for row in range(28):
            for column in range(28):
                mark = min(max(1.7 - hypot(row - dab.row, column - dab.column), 0), 1)
                now[row, column] = max(now[row, column], mark) if dab.adds else now[row, column] * (1 - mark)
    return now


def margin(image: np.ndarray, to: int) -> float:
    with torch.no_grad():
        answers: list[float] = trained()(torch.from_numpy(image.astype(np.float32))[None, None])[0].double().tolist()
    return answers[to] - max(answer for digit, answer in enumerate(answers) if digit != to)


@cache
def searched(which: int) -> Counterfactual:
    return counterfactual(trained(), IMAGES[which], int(LABELS[which] + 1 + which % 9) % 10)


@pytest.mark.parametrize("which", range(8))
def test_the_dabs_make_the_image_and_the_margins(which: int) -> None:
    found = searched(which)
    assert found.image == pytest.approx(drawn(IMAGES[which], found.dabs), abs=1e-5)
    assert found.margin == pytest.approx(margin(IMAGES[which], found.to), abs=1e-3)
    for count, dab in enumerate(found.dabs, start=1):
        assert dab.margin == pytest.approx(margin(drawn(IMAGES[which], found.dabs[:count]), found.to), abs=1e-3)
    assert found.flipped == (margin(found.image, found.to) > 0)


def test_most_digits_are_flipped_by_few_dabs() -> None:
    found = [searched(which) for which in range(8)]
    assert sum(one.flipped for one in found) >= 7
    assert max(len(one.dabs) for one in found if one.flipped) <= 20
    assert all(one.dabs for one in found if one.margin <= 0)


@pytest.mark.parametrize("which", range(8))
def test_no_dab_can_be_left_out(which: int) -> None:
    found = searched(which)
    for left_out in range(len(found.dabs) if found.flipped else 0):
        fewer = found.dabs[:left_out] + found.dabs[left_out + 1 :]
        assert margin(drawn(IMAGES[which], fewer), found.to) <= 1e-3


def test_the_first_dab_is_no_worse_than_what_the_gradient_alone_would_choose(monkeypatch: pytest.MonkeyPatch) -> None:
    helped = 0
    for which in range(4):
        image, to = IMAGES[which], searched(which).to
        if margin(image, to) > 0:  # it is read so already
            continue
        pixels = torch.from_numpy(image)[None, None].requires_grad_()
        logits = trained()(pixels)[0]
        others = torch.stack([logit for digit, logit in enumerate(logits) if digit != to])
        (slope,) = torch.autograd.grad(logits[to] - others.max(), pixels)
        choices = [Dab(row, column, adds, 0) for row in range(28) for column in range(28) for adds in (True, False)]
        best = max(choices, key=lambda dab: float(((blotted(image, dab) - image) * slope[0, 0].numpy()).sum()))
        reached = margin(blotted(image, best), to)
        if reached <= margin(image, to):  # not even the best one helps
            continue
        helped += 1
        (only,) = counterfactual(trained(), image, to, most=1).dabs
        assert only.margin >= reached - 1e-3
        with monkeypatch.context() as alone:
            alone.setattr("core.digits.explain.counterfactual.TRIED", 1)  # the gradient alone
            (first,) = counterfactual(trained(), image, to, most=1).dabs
        assert (first.row, first.column, first.adds) == (best.row, best.column, best.adds)
    assert helped


def test_an_image_that_is_read_so_already_needs_nothing() -> None:
    with torch.no_grad():
        to = int(trained()(torch.from_numpy(IMAGES[:1])[:, None]).argmax())
    found = counterfactual(trained(), IMAGES[0], to)
    assert (found.dabs, found.flipped) == ((), True)
    assert np.array_equal(found.image, IMAGES[0])


def test_the_search_ends_after_so_many_dabs_and_says_that_it_failed() -> None:
    far = next(which for which in range(8) if len(searched(which).dabs) > 1)
    found = counterfactual(trained(), IMAGES[far], searched(far).to, most=1)
    assert (len(found.dabs), found.flipped) == (1, False)
    assert found.dabs[0].margin > found.margin
    assert counterfactual(trained(), IMAGES[far], searched(far).to, most=0).dabs == ()


def test_the_image_stays_an_image_and_the_network_what_it_was() -> None:
    before, image = fingerprint(trained()), IMAGES[1].copy()
    found = searched(1)
    assert np.array_equal(image, IMAGES[1])
    assert found.image.dtype == np.float32
    assert found.image.min() >= 0
    assert found.image.max() <= 1
    assert fingerprint(trained()) == before


@pytest.mark.parametrize(("to", "most"), [(10, 5), (-1, 5), (3, -1)])
def test_a_wish_that_is_none_is_refused(to: int, most: int) -> None:
    with pytest.raises(ValueError, match="a digit is from 0 to 9 and dabs are 0 or more"):
        counterfactual(trained(), IMAGES[0], to, most)
