"""A map of the twenty tables: each printed number, coloured by how firmly the audit holds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import altair as alt
import pandas as pd

from recomputed.audit import Touched
from recomputed.audit.cells import row_keys
from recomputed.charts import style
from recomputed.charts.behind import whole
from recomputed.charts.parts import legend_of, wide
from recomputed.data.book import Book

LEVELS = ("no check", "limits only", "one equality", "two", "three or more")
ACROSS = 46
"""Columns' widths that fit side by side before the next table starts a new line."""
CELL = 5
"""Height of a row, px."""
GAP, HEAD = 1.6, 4.0
"""Room between tables, in columns' widths, and for a table's name, in rows' heights."""


def level(cell: Touched) -> str:
    """Which of :data:`LEVELS` a number has."""
    if cell.equalities:
        return LEVELS[min(cell.equalities, 3) + 1]
    return LEVELS[1] if cell.bounds else LEVELS[0]


def map_frame(book: Book, touched: Iterable[Touched]) -> pd.DataFrame:
    """The map's rectangles: runs of equal level down each column of each table.

    Returns
    -------
    DataFrame
        `table`, `column` (title), `rows` (first to last), `level`, `value` (how many numbers),
        and the corners `_x`, `_x2`, `_y`, `_y2` in widths and heights of a cell.
    """
    levels = {(t.table, t.key, t.column): level(t) for t in touched}
    rows = []
    for number, x, y in _places(book):
        table = book.T[number]
        keys = row_keys(table)
        for across, column in enumerate(table.numeric_columns):
            for name, first, last in _runs([levels.get((number, key, column)) for key in keys]):
                span = [_name(keys[first]), *([_name(keys[last])] if last > first else [])]
                rows.append(
                    {
                        "table": f"Table {number}",
                        "column": table.fields[column]["title"],
                        "rows": " to ".join(span),
                        "level": name,
                        "value": last - first + 1,
                        "_x": x + across + 0.06,
                        "_x2": x + across + 0.94,
                        "_y": y + first,
                        "_y2": y + last + 0.9,
                    }
                )
    return pd.DataFrame(rows)


def _name(key: tuple) -> str:
    return ", ".join(str(part) for part in key)


def _places(book: Book) -> Iterator[tuple[int, float, float]]:
    """Each table's left upper corner, set in lines like words."""
    x = y = tallest = 0.0
    for number in book.table_numbers:
        width, height = len(book.T[number].numeric_columns), len(book.T[number].rows)
        if x and x + width > ACROSS:
            x, y, tallest = 0.0, y + tallest + HEAD + 1, 0.0
        yield number, x, y + HEAD
        x, tallest = x + width + GAP, max(tallest, height)


def _runs(levels: list[str | None]) -> Iterator[tuple[str, int, int]]:
    start = 0
    for i in range(1, len(levels) + 1):
        if i == len(levels) or levels[i] != levels[start]:
            if levels[start] is not None:
                yield levels[start], start, i - 1
            start = i


def audit_map(book: Book, touched: Iterable[Touched]) -> alt.LayerChart:
    """Draw the map; see :func:`map_frame`."""
    frame = map_frame(book, touched)
    names = pd.DataFrame([{"_name": f"{n}", "_x": x, "_y": y - 1} for n, x, y in _places(book)])
    blue = style.ramp("blue")
    hues = [style.colour("verdict", "partial"), style.INK["grid"], blue[2], blue[4], blue[6]]
    scale = dict(domain=list(LEVELS), range=hues)
    down = float(frame["_y2"].max())
    x = alt.X("_x:Q", axis=None, scale=dict(domain=[0, ACROSS], nice=False))
    y = alt.Y("_y:Q", axis=None, scale=dict(domain=[down, 0], nice=False))
    tips = [
        alt.Tooltip(f"{column}:N", title=column.capitalize())
        for column in ("table", "column", "rows", "level")
    ]
    cells = (
        alt.Chart(frame, name="cells")
        .mark_rect()
        .encode(
            x, alt.X2("_x2"), y, alt.Y2("_y2"), tooltip=tips,
            color=alt.Color("level:N", scale=scale, sort=list(LEVELS), legend=legend_of(LEVELS)),
        )
    )  # fmt: skip
    text = alt.Chart(names, name="names").mark_text(
        align="left", baseline="bottom", fontSize=11, color=style.INK["muted"]
    )
    told = frame.rename(columns=lambda name: name.capitalize()).rename(columns={"Value": "Numbers"})
    layers = [cells, text.encode(x, y, text=alt.Text("_name:N"))]
    return wide(layers, round(down * CELL), whole(told))
