"""The chart form for what is known only between two values."""

import pandas as pd
import pytest

from recomputed import charts
from recomputed.charts import style

BOUNDS = pd.DataFrame(
    {
        "category": ["2018", "2019", "2019"],
        "series": ["European Union", "European Union", "Japan"],
        "low": [20.9, 21.5, None],
        "high": [32.1, 34.2, None],
        "value": [None, None, 18.8],
    }
)


def marks(chart):
    return {layer["mark"]["type"]: layer for layer in chart.to_dict()["layer"]}


def test_ranges_and_points_share_a_scale_that_holds_all():
    drawn = marks(charts.ranges(BOUNDS, series="series", kind="partner", unit="%"))
    low, high = drawn["rule"]["encoding"]["x"]["scale"]["domain"]
    assert low <= 18.8
    assert high >= 34.2
    assert drawn["point"]["encoding"]["x"]["scale"] == drawn["rule"]["encoding"]["x"]["scale"]


def test_rows_keep_the_frame_order_and_series_their_house_colour():
    drawn = marks(charts.ranges(BOUNDS, series="series", kind="partner"))
    assert drawn["point"]["encoding"]["y"]["sort"] == ["2018", "2019"]
    colours = drawn["point"]["encoding"]["color"]["scale"]
    expected = [style.colour("partner", "European Union"), style.colour("partner", "Japan")]
    assert colours == {"domain": ["European Union", "Japan"], "range": expected}


def test_a_baseline_is_inside_the_axis():
    chart = charts.ranges(BOUNDS, baseline=50).to_dict()
    assert chart["layer"][0]["encoding"]["x"]["scale"]["domain"][1] >= 50


def test_every_row_has_room():
    few, many = (
        charts.ranges(BOUNDS[BOUNDS.category.isin(c)]) for c in (["2019"], ["2018", "2019"])
    )
    assert many.to_dict()["height"] == 2 * few.to_dict()["height"]


def test_nothing_known_is_refused():
    with pytest.raises(ValueError, match="nothing to draw"):
        charts.ranges(BOUNDS.assign(low=None, high=None, value=float("nan")))
