"""The audit: it judges by rounding, finds what is misprinted or planted, knows its reach."""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from recomputed.audit import (
    FAILS,
    HOLDS,
    OPEN,
    ROUNDING,
    VERDICTS,
    altered,
    audit,
    coverage,
    mends,
    slip,
    suspicions,
)
from recomputed.audit.cells import printed_cells, row_keys
from recomputed.audit.equation import at_most, equal, judge, reproduces, same
from recomputed.audit.identity import PARTS, Identity, run
from recomputed.audit.slips import candidates
from recomputed.audit.trial import CAUGHT, CUT, EXCHANGED, KINDS, SHIFTED, TENFOLD, plant
from recomputed.data.book import Book
from recomputed.data.quantity import Quantity, Unit
from recomputed.ledger.formulas import share, total

DATA = Path(__file__).parents[2] / "data"
USD = Unit("usd_10k", "USD", Fraction(10_000))
CONTRACTS = Unit("contracts", "contracts")
PERCENT = Unit("percent", "ratio", Fraction(1, 100))


def q(text: str, unit: Unit = USD) -> Quantity:
    return Quantity.printed(text, unit)


def summed(*texts: str, unit: Unit = USD) -> Quantity:
    return total(q(text, unit) for text in texts)


# How a check is judged


@pytest.mark.parametrize(
    ("equation", "verdict"),
    [
        (equal(summed("10", "10", "10"), q("30")), HOLDS),
        (equal(summed("10", "10", "10"), q("31")), ROUNDING),
        (equal(summed("10", "10", "10"), q("32")), FAILS),  # the intervals only touch
        (equal(summed("0.10", "0.10", "0.10"), q("0.31")), ROUNDING),
        (equal(summed("0.10", "0.10", "0.10"), q("0.32")), FAILS),
        (equal(summed("1.004", "1.004"), q("2.01")), HOLDS),  # rounds to what is printed
        (equal(summed("3.7", "3.70"), q("7.36")), ROUNDING),
        (equal(summed("3", "4", unit=CONTRACTS), q("8", CONTRACTS)), FAILS),  # counts do not round
        (equal(summed("3", "5", unit=CONTRACTS), q("8", CONTRACTS)), HOLDS),
        (same(q("410575"), q("410576")), FAILS),  # no amount rounds to both
        (same(q("331.3749"), q("331.37")), HOLDS),
        (same(q("331.37"), q("331.3749")), HOLDS),
        (same(q("218.7608"), q("218.78")), FAILS),
        (at_most(q("6.52"), q("6.52")), HOLDS),
        (at_most(summed("0.22", "6.30"), q("6.51")), ROUNDING),
        (at_most(summed("0.22", "6.31"), q("6.51")), FAILS),
    ],
)
def test_sums_and_repetitions_are_judged_by_rounding(equation, verdict):
    assert judge(equation)[0] == verdict


def rate(part: str, whole: str, printed: str) -> str:
    return judge(reproduces(share(q(part), q(whole)), q(printed, PERCENT)))[0]


def test_rates_are_judged_by_the_rounding_of_their_inputs():
    assert rate("21005", "28314", "74.19") == HOLDS
    assert rate("5", "12", "41.7") == HOLDS
    assert rate("5", "12", "43.1") == ROUNDING  # 4.5 to 5.5 over 11.5 to 12.5
    assert rate("21005", "28314", "30.83") == FAILS


def test_digits_cut_off_are_let_pass_in_rates_only():
    assert rate("3477000", "204842000", "1.69") == ROUNDING
    assert judge(equal(summed("169.74"), q("169")))[0] == FAILS


def test_a_sum_with_parts_not_compiled_is_open_below_its_total_and_fails_above():
    parts = summed("40", "50")
    assert judge(equal(parts, q("200"), rest="others"))[0] == OPEN
    assert judge(equal(parts, q("90"), rest="others"))[0] == HOLDS
    assert judge(equal(parts, q("80"), rest="others"))[0] == FAILS


# A hand-made table


