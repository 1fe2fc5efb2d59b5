"""Read a CSV file as a spreadsheet program may have left it.

UTF-8 with or without a byte-order mark, UTF-16, and GB18030 (what Chinese Excel saves) are read;
so are semicolons or tabs for commas, full-width digits and thousands separators. Anything else is
for the caller to refuse.
"""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from pathlib import Path

from recomputed.errors import DataError

ROW_LIMIT = 20_000
"""A printed table has at most some forty rows; far more is a wrong file, not an edit."""

CELL_LIMIT = 2_000


@dataclass(frozen=True)
class Sheet:
    """The text of a CSV file.

    Parameters
    ----------
    path : str
        How messages name the file.
    header : list of str
        Column names.
    rows : list of (int, list of str)
        The row's number as a spreadsheet shows it (the header is row 1), and its cells.
    """

    path: str
    header: list[str]
    rows: list[tuple[int, list[str]]]


def decode(raw: bytes, name: str) -> str:
    """Turn a file's bytes into text.

    Raises
    ------
    DataError
        If the bytes are in none of the encodings that spreadsheets write.
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
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
    text = decode(raw, name)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise DataError(f"{name}: is not a readable CSV file ({error})") from None
    rows = [(i, row) for i, row in enumerate(lines, start=1) if any(cell.strip() for cell in row)]
    if not rows or rows[0][0] != 1:
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
    return Sheet(name, header, rows[1:])
