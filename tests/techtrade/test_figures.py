"""The points of the figures follow the tables and the text, and rest on nothing that fails."""

from __future__ import annotations

import re
import shutil
from fractions import Fraction

import pytest
from helpers import ROOT, edit

from recomputed.chapter import Chapter
from recomputed.chapter.catalogue import figure_entry
from recomputed.data.book import EDITIONS, Book
from recomputed.errors import DataError
from recomputed.ledger import Ledger
from recomputed.ledger.figures import RULES, point, points

YEARS = {
    1: range(1985, 2001),
    2: range(2001, 2014),
    3: range(2011, 2020),
    4: range(2018, 2019),
    5: range(2003, 2019),
    6: range(2000, 2019),
    7: range(2001, 2020),
    8: range(2005, 2020),
}


@pytest.fixture
def data(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path / "data"


def by_key(book: Book, figure: int) -> dict:
    return {(p.series, p.year): p for p in points(book, figure)}


@pytest.mark.parametrize("figure", YEARS)
def test_every_year_of_the_figure_stands_once_per_series(figure):
    found = [(p.series, p.year) for p in points(Book(ROOT / "data"), figure)]
    series = Book(ROOT / "data").resource(f"figure_{figure}")["series"]
    assert sorted(found) == sorted((name, year) for name in series for year in YEARS[figure])


@pytest.mark.parametrize("figure", YEARS)
def test_each_point_is_stated_computed_or_absent_for_a_reason(figure):
    rows = Book(ROOT / "data").load(f"figure_{figure}").rows
    ruled = {(series, year) for number, series, year in RULES["techtrade"] if number == figure}
    listed = {(row["series"], int(row["year"])): row for row in rows}
    assert ruled <= listed.keys()
    for key, row in listed.items():
        assert (key in ruled) + bool(row["stated"]) + bool(row["absent"]) == 1, key


@pytest.mark.parametrize(
    ("figure", "series", "year", "value", "low", "high"),
    [
        (1, "imports", 1987, "29.8489", "29.84885", "29.84895"),
        (1, "exports", 1990, "9.89", "9.885", "9.895"),
        (1, "balance", 1991, "-21.8223", "-21.8224", "-21.8222"),
        (2, "contracts", 2012, "12988", "12988", "12988"),
        (3, "imports", 2011, "321.5881", "321.58805", "321.58815"),
        (3, "imports", 2016, "307.28", "307.275", "307.285"),
        (3, "exports", 2016, "235", "234.995", "235.005"),
        (3, "exports", 2013, "200.3713", "200.36625", "200.37635"),
        (3, "balance", 2019, "-30.64", "-30.65", "-30.63"),
        (3, "total", 2019, "673.38", "673.37", "673.39"),
        (6, "germany", 2018, "1225", "1225", "1225"),
    ],
)
def test_points_and_what_rounding_allows_as_worked_out_by_hand(
    figure, series, year, value, low, high
):
    found = point(Book(ROOT / "data").T, figure, series, year)
    ends = [round(end, 6) for end in (found.value, found.low, found.high)]
    assert ends == [Fraction(end) for end in (value, low, high)]


def test_a_multiple_and_a_growth_rate_are_taken_back():
    T = Book(ROOT / "data").T
    assert 7307.5 / float(point(T, 7, "exports", 2001)) == pytest.approx(15.7)
    grown = float(point(T, 6, "sweden", 2011)) * 1.158**7
    assert grown == pytest.approx(2843)


def test_regional_shares_make_a_whole():
    assert sum(p.quantity.value for p in points(Book(ROOT / "data"), 4)) == 100


def test_an_edited_cell_moves_the_points_that_rest_on_it(data):
    before = by_key(Book(data), 3)
    edit(data / "tables" / "table_07.csv", "316.88", "400.00")
    after = by_key(Book(data), 3)
    moved = {key for key in after if float_of(after[key]) != float_of(before[key])}
    assert moved == {("imports", 2017), ("balance", 2017), ("total", 2017)}
    assert float_of(after["balance", 2017]) == pytest.approx(218.78 - 400)


def float_of(known) -> float | None:
    return None if known.quantity is None else float(known.quantity)


def test_a_correction_moves_its_point_in_one_edition():
    corrected, printed = (by_key(Book(ROOT / "data", edition), 2) for edition in EDITIONS)
    moved = {key for key in printed if float_of(printed[key]) != float_of(corrected[key])}
    assert moved == {("technology_fee", 2005)}


def test_a_point_that_cannot_be_computed_is_absent_for_that_reason(data):
    edit(data / "claims.csv", '2001.",15.7,', '2001.",0,')
    known = by_key(Book(data), 7)["exports", 2001]
    assert (known.status, known.how) == ("absent", "the base of the ratio is zero")


def test_a_point_that_names_no_statement_is_refused(data):
    edit(data / "figures" / "figure_8.csv", "3.2.2-ratio-computers-2019", "3.2.2-nothing")
    with pytest.raises(DataError) as error:
        Book(data).check()
    assert error.value.problems == [
        "figures/figure_8.csv, row 16, column stated: found '3.2.2-nothing', "
        "expected the id of a claim that states a number"
    ]


def test_the_page_shows_rule_place_and_reason():
    ch = Chapter("figures", ROOT / "data")
    text = re.sub(r"<[^>]+>", " ", figure_entry(ch, 3).html)
    text = re.sub(r"\s+", " ", text)
    assert "2017 Technology imports 技术进口 316.88 316.875 to 316.885 printed" in text
    assert "derived Half the sum of the trade and the deficit that Section 2.1.1 states" in text
    assert "printed Stated in Section 1.4 ( 310.59 )" in text
    assert "2011 Technology exports 技术出口 no number absent only a multiple" in text


# --- nothing rests on what fails


REFUTED = ("2.1.1-trade-multiple", "2.1.1-exports-multiple", "2.1.1-imports-multiple")
"""By the levels of 2011 that the Ministry of Commerce published."""


AGAINST = {
    "claim 2.1.1-exports-multiple": {"2.1.1-trade-multiple"},
    "section-2": {"2.1.1-exports-multiple", "2.1.1-trade-multiple"},
}
"""Numbers of one sentence held against each other: the finding is that not both can be right."""


def failing(ledger: Ledger) -> set[str]:
    """The claims whose number may be used for nothing else."""
    return {g.claim.id for g in ledger.grades() if g.verdict == "discrepant"} | set(REFUTED)


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_point_and_no_recomputation_rests_on_a_failing_claim(edition):
    ledger = Ledger(ROOT / "data", edition)
    rests = {f"claim {grade.claim.id}": set(grade.claims) for grade in ledger.grades()}
    rests |= {
        f"figure {figure}, {known.series} {known.year}": set(known.claims)
        for figure in YEARS
        for known in points(ledger.book, figure)
    }
    unsound = {
        what: claims & failing(ledger) - AGAINST.get(what, set()) for what, claims in rests.items()
    }
    assert {what: claims for what, claims in unsound.items() if claims} == {}
    assert any(rests.values())


def test_of_2011_only_the_imports_that_a_table_prints_are_known():
    known = by_key(Book(ROOT / "data"), 3)
    assert [name for name, year in known if year == 2011 and known[name, year].quantity] == [
        "imports"
    ]
