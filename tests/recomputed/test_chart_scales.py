"""Numbers for charts: ticks, decimals, labels that make room for one another."""

import pytest

from recomputed.charts.scales import (
    band_ticks,
    decimals_for,
    label_expr,
    legend_columns,
    log_ticks,
    nice_ticks,
    spread,
    tick_format,
    year_ticks,
)


def test_spread_moves_overlapping_labels_apart_and_no_others():
    assert spread([10, 100], [15, 15]) == [10, 100]
    assert spread([50, 52], [10, 10]) == [46, 56]
    assert spread([2, 3], [10, 10], low=0) == [5, 15]
    assert spread([98, 99], [10, 10], high=100) == [85, 95]


@pytest.mark.parametrize(
    ("low", "high", "zero", "ticks"),
    [
        (0.3, 4.9, True, [0, 1, 2, 3, 4, 5]),
        (95, 104, False, [94, 96, 98, 100, 102, 104]),
        (-44, 32, True, [-60, -40, -20, 0, 20, 40]),
        (0, 0, True, [0, 1]),
    ],
)
def test_ticks_are_round_and_enclose(low, high, zero, ticks):
    assert nice_ticks(low, high, zero) == ticks


def test_log_ticks_enclose():
    assert log_ticks(4, 3553) == [1, 10, 100, 1000, 10000]
    assert log_ticks(30, 400) == [20, 50, 100, 200, 500]


def test_year_ticks_keep_the_ends():
    assert year_ticks([2017, 2018, 2019]) == [2017, 2018, 2019]
    assert year_ticks([2000, 2010, 2011, 2018]) == [2000, 2010, 2018]
    assert year_ticks(range(1979, 2001), 9) == [1979, 1982, 1985, 1988, 1991, 1994, 1997, 2000]
    assert year_ticks([2016]) == [2016]


def test_band_labels_are_even_and_keep_the_last():
    years = list(range(1985, 2001))
    assert band_ticks(years, 17) == years
    assert band_ticks(years, 8) == [1986, 1988, 1990, 1992, 1994, 1996, 1998, 2000]


def test_decimals_follow_size_and_precision():
    assert decimals_for([12.5, 3.25]) == 2
    assert decimals_for([248.485, 3.0]) == 1
    assert decimals_for([4336413.0]) == 0
    assert decimals_for([3.0, 4.0]) == 0
    assert tick_format([0, 0.5, 1]) == ",.1f"


def test_label_helpers():
    assert label_expr(["A b"], 1) == '({"A b": ["A", "b"]})[datum.label]'
    assert legend_columns(["x" * 20] * 5, 340) == 2
    assert legend_columns(["x" * 90], 340) == 1
