"""Chart forms for two dimensions: a table of colours, and points of two quantities."""

from __future__ import annotations

from typing import Any, Literal

import altair as alt
import pandas as pd

from recomputed.charts import parts as parts
from recomputed.charts import style
from recomputed.charts.behind import whole
from recomputed.charts.comparisons import ROW
from recomputed.charts.scales import nice_ticks
from recomputed.charts.tidy import tidy, title_of

STRONG = {"blue": (4, 5, 6), "diverging": (0, 1, 5, 6)}  # steps that need light numbers


def heatmap(
    df: pd.DataFrame,
    *,
    row: str | None = None,
    text: bool = True,
    scheme: Literal["blue", "diverging"] = "blue",
    midpoint: float = 0,
    **common: Any,
) -> alt.LayerChart:
    """Rows by years, coloured in seven steps, with the value in each cell.

    Parameters
    ----------
    df : DataFrame
        One row per cell.
    row : str, optional
        Column of the rows; default the column of entities.
    text : bool
        Write the values; False shows a legend of the steps instead.
    scheme : {"blue", "diverging"}
        Low to high, or below and above ``midpoint``.
    """
    t = tidy(df, series=row, **common)
    steps = style.ramp(scheme)
    breaks = _breaks(t.data[t.y], scheme, midpoint, len(steps))
    step = t.data[t.y].map(lambda value: sum(value >= edge for edge in breaks))
    data = t.data.assign(_strong=step.isin(STRONG[scheme]))
    x = parts.band_x(t, gap=0.04)
    y = parts.row_y(t.series, t.entities, gap=0.06)
    scale = dict(type="threshold", domain=breaks, range=steps)
    legend = None if text else dict(type="symbol", format=t.format, columns=len(steps))
    fill = alt.Color(f"{t.y}:Q", scale=scale, legend=legend, title=None)
    layers = [alt.Chart(data, name="cells").mark_rect().encode(x, y, fill, tooltip=t.tooltip())]
    if text:
        strong = {"test": "datum._strong", "value": style.INK["paper"]}
        ink = alt.ColorValue(style.INK["ink"], condition=strong)
        number = alt.Chart(data, name="numbers").mark_text(fontSize=11)
        layers.append(number.encode(x, y, text=alt.Text(f"{t.y}:Q", format=t.format), color=ink))
    return parts.wide(layers, ROW * len(t.entities), t.behind())


def _breaks(values: pd.Series, scheme: str, midpoint: float, steps: int) -> list[float]:
    """Inner edges of the colour steps, equal in width."""
    low, high = float(values.min()), float(values.max())
    if scheme == "diverging":
        reach = max(high - midpoint, midpoint - low) or 1
        low, high = midpoint - reach, midpoint + reach
    width = (high - low or 1) / steps
    return [round(low + width * i, 6) for i in range(1, steps)]


def scatter(
    df: pd.DataFrame,
    x: str,
    y: str,
    *,
    x_title: str,
    y_title: str,
    label: str | None = None,
    series: str | None = None,
    kind: str | None = None,
    trend: bool = False,
    height: int = 340,
) -> alt.LayerChart:
    """Points of two quantities, with optional labels and a least-squares line.

    Parameters
    ----------
    x, y : str
        Columns of the two quantities.
    x_title, y_title : str
        Their names and units, for axes and tooltips.
    label : str, optional
        Column written beside each point.
    series : str, optional
        Column that colours the points.
    trend : bool
        Draw the least-squares line of all points.
    """
    data = df.dropna(subset=[x, y])
    across = parts.Scale(nice_ticks(data[x].min(), data[x].max(), zero=False), style.WIDTH, x_title)
    up = parts.Scale(nice_ticks(data[y].min(), data[y].max(), zero=False), height, y_title)
    place = [across.x(x, axis=parts.flat_axis(across.ticks, x_title)), up.y(y)]
    tips = [alt.Tooltip(c, title=title_of(c)) for c in dict.fromkeys((label, series)) if c]
    tips += [
        alt.Tooltip(f"{c}:Q", title=w, format=",.2~f") for c, w in ((x, x_title), (y, y_title))
    ]
    dots = alt.Chart(data, name="points").mark_point(filled=True, size=46, opacity=0.9)
    layers = [dots.encode(*place, color=_hue(data, series, kind), tooltip=tips)]
    if trend:
        line = alt.Chart(data, name="trend").transform_regression(x, y)
        dashed = line.mark_line(color=style.INK["muted"], strokeDash=[5, 3], strokeWidth=1.5)
        layers.insert(0, dashed.encode(*place))
    if label:
        small = {"align": "left", "dx": 6, "dy": -5, "fontSize": 10, "color": style.INK["muted"]}
        text = alt.Chart(data, name="labels").mark_text(**small)
        layers.append(text.encode(*place, text=alt.Text(f"{label}:N")))
    told = {name: title_of(name) for name in dict.fromkeys((label, series)) if name}
    given = data[[*told, x, y]].rename(columns={**told, x: x_title, y: y_title})
    return parts.wide(layers, height, whole(given))


def _hue(data: pd.DataFrame, series: str | None, kind: str | None) -> Any:
    """Colour of the points: by entity with a legend, or one for all."""
    if series is None:
        return alt.ColorValue(style.PALETTE["colours"]["blue"]["light"])
    names = list(dict.fromkeys(data[series]))
    scale = dict(domain=names, range=style.colours(kind, names))
    return alt.Color(f"{series}:N", scale=scale, legend=parts.legend_of(names))
