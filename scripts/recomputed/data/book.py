"""The book's data: printed tables and figures, in one of two editions.

``Book("data").T[5][2013, "total"]`` is a cell of Table 5 as a quantity. Everything that is known
about a table besides its cells (titles, units, sources, constraints) stands in
``data/datapackage.json`` and nowhere else.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from recomputed.data.claims import Claim, read_claims
from recomputed.data.edited import LISTS, PACKAGE, data_folder, files_of
from recomputed.data.errata import Erratum, read_errata
from recomputed.data.outside import Outside, read_outside
from recomputed.data.package import faults, read_package
from recomputed.data.paper import Paper, read_paper
from recomputed.data.printed import Printed
from recomputed.data.quantity import Quantity, Unit
from recomputed.data.schema import check_sheet
from recomputed.data.sheets import parse_sheet, read_bytes
from recomputed.data.table import Table, Unapplied
from recomputed.errors import BookError, DataError

if TYPE_CHECKING:
    import pandas as pd

EDITIONS = ("corrected", "printed")
READINGS = ("bar", "laxer", "stricter")
"""The columns of ``words.csv`` that hold a word's bars: ours, and two to see what hangs on it."""

REFERENCES = "references.bib"

MEASURES = {
    "share": "percent",  # of the whole
    "steps": "percent",  # of the steps of a series
    "cases": "percent",  # of the cases
    "growth": "percent",  # a year
    "spread": "pp",  # between the highest and the lowest share
    "multiple": "times",
}
"""What a word's bar measures, and its unit."""


def find_data(start: Path | None = None) -> Path:
    """Find the book's data folder: ``RECOMPUTED_DATA``, or the nearest ``data/`` above `start`."""
    if named := os.environ.get("RECOMPUTED_DATA"):
        return Path(named)
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "data" / PACKAGE).is_file():
            return folder / "data"
    raise DataError(f"no data/datapackage.json in {here.name}/ or above; name the folder: data_dir")


def whole_data(named: object = None) -> Path:
    """The whole data folder that a notebook's parameter ``data_dir`` means.

    Parameters
    ----------
    named : path or number, optional
        The folder, or one of edited files; see :func:`recomputed.data.edited.data_folder`. The
        book's own if not given.
    """
    try:
        published = find_data()
    except DataError:
        if named is None:
            raise
        published = None
    return published.resolve() if named is None else data_folder(named, published)


class Tables:
    """The tables of an edition by number, read when first asked for."""

    def __init__(self, book: Book, on_read: Callable | None = None, reading: str = "bar"):
        self.book, self._on_read, self._read = book, on_read, {}
        self.reading = reading
        self.claims_read: set[str] = set()
        self.words_read: dict[str, None] = {}

    def __getitem__(self, number: int) -> Table:
        if number not in self._read:
            self._read[number] = self.book.load(f"table_{number:02d}", self._on_read)
        return self._read[number]

    def stated(self, claim_id: str) -> Quantity:
        """A number that only the paper's prose gives, from the record of that claim."""
        self.claims_read.add(claim_id)
        claim = self.book.claims[claim_id]
        return Quantity.printed(claim.printed, self.book.units[claim.unit])

    def bar(self, word: str) -> Quantity:
        """The bar that one of the paper's words is held to, from ``words.csv``; exact.

        Raises
        ------
        DataError
            If the file has no such word.
        """
        self.words_read[word] = None
        words = self.book.load("words")
        if (word,) not in words:
            raise DataError(f"words.csv: found no row {word}; expected one, with its bar")
        text = words.text(word, self.reading) or words.text(word, "bar")
        unit = self.book.units[MEASURES[words.text(word, "measure")]]
        return Quantity.exact(Printed(text).value, unit)


