"""The paper's terms in both languages: ``glossary.csv``."""

from __future__ import annotations

from pathlib import Path

from recomputed.data.sheets import read_sheet
from recomputed.errors import DataError

COLUMNS = ["en", "zh", "note"]


def read_glossary(data_dir: Path) -> list[dict[str, str]]:
    """Read ``glossary.csv``.

    Returns
    -------
    list of dict
        `en`, `zh` as printed, and a `note`; by the English term.

    Raises
    ------
    DataError
        If the file is missing, a cell is empty, or a term stands twice.
    """
    sheet = read_sheet(data_dir / "glossary.csv", "glossary.csv")
    if sheet.header != COLUMNS:
        raise DataError(f"glossary.csv, row 1: found {sheet.header}, expected {COLUMNS}")
    terms: dict[str, dict[str, str]] = {}
    problems = []
    for line, cells in sheet.rows:
        row = [cell.strip() for cell in cells]
        if len(row) != len(COLUMNS) or not all(row):
            problems.append(f"glossary.csv, row {line}: found {row}, expected three filled cells")
        elif row[0] in terms:
            problems.append(
                f"glossary.csv, row {line}, column en: found {row[0]!r} a second time; expected "
                "each term once"
            )
        else:
            terms[row[0]] = dict(zip(COLUMNS, row, strict=True))
    if problems:
        raise DataError(problems)
    return sorted(terms.values(), key=lambda term: term["en"].lower())
