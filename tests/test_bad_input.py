"""Data as people may leave them: read right, or refused with one message that says where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from helpers import ROOT, digest, edit, run_book

from recomputed import folders
from recomputed.data.book import Book

TABLE = "tables/table_05.csv"
PUBLISHED = (ROOT / "data" / TABLE).read_text(encoding="utf-8")
FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


def swap(old: str, new: str) -> bytes:
    """The published Table 5 with one text changed."""
    assert old in PUBLISHED
    return PUBLISHED.replace(old, new, 1).encode()


def thousands(text: str) -> str:
    """All amounts of Table 5 as a spreadsheet shows them: ``"909,090"``."""
    head, *rows = text.splitlines()
    cells = [row.split(",") for row in rows]
    quoted = [",".join([year, *(f'"{int(n):,}"' for n in rest)]) for year, *rest in cells]
    return "\n".join([head, *quoted]) + "\n"


READ_RIGHT = {
    "byte-order mark": b"\xef\xbb\xbf" + PUBLISHED.encode(),
    "windows line ends": PUBLISHED.replace("\n", "\r\n").encode(),
    "utf-16, as Excel's Unicode text": PUBLISHED.replace(",", "\t").encode("utf-16"),
    "semicolons": PUBLISHED.replace(",", ";").encode(),
    "thousands separators": thousands(PUBLISHED).encode(),
    "full-width digits": (
        PUBLISHED.splitlines()[0]
        + "\n"
        + "\n".join(PUBLISHED.splitlines()[1:]).translate(FULL_WIDTH)
    ).encode(),
    "spaces about the cells": PUBLISHED.replace(",", " , ").encode(),
    "empty lines and columns at the end": PUBLISHED.replace("\n", ",,\n").encode() + b",,,,,,\n\n",
}

REFUSED = {
    "empty file": (b"", ["row 1", "found nothing", "column names"]),
    "only the header": (PUBLISHED.split("\n")[0].encode() + b"\n", ["2001", "expected"]),
    "renamed column": (swap("contracts", "deals"), ["row 1", "'deals'", "'contracts'"]),
    "two columns changed about": (
        swap("total,technology_fee", "technology_fee,total"),
        ["row 1", "'technology_fee'", "'total'"],
    ),
    "column missing": (
        "\n".join(row.rpartition(",")[0] for row in PUBLISHED.split("\n")).encode(),
        ["row 1", "no column", "'equipment_fee'"],
    ),
    "text for a number": (
        swap("1738920", "plenty"),
        ["row 3", "2002", "column total", "'plenty'", "number"],
    ),
    "a spreadsheet's error": (swap("1738920", "#REF!"), ["row 3", "column total", "'#REF!'"]),
    "a formula": (swap("1738920", "=A1+B1"), ["row 3", "column total", "'=A1+B1'"]),
    "not a number": (swap("1738920", "NaN"), ["row 3", "column total", "'NaN'"]),
    "infinite": (swap("1738920", "inf"), ["row 3", "column total", "'inf'"]),
    "in exponents": (swap("1738920", "1.7E+06"), ["row 3", "column total", "'1.7E+06'"]),
    "a script": (
        swap("1738920", "<script>alert(1)</script>"),
        ["row 3", "column total", "<script>"],
    ),
    "year twice": (swap("\n2003,", "\n2002,"), ["row 4", "2002", "second time"]),
    "year gone": (
        "\n".join(r for r in PUBLISHED.split("\n") if not r.startswith("2005")).encode(),
        ["2005", "expected"],
    ),
    "year in words": (swap("\n2003,", "\nMMIII,"), ["row 4", "column year", "'MMIII'"]),
    "extra cell": (swap("301723", "301723,77"), ["row 3", "extra cell", "'77'", "5 cells"]),
    "no text at all": (bytes(range(128, 256)) * 9, ["bytes", "UTF-8"]),
    "a very long cell": (swap("1738920", "9" * 100_000), ["row 3", "characters"]),
    "far too many rows": (
        PUBLISHED.encode() + b"2013,1,1,1,1\n" * 50_000,
        ["rows", "at most"],
    ),
}


def overlay(folder: Path, content: bytes) -> Path:
    """A folder with nothing but an edited Table 5."""
    path = folder / "edited" / TABLE
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    return folder / "edited"


@pytest.fixture
def good_book(tmp_path: Path) -> Path:
    """A build folder with a book in it that must survive."""
    folders.claim(tmp_path / "out", ROOT)
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
    for name in ("datapackage.json", "errata.csv", "claims.csv"):
        (tmp_path / name).write_bytes((ROOT / "data" / name).read_bytes())
    (tmp_path / "tables").mkdir()
    (tmp_path / TABLE).write_bytes(READ_RIGHT[case])
    ours, published = Book(tmp_path), Book(ROOT / "data")
    assert list(ours.T[5].tidy()) == list(published.T[5].tidy())


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case, tmp_path, good_book):
    content, expected = REFUSED[case]
    before = digest(good_book / "html")
    got = run_book("build", "--data", overlay(tmp_path, content), "--out", good_book)
    refused(got.stderr, "table_05.csv", *expected)
    assert got.returncode == 1
    assert digest(good_book / "html") == before


def test_gbk_is_read_with_its_chinese(tmp_path):
    name = "tables/table_16.csv"
    text = (ROOT / "data" / name).read_text(encoding="utf-8")
    (tmp_path / "tables").mkdir()
    (tmp_path / "datapackage.json").write_bytes((ROOT / "data/datapackage.json").read_bytes())
    (tmp_path / name).write_bytes(text.encode("gbk"))
    assert Book(tmp_path, "printed").T[16].rows == Book(ROOT / "data", "printed").T[16].rows


def spoil_missing(data: Path) -> tuple[str, ...]:
    (data / TABLE).unlink()
    return "tables/table_05.csv", "missing"


def spoil_package(data: Path) -> tuple[str, ...]:
    (data / "datapackage.json").write_text('{"resources": [')
    return "datapackage.json", "JSON"


def spoil_claim(data: Path) -> tuple[str, ...]:
    edit(data / "claims.csv", ",24.85,,usd_100m,", ",much,,usd_100m,")
    return "claims.csv", "much"


def spoil_words(data: Path) -> tuple[str, ...]:
    edit(
        data / "words.csv",
        "大幅,by a great deal,multiple,2,",
        "大幅,by a great deal,multiple,twice,",
    )
    return "words.csv", "大幅", "column bar", "'twice'", "number"


def spoil_figure(data: Path) -> tuple[str, ...]:
    path = data / "figures" / "figure_2.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("year,", "anno,", 1), encoding="utf-8")
    return "figure_2.csv", "'anno'", "'year'"


def spoil_slip(data: Path) -> tuple[str, ...]:
    edit(data / "slips.csv", 'years of work.",certain', 'years of work.",surely')
    return "slips.csv", "column confidence", "'surely'", "certain, likely, contradiction"


SPOILT = [spoil_missing, spoil_package, spoil_claim, spoil_words, spoil_figure, spoil_slip]


@pytest.mark.parametrize("spoil", SPOILT)
def test_published_data_damaged(spoil: Callable[[Path], tuple[str, ...]], clone):
    expected = spoil(clone / "data")
    got = run_book("check", root=clone)
    refused(got.stderr, *expected)
    assert got.returncode == 1


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("tables/table_5.csv", ["tables/table_5.csv", "expected", "table_05.csv"]),
        ("notes.txt", ["notes.txt", "expected a file of data/"]),
    ],
)
def test_a_file_the_data_do_not_have(name, expected, tmp_path):
    path = tmp_path / "edited" / name
    path.parent.mkdir(parents=True)
    path.write_text("a,b\n")
    got = run_book("check", "--data", tmp_path / "edited", "--out", tmp_path / "out")
    refused(got.stderr, *expected)
    assert got.returncode == 1


def test_no_such_data_folder(tmp_path):
    got = run_book("check", "--data", tmp_path / "nowhere", "--out", tmp_path / "out")
    refused(got.stderr, "nowhere")
    assert got.returncode == 1
