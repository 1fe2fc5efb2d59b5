"""Edited data files laid over the published ones: what is read, and what a program's saving lost.

A program that saves a table without an edit may drop trailing zeros, write whole numbers with a
point, sort rows, or lose the characters of one language. Where an edited cell says what the
published one does, the published text stands; printed decimals always come from it.
"""

from __future__ import annotations

import atexit
import csv
import io
import re
import shutil
import tempfile
from collections.abc import Iterator
from difflib import get_close_matches
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from recomputed import folders
from recomputed.data.package import faults, listed, read_package
from recomputed.data.printed import (
    NOISE,
    NOT_COMPILED,
    Printed,
    decimal_text,
    fold,
    is_ambiguous,
)
from recomputed.data.schema import check_sheet, cleaners, decimals_of, is_lost, is_number
from recomputed.data.sheets import WORKBOOKS, Sheet, parse_sheet, read_bytes
from recomputed.errors import DataError
from recomputed.files import state

LISTS = {
    "claims.csv": ["id"],
    "errata.csv": ["table", "row", "column"],
    "evidence.csv": ["recommendation", "claim"],
    "glossary.csv": ["en"],
}
"""The tables whose key the data package does not tell, and the columns that name their rows."""

PACKAGE = "datapackage.json"
NOTHING: dict = {"resources": []}
LITTER = ("Thumbs.db", "desktop.ini")
NOTES = 3
"""So many numbers that might have been read otherwise, or files, are told one by one."""


def key_columns(package: dict, path: str) -> list[str]:
    """The columns that name the rows of a data file; none if it is no table."""
    if path in LISTS:
        return LISTS[path]
    schemas = (r.get("schema", {}) for r in package["resources"] if r["path"] == path)
    return listed(next(schemas, {}).get("primaryKey", []))


def files_of(folder: Path) -> Iterator[Path]:
    """The files of a folder, less what spreadsheets and file managers leave about.

    One by one: somebody may name a folder with a million others.

    Raises
    ------
    DataError
        If it holds a link, or something else that is neither file nor folder.
    """
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~")) or path.name in LITTER:
            continue
        if path.is_dir() and not path.is_symlink():
            yield from files_of(path)
        elif path.is_file() and not path.is_symlink():
            yield path
        else:
            kind = (
                "found a link, expected a file" if path.is_symlink() else "no file that can be read"
            )
            raise DataError(f"{folder.name}/{path.name}: {kind}; take it out of there")


def data_folder(named: object, published: Path | None) -> Path:
    """The whole data folder that a notebook's parameter ``data_dir`` means.

    Parameters
    ----------
    named : path, or a number
        The folder; papermill makes a number of a name like ``2024``.
    published : Path or None
        The published data, over which edited files are laid in a passing copy. The data of a
        project, and a copy that was laid over before, are whole and stand for themselves.

    Raises
    ------
    DataError
        See :func:`lay_over`.
    """
    folder = _named(named).resolve()
    if published is None or folder == published.resolve() or _is_whole(folder, published):
        return folder
    return _laid_over(published.resolve(), folder, state(published), state(folder))


def _is_whole(folder: Path, published: Path) -> bool:
    """Whether a folder has a data package of its own, and is not somebody's copy of our data."""
    if not (folder / PACKAGE).is_file():
        return False
    if (folder.parent / "_config.yml").is_file() or (folder / folders.SEAL).is_file():
        return True
    names = (read_package((one / PACKAGE).read_bytes()).get("name") for one in (folder, published))
    return len({*names}) == 2


def _named(named: object) -> Path:
    if isinstance(named, int | float) and not Path(str(named)).is_dir():
        alike = [path for path in Path().iterdir() if _value(path.name) == named]
        if len(alike) == 1:
            return alike[0]
    return Path(str(named))


def _value(name: str) -> float | None:
    try:
        return float(name)
    except ValueError:
        return None


@lru_cache(8)
def _laid_over(published: Path, folder: Path, *_states: str) -> Path:
    """A passing copy, for as long as this process runs; made again when a file has changed."""
    place = tempfile.mkdtemp(prefix="tt-")
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    whole = Path(place, "data")
    for told in sentences(lay_over(published, folder, whole)):
        print(told)
    folders.seal(whole)
    return whole.resolve()


