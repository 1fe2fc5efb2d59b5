"""What an identity is, and how one of its instances is judged.

An identity says of printed numbers what must be so whatever happened in the world: parts add up to
their total, a share is the part over the whole, one quantity is the same in two tables. It is a
short function of the tables that returns an equation; each of its cases is one check. Which cells
a check rests on is observed while it is computed, never declared.
"""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from techtrade.errata import Erratum
from techtrade.errors import NotComputable, NotPrinted
from techtrade.ledger.grading import Cell
from techtrade.printed import decimal_text, truncate
from techtrade.quantity import Quantity
from techtrade.tables import Book, Tables

PARTS, RATES, SAME, BOUNDS = "parts", "rates", "same", "bounds"
KINDS = {
    PARTS: "Parts add up to their total",
    RATES: "A rate follows from the amounts",
    SAME: "One quantity in two places",
    BOUNDS: "One number cannot exceed another",
}
"""The kinds of identity, in words."""

HOLDS, ROUNDING, FAILS, OPEN = "holds", "within rounding", "fails", "cannot be checked"
VERDICTS = (HOLDS, ROUNDING, FAILS, OPEN)

COUNTED = ("contracts", "items")
"""Units of things that are counted: no rounding touches them."""

_SLACK = Fraction(1, 10**15)
"""Less than any printed digit: two intervals that overlap by no more only touch."""


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


def _decimals(printed: Quantity) -> int:
    """How many decimals a printed number had, from the width of its interval."""
    return max(0, -round(math.log10(_width(printed))))


def _overlap(a: Quantity, b: Quantity) -> bool:
    """Whether two intervals have more than an end in common.

    A tie is rounded up, so that an interval's upper end does not belong to it: 410575 and 410576
    are never roundings of one number.
    """
    high = [end for end in (a.high, b.high) if end is not None]
    low = [end for end in (a.low, b.low) if end is not None]
    slack = _SLACK * max(1, abs(b.value))
    return not high or not low or min(high) - max(low) > slack


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
        left.value == right.value
        or (right.unit.id not in COUNTED and right.low <= left.value <= right.high)
    ):
        return HOLDS, ""
    if right.unit.id not in COUNTED:
        if _overlap(left, right) or (equation.sign == "≤" and left.low < right.high):
            return ROUNDING, "the rounding of the printed numbers allows it"
        if equation.cut and truncate(left.value, _decimals(right)) == right.value:
            return ROUNDING, "digits were cut off, not rounded"
    if equation.rest and left.value < right.value:
        return OPEN, f"{equation.rest} may make up the rest"
    return FAILS, ""


@dataclass(frozen=True)
class Identity:
    """A relation between printed numbers.

    Parameters
    ----------
    function : callable
        ``function(T, *case) -> Equation``, or ``function(T, n, *case)`` where `tables` are given.
        Its name is the identity's id, its docstring's first line the identity in words.
    kind : str
        One of :data:`KINDS`.
    each : callable
        Yields the cases: ``each(T)``, or ``each(T, n)``.
    tables : tuple of int
        The tables it runs over, if it is about one table at a time.
    """

    function: Callable[..., Equation]
    kind: str
    each: Callable[..., Iterable]
    tables: tuple[int, ...] = ()

    @property
    def id(self) -> str:
        """The identity's name."""
        return self.function.__name__.replace("_", "-")

    @property
    def name(self) -> str:
        """The identity's short name, for charts."""
        words = self.id.replace("-", " ").capitalize()
        return re.sub(r"(\d{4}) (\d{4})", "\\1–\\2", words)

    @property
    def words(self) -> str:
        """The identity in words."""
        return inspect.getdoc(self.function).partition("\n")[0]

    def cases(self, tables: Tables) -> list[tuple]:
        """The arguments of each check."""
        if not self.tables:
            return [_tuple(case) for case in self.each(tables)]
        return [(n, *_tuple(case)) for n in self.tables for case in self.each(tables, n)]


def _tuple(case) -> tuple:
    return case if isinstance(case, tuple) else (case,)


