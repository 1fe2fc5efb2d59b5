"""A chart's data as the rows that Vega-Lite wants, by a way that is short for plain columns.

Altair's own way copies a frame several times and takes a seventh of all the time of a chapter; it
is still taken for whatever is not a column of numbers or words.
"""

from __future__ import annotations

from math import isfinite

import altair as alt
import numpy as np
import pandas as pd

TRANSFORMER = "recomputed"
"""The name under which altair knows it."""

LIMIT = 5000
"""Altair refuses more rows than that."""


def rows(data, max_rows: int = LIMIT):
    """Altair's data transformer: the same as its own, for plain frames in a fraction of the time.

    Parameters
    ----------
    data : DataFrame or whatever else altair knows
        The data of a chart.
    max_rows : int
        How many rows a chart may have.

    Returns
    -------
    dict
        ``values``: one object per row.

    Raises
    ------
    altair.MaxRowsError
        If there are more.
    """
    if isinstance(data, pd.DataFrame) and 0 < len(data) <= max_rows and _plain_names(data.columns):
        columns = [_values(data[name]) for name in data.columns]
        if None not in columns:
            cells = zip(*columns, strict=True)
            return {"values": [dict(zip(data.columns, row, strict=True)) for row in cells]}
    return alt.default_data_transformer(data, max_rows=max_rows)


def _plain_names(names: pd.Index) -> bool:
    return names.nlevels == 1 and names.is_unique and all(isinstance(name, str) for name in names)


def _values(column: pd.Series) -> list | None:
    """A column as Python has numbers and words; None if it holds something else."""
    dtype, values = column.dtype, column.tolist()
    if isinstance(dtype, np.dtype) and dtype.kind in "iub":
        return values
    if isinstance(dtype, np.dtype) and dtype.kind == "f":
        return [value if isfinite(value) else None for value in values]
    if isinstance(dtype, pd.StringDtype) or all(type(value) is str for value in values):
        return [value if isinstance(value, str) else None for value in values]
    return None


alt.data_transformers.register(TRANSFORMER, rows)
