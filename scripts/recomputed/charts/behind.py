"""The data behind a chart: what its reader gets as a table and as a CSV file.

A form lays them out from the frame that it draws; a chart in plain Altair has the frame that
``show`` is given, or its own. Columns are headed in a reader's words, with units.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from recomputed.charts.rows import rows
from recomputed.charts.scales import decimals_for

KEY = "behind"
"""Where a form leaves the data, within a chart's ``usermeta``."""

DRAWN = ("x", "x2", "y", "y2", "theta", "color", "shape", "size", "text", "facet", "row", "column")
YEARS_ACROSS, COLUMNS_ACROSS = 6, 12
JOINT = ": "
"""Between the words of a heading that tells two things, such as an industry and a flow."""


def whole(frame: pd.DataFrame, decimals: int | None = None) -> dict:
    """A frame as it is, but for columns that only serve drawing.

    Parameters
    ----------
    frame : DataFrame
        One row per row of the table; its columns are the headings.
    decimals : int, optional
        Of numbers that are no integers; default what size and precision of a column allow.

    Returns
    -------
    dict
        ``header`` (list of str), ``rows`` (lists of values, None where there is none) and
        ``decimals`` (list of int or None, one per column).
    """
    frame = frame[[name for name in frame.columns if not str(name).startswith("_")]]
    frame = frame.rename(columns=_text)
    places = [_decimals(column, decimals) for _, column in frame.items()]
    values = [list(row.values()) for row in rows(frame)["values"]] if len(frame) else []
    return {"header": list(frame.columns), "rows": values, "decimals": places}


def _decimals(column: pd.Series, wanted: int | None) -> int | None:
    """The decimals of a column, None where it holds words."""
    if pd.api.types.is_float_dtype(column):
        return decimals_for(list(column)) if wanted is None else wanted
    return 0 if pd.api.types.is_integer_dtype(column) else None


def laid_out(
    frame: pd.DataFrame, told: Mapping[str, str], drawn: Mapping[str, str], decimals: int
) -> dict:
    """What a form draws, one column for each year or series where a measure stands alone.

    Parameters
    ----------
    frame : DataFrame
        One row per mark.
    told : mapping
        The columns that tell marks apart, each with its heading; those that do not are left out.
    drawn : mapping
        The columns of numbers, each with its heading.
    decimals : int
        Of the numbers.

    Returns
    -------
    dict
        See :func:`whole`.
    """
    frame = frame.drop_duplicates([*told, *drawn])
    names = [name for name in told if frame[name].nunique() > 1] or list(told)[:1]
    if names[0] == "year":
        frame = frame.sort_values("year", kind="stable")
    table = _across(frame, names, next(iter(drawn))) if len(drawn) == 1 else None
    if table is None:
        table = frame[[*names, *drawn]]
    return whole(table.rename(columns={**told, **drawn}), decimals)


def _across(frame: pd.DataFrame, names: list[str], measure: str) -> pd.DataFrame | None:
    """Few years across the page, or what stands beside many, if each cell then has one value."""
    if len(names) < 2 or frame.duplicated(names).any():
        return None
    others = [name for name in names if name != "year"]
    if "year" not in names:
        across = [min(others, key=lambda name: frame[name].nunique())]
    else:
        across = ["year"] if frame["year"].nunique() <= YEARS_ACROSS else others
    heads = frame[across[0]]
    for name in across[1:]:
        heads = heads + JOINT + frame[name]
    if heads.nunique() > COLUMNS_ACROSS:
        return None
    down = [name for name in names if name not in across]
    keys = [frame[name] for name in down]
    table = frame.set_index([*keys, heads.rename("across")])[measure].unstack(sort=False)
    columns = sorted(table.columns) if across == ["year"] else list(table.columns)
    return table[columns].reset_index()


def lacking(spec: dict, data: dict) -> str | None:
    """What a chart draws and its data lack, in words; None if they lack nothing.

    Parameters
    ----------
    spec : dict
        Vega-Lite with its data inside.
    data : dict
        See :func:`whole`.
    """
    header = {_text(word) for name in data["header"] for word in (name, *name.split(JOINT))}
    places: dict[str, set[int]] = {}
    for number, row in enumerate(data["rows"]):
        for value in row:
            places.setdefault(_text(value), set()).add(number)
    for drawn in _marks(spec):
        texts = [text for text in map(_text, drawn) if text not in header]
        found = [places.get(text, set()) for text in texts]
        if found and not set.intersection(*found):
            return ", ".join(map(str, drawn))
    return None


def _text(value: object) -> str:
    """A value as text, by which 2018, 2018.0 and "2018" are one; words begin with a capital."""
    text = f"{value:.10g}" if isinstance(value, int | float) else str(value)
    return text[:1].upper() + text[1:]


def _marks(spec: dict) -> Iterator[tuple]:
    """The values of every mark that is no helper of drawing, without what all marks share."""
    for fields, placed, values in _views(spec, {}, (), spec.get("datasets", {})):
        values = [row for row in values if all(row.get(n, "") is not None for n in placed)]
        kept = [field for field in fields if len({str(row.get(field)) for row in values}) > 1]
        for row in values:
            if drawn := tuple(v for field in kept if (v := row.get(field)) is not None):
                yield drawn


def _views(
    spec: dict, data: dict, above: tuple[str, ...], named: dict
) -> Iterator[tuple[list[str], list[str], list[dict]]]:
    """The fields that each view draws, those that place its marks, and its rows."""
    data = spec.get("data", data)
    channels = {**spec.get("encoding", {}), "facet": spec.get("facet")}
    tips = channels.get("tooltip")
    told = [channels.get(name) for name in DRAWN] + (tips if isinstance(tips, list) else [tips])
    own = (channel.get("field") for channel in told if isinstance(channel, dict))
    fields = [*above, *(name for name in own if isinstance(name, str) and name[0] != "_")]
    placed = [channels[way]["field"] for way in "xy" if "field" in channels.get(way, {})]
    parts = [p for key in ("layer", "concat", "hconcat", "vconcat") for p in spec.get(key, [])]
    parts += [spec["spec"]] if "spec" in spec else []
    for part in parts:
        yield from _views(part, data, tuple(fields), named)
    if "mark" in spec:
        rows_ = named.get(data.get("name")) or data.get("values", [])
        yield list(dict.fromkeys(fields)), placed, rows_
