"""Check a sheet against its description in the data package, by the frictionless library."""

from __future__ import annotations

from collections.abc import Callable

from recomputed.data.printed import NOT_COMPILED, Printed
from recomputed.data.sheets import Sheet
from recomputed.errors import DataError


def check_sheet(
    sheet: Sheet, resource: dict, cleaners: list[Callable[[str], str]]
) -> tuple[list[dict], list[int]]:
    """Normalise a sheet's cells and check them against a Table Schema.

    Parameters
    ----------
    sheet : Sheet
        The file's text.
    resource : dict
        The data package's description of the file. Its ``required_rows``, if any, list the
        primary keys that must be there.
    cleaners : list of callable
        One per field, applied to each cell's text first.

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
    for line, row in sheet.rows:
        row = [*row, *[""] * (len(names) - len(row))]
        if any(cell.strip() for cell in row[len(names) :]):
            extra = next(cell for cell in row[len(names) :] if cell.strip())
            problems.append(
                f"{sheet.path}, row {line}: found an extra cell {extra!r} behind column "
                f"{names[-1]}; expected {len(names)} cells"
            )
        cells.append([clean(cell) for clean, cell in zip(cleaners, row, strict=False)])
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
        problems.append(
            f"{sheet.path}, row {lines[i]}{label}, column {name}: found {text!r}, "
            f"expected {_expected(fields[name])}"
        )
    for i in repeated:
        key = ", ".join(cells[i][names.index(name)] for name in _listed(schema["primaryKey"]))
        where = f"{sheet.path}, row {lines[i]}"
        problems.append(f"{where}: found {key} a second time; expected each row once")
    return problems


def _plain(field: dict, text: str) -> bool:
    """Whether a number's cell holds plain decimals: no ``1e5``, ``NaN`` or ``inf``."""
    if field["type"] not in ("number", "integer") or text in ("", NOT_COMPILED):
        return True
    try:
        return Printed(text).decimals == 0 or field["type"] == "number"
    except ValueError:
        return False


def _listed(key: str | list[str]) -> list[str]:
    return [key] if isinstance(key, str) else key


def _row_label(schema: dict, names: list[str], row: list[str]) -> str:
    key = [row[names.index(name)] for name in _listed(schema.get("primaryKey", []))]
    return f" ({', '.join(key)})" if any(key) else ""


def _expected(field: dict) -> str:
    limits = field.get("constraints", {})
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


def _missing_rows(sheet, resource, names, cells) -> list[str]:
    places = [names.index(name) for name in _listed(resource["schema"].get("primaryKey", []))]
    found = {tuple(row[i] for i in places) for row in cells}
    return [
        f"{sheet.path}: found no row {', '.join(map(str, key))}; expected one, as printed"
        for key in resource.get("required_rows", [])
        if tuple(str(part) for part in key) not in found
    ]
