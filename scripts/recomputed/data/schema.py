"""Check a sheet against its description in the data package, by the frictionless library."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import partial

from recomputed.data.package import listed
from recomputed.data.printed import (
    NOT_COMPILED,
    Notation,
    Printed,
    clean_number,
    fold,
    is_ambiguous,
)
from recomputed.data.sheets import Sheet
from recomputed.errors import DataError

NUMERIC = ("number", "integer", "year")


def is_number(field: dict) -> bool:
    """Whether a column's cells are read as numbers, though some years are words."""
    return field["type"] in NUMERIC or field.get("unit") == "year" or field["name"] == "value"


def cleaners(sheet: Sheet, fields: list[dict]) -> list[Callable[[str], str]]:
    """What makes plain text of each column's cells, given how the file writes its numbers."""
    places = [i for i, field in enumerate(fields) if is_number(field)]
    texts = (row[i] for _, row in sheet.rows for i in places if i < len(row))
    notation = Notation.of(texts, sheet.delimiter)
    return [
        partial(clean_number, decimals=decimals_of(field), notation=notation)
        if is_number(field)
        else str.strip
        for field in fields
    ]


def decimals_of(field: dict) -> int | None:
    """The most decimals that a column prints, if the data package says so."""
    return 0 if "year" in (field["type"], field.get("unit")) else field.get("decimals")


def check_sheet(
    sheet: Sheet, resource: dict, plain: list[Callable[[str], str]] | None = None
) -> tuple[list[dict], list[int]]:
    """Normalise a sheet's cells and check them against a Table Schema.

    Parameters
    ----------
    sheet : Sheet
        The file's text.
    resource : dict
        The data package's description of the file. Its ``required_rows``, if any, list the
        primary keys that must be there.
    plain : list of callable, optional
        See :func:`cleaners`; of the sheet itself if not given.

    Returns
    -------
    rows : list of dict
        Column name to text.
    lines : list of int
        The rows' numbers in the file.

    Raises
    ------
    DataError
        Naming file, row, column, what was found and what was expected, for every problem.
    """
    fields = resource["schema"]["fields"]
    names = [field["name"] for field in fields]
    _check_header(sheet, names)
    cells, lines, problems = [], [], []
    plain = plain or cleaners(sheet, fields)
    for line, row in sheet.rows:
        row = [*row, *[""] * (len(names) - len(row))]
        if any(cell.strip() for cell in row[len(names) :]):
            extra = next(cell for cell in row[len(names) :] if cell.strip())
            problems.append(
                f"{sheet.path}, row {line}: found an extra cell {extra!r} behind column "
                f"{names[-1]}; expected {len(names)} cells"
            )
        cells.append([clean(cell) for clean, cell in zip(plain, row, strict=False)])
        lines.append(line)
    problems += _schema_problems(sheet, resource["schema"], names, cells, lines)
    problems += _missing_rows(sheet, resource, names, cells)
    if problems:
        raise DataError(problems)
    return [dict(zip(names, row, strict=True)) for row in cells], lines


def _check_header(sheet: Sheet, names: list[str]) -> None:
    if sheet.header == names:
        return
    problems = []
    for i, name in enumerate(names, start=1):
        found = sheet.header[i - 1] if i <= len(sheet.header) else None
        if found != name:
            shown = "no column" if found is None else repr(found)
            problems.append(f"{sheet.path}, row 1, column {i}: found {shown}, expected {name!r}")
    for extra in sheet.header[len(names) :]:
        problems.append(f"{sheet.path}, row 1: found {extra!r} after the last expected column")
    raise DataError(problems)


