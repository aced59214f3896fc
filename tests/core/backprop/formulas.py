"""Random formulas of whole numbers, whose text Python itself can compute."""

from hypothesis import strategies as st

from core.backprop.engine.expression import Difference, Expression, Number, Plugged, Product, Square, Sum

plugged = st.integers(-3, 3).map(lambda n: Plugged("x", n))
constants = st.integers(-3, 3).map(Number)


def _joined(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    differences = st.builds(Difference, parts | constants, parts | constants)
    return several.map(Sum) | several.map(Product) | differences | st.builds(Square, parts)


formulas: st.SearchStrategy[Expression] = st.recursive(plugged, _joined, max_leaves=10)
