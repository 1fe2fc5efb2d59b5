"""Chart forms: what they draw over time, in ranks and pairs, and what they refuse."""

import itertools

import altair as alt
import numpy as np
import pandas as pd
import pytest
from altair.utils.schemapi import SchemaValidationError
from chart_samples import FLOWS, FORMS, LAST, PARTNERS, POINTS, TWO, frame, rows_of

from recomputed import charts
from recomputed.charts import style
from recomputed.charts.balance import flow_of
from recomputed.charts.rows import rows
from recomputed.charts.validity import to_spec


def test_lines_break_where_a_year_is_missing():
    spec = charts.lines(PARTNERS, kind="partner").to_dict()
    germany = [row for row in rows_of(spec, "lines") if row["series"] == "Germany"]
    assert [(row["year"], row["_segment"]) for row in germany] == [(2010, 0), (2011, 0), (2013, 1)]
    assert "gaps" not in {view["name"] for view in spec["layer"]}


def test_lines_bridge_gaps_only_on_request():
    spec = charts.lines(PARTNERS, gaps="dash").to_dict()
    assert [(row["_x"], row["_series"]) for row in rows_of(spec, "gaps")] == [
        (2011, "Germany"),
        (2013, "Germany"),
    ]


def test_rows_without_a_value_count_as_missing_years():
    thin = frame({"China": [1, None, None, 4]})
    spec = charts.lines(thin).to_dict()
    assert [row["_segment"] for row in rows_of(spec, "lines")] == [0, 1]


def test_labels_stand_at_the_last_value_of_each_line_and_apart():
    rows = rows_of(charts.lines(PARTNERS).to_dict(), "labels")
    assert {row["_series"]: row["_x"] for row in rows} == dict.fromkeys(
        ("Japan", "United States", "Germany"), 2013
    )
    heights = sorted(row["_y"] for row in rows)
    assert min(b - a for a, b in itertools.pairwise(heights)) > 0.1


def test_emphasis_greys_the_others():
    spec = charts.lines(PARTNERS, kind="partner", emphasis=["Japan"]).to_dict()
    colours = spec["layer"][0]["encoding"]["color"]["scale"]["range"]
    assert colours == [style.colour("partner", "Japan"), style.INK["faint"], style.INK["faint"]]


def test_tooltips_name_unit_and_decimals():
    spec = charts.lines(PARTNERS, unit="US$ billion", kind="partner").to_dict()
    points = next(view for view in spec["layer"] if view["name"] == "points")
    tips = {tip["title"]: tip.get("format") for tip in points["encoding"]["tooltip"]}
    assert tips == {"Partner": None, "Year": "d", "US$ billion": ",.2f"}


def test_index_is_100_in_its_base_year():
    spec = charts.indexed(PARTNERS, 2011).to_dict()
    base = {row["series"]: row["index"] for row in rows_of(spec, "lines") if row["year"] == 2011}
    assert base == {"Japan": 100, "United States": 100, "Germany": 100}
    with pytest.raises(ValueError, match=r"base year 2012 for .*Germany"):
        charts.indexed(PARTNERS, 2012)


def test_shares_add_up_without_the_total():
    rows = rows_of(charts.area_share(FORMS, kind="form").to_dict(), "areas")
    assert {row["series"] for row in rows}.isdisjoint({"Total"})
    for year in (2010, 2011, 2012):
        assert sum(row["share"] for row in rows if row["year"] == year) == pytest.approx(100)
    assert next(r["share"] for r in rows if (r["year"], r["series"]) == (2010, "Patents")) == 20


def test_areas_refuse_years_with_gaps():
    gapped = FORMS[FORMS["year"] != 2011].replace({"year": {2012: 2013}})
    gapped = pd.concat([gapped, FORMS.assign(year=2014)[FORMS["year"] == 2012]])
    with pytest.raises(ValueError, match="stacked_bars"):
        charts.area_share(gapped, kind="form")


def test_stacks_start_at_zero_in_the_given_order():
    order = ["Technical consulting and services", "Patents"]
    spec = charts.stacked_bars(FORMS, kind="form", only=order).to_dict()
    bars = next(view for view in spec["layer"] if view["name"] == "stacks")
    assert bars["encoding"]["y"]["scale"]["domain"][0] == 0
    rows = [row["series"] for row in rows_of(spec, "stacks") if row["year"] == 2010]
    assert rows == order


def test_stacks_use_a_legend_where_an_entity_misses_the_last_year():
    part = FORMS[~((FORMS["year"] == 2012) & (FORMS["series"] == "Patents"))]
    spec = charts.stacked_bars(part, kind="form").to_dict()
    stacks = spec["layer"][0]
    assert len(spec["layer"]) == 1
    assert stacks["encoding"]["color"]["legend"] is not None
    assert spec["params"][0]["bind"] == "legend"


