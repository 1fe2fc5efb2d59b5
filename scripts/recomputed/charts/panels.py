"""Small multiples: one panel per entity, 620 px in all."""

from __future__ import annotations

from typing import Any, Literal

import altair as alt
import pandas as pd

from recomputed.charts import parts as parts
from recomputed.charts import style
from recomputed.charts.behind import KEY
from recomputed.charts.layers import segmented
from recomputed.charts.scales import LINE, label_expr, letters, row_spacing, wrap, year_ticks
from recomputed.charts.tidy import Tidy, tidy

AXIS = 40  # px for the labels of a value axis
SPACING = 22
Form = Literal["line", "bar", "area"]


def small_multiples(
    df: pd.DataFrame,
    facet: str | None = None,
    *,
    form: Form = "line",
    series: str | None = None,
    columns: int = 4,
    shared_y: bool = True,
    zero: bool = True,
    baseline: float | None = None,
    height: int = 110,
    **common: Any,
) -> alt.FacetChart:
    """One small panel per entity.

    Parameters
    ----------
    df : DataFrame
        One row per entity and year (and per ``series``, if that is given).
    facet : str, optional
        Column that makes the panels; default the column of entities.
    form : {"line", "bar", "area"}
        Mark inside the panels.
    series : str, optional
        Column of several lines within each panel, explained by a legend.
    columns : int
        Panels per row, 2 to 4.
    shared_y : bool
        One value scale for all panels; False lets each fill its panel.
    baseline : float, optional
        Value marked by a rule in each panel.
    **common
        See :func:`recomputed.charts.tidy.tidy`; ``only`` and ``names`` are those of the panels.
    """
    t = inner = tidy(df, series=facet, **common)
    columns = min(columns, len(t.entities))
    width = panel_width(columns, 1 if shared_y else columns)
    if series:
        shown = {key: value for key, value in common.items() if key not in ("only", "names")}
        inner = tidy(t.data, series=series, **shown)
    values = [*t.data[t.y], *([] if baseline is None else [baseline])]
    y = _panel_y(t.y, values, shared_y, zero)
    layers = _marks(inner, form, y, width, legend=series is not None)
    if baseline is not None:
        layers.insert(0, parts.datum_rule(baseline))
    panel = alt.layer(*layers, data=_runs(t, inner)).properties(width=width, height=height)
    facets = panels_of(t.series, t.entities, width, t.unit)
    lines = max(len(wrap(name, letters(width))) for name in t.entities)
    spacing = {"row": row_spacing(lines), "column": SPACING + (0 if shared_y else AXIS)}
    chart = panel.facet(facets, columns=columns, spacing=spacing, bounds="flush")
    chart = chart.resolve_axis(x="independent")
    chart = chart.properties(usermeta={KEY: inner.behind(t.series)})
    return chart if shared_y else chart.resolve_scale(y="independent")


def in_columns(bar: alt.Chart, t: Tidy, facet: str, height: int) -> alt.FacetChart:
    """A bar chart in panels side by side, with one legend on top."""
    values = list(dict.fromkeys(t.data[facet]))
    columns = min(len(values), 4)
    width = panel_width(columns, 1)
    panels = panels_of(facet, values, width, t.unit)
    bar = bar.properties(width=width, height=height)
    chart = bar.facet(panels, columns=columns, spacing=SPACING, bounds="flush")
    return chart.properties(usermeta={KEY: t.behind(facet)})


def panel_width(columns: int, axes: int) -> int:
    """Width of one plot so that all columns, their axes and gaps take the house width."""
    return int((style.WIDTH - axes * AXIS - (columns - 1) * SPACING - 10) / columns)


def panels_of(field: str, names: list[str], width: float, unit: str) -> alt.Facet:
    """Panels with their names above, wrapped to the panel's width, and the unit above all."""
    wrapped = label_expr(names, letters(width))
    lines = max(len(wrap(name, letters(width))) for name in names)
    header = dict(
        labelExpr=wrapped, titleAnchor="start", titleFontWeight="normal",
        titlePadding=LINE * lines + 10,
    )  # fmt: skip
    return alt.Facet(f"{field}:N", sort=names, title=unit or None, header=header)


def _runs(t: Tidy, inner: Tidy) -> pd.DataFrame:
    """Data whose ``_segment`` tells apart the unbroken runs of years of every line."""
    if inner is t:
        return segmented(t)
    by_panel = [
        segmented(inner.replacing(rows, inner.y, 0))
        for _, rows in inner.data.groupby(t.series, sort=False)
    ]
    return pd.concat(by_panel, ignore_index=True)


def _panel_y(field: str, values: list[float], shared: bool, zero: bool) -> alt.Y:
    """Value axis of the panels with a fixed extent, so that their widths add up."""
    extent = {"minExtent": AXIS - 6, "maxExtent": AXIS - 6}
    if not shared:
        axis = dict(tickCount=3, title=None, **extent)
        return alt.Y(f"{field}:Q", scale=dict(zero=zero, nice=True), axis=axis)
    scale = parts.Scale.of(values, 1, "", zero)
    ticks = scale.ticks[:: 2 if len(scale.ticks) > 4 else 1]
    return scale.y(field, axis=parts.value_axis(ticks, "", **extent))


def _panel_x(t: Tidy, width: float, margin: float = 0) -> alt.X:
    """Years with the first and the last labelled, and one between where there is room.

    ``margin`` is the room on either side that bars need, in years.
    """
    values = year_ticks(t.years, 3 if width > 150 or len(t.years) < 4 else 2)
    axis = dict(values=values, format="d", title=None, labelFlush=True, tickSize=3)
    ends = [t.years[0] - margin, t.years[-1] + margin]
    scale = dict(domain=ends, nice=False, zero=False)
    return alt.X(f"{t.x}:Q", scale=scale, axis=axis)


def _marks(t: Tidy, form: Form, y: alt.Y, width: float, legend: bool) -> list[alt.Chart]:
    """Lines, columns or areas, and points that carry the tooltips."""
    x = _panel_x(t, width, 0.6 if form == "bar" else 0)
    base, points = alt.Chart(name="marks"), alt.Chart(name="points")
    span = t.years[-1] - t.years[0] + 1
    if form == "bar":
        mark = base.mark_bar(size=max(3, 0.7 * width / span), tooltip=True).encode(
            tooltip=t.tooltip()
        )
    elif form == "area":
        mark = base.mark_area(opacity=0.85).encode(detail=alt.Detail("_segment:O"))
    else:
        mark = base.mark_line().encode(detail=alt.Detail("_segment:O"))
    dots = points.mark_point(filled=True, size=16 if form == "line" else 0)
    layers = [mark, dots.encode(tooltip=t.tooltip())][: 1 if form == "bar" else 2]
    if not legend:
        return [layer.encode(x, y, t.colour()) for layer in layers]
    chosen = parts.focus(t.series, legend=True)
    colour = t.colour(legend=parts.legend_of(t.entities, offset=8))
    layers = [layer.encode(x, y, colour, opacity=parts.faded(chosen)) for layer in layers]
    return [layers[0].add_params(chosen), *layers[1:]]