def lay_over(published: Path, edited: Path, target: Path) -> dict[str, list[str]]:
    """Copy the published data to a new folder, with the edited files in place of theirs.

    Parameters
    ----------
    published : Path
        The whole data folder.
    edited : Path
        A folder with some or all of its files, under the same paths or by their bare names, tables
        as CSV or as workbooks.
    target : Path
        A folder that does not exist yet.

    Returns
    -------
    dict
        The paths, below the data folder, of the files that were taken from `edited`, each with what
        is to be told of it, in sentences.

    Raises
    ------
    DataError
        If `edited` is no folder, is empty, holds a file that the data do not have, or a table twice
        or one that cannot be read.
    """
    if not edited.is_dir():
        raise DataError(f"there is no folder {edited}")
    known = [path.relative_to(published).as_posix() for path in files_of(published)]
    taken = _places(known, edited)
    described = taken.get(PACKAGE, published / PACKAGE)
    package = read_package(read_bytes(described, PACKAGE)) if PACKAGE in known else NOTHING
    if PACKAGE in taken and (problems := faults(package)):
        raise DataError(problems)
    told: dict[str, list[str]] = {}
    problems = []
    for place in known:  # without their modes, for the published ones may be read-only
        (target / place).parent.mkdir(parents=True, exist_ok=True)
        ours = (published / place).read_bytes()
        if place not in taken:
            (target / place).write_bytes(ours)
            continue
        name = taken[place].relative_to(edited).as_posix()
        try:
            theirs = read_bytes(taken[place], name)
            content, told[place] = _restored(theirs, ours, package, place, name)
        except DataError as error:
            problems += error.problems
        else:
            (target / place).write_bytes(content)
    if problems:
        shutil.rmtree(target)
        raise DataError(problems)
    return told


def sentences(taken: dict[str, list[str]]) -> list[str]:
    """What is to be told of edited files; many that are as published are told in one sentence."""
    same = [name for name, notes in taken.items() if notes == [_unedited(name)]]
    told = [
        note
        for name, notes in taken.items()
        if name not in same or len(same) <= NOTES
        for note in notes or [f"Edited: {name}"]
    ]
    return told if len(same) <= NOTES else [*told, f"{len(same)} files: nothing in them is edited"]


def _unedited(place: str) -> str:
    return f"{place}: nothing in it is edited"


def _places(known: list[str], edited: Path) -> dict[str, Path]:
    """The edited files by the data files that they stand for."""
    taken: dict[str, Path] = {}
    for folder in (path for path in edited.rglob("*") if path.is_dir()):
        if folder.name in {place.rpartition("/")[2] for place in known}:
            raise DataError(f"{edited.name}/{folder.name}: found a folder, expected a file")
    for path in files_of(edited):
        name = path.relative_to(edited).as_posix()
        place = _place(name, known, edited)
        if place in taken:
            other = taken[place].relative_to(edited).as_posix()
            raise DataError(
                f"{edited.name}: found {place} twice, as {other} and as {name}; expected it once"
            )
        taken[place] = path
    if not taken:
        raise DataError(f"the folder {edited} holds no file")
    return taken


def _place(name: str, known: list[str], edited: Path) -> str:
    """The data file that an edited file stands for."""
    wanted = name
    for ending in WORKBOOKS:
        if name.lower().endswith(ending):
            wanted = name[: -len(ending)] + ".csv"
    for alike in (
        [place for place in known if place.lower() == wanted.lower()],
        [place for place in known if place.rpartition("/")[2].lower() == wanted.lower()],
    ):
        if len(alike) == 1:
            return alike[0]
    padded = re.sub(r"_(\d)\.", r"_0\1.", wanted)  # table_5.csv
    nearest = get_close_matches(padded, known, n=1, cutoff=0)[0]
    raise DataError(f"found {edited.name}/{name}, expected a file of data/ such as {nearest}")