def tiny(folder: Path, rows: str) -> Book:
    """A data folder with one table: year, total, a, b."""
    fields = [{"name": "year", "type": "integer", "title": "Year", "unit": "year"}] + [
        {"name": name, "type": "number", "title": name, "unit": "usd_10k"}
        for name in ("total", "a", "b")
    ]
    units = {
        "year": {"en": "year", "zh": "年"},
        "usd_10k": {"en": "US$ 10,000", "zh": "万美元", "base": "USD", "factor": 10000},
    }
    table = {"name": "table_01", "path": "t.csv", "schema": {"primaryKey": "year"}}
    table["schema"]["fields"] = fields
    table["schema"]["missingValues"] = ["", "—"]
    package = {"units": units, "resources": [table, {"name": "errata", "path": "errata.csv"}]}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    (folder / "t.csv").write_text("year,total,a,b\n" + rows, encoding="utf-8")
    (folder / "errata.csv").write_text(
        "table,row,column,printed,corrected,evidence,confidence,outside\n"
        "1,2001,total,93,90,made up,certain,\n1,2002,a,7,,made up,contradiction,\n",
        encoding="utf-8",
    )
    return Book(folder, "printed")


def parts_make_total(T, year):
    """The parts make the total."""
    return equal(total([T[1][year, "a"], T[1][year, "b"]]), T[1][year, "total"])


PARTS_MAKE_TOTAL = Identity(parts_make_total, PARTS, lambda T: T[1].keys())


def test_a_check_tells_its_sides_its_gap_its_cells_and_its_errata(tmp_path):
    book = tiny(tmp_path, "2000,90,40,50\n2001,93,40,50\n2002,98,7,90\n2003,50,—,50\n")
    zero, one, two, three = run(PARTS_MAKE_TOTAL, book)
    assert [zero.verdict, one.verdict, two.verdict] == [HOLDS, FAILS, ROUNDING]
    assert (one.left, one.right, one.gap_text) == ("90", "93", "-3")
    assert {(c.table, c.key, c.column) for c in one.cells} == {
        (1, (2001,), "total"),
        (1, (2001,), "a"),
        (1, (2001,), "b"),
    }
    assert [(e.row, e.corrected) for e in one.errata] == [("2001", "90")]
    assert two.errata == ()  # it does not fail
    assert three.verdict == OPEN
    assert "2003, a" in three.reason
    assert [zero.id, zero.where, zero.tables] == ["parts-make-total/2000", "2000", [1]]


def test_an_erratum_explains_nothing_once_its_cell_is_edited(tmp_path):
    book = tiny(tmp_path, "2001,99,40,50\n")
    (check,) = run(PARTS_MAKE_TOTAL, book)
    assert (check.verdict, check.errata) == (FAILS, ())


def test_an_inexact_side_is_shown_with_two_decimals_beyond_the_print(tmp_path):
    book = tiny(tmp_path, "2001,30,1,20\n")

    def a_third(T, year):
        """A third."""
        return equal(T[1][year, "b"] / 3, T[1][year, "a"])

    (check,) = run(Identity(a_third, PARTS, lambda T: [2001]), book)
    assert (check.left, check.right, check.gap_text) == ("6.67", "1", "+5.67")


# The published tables


@pytest.fixture(scope="module")
def printed() -> Book:
    return Book(DATA, "printed")


@pytest.fixture(scope="module")
def corrected() -> Book:
    return Book(DATA, "corrected")


@pytest.fixture(scope="module")
def on_print(printed):
    return audit(printed)


@pytest.fixture(scope="module")
def on_corrected(corrected):
    return audit(corrected)


CONTRADICTIONS = {
    "forms-1979-1999/1998",
    "fees-2001-2013/2004",
    "imports-2001-2013/2011",
    "imports-1979-1999/1994",
    "totals-2017-2019/14/2017/value",
    "totals-2017-2019/14/2017/technology_fee",
    "growth-rates/7/2019/Total",
    "growth-rates/7/2019/Patents",
    "growth-rates/8/2019/Total",
    "growth-rates/8/2019/Other forms",
    "growth-rates/9/2019/Total",
    "growth-rates/9/2019/State-owned enterprises",
    "growth-rates/10/2019/Total",
    "growth-rates/10/2019/Foreign-invested enterprises",
    "pharmaceutical-intensity/2018",
    "industries-within-imports/Total/y1991",
}
"""Checks that fail in either edition: the paper does not tell which of two numbers is right."""

