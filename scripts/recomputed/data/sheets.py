"""Read a table as a spreadsheet or statistics program may have left it.

CSV files are read in UTF-8 with or without a byte-order mark, UTF-16 and UTF-32, GB18030 (what
Chinese Excel saves) and Western Windows' own; so are semicolons or tabs for commas, and workbooks
(.xlsx, .ods), of which the first sheet counts and formulas by their stored values. Anything else
is for the caller to refuse.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from recomputed.errors import DataError

ROW_LIMIT = 20_000
"""A printed table has at most some forty rows; far more is a wrong file, not an edit."""

CELL_LIMIT = 2_000

WORKBOOK_LIMIT = 100_000_000
"""Bytes that a workbook's parts may have together."""

WORKBOOK = b"PK\x03\x04"
"""How .xlsx and .ods begin, whatever the file is called."""

WORKBOOKS = (".xlsx", ".ods")

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError, RuntimeError)
_HINT = re.compile(r'"?sep=([,;\t])"?[,;]*')
_VALUE = re.compile(r"<v[^>/]*>[^<]")
_ODS_ERROR = re.compile(r'value-type="error"[^>]*>\s*<text:p>([^<]*)<')
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_XLSX_CELL = re.compile(
    r'<c (?=[^>]*?r="(?P<place>[A-Z]+\d+)")(?P<head>[^>]*)(?<!/)>(?P<body>.*?)</c>', re.S
)


@dataclass(frozen=True)
class Sheet:
    """The text of a table's file.

    Parameters
    ----------
    path : str
        How messages name the file.
    header : list of str
        Column names.
    rows : list of (int, list of str)
        The row's number as a spreadsheet shows it (the header is row 1), and its cells.
    delimiter : str
        What stands between the cells; a comma for a workbook's.
    """

    path: str
    header: list[str]
    rows: list[tuple[int, list[str]]]
    delimiter: str = ","


def decode(raw: bytes, name: str) -> str:
    """Turn a file's bytes into text.

    Raises
    ------
    DataError
        If the bytes are in none of the encodings that spreadsheets write.
    """
    if raw.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        encodings = ["utf-32"]
    elif raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\0" in raw[:2]:  # a table begins with a plain letter
        encodings = ["utf-16-be" if raw[:1] == b"\0" else "utf-16-le"]
    else:
        encodings = ["utf-8-sig", "gb18030", "cp1252"]
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DataError(f"{name}: found bytes that are no text; expected a CSV file saved as UTF-8")


def read_bytes(path: Path, name: str) -> bytes:
    """Read a file.

    Raises
    ------
    DataError
        If it is missing or unreadable.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise DataError(
            f"{name}: the file is missing; expected it in {path.parent.name}/"
        ) from None
    except OSError as error:
        raise DataError(f"{name}: cannot be read ({error.strerror})") from None


def read_sheet(path: Path, name: str) -> Sheet:
    """Read a CSV file; see :func:`read_bytes` and :func:`parse_sheet`."""
    return parse_sheet(read_bytes(path, name), name)


def parse_sheet(raw: bytes, name: str) -> Sheet:
    """Split a CSV file's content into cells.

    Parameters
    ----------
    raw : bytes
        The content.
    name : str
        How messages name the file, such as ``tables/table_05.csv``.

    Raises
    ------
    DataError
        If it is empty, no text, or far larger than a printed table.
    """
    if raw.startswith(WORKBOOK) or name.lower().endswith(WORKBOOKS):
        lines, delimiter = _workbook(raw, name), ","
    else:
        lines, delimiter = _lines(decode(raw, name), name)
    rows = [(i, row) for i, row in enumerate(lines, start=1) if any(cell.strip() for cell in row)]
    if rows and (hint := _HINT.fullmatch(delimiter.join(rows[0][1]))):  # Excel's "sep=;"
        delimiter, rows = hint[1], rows[1:]
    elif rows and rows[0][0] != 1:
        rows = []
    if not rows:
        raise DataError(f"{name}, row 1: found nothing; expected the column names")
    if len(rows) > ROW_LIMIT:
        raise DataError(f"{name}: found {len(rows)} rows; expected a table of at most {ROW_LIMIT}")
    too_long = next((i for i, row in rows if any(len(cell) > CELL_LIMIT for cell in row)), None)
    if too_long:
        raise DataError(
            f"{name}, row {too_long}: found a cell of over {CELL_LIMIT} characters; expected a "
            "number or a label"
        )
    header = [cell.strip() for cell in rows[0][1]]
    while header and not header[-1]:
        header.pop()
    if _counts_rows(header, rows[1:]):
        return Sheet(name, header[1:], [(i, row[1:]) for i, row in rows[1:]], delimiter)
    return Sheet(name, header, rows[1:], delimiter)


def _lines(text: str, name: str) -> tuple[list[list[str]], str]:
    """A CSV file's cells, and what stands between them."""
    first = text.splitlines()[0] if text else ""
    hint = _HINT.fullmatch(first)
    delimiter = hint[1] if hint else max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)), delimiter
    except csv.Error as error:
        raise DataError(f"{name}: is not a readable CSV file ({error})") from None


