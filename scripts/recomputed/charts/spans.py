"""A chart form for what is known only between two values: rows of ranges, with or without a point.

Used for bounds (the paper names ten partners and leaves the rest together) and for estimates with
their intervals.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from recomputed.charts import style
from recomputed.charts.behind import laid_out
from recomputed.charts.parts import wide
from recomputed.charts.scales import nice_ticks, tick_format, wrap

ROW, LANE = 34, 18  # px per row, and per lane in rows that hold several series
LABEL = 30  # characters per line of a row's label


def ranges(
    df: pd.DataFrame,
    *,
    category: str = "category",
    low: str = "low",
    high: str = "high",
    value: str = "value",
    series: str | None = None,
    kind: str | None = None,
    unit: str = "",
    baseline: float | None = None,
    format: str = ",.1f",
) -> alt.LayerChart:
    """Horizontal ranges, one row per category, in the order of the frame.

    Parameters
    ----------
    df : DataFrame
        One row per category (and series). Where `low` or `high` is missing no range is drawn,
        where `value` is missing no point.
    category, low, high, value : str
        Columns; the range runs from `low` to `high`, the point stands at `value`.
    series : str, optional
        Column that colours the ranges and puts them in lanes; its legend stands on top.
    kind : str, optional
        What the series are, for their colours.
    unit : str
        Title of the value axis.
    baseline : float, optional
        A value marked by a vertical rule.
    format : str
        Of the numbers in tooltips.

    Raises
    ------
    ValueError
        If there is neither a range nor a point to draw.
    """
    if value not in df:
        df = df.assign(**{value: float("nan")})
    known = pd.concat([df[low], df[high], df[value]]).dropna()
    if known.empty:
        raise ValueError("nothing to draw: no range and no point is known")
    marked = [] if baseline is None else [baseline]
    ticks = nice_ticks(min([*known, *marked]), max([*known, *marked]), zero=baseline == 0)
    x = _axis(ticks, unit)
    rows = list(dict.fromkeys(df[category]))
    df = df.assign(_row=["\n".join(wrap(name, LABEL)) for name in df[category]])
    base = alt.Chart(df).encode(*_lanes(df, category, rows, series, kind))
    tips = _tooltip(df, category, low, high, value, series, unit, format)
    bar = base.mark_rule(strokeWidth=6, opacity=0.45, strokeCap="round").encode(
        x(low), alt.X2(high), tooltip=tips
    )
    point = base.transform_filter(f"isValid(datum['{value}'])").mark_point(
        filled=True, size=75, opacity=1
    )
    layers = [bar, point.encode(x(value), tooltip=tips)]
    if baseline is not None:
        rule = alt.Chart(pd.DataFrame({"_at": [baseline]})).mark_rule(color=style.INK["muted"])
        layers.insert(0, rule.encode(x("_at")))
    lanes = df[series].nunique() if series else 1
    height = len(rows) * max(ROW, LANE * lanes + 10)
    told = {category: "Row"} | ({series: "Series"} if series else {})
    points = {value: unit or "Value"} if df[value].notna().any() else {}
    drawn = points | {low: "At least", high: "At most"}
    places = int(format.strip(",")[1:-1])
    return wide(layers, height, laid_out(df, told, drawn, places))


def _axis(ticks: list[float], unit: str):
    axis = dict(values=ticks, format=tick_format(ticks), title=unit or None, grid=True)
    scale = dict(domain=[ticks[0], ticks[-1]], nice=False, zero=False)
    return lambda field: alt.X(f"{field}:Q", scale=scale, axis=axis)


def _lanes(df, category: str, rows: list[str], series: str | None, kind: str | None) -> list[Any]:
    labels = ["\n".join(wrap(name, LABEL)) for name in rows]
    axis = dict(title=None, labelLimit=240, labelExpr="split(datum.label, '\\n')", ticks=False)
    y = alt.Y("_row:N", sort=labels, axis=axis, scale=dict(domain=labels, paddingInner=0.25))
    if series is None:
        return [y]
    entities = list(dict.fromkeys(df[series]))
    own = [style.colour(kind, name, rank=i) for i, name in enumerate(entities)]
    scale = dict(domain=entities, range=own)
    legend = dict(symbolOpacity=1, symbolType="square", offset=10) if len(entities) > 1 else None
    return [
        y,
        alt.YOffset(f"{series}:N", sort=entities, scale=dict(domain=entities)),
        alt.Color(f"{series}:N", scale=scale, sort=entities, legend=legend),
    ]


def _tooltip(df, category, low, high, value, series, unit, format) -> list[alt.Tooltip]:
    named = [alt.Tooltip(f"{category}:N", title="Row")]
    named += [alt.Tooltip(f"{series}:N", title="Series")] if series else []
    point = [alt.Tooltip(f"{value}:Q", title=unit or "Value", format=format)]
    return [
        *named,
        *(point if df[value].notna().any() else []),
        alt.Tooltip(f"{low}:Q", title="At least", format=format),
        alt.Tooltip(f"{high}:Q", title="At most", format=format),
    ]
