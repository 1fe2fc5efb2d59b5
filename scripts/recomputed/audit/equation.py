"""Two sides of an identity, and how they are judged by the rounding of what is printed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from recomputed.data.printed import truncate
from recomputed.data.quantity import Quantity

HOLDS, ROUNDING, FAILS, OPEN = "holds", "within rounding", "fails", "cannot be checked"
VERDICTS = (HOLDS, ROUNDING, FAILS, OPEN)

COUNTED = ("contracts", "items")
"""Units of things that are counted: no rounding touches them."""


@dataclass(frozen=True)
class Equation:
    """Two sides that an identity relates.

    Parameters
    ----------
    left, right : Quantity
        The sides; of a rate or a sum, `right` is the number as printed.
    sign : {"=", "≤"}
        The relation.
    cut : bool
        Whether digits cut off instead of rounded are let pass, as the ledger does with rates.
    rest : str
        Which parts are not printed, if any: a sum that falls short of its total is then open.
    """

    left: Quantity
    right: Quantity
    sign: str = "="
    cut: bool = False
    rest: str = ""


def equal(left: Quantity, right: Quantity, rest: str = "") -> Equation:
    """Say that a sum, or the same quantity elsewhere, equals a printed number."""
    return Equation(left, right, rest=rest)


def same(one: Quantity, other: Quantity) -> Equation:
    """Say that a quantity is printed alike in two places; the coarser one is the measure."""
    coarse = max(one, other, key=_width)
    return Equation(other if coarse is one else one, coarse)


def reproduces(recomputed: Quantity, printed: Quantity) -> Equation:
    """Say that a rate recomputed from amounts gives the printed rate."""
    return Equation(recomputed, printed, cut=True)


def at_most(left: Quantity, right: Quantity) -> Equation:
    """Say that one number is no larger than another."""
    return Equation(left, right, sign="≤")


def _width(quantity: Quantity) -> Fraction:
    return quantity.high - quantity.low


def decimals_of(printed: Quantity) -> int:
    """How many decimals a printed number had, from the width of its interval."""
    if None in (printed.low, printed.high) or printed.low == printed.high:
        return 0
    return max(0, -round(math.log10(_width(printed))))


def _inside(value: Fraction, interval: Quantity) -> bool:
    """Whether a value rounds to what is printed."""
    above = interval.low is None or interval.low <= value
    return above and (interval.high is None or value <= interval.high)


def _overlap(a: Quantity, b: Quantity) -> bool:
    """Whether two intervals have more than an end in common.

    A tie is rounded up, so that an interval's upper end does not belong to it: 410575 and 410576
    are never roundings of one number.
    """
    high = [end for end in (a.high, b.high) if end is not None]
    low = [end for end in (a.low, b.low) if end is not None]
    return not high or not low or min(high) > max(low)


def _may_be_below(left: Quantity, right: Quantity) -> bool:
    return left.low is None or right.high is None or left.low < right.high


def judge(equation: Equation) -> tuple[str, str]:
    """Judge an equation by the rounding of what is printed.

    Returns
    -------
    verdict, reason : str
        `holds`: as printed; `within rounding`: some values that round to what is printed satisfy
        it; `fails`: none do; `cannot be checked`: a part is not printed.
    """
    right = equation.right
    left = equation.left.to(right.unit)
    if equation.sign == "≤" and left.value <= right.value:
        return HOLDS, ""
    if equation.sign == "=" and (
        left.value == right.value or (right.unit.id not in COUNTED and _inside(left.value, right))
    ):
        return HOLDS, ""
    if right.unit.id not in COUNTED:
        if _overlap(left, right) or (equation.sign == "≤" and _may_be_below(left, right)):
            return ROUNDING, "the rounding of the printed numbers allows it"
        if equation.cut and truncate(left.value, decimals_of(right)) == right.value:
            return ROUNDING, "digits were cut off, not rounded"
    if equation.rest and left.value < right.value:
        return OPEN, f"{equation.rest} may make up the rest"
    return FAILS, ""
