"""What is computed once and found again is what computing it anew would give."""

from __future__ import annotations

import csv
import json
import shutil

import pytest
from helpers import ROOT, edit

from techtrade.ledger import Ledger, audit
from techtrade.ledger.audit import IDENTITIES
from techtrade.ledger.audit.identity import run
from techtrade.ledger.grading import grade
from techtrade.ledger.memo import Memo
from techtrade.tables import EDITIONS, Book

FILES = sorted(f"tables/{path.name}" for path in (ROOT / "data").glob("tables/*.csv"))


@pytest.fixture
def data(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path / "data"


def outcomes(grades) -> list[tuple]:
    return [(g.claim, g.verdict, g.reason, g.recomputed, g.low, g.high, g.cells) for g in grades]


def checked(checks) -> list[tuple]:
    return [(c.id, c.verdict, c.left, c.right, c.cells, c.errata) for c in checks]


def assert_nothing_is_stale(data) -> None:
    """Compare the ledger and the audit with those that nobody remembers."""
    for edition in EDITIONS:
        book = Book(data, edition)
        anew = [grade(claim, book) for claim in book.claims.values()]
        assert outcomes(Ledger(data, edition).grades()) == outcomes(anew)
        audited = [check for identity in IDENTITIES for check in run(identity, book)]
        assert checked(audit.audit(Book(data, edition))) == checked(audited)


def change_a_number(path) -> None:
    """Put another number into the middle of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    names = [name for name in header if name not in ("year", "rank")]
    row, name = next(
        (row, name)
        for row in [*rows[len(rows) // 2 :], *rows]
        for name in reversed(names)
        if row[header.index(name)].replace(".", "").isdigit()
    )
    first, *rest = row[header.index(name)]
    row[header.index(name)] = "".join(["2" if first == "1" else "1", *rest])
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


@pytest.mark.parametrize("name", FILES)
def test_an_edited_table_is_felt_by_all_that_rests_on_it(name, data):
    Ledger(data).grades()
    before = (data / name).read_bytes()
    change_a_number(data / name)
    assert (data / name).read_bytes() != before
    assert_nothing_is_stale(data)


def test_an_edited_figure_is_felt_by_all_that_rests_on_it(data):
    before = {grade.claim.id: grade.recomputed for grade in Ledger(data).grades()}
    edit(data / "figures" / "figure_4.csv", "2.2.3-east", "2.2.3-west")
    assert Ledger(data)["2.2.3-east-advantage"].recomputed != before["2.2.3-east-advantage"]
    assert_nothing_is_stale(data)


def test_an_edited_claim_is_felt_by_those_that_rest_on_it(data):
    Ledger(data).grades()
    path = data / "claims.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",433.64,", ",533.64,"))
    assert_nothing_is_stale(data)


def test_a_correction_taken_back_is_felt(data):
    audit.audit(Book(data))
    path = data / "errata.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines[:2], *lines[4:]]), encoding="utf-8")
    assert_nothing_is_stale(data)


def test_another_unit_is_felt(data):
    Ledger(data).grades()
    path = data / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    package["units"]["usd_10k"]["factor"] = 20_000
    path.write_text(json.dumps(package), encoding="utf-8")
    assert_nothing_is_stale(data)


def test_a_result_is_computed_once_for_equal_files_whatever_folder_they_are_in(data):
    computed = []

    def total(book):
        computed.append(book.T[5].text(2013, "total"))
        return computed[-1]

    memo = Memo()
    first = [memo.get("total", Book(folder), total) for folder in (ROOT / "data", data, data)]
    assert first == ["4336413"] * 3
    assert computed == ["4336413"]
    path = data / "tables" / "table_05.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("4336413", "4336414"))
    assert memo.get("total", Book(data), total) == "4336414"
    path = data / "tables" / "table_06.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("1605382", "1605383"))
    assert memo.get("total", Book(data), total) == "4336414"
    assert memo.get("total", Book(ROOT / "data"), total) == "4336413"
    assert computed == ["4336413", "4336414"]


def test_what_cannot_be_computed_is_tried_again():
    memo, tried = Memo(), []

    def fail(book):
        tried.append(book)
        raise ValueError("no")

    for _ in range(2):
        with pytest.raises(ValueError, match="no"):
            memo.get("one", Book(ROOT / "data"), fail)
    assert len(tried) == 2
