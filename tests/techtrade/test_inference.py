"""The closing chapter's statistics on data whose answers are known."""

import math

import numpy as np
import pytest

from techtrade.stories import inference as inf

YEARS = 19


@pytest.fixture
def noise():
    return np.random.default_rng(7)


def drifting(rng, years=YEARS, growth=0.15, spread=0.08):
    return np.exp(np.cumsum(rng.normal(growth, spread, years)))


def test_log_changes_of_steady_growth_are_constant():
    assert inf.log_changes([100, 110, 121]) == pytest.approx([math.log(1.1)] * 2)


@pytest.mark.parametrize("levels", [[1, 0, 2], [1, -1], [1, float("nan"), 2]])
def test_log_changes_refuse_levels_without_a_logarithm(levels):
    with pytest.raises(ValueError, match="positive levels"):
        inf.log_changes(levels)


def test_shifted_pairs_an_outcome_with_earlier_or_later_causes():
    x, y = [1, 2, 3, 4], [10, 20, 30, 40]
    assert [list(part) for part in inf.shifted(x, y, 1)] == [[1, 2, 3], [20, 30, 40]]
    assert [list(part) for part in inf.shifted(x, y, -1)] == [[2, 3, 4], [10, 20, 30]]
    assert [list(part) for part in inf.shifted(x, y, 0)] == [x, y]


def test_elasticity_recovers_a_known_one_through_a_trend(noise):
    x = np.exp(noise.normal(0, 0.3, 60))
    y = x**0.4 * np.exp(0.1 * np.arange(60) + noise.normal(0, 0.02, 60))
    found = inf.elasticity(x, y, trend=True)
    assert found.low < 0.4 < found.high
    assert found.high - found.low < 0.1
    assert found.excludes_zero


def test_elasticity_of_changes_recovers_a_lagged_effect(noise):
    x = drifting(noise, 80)
    steps = 0.5 * inf.log_changes(x)[:-1] + noise.normal(0, 0.01, 78)
    y = np.exp(np.concatenate([[0, 0], np.cumsum(steps)]))
    assert inf.elasticity(x, y, changes=True, lag=1).value == pytest.approx(0.5, abs=0.05)
    assert abs(inf.elasticity(x, y, changes=True, lag=0).value) < 0.15


def test_unrelated_series_that_rise_look_related_in_levels_only(noise):
    levels, changes = [], []
    for _ in range(60):
        x, y = drifting(noise), drifting(noise)
        levels.append(inf.elasticity(x, y))
        changes.append(inf.elasticity(x, y, changes=True))
    assert np.median([e.r_squared for e in levels]) > 0.9
    assert np.median([e.durbin_watson for e in levels]) < 1
    assert all(e.excludes_zero for e in levels)
    assert np.mean([e.excludes_zero for e in changes]) < 0.3


def test_permutation_p_is_small_for_a_link_and_uniform_without_one(noise):
    x = noise.normal(size=18)
    assert inf.permutation_p(x, x + noise.normal(0, 0.1, 18)) == 1 / 10_000
    chances = [
        inf.permutation_p(noise.normal(size=18), noise.normal(size=18), draws=199)
        for _ in range(200)
    ]
    assert 0.05 < np.mean(np.array(chances) < 0.1) < 0.16


def test_permutation_p_repeats_with_its_seed(noise):
    x, y = noise.normal(size=(2, 18))
    assert inf.permutation_p(x, y) == inf.permutation_p(x, y)


def test_running_totals_correlate_with_any_rise_in_whatever_order(noise):
    spending = noise.uniform(30, 110, YEARS)
    shuffled = inf.shuffled_cumulations(spending, np.arange(YEARS), draws=500)
    assert shuffled.shape == (500,)
    assert shuffled.min() > 0.9


def test_rank_correlation_is_exact():
    assert inf.rank_correlation([1, 2, 3], [10, 20, 30]) == pytest.approx((1, 2 / 6))
    rho, p = inf.rank_correlation([1, 2, 3, 4], [40, 30, 20, 10])
    assert (rho, p) == pytest.approx((-1, 2 / 24))
    assert inf.rank_correlation([1, 2, 3, 4], [2, 4, 1, 3]) == pytest.approx((0, 1))


def test_rank_correlation_refuses_what_it_cannot_enumerate():
    with pytest.raises(ValueError, match="nine pairs"):
        inf.rank_correlation(range(10), range(10))


def test_rank_chance_is_what_rank_correlations_of_random_orders_stay_within():
    assert inf.rank_chance(3, 0.5) == pytest.approx(0.5)
    assert inf.rank_chance(3, 0.9) == pytest.approx(1)
    bound = inf.rank_chance(8)
    assert 0.6 < bound < 0.66  # 0.643 in published tables of Spearman's rho
    assert inf.rank_correlation(range(8), range(8))[0] > bound
