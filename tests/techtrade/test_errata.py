"""The errata: true to the print, found by the audit, told on their page, and yielding to edits."""

from __future__ import annotations

import csv
import os
import re
import shutil
from collections import Counter
from html import escape
from pathlib import Path

import nbformat
import pytest

from recomputed.audit import FAILS, HOLDS, ROUNDING, audit
from recomputed.chapter import Chapter
from recomputed.chapter.folded import erratum_anchor, table_html
from recomputed.data.book import Book
from recomputed.data.printed import Printed, round_half_up
from techtrade.stories import errata as story

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"


@pytest.fixture(scope="module")
def printed() -> Book:
    return Book(DATA, "printed")


@pytest.fixture(scope="module")
def chapter() -> Chapter:
    return Chapter("errata", DATA)


@pytest.fixture(scope="module")
def told(chapter) -> list[story.Story]:
    return story.stories(chapter)


def test_every_erratum_quotes_what_is_printed(printed):
    for e in printed.errata:
        assert printed.T[e.table].text(*e.key, e.column) == e.printed, (e.table, e.row)


def test_every_correction_applies():
    assert Book(DATA, "corrected").check() == []


def test_a_correction_is_a_number_and_a_contradiction_has_none(printed):
    for e in printed.errata:
        assert e.evidence.endswith("."), e.row
        assert len(e.evidence) < 250
        if e.confidence == "contradiction":
            assert e.corrected == ""
        else:
            assert Printed(e.corrected).value != Printed(e.printed).value
            assert Printed(e.corrected).decimals == Printed(e.printed).decimals


def test_no_cell_has_two_errata(printed):
    cells = Counter((e.table, e.key, e.column) for e in printed.errata)
    assert max(cells.values()) == 1


def test_the_file_is_in_the_order_of_the_tables(printed):
    tables = [e.table for e in printed.errata]
    assert tables == sorted(tables)


UNSEEN: dict[tuple[int, str, str], str] = {
    (20, "2010", "pharmaceutical_revenue"): "stands in no sum; published growth contradicts it"
}
"""Errata that no identity can show, with the reason."""


def test_the_audit_finds_every_erratum(printed):
    failing = [check for check in audit(printed) if check.verdict == FAILS]
    seen = {(c.table, c.key, c.column) for check in failing for c in check.cells}
    missed = {
        (e.table, e.row, e.column) for e in printed.errata if (e.table, e.key, e.column) not in seen
    }
    assert missed == set(UNSEEN)


def test_each_correction_mends_every_check_of_its_cell(printed):
    after = {check.id: check for check in audit(Book(DATA, "corrected"))}
    for check in audit(printed):
        if any(e.corrected for e in check.errata):
            assert after[check.id].verdict in (HOLDS, ROUNDING), check.id


def test_a_correction_breaks_nothing(printed):
    before = {check.id for check in audit(printed) if check.verdict == FAILS}
    after = {check.id for check in audit(Book(DATA, "corrected")) if check.verdict == FAILS}
    assert after - before == set()


def test_an_earlier_count_is_told_from_a_published_figure_that_is_the_other_tables(printed, told):
    (earlier,) = [s.erratum for s in told if s.kind == "decided"]
    figure = printed.outside.figures[earlier.outside]
    shown = printed.T[6][2011, "total"].to(figure.unit).value
    assert round_half_up(shown, figure.printed.decimals) == figure.printed.value
    assert printed.T[5][2011, "total"].to(figure.unit).value != shown


def test_what_went_wrong_is_told_from_the_numbers(told):
    kinds = {(s.erratum.table, s.erratum.row, s.erratum.column): s.kind for s in told}
    assert kinds[1, "1987", "total"] == "cut short"
    assert kinds[1, "1985", "total"] == "last digit"
    assert kinds[3, "Energy", "y1997"] == "a digit too many"
    assert kinds[3, "Total", "y1997"] == "a digit too many"
    assert kinds[5, "2005", "technology_fee"] == "digits exchanged"
    assert kinds[12, "2018 | Pakistan", "share"] == "shifted"
    assert kinds[2, "1994", "total"] == "disagree"
    assert kinds[5, "2011", "total"] == "decided"
    assert kinds[8, "2019 | Other forms", "growth"] == "revised"
    assert kinds[16, "Pharmaceuticals", "y2018"] == "redefined"
    assert kinds[20, "2010", "pharmaceutical_revenue"] == "out of line"
    assert set(kinds.values()) == set(story.KINDS)