MISPRINTS = {
    "fees-2001-2013/2005",
    "ten-largest/12/2018/share",
    "imports-1979-1999/1985",
    "imports-1979-1999/1987",
    "partners-within-imports/1987",
    "industries-within-imports/Total/y1997",
    "industries-within-imports/Energy/y1997",
    "shares/12/2018/Top ten",
    "shares/12/2018/United States",
    "shares/12/2018/Hong Kong",
    "shares/12/2018/Singapore",
    "shares/12/2018/Japan",
    "shares/12/2018/Germany",
    "shares/12/2018/Belgium",
    "shares/12/2018/Finland",
    "shares/12/2018/Switzerland",
    "shares/12/2018/Iran",
    "shares/12/2018/Pakistan",
}
"""Checks that fail on the tables as printed and are mended by the errata."""

NOT_COMPILED = {f"forms-1979-1999/{year}" for year in (1982, 1986, 1987, 1988, 1989, 1990)}
NOT_COMPILED |= {f"forms-1979-1999/{year}" for year in (1991, 1992, 1993, 1994, 1995, 1996, 1999)}
NOT_COMPILED |= {
    f"export-forms-1991-2000/y{year}" for year in (1991, 1992, 1993, 1994, 1995, 1996, 1998)
}
"""Checks of sums that fall short, in years of which some forms were not compiled."""


def ids(checks, verdict: str) -> set[str]:
    return {check.id for check in checks if check.verdict == verdict}


def test_the_known_exceptions_fail_and_nothing_else(on_print, on_corrected):
    assert ids(on_print, FAILS) == CONTRADICTIONS | MISPRINTS
    assert ids(on_corrected, FAILS) == CONTRADICTIONS


def test_what_cannot_be_checked_is_known(on_print, on_corrected):
    assert ids(on_print, OPEN) == ids(on_corrected, OPEN) == NOT_COMPILED


def test_every_failure_is_explained_by_an_erratum(on_print, on_corrected):
    assert [check.id for check in on_print if check.verdict == FAILS and not check.errata] == []
    for check in on_corrected:
        if check.verdict == FAILS:
            assert {e.confidence for e in check.errata} == {"contradiction"}, check.id


def test_every_check_has_a_name_of_its_own(on_print):
    twice = [name for name, count in Counter(c.id for c in on_print).items() if count > 1]
    assert twice == []


def test_every_identity_is_put_to_use_and_said_in_one_sentence(on_print):
    for check in on_print:
        assert check.identity.words.endswith("."), check.identity.id
        assert check.cells, check.id


# Planted errors


@pytest.mark.parametrize(
    ("address", "kind", "caught_by"),
    [
        ((6, (2009,), "patents"), EXCHANGED, "forms-2001-2013/2009"),
        ((5, (2010,), "equipment_fee"), TENFOLD, "fees-2001-2013/2010"),
        ((2, (1985,), "technology_licensing"), TENFOLD, "forms-1979-1999/1985"),
        ((3, ("Energy",), "y1994"), CUT, "industries-1991-1999/y1994"),
        ((8, (2018, "Patents"), "value"), EXCHANGED, "shares/8/2018/Patents"),
        ((9, (2018, "Collective enterprises"), "contracts"), EXCHANGED, "groups-2017-2019/9/2018"),
        ((14, (2019, "Software"), "share"), SHIFTED, "shares/14/2019/Software"),
        ((13, (2018, "Food"), "technology_fee"), TENFOLD, "fees-within-value/13/2018/Food"),
        ((19, (2008,), "industry_total"), CUT, "share-of-eight/2008"),
        ((19, ("average_growth",), "food"), EXCHANGED, "average-growth/food"),
        ((10, (2019, "Total"), "technology_fee"), EXCHANGED, "totals-2017-2019/10/2019"),
        ((16, ("Pharmaceuticals",), "y2014"), TENFOLD, "pharmaceutical-intensity/2014"),
        ((17, ("Chemicals",), "y2015"), TENFOLD, "patents-within-industry/y2015"),
    ],
)
def test_a_planted_slip_is_caught_where_an_identity_touches_the_cell(
    corrected, on_corrected, address, kind, caught_by
):
    planted = plant(corrected, on_corrected, address, kind)
    assert planted.outcome == CAUGHT
    assert any(check.startswith(caught_by) for check in planted.checks), planted.checks