def _counts_rows(header: list[str], rows: list[tuple[int, list[str]]]) -> bool:
    """Whether the first column is the row names that R and pandas write before a table's own."""
    names = [row[0].strip() for _, row in rows]
    unnamed = len(header) > 1 and header[0] in ("", "Unnamed: 0")
    return (
        unnamed and all(n.isascii() and n.isdigit() for n in names) and len({*names}) == len(names)
    )


def _workbook(raw: bytes, name: str) -> list[list[str]]:
    """The cells of a workbook's first sheet, as a CSV file would hold them."""
    from python_calamine import CalamineError, CalamineWorkbook  # compiled: only where it is used

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            if sum(part.file_size for part in parts.infolist()) > WORKBOOK_LIMIT:
                raise DataError(f"{name}: holds far more than a printed table")
            empty = _without_value(parts)
        with CalamineWorkbook.from_filelike(io.BytesIO(raw)) as book:
            rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False, nrows=ROW_LIMIT + 2)
    except (CalamineError, *_BROKEN) as error:
        raise DataError(
            f"{name}: cannot be read as a workbook ({error}); expected one whose first sheet is a "
            "table, saved as .xlsx or .ods without a password"
        ) from None
    if empty:
        raise DataError(
            f"{name}, cell {', '.join(empty[:5])}: found a formula without a value, or an error; "
            "expected a number: open the file in a spreadsheet and save it again"
        )
    return [[_cell(value) for value in row] for row in rows]


def _cell(value: object) -> str:
    """A stored value as text; whole numbers without decimals."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    return str(value)


def _without_value(parts: zipfile.ZipFile) -> list[str]:
    """The cells whose formula has failed or was never worked out: they are read as empty."""
    sheets = [one for one in parts.namelist() if _SHEET.fullmatch(one)]
    if not sheets:
        content = parts.read("content.xml").decode("utf-8", "replace")
        return [
            f"showing {shown}" for shown in _ODS_ERROR.findall(content.split("</table:table>")[0])
        ]
    text = parts.read(_first_sheet(parts, sheets)).decode("utf-8", "replace")
    return [
        found["place"]
        for found in _XLSX_CELL.finditer(text)
        if ' t="e"' in found["head"] or ("<f" in found["body"] and not _VALUE.search(found["body"]))
    ]


def _first_sheet(parts: zipfile.ZipFile, sheets: list[str]) -> str:
    """The file of a workbook's first sheet."""
    first = re.search(
        r"<sheet [^>]*?r:id=\"([^\"]+)\"", parts.read("xl/workbook.xml").decode("utf-8", "replace")
    )
    links = parts.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    for link in re.findall(r"<Relationship [^>]*>", links):
        target = re.search(r'Target="/?(?:xl/)?([^"]+)"', link)
        if first and target and f'Id="{first[1]}"' in link:
            return f"xl/{target[1]}"
    return sheets[0]
