"""Chart forms that rank and compare: bars, slopes, ranks and pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import altair as alt
import pandas as pd

from recomputed.charts import parts as parts
from recomputed.charts import style
from recomputed.charts.layers import segmented, zero_rule
from recomputed.charts.tidy import Tidy, tidy

ROW = 28  # px per row of horizontal forms
LABEL_ROOM = 200  # px of plot that value labels may count on, on a phone


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
    t = _one_per_row(df, category, common)
    order = list(t.data.sort_values(t.y, ascending=False)[t.series]) if sort else t.entities
    bounds = [column for column in (low, high) if column]
    values = [0, *t.data[[t.y, *bounds]].to_numpy().ravel()]
    scale = _roomy(values, t.format) if labels else parts.Scale.of(values, 1)
    y = parts.row_y(t.series, order)
    bar = alt.Chart(t.data, name="bars").mark_bar(size=ROW - 10)
    x = scale.x(t.y, axis=_top_axis(scale.ticks, t.unit, shown=not labels))
    layers = [bar.encode(x, y, t.colour(), tooltip=t.tooltip())]
    if low and high:
        whisker = alt.Chart(t.data, name="whiskers").mark_rule(color=style.INK["ink"])
        layers.append(whisker.encode(scale.x(low), alt.X2(high), y))
    if labels:
        layers += _bar_labels(t, scale, y, low, high)
    if scale.ticks[0] < 0:
        layers.append(zero_rule(scale, horizontal=True))
    bounds = {low: "At least", high: "At most"} if low and high else {}
    return parts.wide(layers, ROW * len(order), t.behind(**bounds))


def _one_per_row(df: pd.DataFrame, category: str | None, common: dict[str, Any]) -> Tidy:
    """Tidy data whose rows are the categories themselves, each with one value."""
    t = tidy(df.assign(_row=0), x="_row", series=category, alike=True, **common)
    twice = sorted(set(t.data[t.series][t.data[t.series].duplicated()]))
    if twice:
        raise ValueError(f"more than one value for {twice}: filter the frame first")
    return replace(t, x=t.series)


def _roomy(values: Sequence[float], style_: str) -> parts.Scale:
    """Scale with room for the values written beyond the bars' ends."""
    low, high = min(values), max(values)
    shares = [(7 * len(format(v, style_)) + 8) / LABEL_ROOM if v else 0 for v in (low, high)]
    span = (high - low or 1) / (1 - sum(shares))
    return parts.Scale([low - span * shares[0], high + span * shares[1]], 1)


def _top_axis(ticks: Sequence[float], unit: str, shown: bool = True) -> dict[str, Any]:
    """Value axis above horizontal bars; only the unit where the bars carry their values."""
    return parts.flat_axis(ticks, unit, orient="top", labels=shown, grid=shown)


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
    return parts.wide(layers, height, t.behind())


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
    t = tidy(df.dropna(subset=[rank]).astype({rank: int}), **common)
    last = t.data[rank].max()
    height = height or last * 32
    scale = parts.Scale([last + 0.5, 0.5], height)
    x, y = parts.point_x(t), scale.y(rank, axis=None)
    chosen = parts.focus(t.series)
    base = alt.Chart(segmented(t)).encode(x, y, t.colour(), opacity=parts.faded(chosen))
    line = (
        base.mark_line(strokeWidth=3)
        .encode(detail=alt.Detail("_segment:O"))
        .properties(name="lines")
    )
    more = alt.Tooltip(f"{rank}:Q", title="Rank", format="d")
    dots = base.mark_point(filled=True, size=150).encode(tooltip=t.tooltip(more))
    layers = [line, dots.properties(name="points").add_params(chosen)]
    layers += _bump_labels(t, rank, scale)
    return parts.wide(layers, height, t.behind(**{rank: "Rank"}))


