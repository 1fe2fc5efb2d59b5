"""Published figures: how they are read, how a statement is held against them, what is shown."""

import csv
import json
import re
import shutil
from fractions import Fraction
from pathlib import Path

import pytest
from helpers import ROOT

from recomputed.chapter import Chapter, world
from recomputed.chapter.prose import outside_record
from recomputed.data.book import Book
from recomputed.data.claims import Claim
from recomputed.errors import DataError
from recomputed.ledger import Ledger, diff, downloads
from recomputed.ledger.formulas import exactly
from recomputed.ledger.outside import (
    CONFIRMED,
    CONTRADICTED,
    HELD,
    JUDGEMENTS,
    NEAR_BY,
    NOT_FOUND,
    Other,
    World,
    contradicted,
    hold,
    is_near,
    same_order,
)
from recomputed.ledger.verbal import holds, undecided
from recomputed.pages import marks
from recomputed.run import changes

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def ledger():
    return Ledger(DATA)


@pytest.fixture
def data(tmp_path):
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# --- Reading ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("outside.csv", ",213.99,", ",21x,", "column value: found '21x', expected"),
        ("outside.csv", ",213.99,,usd_100m", ",213.99,,dollars", "column unit: found 'dollars'"),
        ("outside.csv", "2.1.1-trade-multiple", "2.1.1-typo", "column claims: found '2.1.1-t"),
        ("outside.csv", "http://103.249.53.35", "103.249.53.35", "column address: found '103."),
        ("outside.csv", ",2012-12-07,", ",7.12.2012,", "column published: found '7.12.2012'"),
        ("outside.csv", ",reported,", ",hearsay,", "column grade: found 'hearsay', expected"),
        ("outside.csv", ",same,", ",alike,", "column scope: found 'alike', expected"),
        ("outside.csv", "id,claims", "id,claim", "row 1, column 2: found 'claim'"),
        ("searches.csv", "1.1-plants,", "1.1-typo,", "column claim: found '1.1-typo', expected"),
        ("outside/rd_intensity.csv", ",1996,0.56", ",1996,many", "found 'many32399917', expected"),
    ],
)
def test_a_wrong_cell_is_refused_by_file_row_and_column(data, file, old, new, says):
    edit(data / file, old, new)
    with pytest.raises(DataError, match=re.escape(says)) as refused:
        Book(data).check()
    assert str(refused.value).startswith(f"{file}, row ")


def test_a_missing_series_is_named(data):
    (data / "outside" / "ip_charges.csv").unlink()
    with pytest.raises(DataError, match=re.escape("outside/ip_charges.csv: the file is missing")):
        Book(data).check()


def test_what_spreadsheets_do_to_a_value_is_forgiven(data):
    edit(data / "outside.csv", ",213.99,", ",２１３.99 ,")
    assert Book(data).outside.figures["technology-exports-2011"].printed.text == "213.99"


def test_every_series_tells_its_licence_its_source_and_its_unit():
    book = Book(DATA)
    described = [r for r in book.package["resources"] if r["name"].startswith("outside_")]
    assert {r["path"] for r in described} == {
        path.relative_to(DATA).as_posix() for path in (DATA / "outside").iterdir()
    }
    for resource in described:
        assert resource["licenses"][0]["title"]
        assert resource["sources"][0]["path"].startswith("https://")
        assert resource["unit"] in book.units
        assert resource["notes"]


def test_every_figure_bears_on_a_known_claim_and_is_used(ledger):
    outside = ledger.book.outside
    unknown = {c for one in outside.figures.values() for c in one.claims} - set(ledger.claims)
    unknown |= set(outside.searches) - set(ledger.claims)
    unknown |= set(HELD["techtrade"]) - set(ledger.claims)
    assert unknown == set()
    for name, figure in outside.figures.items():
        for claim in figure.claims:
            assert figure.source in ledger.held(claim).sources, (name, claim)


def test_what_a_function_reads_names_the_claim(ledger):
    for claim, formula in HELD["techtrade"].items():
        seen = World(ledger.book.outside, ledger.book.paper.names)
        formula.function(ledger.book.tables(), seen, **formula.arguments)
        for name in seen.figures_read:
            assert claim in ledger.book.outside.figures[name].claims, (claim, name)


def test_no_claim_is_both_held_and_searched_in_vain(ledger):
    held = {one.claim.id for one in ledger.all_held() if one.sources}
    assert held & set(ledger.book.outside.searches) == set()


# --- Judging ------------------------------------------------------------------------------


def claim_of(printed, qualifier="", unit="percent", kind="share", name="1-made-up"):
    return Claim(name, "1", "Made up.", printed, qualifier, unit, kind, "external")


