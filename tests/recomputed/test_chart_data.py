"""The data that a reader gets of a chart: all that is drawn, in a reader's words."""

import altair as alt
import pandas as pd
import pytest
from chart_samples import FORMS_OF_CHART

from recomputed.chapter import Chapter
from recomputed.charts.behind import lacking, laid_out, whole
from recomputed.charts.shown import show
from recomputed.errors import BookError

FRAME = pd.DataFrame(
    {
        "year": [2017, 2018, 2018, 2017],
        "partner": ["Japan", "Japan", "Germany", "Germany"],
        "value": [1.5, 2.5, 3.0, None],
        "_rank": [1, 2, 1, 2],
    }
)
PLAIN = alt.Chart(FRAME).mark_line().encode(x="year:Q", y="value:Q", color="partner:N")
WORDS = {"title": "Imports rose", "alt": "They rose.", "tables": [1]}


def behind(chart, **more):
    return show(chart, "imports", **WORDS, **more).spec["usermeta"]["recomputed"]["data"]


def test_few_years_stand_across_the_page():
    laid = laid_out(FRAME, {"year": "Year", "partner": "Partner"}, {"value": "US$ billion"}, 1)
    assert laid["header"] == ["Partner", "2017", "2018"]
    assert laid["rows"] == [["Japan", 1.5, 2.5], ["Germany", None, 3.0]]
    assert laid["decimals"] == [None, 1, 1]


def test_beside_many_years_stand_the_entities_each_with_its_panel():
    rows = [(y, p, f, 1.5 * y) for y in range(2000, 2010) for p in "ab" for f in ("in", "out")]
    frame = pd.DataFrame(rows, columns=["year", "name", "flow", "value"])
    told = {"year": "Year", "name": "Name", "flow": "Flow"}
    laid = laid_out(frame, told, {"value": "US$"}, 1)
    assert laid["header"] == ["Year", "A: in", "A: out", "B: in", "B: out"]
    assert len(laid["rows"]) == 10


def test_bounds_stand_beside_what_they_bound():
    frame = pd.DataFrame({"name": ["a", "b"], "value": [2, 3], "low": [1, 2]})
    laid = laid_out(frame, {"name": "Name"}, {"value": "%", "low": "At least"}, 0)
    assert laid["header"] == ["Name", "%", "At least"]


@pytest.mark.parametrize("name", FORMS_OF_CHART)
def test_every_form_lays_out_all_that_it_draws(name):
    chart = FORMS_OF_CHART[name]
    spec = chart.to_dict()
    data = behind(chart)
    assert lacking(spec, data) is None
    for number in range(len(data["rows"])):
        fewer = {**data, "rows": data["rows"][:number] + data["rows"][number + 1 :]}
        assert lacking(spec, fewer), data["rows"][number]


def test_a_plain_chart_has_its_own_frame_behind_it():
    data = behind(PLAIN)
    assert data["header"] == ["Year", "Partner", "Value"]
    assert [2018, "Germany", 3.0] in data["rows"]


def test_data_given_to_show_are_what_the_reader_gets():
    given = FRAME.dropna().set_axis(["Year", "Partner", "US$ billion", "_rank"], axis=1)
    data = behind(PLAIN, data=given)
    assert data["header"] == ["Year", "Partner", "US$ billion"]
    assert data["decimals"] == [0, None, 1]


@pytest.mark.parametrize("dropped", ["Japan", "Germany"])
def test_data_that_lack_a_series_which_the_chart_draws_are_refused(dropped):
    with pytest.raises(BookError, match=f"draws .*{dropped}.*data="):
        behind(PLAIN, data=FRAME[FRAME["partner"] != dropped])


def test_data_that_lack_the_measure_are_refused():
    with pytest.raises(BookError, match="lack"):
        behind(PLAIN, data=FRAME[["year", "partner"]])


def test_a_frame_keeps_helper_columns_to_itself():
    assert whole(FRAME)["header"] == ["Year", "Partner", "Value"]


def test_a_chapter_gives_plain_charts_the_house_style():
    assert Chapter
    assert alt.theme.active == "recomputed"
