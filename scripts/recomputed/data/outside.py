"""What others have published: figures and series that the paper's statements are held against."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from recomputed.data.printed import Printed
from recomputed.data.quantity import Quantity, Unit
from recomputed.data.schema import check_sheet
from recomputed.data.sheets import parse_sheet, read_bytes
from recomputed.errors import DataError

FIGURES, SEARCHES, SERIES = "outside", "searches", "outside_"
"""The data package's names: single figures, what was not found, and the beginning of a series."""

Key = tuple[str, str, int]


@dataclass(frozen=True)
class Source:
    """Where a published figure or series stands.

    Parameters
    ----------
    publisher, title, published, address : str
        As a reader can look it up; `published` is a date, or empty where none is given.
    checked : str
        The day on which the figure was read again at the address; empty where it could not be.
    grade : {"official", "reported", "secondary"}
        The publisher's own text or data at its own address; an official figure as others report
        or copy it; all else.
    note : str
        What hampers a comparison.
    """

    publisher: str
    title: str
    published: str
    address: str
    checked: str
    grade: str
    note: str = ""


@dataclass(frozen=True)
class Published:
    """One row of ``outside.csv``.

    Parameters
    ----------
    id : str
        The figure's name.
    claims : tuple of str
        The statements it bears on.
    quantity, geography, period : str
        What is measured, where and when.
    printed : Printed
        The value as published.
    qualifier : str
        As of a claim: nothing, ``about``, ``over``, ``nearly`` or ``under``.
    unit : Unit
        The value's unit.
    scope : {"same", "other"}
        Whether it is the statement's very quantity or another measure, period or definition.
    source : Source
        Who published it.
    """

    id: str
    claims: tuple[str, ...]
    quantity: str
    geography: str
    period: str
    printed: Printed
    qualifier: str
    unit: Unit
    scope: str
    source: Source

    @property
    def value(self) -> Quantity:
        """The value with the interval that its digits stand for."""
        return Quantity.printed(self.printed.text, self.unit)


@dataclass(frozen=True)
class Series:
    """A published series: (series, economy, year) to Quantity."""

    cells: Mapping[Key, Quantity]
    source: Source

    def years(self, series: str, economy: str) -> dict[int, Quantity]:
        """One line of it, by year."""
        years = sorted(y for s, e, y in self.cells if (s, e) == (series, economy))
        return {year: self.cells[series, economy, year] for year in years}


@dataclass(frozen=True)
class Outside:
    """All of it.

    Parameters
    ----------
    figures : dict
        Id to Published, in the file's order.
    series : dict
        Name to Series.
    searches : dict
        Claim id to what was looked for in vain.
    """

    figures: Mapping[str, Published]
    series: Mapping[str, Series]
    searches: Mapping[str, str]


def read_outside(data_dir: Path, package: dict, units: dict, claims: Mapping) -> Outside:
    """Read ``outside.csv``, ``searches.csv`` and the series.

    Parameters
    ----------
    data_dir : Path
        The data folder.
    package : dict
        What the data package says.
    units : dict
        Unit id to Unit.
    claims : mapping
        The known claims by id.

    Raises
    ------
    DataError
        Naming file, row, column, what was found and what was expected, for every problem.
    """
    raw = {}
    for resource in package["resources"]:
        name = resource["name"]
        if name in (FIGURES, SEARCHES) or name.startswith(SERIES):
            told = json.dumps(resource)
            raw[name] = told, read_bytes(data_dir / resource["path"], resource["path"])
    return _parse(tuple(raw.items()), tuple(units.items()), tuple(claims))


@lru_cache(8)
def _parse(raw: tuple, units: tuple, claims: tuple[str, ...]) -> Outside:
    units, problems, found = dict(units), [], {FIGURES: {}, SEARCHES: {}}
    for name, (told, content) in raw:
        resource = json.loads(told)
        try:
            rows, lines = _rows(resource, content)
        except DataError as error:
            problems += error.problems
            continue
        where = [f"{resource['path']}, row {line}" for line in lines]
        if name.startswith(SERIES):
            found[name] = _series(resource, rows, units)
        else:
            column = "claims" if name == FIGURES else "claim"
            problems += _unknown(rows, where, column, claims)
            problems += [
                f"{at}, column unit: found {row['unit']!r}, expected one of {', '.join(units)}"
                for row, at in zip(rows, where, strict=True)
                if row.get("unit", "none") not in units
            ]
            if not problems:
                read = _figure if name == FIGURES else _search
                found[name] = dict(read(row, units) for row in rows)
    if problems:
        raise DataError(problems)
    series = {name[len(SERIES) :]: one for name, one in found.items() if name.startswith(SERIES)}
    return Outside(found[FIGURES], series, found[SEARCHES])


def _rows(resource: dict, content: bytes) -> tuple[list[dict], list[int]]:
    return check_sheet(parse_sheet(content, resource["path"]), resource)


def _unknown(rows: list[dict], where: list[str], column: str, claims: tuple) -> list[str]:
    return [
        f"{at}, column {column}: found {claim!r}, expected a claim's id"
        for row, at in zip(rows, where, strict=True)
        for claim in _ids(row[column])
        if claim not in claims
    ]


def _ids(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _figure(row: dict, units: dict) -> tuple[str, Published]:
    source = Source(*(row[name] for name in Source.__dataclass_fields__))
    kept = {name: row[name] for name in ("id", "quantity", "geography", "period")}
    kept |= {name: row[name] for name in ("qualifier", "scope")}
    value, unit = Printed(row["value"]), units[row["unit"]]
    kept |= {"claims": _ids(row["claims"]), "printed": value, "unit": unit, "source": source}
    return row["id"], Published(**kept)


def _search(row: dict, units: dict) -> tuple[str, str]:
    return row["claim"], f"{row['searched']} ({row['date']})"


def _series(resource: dict, rows: list[dict], units: dict) -> Series:
    unit = units[resource["unit"]]
    cells = {
        (row["series"], row["economy"], int(row["year"])): Quantity.printed(row["value"], unit)
        for row in rows
    }
    told = resource["sources"][0]
    names = ("publisher", "name", "published", "path", "checked", "grade")
    source = Source(*(told[name] for name in names), note=" ".join(resource["notes"]))
    return Series(cells, source)
