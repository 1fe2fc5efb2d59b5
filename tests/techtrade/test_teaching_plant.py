"""Tables with planted errors: each set another, each error told truly in the key."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from pathlib import Path

import pytest
from helpers import ROOT, digest, run_book

from recomputed.audit import FAILS, audit, suspicions
from recomputed.data.book import Book
from recomputed.data.printed import Printed
from recomputed.data.table import key_part
from recomputed.errors import BookError
from recomputed.run import overlay
from recomputed.teach import slips
from recomputed.teach.plant import FOUND, KEY, NOT_FOUND, SUSPECTED, plant

DATA = ROOT / "data"
STUDENTS = 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("class") / "sets"
    plant(DATA, STUDENTS, seed=7, out=out)
    return out


@pytest.fixture(scope="module")
def key(folder) -> list[dict]:
    with (folder / KEY).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def books(folder, tmp_path_factory) -> dict[str, Book]:
    """Each student's tables, laid over the published data as ``--data`` does it."""
    merged = {}
    for one in sorted(folder.glob("student-*")):
        target = tmp_path_factory.mktemp("merged") / "data"
        assert len(overlay.merge(DATA, one, target)) == len(Book(DATA).table_numbers)
        merged[one.name] = Book(target, "printed")
        merged[one.name].check()
    return merged


def address(row: dict) -> tuple[int, tuple, str]:
    return int(row["table"]), tuple(map(key_part, row["row"].split(" | "))), row["column"]


def differing(book: Book) -> dict[tuple, str]:
    """The cells that are not as published, with what they hold."""
    published, found = Book(DATA, "printed"), {}
    for number in published.table_numbers:
        for record in published.T[number].rows:
            row_key = published.T[number]._key(record)
            for column, text in record.items():
                if (new := book.T[number].text(*row_key, column)) != text:
                    found[number, row_key, column] = new
    return found


def test_the_key_tells_every_change_and_no_other(key, books):
    told = defaultdict(dict)
    for row in key:
        told[row["student"]][address(row)] = row["planted"]
    assert told == {name: differing(book) for name, book in books.items()}


def test_each_student_has_other_errors(key):
    sets = defaultdict(set)
    for row in key:
        sets[row["student"]].add((address(row), row["planted"]))
    assert len(sets) == STUDENTS
    assert len(set.union(*sets.values())) == sum(map(len, sets.values()))


def test_the_audit_finds_what_the_key_says_it_finds(key, books):
    published = Book(DATA, "printed")
    before = {check.id for check in audit(published) if check.verdict == FAILS}
    odd_before = {(s.table, s.key, s.column) for s in suspicions(published)}
    for student, book in books.items():
        failing = [c for c in audit(book) if c.verdict == FAILS and c.id not in before]
        odd = {(s.table, s.key, s.column) for s in suspicions(book)} - odd_before
        for row in (row for row in key if row["student"] == student):
            others = [r for r in key if r["student"] == student and r["table"] == row["table"]]
            same_slip = {address(r) for r in others if r["checks"] == row["checks"]}
            about = {
                c.id
                for c in failing
                if address(row) in {(x.table, x.key, x.column) for x in c.cells}
            }
            assert about <= set(row["checks"].split("; ")), row
            assert bool(row["checks"]) == (row["audit"] == FOUND)
            if row["audit"] == SUSPECTED:
                assert same_slip & odd
            if row["audit"] == NOT_FOUND:
                assert address(row) not in odd


def test_most_errors_can_be_found(key):
    for number in range(1, STUDENTS + 1):
        rows = [row for row in key if row["student"] == f"student-{number:02d}"]
        missed = {(row["table"], row["row"]) for row in rows if row["audit"] == NOT_FOUND}
        assert len(missed) <= 1


def test_every_kind_of_error_is_planted(key):
    assert {row["kind"] for row in key} == set(slips.KINDS)


def test_a_seed_gives_the_same_sets(folder, tmp_path):
    plant(DATA, STUDENTS, seed=7, out=tmp_path / "again")
    assert digest(tmp_path / "again") == digest(folder)
    plant(DATA, 1, seed=8, out=tmp_path / "other")
    one, other = (f / "student-01" for f in (tmp_path / "again", tmp_path / "other"))
    assert digest(one) != digest(other)


def test_planting_again_replaces_the_sets(tmp_path):
    plant(DATA, 2, seed=1, out=tmp_path / "sets", errors=2)
    plant(DATA, 1, seed=1, out=tmp_path / "sets", errors=2)
    assert [p.name for p in (tmp_path / "sets").glob("student-*")] == ["student-01"]


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(BookError, match="not ours, such as thesis"):
        plant(DATA, 1, seed=1, out=tmp_path)
    with pytest.raises(BookError, match="at least one"):
        plant(DATA, 0, seed=1, out=tmp_path / "new")


@pytest.mark.parametrize(
    ("kind", "text", "made"),
    [
        (slips.EXCHANGED, "77", set()),
        (slips.EXCHANGED, "407", {"470"}),
        (slips.TENFOLD, "16.78", {"167.8", "1.678"}),
        (slips.TENFOLD, "7030", {"703", "70300"}),
        (slips.CUT, "123", set()),
        (slips.CUT, "248485", {"24848", "2484"}),
        (slips.CUT, "16.78", {"16.7", "16"}),
    ],
)
def test_a_slip_is_one_that_hands_make(kind, text, made):
    maker = slips.MAKERS[kind]
    found = {maker(text, random.Random(seed)) for seed in range(30)} - {""}
    assert found == made


def test_a_planted_cell_keeps_to_its_description():
    table = Book(DATA, "printed").T[5]
    assert not slips.fits(table, ((2013,), "total"), table.text(2013, "total"))
    assert not slips.fits(table, ((2013,), "contracts"), "-5")
    assert not slips.fits(table, ((2013,), "contracts"), "5.5")
    assert slips.fits(table, ((2013,), "contracts"), "5")
    assert Printed("5").decimals == 0


def test_the_command_writes_the_sets_and_names_the_key(tmp_path):
    done = run_book("plant", "--students", 1, "--seed", 3, "--errors", 2, "--out", tmp_path / "s")
    assert done.returncode == 0, done.stderr
    assert str(tmp_path / "s" / KEY) in done.stdout
    checked = run_book("check", "--data", tmp_path / "s/student-01", "--out", tmp_path / "out")
    assert checked.returncode == 0, checked.stderr
