"""A book from edited data: told what changed, beside the published one, which stays as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers import digest, run_book
from made_up import BOOK, DATA, OTHER_YEAR, YEAR, make_mini

from recomputed import mime
from recomputed.ledger import diff
from recomputed.run import changes

HOSTILE = '<img src=x onerror="alert(1)">&amp;=1+1'
TABLE = "tables/table_01.csv"


@pytest.fixture(scope="module")
def edited(tmp_path_factory) -> Path:
    """The small book, published, and built again from one edited table."""
    root = make_mini(tmp_path_factory.mktemp("whatif") / "clone")
    assert run_book("build", root=root).returncode == 0
    published = digest(root / "_build" / "html")
    table = (root / "data" / TABLE).read_text(encoding="utf-8")
    folder = root.parent / "edited it's so"
    folder.mkdir()
    text = table.replace(YEAR, OTHER_YEAR)
    (folder / "table_01.csv").write_text(text, encoding="utf-8")
    done = run_book("whatif", "--data", folder, root=root)
    assert done.returncode == 0, done.stderr
    assert digest(root / "_build" / "html") == published
    return root / "_build" / "whatif"


def told(edited: Path) -> dict:
    return json.loads((edited / "html" / "changes.json").read_text(encoding="utf-8"))


def test_cells_and_claims_that_changed_are_listed(edited):
    changed = told(edited)
    assert changed["files"] == [TABLE]
    assert changed["cells"] == [
        {"file": TABLE, "row": "1921", "column": "total", "before": "40.2", "after": "45.6"}
    ]
    claims = {(one["edition"], one["id"]): one for one in changed["claims"]}
    imports = claims["corrected", "1.1-barrels-1921"]
    assert (imports["verdict_before"], imports["verdict_after"]) == ("reproduced", "discrepant")
    assert imports["before"].startswith("40.2")
    assert imports["after"].startswith("45.6")
    assert imports["flipped"]
    assert ("printed", "1.1-barrels-1921") in claims


def test_sentences_are_listed_with_the_anchor_of_their_claim(edited):
    sentences = told(edited)["editions"]["corrected"]["sentences"]
    hrefs = {one["href"] for one in sentences}
    assert "chapters/section-1.html#claim-1.1-barrels-1921" in hrefs
    page = (edited / "html" / "chapters" / "section-1.html").read_text(encoding="utf-8")
    assert 'id="claim-1.1-barrels-1921"' in page
    plain = [one for one in sentences if not one["claim"]]
    assert [(one["before"], one["after"]) for one in plain] == [("40200", "45600")]


def test_the_page_of_changes_stands_in_the_contents_of_every_page(edited):
    for page in ("index.html", "chapters/section-1.html", "as-printed/index.html"):
        assert "what-changed.html" in (edited / "html" / page).read_text(encoding="utf-8")
    page = (edited / "html" / "what-changed.html").read_text(encoding="utf-8")
    assert "45600" in page
    assert "reproduced" in page


def test_the_folder_of_edits_must_be_named():
    refused = run_book("whatif", root=BOOK)
    assert refused.returncode == 1
    assert "--data" in refused.stderr


# --- parts


def test_rows_that_only_one_folder_has(tmp_path):
    for name, rows in (("a", "1,x\n2,y\n"), ("b", "1,x\n3,z\n")):
        (tmp_path / name / "tables").mkdir(parents=True)
        (tmp_path / name / TABLE).write_text(f"year,total\n{rows}", encoding="utf-8")
        package = {"resources": [{"path": TABLE, "schema": {"primaryKey": "year"}}]}
        (tmp_path / name / "datapackage.json").write_text(json.dumps(package))
    found = diff.changed_cells(tmp_path / "a", tmp_path / "b", TABLE)
    assert [(one.row, one.column, one.before, one.after) for one in found] == [
        ("2", "(row)", "2, y", ""),
        ("3", "(row)", "", "3, z"),
    ]


def test_nothing_edited_nothing_told():
    same = diff.compare(DATA, DATA, ())
    assert (same.files, same.cells, same.claims) == ((), (), ())


def spec(name: str, value: float) -> dict:
    told = {"recomputed": {"id": name, "title": f"Chart {name}"}}
    output = {"data": {mime.CHART: {"data": {"values": [value]}, "usermeta": told}}}
    return {"outputs": [output]}


def test_charts_that_changed_are_found_by_id():
    before = {"one": {"cells": [spec("a", 1), spec("b", 1)]}}
    after = {"one": {"cells": [spec("b", 1), spec("a", 2), spec("c", 1)]}}
    found = changes.in_pages(before, after)["charts"]
    assert [one["href"] for one in found] == ["one.html#chart-a", "one.html#chart-c"]


def test_what_comes_from_data_is_shown_as_text():
    cell = dict.fromkeys(("file", "row", "column", "before", "after"), HOSTILE)
    claim = dict.fromkeys(("id", "statement", "printed", "before", "after"), HOSTILE)
    claim |= {"edition": "corrected", "flipped": True, "verdict_before": "", "verdict_after": ""}
    chart = {"id": HOSTILE, "href": HOSTILE, "title": HOSTILE}
    pages = {"corrected": {"sentences": [], "charts": [chart]}}
    judged = dict.fromkeys(("id", "statement", "printed", "before", "after"), HOSTILE)
    judged |= {"edition": "corrected", "judgement_before": "", "judgement_after": HOSTILE}
    told = {"cells": [cell], "claims": [claim], "held": [judged], "editions": pages}
    html = changes.page_html(told, "corrected")
    assert "<img" not in html
    assert 'onerror="' not in html
    assert "&lt;img" in html


def test_a_claim_told_on_several_pages_is_linked_in_its_own_chapter():
    names = ("index", "chapters/section-1")

    def notebook(verdict: str) -> dict:
        told = {"id": "1.2-x", "home": "chapters/section-1", "printed": "1"}
        told |= {"recomputed": "2", "verdict": verdict}
        answer = {"expression": "n('1.2-x')", "result": {"data": {mime.CLAIM: told}}}
        return {"cells": [{"id": "a", "metadata": {"user_expressions": [answer]}}]}

    before, after = ({name: notebook(v) for name in names} for v in ("reproduced", "discrepant"))
    told = changes.in_pages(before, after)["sentences"]
    assert [one["href"] for one in told] == ["chapters/section-1.html#claim-1.2-x"] * 2
