"""Corrections of the print, as guarded data.

An erratum names a cell, what is printed there, and what should stand there with the evidence for
it. It is applied only while the cell still holds what was printed: an edited cell is the editor's.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from recomputed.data.printed import NOT_COMPILED, Notation, Printed, clean_number
from recomputed.data.sheets import parse_sheet, read_bytes
from recomputed.errors import DataError

COLUMNS = ["table", "row", "column", "printed", "corrected", "evidence", "confidence", "outside"]
CONFIDENCE = ("certain", "likely", "contradiction")


@dataclass(frozen=True)
class Erratum:
    """One row of ``errata.csv``.

    Parameters
    ----------
    table : int
        The table's number.
    row : str
        The row's key, its parts joined by ``" | "`` (``"2018 | United States"``).
    column : str
        The column's name.
    printed, corrected : str
        The cell's text before and after; `corrected` is empty where it cannot be known.
    evidence : str
        Why, in one or two sentences.
    confidence : {"certain", "likely", "contradiction"}
        How sure the correction is. A contradiction shows that a printed value cannot hold beside
        another one, printed or published, without saying what is right.
    outside : str
        The published figure that the evidence cites, by its id in ``outside.csv``; or nothing.
    line : int
        The row's number in the file.
    """

    table: int
    row: str
    column: str
    printed: str
    corrected: str
    evidence: str
    confidence: str
    outside: str
    line: int

    @property
    def key(self) -> tuple[int | str, ...]:
        """The row's key as the table has it."""
        parts = self.row.split(" | ")
        return tuple(int(p) if p.isascii() and p.isdigit() else p for p in parts)


def read_errata(data_dir: Path) -> tuple[Erratum, ...]:
    """Read ``errata.csv``.

    Raises
    ------
    DataError
        If the file is missing or a row is not as described above.
    """
    return _parse(read_bytes(data_dir / "errata.csv", "errata.csv"))


@lru_cache(8)
def _parse(raw: bytes) -> tuple[Erratum, ...]:
    sheet = parse_sheet(raw, "errata.csv")
    if sheet.header != COLUMNS:
        raise DataError(f"errata.csv, row 1: found {sheet.header}, expected {COLUMNS}")
    errata, problems = [], []
    notation = Notation(sheet.delimiter)
    for line, cells in sheet.rows:
        values = dict(zip(COLUMNS, (cell.strip() for cell in cells), strict=False))
        if len(values) < len(COLUMNS):
            problems.append(
                f"errata.csv, row {line}: found {len(values)} cells, expected {len(COLUMNS)}"
            )
        elif values["confidence"] not in CONFIDENCE:
            problems.append(
                f"errata.csv, row {line}, column confidence: found {values['confidence']!r}, "
                f"expected one of {', '.join(CONFIDENCE)}"
            )
        elif not values["table"].isdigit():
            problems.append(
                f"errata.csv, row {line}, column table: found {values['table']!r}, expected the "
                "number of a table"
            )
        else:
            for name in ("printed", "corrected"):
                values[name] = clean_number(values[name], notation=notation)
                if not _is_number(values[name]):
                    problems.append(
                        f"errata.csv, row {line}, column {name}: found {values[name]!r}, expected "
                        "a number (or an empty cell where it cannot be known)"
                    )
            errata.append(Erratum(**{**values, "table": int(values["table"])}, line=line))
    if problems:
        raise DataError(problems)
    return tuple(errata)


def _is_number(text: str) -> bool:
    if text in ("", NOT_COMPILED):
        return True
    try:
        return bool(Printed(text))
    except ValueError:
        return False
