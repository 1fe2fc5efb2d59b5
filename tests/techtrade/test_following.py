"""Charts and sentences follow the tables; a sample here, all by ``python tests/following.py``."""

from __future__ import annotations

import pytest
from following import (
    NAMES,
    cells_of_table,
    charts_of,
    fixed_words,
    shaken,
    undeclared,
    unfelt,
    words_of,
)
from helpers import ROOT
from test_figures import AGAINST, failing

from recomputed.ledger import Ledger


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return Ledger(ROOT / "data")


CHARTS = [chart for name in NAMES for chart in charts_of(name)]
DRAWN = {
    **{1: "total", 2: "total", 3: "y1999", 4: "y2000", 5: "total", 6: "know_how"},
    **dict.fromkeys(range(7, 15), "value"),
    **{15: "electronics", 16: "y2018", 17: "y2018", 18: "telecom_grants", 19: "electronics"},
    20: "pharmaceutical_revenue",
}
"""A column of each table that charts draw, cell by cell."""


@pytest.mark.parametrize("table", DRAWN)
def test_a_changed_cell_changes_a_chart(ledger, table):
    cells = [cell for cell in cells_of_table(ledger.book, table) if cell[2] == DRAWN[table]]
    assert unfelt(CHARTS, ledger.book, [[cells[2]]]) == []


@pytest.mark.parametrize("chart", CHARTS[3::20], ids=lambda chart: chart.id)
def test_a_chart_draws_the_tables_that_stand_under_it(ledger, chart):
    assert undeclared(chart, ledger.book) == []


def test_every_measured_number_of_a_chapter_follows_the_data(ledger):
    book = ledger.book
    others = [shaken(book, seed, book.table_numbers, stated=True) for seed in range(3)]
    assert fixed_words("section-1", book, others) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_chapter_reckons_with_a_number_that_fails(name):
    own, scope = Ledger(ROOT / "data"), {}  # a book of its own, which notes what is read from it
    words_of(name, own.book, scope)
    assert scope["ch"].T.claims_read & failing(own) <= AGAINST.get(name, set())