def _restored(
    theirs: bytes, ours: bytes, package: dict, place: str, name: str
) -> tuple[bytes, list[str]]:
    """An edited file's content, with what its saving lost; and what is to be told of that."""
    key = key_columns(package, place)
    if theirs == ours:
        return theirs, [_unedited(place)]
    if not place.endswith(".csv") or not key:
        return theirs, []
    resources = (r for r in package["resources"] if place not in LISTS)  # checked by their readers
    described = next((r for r in resources if r["path"] == place), None)
    sheet, reference = parse_sheet(theirs, name), parse_sheet(ours, place)
    if sheet.header != reference.header:
        if described:
            check_sheet(sheet, described)
        return _written(sheet), []
    fields = described["schema"]["fields"] if described else _fields(reference.header)
    table = _Restorer(fields, key, reference, sheet)
    rows = [(line, table.row(cells)) for line, cells in sheet.rows]
    restored = Sheet(sheet.path, sheet.header, rows, sheet.delimiter)
    if table.is_unedited([cells for _, cells in rows]):
        return ours, [_unedited(place), *table.notes(place)]
    if described:
        checked, _ = check_sheet(restored, described, table.plain)
        lines = [line for line, _ in rows]
        plain = [(line, list(row.values())) for line, row in zip(lines, checked, strict=True)]
        restored = Sheet(sheet.path, sheet.header, plain)
    return _written(restored), table.notes(place)


def _fields(header: list[str]) -> list[dict]:
    """A description of a table that the data package does not describe."""
    kinds = {"printed": "number", "corrected": "number", "table": "year"}
    return [{"name": name, "type": kinds.get(name, "string")} for name in header]


def _written(sheet: Sheet) -> bytes:
    """A sheet as a CSV file, each row on its own line of the same number."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=sheet.delimiter, lineterminator="\n")
    writer.writerow(sheet.header)
    at = 1
    for line, cells in sheet.rows:
        text.write("\n" * (line - at - 1))
        writer.writerow(cells)
        at = line
    return text.getvalue().encode()


class _Restorer:
    """Gives an edited table's cells the text of the published cells that say the same.

    Parameters
    ----------
    fields : list of dict
        The columns, as the data package describes them.
    key : list of str
        Which of them name a row.
    reference, sheet : Sheet
        The published table and the edited one.
    """

    def __init__(self, fields: list[dict], key: list[str], reference: Sheet, sheet: Sheet):
        self.fields, self.plain = fields, cleaners(sheet, fields)
        self.keys = [i for i, field in enumerate(fields) if field["name"] in key]
        width = len(fields)
        self.published = [[*cells, *[""] * width][:width] for _, cells in reference.rows]
        own = cleaners(reference, fields)
        self.by_key = {self._key(row, own): row for row in self.published}
        self.repaired: dict[str, int] = {}
        self.told: list[str] = []

    def _key(self, row: list[str], plain: list) -> tuple[str, ...]:
        return tuple(fold(plain[i](row[i])) for i in self.keys)

    def row(self, cells: list[str]) -> list[str]:
        """A row with the published texts."""
        width = len(self.fields)
        row = [*cells, *[""] * (width - len(cells))]
        published = self.by_key.get(self._key(row, self.plain)) or self._recognised(row)
        return [self._cell(i, row[i], published) for i in range(width)] + row[width:]

    def _recognised(self, row: list[str]) -> list[str] | None:
        """The published row of one whose own name is lost, by its name in the other language."""
        texts = [i for i, field in enumerate(self.fields) if not is_number(field)]
        alike = [
            (sum(self._same(i, row[i], published[i]) for i in range(len(published))), published)
            for published in self.published
            if all(self._same(i, row[i], published[i]) for i in self.keys)
            and any(row[i].strip() == published[i] for i in texts)
        ]
        best = max((count for count, _ in alike), default=0)
        found = [published for count, published in alike if count == best]
        return found[0] if len(found) == 1 else None

    def _same(self, i: int, text: str, published: str) -> bool:
        """Whether a part of a row's name is a published one, or what became of it."""
        return self.plain[i](text) == published or self._is_spoilt(i, text, published)

    def _is_spoilt(self, i: int, text: str, published: str) -> bool:
        """Whether a text is what a wrong encoding makes of the published one."""
        text = text.strip()
        if text == published or _is_number(published):
            return False
        if is_lost(text, self.fields[i]) or ("?" in text and "?" not in published):
            return True
        return _has_chinese(published) and (
            (bool(text) and not text.isascii() and not _has_chinese(text))
            or any(_undone(text, *pair) == published for pair in MISREAD)
        )

    def _cell(self, i: int, text: str, published: list[str] | None) -> str:
        field = self.fields[i]
        if is_number(field) and (published is None or _is_number(published[i])):
            return self._number(i, text, published[i] if published else "")
        if published is None:
            return text
        if text.strip() == published[i] or (text.strip() == "NA" and not published[i]):
            return published[i]
        if _is_plain(published[i]) and _equal(self.plain[i](text), published[i]):
            return published[i]
        if self._is_spoilt(i, text, published[i]):
            self.repaired[field["name"]] = self.repaired.get(field["name"], 0) + 1
            return published[i]
        return text

    def _number(self, i: int, text: str, published: str) -> str:
        plain = self.plain[i](text)
        if plain == published:
            return published
        if any(_equal(one, published) for one in _readings(plain)):
            if is_ambiguous(plain):
                self.told.append(f"{self.fields[i]['name']}: {plain} read as {published}")
            return published
        decimals = self._decimals(i, published)
        if not _is_plain(plain):
            return text  # to be told as it stands
        number, most = Printed(plain), decimals_of(self.fields[i])
        if number.decimals < decimals:
            return decimal_text(number.value, decimals)
        return plain if most is None or number.decimals <= most else text

    def _decimals(self, i: int, published: str) -> int:
        """The decimals that the print gives a cell; none known where its column has no one way."""
        cells = [published] if _is_plain(published) else [row[i] for row in self.published]
        found = {Printed(cell).decimals for cell in cells if _is_plain(cell)}
        return found.pop() if len(found) == 1 else 0

    def is_unedited(self, rows: list[list[str]]) -> bool:
        """Whether the rows are the published ones, in whatever order."""
        width = len(self.fields)
        found = [row[:width] for row in rows if not any(cell.strip() for cell in row[width:])]
        return sorted(found) == sorted(self.published) and len(found) == len(rows)

    def notes(self, place: str) -> list[str]:
        """What is to be told of it."""
        more = [f"… and {len(self.told) - NOTES} more"] if len(self.told) > NOTES else []
        return [
            *(f"{place}, column {one}, as published" for one in self.told[:NOTES]),
            *(f"{place}: {one} read so" for one in more),
        ] + [
            f"{place}, column {name}: {number} text{'s' * (number > 1)} lost in saving, restored "
            "from the published data by the rest of the row"
            for name, number in self.repaired.items()
        ]


