"""Intervals of rational numbers: every result of two intervals' members lies in their result.

Sums, products and quotients are exact. Roots, which are seldom rational, are bounded from both
sides, less than 2⁻¹²⁰ apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from recomputed.errors import NotComputable

_GRID = 1 << 120


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `low` to `high`; None where there is no end.

    Parameters
    ----------
    low, high : Fraction or None
        The ends, which belong to it.
    """

    low: Fraction | None
    high: Fraction | None

    @classmethod
    def point(cls, value: Fraction) -> Interval:
        """The interval of one number."""
        return cls(value, value)

    def __add__(self, other: Interval) -> Interval:
        return Interval(_plus(self.low, other.low), _plus(self.high, other.high))

    def __neg__(self) -> Interval:
        return Interval(_minus(self.high), _minus(self.low))

    def __mul__(self, other: Interval) -> Interval:
        ends = (self.low, self.high, other.low, other.high)
        if None not in ends:
            a, b, c, d = ends
            products = (a * c, a * d, b * c, b * d)
            return Interval(min(products), max(products))
        if self._positive() and other._positive():
            return Interval(self.low * other.low, None)
        if self._positive() and (-other)._positive():
            return -(self * -other)
        if (-self)._positive():
            return -(-self * other)
        return Interval(None, None)

    def scaled(self, factor: Fraction) -> Interval:
        """Every number times a positive factor."""
        return Interval(*(end and end * factor for end in (self.low, self.high)))

    def reciprocal(self) -> Interval:
        """One over every number but zero."""
        if self._positive():
            low = Fraction(0) if self.high is None else 1 / self.high if self.high else None
            return Interval(low, 1 / self.low if self.low else None)
        if (-self)._positive():
            return -(-self).reciprocal()
        return Interval(None, None)

    def __truediv__(self, other: Interval) -> Interval:
        return self * other.reciprocal()

    def power(self, exponent: Fraction) -> Interval:
        """Every number to a power.

        Raises
        ------
        NotComputable
            If the exponent is no whole number and a number is not positive.
        """
        if exponent < 0:
            return self.power(-exponent).reciprocal()
        whole, degree = exponent.numerator, exponent.denominator
        if degree > 1:
            if self.low is None or self.low <= 0:
                raise NotComputable("a growth rate needs positive levels")
            raised = self.power(Fraction(whole))
            high = None if raised.high is None else root(raised.high, degree)[1]
            return Interval(root(raised.low, degree)[0], high)
        if whole % 2 or self._positive():
            return Interval(*(end if end is None else end**whole for end in (self.low, self.high)))
        if (-self)._positive():
            return (-self).power(exponent)
        ends = (self.low, self.high)
        high = None if None in ends else max(end**whole for end in ends)
        return Interval(Fraction(0 if whole else 1), high if whole else Fraction(1))

    def _positive(self) -> bool:
        return self.low is not None and self.low >= 0


def _plus(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or b is None else a + b


def _minus(end: Fraction | None) -> Fraction | None:
    return None if end is None else -end


def root(value: Fraction, degree: int) -> tuple[Fraction, Fraction]:
    """Bound the root of a positive number.

    Returns
    -------
    low, high : Fraction
        The same number twice, where the root is rational.
    """
    above, below = _whole_root(value.numerator, degree), _whole_root(value.denominator, degree)
    if above**degree == value.numerator and below**degree == value.denominator:
        return Fraction(above, below), Fraction(above, below)
    steps = _whole_root(value.numerator * _GRID**degree // value.denominator, degree)
    return Fraction(steps, _GRID), Fraction(steps + 1, _GRID)


def _whole_root(number: int, degree: int) -> int:
    """The greatest whole number whose power is at most `number`, by Newton's method."""
    if number < 2:
        return number
    guess = 1 << -(-number.bit_length() // degree)
    while True:
        better = ((degree - 1) * guess + number // guess ** (degree - 1)) // degree
        if better >= guess:
            return guess
        guess = better