def test_stacks_leave_the_places_of_missing_years_empty():
    gapped = FORMS.replace({"year": {2012: 2014}})
    bands = charts.stacked_bars(gapped, kind="form").to_dict()["layer"][0]["encoding"]["x"]
    assert bands["scale"]["domain"] == [2010, 2011, 2012, 2013, 2014]
    closed = charts.stacked_bars(gapped, kind="form", gaps=False).to_dict()
    assert closed["layer"][0]["encoding"]["x"]["scale"]["domain"] == [2010, 2011, 2014]


def test_stacked_rows_keep_their_order_and_hold_negative_parts():
    rows = pd.DataFrame(
        [("West", "Gain", 5), ("West", "Loss", -3), ("East", "Gain", 1), ("East", "Loss", -6)],
        columns=["region", "series", "value"],
    )
    spec = charts.stacked_bars(rows, x="region", horizontal=True).to_dict()
    bar = spec["layer"][0]["encoding"]
    assert bar["y"]["scale"]["domain"] == ["West", "East"]
    low, high = bar["x"]["scale"]["domain"]
    assert low <= -6 < 5 <= high
    assert spec["layer"][-1]["name"] == "baseline"


def test_intervals_draw_known_points_only():
    spec = charts.intervals(POINTS, kind="flow").to_dict()
    points = rows_of(spec, "points")
    assert [(r["series"], r["year"]) for r in points] == [
        *(("Exports", year) for year in (2003, 2005, 2006)),
        *(("Imports", year) for year in (2003, 2005)),
    ]
    assert {r["status"] for r in rows_of(spec, "whiskers")} == {"derived"}
    runs = {(r["series"], r["year"]): r["_segment"] for r in rows_of(spec, "lines")}
    assert runs["Exports", 2003] != runs["Exports", 2005] == runs["Exports", 2006]


@pytest.mark.parametrize(
    ("name", "flow"),
    [
        ("imports", "Imports"),
        ("Exports of high-technology products", "Exports"),
        ("Balance (exports less imports)", "Balance"),
        ("Trade deficit", "Balance"),
    ],
)
def test_flows_are_told_by_their_names(name, flow):
    assert flow_of(name) == flow


def test_balance_is_computed_where_both_flows_are_known_and_stated_elsewhere():
    spec = charts.diverging_balance(FLOWS).to_dict()
    balance = {row["year"]: row["value"] for row in rows_of(spec, "balance_points")}
    assert balance == {2011: -12, 2012: -5, 2013: -9, 2014: -5}
    bars = {(row["series"], row["year"]): row["_bar"] for row in rows_of(spec, "flows")}
    assert bars["Imports", 2010] == -20
    assert bars["Exports", 2014] == 30
    assert ("Exports", 2010) not in bars
    axis = next(view for view in spec["layer"] if view["name"] == "flows")["encoding"]["x"]
    assert axis["scale"]["domain"] == [2010, 2011, 2012, 2013, 2014]


def test_bars_are_ranked_from_zero():
    spec = charts.bars(LAST, kind="partner", unit="US$ billion").to_dict()
    bar = spec["layer"][0]["encoding"]
    assert bar["y"]["scale"]["domain"] == ["Japan", "United States", "Germany"]
    assert bar["x"]["scale"]["domain"][0] == 0
    unranked = charts.bars(LAST.iloc[::-1], sort=False).to_dict()
    rows = unranked["layer"][0]["encoding"]["y"]["scale"]["domain"]
    assert rows == ["Germany", "United States", "Japan"]


def test_bars_refuse_two_values_in_a_row():
    with pytest.raises(ValueError, match="more than one value"):
        charts.bars(PARTNERS)


def test_bars_share_a_colour_where_no_kind_tells_them_apart():
    def colours(**options):
        chart = charts.bars(LAST, **options).to_dict()
        return chart["layer"][0]["encoding"]["color"]["scale"]["range"]

    assert len(set(colours())) == 1
    assert len(set(colours(kind="partner"))) == 3
    assert colours(emphasis=["Japan"]).count(style.INK["faint"]) == 2


def test_bars_leave_room_for_the_values_at_both_ends():
    spec = charts.bars(LAST.assign(value=[100, -100, 0])).to_dict()
    low, high = spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert low < -100 < 100 < high
    assert {"values_left", "values_right", "baseline"} <= {v["name"] for v in spec["layer"]}


def test_slope_labels_both_ends_with_values():
    spec = charts.slope(TWO, kind="partner").to_dict()
    left = {row["_label"] for row in rows_of(spec, "labels_right")}
    right = {row["_label"] for row in rows_of(spec, "labels_left")}
    assert left == {"Japan 1.50", "United States 2.00", "Germany 0.50"}
    assert right == {"3.00 Japan", "2.90 United States", "2.85 Germany"}


