"""How a recomputed value is judged against what is printed.

A printed number stands for half a unit of its last digit either way; the recomputed value comes
with the interval that its inputs' rounding allows. From the two follow four of the five verdicts;
the fifth, `uncheckable`, is for claims that nothing in the paper can test.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from recomputed.data.printed import Printed, round_half_up, truncate
from recomputed.data.quantity import Quantity
from recomputed.ledger.formulas import Between

REPRODUCED = "reproduced"
ROUNDING = "rounding"
DISCREPANT = "discrepant"
PARTIAL = "partial"
UNCHECKABLE = "uncheckable"
VERDICTS = (REPRODUCED, ROUNDING, DISCREPANT, PARTIAL, UNCHECKABLE)


@dataclass(frozen=True)
class Judgement:
    """A verdict and the reason for it, in a few words."""

    verdict: str
    reason: str = ""


def last_significant_unit(printed: Printed) -> Fraction:
    """The unit of the last digit that is not a trailing zero: 10 for ``60``, 1 for ``43``."""
    if printed.decimals:
        return Fraction(1, 10**printed.decimals)
    zeros = len(printed.text) - len(printed.text.rstrip("0"))
    return Fraction(10**zeros if zeros < len(printed.text.lstrip("-")) else 1)


def stands_for(
    printed: Printed, qualifier: str, exact: bool = False
) -> tuple[Fraction | None, Fraction | None]:
    """The values which a printed number with its qualifier may stand for.

    Parameters
    ----------
    printed : Printed
        The number.
    qualifier : str
        Nothing: half a unit of the last digit either way. ``about``: half a unit of the last
        digit that is not a trailing zero. ``nearly``: at most that unit below. ``over``,
        ``under``: from here on.
    exact : bool
        Whether the number counts things one by one, and stands for itself alone.

    Returns
    -------
    low, high : Fraction or None
        None where there is no limit.
    """
    value, unit = printed.value, last_significant_unit(printed)
    if qualifier == "about":
        return value - unit / 2, value + unit / 2
    if qualifier == "over":
        return value, None
    if qualifier == "under":
        return None, value
    if qualifier == "nearly":
        return value - unit, value
    return (value, value) if exact else (printed.low, printed.high)


def intervals_meet(a: tuple, b: tuple) -> bool:
    """Whether two intervals have a value in common; an end that is None is no limit."""
    low = [x for x in (a[0], b[0]) if x is not None]
    high = [x for x in (a[1], b[1]) if x is not None]
    return not low or not high or max(low) <= min(high)


def _within(value: Fraction, limits: tuple) -> bool:
    return intervals_meet((value, value), limits)


def judge(
    printed: Printed, qualifier: str, result: Quantity | Between, exact: bool = False
) -> Judgement:
    """Judge a recomputed number.

    Parameters
    ----------
    printed : Printed
        What the paper prints.
    qualifier : str
        See :func:`stands_for`.
    result : Quantity or Between
        The recomputed value, already in the claim's unit.
    exact : bool
        See :func:`stands_for`.
    """
    limits = stands_for(printed, qualifier, exact)
    if isinstance(result, Between):
        low = result.low.low if result.low is not None else None
        high = result.high.high if result.high is not None else None
        ends = (end.value for end in (result.low, result.high) if end is not None)
        if not qualifier and not exact and printed.value in ends:
            return Judgement(REPRODUCED, "only bounds are known; it is one of them")
        if intervals_meet(limits, (low, high)):
            return Judgement(PARTIAL, "only some inputs are printed; the bounds allow it")
        return Judgement(DISCREPANT, "only some inputs are printed, and their bounds exclude it")
    if qualifier:
        if _within(result.value, limits):
            return Judgement(REPRODUCED, f"meets “{qualifier}”")
    elif round_half_up(result.value, printed.decimals) == printed.value:
        return Judgement(REPRODUCED)
    reasons = _rounding_reasons(printed, qualifier, result, limits)
    if reasons:
        return Judgement(ROUNDING, "; ".join(reasons))
    return Judgement(DISCREPANT)


def _rounding_reasons(printed, qualifier, result, limits) -> list[str]:
    reasons = []
    if intervals_meet(limits, (result.low, result.high)):
        reasons.append("the rounding of the printed inputs allows it")
    if qualifier:
        return reasons
    if truncate(result.value, printed.decimals) == printed.value:
        reasons.append("truncated, not rounded")
    rounded = sum(round_half_up(part.value, printed.decimals) for part in result.parts)
    if result.parts and rounded == printed.value:
        reasons.append("the sum of rounded parts")
    return reasons