def _bump_labels(t: Tidy, rank: str, scale: parts.Scale) -> list[alt.Chart]:
    """Rank and name at the first and the last year; between them where nothing else names it."""
    layers = []
    starts = t.data[t.data[t.x] == t.years[0]]
    last = t.data.sort_values(t.x).groupby(t.series).tail(1)
    ends = last[last[t.x] == t.years[-1]]
    between = last[(last[t.x] != t.years[-1]) & ~last[t.series].isin(starts[t.series])]
    for rows, align, dx in (
        (starts, "right", -12), (ends, "left", 12), (between, "center", 0),
    ):  # fmt: skip
        if rows.empty:
            continue
        names, ranks = list(rows[t.series]), [int(r) for r in rows[rank]]
        pairs = zip(names, ranks, strict=True)
        texts = [f"{n} {r}" if align == "right" else f"{r} {n}" for n, r in pairs]
        places: list[float] = [*ranks]
        if align == "center":  # above or under the dot: beside it, a phone has no room
            at = zip(rows[t.x], ranks, strict=True)
            places = [_free_side(t, rank, year, place) for year, place in at]
        labels = parts.place_labels(names, places, scale, texts, (26, 17), fixed=True)
        x = parts.point_x(t, "_x")
        labels = labels.assign(_x=list(rows[t.x]))
        layers.append(parts.label_layer(labels, t, scale, x, align=align, dx=dx))
    return layers


def _free_side(t: Tidy, rank: str, year: int, place: int) -> float:
    """The height above or under a dot where the lines keep farther away from its name."""
    years = list(t.years)
    ranks = t.data.pivot(index=t.series, columns=t.x, values=rank)
    beside = [y for y in years if abs(years.index(y) - years.index(year)) == 1]

    def room(height: float) -> float:
        """How far off the nearest line crosses a height, in steps from year to year."""
        found = [1.0]
        for other in beside:
            for far, near in zip(ranks[other], ranks[year], strict=True):
                if (far - height) * (near - height) < 0:
                    found.append((near - height) / (near - far))
        return min(found)

    return max((place + 0.48, place - 0.48), key=room)


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
    t = tidy(df, x=points, series=category, alike=True, **common)
    ends = (
        sorted(t.data[points].unique()) if points == "year" else list(dict.fromkeys(t.data[points]))
    )
    if len(ends) != 2:
        raise ValueError(f"a dumbbell joins two points, found {ends} in {points!r}")
    pairs = t.data.pivot(index=t.series, columns=points, values=t.y)[ends].reindex(t.entities)
    order = list(pairs.sort_values(ends[1], ascending=False).index) if sort else t.entities
    span = pairs.set_axis(["_from", "_to"], axis=1).reset_index()
    scale = parts.Scale.of(list(t.data[t.y]), 1)
    y = parts.row_y(t.series, order, outer=0.45)
    bar = alt.Chart(span.dropna(), name="spans").mark_rule(strokeWidth=2)
    x = scale.x("_from", axis=_top_axis(scale.ticks, t.unit))
    layers = [bar.encode(x, alt.X2("_to"), y, t.colour())]
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
    layers += _end_names(pairs, scale, y, order[0])
    return parts.wide(layers, ROW * len(order), t.behind())


def _end_names(pairs: pd.DataFrame, scale: parts.Scale, y: alt.Y, first: str) -> list[alt.Chart]:
    """The two points named at the dots of the first row, within the plot and apart."""
    ends = sorted((float(pairs.loc[first, end]), str(end)) for end in pairs.columns)
    low, high = scale.ticks[0], scale.ticks[-1]
    at = [(value - low) / (high - low) * LABEL_ROOM for value, _ in ends]
    wide = [6.5 * len(name) for _, name in ends]
    out = [at[0] >= wide[0], LABEL_ROOM - at[1] >= wide[1]]  # whether there is room outwards
    close = not all(out) and at[1] - at[0] < (wide[0] if out[1] else wide[1])
    layers = []
    for side, ((value, name), outward) in enumerate(zip(ends, out, strict=True)):
        align = "right" if (side == 0) == outward else "left"
        row = pd.DataFrame({"_x": [value], "_name": [name], pairs.index.name: [first]})
        text = alt.Chart(row, name=f"end_{side}").mark_text(
            dy=18 if close and side == 1 else -12, dx=5 if align == "right" else -5,
            align=align, fontSize=11, color=style.INK["muted"],
        )  # fmt: skip
        layers.append(text.encode(alt.X("_x:Q"), y, text=alt.Text("_name:N")))
    return layers