def test_the_chapter_tells_every_kind(told):
    notebook = nbformat.read(ROOT / "chapters" / "errata.ipynb", as_version=4)
    shown = set(re.findall(r'of\("([^"]+)"', "\n".join(c.source for c in notebook.cells)))
    assert {s.kind for s in told} <= shown


def test_every_marked_cell_leads_to_its_story(chapter, told):
    page = story.stories_html(chapter, told, "All").html
    anchors = re.findall(r'<tr id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors)) == len(told)
    units = chapter.book.package["units"]
    marked = set()
    for number in chapter.book.table_numbers:
        html = table_html(chapter.T[number], units).html
        marked |= set(re.findall(r'href="errata\.html#([^"]+)"', html))
    assert marked == {erratum_anchor(s.erratum) for s in told if s.erratum.corrected}


def test_the_claims_that_rest_on_a_cell_are_those_that_read_it(chapter, told):
    (total_1991,) = [s for s in told if (s.erratum.table, s.erratum.column) == (3, "y1991")]
    assert "1.2.3-machinery-share-1991" in total_1991.claims
    for one in told:
        for claim in one.claims:
            cells = chapter.ledger_shown[claim].cells + chapter.ledger_other[claim].cells
            assert (one.erratum.table, one.erratum.key) in {(c.table, c.key) for c in cells}


def test_a_claim_can_be_graded_as_if_another_number_stood_there(chapter):
    other = {(3, ("Total",), "y1991"): "345923"}
    assert story.regraded(chapter, "1.2.3-machinery-share-1991", other).recomputed == "11.1057"
    assert chapter.grade("1.2.3-machinery-share-1991").recomputed == "9.5638"


def test_growth_rates_of_2019_imply_one_revision_of_2018(chapter):
    bases = story.implied_bases(chapter.book)
    assert len(bases) == 8
    for flow, near in (("Imports", -3.3), ("Exports", -281.9)):
        gaps = bases[bases["flow"] == flow]
        assert (gaps["high"] < 0).all()
        assert gaps["low"].max() <= gaps["high"].min()  # one amount would explain them all
        assert gaps["low"].max() - 1 <= near <= gaps["high"].min() + 1


@pytest.fixture
def edited(tmp_path) -> Path:
    """The data with one misprinted cell changed by hand."""
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    path = data / "tables" / "table_05.csv"
    text = path.read_text(encoding="utf-8")
    assert ",1182654," in text
    path.write_text(text.replace(",1182654,", ",1182000,"), encoding="utf-8")
    return data


@pytest.mark.parametrize("edition", ["corrected", "printed"])
def test_the_page_lists_corrections_that_an_edit_set_aside(edited, edition):
    chapter = Chapter("errata", edited, edition)
    told = story.guards_html(chapter)
    assert "Table 5, 2005, technology_fee" in told.html
    assert "1182000" in told.html
    (one,) = [s for s in story.stories(chapter) if s.edited]
    assert (one.erratum.row, one.edited) == ("2005", "1182000")
    assert "now 1182000; not applied" in story.stories_html(chapter, [one], "One").html


def test_nothing_is_listed_while_all_corrections_apply(chapter):
    assert story.guards_html(chapter) is None


def test_evidence_with_markup_in_it_stays_text(tmp_path):
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    path = data / "errata.csv"
    rows = list(csv.reader(path.open(encoding="utf-8")))
    rows[1][5] = "<script>alert(1)</script>"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    chapter = Chapter("errata", data)
    html = story.stories_html(chapter, story.stories(chapter), "All").html
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_the_slips_outside_the_cells_are_shown(chapter):
    html = story.slips_html(chapter, "Slips").html
    for one in chapter.book.slips:
        assert all(escape(one[name]) in html for name in ("place", "printed", "evidence"))
    assert html.count("not known") == sum(not one["should_be"] for one in chapter.book.slips)


def test_the_slips_quote_the_paper(chapter):
    """An ellipsis leaves something out."""
    paper = Path(os.environ.get("PAPER_TEXT", ROOT.parent / "shared" / "paper" / "paper_zh.txt"))
    if not paper.is_file():
        pytest.skip("the paper's text is not at hand (PAPER_TEXT)")
    text = paper.read_text(encoding="utf-8")
    for one in chapter.book.slips:
        assert all(part in text for part in one["printed"].split("……")), one["place"]
