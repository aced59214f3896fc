"""Labels beside points."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from core.figures.labels import spread

SIZE, AREA = (2.0, 6.0), (40.0, 40.0)
POINTS = st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=8, unique=True)


def test_a_label_alone_stands_to_the_right_or_where_there_is_room() -> None:
    assert spread([(20, 10)], SIZE, AREA) == ((20, 14),)
    assert spread([(20, 38)], SIZE, AREA) == ((20, 34),)


@given(POINTS)
def test_labels_keep_inside_and_cover_neither_each_other_nor_a_point(points: list[tuple[int, int]]) -> None:
    labels = spread(points, SIZE, AREA)
    assert len(labels) == len(points)
    for (row, column), (y, x) in combinations(labels, 2):
        assert abs(row - y) >= SIZE[0] or abs(column - x) >= SIZE[1]
    for row, column in labels:
        assert row - SIZE[0] / 2 >= 0
        assert row + SIZE[0] / 2 <= AREA[0]
        assert column - SIZE[1] / 2 >= 0
        assert column + SIZE[1] / 2 <= AREA[1]
        assert not any(abs(row - y) < SIZE[0] / 2 and abs(column - x) < SIZE[1] / 2 for y, x in points)
