"""Parts that the chart forms share: scales, axes, selections and direct labels.

Axes, scales and legends are plain mappings: altair's objects hold all of their eighty options, set
or not, and are copied whole with every layer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from recomputed.charts import style
from recomputed.charts.behind import KEY
from recomputed.charts.scales import (
    LINE,
    band_ticks,
    label_expr,
    label_offset,
    legend_columns,
    log_ticks,
    nice_ticks,
    spread,
    tick_format,
    wrap,
    year_ticks,
)
from recomputed.charts.tidy import Tidy

FIT = alt.AutoSizeParams(type="fit-x", contains="padding")
BANDS = 17  # bands of a wide chart whose years all find room
ROW_LETTERS = 34  # characters per line of a row's name
WRAP, WRAP_NARROW = 19, 12  # characters per line of a direct label


@dataclass(frozen=True)
class Scale:
    """A y scale whose limits are fixed in Python, so that labels can be placed on it."""

    ticks: list[float]
    height: float
    unit: str = ""
    log: bool = False

    @classmethod
    def of(
        cls,
        values: Sequence[float],
        height: float,
        unit: str = "",
        zero: bool = True,
        log: bool = False,
    ) -> Scale:
        """Scale that holds all values (a log scale needs positive ones)."""
        low, high = min(values), max(values)
        return cls(log_ticks(low, high) if log else nice_ticks(low, high, zero), height, unit, log)

    def _bent(self, value: float) -> float:
        return math.log(value) if self.log else value

    @property
    def _ends(self) -> tuple[float, float]:
        return self._bent(self.ticks[0]), self._bent(self.ticks[-1])

    def pixel(self, value: float) -> float:
        """Distance of a value from the top of the plot, px."""
        low, high = self._ends
        return self.height * (high - self._bent(value)) / (high - low)

    def value(self, pixel: float) -> float:
        """Value at a distance from the top of the plot."""
        low, high = self._ends
        bent = high - pixel / self.height * (high - low)
        return math.exp(bent) if self.log else bent

    def y(self, field: str, **options: Any) -> alt.Y:
        """Vertical encoding on this scale with few gridlines and the unit above the axis."""
        options.setdefault("axis", value_axis(self.ticks, self.unit))
        return alt.Y(f"{field}:Q", scale=self.vega(), **options)

    def x(self, field: str, **options: Any) -> alt.X:
        """Horizontal encoding on this scale."""
        return alt.X(f"{field}:Q", scale=self.vega(), **options)

    def vega(self) -> dict[str, Any]:
        """The scale for Vega-Lite, limits as computed here."""
        ends = [self.ticks[0], self.ticks[-1]]
        if self.log:
            return dict(type="log", domain=ends, nice=False)
        return dict(type="linear", domain=ends, nice=False, zero=False)


def value_axis(ticks: Sequence[float], unit: str, **options: Any) -> dict[str, Any]:
    """Axis of values: explicit ticks, unit written flat above it."""
    style_ = tick_format(ticks)
    longest = max(len(format(tick, style_)) for tick in ticks)
    title = {"titleAngle": 0, "titleAlign": "left", "titleBaseline": "bottom"}
    place = {"titleX": -(6.2 * longest + 6), "titleY": -10}
    options = {"title": unit or None, **title, **place, **options}
    return dict(values=list(ticks), format=style_, **options)


def flat_axis(ticks: Sequence[float], unit: str, **options: Any) -> dict[str, Any]:
    """Horizontal axis of values with its unit below, at the left."""
    plain = {"titleAnchor": "start", "domain": False, "ticks": False, "grid": True, **options}
    plain["labelExpr"] = "datum.label"  # amounts keep their commas, which plain charts leave out
    return dict(values=list(ticks), format=tick_format(ticks), title=unit or None, **plain)


def legend_of(names: Sequence[str], beside: float = 0, **options: Any) -> dict[str, Any]:
    """Legend above the chart and its unit, in as many columns as its names allow.

    ``beside`` is the width that the names of rows take from it, px.
    """
    options = {"offset": 24, "symbolType": "square", **options}
    return dict(columns=legend_columns(names, style.WIDTH - beside), **options)


def year_x(t: Tidy, field: str | None = None, count: int = 9) -> alt.X:
    """Years on a true time scale, labelled without thousands commas."""
    years = t.years
    scale = dict(domain=[years[0], years[-1]], nice=False, zero=False)
    axis = dict(values=year_ticks(years, count), format="d", title=None, labelOverlap=False)
    return alt.X(f"{field or t.x}:Q", scale=scale, axis=axis)


def band_x(
    t: Tidy,
    values: Sequence[Any] | None = None,
    field: str | None = None,
    gap: float = 0.22,
    **options: Any,
) -> alt.X:
    """Years (or labels) as bands in order, labelled where there is room."""
    domain = list(values if values is not None else dict.fromkeys(t.data[t.x]))
    if t.x == "year":
        domain = sorted(domain)
    shown = band_ticks(domain, BANDS) if t.x == "year" else domain
    axis = dict(values=shown, title=None, labelAngle=0, ticks=False, labelOverlap=False)
    scale = dict(domain=domain, paddingInner=gap, paddingOuter=gap / 2)
    return alt.X(f"{field or t.x}:O", scale=scale, axis=axis, sort=None, **options)


def row_y(field: str, order: Sequence[Any], gap: float = 0.2, outer: float | None = None) -> alt.Y:
    """Categories as rows in the order given, long names in two lines."""
    names = [str(name) for name in order]
    axis = dict(
        title=None, domain=False, ticks=False, labelPadding=8, labelLimit=260,
        labelFontSize=style.LABEL_SIZE, labelColor=style.INK["ink"], labelLineHeight=LINE,
        labelExpr=label_expr(names, ROW_LETTERS), labelOffset=label_offset(names, ROW_LETTERS),
    )  # fmt: skip
    outer = gap / 2 if outer is None else outer
    scale = dict(domain=names, paddingInner=gap, paddingOuter=outer)
    return alt.Y(f"{field}:N", sort=None, axis=axis, scale=scale)


def point_x(t: Tidy, field: str | None = None) -> alt.X:
    """A few years as points, for slopes and ranks."""
    scale = dict(type="point", domain=t.years, padding=0)
    axis = dict(title=None, labelAngle=0, domain=False, ticks=False, orient="top")
    return alt.X(f"{field or t.x}:O", scale=scale, axis=axis)


def rule_at(value: float, scale: Scale) -> alt.Chart:
    """Horizontal rule at a value."""
    rule = alt.Chart(pd.DataFrame({"_at": [value]}), name="baseline")
    return rule.mark_rule(strokeWidth=1, color=style.INK["muted"]).encode(scale.y("_at"))


def datum_rule(value: float) -> alt.Chart:
    """Horizontal rule at a value, for charts whose data are given to the whole."""
    return alt.Chart(name="baseline").mark_rule(strokeWidth=1).encode(y=alt.YDatum(value))


def focus(series: str, legend: bool = False) -> alt.Parameter:
    """Selection that fades the other entities, by hovering or by the legend."""
    bind = {"bind": "legend"} if legend else {"on": "pointerover", "clear": "pointerout"}
    return alt.selection_point(name="focus", fields=[series], **bind)


def faded(selection: alt.Parameter) -> alt.OpacityValue:
    """Opacity that follows a :func:`focus` selection.

    (Written out, as all constants are: altair looks through all its classes for what ``alt.when``,
    ``alt.value`` and ``alt.datum`` stand for.)
    """
    return alt.OpacityValue(0.25, condition={"param": selection.name, "value": 1})


def place_labels(
    names: Sequence[str],
    values: Sequence[float],
    scale: Scale,
    texts: Sequence[str] | None = None,
    widths: tuple[int, int] = (WRAP, WRAP_NARROW),
    fixed: bool = False,
) -> pd.DataFrame:
    """Direct labels beside their points, wrapped, and moved apart where they would overlap.

    Parameters
    ----------
    names, values : sequence
        Entities and the values at which their labels should stand.
    scale : Scale
        The vertical scale.
    texts : sequence of str, optional
        What to write, if not the names alone.
    widths : tuple of int
        Characters per line in the wide and in the narrow chart.
    fixed : bool
        Leave labels where they are, even if they overlap.
    """
    out: dict[str, list[Any]] = {"_series": list(names)}
    texts = texts or names
    for suffix, width in zip(("", "_narrow"), widths, strict=True):
        if suffix:
            pairs = zip(texts, names, strict=True)
            texts = [text.replace(name, style.short(name)) for text, name in pairs]
        lines = [wrap(text, width) for text in texts]
        centres = [scale.pixel(value) for value in values]
        sizes = [LINE * len(each) + 1 for each in lines]
        ends = (-2, scale.height + LINE / 2)
        placed = centres if fixed else spread(centres, sizes, *ends)
        first = [p - (len(each) - 1) * LINE / 2 for p, each in zip(placed, lines, strict=True)]
        out["_label" + suffix] = ["\n".join(each) for each in lines]
        out["_y" + suffix] = [round(scale.value(pixel), 6) for pixel in first]
    return pd.DataFrame(out)


def label_layer(
    labels: pd.DataFrame, t: Tidy, scale: Scale, x: alt.X, *, align: str = "left", dx: float = 7
) -> alt.Chart:
    """Text marks for :func:`place_labels`, coloured as their entities."""
    inks = dict(zip(t.entities, t.colours("text"), strict=True))
    colour = alt.Color("_ink:N", scale=None, legend=None)
    return (
        alt.Chart(labels.assign(_ink=labels["_series"].map(inks)), name=f"labels_{align}")
        .mark_text(align=align, baseline="middle", dx=dx, lineBreak="\n", lineHeight=LINE)
        .encode(x, scale.y("_y"), colour, text=alt.Text("_label:N"))
    )


def wide(layers: Sequence[alt.Chart], height: float, data: dict) -> alt.LayerChart:
    """Layers as one chart of the house width, axes and labels included, with the data behind it."""
    return alt.layer(*layers, width=style.WIDTH, height=height, autosize=FIT, usermeta={KEY: data})
