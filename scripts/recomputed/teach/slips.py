"""Plausible errors for a cell of a table: what a typesetter or a typist makes of a number."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from recomputed.data.printed import Printed, decimal_text, shift_decimal
from recomputed.data.table import Table
from recomputed.errors import NotPrinted

EXCHANGED, TENFOLD, SHIFTED, CUT = KINDS = (
    "digits exchanged",
    "unit slip",
    "columns shifted",
    "cell cut short",
)
"""What is planted: two neighbouring digits change places; the number is ten times too large or too
small; two neighbouring columns change places in a row; the last digits of a number are missing."""

_LONG_ENOUGH = 4

Address = tuple[tuple, str]


@dataclass(frozen=True)
class Slip:
    """An error for one table.

    Parameters
    ----------
    kind : str
        One of :data:`KINDS`.
    cells : dict
        (row key, column) to the new text; two cells where columns change places.
    """

    kind: str
    cells: dict[Address, str]


def make(table: Table, address: Address, kind: str, chance: random.Random) -> Slip | None:
    """Make an error of some kind in a cell.

    Parameters
    ----------
    table : Table
        As printed.
    address : tuple
        (row key, column) of a printed number.
    kind : str
        One of :data:`KINDS`.
    chance : random.Random
        Decides where several errors are possible.

    Returns
    -------
    Slip or None
        None where no such error would show, or where the table's description would refuse it.
    """
    key, column = address
    text = table.text(*key, column)
    if kind == SHIFTED:
        cells = _shifted(table, key, column)
    else:
        cells = {address: MAKERS[kind](text, chance)}
    if not (cells and all(new and fits(table, at, new) for at, new in cells.items())):
        return None
    return Slip(kind, {at: _as_read(table, at, new) for at, new in cells.items()})


def _as_read(table: Table, address: Address, text: str) -> str:
    """A number with the decimals of the cell that it stands in, as an edited table is read."""
    key, column = address
    decimals = max(Printed(one).decimals for one in (text, table.text(*key, column)))
    return decimal_text(Printed(text).value, decimals)


def fits(table: Table, address: Address, text: str) -> bool:
    """Whether a text may stand in a cell, by the table's description, and is a change."""
    key, column = address
    field = table.fields[column]
    limits = field.get("constraints", {})
    number = Printed(text)
    if number.value == Printed(table.text(*key, column)).value:
        return False
    if field["type"] == "integer" and number.decimals:
        return False
    if field.get("decimals") is not None and number.decimals > field["decimals"]:
        return False
    low, high = limits.get("minimum"), limits.get("maximum")
    return (low is None or number.value >= low) and (high is None or number.value <= high)


def _exchanged(text: str, chance: random.Random) -> str:
    pairs = [
        i
        for i in range(len(text) - 1)
        if text[i : i + 2].isdigit() and text[i] != text[i + 1] and (i or text[i + 1] != "0")
    ]
    if not pairs:
        return ""
    i = chance.choice(pairs)
    return text[:i] + text[i + 1] + text[i] + text[i + 2 :]


def _tenfold(text: str, chance: random.Random) -> str:
    if chance.random() < 0.5 and (Printed(text).decimals or text.endswith("0")):
        return shift_decimal(text, -1) if Printed(text).decimals else text[:-1]
    return shift_decimal(text, 1)


def _cut(text: str, chance: random.Random) -> str:
    digits = sum(character.isdigit() for character in text)
    if digits < _LONG_ENOUGH:
        return ""
    kept = len(text) - chance.choice((1, 2))
    return text[:kept].rstrip(".")


def _shifted(table: Table, key: tuple, column: str) -> dict[Address, str]:
    """The number and the one on its right, exchanged, if there is one of the same unit."""
    columns = table.numeric_columns
    following = columns[columns.index(column) + 1 :][:1]
    for other in following:
        try:
            same_unit = table[(*key, other)].unit == table[(*key, column)].unit
        except NotPrinted:
            return {}
        if same_unit:
            one, two = table.text(*key, column), table.text(*key, other)
            return {(key, column): two, (key, other): one}
    return {}


MAKERS: dict[str, Callable[[str, random.Random], str]] = {
    EXCHANGED: _exchanged,
    TENFOLD: _tenfold,
    CUT: _cut,
}
