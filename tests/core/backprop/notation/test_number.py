import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.backprop.notation.number import format_number
from core.typed import read_number

FINITE = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("x", "four", "twelve"),
    [
        (0.15, "0.15", "0.15"),
        (0.1 * 0.2, "0.02", "0.02"),
        (0.5068745667645342, "0.5069", "0.506874566765"),
        (0.60704, "0.6070", "0.60704"),
        (-0.04276924828, "−0.04277", "−0.04276924828"),
        (0.000188255667, "0.0001883", "0.000188255667"),
        (0.000045, "4.5×10⁻⁵", "4.5×10⁻⁵"),
        (1 / 30000, "3.333×10⁻⁵", "3.33333333333×10⁻⁵"),
        (-12345.0, "−1.234×10⁴", "−12345"),  # a half rounds to even
        (12346.7, "1.235×10⁴", "12346.7"),
        (9999.6, "1.000×10⁴", "9999.6"),
        (1234.5678, "1235", "1234.5678"),
        (1.0, "1", "1"),
        (1e100, "1×10¹⁰⁰", "1×10¹⁰⁰"),
        (5e-324, "4.941×10⁻³²⁴", "4.94065645841×10⁻³²⁴"),
        (0.0, "0", "0"),
        (-0.0, "0", "0"),
    ],
)
def test_numbers_are_written_with_so_many_significant_digits(x: float, four: str, twelve: str) -> None:
    assert format_number(x) == four
    assert format_number(x, 12) == twelve


@given(FINITE)
def test_seventeen_digits_read_back_as_the_same_number(x: float) -> None:
    assert read_number(format_number(x, 17)).value == x


@given(st.floats(-1e300, 1e300), st.integers(1, 17))
def test_what_is_written_is_the_number_rounded_to_its_digits(x: float, digits: int) -> None:
    assert read_number(format_number(x, digits)).value == float(f"{x:.{digits}g}")


@given(FINITE, st.integers(1, 17))
def test_there_is_no_minus_zero_and_no_typewriter_minus(x: float, digits: int) -> None:
    text = format_number(x, digits)
    assert not re.fullmatch(r"[-−]0*\.?0*(×.*)?", text)
    assert "-" not in text
    assert "e" not in text
