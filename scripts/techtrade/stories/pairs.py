"""The closing chapter's tests, run over several pairs of a supposed cause and its effect.

A pair is two series with years for index: ``{"Electronics: revenue": (imports, revenue)}``. Each
function returns a tidy frame with a `pair` column, ready for a chart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from techtrade.stories.inference import (
    CONFIDENCE,
    correlation,
    elasticity,
    log_changes,
    permutation_p,
    rank_chance,
    rank_correlation,
    shifted,
    shuffled_cumulations,
)

Pairs = Mapping[str, tuple[pd.Series, pd.Series]]

WAYS = {
    "Levels": {},
    "Levels with trend": {"trend": True},
    "Yearly changes": {"changes": True},
}


def common_years(cause: pd.Series, effect: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Both series in the years in which both are positive."""
    years = cause.index[cause > 0].intersection(effect.index[effect > 0])
    return cause[years], effect[years]


def links(pairs: Pairs) -> pd.DataFrame:
    """Correlations in levels and in growth rates.

    Returns
    -------
    DataFrame
        `pair`; `Levels` and `Growth rates` (correlations of logarithms and of their yearly
        changes); `p` (of the latter, by permutation); `ranks` (of the ranks of the changes).
    """
    rows = []
    for name, pair in pairs.items():
        cause, effect = common_years(*pair)
        growth = log_changes(cause), log_changes(effect)
        rows.append(
            {
                "pair": name,
                "Levels": correlation(np.log(cause), np.log(effect)),
                "Growth rates": correlation(*growth),
                "p": permutation_p(*growth),
                "ranks": correlation(*(pd.Series(change).rank() for change in growth)),
            }
        )
    return pd.DataFrame(rows)


def elasticities(pairs: Pairs, confidence: float = CONFIDENCE) -> pd.DataFrame:
    """Elasticities in levels, in levels with a trend held constant, and in yearly changes.

    Returns
    -------
    DataFrame
        `pair`, `way` (one of WAYS) and the fields of an Estimate.
    """
    return pd.DataFrame(
        {"pair": name, "way": way}
        | vars(elasticity(*common_years(*pair), **options, confidence=confidence))
        for name, pair in pairs.items()
        for way, options in WAYS.items()
    )


def timing(pairs: Pairs, lags: Iterable[int]) -> pd.DataFrame:
    """Correlations of growth when the effect is looked for so many years after the cause.

    Returns
    -------
    DataFrame
        `pair`, `lag` (negative: the effect comes first), `value` (the correlation), `p`.
    """
    lags = list(lags)
    rows = []
    for name, pair in pairs.items():
        growth = [log_changes(series) for series in common_years(*pair)]
        for lag in lags:
            moved = shifted(*growth, lag)
            rows.append((name, lag, correlation(*moved), permutation_p(*moved)))
    return pd.DataFrame(rows, columns=["pair", "lag", "value", "p"])


def shuffled_totals(pairs: Pairs, confidence: float = CONFIDENCE) -> pd.DataFrame:
    """Running totals of the cause against those with its years in random order.

    Returns
    -------
    DataFrame
        `pair`; `value` (correlation of the true running total with the effect); `low`, `high`
        (where that of random orders falls with the stated confidence); `least` (the smallest of
        them); `better` (the share of random orders that do better than the true one).
    """
    rows = []
    for name, (cause, effect) in pairs.items():
        drawn = shuffled_cumulations(cause, effect)
        true = correlation(cause.cumsum(), effect)
        low, high = np.quantile(drawn, [0.5 - confidence / 2, 0.5 + confidence / 2])
        rows.append((name, true, low, high, drawn.min(), (drawn > true).mean()))
    return pd.DataFrame(rows, columns=["pair", "value", "low", "high", "least", "better"])


def ranks(
    cause: list[float], effects: Mapping[str, list[float]], confidence: float = CONFIDENCE
) -> pd.DataFrame:
    """Rank correlations of one cause with several effects over the same few units.

    Returns
    -------
    DataFrame
        `pair` (the effect's name), `value`, `p` (exact), and `low`, `high`, between which the
        rank correlation of unrelated orders stays with the stated confidence.
    """
    chance = rank_chance(len(cause), confidence)
    rows = [(name, *rank_correlation(cause, effect)) for name, effect in effects.items()]
    return pd.DataFrame(rows, columns=["pair", "value", "p"]).assign(low=-chance, high=chance)
