"""What an identity is, and how one of its instances is judged.

An identity says of printed numbers what must be so whatever happened in the world: parts add up to
their total, a share is the part over the whole, one quantity is the same in two tables. It is a
short function of the tables that returns an equation; each of its cases is one check. Which cells
a check rests on is observed while it is computed, never declared.
"""

from __future__ import annotations

import inspect
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from recomputed.audit.equation import FAILS, OPEN, Equation, decimals_of, judge
from recomputed.data.book import Book, Tables
from recomputed.data.errata import Erratum
from recomputed.data.paper import paper_of
from recomputed.data.printed import decimal_text
from recomputed.errors import NotComputable, NotPrinted
from recomputed.ledger.grading import Cell

PARTS, RATES, SAME, BOUNDS = "parts", "rates", "same", "bounds"
KINDS = {
    PARTS: "Parts add up to their total",
    RATES: "A rate follows from the amounts",
    SAME: "One quantity in two places",
    BOUNDS: "One number cannot exceed another",
}
"""The kinds of identity, in words."""


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


IDENTITIES: dict[str, list[Identity]] = defaultdict(list)
"""A paper's package to the identities of its tables, in order."""


def identities_of(book: Book) -> list[Identity]:
    """Every identity that the audit of a book tests, in order."""
    book.paper.load()
    return IDENTITIES[book.paper.name]


def identity(kind: str, each: Callable, tables: Iterable[int] = ()) -> Callable:
    """Register a function as an identity; see :class:`Identity`."""

    def register(function: Callable) -> Callable:
        IDENTITIES[paper_of(function)].append(Identity(function, kind, each, tuple(tables)))
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
        words = ", ".join(str(part).replace("_", " ") for part in parts)
        return re.sub(r"\by(\d{4})\b", r"\1", words)

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
        """A number of the equation: in full if it ends soon, else two decimals beyond the print."""
        if self.equation is None:
            return ""
        number, printed = value(self.equation), decimals_of(self.equation.right)
        ends = next((d for d in range(printed, 5) if (number * 10**d).denominator == 1), None)
        return decimal_text(number, printed + 2 if ends is None else ends)


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
    found = (book.errata_at.get((cell.table, cell.key, cell.column)) for cell in cells)
    return tuple(e for e in found if e and book.T[e.table].text(*e.key, e.column) == e.printed)
