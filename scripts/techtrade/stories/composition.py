"""Concentration and contributions to growth, also where only the largest parts are named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np


def concentration_bounds(named: Sequence[float], whole: float) -> tuple[float, float]:
    """Bounds on the Herfindahl–Hirschman index when only the largest partners are named.

    Parameters
    ----------
    named : sequence of float
        Amounts of the largest partners.
    whole : float
        The amount of all partners, in the same unit.

    Returns
    -------
    low, high : float
        Sum of squared shares, 0 to 1: if the rest is spread over countless partners, and if it
        is packed into as few as can each be no larger than the smallest named one.

    Raises
    ------
    ValueError
        If the named partners amount to more than the whole.
    """
    shares = np.asarray(named, float) / whole
    rest, cap = 1 - shares.sum(), shares.min()
    if rest < -1e-9:
        raise ValueError("the named partners amount to more than the whole")
    low = float((shares**2).sum())
    full, remainder = divmod(max(rest, 0.0), cap)
    return low, float(low + full * cap**2 + remainder**2)


def contributions(old: Mapping[str, float], new: Mapping[str, float]) -> dict[str, float]:
    """How much each part adds to the growth of the whole.

    Parameters
    ----------
    old, new : mapping of str to float
        Amounts by part in both years; a part missing from one of them counts as zero there.

    Returns
    -------
    dict
        Part to percentage points; they add up to the growth of the whole in per cent.
    """
    base = sum(old.values())
    parts = dict.fromkeys([*old, *new])
    return {part: 100 * (new.get(part, 0.0) - old.get(part, 0.0)) / base for part in parts}


def contribution_bounds(
    old: Mapping[str, float], new: Mapping[str, float], base: float
) -> dict[str, tuple[float, float]]:
    """Bounds on contributions to growth when each year names only its largest parts.

    Parameters
    ----------
    old, new : mapping of str to float
        Amounts of the named parts. A part not named in a year had at least nothing and at most
        the smallest named amount of that year.
    base : float
        The whole in the first year.

    Returns
    -------
    dict
        Part to (low, high) in percentage points; both are the same where both years name it.
    """

    def span(part: str, year: Mapping[str, float]) -> tuple[float, float]:
        return (year[part], year[part]) if part in year else (0.0, min(year.values()))

    bounds = {}
    for part in dict.fromkeys([*old, *new]):
        (low_old, high_old), (low_new, high_new) = span(part, old), span(part, new)
        bounds[part] = 100 * (low_new - high_old) / base, 100 * (high_new - low_old) / base
    return bounds
