"""Augmentation: what it does to pixels, and what it depends on."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.digits.training.augmentation import Augmentation, draw, warp
from core.digits.training.config import Config

AUGMENTATION = Augmentation(rotation=15, scale=0.2, shear=0.2, shift=3, bend=2)


def pictures(count: int) -> torch.Tensor:
    return torch.rand(count, 1, 28, 28, generator=torch.Generator().manual_seed(count))


def test_augmentation_of_strength_0_is_the_identity() -> None:
    weights = draw(9, Config(variation=0).augmentation, torch.Generator().manual_seed(1))
    assert torch.allclose(warp(pictures(9), weights), pictures(9), atol=1e-5)


def test_augmentation_follows_its_generator_alone() -> None:
    first, again, other = (
        warp(pictures(9), draw(9, AUGMENTATION, torch.Generator().manual_seed(seed))) for seed in (1, 1, 2)
    )
    assert torch.equal(first, again)
    assert not torch.allclose(first, other, atol=0.1)
    assert not torch.allclose(first, pictures(9), atol=0.1)


def test_every_image_gets_changes_of_its_own() -> None:
    same = pictures(1).expand(8, -1, -1, -1)
    augmented = warp(same, draw(8, AUGMENTATION, torch.Generator().manual_seed(1)))
    assert all(not torch.allclose(augmented[0], other, atol=0.1) for other in augmented[1:])


def test_a_batch_can_be_augmented_in_parts() -> None:
    weights = draw(8, AUGMENTATION, torch.Generator().manual_seed(1))
    parts = [warp(pictures(8)[part], weights[part]) for part in (slice(0, 4), slice(4, 8))]
    assert torch.allclose(torch.cat(parts), warp(pictures(8), weights), atol=1e-6)


@given(st.integers(-5, 5), st.integers(-5, 5))
@settings(max_examples=20, deadline=None)
def test_a_shift_by_whole_pixels_moves_them(right: int, down: int) -> None:
    image = torch.zeros(1, 1, 28, 28)
    image[..., 10:18, 8:20] = pictures(1)[..., 10:18, 8:20]
    weights = torch.tensor([[[1, 0, -right * 2 / 28], [0, 1, -down * 2 / 28]]])
    expected = torch.roll(image, (down, right), (2, 3))
    assert torch.allclose(warp(image, weights), expected, atol=1e-4)


def test_a_quarter_turn_is_a_quarter_turn() -> None:
    turned = warp(pictures(1), torch.tensor([[[0.0, 1.0, 0.0], [-1.0, 0.0, 0.0]]]))
    assert torch.allclose(turned, pictures(1).rot90(-1, dims=(2, 3)), atol=1e-4)


@pytest.mark.parametrize(("setting", "value"), [("rotation", -1), ("scale", 1), ("shift", float("nan")), ("bend", 99)])
def test_changes_that_leave_no_digit_are_refused(setting: str, value: float) -> None:
    with pytest.raises(ValueError, match=f"{setting} must be from 0 to"):
        Augmentation(**{setting: value})