def _schema_problems(sheet, schema, names, cells, lines) -> list[str]:
    from frictionless import Resource, Schema

    fields = {field["name"]: field for field in schema["fields"]}
    found = {
        (i, name): text
        for i, row in enumerate(cells)
        for name, text in zip(names, row, strict=True)
        if not _plain(fields[name], text)
    }
    repeated = []
    resource = Resource(data=[names, *cells], schema=Schema.from_descriptor(schema))
    for row, name, kind, text in resource.validate().flatten(
        ["rowNumber", "fieldName", "type", "cell"]
    ):
        if kind == "primary-key":
            repeated.append(row - 2)
        elif name in fields and row:
            found.setdefault((row - 2, name), text)
    problems = []
    for (i, name), text in sorted(found.items()):
        label = _row_label(schema, names, cells[i])
        raw = [*sheet.rows[i][1], *[""] * len(names)][names.index(name)].strip()
        problems.append(
            f"{sheet.path}, row {lines[i]}{label}, column {name}: found {raw!r}, "
            f"expected {_expected(fields[name], text)}"
        )
    for i in repeated:
        key = ", ".join(cells[i][names.index(name)] for name in listed(schema["primaryKey"]))
        where = f"{sheet.path}, row {lines[i]}"
        problems.append(f"{where}: found {key} a second time; expected each row once")
    return problems


def _plain(field: dict, text: str) -> bool:
    """Whether a cell holds what its column can: plain decimals, no more than it prints; text."""
    if field["type"] not in ("number", "integer") and field["name"] != "value":
        return not is_lost(text, field)
    if text in ("", NOT_COMPILED):
        return True
    try:
        decimals, most = Printed(text).decimals, field.get("decimals")
    except ValueError:
        return False
    return decimals == 0 or (field["type"] != "integer" and (most is None or decimals <= most))


def is_lost(text: str, field: dict) -> bool:
    """Whether a program has put something else for a text's characters, or spoilt them."""
    if "\ufffd" in text or any(unicodedata.category(c) in ("Cn", "Co") for c in text):
        return True
    return "?" in text and field["name"].startswith("label")


def _row_label(schema: dict, names: list[str], row: list[str]) -> str:
    key = [row[names.index(name)] for name in listed(schema.get("primaryKey", []))]
    return f" ({', '.join(key)})" if any(key) else ""


def _expected(field: dict, text: str) -> str:
    if field["type"] not in ("number", "integer") and is_lost(text, field):
        return "its characters, which the program lost that saved the file: save it as UTF-8"
    if reason := _too_fine(field, fold(text)):
        return reason
    limits = field.get("constraints", {})
    if field["name"] == "value":
        return "a number such as 12.3"
    kinds = {"number": "a number such as 12.3", "integer": "a whole number", "string": "a text"}
    expected = kinds.get(field["type"], f"a {field['type']}")
    if "minimum" in limits:
        expected += f", at least {limits['minimum']}"
    if "maximum" in limits:
        expected += f", at most {limits['maximum']}"
    if "enum" in limits:
        expected = "one of " + ", ".join(str(choice) for choice in limits["enum"])
    if not limits.get("required") and field["type"] in ("number", "integer"):
        expected += " (or — where nothing was compiled, or an empty cell)"
    return expected


def _too_fine(field: dict, text: str) -> str:
    """What is told of a number whose marks leave it open, or that has too many decimals."""
    most = field.get("decimals")
    if field["type"] not in ("number", "integer") or most is None:
        return ""
    prints = f"at most {most}" if most else "no"
    if is_ambiguous(text):
        digits, point = text.replace(".", "").replace(",", ""), text.replace(",", ".")
        return (
            f"either {digits} or {point}, for it may be both (the column prints {prints} decimals)"
        )
    try:
        found = Printed(text).decimals if len(text) < 18 else len(text.partition(".")[2])
    except ValueError:
        return ""
    return f"{prints} decimals, as the column prints, not {found}" if found > most else ""


def _missing_rows(sheet, resource, names, cells) -> list[str]:
    places = [names.index(name) for name in listed(resource["schema"].get("primaryKey", []))]
    found = {tuple(row[i] for i in places) for row in cells}
    return [
        f"{sheet.path}: found no row {', '.join(map(str, key))}; expected one, as printed"
        for key in resource.get("required_rows", [])
        if tuple(str(part) for part in key) not in found
    ]
