"""The book's pages as one page for print."""

from bs4 import BeautifulSoup

from recomputed.teach.press import gather

ROW = "<tr><th>1979</th><td>12</td><td>twelve</td></tr>"
HEAD = "<thead><tr><th>Year</th><th>Number</th><th>Words</th></tr></thead>"


def printed(tmp_path, name: str, content: str) -> BeautifulSoup:
    """A page of the book as it goes to print."""
    (tmp_path / f"{name}.html").write_text(f"<article>{content}</article>", encoding="utf-8")
    html, _ = gather.gather(tmp_path, [name])
    return BeautifulSoup(html, "html.parser")


def table(rows: int, names: str = "") -> str:
    return f'<table class="{names}">{HEAD}<tbody>{ROW * rows}</tbody></table>'


def test_a_section_prints_its_ledger_however_long_it_is(tmp_path):
    ledger = f'<details class="tt-ledger">{table(200, "tt-ledger-table")}</details>'
    page = printed(tmp_path, "section-1", ledger)
    assert len(page.select(".tt-ledger tbody tr")) == 200
    assert "Not printed here" not in page.get_text()


def test_the_table_of_all_statements_is_told_of_and_not_printed(tmp_path):
    tool = f'<div class="tt-scorecard">{table(3, "tt-ledger-table")}</div>'
    page = printed(tmp_path, "scorecard", tool)
    assert page.select("table") == []
    assert "The ledgers at the end of the sections hold them all." in page.get_text()


def test_columns_of_numbers_have_their_headings_above_them(tmp_path):
    page = printed(tmp_path, "section-1", table(3))
    assert [cell.get_text() for cell in page.select("thead .num")] == ["Number"]
    assert [cell.get_text() for cell in page.select("tbody .num")] == ["12"] * 3


def test_rows_across_a_table_say_nothing_of_its_columns(tmp_path):
    across = table(2).replace(ROW, f'<tr><td colspan="3">Sums</td></tr>{ROW}', 1)
    page = printed(tmp_path, "audit", across)
    assert [cell.get_text() for cell in page.select("thead .num")] == ["Number"]


def test_a_ledger_mixes_words_and_numbers_and_is_set_as_words(tmp_path):
    page = printed(tmp_path, "section-1", table(3, "tt-ledger-table"))
    assert page.select(".num") == []


def test_short_tables_stay_on_one_page(tmp_path):
    page = printed(tmp_path, "section-1", table(gather.SHORT) + table(gather.SHORT + 1))
    short, long = page.select("table")
    assert "short" in short["class"]
    assert "short" not in long.get("class", [])
