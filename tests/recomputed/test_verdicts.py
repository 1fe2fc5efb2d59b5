"""Each verdict, by hand-made cases at its edges."""

from __future__ import annotations

from fractions import Fraction

import pytest

from recomputed.data.printed import Printed
from recomputed.data.quantity import Quantity
from recomputed.ledger.formulas import Between, exactly, share, total
from recomputed.ledger.verdicts import coarseness, judge

THIRD = exactly(Fraction(1, 3))


def verdict(printed: str, result, qualifier: str = "") -> str:
    return judge(Printed(printed), qualifier, result).verdict


@pytest.mark.parametrize(
    ("printed", "value", "expected"),
    [
        ("6.3", "6.25", "reproduced"),  # a tie goes up
        ("-6.3", "-6.25", "reproduced"),  # away from zero below it
        ("6.3", "6.349", "reproduced"),
        ("6.30", "6.30", "reproduced"),
        ("6.30", "6.294", "discrepant"),  # the trailing zero counts
        ("0", "0.4", "reproduced"),
        ("6.3", "6.19", "discrepant"),
        ("6.3", "6.39", "rounding"),  # truncated
        ("-6.3", "-6.39", "rounding"),
        ("6.3", "6.4", "discrepant"),
    ],
)
def test_exact_results(printed, value, expected):
    assert verdict(printed, exactly(Fraction(value))) == expected


def test_truncation_is_said_to_be_it():
    assert "truncated" in judge(Printed("6.3"), "", exactly(Fraction("6.39"))).reason


def test_inputs_rounding_may_allow_what_the_point_does_not():
    ratio = share(Quantity.printed("2.1"), Quantity.printed("0.5"))  # 4.2, but 3.7 to 4.8
    judgement = judge(Printed("4.4"), "", ratio)
    assert judgement.verdict == "rounding"
    assert "inputs" in judgement.reason
    assert verdict("4.9", ratio) == "discrepant"


def test_intervals_that_only_touch_do_meet():
    assert verdict("5.5", Quantity.printed("5.4")) == "rounding"
    assert verdict("5.6", Quantity.printed("5.4")) == "discrepant"


def test_adding_rounded_parts_is_told_from_an_error():
    whole = total([THIRD, THIRD, THIRD])  # 1.00, but 0.33 × 3 = 0.99
    judgement = judge(Printed("0.99"), "", whole)
    assert judgement.verdict == "rounding"
    assert "rounded parts" in judgement.reason
    assert verdict("0.98", whole) == "discrepant"


@pytest.mark.parametrize(
    ("printed", "qualifier", "value", "expected"),
    [
        ("60", "about", "59.7", "reproduced"),
        ("60", "about", "66", "discrepant"),
        ("43", "about", "43.4", "reproduced"),
        ("43", "about", "44", "discrepant"),
        ("1800", "over", "1800", "reproduced"),
        ("1800", "over", "1799", "discrepant"),
        ("19", "nearly", "18.82", "reproduced"),
        ("19", "nearly", "19.1", "discrepant"),
        ("19", "nearly", "18.5", "reproduced"),
        ("19", "nearly", "18.4", "discrepant"),
        ("60", "about", "57", "reproduced"),
        ("60", "about", "56.9", "discrepant"),
        ("20000", "about", "20300", "reproduced"),
        ("20000", "about", "21000", "reproduced"),
        ("20000", "about", "21001", "discrepant"),
        ("20300", "about", "20000", "discrepant"),
        ("20000", "nearly", "20300", "discrepant"),
        ("20000", "nearly", "19700", "reproduced"),
        ("20000", "nearly", "19000", "reproduced"),
        ("20000", "nearly", "18999", "discrepant"),
        ("50", "under", "49.9", "reproduced"),
        ("50", "under", "50.1", "discrepant"),
    ],
)
def test_qualified_numbers(printed, qualifier, value, expected):
    assert verdict(printed, exactly(Fraction(value)), qualifier) == expected


def test_bounds_decide_only_against():
    bounds = Between(exactly(20), exactly(35))
    assert verdict("30", bounds, "over") == "partial"
    assert verdict("36", bounds) == "discrepant"
    assert verdict("19", Between(exactly(20), None)) == "discrepant"
    assert verdict("36", Between(exactly(20), None)) == "partial"


def test_bounds_with_room_for_half_and_for_twice_the_number_test_nothing():
    assert verdict("42", Between(exactly(-49), exactly(365))) == "uncheckable"
    assert verdict("42", Between(exactly(21), exactly(84))) == "uncheckable"
    assert verdict("42", Between(exactly(22), exactly(365))) == "partial"
    assert verdict("42", Between(exactly(-49), exactly(83))) == "partial"
    assert verdict("1000", Between(exactly(20), None)) == "uncheckable"
    assert verdict("1000", Between(exactly(501), None)) == "partial"
    assert verdict("19", Between(exactly(20), None)) == "discrepant"


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("43", "1"),
        ("60", "6"),  # not 10: fifty-five is not about sixty
        ("120", "10"),
        ("100", "10"),
        ("20000", "2000"),
        ("20300", "100"),
        ("12000", "1000"),
        ("5", "1"),  # no finer than what is printed
        ("0", "1"),
        ("1.0", "0.1"),
        ("0.5", "0.1"),
        ("0.50", "0.05"),
        ("-60", "6"),
    ],
)
def test_how_coarse_a_round_number_is(printed, unit):
    assert coarseness(Printed(printed)) == Fraction(unit)


def test_a_number_that_is_the_bound_itself_is_reproduced():
    """An upper bound met to the last digit leaves nothing over for anybody else."""
    bounds = Between(exactly(0), Quantity.printed("75715"))
    assert verdict("75715", bounds) == "reproduced"
    assert verdict("75717", bounds) == "discrepant"
    assert verdict("75714", bounds) == "partial"
    assert verdict("75715", bounds, "over") == "partial"
