"""Quantities: whatever values the printed inputs stand for, the result lies in its interval."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recomputed.data.quantity import Quantity, Unit
from recomputed.errors import NotComputable, UnitError
from recomputed.ledger.formulas import cagr, growth, multiple, share, total

TEN_THOUSAND = Unit("usd_10k", "USD", Fraction(10**4))
HUNDRED_MILLION = Unit("usd_100m", "USD", Fraction(10**8))
YUAN = Unit("cny_100m", "CNY", Fraction(10**8))
PERCENT = Unit("percent", "ratio", Fraction(1, 100))

PRINTED = st.decimals(min_value="0.1", max_value=10**7, places=1).map(lambda d: format(d, "f"))
INSIDE = st.fractions(min_value=-1, max_value=1)
FORMULAS = {
    "share": share,
    "multiple": multiple,
    "growth": growth,
    "difference": lambda a, b: a - b,
    "sum": lambda a, b: total([a, b]),
    "cagr": lambda a, b: cagr(a, b, 7),
}


def inside(text: str, place: Fraction) -> tuple[Quantity, Fraction]:
    """A printed quantity and one of the true values that it may stand for."""
    quantity = Quantity.printed(text, TEN_THOUSAND)
    return quantity, quantity.value + place * Fraction(1, 20)


@pytest.mark.parametrize("name", FORMULAS)
@given(a=PRINTED, b=PRINTED, at=INSIDE, bt=INSIDE)
def test_the_true_result_lies_in_the_interval(name, a, b, at, bt):
    (left, left_true), (right, right_true) = inside(a, at), inside(b, bt)
    result = FORMULAS[name](left, right)
    exact = FORMULAS[name](
        Quantity.exact(left_true, TEN_THOUSAND), Quantity.exact(right_true, TEN_THOUSAND)
    )
    assert result.low <= exact.low
    assert exact.high <= result.high
    assert result.low <= result.value <= result.high


def test_growth_over_a_period_is_a_compound_rate():
    first, last = Quantity.exact(100), Quantity.exact(121)
    assert float(cagr(first, last, 2)) == pytest.approx(0.10)


def test_money_adds_up_across_its_units_and_other_money_does_not():
    small, large = Quantity.printed("10000", TEN_THOUSAND), Quantity.printed("1", HUNDRED_MILLION)
    assert (large + small).value == 2
    assert multiple(large, small).value == 1
    assert small.to(HUNDRED_MILLION).value == 1
    with pytest.raises(UnitError, match="cny_100m"):
        small + Quantity.printed("1", YUAN)
    with pytest.raises(UnitError, match="bare 5"):
        small > 5  # noqa: B015


def test_a_share_in_per_cent_is_a_ratio():
    assert Quantity.exact(Fraction(1, 4)).to(PERCENT).value == 25
    assert (Quantity.printed("25", PERCENT) * Quantity.exact(8, TEN_THOUSAND)).value == 2


def test_a_zero_base_has_no_growth():
    with pytest.raises(NotComputable, match="zero"):
        growth(Quantity.printed("0"), Quantity.printed("5"))
    with pytest.raises(NotComputable, match="positive"):
        cagr(Quantity.printed("5"), Quantity.printed("-3"), 4)


def test_a_sum_remembers_its_parts_in_any_unit():
    whole = total([Quantity.exact(Fraction(1, 3)), Quantity.exact(Fraction(1, 3))]).to(PERCENT)
    assert [round(float(part), 2) for part in whole.parts] == [33.33, 33.33]
