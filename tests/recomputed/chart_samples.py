"""Small data, and one chart of every form, for the tests of charts."""

import json
import re
from functools import cache

import pandas as pd
import pytest
import vl_convert

from recomputed import charts
from recomputed.charts.narrow import narrow


def frame(values, series="series", years=None):
    """Tidy rows from {entity: [value per year]}; None is an empty cell."""
    rows = []
    for entity, row in values.items():
        for year, value in zip(years or range(2010, 2010 + len(row)), row, strict=True):
            rows.append({"year": year, series: entity, "value": value})
    return pd.DataFrame(rows)


PARTNERS = frame(
    {
        "Japan": [1.5, 2.0, 2.25, 3.0],
        "United States": [2.0, 2.1, 2.2, 2.9],
        "Germany": [0.5, 0.75, None, 2.85],
    }
)
FORMS = frame(
    {
        "Total": [100, 120, 150],
        "Patents": [20, 30, 50],
        "Complete plant, key equipment and production lines": [50, 40, 20],
        "Technical consulting and services": [30, 50, 80],
    }
)
RANKS = PARTNERS.dropna().assign(
    rank=lambda d: d.groupby("year")["value"].rank(ascending=False).astype(int)
)
POINTS = pd.DataFrame(
    {
        "year": [2003, 2004, 2005, 2006] * 2,
        "series": ["Exports"] * 4 + ["Imports"] * 4,
        "value": [4, None, 10, 12, 7, None, 9.5, None],
        "low": [3.5, None, 9, 11.5, 6.5, None, 9, None],
        "high": [4.5, None, 11, 12.5, 7.5, None, 10, None],
        "status": [
            *("printed", "absent", "derived", "printed"),
            *("printed", "absent", "derived", "absent"),
        ],
    }
)
FLOWS = frame(
    {
        "Technology exports": [None, 10, 25, None, 30],
        "Technology imports": [20, 22, 30, None, 35],
        "Deficit": [None, None, None, 9, None],
    }
)
TWO = PARTNERS[PARTNERS["year"].isin([2010, 2013])]
LAST = PARTNERS[PARTNERS["year"] == 2013]


def every_form():
    """One chart of every form, and of every option that changes its shape."""
    money = {"unit": "US$ billion", "kind": "partner"}
    both = pd.concat([FORMS.assign(flow="Imports"), FORMS.assign(flow="Exports")])
    wide = PARTNERS.pivot(index="year", columns="series", values="value").reset_index()
    axes = {"x_title": "Japan, US$ billion", "y_title": "United States, US$ billion"}
    yield "lines", charts.lines(PARTNERS, **money)
    yield "lines_dash", charts.lines(PARTNERS, gaps="dash", emphasis=["Japan"], **money)
    yield "lines_log", charts.lines(PARTNERS, log=True, baseline=1, **money)
    yield "indexed", charts.indexed(PARTNERS, 2010, kind="partner")
    yield "area_share", charts.area_share(FORMS, kind="form")
    yield "stacked", charts.stacked_bars(FORMS, kind="form", unit="US$ billion")
    yield "stacked_rows", charts.stacked_bars(FORMS, kind="form", horizontal=True, normalize=True)
    yield "stacked_panels", charts.stacked_bars(both, kind="form", facet="flow", normalize=True)
    yield "bars", charts.bars(LAST, **money)
    yield "bars_negative", charts.bars(LAST.assign(value=[1, -2, 3]), **money)
    yield "slope", charts.slope(TWO, **money)
    yield "bump", charts.bump(RANKS, kind="partner")
    yield "panels", charts.small_multiples(PARTNERS, columns=3, baseline=1, **money)
    yield "panels_own", charts.small_multiples(PARTNERS, form="area", shared_y=False, **money)
    yield "panels_bars", charts.small_multiples(PARTNERS, form="bar", **money)
    yield "panels_lines", charts.small_multiples(both, "flow", series="series", kind="form")
    yield "dumbbell", charts.dumbbell(TWO, **money)
    yield "intervals", charts.intervals(POINTS, unit="US$ billion", kind="flow")
    yield "balance", charts.diverging_balance(FLOWS)
    yield "heatmap", charts.heatmap(PARTNERS, unit="US$ billion")
    yield "heatmap_plain", charts.heatmap(PARTNERS, unit="US$ billion", text=False)
    yield "heatmap_diverging", charts.heatmap(PARTNERS, scheme="diverging", midpoint=2)
    yield (
        "scatter",
        charts.scatter(wide, "Japan", "United States", label="year", trend=True, **axes),
    )


FORMS_OF_CHART = dict(every_form())
EVERY = pytest.mark.parametrize("name", FORMS_OF_CHART)


def rows_of(spec, layer):
    """Data rows of a named layer, helper fields included."""
    found = next(view for view in spec["layer"] if view.get("name", "").startswith(layer))
    return spec["datasets"][found.get("data", spec.get("data"))["name"]]


def svg_of(spec):
    return vl_convert.vegalite_to_svg(spec)


@cache
def picture(name, phone=False):
    """SVG of a form in its wide or its phone version, drawn once."""
    spec = FORMS_OF_CHART[name].to_dict()
    return svg_of(narrow(spec) if phone else spec)


def width_of(svg):
    return float(re.search(r'<svg[^>]* width="([\d.]+)"', svg)[1])


def hex_values(node):
    text = json.dumps(node)
    return {value.lower() for value in re.findall(r"#[0-9a-fA-F]{3,8}\b", text)}
