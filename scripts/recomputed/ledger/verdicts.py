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

ROOM = (Fraction(1, 2), 2)
"""Bounds within which a number may as well be so many times what it is do not test it."""


@dataclass(frozen=True)
class Judgement:
    """A verdict and the reason for it, in a few words."""

    verdict: str
    reason: str = ""


def coarseness(printed: Printed) -> Fraction:
    """The unit to which a number was rounded that is said to be a round one.

    That of its last digit that is not a trailing zero, but no more than a tenth of the number and
    no less than the unit of its last printed digit: 1 for ``43``, 6 for ``60``, 10 for ``120``,
    2,000 for ``20000``.
    """
    digits = printed.text.lstrip("-").replace(".", "")
    last = Fraction(1, 10**printed.decimals)
    zeros = len(digits) - len(digits.rstrip("0"))
    return max(last, min(last * 10**zeros, abs(printed.value) / 10))


def stands_for(
    printed: Printed, qualifier: str, exact: bool = False
) -> tuple[Fraction | None, Fraction | None]:
    """The values which a printed number with its qualifier may stand for.

    Parameters
    ----------
    printed : Printed
        The number.
    qualifier : str
        Nothing: half a unit of the last digit either way. ``about``: half of its
        :func:`coarseness` either way; ``nearly``: so far below only. ``over``, ``under``: from
        here on.
    exact : bool
        Whether the number counts things one by one, and stands for itself alone.

    Returns
    -------
    low, high : Fraction or None
        None where there is no limit.
    """
    value, slack = printed.value, coarseness(printed) / 2
    if qualifier == "about":
        return value - slack, value + slack
    if qualifier == "over":
        return value, None
    if qualifier == "under":
        return None, value
    if qualifier == "nearly":
        return value - slack, value
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
        if all(_within(times * printed.value, (low, high)) for times in ROOM):
            return Judgement(UNCHECKABLE, "the bounds have room for half the number and for twice")
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
