import numpy as np
import pytest
import torch

from core.digits.data.glyphs import SHAPES, named
from core.digits.data.shape import Shape
from core.digits.data.synthetic import HAND, Hand, digits, draw, write
from core.digits.preprocess import prepare

STEADY = Hand(wobble=0, lift=0, bend=0, width=0, slant=0, turn=0, pressure=0)
KINDS = [f"{shape.digit} {shape.name}" for shape in SHAPES]


def extents(images: torch.Tensor) -> np.ndarray:
    """Height and width of the ink of each image, (count, 2)."""
    inked = images.numpy() > 0
    return np.array([[np.ptp(np.flatnonzero(image.any(axis=axis))) + 1 for axis in (1, 0)] for image in inked])


def centres_of_mass(images: torch.Tensor) -> np.ndarray:
    """Row and column of each image, (count, 2)."""
    mass = images.numpy().astype(np.float64)
    rows, columns = np.indices(mass.shape[1:])
    weighted = np.stack([(mass * rows).sum((1, 2)), (mass * columns).sum((1, 2))], axis=1)
    centres: np.ndarray = weighted / mass.sum((1, 2))[:, None]
    return centres


def test_images_and_labels_are_as_mnist_has_them() -> None:
    images, labels = digits(500, seed=0)
    assert images.shape == (500, 28, 28)
    assert images.dtype == torch.uint8
    assert labels.shape == (500,)
    assert labels.dtype == torch.int64
    assert torch.equal(torch.bincount(labels), torch.full((10,), 50))
    assert (images.amax((1, 2)) == 255).all()
    assert set(extents(images).max(axis=1)) <= {19, 20}
    assert np.abs(centres_of_mass(images) - 14).max() <= 0.51  # brightness is rounded after the centring


def test_a_seed_gives_the_same_digits_again_and_another_seed_others() -> None:
    first, again, other = digits(60, seed=1), digits(60, seed=1), digits(60, seed=2)
    assert torch.equal(first[0], again[0])
    assert torch.equal(first[1], again[1])
    assert not torch.equal(first[0], other[0])


def test_torch_and_numpy_keep_their_own_random_numbers() -> None:
    torch.manual_seed(3)
    expected = torch.rand(3)
    torch.manual_seed(3)
    digits(20, seed=4)
    assert torch.equal(torch.rand(3), expected)


@pytest.mark.parametrize("count", [0, 1, 7, 33])
def test_any_number_will_do(count: int) -> None:
    images, labels = digits(count, seed=5)
    assert images.shape == (count, 28, 28)
    assert torch.bincount(labels, minlength=10).max() - torch.bincount(labels, minlength=10).min() <= 1


def test_no_two_are_alike() -> None:
    images, _ = digits(300, seed=6)
    assert len({image.numpy().tobytes() for image in images}) == 300


@pytest.mark.parametrize("shape", SHAPES, ids=KINDS)
def test_every_shape_can_be_asked_for(shape: Shape) -> None:
    images, labels = digits(3, seed=7, shapes=(named(shape.digit, shape.name),))
    assert (labels == shape.digit).all()
    assert (images > 127).any()


def test_shapes_come_as_often_as_they_say() -> None:
    often = (Shape(1, "common", 9, "5,0 5,10"), Shape(1, "rare", 1, "0,5 10,5"))
    images, _ = digits(400, seed=8, shapes=often, hand=STEADY)
    lying = (extents(images)[:, 1] > 10).mean()
    assert lying == pytest.approx(0.1, abs=0.05)


@pytest.mark.parametrize("shape", SHAPES, ids=KINDS)
def test_a_steady_hand_passes_through_every_point(shape: Shape) -> None:
    written = write(shape, 1, np.random.default_rng(9), STEADY)[0]
    for point in shape.points - 0.5:
        assert np.abs(written - point).max(axis=1).min() < 1e-6


def test_ink_agrees_with_the_distance_to_the_line() -> None:
    stroke = Shape(1, "stroke", 1, "5,0 5,10")
    hand = Hand(**{**vars(STEADY), "pen": (4, 4), "softness": (1, 1)})
    rng = np.random.default_rng(0)
    image = draw(stroke, write(stroke, 1, rng, hand), rng, hand)[0]
    columns = np.flatnonzero(image[14])
    assert len(columns) == 4  # a line of four pixels, from 8 to 12 in the box
    assert (image[14, columns] == 255).all()
    assert image[:, columns].any(axis=1).sum() == 20


def test_preparing_a_drawn_digit_again_changes_little() -> None:
    images, _ = digits(200, seed=10)
    again = np.stack([prepare(image) for image in images.numpy()])
    assert np.abs(again - images.numpy() / 255).mean() < 0.01


def test_wrong_settings_are_refused() -> None:
    with pytest.raises(ValueError, match="count of 0 or more, not -1"):
        digits(-1, seed=0)
    with pytest.raises(ValueError, match="at least one shape"):
        digits(1, seed=0, shapes=())


def test_hands_differ() -> None:
    ones = write(named(1, "stroke"), 300, np.random.default_rng(11), HAND)
    lean = ones[:, 0, 0] - ones[:, -1, 0]
    assert lean.mean() > 0  # most hands lean to the right
    assert lean.std() > 0.1
