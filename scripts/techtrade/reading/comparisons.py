"""Chart forms that rank and compare: bars, slopes, ranks, pairs, heat maps, scatters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import altair as alt
import pandas as pd

from techtrade.reading import chart_parts as parts
from techtrade.reading import style
from techtrade.reading.scales import nice_ticks
from techtrade.reading.tidy import Tidy, tidy, title_of

ROW = 26  # px per row of horizontal forms


def bars(
    df: pd.DataFrame,
    *,
    category: str | None = None,
    sort: bool = True,
    labels: bool = True,
    low: str | None = None,
    high: str | None = None,
    **common: Any,
) -> alt.LayerChart:
    """Horizontal bars, ranked, with their values; negative values run left.

    Parameters
    ----------
    df : DataFrame
        One row per category.
    category : str, optional
        Column of the rows; default the column of entities.
    sort : bool
        Largest first; False keeps the order of the rows.
    labels : bool
        Write the values at the bars' ends.
    low, high : str, optional
        Columns of an interval, drawn as a whisker.

    Raises
    ------
    ValueError
        If a category occurs twice.
    """
    t = _rows(
        tidy(df, series=category, **{"x": category or "_row", **common})
        if category
        else _by_entity(df, common)
    )
    order = list(t.data.sort_values(t.y, ascending=False)[t.series]) if sort else t.entities
    bounds = [column for column in (low, high) if column]
    scale = parts.Scale.of([0, *t.data[[t.y, *bounds]].to_numpy().ravel()], 1)
    y = _row_y(t.series, order)
    bar = alt.Chart(t.data, name="bars").mark_bar(size=ROW - 9)
    x = scale.x(t.y, axis=_top_axis(scale.ticks, t.unit, shown=not labels))
    layers = [bar.encode(x, y, t.colour(), tooltip=t.tooltip())]
    if low and high:
        whisker = alt.Chart(t.data, name="whiskers").mark_rule(color=style.INK["ink"])
        layers.append(whisker.encode(scale.x(low), alt.X2(high), y))
    if labels:
        layers += _bar_labels(t, scale, y, low, high)
    if scale.ticks[0] < 0:
        zero = alt.Chart(pd.DataFrame({"_at": [0]}), name="baseline").mark_rule()
        layers.append(zero.encode(scale.x("_at")))
    return parts.wide(layers, alt.Step(ROW))


def _by_entity(df: pd.DataFrame, common: dict[str, Any]) -> Tidy:
    """Tidy data whose rows are the entities themselves."""
    t = tidy(df.assign(_row=0), **{"x": "_row", **common})
    return replace(t, x=t.series)


def _rows(t: Tidy) -> Tidy:
    twice = list(t.data[t.series][t.data[t.series].duplicated()])
    if twice:
        raise ValueError(f"more than one value for {sorted(set(twice))}: filter the frame first")
    return t


def _row_y(field: str, order: Sequence[Any]) -> alt.Y:
    axis = alt.Axis(title=None, domain=False, ticks=False, labelFontSize=12, labelLimit=250,
                    labelColor=style.INK["ink"], labelPadding=8)  # fmt: skip
    return alt.Y(f"{field}:N", sort=list(order), axis=axis)


def _top_axis(ticks: Sequence[float], unit: str, shown: bool = True) -> alt.Axis:
    """Value axis above horizontal bars; only the unit where the bars carry their values."""
    plain = dict(orient="top", domain=False, titleX=0, titleY=-22 if shown else -6)
    return parts.value_axis(ticks, unit, labels=shown, grid=shown, ticks=False, **plain)


def _bar_labels(t: Tidy, scale: parts.Scale, y: alt.Y, low: str | None, high: str | None) -> list:
    """Values beside the bars, left of negative ones."""
    layers = []
    for sign, align, bound in ((1, "left", high), (-1, "right", low)):
        rows = t.data[(t.data[t.y] >= 0) == (sign > 0)]
        if len(rows):
            mark = alt.Chart(rows, name=f"values_{align}").mark_text(align=align, dx=5 * sign)
            text = alt.Text(f"{t.y}:Q", format=t.format)
            layers.append(mark.encode(scale.x(bound or t.y), y, text=text))
    return layers


def slope(
    df: pd.DataFrame, *, zero: bool = False, height: int = 360, **common: Any
) -> alt.LayerChart:
    """Two to four points in time, joined, with name and value at both ends."""
    t = tidy(df, **common)
    years = t.years
    scale = parts.Scale.of(list(t.data[t.y]), height, t.unit, zero)
    chosen = parts.focus(t.series)
    x, y = parts.point_x(t), scale.y(t.y, axis=None)
    base = alt.Chart(t.data).encode(x, y, t.colour(), opacity=parts.faded(chosen))
    line = base.mark_line(strokeWidth=2).properties(name="lines")
    dots = (
        base.mark_point(filled=True, size=50).encode(tooltip=t.tooltip()).properties(name="points")
    )
    layers = [_uprights(t, scale), line, dots.add_params(chosen)]
    for year, align, dx in ((years[0], "right", -9), (years[-1], "left", 9)):
        rows = t.data[t.data[t.x] == year]
        values = [format(value, t.format) for value in rows[t.y]]
        named = zip(rows[t.series], values, strict=True)
        texts = [f"{n} {v}" if align == "right" else f"{v} {n}" for n, v in named]
        labels = parts.place_labels(list(rows[t.series]), list(rows[t.y]), scale, texts, (26, 13))
        labels = labels.assign(_x=year)
        layers.append(
            parts.label_layer(labels, t, scale, parts.point_x(t, "_x"), align=align, dx=dx)
        )
    return parts.wide(layers, height)


def _uprights(t: Tidy, scale: parts.Scale) -> alt.Chart:
    """Thin vertical lines that carry the points of each year."""
    rule = alt.Chart(pd.DataFrame({"_x": t.years}), name="uprights")
    return rule.mark_rule(color=style.INK["grid"]).encode(parts.point_x(t, "_x"))


def bump(
    df: pd.DataFrame, *, rank: str = "rank", height: int | None = None, **common: Any
) -> alt.LayerChart:
    """Ranks over years; who enters or leaves is named where it appears.

    Parameters
    ----------
    df : DataFrame
        Column ``rank`` (1 = first) beside the value.
    """
    t = tidy(df.dropna(subset=[rank]), **common)
    last = int(t.data[rank].max())
    height = height or last * 32
    scale = parts.Scale([last + 0.5, 0.5], height)
    ticks = alt.Axis(values=list(range(1, last + 1)), format="d", title=None, grid=False)
    x, y = parts.point_x(t), scale.y(rank, axis=ticks)
    chosen = parts.focus(t.series)
    from techtrade.reading.layers import segmented

    base = alt.Chart(segmented(t)).encode(x, y, t.colour(), opacity=parts.faded(chosen))
    line = base.mark_line(strokeWidth=3).encode(detail="_segment:O").properties(name="lines")
    more = alt.Tooltip(f"{rank}:Q", title="Rank", format="d")
    dots = base.mark_point(filled=True, size=150).encode(tooltip=t.tooltip(more))
    layers = [line, dots.properties(name="points").add_params(chosen)]
    return parts.wide([*layers, *_bump_labels(t, rank, scale)], height)


def _bump_labels(t: Tidy, rank: str, scale: parts.Scale) -> list[alt.Chart]:
    """Names at the last point, and at the first where it is not in the last year."""
    layers = []
    ends = t.data.sort_values(t.x).groupby(t.series).tail(1)
    starts = t.data[(t.data[t.x] == t.years[0])]
    for rows, align, dx in ((starts, "right", -12), (ends, "left", 12)):
        if align == "left":
            rows = rows[(rows[t.x] == t.years[-1]) | ~rows[t.series].isin(starts[t.series])]
        labels = parts.place_labels(list(rows[t.series]), list(rows[rank]), scale)
        labels = labels.assign(_x=list(rows[t.x]), _y=list(rows[rank]), _y_narrow=list(rows[rank]))
        x = parts.point_x(t, "_x")
        layers.append(parts.label_layer(labels, t, scale, x, align=align, dx=dx))
    return layers


def dumbbell(
    df: pd.DataFrame,
    *,
    category: str | None = None,
    points: str = "year",
    sort: bool = True,
    **common: Any,
) -> alt.LayerChart:
    """Two dots per row, joined: from a ring to a filled dot.

    Parameters
    ----------
    points : str
        Column with exactly two values, such as two years.

    Raises
    ------
    ValueError
        If there are not exactly two points.
    """
    t = tidy(df, x=points, series=category, **common)
    ends = (
        sorted(t.data[points].unique()) if points == "year" else list(dict.fromkeys(t.data[points]))
    )
    if len(ends) != 2:
        raise ValueError(f"a dumbbell joins two points, found {ends} in {points!r}")
    pairs = t.data.pivot(index=t.series, columns=points, values=t.y)[ends].reindex(t.entities)
    order = list(pairs.sort_values(ends[1], ascending=False).index) if sort else t.entities
    span = pairs.set_axis(["_from", "_to"], axis=1).rename_axis("_series").reset_index()
    scale = parts.Scale.of(list(t.data[t.y]), 1)
    y, y_helper = _row_y(t.series, order), _row_y("_series", order)
    bar = alt.Chart(span.dropna(), name="spans").mark_rule(strokeWidth=2)
    x = scale.x("_from", axis=_top_axis(scale.ticks, t.unit))
    layers = [bar.encode(x, alt.X2("_to"), y_helper, t.colour(field="_series"))]
    for end, filled in zip(ends, (False, True), strict=True):
        rows = t.data[t.data[points] == end]
        dot = alt.Chart(rows, name="first" if not filled else "second").mark_point(
            size=80,
            filled=filled,
            opacity=1,
            strokeWidth=2,
            **({} if filled else {"fill": style.INK["paper"]}),
        )
        layers.append(dot.encode(scale.x(t.y), y, t.colour(), tooltip=t.tooltip()))
    return parts.wide([*layers, _end_names(pairs, ends, order, scale)], alt.Step(ROW + 2))


def _end_names(pairs: pd.DataFrame, ends: list, order: list, scale: parts.Scale) -> alt.Chart:
    """The two points named over the dots of the first row."""
    top = pd.DataFrame(
        {"_x": list(pairs.loc[order[0]]), "_name": [str(e) for e in ends], "_series": order[0]}
    )
    text = alt.Chart(top, name="ends").mark_text(dy=-13, fontSize=11, color=style.INK["muted"])
    return text.encode(scale.x("_x"), _row_y("_series", order), text="_name:N")


def heatmap(
    df: pd.DataFrame,
    *,
    row: str | None = None,
    text: bool = True,
    scheme: str = "blue",
    midpoint: float = 0,
    **common: Any,
) -> alt.LayerChart:
    """Rows by years, coloured in seven steps, with the value in each cell.

    Parameters
    ----------
    row : str, optional
        Column of the rows; default the column of entities.
    scheme : {"blue", "diverging"}
        Low to high, or below and above ``midpoint``.
    """
    t = tidy(df, series=row, **common)
    steps = style.ramp(scheme)
    breaks = _breaks(t.data[t.y], scheme, midpoint, len(steps))
    step = t.data[t.y].map(lambda value: sum(value >= edge for edge in breaks))
    strong = {"blue": {4, 5, 6}, "diverging": {0, 1, 5, 6}}[scheme]
    data = t.data.assign(_strong=step.isin(strong))
    x = parts.band_x(t)
    x.scale = alt.Scale(domain=x.scale.domain, paddingInner=0.04, paddingOuter=0)
    y = _row_y(t.series, t.entities)
    y.scale = alt.Scale(paddingInner=0.06, paddingOuter=0)
    legend = alt.Undefined if not text else None
    scale = alt.Scale(type="threshold", domain=breaks, range=steps)
    cell = alt.Chart(data, name="cells").mark_rect().encode(
        x, y, alt.Color(f"{t.y}:Q", scale=scale, legend=legend, title=t.unit), tooltip=t.tooltip()
    )  # fmt: skip
    layers = [cell]
    if text:
        ink = alt.when("datum._strong").then(alt.value(style.INK["paper"]))
        number = alt.Chart(data, name="numbers").mark_text(fontSize=11)
        layers.append(number.encode(x, y, text=alt.Text(f"{t.y}:Q", format=t.format),
                                    color=ink.otherwise(alt.value(style.INK["ink"]))))  # fmt: skip
    return parts.wide(layers, alt.Step(ROW + 2))


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
    label : str, optional
        Column written beside each point.
    series : str, optional
        Column that colours the points.
    trend : bool
        Draw the least-squares line of all points.
    """
    data = df.dropna(subset=[x, y])
    ticks = {c: nice_ticks(data[c].min(), data[c].max(), zero=False) for c in (x, y)}
    x_axis = parts.value_axis(ticks[x], x_title, titleX=alt.Undefined, titleY=alt.Undefined,
                              titleAlign=alt.Undefined, titleBaseline=alt.Undefined)  # fmt: skip
    across = alt.X(
        f"{x}:Q", scale=alt.Scale(domain=[ticks[x][0], ticks[x][-1]], nice=False), axis=x_axis
    )
    up = parts.Scale(ticks[y], height, y_title).y(y)
    names = list(dict.fromkeys(data[series])) if series else []
    hue = (alt.Color(f"{series}:N", scale=alt.Scale(domain=names, range=style.colours(kind, names)))
           if series else alt.value(style.colour("flow", "Exports")))  # fmt: skip
    tips = [alt.Tooltip(c, title=title_of(c)) for c in dict.fromkeys((label, series)) if c]
    tips += [
        alt.Tooltip(f"{x}:Q", title=x_title, format=",.2~f"),
        alt.Tooltip(f"{y}:Q", title=y_title, format=",.2~f"),
    ]
    dots = alt.Chart(data, name="points").mark_point(filled=True, size=46, opacity=0.9)
    layers = [dots.encode(across, up, color=hue, tooltip=tips)]
    if trend:
        line = alt.Chart(data, name="trend").transform_regression(x, y)
        layers.append(
            line.mark_line(color=style.INK["muted"], strokeDash=[5, 3]).encode(across, up)
        )
    if label:
        text = alt.Chart(data, name="labels").mark_text(
            align="left", dx=6, dy=-5, fontSize=10, color=style.INK["muted"]
        )
        layers.append(text.encode(across, up, text=f"{label}:N"))
    return parts.wide(layers, height)
