"""Whatever is done to the data files: a correct book, or one clear message.

Mutations are tried in this process, on everything that chapters get from the data: tables, claims
with their grades, folded tables and ledgers as HTML. The toolkit's tests put some through builds.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path

import pytest
from helpers import ROOT
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from recomputed.chapter import Chapter
from recomputed.data.book import Book
from recomputed.errors import BookError, DataError
from recomputed.ledger import Ledger

DATA = ROOT / "data"
TABLES = sorted(path.relative_to(DATA).as_posix() for path in (DATA / "tables").glob("*.csv"))
FIGURES = sorted(path.relative_to(DATA).as_posix() for path in (DATA / "figures").glob("*.csv"))
LISTS = ["claims.csv", "errata.csv", "words.csv"]
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=1+1",
    "@SUM(A1)",
    "NaN",
    "inf",
    "-inf",
    "1e999",
    "1e5",
    "0x10",
    "١٢٣",
    "１２３",
    "1,234",
    "1_000",
    "--5",
    "-0",
    "0",
    "00012",
    "9" * 400,
    "0." + "0" * 300 + "1",
    "9" * 5000,
    "",
    " ",
    "—",
    "\u202e1979",
    "\x00",
    "😀",
    "{eval}`1/0`",
    "{{7*7}}",
    "$(id)",
    "../../etc/passwd",
    "a\nb",
    "'; DROP TABLE x; --",
    "| a | b |",
    "None",
]
MARKUP = ("<script>alert", "<img src=x")


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def written(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


@st.composite
def mutations(draw) -> tuple[str, bytes | None]:
    """A data file, and its new content; None takes it away."""
    name = draw(st.sampled_from([*TABLES, *TABLES, *FIGURES, *LISTS]))
    raw = (DATA / name).read_bytes()
    rows = cells(raw.decode())
    row = st.integers(1, len(rows) - 1)
    kind = draw(st.sampled_from(KINDS))
    if kind == "cell":
        at = draw(row)
        rows[at][draw(st.integers(0, len(rows[at]) - 1))] = draw(
            st.sampled_from(HOSTILE) | st.text()
        )
    elif kind == "number":
        at = draw(row)
        column = draw(st.integers(0, len(rows[at]) - 1))
        rows[at][column] = draw(st.decimals(-1e9, 1e9, places=draw(st.integers(0, 6))).map(str))
    elif kind == "swap":
        one, other = draw(row), draw(row)
        rows[one], rows[other] = rows[other], rows[one]
    elif kind == "drop":
        del rows[draw(row)]
    elif kind == "double":
        rows.insert(draw(row), list(rows[draw(row)]))
    elif kind == "ragged":
        at = draw(row)
        rows[at] = draw(st.sampled_from([rows[at][:-1], [*rows[at], "77"], [], ["x"]]))
    elif kind == "column":
        place = draw(st.integers(0, len(rows[0]) - 1))
        for one in rows:
            del one[place : place + 1]
    elif kind == "header":
        rows[0][draw(st.integers(0, len(rows[0]) - 1))] = draw(st.sampled_from(HOSTILE))
    elif kind == "bytes":
        at = draw(st.integers(0, len(raw)))
        return name, raw[:at] + draw(st.binary(min_size=1, max_size=8)) + raw[at:]
    elif kind == "cut":
        return name, raw[: draw(st.integers(0, len(raw)))]
    elif kind == "encoded":
        return name, raw.decode().encode(draw(st.sampled_from(["utf-16", "utf-8-sig", "gb18030"])))
    elif kind == "delimiter":
        return name, raw.replace(b",", draw(st.sampled_from([b";", b"\t", b"|"])))
    elif kind == "ends":
        return name, raw.replace(b"\n", draw(st.sampled_from([b"\r\n", b"\r", b"\n\n"])))
    elif kind == "gone":
        return name, None
    return name, written(rows)


KINDS = (
    *("cell", "cell", "cell", "number", "number", "swap", "drop", "double", "ragged", "column"),
    *("header", "bytes", "cut", "encoded", "delimiter", "ends", "gone"),
)


class Strict(HTMLParser):
    """Knows whether every element that was opened is closed in its order."""

    VOID = ("br", "img", "input", "hr", "col", "wbr", "meta", "link")

    def __init__(self):
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        assert not any(name.startswith("on") for name, _ in attrs), f"a handler in <{tag}>"
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag


def assert_harmless(html: str) -> None:
    """Assert that HTML is well formed and holds no markup that came from data."""
    assert not any(one in html for one in MARKUP)
    parser = Strict()
    parser.feed(html)
    parser.close()
    assert parser.open == []


@pytest.fixture(scope="module")
def touching() -> dict[str, list[str]]:
    """The claims whose recomputation reads each data file."""
    found: dict[str, list[str]] = defaultdict(list)
    for grade in Ledger(DATA, "corrected").grades():
        for table in {cell.table for cell in grade.cells}:
            found[f"tables/table_{table:02d}.csv"].append(grade.claim.id)
        if grade.words:
            found["words.csv"].append(grade.claim.id)
        for figure in re.findall(r"figure (\d)", grade.claim.source):
            found[f"figures/figure_{figure}.csv"].append(grade.claim.id)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A copy of the data, mutated and mended again and again."""
    target = tmp_path_factory.mktemp("mutations") / "data it's “so”"
    shutil.copytree(DATA, target)
    return target


def use(data: Path, name: str, claims: list[str]) -> None:
    """Take from the data what chapters take; raises BookError if it is refused."""
    for edition in ("corrected", "printed"):
        book = Book(data, edition)
        book.check()
        _ = book.claims, book.errata
    for edition in ("corrected", "printed"):
        ch = Chapter("section-1", data, edition)
        grades = [ch.grade(one) for one in claims if one in ch.book.claims]
        assert all(grade.verdict for grade in grades)
        for grade in grades[:5]:
            repr(ch.v(grade.claim.id, "words"))
        if name.startswith("tables/"):
            number = int(name[-6:-4])
            assert_harmless(ch.table(number)._repr_html_())
            ch.frame(number)
            list(ch.T[number].tidy())
        elif name.startswith("figures/"):
            ch.figure(int(name.rpartition("_")[2][:-4]))
        else:
            assert_harmless(ch.ledger("1.1")._repr_html_())


@given(mutations())
@example(
    ("tables/table_01.csv", (DATA / "tables/table_01.csv").read_bytes() + b"1,2\n" * 1_000_000)
)
@example(("tables/table_05.csv", b""))
@example(("claims.csv", b"\xff\xfe\x00"))
@settings(
    max_examples=3 * settings.default.max_examples,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_a_correct_book_or_one_clear_message(folder, touching, mutation):
    name, content = mutation
    path = folder / name
    try:
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)
        use(folder, name, touching[name] or touching["tables/table_01.csv"][:5])
    except BookError as error:
        message = str(error)
        assert message.strip()
        assert "Traceback" not in message
        assert len(message) < 12_000
        if isinstance(error, DataError):
            assert re.search(r"\b(claims|errata|evidence|words|(table|figure)_\d+)\.csv", message)
    finally:
        shutil.copyfile(DATA / name, path)
