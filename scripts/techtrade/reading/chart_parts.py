"""Parts that the chart forms share: scales, axes, selections and direct labels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from techtrade.reading import style
from techtrade.reading.scales import (
    LINE,
    log_ticks,
    nice_ticks,
    spread,
    tick_format,
    wrap,
    year_ticks,
)
from techtrade.reading.tidy import Tidy

FIT = alt.AutoSizeParams(type="fit-x", contains="padding")
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

    def vega(self) -> alt.Scale:
        """The scale for Vega-Lite, limits as computed here."""
        ends = [self.ticks[0], self.ticks[-1]]
        return alt.Scale(type="log" if self.log else "linear", domain=ends, nice=False, zero=False)


def value_axis(ticks: Sequence[float], unit: str, **options: Any) -> alt.Axis:
    """Axis of values: explicit ticks, unit written flat above it."""
    style_ = tick_format(ticks)
    longest = max(len(format(tick, style_)) for tick in ticks)
    title = dict(titleAngle=0, titleAlign="left", titleAnchor="start", titleBaseline="bottom")
    place = {"titleX": -(6.2 * longest + 6), "titleY": -10}
    options = {"title": unit or None, **title, **place, **options}
    return alt.Axis(values=list(ticks), format=style_, **options)


def year_x(t: Tidy, field: str | None = None, count: int = 9) -> alt.X:
    """Years on a true time scale, labelled without thousands commas."""
    years = t.years
    scale = alt.Scale(domain=[years[0], years[-1]], nice=False, zero=False)
    axis = alt.Axis(values=year_ticks(years, count), format="d", title=None, labelOverlap=False)
    return alt.X(f"{field or t.x}:Q", scale=scale, axis=axis)


def band_x(
    t: Tidy, values: Sequence[Any] | None = None, field: str | None = None, **options: Any
) -> alt.X:
    """Years (or labels) as bands in order, labelled where there is room."""
    domain = list(values if values is not None else dict.fromkeys(t.data[t.x]))
    if t.x == "year":
        domain = sorted(domain)
    shown = year_ticks(domain, 14) if t.x == "year" else domain
    axis = alt.Axis(values=shown, title=None, labelAngle=0, ticks=False, labelOverlap=False)
    scale = alt.Scale(domain=domain, paddingInner=0.22, paddingOuter=0.1)
    return alt.X(f"{field or t.x}:O", scale=scale, axis=axis, sort=None, **options)


def point_x(t: Tidy, field: str | None = None) -> alt.X:
    """A few years as points, for slopes and ranks."""
    scale = alt.Scale(domain=t.years, padding=0.15)
    axis = alt.Axis(title=None, labelAngle=0, domain=False, ticks=False, orient="top")
    return alt.X(f"{field or t.x}:O", scale=scale, axis=axis)


def rule_at(value: float, scale: Scale) -> alt.Chart:
    """Horizontal rule at a value."""
    rule = alt.Chart(pd.DataFrame({"_at": [value]}), name="baseline")
    return rule.mark_rule(strokeWidth=1, color=style.INK["muted"]).encode(scale.y("_at"))


def focus(series: str, legend: bool = False) -> alt.Parameter:
    """Selection that fades the other entities, by hovering or by the legend."""
    bind = {"bind": "legend"} if legend else {"on": "pointerover", "clear": "pointerout"}
    return alt.selection_point(name="focus", fields=[series], **bind)


def faded(selection: alt.Parameter) -> Any:
    """Opacity that follows a :func:`focus` selection."""
    return alt.when(selection).then(alt.value(1)).otherwise(alt.value(0.25))


def place_labels(
    names: Sequence[str],
    values: Sequence[float],
    scale: Scale,
    texts: Sequence[str] | None = None,
    widths: tuple[int, int] = (WRAP, WRAP_NARROW),
) -> pd.DataFrame:
    """Direct labels beside their points, wrapped, and moved apart where they would overlap."""
    out: dict[str, list[Any]] = {"_series": list(names)}
    for suffix, width in zip(("", "_narrow"), widths, strict=True):
        lines = [wrap(text, width) for text in (texts or names)]
        centres = [scale.pixel(value) for value in values]
        sizes = [LINE * len(each) + 1 for each in lines]
        placed = spread(centres, sizes, -LINE / 2, scale.height + LINE / 2)
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


def wide(layers: Sequence[alt.Chart], height: float | alt.Step | None) -> alt.LayerChart:
    """Layers as one chart of the house width, axes and labels included."""
    size = {} if height is None else {"height": height}
    return alt.layer(*layers).properties(width=style.WIDTH, autosize=FIT, **size)