def test_bump_names_those_who_come_and_go():
    table = pd.DataFrame(
        [
            (2017, "A", 1),
            (2017, "B", 2),
            (2018, "A", 1),
            (2018, "C", 2),
            (2019, "D", 1),
            (2019, "A", 2),
        ],
        columns=["year", "series", "rank"],
    ).assign(value=1.0)
    spec = charts.bump(table).to_dict()
    left = {row["_label"] for row in rows_of(spec, "labels_right")}
    right = {(row["_label"], row["_x"]) for row in rows_of(spec, "labels_left")}
    assert left == {"A 1", "B 2"}
    between = {(row["_label"], row["_x"]) for row in rows_of(spec, "labels_center")}
    assert right == {("2 A", 2019), ("1 D", 2019)}
    assert between == {("2 C", 2018)}


def test_dumbbell_needs_exactly_two_points():
    spec = charts.dumbbell(TWO, kind="partner").to_dict()
    spans = {row["series"]: (row["_from"], row["_to"]) for row in rows_of(spec, "spans")}
    assert spans["Japan"] == (1.5, 3.0)
    with pytest.raises(ValueError, match="two points"):
        charts.dumbbell(PARTNERS)


@pytest.mark.parametrize(
    ("low", "high", "aligns"),
    [(4, 6, ["right", "left"]), (0.1, 6, ["left", "left"]), (4, 9.9, ["right", "right"])],
)
def test_dumbbell_names_its_points_within_the_plot(low, high, aligns):
    pair = frame({"A": [low, high], "B": [0, 10]})
    spec = charts.dumbbell(pair, only=["A", "B"], sort=False).to_dict()
    ends = [view["mark"]["align"] for view in spec["layer"] if view["name"].startswith("end_")]
    assert ends == aligns


def test_heat_map_has_one_cell_per_value_in_seven_steps():
    spec = charts.heatmap(PARTNERS, unit="US$ billion").to_dict()
    assert len(rows_of(spec, "cells")) == len(PARTNERS.dropna())
    scale = spec["layer"][0]["encoding"]["color"]["scale"]
    assert len(scale["range"]) == len(scale["domain"]) + 1 == 7


def test_years_are_read_from_columns_and_entities_from_labels():
    wide = pd.DataFrame(
        {
            "label_en": ["Energy", "Energy", "Transport", "Transport"],
            "series": ["1991", "1992", "1991", "1992"],
            "column": ["y1991", "y1992", "y1991", "y1992"],
            "value": [1, 2, 3, 4],
        }
    )
    rows = rows_of(charts.lines(wide, kind="industry").to_dict(), "lines")
    assert {(row["label_en"], row["year"]) for row in rows} == {
        ("Energy", 1991), ("Energy", 1992), ("Transport", 1991), ("Transport", 1992)
    }  # fmt: skip


def test_only_selects_and_orders_and_names_rename_but_keep_the_colour():
    spec = charts.lines(
        PARTNERS, kind="partner", only=["United States", "Japan"], names={"United States": "USA"}
    ).to_dict()
    scale = spec["layer"][0]["encoding"]["color"]["scale"]
    assert scale["domain"] == ["USA", "Japan"]
    assert scale["range"] == style.colours("partner", ["United States", "Japan"])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"only": ["Mars"]}, "nothing to draw for .*Mars"),
        ({"series": "planet"}, "no column 'planet'"),
        ({"y": "weight"}, "no column 'weight'"),
    ],
)
def test_wrong_names_are_refused_with_what_there_is(options, message):
    with pytest.raises(ValueError, match=message):
        charts.lines(PARTNERS, **options)


def test_nothing_known_is_refused():
    with pytest.raises(ValueError, match="no value is known"):
        charts.lines(PARTNERS.assign(value=None))


def test_a_chart_that_is_no_vega_lite_is_refused_with_altairs_words():
    chart = charts.lines(PARTNERS, kind="partner")
    chart.padding = {"left": "wide"}
    with pytest.raises(SchemaValidationError, match="wide"):
        to_spec(chart)
    assert to_spec(charts.lines(PARTNERS, kind="partner"))["layer"]


COLUMNS = {
    "numbers": [1.5, float("nan"), float("inf")],
    "whole numbers": [1, 2, 3],
    "small numbers": np.array([1.1, 2.2, 3.3], dtype="float32"),
    "words": ["x", None, "中"],
    "truth": [True, False, True],
    "nullable": pd.array([1, None, 3], dtype="Int64"),
    "mixed": ["x", 1, None],
    "dates": pd.to_datetime(["2020-01-01", None, "2020-01-03"]),
    "categories": pd.Categorical(["x", "y", None]),
    "lists": [np.array([1, 2]), [3], "x"],
}


@pytest.mark.parametrize("columns", [*([name] for name in COLUMNS), list(COLUMNS), []])
def test_rows_of_a_chart_are_those_that_altair_makes(columns):
    data = pd.DataFrame({name: COLUMNS[name] for name in columns})
    assert repr(rows(data)) == repr(alt.default_data_transformer(data))


def test_too_many_rows_are_refused_as_altair_does():
    with pytest.raises(alt.MaxRowsError, match="5001"):
        rows(pd.DataFrame({"a": range(5001)}))
