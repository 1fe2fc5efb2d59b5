"""Quantities: an exact value, the interval it may stand for, and a unit.

Value and interval are fractions, and go through every formula exactly: a result that falls on a
tie is a tie, and intervals that only touch do touch. Where a result is irrational, as growth rates
are, its interval still holds it (:mod:`recomputed.data.interval`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from recomputed.data.interval import Interval, root
from recomputed.data.printed import Printed
from recomputed.errors import NotComputable, UnitError


@dataclass(frozen=True)
class Unit:
    """A unit: what it measures (`base`) and how many base units one of it is (`factor`).

    A number in an `exact` unit counts things one by one, so that no rounding touches it. A sum of
    `money` is written with that sign before it.
    """

    id: str
    base: str
    factor: Fraction = Fraction(1)
    exact: bool = False
    money: str = ""


RATIO = Unit("ratio", "ratio")


@dataclass(frozen=True, eq=False)
class Quantity:
    """A number with its rounding interval and unit.

    Parameters
    ----------
    value : Fraction
        The central value, exact.
    bounds : Interval
        Every value that the printed inputs allow.
    unit : Unit
        What is counted.
    parts : tuple of Quantity
        The summands, where the quantity is a sum made by :func:`recomputed.ledger.formulas.total`.
    """

    value: Fraction
    bounds: Interval
    unit: Unit = RATIO
    parts: tuple[Quantity, ...] = field(default=(), repr=False)

    @classmethod
    def printed(cls, text: str, unit: Unit = RATIO) -> Quantity:
        """Read a printed number: half a unit of its last digit either way, or exact counts."""
        return _printed(text, unit)

    @classmethod
    def exact(cls, value: int | Fraction, unit: Unit = RATIO) -> Quantity:
        """Make a number that no rounding touches, such as a count."""
        value = Fraction(value)
        return cls(value, Interval.point(value), unit)

    @classmethod
    def spanning(cls, value: Fraction, low: Fraction, high: Fraction, unit: Unit) -> Quantity:
        """Make a number known only within an interval."""
        return cls(value, Interval(low, high), unit)

    @property
    def low(self) -> Fraction | None:
        """The least value the inputs allow; None if there is no least."""
        return self.bounds.low

    @property
    def high(self) -> Fraction | None:
        """The greatest value the inputs allow; None if there is no greatest."""
        return self.bounds.high

    def to(self, unit: Unit) -> Quantity:
        """Express the quantity in another unit of the same kind.

        Raises
        ------
        UnitError
            If the units measure different things.
        """
        if unit == self.unit:
            return self
        if unit.base != self.unit.base:
            raise UnitError(f"{self.unit.id} cannot be expressed in {unit.id}")
        factor = self.unit.factor / unit.factor
        parts = tuple(part.to(unit) for part in self.parts)
        return Quantity(self.value * factor, self.bounds.scaled(factor), unit, parts)

    def _other(self, other: Quantity | int | Fraction) -> Quantity:
        """The other side of a sum, in this quantity's unit."""
        if isinstance(other, Quantity):
            return other.to(self.unit)
        if other == 0 or (self.unit.factor == 1 and not self.unit.money):
            return Quantity.exact(other, self.unit)
        raise UnitError(f"a bare {other} cannot be added to or compared with {self.unit.id}")

    def __add__(self, other):
        other = self._other(other)
        return Quantity(self.value + other.value, self.bounds + other.bounds, self.unit)

    __radd__ = __add__

    def __neg__(self):
        return Quantity(-self.value, -self.bounds, self.unit)

    def __abs__(self):
        return -self if self.value < 0 else self

    def __sub__(self, other):
        return self + -self._other(other)

    def __rsub__(self, other):
        return -self + other

    def __mul__(self, other):
        if not isinstance(other, Quantity):
            other = Quantity.exact(other)
        if RATIO.base not in (self.unit.base, other.unit.base):
            raise UnitError(f"{self.unit.id} times {other.unit.id} has no unit in this book")
        pure, kept = (self, other) if self.unit.base == RATIO.base else (other, self)
        pure = pure.to(RATIO)
        return Quantity(pure.value * kept.value, pure.bounds * kept.bounds, kept.unit)

    __rmul__ = __mul__

    def __truediv__(self, other):
        if not isinstance(other, Quantity):
            return self * (1 / Fraction(other))
        if other.value == 0:
            raise NotComputable("the base of the ratio is zero")
        unit = RATIO
        if other.unit.base == self.unit.base:
            other = other.to(self.unit)
        elif other.unit.base == RATIO.base:
            other, unit = other.to(RATIO), self.unit
        else:
            base = f"{self.unit.base}/{other.unit.base}"
            unit = Unit(base, base, self.unit.factor / other.unit.factor)
        return Quantity(self.value / other.value, self.bounds / other.bounds, unit)

    def __rtruediv__(self, other):
        return Quantity.exact(other) / self

    def __pow__(self, exponent: int | Fraction):
        pure = self.to(RATIO)
        exponent = Fraction(exponent)
        bounds = pure.bounds.power(exponent)
        value, _ = root(pure.value**exponent.numerator, exponent.denominator)
        return Quantity(value, bounds)

    def __eq__(self, other):
        return self.value == self._other(other).value

    def __lt__(self, other):
        return self.value < self._other(other).value

    def __le__(self, other):
        return self.value <= self._other(other).value

    def __gt__(self, other):
        return self.value > self._other(other).value

    def __ge__(self, other):
        return self.value >= self._other(other).value

    __hash__ = None

    def __float__(self):
        return float(self.value)

    def __format__(self, spec: str) -> str:
        return format(float(self), spec)

    def __str__(self) -> str:
        return f"{float(self):g} {self.unit.id}"


@lru_cache(maxsize=10_000)
def _printed(text: str, unit: Unit) -> Quantity:
    """See :meth:`Quantity.printed`; a ledger reads the same cells hundreds of times."""
    number = Printed(text)
    if unit.exact:
        return Quantity.exact(number.value, unit)
    return Quantity(number.value, Interval(number.low, number.high), unit)
