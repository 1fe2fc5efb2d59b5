"""Chart forms, each from a tidy table to an Altair chart in the house style.

Forms over time stand here; all others are offered from here too, so that a chapter needs one
import. Each is named as the field names it:

===================== =============================================================
``lines``             line chart, labelled directly
``indexed``           index chart: lines from a common base of 100
``area_share``        100% stacked area chart
``stacked_bars``      stacked bar or column chart, also as shares, also in panels
``share_rows``        100% stacked bars, each row with its total
``intervals``         point-and-whisker chart: points with error bars over time
``bars``              ranked bar chart
``slope``             slope chart (slopegraph)
``bump``              bump chart of ranks
``dumbbell``          dumbbell chart (connected dot plot)
``ranges``            range plot: horizontal error bars, also as a coefficient plot
``diverging_balance`` diverging bar chart of two flows, with their balance as a line
``heatmap``           heat map with its numbers
``scatter``           scatter plot
``small_multiples``   small multiples (trellis)
===================== =============================================================

Every form takes the frame that ``Chapter.long`` or ``Chapter.figure`` returns and keyword
arguments only; the common ones are explained at :func:`recomputed.charts.tidy.tidy`. No chart draws
a solid line over a year that has no value. Every chart carries the data that its reader gets
(:mod:`recomputed.charts.behind`).
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any, Literal

import altair as alt
import pandas as pd

from recomputed.charts import layers as layers_
from recomputed.charts import parts as parts
from recomputed.charts import style
from recomputed.charts.balance import diverging_balance
from recomputed.charts.comparisons import bars, bump, dumbbell, slope
from recomputed.charts.panels import in_columns, small_multiples
from recomputed.charts.relations import heatmap, scatter
from recomputed.charts.shares import share_rows
from recomputed.charts.spans import ranges
from recomputed.charts.tidy import ranked, shares, tidy, with_year

__all__ = [
    "area_share",
    "bars",
    "bump",
    "diverging_balance",
    "dumbbell",
    "heatmap",
    "indexed",
    "intervals",
    "lines",
    "ranges",
    "scatter",
    "share_rows",
    "slope",
    "small_multiples",
    "stacked_bars",
    "with_year",
]

Gaps = Literal["break", "dash"]


def lines(
    df: pd.DataFrame,
    *,
    label: bool = True,
    gaps: Gaps = "break",
    zero: bool = True,
    log: bool = False,
    baseline: float | None = None,
    height: int = style.HEIGHT,
    **common: Any,
) -> alt.LayerChart:
    """Lines over years with direct labels at their ends.

    Parameters
    ----------
    df : DataFrame
        One row per entity and year.
    gaps : {"break", "dash"}
        Leave missing years empty, or bridge them by a faint dashed line.
    baseline : float, optional
        Value marked by a horizontal rule, such as 100 of an index.
    **common
        See :func:`recomputed.charts.tidy.tidy`.
    """
    t = tidy(df, **common)
    marked = [] if baseline is None else [baseline]
    scale = parts.Scale.of([*t.data[t.y], *marked], height, t.unit, zero, log)
    layers = [parts.rule_at(value, scale) for value in marked]
    layers += layers_.line_layers(t, scale, gaps)
    if label:
        layers.append(layers_.end_labels(t, scale))
    return parts.wide(layers, height, t.behind())


def indexed(
    df: pd.DataFrame, base_year: int, *, unit: str | None = None, **options: Any
) -> alt.LayerChart:
    """Lines of every entity relative to its own value in ``base_year`` (= 100).

    Raises
    ------
    ValueError
        If an entity has no value in the base year.
    """
    common = {key: options.pop(key, None) for key in ("series", "only")}
    t = tidy(df, **common)
    base = t.data[t.data[t.x] == base_year].set_index(t.series)[t.y]
    lost = [name for name in t.entities if name not in base.index]
    if lost:
        raise ValueError(f"no value in the base year {base_year} for {lost}")
    data = t.data.assign(index=t.data[t.y] / t.data[t.series].map(base) * 100)
    options = {"zero": False, "decimals": 0, "baseline": 100, **options}
    return lines(
        data, y="index", series=t.series, only=t.entities,
        unit=unit or f"Index, {base_year} = 100", **options,
    )  # fmt: skip


def area_share(
    df: pd.DataFrame, *, unit: str = "Share, %", height: int = 320, **common: Any
) -> alt.LayerChart:
    """Shares of the drawn entities in their own sum, stacked to 100%.

    Parameters
    ----------
    df : DataFrame
        Amounts; totals are left out. Years must follow one another without a gap.

    Raises
    ------
    ValueError
        If a year is missing, since an area would invent it.
    """
    t = ranked(shares(tidy(df, unit=unit, parts=True, **common)))
    years = t.years
    if len({b - a for a, b in pairwise(years)}) > 1:
        raise ValueError(f"years with gaps {years}: use stacked_bars(normalize=True)")
    scale = parts.Scale([0, 25, 50, 75, 100], height, t.unit)
    chosen = parts.focus(t.series)
    area = (
        alt.Chart(t.data, name="areas")
        .mark_area(stroke=style.INK["paper"], strokeWidth=0.7)
        .encode(
            parts.year_x(t), scale.y(t.y, stack="zero"), t.colour(),
            order=alt.Order("_rank:O"), opacity=parts.faded(chosen), tooltip=t.tooltip(),
        )
        .add_params(chosen)
    )  # fmt: skip
    layers = [area, layers_.stack_labels(t, scale, parts.year_x(t, "_x"))]
    return parts.wide(layers, height, t.behind())


def stacked_bars(
    df: pd.DataFrame,
    *,
    normalize: bool = False,
    horizontal: bool = False,
    facet: str | None = None,
    gaps: bool = True,
    height: int = 320,
    **common: Any,
) -> alt.LayerChart | alt.FacetChart:
    """Stacked columns per year (or rows per label), optionally as shares and in panels.

    Parameters
    ----------
    df : DataFrame
        Amounts of the parts; totals are left out.
    normalize : bool
        Draw shares of the drawn entities in their sum.
    horizontal : bool
        One row per value of ``x`` instead of columns.
    facet : str, optional
        Column with one panel per value.
    gaps : bool
        Leave the places of missing years empty.
    """
    if normalize and "%" not in common.get("unit", ""):
        common["unit"] = "Share, %"
    t = ranked(tidy(df, parts=True, **common))
    if normalize:
        t = shares(t, facet)
    scale = layers_.stack_scale(t, [t.x, facet] if facet else [t.x], height, normalize)
    bands = t.span if t.x == "year" and gaps else None
    size = 30 * t.data[t.x].nunique() if horizontal else height
    if facet:
        scale = replace(scale, unit="")
        bar = layers_.stack_layer(t, scale, horizontal, legend=True, bands=bands)
        return in_columns(bar, t, facet, size)
    last = t.data[t.data[t.x] == list(dict.fromkeys(t.data[t.x]))[-1]]
    direct = not horizontal and set(last[t.series]) == set(t.entities)
    layers = [layers_.stack_layer(t, scale, horizontal, legend=not direct, bands=bands)]
    if direct:
        edge = parts.band_x(t, bands, field="_x", bandPosition=1)
        layers.append(layers_.stack_labels(t, scale, edge))
    if scale.ticks[0] < 0:
        layers.append(layers_.zero_rule(scale, horizontal))
    return parts.wide(layers, size, t.behind())


def intervals(
    df: pd.DataFrame,
    *,
    low: str = "low",
    high: str = "high",
    status: str = "status",
    label: bool = True,
    gaps: Gaps = "break",
    zero: bool = True,
    log: bool = False,
    height: int = style.HEIGHT,
    **common: Any,
) -> alt.LayerChart:
    """Points as they are known: printed, derived with the interval that rounding allows, or absent.

    Parameters
    ----------
    df : DataFrame
        Points of a figure; rows without a value are not drawn, and no line crosses them.
    """
    t = tidy(df, **common)
    known = [*t.data[t.y], *t.data[low].dropna(), *t.data[high].dropna()]
    scale = parts.Scale.of(known, height, t.unit, zero, log)
    x = parts.year_x(t)
    whisker = (
        alt.Chart(t.data[t.data[status] == "derived"], name="whiskers")
        .mark_rule(strokeWidth=1.5)
        .encode(x, scale.y(low), alt.Y2(high), t.colour())
    )
    layers = [whisker, *layers_.line_layers(t, scale, gaps, points=False)]
    layers.append(layers_.status_points(t, scale, status, low, high))
    if label:
        layers.append(layers_.end_labels(t, scale))
    bounds = {low: "Lower bound", high: "Upper bound"}
    return parts.wide(layers, height, t.behind(status, **bounds))
