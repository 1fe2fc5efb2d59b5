"""How many checks each printed cell takes part in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from recomputed.audit.cells import Address, printed_cells
from recomputed.audit.equation import OPEN
from recomputed.audit.identity import Check
from recomputed.data.book import Book


@dataclass(frozen=True)
class Touched:
    """A printed number and the checks it takes part in.

    Parameters
    ----------
    table : int
        The table.
    key : tuple
        The row's key.
    column : str
        The column.
    equalities : int
        Checks that fix it: change it beyond rounding, and they fail.
    bounds : int
        Checks that only keep it within limits: inequalities, and sums with parts not printed.
    """

    table: int
    key: tuple
    column: str
    equalities: int
    bounds: int

    @property
    def level(self) -> str:
        """``fixed`` by an equality, ``bounded`` by inequalities only, or ``free``."""
        return "fixed" if self.equalities else "bounded" if self.bounds else "free"


def coverage(book: Book, checks: Iterable[Check]) -> list[Touched]:
    """Count, for each number that the tables print, the checks it takes part in.

    Parameters
    ----------
    book : Book
        The data.
    checks : iterable of Check
        What :func:`recomputed.audit.audit` returns for it.

    Returns
    -------
    list of Touched
        In the order of the tables, rows and columns.
    """
    equalities: Counter[Address] = Counter()
    bounds: Counter[Address] = Counter()
    for check in checks:
        if check.equation is None:
            continue
        loose = check.equation.sign == "≤" or check.verdict == OPEN
        counter = bounds if loose else equalities
        counter.update((cell.table, cell.key, cell.column) for cell in check.cells)
    return [
        Touched(*address, equalities[address], bounds[address]) for address in printed_cells(book)
    ]