def test_a_column_shifted_by_a_row_fails_in_each_row(corrected, on_corrected):
    keys = [key for key in row_keys(corrected.T[14]) if key[0] == 2019]
    below = [corrected.T[14].text(*key, "share") for key in keys[1:]]
    moved = {(14, key, "share"): text for key, text in zip(keys, [*below, "0.03"], strict=True)}
    failing = ids(audit(altered(corrected, moved)), FAILS) - CONTRADICTIONS
    assert {f"shares/14/2019/{label}" for _, label in keys} <= failing


def test_amounts_ten_times_as_large_never_pass_in_the_tables_of_trade(corrected, on_corrected):
    missed = []
    cells = [c for c in coverage(corrected, on_corrected) if c.table in range(5, 15)]
    for cell in cells[::7]:
        if cell.equalities and cell.column not in ("growth", "contracts"):
            address = (cell.table, cell.key, cell.column)
            planted = plant(corrected, on_corrected, address, TENFOLD)
            if planted and planted.outcome != CAUGHT:
                missed.append(address)
    assert missed == [], missed


def test_most_slips_in_cells_that_an_equality_holds_are_caught(corrected, on_corrected):
    fixed = [c for c in coverage(corrected, on_corrected) if c.equalities]
    outcomes = Counter()
    for turn, cell in enumerate(fixed[::13]):
        address = (cell.table, cell.key, cell.column)
        planted = plant(corrected, on_corrected, address, KINDS[turn % len(KINDS)])
        if planted:
            outcomes[planted.outcome] += 1
    assert outcomes.total() > 80
    assert outcomes[CAUGHT] >= 0.9 * outcomes.total(), outcomes


def test_planting_leaves_the_book_as_it_was(corrected, on_corrected):
    altered(corrected, {(5, (2013,), "total"): "1"})
    assert corrected.T[5].text(2013, "total") == "4336413"
    assert Counter(c.verdict for c in audit(corrected)) == Counter(c.verdict for c in on_corrected)


def test_a_number_that_is_gone_leaves_its_checks_open(corrected):
    gone = altered(corrected, {(6, (2005,), "patents"): "—", (15, (2014,), "food"): ""})
    verdicts = {check.id: check.verdict for check in audit(gone)}
    assert verdicts["forms-2001-2013/2005"] == OPEN
    assert verdicts["research-within-manufacturing/2014"] == OPEN
    assert verdicts["forms-2001-2013/2006"] != OPEN


def test_a_year_that_is_added_is_audited_too(tmp_path):
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    added = {
        "05": "2014,100,3105900,3000000,105900\n",
        "06": "2014,3105800,3000000,100000,5800,0,0,0,0,0\n",
        "20": "2019,100.0,99999.0,100000.0,5.0,24000.0,500.0\n",
    }
    for number, row in added.items():
        with (data / f"tables/table_{number}.csv").open("a", encoding="utf-8") as file:
            file.write(row)
    verdicts = {check.id: check.verdict for check in audit(Book(data))}
    assert verdicts["fees-2001-2013/2014"] == HOLDS
    assert verdicts["forms-2001-2013/2014"] == HOLDS
    assert verdicts["imports-2001-2013/2014"] == FAILS
    assert verdicts["new-products-within-revenue/electronics/2019"] == FAILS


