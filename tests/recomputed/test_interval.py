"""Intervals: exact where the result is rational, and never too narrow where it is not."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recomputed.data.interval import Interval, root
from recomputed.data.quantity import Quantity
from recomputed.errors import NotComputable
from recomputed.ledger.formulas import cagr

NUMBERS = st.fractions(-1000, 1000, max_denominator=100)
POSITIVE = st.fractions(Fraction(1, 1000), 1000, max_denominator=1000)
PLACES = st.fractions(0, 1, max_denominator=16)


@st.composite
def intervals(draw) -> tuple[Interval, Fraction]:
    """An interval, with or without ends, and a number in it."""
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    inside = low + draw(PLACES) * (high - low)
    return Interval(*(draw(st.sampled_from((end, None))) for end in (low, high))), inside


def holds(interval: Interval, value: Fraction) -> bool:
    low, high = interval.low, interval.high
    return (low is None or low <= value) and (high is None or value <= high)


@given(intervals(), intervals())
def test_results_of_members_are_members_of_the_result(left, right):
    (a, x), (b, y) = left, right
    assert holds(a + b, x + y)
    assert holds(-a, -x)
    assert holds(a * b, x * y)
    if y:
        assert holds(a / b, x / y)
    for exponent in (0, 1, 2, 3):
        assert holds(a.power(Fraction(exponent)), x**exponent)


def test_results_are_no_wider_than_they_must_be():
    a, b = Interval(Fraction(-1), Fraction(2)), Interval(Fraction(3), Fraction(4))
    assert a + b == Interval(Fraction(2), Fraction(6))
    assert a * b == Interval(Fraction(-4), Fraction(8))
    assert a / b == Interval(Fraction(-1, 3), Fraction(2, 3))
    assert b / a == Interval(None, None)
    assert b / Interval(Fraction(0), Fraction(2)) == Interval(Fraction(3, 2), None)
    assert a.power(Fraction(2)) == Interval(Fraction(0), Fraction(4))


@given(POSITIVE, st.integers(1, 20))
def test_a_root_lies_between_its_bounds_which_are_one_where_it_is_rational(value, degree):
    low, high = root(value, degree)
    assert low**degree <= value <= high**degree
    assert high - low <= Fraction(1, 2**120)
    assert root(value**degree, degree) == (value, value)


def test_a_growth_rate_that_is_rational_is_exact():
    rate = cagr(Quantity.exact(100), Quantity.exact(121), 2)
    assert rate.low == rate.value == rate.high == Fraction(1, 10)


def test_no_root_of_what_may_be_negative():
    with pytest.raises(NotComputable, match="positive"):
        Interval(Fraction(-1), Fraction(1)).power(Fraction(1, 2))
