"""A number as printed: text in, exact value, decimals and interval out."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recomputed.data.printed import (
    Printed,
    clean_number,
    decimal_text,
    group_digits,
    round_half_up,
    shift_decimal,
    truncate,
)

DECIMALS = st.integers(0, 6)
NUMBERS = st.decimals(
    min_value=-(10**9), max_value=10**9, places=4, allow_nan=False, allow_infinity=False
).map(lambda d: format(d, "f"))


@pytest.mark.parametrize(
    ("text", "decimals", "low", "high"),
    [
        ("78", 0, "77.5", "78.5"),
        ("78.0", 1, "77.95", "78.05"),
        ("0.00", 2, "-0.005", "0.005"),
        ("-2.25", 2, "-2.255", "-2.245"),
    ],
)
def test_trailing_zeros_narrow_the_interval(text, decimals, low, high):
    number = Printed(text)
    assert number.decimals == decimals
    assert (number.low, number.high) == (Fraction(low), Fraction(high))


@pytest.mark.parametrize("text", ["", "—", "1e5", "NaN", "inf", "1,234", "٣", "1.", ".5", "0x1"])
def test_only_plain_decimals_are_numbers(text):
    with pytest.raises(ValueError, match="plain decimal"):
        Printed(text)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("１２３．４５", "123.45"),
        ("1,817,596", "1817596"),
        ("1 817 596", "1817596"),
        ("1，817，596", "1817596"),
        ("\N{MINUS SIGN}2.25", "-2.25"),
        (" 78.0 ", "78.0"),
        ("——", "—"),
        ("-", "—"),
        ("12,34", "12,34"),
        ("12a", "12a"),
    ],
)
def test_spreadsheet_writings_of_one_number_are_folded(written, plain):
    assert clean_number(written) == plain


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [("6.25", 1, "6.3"), ("-6.25", 1, "-6.3"), ("6.2499", 1, "6.2"), ("0.5", 0, "1")],
)
def test_ties_round_away_from_zero(value, decimals, rounded):
    assert round_half_up(Fraction(value), decimals) == Fraction(rounded)


@given(NUMBERS, DECIMALS)
def test_rounding_moves_by_at_most_half_a_unit_and_truncation_never_away(text, decimals):
    value = Fraction(text)
    assert abs(round_half_up(value, decimals) - value) <= Fraction(1, 2 * 10**decimals)
    cut = truncate(value, decimals)
    assert abs(cut) <= abs(value) < abs(cut) + Fraction(1, 10**decimals)


@given(NUMBERS)
def test_text_survives_the_way_through_its_value(text):
    number = Printed(text)
    assert Fraction(decimal_text(number.value, number.decimals)) == number.value


@pytest.mark.parametrize(
    ("text", "places", "shifted"),
    [("24.85", -1, "2.485"), ("70", -1, "7.0"), ("8.19", 4, "81900"), ("75715", -2, "757.15")],
)
def test_a_change_of_unit_keeps_the_printed_digits(text, places, shifted):
    assert shift_decimal(text, places) == shifted


@pytest.mark.parametrize(
    ("text", "grouped"),
    [
        ("4427370.0000", "4,427,370.0000"),
        ("-38589", "-38,589"),
        ("in 2019 3436413 of 12345678", "in 2019 3,436,413 of 12,345,678"),
        ("1234.56789", "1234.56789"),
        ("1,234,567", "1,234,567"),
    ],
)
def test_thousands_are_set_off_in_long_numbers(text, grouped):
    assert group_digits(text) == grouped
