"""Quantities: an exact value, the interval it may stand for, and a unit.

The interval is carried through every formula by ``mpmath.iv``, which rounds outward, so the true
result lies inside whatever is printed about it. The value itself is a fraction: a result that
falls on a tie is a tie, and not a binary neighbour of one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

import mpmath
from mpmath import iv, libmp

from techtrade.errors import NotComputable, UnitError
from techtrade.printed import Printed

iv.prec = 120
_POWERS = mpmath.mp.clone()
_POWERS.prec = 120

MONEY = ("USD", "CNY")


@dataclass(frozen=True)
class Unit:
    """A unit: what it measures (`base`) and how many base units one of it is (`factor`).

    A number in an `exact` unit counts things one by one, so that no rounding touches it.
    """

    id: str
    base: str
    factor: Fraction = Fraction(1)
    exact: bool = False


RATIO = Unit("ratio", "ratio")


@lru_cache(maxsize=10_000)
def _interval(low: Fraction, high: Fraction):
    """The narrowest interval of mpmath's that holds both; thresholds and years come again."""
    ends = (iv.mpf(x.numerator) / x.denominator for x in (low, high))
    low_iv, high_iv = ends
    return iv.mpf([low_iv.a, high_iv.b])


def _rational(end) -> Fraction | None:
    raw = end._mpi_[0]
    if raw in (libmp.finf, libmp.fninf, libmp.fnan):
        return None
    return Fraction(*(int(part) for part in libmp.to_rational(raw)))


@dataclass(frozen=True, eq=False)
class Quantity:
    """A number with its rounding interval and unit.

    Parameters
    ----------
    value : Fraction
        The central value, exact.
    bounds : mpmath interval
        Every value that the printed inputs allow.
    unit : Unit
        What is counted.
    parts : tuple of Quantity
        The summands, where the quantity is a sum made by :func:`techtrade.ledger.formulas.total`.
    """

    value: Fraction
    bounds: object
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
        return cls(value, _interval(value, value), unit)

    @classmethod
    def spanning(cls, value: Fraction, low: Fraction, high: Fraction, unit: Unit) -> Quantity:
        """Make a number known only within an interval."""
        return cls(value, _interval(low, high), unit)

    @property
    def low(self) -> Fraction | None:
        """The least value the inputs allow; None if there is no least."""
        return _rational(self.bounds.a)

    @property
    def high(self) -> Fraction | None:
        """The greatest value the inputs allow; None if there is no greatest."""
        return _rational(self.bounds.b)

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
        return Quantity(self.value * factor, _scaled(self.bounds, factor), unit, parts)

    def _other(self, other: Quantity | int | Fraction) -> Quantity:
        """The other side of a sum, in this quantity's unit."""
        if isinstance(other, Quantity):
            return other.to(self.unit)
        if other == 0 or (self.unit.factor == 1 and self.unit.base not in MONEY):
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
        if exponent.denominator == 1:
            return Quantity(pure.value**exponent.numerator, pure.bounds**exponent.numerator)
        if pure.low is None or pure.low <= 0:
            raise NotComputable("a growth rate needs positive levels")
        root = _POWERS.mpf(pure.value.numerator) / pure.value.denominator
        root **= _POWERS.mpf(exponent.numerator) / exponent.denominator
        value = Fraction(*(int(part) for part in libmp.to_rational(root._mpf_)))
        power = iv.mpf(exponent.numerator) / exponent.denominator
        return Quantity(value, pure.bounds**power)

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
    return Quantity(number.value, _interval(number.low, number.high), unit)


def _scaled(bounds, factor: Fraction):
    return bounds * iv.mpf(factor.numerator) / factor.denominator
