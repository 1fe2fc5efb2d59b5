"""The tests over pairs of series: what they return, on data whose answers are known."""

import numpy as np
import pandas as pd
import pytest

from techtrade.stories import pairs

YEARS = range(2000, 2019)


@pytest.fixture
def linked():
    """Growth of the cause passes to the effect one year later, and nothing else does."""
    rng = np.random.default_rng(3)
    steps = rng.normal(0.1, 0.2, 19)
    effect = np.concatenate([[0], 0.8 * steps[:-1]]) + rng.normal(0, 0.01, 19)
    series = (pd.Series(np.exp(np.cumsum(s)), index=YEARS) for s in (steps, effect))
    return {"linked": tuple(series)}


def test_common_years_leave_out_gaps_and_zeros():
    cause = pd.Series([0, 1, 2, 3], index=[2001, 2002, 2003, 2004])
    effect = pd.Series([5, 6, np.nan], index=[2002, 2003, 2004])
    assert [list(s.index) for s in pairs.common_years(cause, effect)] == [[2002, 2003]] * 2


def test_timing_finds_the_lag_of_a_link(linked):
    found = pairs.timing(linked, range(-2, 3)).set_index("lag")
    assert found["value"].idxmax() == 1
    assert found.loc[1, "value"] > 0.95
    assert found.loc[1, "p"] == found["p"].min() < 0.01


def test_links_tell_levels_from_growth(linked):
    cause, _ = linked["linked"]
    same = pairs.links({"same": (cause, cause**2)}).iloc[0]
    assert same[["Levels", "Growth rates", "ranks"]].to_list() == pytest.approx([1, 1, 1])
    rising = pd.Series(np.exp(0.2 * np.arange(19) + 0.01 * np.arange(19) ** 2), index=YEARS)
    steady = pd.Series(np.exp(0.1 * np.arange(19) - 0.001 * np.arange(19) ** 2), index=YEARS)
    drift = pairs.links({"drift": (rising, steady)}).iloc[0]
    assert drift["Levels"] > 0.9
    assert drift["Growth rates"] == pytest.approx(-1)


def test_elasticities_come_in_three_ways(linked):
    found = pairs.elasticities(linked)
    assert list(found["way"]) == list(pairs.WAYS)
    assert found["n"].to_list() == [19, 19, 18]
    assert (found["low"] < found["value"]).all()


def test_shuffled_totals_hold_the_true_one_nine_times_in_ten_when_order_means_nothing():
    rng = np.random.default_rng(5)
    rising = pd.Series(np.arange(19.0), index=YEARS)
    spending = {k: pd.Series(rng.uniform(3, 7, 19), index=YEARS) for k in range(40)}
    found = pairs.shuffled_totals({k: (each, rising) for k, each in spending.items()})
    assert found["least"].min() > 0.9
    assert 31 <= found["value"].between(found["low"], found["high"]).sum() <= 40
    assert 0.35 < found["better"].mean() < 0.65


def test_ranks_give_exact_chances():
    found = pairs.ranks([1, 2, 3, 4], {"up": [1, 3, 5, 7], "down": [9, 5, 3, 1]})
    assert found["value"].to_list() == pytest.approx([1, -1])
    assert found["p"].to_list() == pytest.approx([2 / 24] * 2)
    assert (found["low"] == -found["high"]).all()
