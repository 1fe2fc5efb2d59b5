"""Pages made from executed notebooks: marks, values, charts, what stands around them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import executed_book
import nbformat
import pytest
from bs4 import BeautifulSoup

from recomputed.pages.marks import GLYPHS


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> tuple[Path, list[str]]:
    folder = executed_book.write(tmp_path_factory.mktemp("book") / "source")
    out = folder.parent / "html"
    base = "https://example.org/book/"
    return out, executed_book.build(folder, out, recomputed_both_editions=True, html_baseurl=base)


@pytest.fixture(scope="module")
def page(built) -> BeautifulSoup:
    return BeautifulSoup((built[0] / "chapters/section-1.html").read_text("utf-8"), "html.parser")


def marked(page, verdict: str):
    return page.select_one(f".tt-claim.tt-{verdict}")


def test_the_book_builds_without_a_warning(built):
    assert built[1] == []


@pytest.mark.parametrize("verdict", GLYPHS)
def test_each_verdict_shows_without_colour_or_script(page, verdict):
    mark = marked(page, verdict).select_one("button.tt-mark")
    assert mark.get_text() == GLYPHS[verdict]
    assert mark["aria-label"]
    assert page.find(id=mark["aria-describedby"]) is marked(page, verdict).select_one(".tt-card")


def test_a_card_says_what_is_printed_what_we_find_and_why(page):
    card = marked(page, "discrepant").select_one(".tt-card").get_text()
    for told in ("6.3倍", "5.31 times", "5.309 to 5.311", "multiple(T[1][1979]", "A level, not"):
        assert told in card
    assert "return" not in card
    assert marked(page, "discrepant").select_one('.tt-card a[href="catalogue.html#table-1"]')


def test_paper_shows_what_is_discrepant_and_nothing_else(page):
    assert "5.31 times" in marked(page, "discrepant").select_one(".tt-paper").get_text()
    assert marked(page, "reproduced").select_one(".tt-paper") is None


def test_an_anchor_leads_to_the_first_mention_only(page):
    assert len(page.select('[id="claim-1.2-first"]')) == 1
    assert len([c for c in page.select(".tt-claim") if "US$2.5" in c.get_text()]) == 2


def test_no_id_stands_twice_on_a_page(page):
    ids = [element["id"] for element in page.select("[id]")]
    assert sorted(set(ids)) == sorted(ids)


def test_marks_work_in_bold_next_to_chinese_in_tables_and_in_notes(page):
    assert page.select_one("strong .tt-claim.tt-rounding")
    assert page.select_one("td .tt-claim.tt-discrepant")
    assert page.select_one(".admonition .tt-claim.tt-partial")
    assert "{eval}`a`" in page.select_one("code.literal").get_text()
    assert "\ue010" not in str(page)


def test_values_are_shown_literally(page):
    text = " ".join(page.select_one("article").get_text().split())
    assert f"Hostile: {executed_book.HOSTILE}." in text
    assert "1985. That year." in text  # not a list that starts at 1985


def test_a_value_that_is_not_stored_is_reported(tmp_path):
    cells = [nbformat.v4.new_markdown_cell("# A\n\nSee {eval}`n('1.2-first')`.")]
    folder = executed_book.write(tmp_path / "source", nbformat.v4.new_notebook(cells=cells))
    warnings = executed_book.build(folder, tmp_path / "html", recomputed_pictures=False)
    assert len(warnings) == 1
    assert "section-1" in warnings[0]
    assert "n('1.2-first')" in warnings[0]


def test_a_chapter_that_was_not_run_is_run(tmp_path):
    cells = [
        nbformat.v4.new_markdown_cell("# A\n\nIt is {eval}`f'{x + 1}'`."),
        nbformat.v4.new_code_cell("x = 1"),
    ]
    cells.reverse()
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=executed_book.PYTHON)
    folder = executed_book.write(tmp_path / "source", notebook)
    assert executed_book.build(folder, tmp_path / "html") == []
    assert "It is 2." in (tmp_path / "html/chapters/section-1.html").read_text("utf-8")
    stored = nbformat.read(folder / "chapters/section-1.ipynb", 4)
    assert not any(cell.get("execution_count") for cell in stored.cells)


def test_a_chart_has_its_finding_pictures_words_source_and_data(page):
    figure = page.select_one("figure#chart-imports")
    assert figure.select_one(".tt-title").get_text() == "Imports rose"
    assert figure.select_one(".tt-subtitle").get_text() == "US$ billion"
    pictures = figure.select("svg[role=img]")
    assert [p["aria-label"] for p in pictures] == ["Imports rose from 9 to 15."] * 2
    assert figure.select_one('.tt-source a[href="catalogue.html#table-1"]')
    assert figure.select_one('.tt-source a[href="#claim-1.2-first"]')
    rows = [[c.get_text() for c in row.select("th, td")] for row in figure.select("tr")]
    assert rows[0] == ["Year", "Japan", "Germany"]
    assert rows[1] == ["1979", "9.00", "9.33"]


def test_the_code_of_a_chart_is_one_fold(page):
    folds = page.select("details.hide")
    assert [" ".join(pre.get_text() for pre in fold.select("pre")) for fold in folds] == [
        "first = 1\n second = 2\n show()\n",
        "show()\n",
    ]


def test_a_chart_carries_both_of_its_forms(page):
    kept = json.loads(page.select_one("figure script").string)
    assert kept["wide"]["width"] == 620
    assert kept["narrow"]["width"] < 400
    assert kept["wide"]["data"][0]["values"][1]["value"] == 10
    assert "config" not in kept["narrow"]


def test_a_chart_can_be_downloaded(built, page):
    links = page.select("figure#chart-imports .tt-downloads a")
    files = {a.get_text(): (built[0] / "chapters" / a["href"]).resolve() for a in links}
    assert files["CSV"].read_text("utf-8-sig").splitlines()[1] == "1979,9,9.333333333"
    assert "Imports rose" in files["SVG"].read_text("utf-8")
    assert files["PNG"].read_bytes().startswith(b"\x89PNG")


def test_the_index_of_charts_shows_each_in_both_themes(built):
    index = BeautifulSoup(
        (built[0] / "chapters/chart-index.html").read_text("utf-8"), "html.parser"
    )
    entry = index.select_one(".tt-index a")
    assert entry["href"] == "section-1.html#chart-imports"
    assert [img["class"] for img in entry.select("img")] == [["only-light"], ["only-dark"]]
    for image in entry.select("img"):
        assert (built[0] / "chapters" / image["src"]).exists()


def test_chinese_says_that_it_is_chinese(page):
    assert page.select_one("table.tt-table td span[lang=zh-Hans]").get_text() == "技术引进"
    assert page.select_one(".tt-card span[lang=zh-Hans]").get_text() == "倍"


def test_a_page_introduces_itself(page):
    assert "to read · 1 chart · 4 of 5 statements checked, 1 discrepant" in (
        page.select_one(".tt-reading").get_text()
    )
    told = {tag["property"]: tag["content"] for tag in page.select("meta[property^=og]")}
    assert told["og:title"] == "Section 1. Imports"
    assert told["og:description"].startswith("Imports were US$2.5 billion")
    assert told["og:image"] == "https://example.org/book/_static/charts/imports.png"


def test_the_editions_lead_to_each_other(built, page, tmp_path):
    switch = page.select_one("a.tt-edition-switch")
    assert switch["href"] == "../as-printed/chapters/section-1.html"
    assert page.select_one(".tt-edition-note") is None
    folder = built[0].parent / "source"
    settings = {"recomputed_both_editions": True, "recomputed_edition": "printed"}
    executed_book.build(folder, tmp_path / "html", **settings)
    printed = BeautifulSoup(
        (tmp_path / "html/chapters/section-1.html").read_text("utf-8"), "html.parser"
    )
    assert printed.select_one(".tt-edition-note a")["href"] == "../../chapters/section-1.html"


def test_a_site_map_lists_the_pages(built):
    assert "https://example.org/book/chapters/section-1.html" in (
        (built[0] / "sitemap.xml").read_text("utf-8")
    )


def test_nothing_is_fetched_from_elsewhere(built):
    fetching = re.compile(r"""<(?:script|img|iframe|link rel="[^c])[^>]*["'](?:https?:)?//""")
    for path in built[0].rglob("*.html"):
        assert not fetching.search(path.read_text("utf-8")), path.name


def test_formulas_are_mathml(built):
    assert "<math" in (built[0] / "index.html").read_text("utf-8")
