"""The statistics of the closing chapter: what short series that rise can and cannot show.

Every function takes plain sequences and returns plain numbers. The samples are tiny (nineteen
years, eight industries), so significance is read from permutations wherever the design allows
it; where a regression needs standard errors, they are robust to serial correlation and use the
t distribution.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import ArrayLike, NDArray

CONFIDENCE = 0.9  # with nineteen years, 95% would promise too much
DRAWS = 9_999
SEED = 2021  # the year of the paper; any other gives the same conclusions


@dataclass(frozen=True)
class Estimate:
    """An estimated coefficient.

    Parameters
    ----------
    value : float
        The point estimate.
    low, high : float
        The interval that covers the true coefficient with the stated confidence.
    p_value : float
        Two-sided, against zero.
    n : int
        Observations used.
    r_squared : float
        Share of the variance explained, the controls included.
    durbin_watson : float
        Near 2 where residuals are unrelated from year to year, near 0 where each repeats the
        last.
    """

    value: float
    low: float
    high: float
    p_value: float
    n: int
    r_squared: float
    durbin_watson: float

    @property
    def excludes_zero(self) -> bool:
        """Whether the interval lies on one side of zero."""
        return self.low > 0 or self.high < 0


def log_changes(values: ArrayLike) -> NDArray:
    """Yearly changes of the logarithm: growth rates that add up.

    Parameters
    ----------
    values : array_like, shape (n,)
        Positive levels of consecutive years.

    Returns
    -------
    ndarray, shape (n - 1,)

    Raises
    ------
    ValueError
        If a level is missing, zero or negative.
    """
    levels = np.asarray(values, dtype=float)
    if not np.all(levels > 0):
        raise ValueError("growth needs positive levels in every year")
    return np.diff(np.log(levels))


def correlation(x: ArrayLike, y: ArrayLike) -> float:
    """Pearson's correlation of two series of equal length."""
    return float(np.corrcoef(np.asarray(x, float), np.asarray(y, float))[0, 1])


def shifted(x: ArrayLike, y: ArrayLike, lag: int) -> tuple[NDArray, NDArray]:
    """Pair each `y` with the `x` of `lag` periods earlier (later, if `lag` is negative)."""
    x, y = np.asarray(x, float), np.asarray(y, float)
    if lag >= 0:
        return x[: len(x) - lag], y[lag:]
    return x[-lag:], y[:lag]


def permutation_p(x: ArrayLike, y: ArrayLike, draws: int = DRAWS, seed: int = SEED) -> float:
    """How often shuffling `x` gives a correlation with `y` at least as strong.

    Valid only if the order of `x` could have been any other, so for growth rates and not for
    levels that drift.

    Parameters
    ----------
    x, y : array_like, shape (n,)
        Series of equal length.
    draws : int
        Random permutations.
    seed : int
        Of the random numbers, so that the book builds the same twice.

    Returns
    -------
    float
        Two-sided p-value; never zero, since the observed order counts as one of the draws.
    """
    rng = np.random.default_rng(seed)
    x, y = np.asarray(x, float), np.asarray(y, float)
    observed = abs(correlation(x, y))
    shuffled = rng.permuted(np.tile(x, (draws, 1)), axis=1)
    strength = np.abs(_row_correlations(shuffled, y))
    return float((1 + np.sum(strength >= observed - 1e-12)) / (draws + 1))


def _row_correlations(rows: NDArray, y: NDArray) -> NDArray:
    rows = rows - rows.mean(axis=1, keepdims=True)
    y = y - y.mean()
    return rows @ y / np.sqrt((rows**2).sum(axis=1) * (y**2).sum())


def shuffled_cumulations(
    spending: ArrayLike, outcome: ArrayLike, draws: int = DRAWS, seed: int = SEED
) -> NDArray:
    """Correlations of an outcome with running totals of spending whose years are shuffled.

    Any running total of positive amounts rises, so the shuffled ones show what correlation is
    worth nothing.

    Returns
    -------
    ndarray, shape (draws,)
    """
    rng = np.random.default_rng(seed)
    shuffled = rng.permuted(np.tile(np.asarray(spending, float), (draws, 1)), axis=1)
    return _row_correlations(shuffled.cumsum(axis=1), np.asarray(outcome, float))


def elasticity(
    x: ArrayLike,
    y: ArrayLike,
    trend: bool = False,
    changes: bool = False,
    lag: int = 0,
    confidence: float = CONFIDENCE,
) -> Estimate:
    """By how many per cent `y` is higher where `x` is one per cent higher.

    Least squares on logarithms, with standard errors robust to heteroskedasticity and to serial
    correlation over two years (Newey and West 1987), corrected for the small sample.

    Parameters
    ----------
    x, y : array_like, shape (n,)
        Positive levels of consecutive years.
    trend : bool
        Whether a linear trend is held constant.
    changes : bool
        Whether yearly changes of the logarithms are compared instead of levels.
    lag : int
        How many years `x` comes before `y`.
    confidence : float
        Of the interval.

    Returns
    -------
    Estimate
    """
    from statsmodels.regression.linear_model import OLS  # statsmodels.api is slow to load
    from statsmodels.stats.stattools import durbin_watson

    transform = log_changes if changes else lambda levels: np.log(np.asarray(levels, float))
    x, y = shifted(transform(x), transform(y), lag)
    columns = [x, np.arange(len(x))] if trend else [x]
    fit = OLS(y, np.column_stack([np.ones(len(x)), *columns])).fit(
        cov_type="HAC", cov_kwds={"maxlags": 2, "use_correction": True}, use_t=True
    )
    low, high = fit.conf_int(alpha=1 - confidence)[1]
    return Estimate(
        value=float(fit.params[1]),
        low=float(low),
        high=float(high),
        p_value=float(fit.pvalues[1]),
        n=len(y),
        r_squared=float(fit.rsquared),
        durbin_watson=float(durbin_watson(fit.resid)),
    )


def rank_correlation(x: Sequence[float], y: Sequence[float]) -> tuple[float, float]:
    """Spearman's rank correlation with its exact p-value, from every possible order.

    Parameters
    ----------
    x, y : sequences of float, length n
        Without ties; n of at most nine, since n! orders are tried.

    Returns
    -------
    rho, p_value : float
        The p-value is two-sided.

    Raises
    ------
    ValueError
        If there are more than nine pairs.
    """
    orders = _orders(len(x))
    ranks_x, ranks_y = (np.argsort(np.argsort(values)).astype(float) for values in (x, y))
    observed = correlation(ranks_x, ranks_y)
    possible = _row_correlations(ranks_y[orders], ranks_x)
    return observed, float(np.mean(np.abs(possible) >= abs(observed) - 1e-12))


def rank_chance(n: int, confidence: float = CONFIDENCE) -> float:
    """The rank correlation that unrelated orders of `n` things stay within.

    Returns
    -------
    float
        With probability `confidence`, an order drawn at random has a rank correlation between
        minus and plus this.
    """
    ranks = np.arange(n, dtype=float)
    possible = np.abs(_row_correlations(ranks[_orders(n)], ranks))
    return float(np.quantile(possible, confidence, method="higher"))


def _orders(n: int) -> NDArray:
    if n > 9:
        raise ValueError(f"{n}! orders are too many to try; nine pairs at most")
    return np.array(list(permutations(range(n))))
