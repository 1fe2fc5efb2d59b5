"""Tables and figures as tidy data frames for charts."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from recomputed.data.book import Book
from recomputed.data.quantity import Quantity
from recomputed.data.table import Table
from recomputed.errors import BookError
from recomputed.ledger.figures import points

_YEAR_COLUMN = re.compile(r"y(\d{4})")


def long_frame(
    table: Table, columns: Sequence[str] | None = None, unit: str | None = None, **filters
) -> pd.DataFrame:
    """A table in tidy form, for charts.

    Parameters
    ----------
    table : Table
        The table.
    columns : sequence of str, optional
        The numeric columns to keep, in this order; all if not given.
    unit : str, optional
        Convert to this unit, by its id in the data package.
    **filters
        Values of key fields to keep, one or a list: ``year=2019``, ``label_en=["Patents"]``.

    Returns
    -------
    DataFrame
        One row per number (NaN where none is printed): the key fields and labels, `column`,
        `series` (the field's title, or the row's label where the columns are years or only one is
        kept), `year` where there is one, `value`. Rows with a unit of their own are left out.

    Raises
    ------
    BookError
        If a column does not exist or is in a unit of another kind.
    """
    frame = table.frame()
    if own := table.resource.get("row_units"):
        first = table.key_fields[0]
        frame = frame[~frame[first].isin(own)]
        frame = frame.assign(**{first: pd.to_numeric(frame[first])})
    columns = list(columns or table.numeric_columns)
    if unknown := [c for c in columns if c not in table.numeric_columns]:
        raise BookError(f"Table {table.number} has no numeric column {', '.join(unknown)}")
    for name, wanted in filters.items():
        frame = frame[frame[name].isin(wanted if isinstance(wanted, list | tuple) else [wanted])]
    labels = [c for c in frame if c not in table.numeric_columns]
    long = frame.melt(labels, columns, var_name="column", value_name="_value")
    long = long.rename(columns={"_value": "value"})
    long["series"] = long["column"].map(lambda c: table.fields[c]["title"])
    years = long["column"].str.extract(_YEAR_COLUMN, expand=False)
    if years.notna().all():
        long["year"] = years.astype(int)
    if "label_en" in long and (len(columns) == 1 or years.notna().all()):
        long["series"] = long["label_en"]
    if unit:
        long["value"] *= long["column"].map(lambda c: _factor(table, c, unit))
    return long


def _factor(table: Table, column: str, unit: str) -> float:
    own, wanted = table.unit(column), table.units[unit]
    if own.base != wanted.base:
        raise BookError(f"Table {table.number}, {column} is in {own.id}, not in {wanted.base}")
    return float(own.factor / wanted.factor)


def figure_frame(book: Book, number: int) -> pd.DataFrame:
    """A figure's points.

    Returns
    -------
    DataFrame
        `year`, `series` (its title), `column` (its name in the file), `value`, `low`, `high`,
        `status`, `rule` and `source`; `value` is NaN where the paper gives nothing.
    """
    described = book.resource(f"figure_{number}")["series"]
    rows = [
        (
            p.year,
            described[p.series]["title"],
            p.series,
            *_ends(p.quantity),
            p.status,
            p.how,
            p.source,
        )
        for p in points(book, number)
    ]
    names = ["year", "series", "column", "value", "low", "high", "status", "rule", "source"]
    return pd.DataFrame(rows, columns=names)


def _ends(quantity: Quantity | None) -> list[float]:
    """A quantity's value and bounds; NaN where it is not known."""
    if quantity is None:
        return [float("nan")] * 3
    return [float(end) for end in (quantity.value, quantity.low, quantity.high)]
