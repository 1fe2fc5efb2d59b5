"""Every chart of the built book against the table and the file that its reader gets."""

import json

from recomputed.charts.behind import lacking
from recomputed.pages.chart import charts_of


def test_no_chart_of_the_book_draws_what_its_table_and_file_lack(site):
    found = 0
    for path in site.parent.glob("executed/*/**/*.ipynb"):
        for chart in charts_of(json.loads(path.read_text("utf-8"))):
            assert lacking(chart.wide, chart.data) is None, chart.id
            assert len(chart.csv().splitlines()) == 1 + len(chart.data["rows"]) > 1, chart.id
            found += 1
    assert found > 150  # in both editions