class Book:
    """The data folder in one edition.

    Every file is read once, when it is first needed. What a file's content says is worked out once
    for all books of a process: books on the same content share their tables, claims and units.

    Parameters
    ----------
    data_dir : path, optional
        The folder with ``datapackage.json``; found from the working directory if not given.
    edition : {"corrected", "printed"}
        Whether ``errata.csv`` is applied.

    Raises
    ------
    DataError
        If the folder or its data package cannot be read.
    """

    def __init__(self, data_dir: str | Path | None = None, edition: str = "corrected"):
        if edition not in EDITIONS:
            raise BookError(f"edition: found {edition!r}, expected one of {', '.join(EDITIONS)}")
        self.edition = edition
        self.data_dir = Path(data_dir) if data_dir else find_data()
        self.unapplied: list[Unapplied] = []
        self.T = Tables(self)
        self._loaded: dict[str, Table] = {}

    def tables(self, on_read: Callable | None = None, reading: str = "bar") -> Tables:
        """The tables, with somebody told of every cell that is read, and words read as told."""
        return Tables(self, on_read, reading)

    @cached_property
    def _described(self) -> bytes:
        """The data package's description as it is read."""
        try:
            return (self.data_dir / "datapackage.json").read_bytes()
        except FileNotFoundError:
            raise DataError(f"datapackage.json: missing in {self.data_dir.name}/") from None

    @property
    def guards(self) -> list[str]:
        """The errata that were not applied, of the tables read so far, each in one sentence."""
        return [str(one) for one in self.unapplied]

    @property
    def package(self) -> dict:
        """The data package's description; not to be changed."""
        return read_package(self._described)

    @cached_property
    def paper(self) -> Paper:
        """What the data are about, by the package that ``datapackage.json`` names."""
        return read_paper(self.package.get("paper", ""))

    @property
    def units(self) -> dict[str, Unit]:
        """Units by id."""
        return _units(self._described)

    @cached_property
    def errata(self) -> tuple[Erratum, ...]:
        """What ``errata.csv`` corrects, in its order."""
        return read_errata(self.data_dir) if self.describes("errata") else ()

    @cached_property
    def errata_at(self) -> Mapping[tuple[int, tuple, str], Erratum]:
        """The errata by table, row key and column."""
        return {(e.table, e.key, e.column): e for e in self.errata}

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """What the paper states, by claim id, in the paper's order."""
        pages = {section: part.page for section, part in self.paper.parts.items()}
        return read_claims(self.data_dir, self.units, pages)

    @property
    def slips(self) -> list[dict[str, str]]:
        """The slips outside the tables' cells, by ``slips.csv``: column name to text."""
        return self.load("slips").rows if self.describes("slips") else []

    @cached_property
    def outside(self) -> Outside:
        """What others have published on the paper's statements."""
        return read_outside(self.data_dir, self.package, self.units, self.claims)

    def describes(self, name: str) -> bool:
        """Whether the data package has a file of this name; one that it has must be there."""
        return any(resource["name"] == name for resource in self.package["resources"])

    def resource(self, name: str) -> dict:
        """A resource's description by name."""
        for resource in self.package["resources"]:
            if resource["name"] == name:
                return resource
        raise DataError(f"datapackage.json: describes no resource {name}")

    @property
    def sheets(self) -> list[str]:
        """The names of the tables and figures that the data package describes."""
        names = (resource["name"] for resource in self.package["resources"])
        return [name for name in names if name.startswith(("table_", "figure_"))]

    @property
    def table_numbers(self) -> list[int]:
        """The numbers of the tables that the data package describes."""
        return sorted(int(name[6:]) for name in self.sheets if name.startswith("table_"))

    def table(self, number: int) -> Table:
        """One table; the same as ``book.T[number]``."""
        return self.T[number]

    def tidy(self) -> pd.DataFrame:
        """Every printed number of every table.

        Returns
        -------
        DataFrame
            One row per number: `table`, `row` (its key), `column`, `value`, `unit`, `decimals`,
            and `text` as printed.
        """
        import pandas as pd  # the ledger runs wherever Python does

        numbers = (n for table in self.table_numbers for n in self.T[table].tidy())
        return pd.DataFrame(numbers)

    def load(self, name: str, on_read: Callable | None = None) -> Table:
        """Read, check and (in the corrected edition) correct one table."""
        if name not in self._loaded:
            self._loaded[name] = self._read(name)
        return self._loaded[name].read_by(on_read)

    def _read(self, name: str) -> Table:
        path = self.resource(name)["path"]
        raw = read_bytes(self.data_dir / path, path)
        errata: tuple[Erratum, ...] = ()
        if self.edition == "corrected" and name.startswith("table_"):
            errata = tuple(e for e in self.errata if e.table == int(name[6:]) and e.corrected)
        table = _table(self._described, name, raw, errata)
        if table.resource.get("series"):
            self._check_stated(table)
        self.unapplied += table.unapplied
        return table

    def _check_stated(self, figure: Table) -> None:
        """Refuse a figure's point that names no claim with a number."""
        numeric = {claim.id for claim in self.claims.values() if not claim.is_verbal}
        problems = [
            f"{figure.resource['path']}, row {line}, column stated: found {row['stated']!r}, "
            "expected the id of a claim that states a number"
            for row, line in zip(figure.rows, figure.lines, strict=True)
            if row["stated"] and row["stated"] not in numeric
        ]
        if problems:
            raise DataError(problems)

    def check(self) -> list[str]:
        """Read everything once.

        Returns
        -------
        list of str
            The errata that were not applied, each in one sentence.

        Raises
        ------
        DataError
            With every problem of every file.
        """
        problems = faults(self.package)
        if problems:
            raise DataError(problems)
        for name in (*self.sheets, *filter(self.describes, ("words", "slips"))):
            try:
                self.load(name)
            except DataError as error:
                problems += error.problems
        try:
            self.outside  # noqa: B018 (read for its errors)
        except DataError as error:
            problems += error.problems
        problems += self._strangers()
        if not problems:
            problems += self._of_no_cell()
        if problems:
            raise DataError(problems)
        return self.guards

    def _strangers(self) -> list[str]:
        """The files of the folder that are none of the data package's, nor a list of our own."""
        described = {resource["path"] for resource in self.package["resources"]}
        ours = described | set(LISTS) | {PACKAGE, REFERENCES}
        return [
            f"{name}: found in {self.data_dir.name}/, but datapackage.json does not describe it"
            for path in files_of(self.data_dir)
            if (name := path.relative_to(self.data_dir).as_posix()) not in ours
        ]

    def _of_no_cell(self) -> list[str]:
        """The errata whose cell no table has."""
        problems = []
        for one in self.errata:
            at = f"errata.csv, row {one.line}"
            if one.table not in self.table_numbers:
                problems.append(
                    f"{at}, column table: found {one.table}, expected one of the tables"
                )
                continue
            table = self.T[one.table]
            if one.column not in table.numeric_columns:
                problems.append(
                    f"{at}, column column: found {one.column!r}, expected a column of numbers of "
                    f"Table {one.table}: {', '.join(table.numeric_columns)}"
                )
            if one.key not in table:
                problems.append(
                    f"{at}, column row: found {one.row!r}, expected a row of Table {one.table}"
                )
        return problems


