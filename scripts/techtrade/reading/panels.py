"""Small multiples: one panel per entity, 620 px in all."""

from __future__ import annotations

import json
from typing import Any, Literal

import altair as alt
import pandas as pd

from techtrade.reading import chart_parts as parts
from techtrade.reading import style
from techtrade.reading.layers import segmented
from techtrade.reading.scales import wrap
from techtrade.reading.tidy import Tidy, tidy

AXIS = 40  # px for the labels of a value axis
SPACING = 22


def panel_width(columns: int, axes: int, total: float = style.WIDTH) -> int:
    """Width of one plot so that all columns, their axes and gaps take ``total`` px."""
    return int((total - axes * AXIS - (columns - 1) * SPACING - 10) / columns)


def heading(names: list[str], width: float) -> alt.Header:
    """Panel titles over their panels, wrapped to the panel's width."""
    lines = {name: wrap(name, max(8, int(width / 6.6))) for name in names}
    return alt.Header(
        title=None, labelExpr=f"({json.dumps(lines, ensure_ascii=False)})[datum.label]"
    )


def small_multiples(
    df: pd.DataFrame,
    facet: str | None = None,
    *,
    form: Literal["line", "bar", "area"] = "line",
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
        One row per entity and year.
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
    """
    t = tidy(df, series=facet, **common)
    columns = min(columns, len(t.entities))
    width = panel_width(columns, 1 if shared_y else columns)
    inner = t if series is None else tidy(df, series=series, **{**common, "only": None})
    data = segmented(inner if series is None else _within(t, inner))
    layers = _panel(inner, form, shared_y, zero, baseline, width, legend=series is not None)
    panels = alt.Facet(f"{t.series}:N", sort=t.entities, header=heading(t.entities, width))
    chart = alt.layer(*layers, data=data).properties(width=width, height=height)
    chart = chart.facet(panels, columns=columns, spacing={"row": 18, "column": SPACING})
    chart = chart.resolve_axis(x="independent")
    return chart if shared_y else chart.resolve_scale(y="independent")


def _within(t: Tidy, inner: Tidy) -> Tidy:
    """Several lines per panel: keep the panels asked for and tell the lines apart."""
    keep = inner.data[inner.data[t.series].isin(t.entities)]
    return inner.replacing(keep.reset_index(drop=True), inner.y, 0)


def _panel(
    t: Tidy,
    form: str,
    shared_y: bool,
    zero: bool,
    baseline: float | None,
    width: float,
    legend: bool,
) -> list[alt.Chart]:
    """Layers of one panel."""
    x = parts.year_x(t, count=3 if width > 150 else 2)
    x.axis = alt.Axis(values=x.axis.values, format="d", title=None, labelFlush=True, tickSize=3)
    if shared_y:
        scale = parts.Scale.of([*t.data[t.y], *([] if baseline is None else [baseline])], 1, "", zero)
        axis = parts.value_axis(scale.ticks[:: 2 if len(scale.ticks) > 4 else 1], "", title=None)
        y = scale.y(t.y, axis=axis)
    else:
        y = alt.Y(
            f"{t.y}:Q",
            scale=alt.Scale(zero=zero, nice=True),
            axis=alt.Axis(tickCount=3, title=None),
        )
    y.axis.minExtent = y.axis.maxExtent = AXIS - 6
    chosen = parts.focus(t.series, legend=True) if legend else None
    colour = t.colour(legend=alt.Legend()) if legend else t.colour()
    opacity = {"opacity": parts.faded(chosen)} if chosen is not None else {}
    detail = {"detail": "_segment:O"} if form != "bar" else {}
    mark = {
        "line": lambda c: c.mark_line(), "area": lambda c: c.mark_area(opacity=0.85),
        "bar": lambda c: c.mark_bar(size=max(3, width / (len(t.years) + 2) * 0.7)),
    }[form](alt.Chart(name="marks"))  # fmt: skip
    layers = [mark.encode(x, y, colour, **detail, **opacity)]
    points = alt.Chart(name="points").mark_point(filled=True, size=18 if form == "line" else 0)
    layers.append(points.encode(x, y, colour, tooltip=t.tooltip(), **opacity))
    if chosen is not None:
        layers[0] = layers[0].add_params(chosen)
    if baseline is not None:
        rule = alt.Chart(name="baseline").mark_rule(strokeWidth=1, color=style.INK["muted"])
        layers.insert(0, rule.encode(y=alt.datum(baseline)))
    return layers


def in_columns(bar: alt.Chart, t: Tidy, facet: str, height: int | None) -> alt.FacetChart:
    """A bar chart in panels side by side, with one legend on top."""
    values = list(dict.fromkeys(t.data[facet]))
    columns = min(len(values), 4)
    width = panel_width(columns, 1)
    size = {} if height is None else {"height": height}
    panels = alt.Facet(f"{facet}:N", sort=values, header=heading(values, width))
    return bar.properties(width=width, **size).facet(panels, columns=columns, spacing=SPACING)
