"""``book.py serve`` in a browser: what somebody who edits data sees."""

from __future__ import annotations

import nbformat
import pytest
from helpers import edit, notebook
from made_up import OTHER_YEAR, YEAR, make_mini
from preview import Running

PATIENT = 60_000
CHART = """ch.show(
    charts.lines(ch.long(1, ["total"]).assign(series="Barrels"), unit="1,000 barrels"),
    "barrels",
    title="Exports rose",
    alt="Exports rose.",
    tables=[1],
)"""


@pytest.fixture(scope="module")
def preview(tmp_path_factory):
    """A preview of a book whose first page is long and has a chart at its end."""
    root = make_mini(tmp_path_factory.mktemp("preview") / "clone")
    text, code = nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell
    first = nbformat.read(root / "index.ipynb", 4)
    filler = [text("A paragraph.\n\n" * 40)]
    own = [code("T = ch.T"), *first.cells[2:]]
    cells = [*own, *filler, code("from recomputed import charts\n\n" + CHART)]
    nbformat.write(notebook("index", *cells), root / "index.ipynb")
    running = Running(root)
    yield running
    running.stop()


def test_the_open_page_follows_an_edit_and_stays_where_it_is(context, preview):
    table = preview.root / "data" / "tables" / "table_01.csv"
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{preview.port}/index.html")
    picture = "document.querySelector('figure#chart-barrels').innerHTML"
    page.wait_for_function("document.querySelector('figure#chart-barrels')", timeout=PATIENT)
    page.evaluate("window.mine = 1; window.scrollTo(0, 700)")
    page.wait_for_timeout(1500)  # the page's line to the preview is open
    paragraphs = "[...document.querySelectorAll('article p')]"
    untouched = f"{paragraphs}.find(p => p.textContent === 'A paragraph.')"
    page.evaluate(f"{untouched}.mine = 1")
    before, scrolled = page.evaluate(picture), page.evaluate("window.scrollY")

    edit(table, YEAR, OTHER_YEAR)
    says = "t => document.querySelector('article.bd-article').textContent.includes(t)"
    page.wait_for_function(says, arg="45600", timeout=PATIENT)
    assert page.evaluate("window.mine") == 1, "the page was loaded anew"
    assert page.evaluate(f"{untouched}.mine") == 1, "what has not changed was replaced"
    assert scrolled > 0
    assert page.evaluate("window.scrollY") == scrolled
    assert page.evaluate(picture) != before
    panel = page.locator("#tt-serve")
    panel.get_by_text("reproduced → discrepant").first.wait_for(timeout=PATIENT)
    assert "data/tables/table_01.csv" in panel.inner_text()
    assert "Exports rose" in panel.inner_text()

    edit(table, OTHER_YEAR, "1921,three,")
    alert = panel.get_by_role("alert")
    alert.wait_for(timeout=PATIENT)
    assert "table_01.csv, row 2" in alert.inner_text()
    assert page.evaluate(says.replace("t =>", "(t =>") + ")('45600')"), "the good page is gone"
