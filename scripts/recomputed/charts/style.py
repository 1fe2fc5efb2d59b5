"""House style of the book's charts: type, sizes, axes and guides, in one place.

Importing this module registers and enables the Altair theme ``recomputed``, so that plain
Altair charts share the style of the forms in :mod:`recomputed.charts.forms`. The colours come
from :mod:`recomputed.charts.palette` and are offered from here too.
"""

from __future__ import annotations

from typing import Any

import altair as alt

from recomputed.charts.palette import (
    INK,
    PALETTE,
    colour,
    colours,
    dark_map,
    dark_of,
    known,
    ramp,
    short,
)

__all__ = [
    "FONT",
    "HEIGHT",
    "INK",
    "LABEL_SIZE",
    "PALETTE",
    "WIDTH",
    "colour",
    "colours",
    "config",
    "dark_map",
    "dark_of",
    "known",
    "ramp",
    "short",
    "theme",
]

WIDTH = 620
HEIGHT = 300
LABEL_SIZE = 12
FONT = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, "
    "'Noto Sans CJK SC', sans-serif"
)
YEARS_PLAIN = "abs(datum.value) < 10000 ? replace(datum.label, ',', '') : datum.label"
"""Labels with no comma in four digits, so that a year is not written as an amount."""

UPRIGHT = {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleX": 0, "titleY": -10}
"""The title of a vertical axis above it, to be read without turning one's head."""


def _axis_config() -> dict[str, Any]:
    return {
        "labelColor": INK["muted"],
        "labelFontSize": 11,
        "labelPadding": 5,
        "titleColor": INK["muted"],
        "titleFontSize": 11,
        "titleFontWeight": "normal",
        "gridColor": INK["grid"],
        "domainColor": INK["axis"],
        "tickColor": INK["axis"],
        "tickSize": 4,
    }


def _guide_config() -> dict[str, Any]:
    text = {"labelColor": INK["ink"], "titleColor": INK["muted"], "labelFontSize": LABEL_SIZE}
    return {
        "legend": {
            **text,
            "orient": "top",
            "title": None,
            "symbolSize": 110,
            "symbolStrokeWidth": 0,
            "symbolBaseStrokeColor": INK["muted"],
            "symbolStrokeColor": INK["muted"],
            "gradientStrokeColor": INK["axis"],
            "labelLimit": 260,
            "columnPadding": 14,
            "rowPadding": 3,
            "offset": 24,
        },
        "header": {
            **text,
            "title": None,
            "labelFontWeight": 600,
            "labelAnchor": "start",
            "labelPadding": 4,
            "titleFontSize": 11,
        },
        "title": {
            "anchor": "start",
            "frame": "bounds",
            "color": INK["ink"],
            "subtitleColor": INK["muted"],
            "fontSize": 15,
            "fontWeight": 600,
            "subtitleFontSize": 12,
            "subtitlePadding": 4,
            "offset": 12,
        },
    }


def config() -> dict[str, Any]:
    """Vega-Lite ``config`` of the house style; no Vega default colour is left in it."""
    return {
        "background": "transparent",
        "font": FONT,
        "padding": {"left": 2, "right": 2, "top": 4, "bottom": 2},
        "view": {"stroke": None, "continuousWidth": WIDTH, "continuousHeight": HEIGHT},
        "mark": {"color": PALETTE["colours"]["blue"]["light"]},
        "rule": {"color": INK["muted"]},
        "text": {"color": INK["ink"], "fontSize": LABEL_SIZE},
        "line": {"strokeWidth": 2, "strokeCap": "round", "strokeJoin": "round"},
        "axis": _axis_config(),
        "axisX": {"grid": False},
        "axisXQuantitative": {"labelExpr": YEARS_PLAIN, "labelSeparation": 6},
        "axisY": {"domain": False, "ticks": False, **UPRIGHT},
        "axisBand": {"grid": False},
        **_guide_config(),
        "range": {
            "category": [PALETTE["colours"][name]["light"] for name in PALETTE["sequence"]],
            "ramp": ramp("blue"),
            "heatmap": ramp("blue"),
            "diverging": ramp("diverging"),
        },
    }


@alt.theme.register("recomputed", enable=True)
def theme() -> alt.theme.ThemeConfig:
    """Altair theme that gives every chart the house style."""
    return {"config": config()}