@pytest.mark.parametrize("seed", range(4))
def test_whatever_stands_in_the_cells_the_audit_ends_in_verdicts(corrected, seed):
    chance = random.Random(seed)
    texts = ["", "—", "0", "-100", "100", "0.000000000001", "999999999999999999", "-99.999"]
    cells = chance.sample(printed_cells(corrected), 150)
    spoilt = altered(corrected, {address: chance.choice(texts) for address in cells})
    checks = audit(spoilt)
    assert {check.verdict for check in checks} <= set(VERDICTS)
    assert all(isinstance(c.left + c.right + c.gap_text + c.where, str) for c in checks)
    assert len(coverage(spoilt, checks)) < 2260
    suspicions(spoilt)


# Its reach


def test_coverage_counts_every_printed_number_once(corrected, on_corrected):
    touched = coverage(corrected, on_corrected)
    assert len({(t.table, t.key, t.column) for t in touched}) == len(touched) == 2260
    levels = Counter(t.level for t in touched)
    assert levels["fixed"] > 0.65 * len(touched)


def test_the_cells_that_no_identity_touches_are_known(corrected, on_corrected):
    free = {
        (t.table, t.key[0] if t.table == 16 else t.column)
        for t in coverage(corrected, on_corrected)
        if t.level == "free"
    }
    assert free == {
        (5, "contracts"),
        (16, "Industrial enterprises above designated size"),
        (18, "software_copyrights"),
        (20, "electronics_technology_imports"),
        (20, "pharmaceutical_technology_imports"),
    }


def test_the_tables_of_trade_by_group_are_held_by_equalities_throughout(corrected, on_corrected):
    loose = {t.table for t in coverage(corrected, on_corrected) if not t.equalities}
    assert not loose & {3, 6, 7, 8, 9, 10, 13, 14, 19}


# Slips and suspicions


@pytest.mark.parametrize(
    ("wrong", "right", "name"),
    [
        ("29", "298489", "cut short"),
        ("4044778", "404478", "a digit too many"),
        ("404478", "4044778", "a digit missing"),
        ("1182654", "1182645", "digits exchanged"),
        ("2.77", "27.7", "point moved"),
        ("6.42", "64.2", "point moved"),
        ("319854", "319855", "last digit"),
        ("14417.3", "11417.3", "one digit wrong"),
        ("5232611", "1592312", ""),
        ("30.83", "74.19", ""),
        ("13.63", "13.63", ""),
    ],
)
def test_slips_are_told_by_name(wrong, right, name):
    assert slip(wrong, right) == name
    if name and name != "cut short":
        assert name == "a digit missing" or right in candidates(wrong)


def test_single_slips_that_would_mend_a_sum_are_found(printed, on_print):
    (check,) = [c for c in on_print if c.id == "fees-2001-2013/2005"]
    found = {(m.column, m.text, m.slip) for m in mends(printed, check, on_print)}
    assert ("technology_fee", "1182645", "digits exchanged") in found
    (check,) = [c for c in on_print if c.id == "imports-1979-1999/1987"]
    assert [m.text for m in mends(printed, check, on_print)] == ["298489"]


def test_a_remedy_that_upsets_another_check_is_not_offered(printed, on_print):
    """One digit would mend Table 14's total of 2017, but not the share of electronics in it."""
    (check,) = [c for c in on_print if c.id == "totals-2017-2019/14/2017/value"]
    assert mends(printed, check, on_print) == []


def test_a_break_in_a_series_is_suspected(corrected):
    assert (20, (2010,), "pharmaceutical_revenue") in places(corrected)
    for address in ((18, (2012,), "software_copyrights"), (5, (2007,), "contracts")):
        text = corrected.T[address[0]].text(*address[1], address[2])
        assert address not in places(corrected)
        assert address in places(altered(corrected, {address: text + "0"}))
        assert address in places(altered(corrected, {address: text[:2]}))


def places(book: Book) -> set[tuple]:
    return {(s.table, s.key, s.column) for s in suspicions(book)}


def test_a_suspicion_names_the_number_one_slip_away(corrected):
    changed = altered(corrected, {(5, (2007,), "contracts"): "97730"})
    (found,) = [s for s in suspicions(changed, [5]) if s.column == "contracts"]
    assert found.text == "97730"
    assert found.mend in candidates("97730")
    assert float(found.mend) == pytest.approx(97730 / found.factor, rel=0.15)
