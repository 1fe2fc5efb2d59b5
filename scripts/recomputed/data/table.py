"""One printed table: its cells by address, as text, as quantities, and as a data frame."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from recomputed.data.errata import Erratum
from recomputed.data.printed import NOT_COMPILED, Printed, same_number
from recomputed.data.quantity import Quantity, Unit
from recomputed.errors import NotPrinted

if TYPE_CHECKING:
    import pandas as pd

NUMERIC = ("number", "integer")


def key_part(text: str) -> int | str:
    """A part of a row's key: years are numbers, labels are text."""
    return int(text) if text.isascii() and text.isdigit() else text


@dataclass(frozen=True)
class Unapplied:
    """A correction that does not fit its cell, which somebody has edited.

    Parameters
    ----------
    erratum : Erratum
        The correction.
    found : str or None
        What the cell holds; None if there is no such cell.
    """

    erratum: Erratum
    found: str | None

    def __str__(self) -> str:
        e, has = self.erratum, "no such cell" if self.found is None else repr(self.found)
        return (
            f"errata.csv, row {e.line}: not applied: Table {e.table}, {e.row}, {e.column}: found "
            f"{has}, expected {e.printed!r}"
        )


class Table:
    """One printed table.

    Parameters
    ----------
    resource : dict
        Its description in the data package.
    rows : list of dict
        Column name to cell text, rows in any order: they are put into the print's.
    lines : list of int
        Row numbers in the file.
    units : dict
        Unit id to Unit.
    """

    def __init__(self, resource, rows, lines, units):
        self.resource, self.units = resource, units
        self.name: str = resource["name"]
        tail = self.name.rpartition("_")[2]
        self.number = int(tail) if tail.isdigit() else None  # a list of our own has none
        self.fields: dict[str, dict] = {f["name"]: f for f in resource["schema"]["fields"]}
        key = resource["schema"].get("primaryKey", [])
        self.key_fields: list[str] = [key] if isinstance(key, str) else list(key)
        self.corrected: dict[tuple, Erratum] = {}
        self.unapplied: list[Unapplied] = []
        self._row_units = {
            key_part(row): units[own["unit"]] for row, own in resource.get("row_units", {}).items()
        }
        self._on_read: Callable | None = None
        ordered = sorted(zip(rows, lines, strict=True), key=lambda pair: self._place(pair[0]))
        self.rows: list[dict] = [row for row, _ in ordered]
        self.lines: list[int] = [line for _, line in ordered]
        self._index = {self._key(row): i for i, row in enumerate(self.rows)}

    def read_by(self, on_read: Callable | None) -> Table:
        """The same table for a reader of its own.

        Parameters
        ----------
        on_read : callable or None
            Told of each cell that is read: ``on_read(table, row_key, column)``.
        """
        table = copy(self)
        table._on_read = on_read
        return table

    def correct(self, erratum: Erratum) -> None:
        """Apply an erratum, if its cell holds what it says is printed; else it is `unapplied`."""
        key = erratum.key
        try:
            found = self.text(*key, erratum.column)
        except NotPrinted:
            found = None
        if found is None or not same_number(found, erratum.printed):
            self.unapplied.append(Unapplied(erratum, found))
            return
        self.rows[self._index[key]][erratum.column] = erratum.corrected
        self.corrected[(*key, erratum.column)] = erratum

    def _key(self, row: dict) -> tuple:
        return tuple(key_part(row[f]) for f in self.key_fields)

    def _place(self, row: dict) -> tuple:
        """Where a row stands in print: by year, as listed, and behind those if it is a new one.

        A figure's points stand by series. A list of our own keeps the order of its file.
        """
        if series := self.resource.get("series"):
            at = list(series).index(row["series"]) if row["series"] in series else len(series)
            return at, *self._key(row)
        if not self._listed:
            return ()
        key = self._key(row)
        year = key[0] if isinstance(key[0], int) else math.inf
        return year, self._listed.get(key, len(self._listed)), *map(str, key)

    @cached_property
    def _listed(self) -> dict[tuple, int]:
        listed = self.resource.get("required_rows", ())
        return {tuple(key_part(str(part)) for part in key): i for i, key in enumerate(listed)}

    def _numeric(self, column: str) -> bool:
        field = self.fields[column]
        is_number = field["type"] in NUMERIC and field.get("unit") != "rank"
        return is_number and column not in self.key_fields

    @property
    def numeric_columns(self) -> list[str]:
        """The columns that hold numbers, in print order."""
        return [c for c in self.fields if self._numeric(c)]

    def text(self, *address) -> str:
        """A cell's text in this edition.

        Raises
        ------
        NotPrinted
            If the table has no such row or column.
        """
        *key, column = address
        try:
            return self.rows[self._index[tuple(key)]][column]
        except KeyError:
            where = ", ".join(str(part) for part in address)
            raise NotPrinted(f"Table {self.number} has no cell {where}") from None

    def unit(self, column: str) -> Unit:
        """The unit of a column."""
        return self.units[self.fields[column]["unit"]]

    def __getitem__(self, address) -> Quantity:
        *key, column = address
        text = self.text(*address)
        if self._on_read:
            self._on_read(self.number, tuple(key), column)
        if text in ("", NOT_COMPILED):
            where = ", ".join(str(part) for part in address)
            raise NotPrinted(f"Table {self.number} prints no number for {where}")
        own = self._row_units.get(key[0]) if self._row_units else None
        return Quantity.printed(text, own or self.unit(column))

    def __contains__(self, key: tuple) -> bool:
        return key in self._index

    def has(self, *address) -> bool:
        """Whether the table prints a number at this address."""
        try:
            return self.text(*address) not in ("", NOT_COMPILED)
        except NotPrinted:
            return False

    def keys(self, **fixed) -> list:
        """Row keys in print order; fields fixed by keyword are dropped from the keys."""
        free = [i for i, f in enumerate(self.key_fields) if f not in fixed]
        held = [(self.key_fields.index(f), value) for f, value in fixed.items()]
        kept = []
        for key in self._index:
            if all(key[i] == value for i, value in held):
                rest = tuple(key[i] for i in free)
                kept.append(rest[0] if len(rest) == 1 else rest)
        return kept

    def column(self, column: str, **fixed) -> dict:
        """A column's printed cells: row key (less the fixed fields) to Quantity.

        A row with a unit of its own, such as Table 19's growth rates, is left out.
        """
        cells = {}
        for key in self._index:
            if key[0] in self._row_units:
                continue
            values = dict(zip(self.key_fields, key, strict=True))
            if all(values[f] == v for f, v in fixed.items()) and self.has(*key, column):
                rest = tuple(v for f, v in values.items() if f not in fixed)
                cells[rest[0] if len(rest) == 1 else rest] = self[(*key, column)]
        return cells

    def row(self, *key) -> dict[str, Quantity]:
        """A row's printed cells: column name to Quantity."""
        return {c: self[(*key, c)] for c in self.numeric_columns if self.has(*key, c)}

    def frame(self) -> pd.DataFrame:
        """The table as printed, wide: numbers as floats, NaN where nothing is printed."""
        import pandas as pd  # the ledger runs wherever Python does

        columns = {}
        for column, field in self.fields.items():
            cells = [row[column] for row in self.rows]
            if self._numeric(column) or field["type"] in ("integer", "year"):
                cells = pd.to_numeric([None if c in ("", NOT_COMPILED) else c for c in cells])
            columns[column] = cells
        return pd.DataFrame(columns)

    def tidy(self) -> Iterator[dict]:
        """One record per printed number: table, row, column, value, unit, decimals, text."""
        for key in self._index:
            for column in self.numeric_columns:
                text = self.text(*key, column)
                if text not in ("", NOT_COMPILED):
                    number = Printed(text)
                    yield {
                        "table": self.number,
                        "row": " | ".join(str(part) for part in key),
                        "column": column,
                        "value": float(number.value),
                        "unit": self[(*key, column)].unit.id,
                        "decimals": number.decimals,
                        "text": text,
                    }
