"""Layers of the forms over time: lines with gaps, stacks, points with intervals, balances."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from recomputed.charts import parts as parts
from recomputed.charts import style
from recomputed.charts.tidy import Tidy

MARKED = 16  # up to so many years every point is marked


def segmented(t: Tidy) -> pd.DataFrame:
    """Data in time order with ``_segment``, which counts up where years are missing.

    It also does where a column ``_source``, if there is one, changes: no line joins two sources.
    """
    data = t.data.sort_values([t.series, t.x], kind="stable")
    jump = data.groupby(t.series)[t.x].diff() > t.step
    if "_source" in data:
        jump |= data["_source"] != data.groupby(t.series)["_source"].shift()
    return data.assign(_segment=jump.astype(int).groupby(data[t.series]).cumsum())


def _bridges(t: Tidy, data: pd.DataFrame) -> pd.DataFrame:
    """Pairs of points on either side of a gap."""
    pairs = []
    for entity, rows in data.groupby(t.series, sort=False):
        ends = rows["_segment"].diff().gt(0).to_numpy().nonzero()[0]
        for at in ends:
            pair = rows.iloc[[at - 1, at]]
            named = {"_x": pair[t.x], "_y": pair[t.y], "_series": entity, "_pair": f"{entity}{at}"}
            pairs.append(pd.DataFrame(named))
    return pd.concat(pairs, ignore_index=True) if pairs else pd.DataFrame()


def line_layers(
    t: Tidy, scale: parts.Scale, gaps: str = "break", points: bool = True
) -> list[alt.Chart]:
    """Lines within unbroken runs of years, marked points, and dashes over gaps if asked for."""
    data = segmented(t)
    chosen = parts.focus(t.series)
    x, y = parts.year_x(t), scale.y(t.y)
    line = alt.Chart(data, name="lines").mark_line()
    layers = [
        line.encode(x, y, t.colour(), detail=alt.Detail("_segment:O"), opacity=parts.faded(chosen))
    ]
    dashes = _bridges(t, data) if gaps == "dash" else pd.DataFrame()
    if len(dashes):
        layers.insert(0, _dashed(t, dashes, scale))
    if points:
        runs = data.groupby([t.series, "_segment"])[t.x].transform("size")
        lone = runs.eq(1) | (len(t.years) <= MARKED)
        data = data.assign(_size=lone.map({True: 24, False: 0}))
        layers.append(
            alt.Chart(data, name="points")
            .mark_point(filled=True, opacity=1, strokeWidth=6, strokeOpacity=0)
            .encode(
                x, y, t.colour(), opacity=parts.faded(chosen), tooltip=t.tooltip(),
                size=alt.Size("_size:Q", scale=None, legend=None),
            )
            .add_params(chosen)
        )  # fmt: skip
    else:
        layers[-1] = layers[-1].add_params(chosen)
    return layers


def _dashed(t: Tidy, dashes: pd.DataFrame, scale: parts.Scale) -> alt.Chart:
    """Faint dashed lines over years that nothing is known of."""
    return (
        alt.Chart(dashes, name="gaps")
        .mark_line(strokeDash=[2, 4], strokeWidth=1.2)
        .encode(
            parts.year_x(t, "_x"),
            scale.y("_y"),
            t.colour(field="_series"),
            detail=alt.Detail("_pair:N"),
        )
    )


def end_labels(t: Tidy, scale: parts.Scale) -> alt.Chart:
    """Entity names at the last points, moved apart among labels that stand close."""
    last = t.data.sort_values(t.x).groupby(t.series).tail(1)
    near = (t.years[-1] - t.years[0]) * 0.2
    frames = []
    for late in (True, False):
        rows = last[(last[t.x] > t.years[-1] - near) == late]
        if len(rows):
            placed = parts.place_labels(list(rows[t.series]), list(rows[t.y]), scale)
            frames.append(placed.assign(_x=list(rows[t.x])))
    return parts.label_layer(pd.concat(frames), t, scale, parts.year_x(t, "_x"))


def stack_layer(
    t: Tidy, scale: parts.Scale, horizontal: bool, legend: bool, bands: Sequence[Any] | None = None
) -> alt.Chart:
    """Stacked bars, columns or rows, with a hairline of paper between the parts."""
    chosen = parts.focus(t.series, legend)
    room = {} if scale.unit else {"offset": 8}  # panels write the unit elsewhere
    if horizontal:
        rows = [str(row) for row in dict.fromkeys(t.data[t.x])]
        axis = parts.flat_axis(scale.ticks, t.unit)
        place = [parts.row_y(t.x, rows), scale.x(t.y, axis=axis, stack="zero")]
        room = {"offset": 10, "beside": 7 * min(max(map(len, rows)), parts.ROW_LETTERS)}
    else:
        place = [parts.band_x(t, bands), scale.y(t.y, stack="zero")]
    colour = t.colour(legend=parts.legend_of(t.entities, **room)) if legend else t.colour()
    return (
        alt.Chart(t.data, name="stacks")
        .mark_bar(stroke=style.INK["paper"], strokeWidth=0.7)
        .encode(
            *place,
            colour,
            alt.Order("_rank:O"),
            opacity=parts.faded(chosen),
            tooltip=t.tooltip(),
        )
        .add_params(chosen)
    )  # fmt: skip


def stack_scale(t: Tidy, groups: list[str], height: float, normalize: bool) -> parts.Scale:
    """Scale for the sums of the parts; negative parts are stacked below zero."""
    if normalize:
        return parts.Scale([0, 25, 50, 75, 100], height, t.unit)
    gains, losses = t.data[t.data[t.y] > 0], t.data[t.data[t.y] < 0]
    sums = [*gains.groupby(groups)[t.y].sum(), *losses.groupby(groups)[t.y].sum()]
    return parts.Scale.of([0, *sums], height, t.unit)


def zero_rule(scale: parts.Scale, horizontal: bool) -> alt.Chart:
    """Rule at zero across the bars, in either direction."""
    if not horizontal:
        return parts.rule_at(0, scale)
    rule = alt.Chart(pd.DataFrame({"_at": [0]}), name="baseline").mark_rule(strokeWidth=1)
    return rule.encode(scale.x("_at"))


def stack_labels(t: Tidy, scale: parts.Scale, x: alt.X) -> alt.Chart:
    """Entity names beside the last column of a stack, at the middle of each part."""
    end = sorted(t.data[t.x].unique())[-1] if t.x == "year" else list(t.data[t.x])[-1]
    last = t.data[t.data[t.x] == end].sort_values("_rank")
    middle = last[t.y].cumsum() - last[t.y] / 2
    labels = parts.place_labels(list(last[t.series]), list(middle), scale)
    return parts.label_layer(labels.assign(_x=end), t, scale, x)


def status_points(t: Tidy, scale: parts.Scale, status: str, low: str, high: str) -> alt.Chart:
    """Circles for printed values, diamonds for derived ones, with a legend if there are both."""
    known = [name for name in ("printed", "derived") if name in set(t.data[status])]
    muted = style.INK["muted"]
    legend = parts.legend_of(known, symbolFillColor=muted) if len(known) > 1 else None
    symbols = {"printed": "circle", "derived": "diamond"}
    scale_ = dict(domain=known, range=[symbols[name] for name in known])
    shape = alt.Shape(f"{status}:N", legend=legend, scale=scale_)
    more = [
        alt.Tooltip(f"{status}:N", title="How it is known"),
        alt.Tooltip(f"{low}:Q", title="Lower bound", format=t.format),
        alt.Tooltip(f"{high}:Q", title="Upper bound", format=t.format),
    ]
    return (
        alt.Chart(t.data, name="points")
        .mark_point(filled=True, size=60, opacity=1)
        .encode(
            parts.year_x(t), scale.y(t.y), t.colour(), shape,
            tooltip=t.tooltip(*more),
        )
    )  # fmt: skip