MISREAD = [
    (wrong, right)
    for wrong in ("cp1252", "latin-1", "gb18030", "big5", "shift_jis", "mac_roman", "cp437")
    for right in ("utf-8", "gb18030", "big5", "shift_jis", "euc_kr")
    if wrong != right
]
"""Encodings in which a program may have read a text that was written in another."""


def _undone(text: str, wrong: str, right: str) -> str:
    """A text that was read in the wrong encoding, read in the right one; empty if it was not."""
    try:
        return text.encode(wrong).decode(right)
    except UnicodeError:
        return ""


def _has_chinese(text: str) -> bool:
    return any("\u3400" <= character <= "\u9fff" for character in text)


def _readings(text: str) -> list[str]:
    """What a number may mean that was left open."""
    if not is_ambiguous(text):
        return [text]
    return [text.replace(",", "").replace(".", ""), text.replace(",", ".")]


def _is_plain(text: str) -> bool:
    try:
        return bool(Printed(text))
    except ValueError:
        return False


def _is_number(published: str) -> bool:
    """Whether a published cell is a number's, be it an empty one."""
    return published in ("", NOT_COMPILED) or _is_plain(published)


_DECIMAL = re.compile(r"-?\d{1,18}(\.\d{1,18})?([eE][+-]?\d{1,2})?", re.ASCII)


def _equal(text: str, published: str) -> bool:
    """Whether two texts are one number, exponents read and a float's noise left out."""
    if not (_DECIMAL.fullmatch(text) and _is_plain(published)):
        return False
    value = Fraction(published)
    return abs(Fraction(text) - value) <= abs(value) * NOISE