IDENTITIES: list[Identity] = []
"""Every identity that the audit tests, in order."""


def identity(kind: str, each: Callable, tables: Iterable[int] = ()) -> Callable:
    """Register a function as an identity; see :class:`Identity`."""

    def register(function: Callable) -> Callable:
        IDENTITIES.append(Identity(function, kind, each, tuple(tables)))
        return function

    return register


@dataclass(frozen=True)
class Check:
    """One instance of an identity, judged on one edition of the data.

    Parameters
    ----------
    identity : Identity
        What is tested.
    case : tuple
        Where: the identity's arguments.
    verdict, reason : str
        See :func:`judge`.
    equation : Equation or None
        The two sides; None where one has no value.
    cells : tuple of Cell
        What was read.
    errata : tuple of Erratum
        Of a check that fails: the errata about its cells.
    """

    identity: Identity
    case: tuple
    verdict: str
    reason: str
    equation: Equation | None
    cells: tuple[Cell, ...]
    errata: tuple[Erratum, ...] = ()

    @property
    def id(self) -> str:
        """The check's name, the same in every edition."""
        return "/".join([self.identity.id, *(str(part) for part in self.case)])

    @property
    def tables(self) -> list[int]:
        """The tables it compares."""
        return sorted({cell.table for cell in self.cells})

    @property
    def where(self) -> str:
        """Which row or column of them: the case less the table's number."""
        parts = self.case[1:] if self.identity.tables else self.case
        return ", ".join(str(part).replace("_", " ") for part in parts)

    @property
    def gap(self) -> Fraction | None:
        """Left less right, in the right side's unit."""
        if self.equation is None:
            return None
        right = self.equation.right
        return self.equation.left.to(right.unit).value - right.value

    @property
    def left(self) -> str:
        """The left side as text, in the right side's unit."""
        return self._text(lambda e: e.left.to(e.right.unit).value)

    @property
    def right(self) -> str:
        """The right side as text."""
        return self._text(lambda e: e.right.value)

    @property
    def gap_text(self) -> str:
        """The gap as text, with its sign."""
        text = self._text(lambda e: self.gap)
        return f"+{text}" if self.gap is not None and self.gap > 0 else text

    def _text(self, value: Callable[[Equation], Fraction]) -> str:
        """A number of the equation: exact if it ends soon, else two decimals beyond the print."""
        if self.equation is None:
            return ""
        number = value(self.equation)
        if number * 10**4 == int(number * 10**4):
            decimals = next(d for d in range(5) if number * 10**d == int(number * 10**d))
            return decimal_text(number, decimals)
        return decimal_text(number, _decimals(self.equation.right) + 2)


def run(identity: Identity, book: Book, cases: Iterable[tuple] | None = None) -> list[Check]:
    """Test an identity on a book: every case, or some.

    A case whose numbers are not all printed, or whose row an edited table lacks, is open.
    """
    read: dict[tuple, None] = {}
    tables = book.tables(lambda *address: read.setdefault(address))
    checks = []
    for case in identity.cases(tables) if cases is None else cases:
        read.clear()
        try:
            equation = identity.function(tables, *case)
            verdict, reason = judge(equation)
        except (NotPrinted, NotComputable) as error:
            equation, verdict, reason = None, OPEN, str(error)
        except (LookupError, ValueError, ArithmeticError):
            equation, verdict, reason = None, OPEN, "a row that it needs is not in the table"
        cells = tuple(
            Cell(table, key, column, (*key, column) in tables[table].corrected)
            for table, key, column in read
        )
        errata = covering(book, cells) if verdict == FAILS else ()
        checks.append(Check(identity, case, verdict, reason, equation, cells, errata))
    return checks


def covering(book: Book, cells: Iterable[Cell]) -> tuple[Erratum, ...]:
    """The errata about some cells, as far as these still hold what was printed."""
    known = {(e.table, e.key, e.column): e for e in book.errata}
    found = (known.get((cell.table, cell.key, cell.column)) for cell in cells)
    return tuple(e for e in found if e and book.T[e.table].text(*e.key, e.column) == e.printed)
