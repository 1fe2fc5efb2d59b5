"""Data as people may leave them: read right, or refused with one message that says where."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers import digest, edit, run_book
from made_up import BOOK, DATA

from recomputed import folders
from recomputed.data.book import Book

TABLE, AMOUNTS = "tables/table_01.csv", "tables/table_02.csv"
PUBLISHED, PRINTED = ((DATA / name).read_text(encoding="utf-8") for name in (TABLE, AMOUNTS))
FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


def swap(old: str, new: str) -> bytes:
    """The published Table 1 with one text changed."""
    assert old in PUBLISHED
    return PUBLISHED.replace(old, new, 1).encode()


def thousands(text: str) -> str:
    """All amounts of Table 2 as a spreadsheet shows them: ``"1,556"``."""
    return re.sub(r"(?<=,)\d+", lambda found: f'"{int(found[0]):,}"', text)


READ_RIGHT = {
    "byte-order mark": b"\xef\xbb\xbf" + PRINTED.encode(),
    "windows line ends": PRINTED.replace("\n", "\r\n").encode(),
    "utf-16, as Excel's Unicode text": PRINTED.replace(",", "\t").encode("utf-16"),
    "semicolons": PRINTED.replace(",", ";").encode(),
    "thousands separators": thousands(PRINTED).encode(),
    "full-width digits": (
        PRINTED.splitlines()[0] + "\n" + "\n".join(PRINTED.splitlines()[1:]).translate(FULL_WIDTH)
    ).encode(),
    "spaces about the cells": PRINTED.replace(",", " , ").encode(),
    "empty lines and columns at the end": PRINTED.replace("\n", ",,\n").encode() + b",,,,,,\n\n",
}

REFUSED = {
    "empty file": (b"", ["row 1", "found nothing", "column names"]),
    "only the header": (PUBLISHED.split("\n")[0].encode() + b"\n", ["1921", "expected"]),
    "renamed column": (swap("norland", "deals"), ["row 1", "'deals'", "'norland'"]),
    "two columns changed about": (
        swap("norland,estmark", "estmark,norland"),
        ["row 1", "'estmark'", "'norland'"],
    ),
    "column missing": (
        "\n".join(row.rpartition(",")[0] for row in PUBLISHED.split("\n")).encode(),
        ["row 1", "no column", "'other'"],
    ),
    "text for a number": (
        swap("43.5", "plenty"),
        ["row 3", "1922", "column total", "'plenty'", "number"],
    ),
    "a spreadsheet's error": (swap("43.5", "#REF!"), ["row 3", "column total", "'#REF!'"]),
    "a formula": (swap("43.5", "=A1+B1"), ["row 3", "column total", "'=A1+B1'"]),
    "not a number": (swap("43.5", "NaN"), ["row 3", "column total", "'NaN'"]),
    "infinite": (swap("43.5", "inf"), ["row 3", "column total", "'inf'"]),
    "in exponents": (swap("43.5", "1.7E+06"), ["row 3", "column total", "'1.7E+06'"]),
    "a script": (
        swap("43.5", "<script>alert(1)</script>"),
        ["row 3", "column total", "<script>"],
    ),
    "year twice": (swap("\n1923,", "\n1922,"), ["row 4", "1922", "second time"]),
    "year gone": (
        "\n".join(r for r in PUBLISHED.split("\n") if not r.startswith("1925")).encode(),
        ["1925", "expected"],
    ),
    "year in words": (swap("\n1923,", "\nMCMXXIII,"), ["row 4", "column year", "'MCMXXIII'"]),
    "extra cell": (swap("8.5\n", "8.5,77\n"), ["row 3", "extra cell", "'77'", "5 cells"]),
    "no text at all": (bytes(range(128, 256)) * 9, ["bytes", "UTF-8"]),
    "a very long cell": (swap("43.5", "9" * 100_000), ["row 3", "characters"]),
    "far too many rows": (
        PUBLISHED.encode() + b"1930,1,1,1,1\n" * 50_000,
        ["rows", "at most"],
    ),
}


def overlay(folder: Path, content: bytes) -> Path:
    """A folder with nothing but an edited Table 1."""
    path = folder / "edited" / TABLE
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    return folder / "edited"


@pytest.fixture
def good_book(tmp_path: Path) -> Path:
    """A build folder with a book in it that must survive."""
    folders.claim(tmp_path / "out", BOOK)
    pages = tmp_path / "out" / "html"
    pages.mkdir()
    (pages / "index.html").write_text("the last good book")
    return tmp_path / "out"


def refused(message: str, *expected: str) -> None:
    """Assert that a text is one message with everything in it, and no traceback."""
    assert "Traceback" not in message
    missing = [part for part in expected if part not in message]
    assert not missing, f"{missing} not in: {message}"


@pytest.mark.parametrize("case", READ_RIGHT)
def test_read_right(case, tmp_path):
    data = shutil.copytree(DATA, tmp_path / "data")
    (data / AMOUNTS).write_bytes(READ_RIGHT[case])
    assert list(Book(data).T[2].tidy()) == list(Book(DATA).T[2].tidy())


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case, mini, tmp_path, good_book):
    content, expected = REFUSED[case]
    before = digest(good_book / "html")
    got = run_book("build", "--data", overlay(tmp_path, content), "--out", good_book, root=mini)
    refused(got.stderr, "table_01.csv", *expected)
    assert got.returncode == 1
    assert digest(good_book / "html") == before


def test_gbk_is_read_with_its_chinese(tmp_path):
    data = shutil.copytree(DATA, tmp_path / "data")
    (data / AMOUNTS).write_bytes(f"{PRINTED}鲜鱼,1,2\n".encode("gbk"))
    assert Book(data).T[2].rows[-1]["label_en"] == "鲜鱼"


def spoil_missing(data: Path) -> tuple[str, ...]:
    (data / TABLE).unlink()
    return "tables/table_01.csv", "missing"


def spoil_package(data: Path) -> tuple[str, ...]:
    (data / "datapackage.json").write_text('{"resources": [')
    return "datapackage.json", "JSON"


def spoil_claim(data: Path) -> tuple[str, ...]:
    edit(data / "claims.csv", ",40.2,,barrels_1000,", ",much,,barrels_1000,")
    return "claims.csv", "much"


def spoil_words(data: Path) -> tuple[str, ...]:
    edit(data / "words.csv", "mainly,mainly,share,50,", "mainly,mainly,share,half,")
    return "words.csv", "mainly", "column bar", "'half'", "number"


def spoil_figure(data: Path) -> tuple[str, ...]:
    path = data / "figures" / "figure_1.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("year,", "anno,", 1), encoding="utf-8")
    return "figure_1.csv", "'anno'", "'year'"


def spoil_outside(data: Path) -> tuple[str, ...]:
    edit(data / "outside.csv", ",same,", ",alike,")
    return "outside.csv", "column scope", "'alike'", "same, other"


def spoil_errata(data: Path) -> tuple[str, ...]:
    (data / "errata.csv").unlink()  # the data package describes it
    return "errata.csv", "missing"


SPOILT = [
    spoil_missing,
    spoil_errata,
    spoil_package,
    spoil_claim,
    spoil_words,
    spoil_figure,
    spoil_outside,
]


@pytest.mark.parametrize("spoil", SPOILT)
def test_published_data_damaged(spoil: Callable[[Path], tuple[str, ...]], mini):
    expected = spoil(mini / "data")
    got = run_book("check", root=mini)
    refused(got.stderr, *expected)
    assert got.returncode == 1


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("tables/table_1.csv", ["tables/table_1.csv", "expected", "table_01.csv"]),
        ("notes.txt", ["notes.txt", "expected a file of data/"]),
    ],
)
def test_a_file_the_data_do_not_have(name, expected, tmp_path):
    path = tmp_path / "edited" / name
    path.parent.mkdir(parents=True)
    path.write_text("a,b\n")
    got = run_book("check", "--data", tmp_path / "edited", "--out", tmp_path / "out", root=BOOK)
    refused(got.stderr, *expected)
    assert got.returncode == 1


def test_no_such_data_folder(tmp_path):
    got = run_book("check", "--data", tmp_path / "nowhere", "--out", tmp_path / "out", root=BOOK)
    refused(got.stderr, "nowhere")
    assert got.returncode == 1


END_TO_END = {
    "a formula": ("tables/table_01.csv", lambda t: t.replace("1921,40.2,", "1921,=A1,")),
    "a script for a label": (
        "claims.csv",
        lambda t: t.replace(
            "1.1-barrels-1921,1.1,", "1.1-barrels-1921,1.1,<script>alert(1)</script>"
        ),
    ),
    "a value of zero": ("tables/table_01.csv", lambda t: t.replace("1921,40.2,", "1921,0,")),
    "no such year": ("tables/table_01.csv", lambda t: t.replace("\n1921,", "\n1899,")),
    "a great number": ("tables/table_01.csv", lambda t: t.replace("40.2", "9" * 300)),
}


@pytest.mark.parametrize("case", END_TO_END)
def test_whole_builds_end_in_a_book_or_in_a_message(case, mini):
    last = mini / "_build" / "html"
    last.mkdir(parents=True)
    (last / ".buildinfo").touch()
    (last / "index.html").write_text("the last good book")
    before = digest(last)
    name, change = END_TO_END[case]
    path = mini / "data" / name
    old = path.read_text(encoding="utf-8")
    path.write_text(change(old), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != old
    built = run_book("build", "--edition", "corrected", root=mini)
    assert "Traceback" not in built.stderr + built.stdout
    if built.returncode:
        assert built.stderr.strip()
        assert digest(last) == before
    else:
        pages = [p for p in last.rglob("*.html") if "_static" not in p.parts]
        assert len(pages) > 2
        for page in pages:
            text = page.read_text(encoding="utf-8")
            assert "<script>alert(1)" not in text
            assert text.rstrip().endswith("</html>")
