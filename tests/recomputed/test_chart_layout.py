"""Sizes, labels and the phone version of every chart form."""

import itertools
import json
import math
import re

import altair as alt
from chart_samples import (
    EVERY,
    FORMS,
    FORMS_OF_CHART,
    LAST,
    every_form,
    frame,
    picture,
    rows_of,
    svg_of,
    width_of,
)

from recomputed import charts
from recomputed.charts.narrow import WIDTH as PHONE
from recomputed.charts.narrow import narrow


@EVERY
def test_wide_charts_are_620_and_narrow_ones_340_px(name):
    spec = FORMS_OF_CHART[name].to_dict()
    assert '"container"' not in json.dumps(spec)
    assert 590 <= width_of(picture(name)) <= 626
    assert 315 <= width_of(picture(name, phone=True)) <= PHONE + 2


def test_specs_are_the_same_every_time():
    for name, chart in every_form():
        first = FORMS_OF_CHART[name].to_dict()
        assert json.dumps(chart.to_dict(), sort_keys=True) == json.dumps(first, sort_keys=True)


@EVERY
def test_years_have_no_thousands_comma(name):
    for phone in (False, True):
        assert not re.search(r">[12],\d{3}<", picture(name, phone))


@EVERY
def test_labels_do_not_overlap(name):
    for version in (spec := FORMS_OF_CHART[name].to_dict(), narrow(spec)):
        texts = label_boxes(version)
        for (a, one), (b, other) in itertools.combinations(texts, 2):
            apart = a[0] >= b[1] or b[0] >= a[1] or a[2] >= b[3] or b[2] >= a[3]
            assert apart, (one, other)


def label_boxes(spec):
    """Rough boxes (left, right, top, bottom) of the direct labels, in plot pixels."""
    boxes = []
    for view in spec.get("layer", []):
        if not view.get("name", "").startswith("labels_"):
            continue
        y, text = (view["encoding"][channel]["field"] for channel in ("y", "text"))
        low, high = view["encoding"]["y"]["scale"]["domain"]
        for row in spec["datasets"][view["data"]["name"]]:
            lines = row[text].split("\n")
            value, ends = row[y], (low, high)
            if view["encoding"]["y"]["scale"].get("type") == "log":
                value, *ends = map(math.log, (value, low, high))
            top = spec["height"] * (ends[1] - value) / (ends[1] - ends[0]) - 6
            side = (view["name"], row["_x"])
            boxes.append(
                (((hash(side), hash(side) + 1, top, top + 13.5 * len(lines) - 1)), row[text])
            )
    return boxes


@EVERY
def test_narrowing_leaves_the_wide_spec_alone(name):
    spec = FORMS_OF_CHART[name].to_dict()
    before = json.dumps(spec, sort_keys=True)
    assert narrow(spec)["datasets" if "datasets" in spec else "data"]
    assert json.dumps(spec, sort_keys=True) == before


def test_narrow_labels_are_shorter_and_years_fewer():
    spec = charts.stacked_bars(FORMS, kind="form").to_dict()
    small = narrow(spec)
    label = next(v for v in small["layer"] if v["name"].startswith("labels"))["encoding"]["text"]
    assert label["field"] == "_label_narrow"
    texts = {row["_label_narrow"] for row in rows_of(small, "labels")}
    assert "Plant and\nequipment" in texts
    long = frame({"Total": list(range(30))}, years=range(1990, 2020))
    axis = narrow(charts.lines(long).to_dict())["layer"][0]["encoding"]["x"]["axis"]
    assert len(axis["values"]) <= 6
    assert (axis["values"][0], axis["values"][-1]) == (1990, 2019)


def test_narrow_asks_for_few_ticks_where_the_number_is_left_to_vega():
    x, y = (channel("a:Q", axis=alt.Axis(tickCount=5)) for channel in (alt.X, alt.Y))
    spec = alt.Chart(LAST).mark_point().encode(x, y).to_dict()
    encoding = narrow(spec)["encoding"]
    assert encoding["x"]["axis"]["tickCount"] == 3
    assert encoding["y"]["axis"]["tickCount"] == 5


def test_narrow_puts_legends_below_and_panels_in_two_columns():
    small = narrow(FORMS_OF_CHART["stacked_panels"].to_dict())
    legend = small["spec"]["encoding"]["color"]["legend"]
    assert legend["orient"] == "bottom"
    assert narrow(FORMS_OF_CHART["panels"].to_dict())["columns"] == 2


def test_narrow_handles_plain_and_concatenated_charts():
    plain = alt.Chart(LAST).mark_bar().encode(x="value", y="series")
    assert width_of(svg_of(narrow(plain.to_dict()))) <= PHONE + 2
    stacked = narrow((plain | plain).to_dict())
    assert "hconcat" not in stacked
    assert len(stacked["vconcat"]) == 2


def test_narrow_heat_map_shows_a_legend_where_numbers_find_no_room():
    many = frame({"Japan": [10**6 + year for year in range(12)], "Italy": [10**6] * 12})
    small = narrow(charts.heatmap(many).to_dict())
    assert [view["name"] for view in small["layer"]] == ["cells"]
    assert small["layer"][0]["encoding"]["color"]["legend"]["orient"] == "bottom"
    few = narrow(charts.heatmap(frame({"Japan": [1, 2, 3]})).to_dict())
    assert [view["name"] for view in few["layer"]] == ["cells", "numbers"]


def test_narrow_rows_grow_with_their_names():
    long = charts.stacked_bars(FORMS, kind="form", x="series", horizontal=True).to_dict()
    assert narrow(long)["height"] > long["height"]


@EVERY
def test_heights_are_numbers(name):
    spec = FORMS_OF_CHART[name].to_dict()
    view = spec.get("spec", spec)
    assert isinstance(view["height"], (int, float)), "steps make Vega-Lite warn in the console"