@lru_cache(8)
def _units(package: bytes) -> dict[str, Unit]:
    """The units that the data package describes, by id."""
    described = read_package(package)
    return {
        name: Unit(
            name,
            told.get("base", name),
            Printed(str(told.get("factor", 1))).value,
            told.get("exact", False),
            described.get("money", {}).get(told.get("base"), ""),
        )
        for name, told in described["units"].items()
    }


@lru_cache(256)
def _checked(package: bytes, name: str, raw: bytes) -> tuple[dict, list[dict], list[int]]:
    """A file's description, rows and their lines, checked against the description."""
    resource = next(r for r in read_package(package)["resources"] if r["name"] == name)
    sheet = parse_sheet(raw, resource["path"])
    rows, lines = check_sheet(sheet, resource)
    if described := resource.get("series"):
        unknown = [
            f"{resource['path']}, row {line}, column series: found {row['series']!r}, "
            f"expected one of {', '.join(described)}"
            for row, line in zip(rows, lines, strict=True)
            if row["series"] not in described
        ]
        if unknown:
            raise DataError(unknown)
    return resource, rows, lines


def _table(package: bytes, name: str, raw: bytes, errata: tuple[Erratum, ...]) -> Table:
    """A file's content as a table, with its errata applied."""
    resource, rows, lines = _checked(package, name, raw)
    table = Table(resource, [dict(row) for row in rows], lines, _units(package))
    for erratum in errata:
        table.correct(erratum)
    return table