def one_figure(data, value, qualifier="", unit="percent", scope="same"):
    """The judgement on a claim of 40.0% when one figure is published."""
    claim = "4.2-consumption-contribution-2019"
    rows = list(csv.DictReader((data / "outside.csv").open(encoding="utf-8")))
    row = next(row for row in rows if row["id"] == "consumption-contribution-2019")
    row |= {"value": value, "qualifier": qualifier, "unit": unit, "scope": scope}
    with (data / "outside.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow({**row, "claims": claim})
    return hold(claim_of("40.0", name=claim), Book(data)).judgement


@pytest.mark.parametrize(
    ("value", "qualifier", "scope", "judgement"),
    [
        ("40.0", "", "same", CONFIRMED),
        ("40.1", "", "same", CONFIRMED),  # 40.05 rounds to both
        ("40.2", "", "same", NEAR_BY),
        ("40", "", "same", CONFIRMED),  # a coarser figure
        ("41", "about", "same", NEAR_BY),
        ("42.0", "", "same", NEAR_BY),  # a twentieth, and no more
        ("42.1", "", "same", CONTRADICTED),
        ("38.0", "", "same", NEAR_BY),
        ("37.9", "", "same", CONTRADICTED),
        ("39", "over", "same", CONFIRMED),
        ("45", "over", "same", CONTRADICTED),
        ("40.0", "", "other", NEAR_BY),
        ("39", "over", "other", NEAR_BY),
        ("37.9", "", "other", ""),  # another measure contradicts nothing
    ],
)
def test_a_number_is_held_at_the_edges(data, value, qualifier, scope, judgement):
    assert one_figure(data, value, qualifier, scope=scope) == judgement


def test_a_figure_in_another_unit_is_converted(data):
    assert one_figure(data, "0.401", unit="ratio") == CONFIRMED


@pytest.mark.parametrize(
    ("result", "judgement"),
    [
        (holds(True, "so"), CONFIRMED),
        (holds(False, "not so"), CONTRADICTED),
        (undecided("so far"), NEAR_BY),
        (Other(holds(True, "so")), NEAR_BY),
        (Other(undecided("so far")), NEAR_BY),
        (Other(holds(False, "not so")), ""),
    ],
)
def test_words_are_held_by_their_function(monkeypatch, result, judgement):
    name = "4.4-power-shifts"
    formula = HELD["techtrade"][name]
    monkeypatch.setitem(HELD["techtrade"], name, type(formula)(name, lambda T, W: result, {}))
    monkeypatch.setattr(type(formula), "words", "Made up.")
    claim = Book(DATA).claims[name]
    assert hold(claim, Book(DATA)).judgement == judgement


@pytest.mark.parametrize(
    ("result", "judgement"),
    [
        (exactly(4) / 10, CONFIRMED),
        (exactly(5) / 10, CONTRADICTED),
        (Other(exactly(4) / 10), NEAR_BY),
        (Other(exactly(5) / 10), ""),
    ],
)
def test_numbers_are_held_by_their_function(monkeypatch, result, judgement):
    name = "4.2-propensity-to-consume-2019"
    formula = HELD["techtrade"][name]
    monkeypatch.setitem(HELD["techtrade"], name, type(formula)(name, lambda T, W: result, {}))
    monkeypatch.setattr(type(formula), "words", "Made up.")
    assert hold(claim_of("40.0", name=name), Book(DATA)).judgement == judgement


def test_a_figure_of_another_measure_confirms_no_words(data):
    assert Ledger(data).held("4.1-rd-above-eu").judgement == CONFIRMED
    rows = (data / "outside.csv").read_text(encoding="utf-8")
    line = next(row for row in rows.splitlines() if row.startswith("rd-intensity-2019-eu,"))
    edit(data / "outside.csv", line, line.replace(",same,", ",other,"))
    assert Ledger(data).held("4.1-rd-above-eu").judgement == NEAR_BY
    edit(data / "outside.csv", ",European Union,2019,2.12,", ",European Union,2019,2.32,")
    assert Ledger(data).held("4.1-rd-above-eu").judgement == ""


def test_near_is_a_twentieth():
    assert is_near(Fraction(100), Fraction(105))
    assert not is_near(Fraction(100), Fraction(106))
    assert is_near(Fraction(-100), Fraction(-95))


def test_an_order_of_magnitude_is_half_a_power_of_ten_either_way():
    assert same_order(exactly(100), exactly(316))
    assert same_order(exactly(316), exactly(100))
    assert not same_order(exactly(100), exactly(317))
    assert not same_order(exactly(317), exactly(100))


def test_only_a_publishers_own_address_is_official(ledger):
    outside = ledger.book.outside
    sources = [one.source for one in outside.figures.values()]
    for source in sources + [one.source for one in outside.series.values()]:
        copied = re.match(r"https?://(github\.com|[\d.]+)/", source.address)
        assert not copied or f"copy at {source.address.split('/')[2]}" in source.publisher
        assert source.grade != "official" or "copy at" not in source.publisher


def test_a_better_grade_goes_before_a_worse_one(data):
    rows = (data / "outside.csv").read_text(encoding="utf-8")
    line = next(row for row in rows.splitlines() if row.startswith("income-2019,"))
    other = re.sub(r"^income-2019,[^,]*,", "worse,4.2-disposable-income-2019,", line)
    other = other.replace(",30733,", ",50000,").replace(",official,", ",secondary,")
    head, _, rest = rows.partition("\n")
    (data / "outside.csv").write_text(f"{head}\n{other}\n{rest}", encoding="utf-8")
    held = Ledger(data).held("4.2-disposable-income-2019")
    assert held.judgement == CONFIRMED
    assert len(held.sources) == 2


def test_a_changed_figure_changes_the_judgement_and_no_verdict(data, ledger):
    edit(data / "outside.csv", ",213.99,", ",25.54,")
    changed = Ledger(data)
    assert ledger.held("2.1.1-exports-multiple").judgement == CONTRADICTED
    assert changed.held("2.1.1-exports-multiple").judgement == CONFIRMED
    for claim in ("2.1.1-exports-multiple", "2.1.1-trade-multiple"):
        assert changed[claim].verdict == ledger[claim].verdict


def test_a_changed_table_changes_the_judgement(data, ledger):
    edit(data / "tables" / "table_08.csv", "321.37", "2692.00")
    assert Ledger(data).held("2.1.1-exports-multiple").judgement == CONFIRMED


def test_without_its_figure_a_statement_is_held_against_nothing(data):
    rows = (data / "outside.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [row for row in rows if not row.startswith("technology-exports-2011,")]
    (data / "outside.csv").write_text("".join(kept), encoding="utf-8")
    assert Ledger(data).held("2.1.1-exports-multiple").judgement == ""


def test_a_contradicted_number_without_a_table_is_taken_away_from_a_chart(ledger):
    found = contradicted(ledger)
    assert {"2.1.1-exports-multiple", "2.1.1-trade-multiple"} <= found
    for claim in found:
        assert ledger.held(claim).judgement == CONTRADICTED
        assert ledger[claim].verdict not in ("reproduced", "rounding")


def test_a_hundred_statements_from_outside_are_held(ledger):
    held = [one for one in ledger.all_held() if one.claim.is_external and one.sources]
    assert len(held) >= 100


# --- Showing ------------------------------------------------------------------------------


def test_the_card_tells_the_judgement_and_links_its_source():
    card = Chapter("section-2", DATA).n("2.1.1-exports-multiple").card()
    told = card["outside"]
    assert told["judgement"] == CONTRADICTED
    assert told["sources"][0]["href"].startswith("http://")
    html = dict(marks.rows(card))["The world"]
    assert "contradicted" in html
    assert f'<a href="{told["sources"][0]["href"]}">' in html


def test_a_card_without_a_judgement_has_no_such_row():
    card = Chapter("section-1", DATA).n("1.2.1-imports-1979").card()
    assert card["outside"] is None
    assert "The world" not in dict(marks.rows(card))


def test_every_link_is_well_formed(ledger):
    for held in ledger.all_held():
        for one in (outside_record(held) or {"sources": ()})["sources"]:
            assert re.fullmatch(r"https?://[\w.-]+(:\d+)?(/\S*)?", one["href"]), one
            assert not re.search(r"""[<>"\s]""", one["href"])
            assert one["text"]


def test_the_downloads_carry_what_the_page_counts(tmp_path, ledger):
    downloads.write(DATA, tmp_path)
    records = json.loads((tmp_path / "claims.json").read_text(encoding="utf-8"))
    chapter = Chapter("world", DATA)
    counts = world.counts(world.judged(chapter))
    for judgement in JUDGEMENTS:
        listed = [one for one in records if one["outside"] == judgement]
        assert len(listed) == counts[judgement]
        page = world.statements(chapter, judgement).html
        assert page.count("<li>") == len(listed)
        for one in listed:
            assert f'#claim-{one["id"]}"' in page
            assert bool(one["outside_address"]) == (judgement != NOT_FOUND)
    with (tmp_path / "claims.csv").open(encoding="utf-8", newline="") as file:
        assert {row["outside"] for row in csv.DictReader(file)} == {"", *JUDGEMENTS}


def test_what_was_not_read_again_is_said_so(ledger):
    page = world.statements(Chapter("world", DATA), CONFIRMED).html
    assert "not read again" in page
    for figure in ledger.book.outside.figures.values():
        assert figure.source.checked == "" or figure.source.checked >= "2026-11-30"


def test_a_judgement_that_changed_is_told_with_before_and_after(tmp_path):
    """With exports of 25.55 for 2011 the ministry would bear out the paper's 12.58 times."""
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    path = data / "outside.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",China,2011,213.99,", ",China,2011,25.55,"), encoding="utf-8")
    told = diff.compare(ROOT / "data", data, ("corrected",)).record()
    (one,) = told["held"]
    assert one["id"] == "2.1.1-exports-multiple"
    assert (one["judgement_before"], one["judgement_after"]) == ("contradicted", "confirmed")
    assert (one["before"][:4], one["after"]) == ("1.50", "12.5781")
    pages = {"corrected": {"sentences": [], "charts": []}}
    html = changes.page_html({**told, "editions": pages}, "corrected")
    row = next(r for r in html.split("<tr>") if "2.1.1-exports-multiple" in r)
    assert "<td>contradicted</td><td>confirmed</td>" in row
    summary = changes.summary({**told, "editions": pages}, "corrected")
    assert "1 with another judgement by published figures" in summary
