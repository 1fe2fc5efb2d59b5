"""A trial of the audit: slips are planted in the tables, one at a time, to see which it catches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from recomputed.audit.cells import Address, printed_cells, row_keys
from recomputed.audit.equation import FAILS
from recomputed.audit.identity import Check, run
from recomputed.audit.series import suspicions
from recomputed.audit.slips import altered
from recomputed.data.book import Book
from recomputed.data.printed import Printed, decimal_text

EXCHANGED, TENFOLD, CUT, SHIFTED = "digits exchanged", "ten times", "cut short", "row shifted"
KINDS = (EXCHANGED, TENFOLD, CUT, SHIFTED)
"""What is planted: two neighbouring digits change places; a digit or the point makes the number
ten times as large; only the first two digits are left; the number below stands in the cell."""

CAUGHT, SUSPECTED, MISSED = "caught", "suspected", "missed"
OUTCOMES = (CAUGHT, SUSPECTED, MISSED)


@dataclass(frozen=True)
class Planted:
    """A slip in one cell, and what became of it.

    Parameters
    ----------
    table : int
        The table.
    key : tuple
        The row's key.
    column : str
        The column.
    kind : str
        One of :data:`KINDS`.
    text : str
        What was planted.
    outcome : str
        ``caught`` by an identity that now fails, ``suspected`` as a break in its series, or
        ``missed``.
    checks : tuple of str
        The checks that now fail and did not before, or by another gap.
    """

    table: int
    key: tuple
    column: str
    kind: str
    text: str
    outcome: str
    checks: tuple[str, ...]


def addresses_of(check: Check) -> set[Address]:
    """The cells that a check rests on."""
    return {(cell.table, cell.key, cell.column) for cell in check.cells}


def spoilt(book: Book, address: Address, kind: str) -> str:
    """A cell's text after a slip, or nothing where the slip would not show."""
    table, key, column = address
    text = book.T[table].text(*key, column)
    if kind == EXCHANGED:
        changed = _exchanged(text)
    elif kind == TENFOLD:
        changed = decimal_text(10 * Printed(text).value, Printed(text).decimals)
    elif kind == CUT:
        changed = text[:2] if text[:3].isdigit() else ""
    else:
        changed = _below(book, address)
    same = not changed or Printed(changed).value == Printed(text).value
    return "" if same else changed


def _exchanged(text: str) -> str:
    """The first two neighbouring digits that differ, exchanged; no zero comes to the front."""
    for i in range(len(text) - 1):
        one, two = text[i : i + 2]
        if one.isdigit() and two.isdigit() and one != two and (two != "0" or i):
            return text[:i] + two + one + text[i + 2 :]
    return ""


def _below(book: Book, address: Address) -> str:
    """The number in the next row of the column, if one is printed there."""
    number, key, column = address
    table = book.T[number]
    keys = row_keys(table)
    following = keys[keys.index(key) + 1 :][:1]
    return next((table.text(*k, column) for k in following if table.has(*k, column)), "")


def plant(book: Book, checks: list[Check], address: Address, kind: str) -> Planted | None:
    """Plant one slip and audit again what rests on the cell.

    Parameters
    ----------
    book : Book
        Left as it is.
    checks : list of Check
        Its audit, or what of it involves the cell.
    address : tuple
        Table, row key, column.
    kind : str
        One of :data:`KINDS`.

    Returns
    -------
    Planted or None
        None where the slip would leave the cell as it is.
    """
    text = spoilt(book, address, kind)
    if not text:
        return None
    changed = altered(book, {address: text})
    about = [c for c in checks if address in addresses_of(c)]
    pairs = [(before, run(before.identity, changed, [before.case])[0]) for before in about]
    failing = tuple(
        now.id
        for before, now in pairs
        if now.verdict == FAILS and (before.verdict != FAILS or now.gap != before.gap)
    )
    outcome = CAUGHT if failing else SUSPECTED if _suspected(changed, address) else MISSED
    return Planted(*address, kind, text, outcome, failing)


def _suspected(book: Book, address: Address) -> bool:
    found = suspicions(book, [address[0]])
    return address in {(s.table, s.key, s.column) for s in found}


def trial(book: Book, checks: list[Check], every: int = 8) -> Iterator[Planted]:
    """Plant slips all over the tables, each by itself.

    Parameters
    ----------
    book : Book
        Left as it is.
    checks : list of Check
        Its audit.
    every : int
        Each how many printed numbers one is spoilt; the kinds of slip take turns.
    """
    about: dict[Address, list[Check]] = {}
    for check in checks:
        for address in addresses_of(check):
            about.setdefault(address, []).append(check)
    for turn, address in enumerate(printed_cells(book)[::every]):
        planted = plant(book, about.get(address, []), address, KINDS[turn % len(KINDS)])
        if planted:
            yield planted
