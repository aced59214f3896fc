import numpy as np

from core.figures.mosaic import GAP, NEGATIVE, POSITIVE, ZERO, mosaic


def test_every_weight_is_a_square_of_its_colour() -> None:
    planes = np.array([[[-2.0, 0.0]], [[2.0, 1.0]], [[0.0, 0.0]]], np.float32)
    picture = mosaic(planes, columns=2, zoom=3)
    assert picture.shape == (2 * 3 + 1, 2 * 6 + 1, 3)
    for top, left, colour in ((0, 0, NEGATIVE), (0, 3, ZERO), (0, 7, POSITIVE), (4, 0, ZERO)):
        assert (picture[top : top + 3, left : left + 3] == colour).all()
    assert (picture[:, 6] == GAP).all()
    assert (picture[4:, 7:] == GAP).all()  # no fourth plane
    half = (np.array(ZERO) + np.array(POSITIVE)) / 2
    assert np.abs(picture[0, 10] - half).max() <= 0.5


def test_nothing_but_zeros_is_no_division_by_zero() -> None:
    assert (mosaic(np.zeros((1, 2, 2), np.float32), columns=1, zoom=1) == ZERO).all()
