"""Slips of the pen: how a printed number may have come from another, and what would mend a sum.

A correction is believed when one plain slip explains it. These are the slips that setting and
copying tables are known for; the audit's user tries them on a check that fails.
"""

from __future__ import annotations

import copy
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from recomputed.audit.equation import FAILS, OPEN
from recomputed.audit.identity import Check, run
from recomputed.data.book import Book, Table, Tables
from recomputed.data.printed import Printed, decimal_text

CUT, EXTRA, MISSING = "cut short", "a digit too many", "a digit missing"
EXCHANGED, POINT, LAST, ONE = "digits exchanged", "point moved", "last digit", "one digit wrong"
_PLAIN = re.compile(r"-?(?:[1-9]\d{0,17}|0)(?:\.\d{1,12})?", re.ASCII)

SLIPS = (CUT, EXTRA, MISSING, EXCHANGED, POINT, LAST, ONE)


def slip(printed: str, right: str) -> str:
    """Name the one slip that turns the right number into the printed one.

    Parameters
    ----------
    printed, right : str
        Plain decimal numbers.

    Returns
    -------
    str
        One of :data:`SLIPS`, or nothing.
    """
    if printed == right or not printed or not right:
        return ""
    if len(right) - len(printed) > 1 and right.startswith(printed):
        return CUT
    if right in _shorter(printed):
        return EXTRA
    if printed in _shorter(right):
        return MISSING
    if printed in set(_exchanged(right)):
        return EXCHANGED
    if printed.replace(".", "").strip("0") == right.replace(".", "").strip("0"):
        return POINT
    if len(printed) == len(right):
        wrong = [i for i, pair in enumerate(zip(printed, right, strict=True)) if len(set(pair)) > 1]
        if len(wrong) == 1 and "." not in (printed[wrong[0]], right[wrong[0]]):
            return LAST if wrong[0] == len(right) - 1 else ONE
    return ""


def _shorter(text: str) -> set[str]:
    return {text[:i] + text[i + 1 :] for i, digit in enumerate(text) if digit.isdigit()}


def _exchanged(text: str) -> Iterator[str]:
    """The text with any two neighbouring digits exchanged."""
    places = [i for i, character in enumerate(text) if character.isdigit()]
    for i, j in itertools.pairwise(places):
        yield text[:i] + text[j] + text[i + 1 : j] + text[i] + text[j + 1 :]


def candidates(text: str) -> list[str]:
    """The numbers that one slip may have turned into the printed one, plainer slips first."""
    digits, decimals = text.replace(".", ""), Printed(text).decimals
    found = [*sorted(_shorter(text)), *_exchanged(text)]
    for shift in (1, 2, -1, -2):
        split = len(digits) - decimals - shift
        if 0 < split <= len(digits):
            found.append(f"{digits[:split]}.{digits[split:]}".rstrip("."))
        elif not decimals:
            found.append(text + "0" * -shift)
    for i, old in enumerate(text):
        if old.isdigit():
            found += [text[:i] + new + text[i + 1 :] for new in "0123456789" if new != old]
    return [number for number in dict.fromkeys(found) if _PLAIN.fullmatch(number)]


@dataclass(frozen=True)
class Mend:
    """A change of one cell by one slip, after which no check about the cell fails."""

    table: int
    key: tuple
    column: str
    printed: str
    text: str
    slip: str


def altered(book: Book, changes: dict[tuple[int, tuple, str], str]) -> Book:
    """A book with some cells changed, in memory.

    Parameters
    ----------
    book : Book
        Left as it is.
    changes : dict
        (table, row key, column) to the cell's new text.
    """
    return _altered(book, tuple(changes.items()))


@lru_cache(16)
def _altered(book: Book, changes: tuple) -> Book:
    """One book for the same changes, since a chapter asks the same of it several times."""
    tables = _tables(book, dict(changes))

    def load(name: str, on_read: Callable | None = None) -> Table:
        return tables[name].read_by(on_read) if name in tables else book.load(name, on_read)

    changed = copy.copy(book)
    changed.load = load
    changed.T = Tables(changed)
    return changed


def _tables(book: Book, changes: dict[tuple[int, tuple, str], str]) -> dict[str, Table]:
    """The tables that are changed, by name."""
    tables: dict[str, Table] = {}
    for (number, key, column), text in changes.items():
        name = f"table_{number:02d}"
        if name not in tables:
            tables[name] = book.load(name)
            tables[name].rows = [dict(row) for row in tables[name].rows]
        tables[name].rows[tables[name]._index[key]][column] = text
    return tables


def mends(book: Book, check: Check, checks: list[Check]) -> list[Mend]:
    """Find the single slips that would explain a check that fails.

    Tried are the cells that enter the check with the same weight as its sides: parts and totals,
    the two of a pair, a printed rate.

    Parameters
    ----------
    book : Book
        The data.
    check : Check
        One that fails.
    checks : list of Check
        The whole audit, for what else rests on a cell.
    """
    found = []
    if check.equation is None or check.verdict != FAILS:
        return found
    for cell in check.cells:
        quantity = book.T[cell.table][(*cell.key, cell.column)]
        if quantity.unit.base != check.equation.right.unit.base:
            continue
        printed = book.T[cell.table].text(*cell.key, cell.column)
        gap = check.gap * check.equation.right.unit.factor / quantity.unit.factor
        room = 2 * abs(_room(check)) * check.equation.right.unit.factor / quantity.unit.factor
        wanted = [Printed(printed).value + sign * gap for sign in (1, -1)]
        whole = [decimal_text(value, Printed(printed).decimals) for value in wanted]
        tried = [text for text in whole if slip(printed, text)]
        tried += [text for text in candidates(printed) if not _coarser(text, printed)]
        for text in tried:
            near = any(abs(Printed(text).value - value) <= room for value in wanted)
            if near and _mends(book, cell, text, checks):
                address = (cell.table, cell.key, cell.column)
                found.append(Mend(*address, printed, text, slip(printed, text)))
                break
    return found


def _coarser(text: str, printed: str) -> bool:
    """Whether a candidate only drops digits behind the point, which any rounding would mend."""
    decimals = Printed(text).decimals
    return decimals < Printed(printed).decimals and slip(printed, text) == EXTRA


def _room(check: Check) -> Fraction:
    """How far apart the sides may be by rounding alone."""
    left = check.equation.left.to(check.equation.right.unit)
    right = check.equation.right
    ends = (left.low, left.high, right.low, right.high)
    return Fraction(0) if None in ends else (left.high - left.low + right.high - right.low) / 2


def _mends(book: Book, cell, text: str, checks: list[Check]) -> bool:
    """Whether no check about the cell fails once it reads `text`."""
    address = (cell.table, cell.key, cell.column)
    changed = altered(book, {address: text})
    about = [c for c in checks if any((x.table, x.key, x.column) == address for x in c.cells)]
    again = (run(c.identity, changed, [c.case])[0].verdict for c in about)
    before = {c.verdict for c in about}
    return all(v != FAILS and (v != OPEN or OPEN in before) for v in again)
