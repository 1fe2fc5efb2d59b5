"""Find the error: copies of the tables with planted errors, a different set for each student.

Everything follows from the seed. The answer key says of each error whether the audit detects it:
by an identity that fails and did not before, as a break in its series, or not at all.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from recomputed import folders
from recomputed.audit import FAILS, Check, altered, audit, suspicions
from recomputed.audit.identity import run
from recomputed.data.book import Book
from recomputed.errors import BookError
from recomputed.files import write
from recomputed.teach import slips

FOUND, SUSPECTED, NOT_FOUND = "an identity fails", "breaks its series", "not detected"
"""What the audit makes of a planted error."""

KEY = "answer-key.csv"
COLUMNS = (
    *("student", "table", "row", "column", "printed", "planted", "kind"),
    *("audit", "checks"),
)
ERRORS = 6
MOST_ERRORS, MOST_UNDETECTED = 24, 1
"""Each set holds so many errors, so many at most, and so many that only the print would show."""


@dataclass(frozen=True)
class Planted:
    """An error in a student's tables.

    Parameters
    ----------
    table : int
        The table's number.
    slip : slips.Slip
        What is changed.
    audit : str
        ``an identity fails``, ``breaks its series`` or ``not detected``.
    checks : tuple of str
        The identities that now fail.
    """

    table: int
    slip: slips.Slip
    audit: str
    checks: tuple[str, ...] = ()

    @property
    def changes(self) -> dict[tuple[int, tuple, str], str]:
        """(table, row key, column) to the new text."""
        return {(self.table, key, column): new for (key, column), new in self.slip.cells.items()}


class Planter:
    """Plants errors in the tables as printed.

    Parameters
    ----------
    data_dir : Path
        The published data.
    seed : int
        Decides everything.
    """

    def __init__(self, data_dir: Path, seed: int):
        self.book = Book(data_dir, "printed")
        self.chance = random.Random(seed)
        self.checks = audit(self.book)
        self.failing = {check.id for check in self.checks if check.verdict == FAILS}
        self.suspect = {(s.table, s.key, s.column) for s in suspicions(self.book)}
        self._waiting: list[tuple[int, tuple, str]] = []
        self._all = [cell for cell in _cells(self.book) if cell not in self.book.errata_at]

    def _next(self) -> tuple[int, tuple, str]:
        """A cell at random; none comes twice before all have come once."""
        if not self._waiting:
            self._waiting = self.chance.sample(self._all, len(self._all))
        return self._waiting.pop()

    def one_set(self, errors: int) -> list[Planted]:
        """The errors of one student, in the order of the tables.

        Each is judged with all the others in place.
        """
        chosen: list[Planted] = []
        kinds = self.chance.sample(slips.KINDS, len(slips.KINDS))
        rows: set[tuple] = set()
        while len(chosen) < errors:
            table, key, column = self._next()
            kind = kinds[len(chosen) % len(kinds)]
            slip = slips.make(self.book.T[table], (key, column), kind, self.chance)
            if slip is None or (table, key) in rows:
                continue
            trial = self._judged([*chosen, Planted(table, slip, "")])
            if sum(one.audit == NOT_FOUND for one in trial) <= MOST_UNDETECTED:
                chosen = trial
                rows.add((table, key))
        return sorted(chosen, key=lambda one: (one.table, list(map(str, one.changes))))

    def _judged(self, planted: list[Planted]) -> list[Planted]:
        """What the audit says of each error, with all of them in place."""
        changes = {at: new for one in planted for at, new in one.changes.items()}
        changed = altered(self.book, changes)
        touched = [c for c in self.checks if _addresses(c) & set(changes)]
        again = [run(c.identity, changed, [c.case])[0] for c in touched]
        failing = [c for c in again if c.verdict == FAILS and c.id not in self.failing]
        odd = {
            (s.table, s.key, s.column) for s in suspicions(changed, {t for t, _, _ in changes})
        } - self.suspect
        judged = []
        for one in planted:
            about = tuple(c.id for c in failing if _addresses(c) & set(one.changes))
            outcome = FOUND if about else SUSPECTED if odd & set(one.changes) else NOT_FOUND
            judged.append(Planted(one.table, one.slip, outcome, about))
        return judged


def _addresses(check: Check) -> set[tuple[int, tuple, str]]:
    return {(cell.table, cell.key, cell.column) for cell in check.cells}


def _cells(book: Book) -> Iterator[tuple[int, tuple, str]]:
    for number in book.table_numbers:
        table = book.T[number]
        for key in list(table.keys()):
            row = key if isinstance(key, tuple) else (key,)
            for column in table.numeric_columns:
                if table.has(*row, column):
                    yield number, row, column


def plant(data_dir: Path, students: int, seed: int, out: Path, errors: int = ERRORS) -> Path:
    """Write a folder of tables for each student, and the answer key.

    Parameters
    ----------
    data_dir : Path
        The published data.
    students : int
        How many sets.
    seed : int
        The same seed gives the same sets.
    out : Path
        The folder to write: ``student-01/tables/…``, and the key beside them.
    errors : int
        How many errors a set holds.

    Returns
    -------
    Path
        The answer key.

    Raises
    ------
    BookError
        If the numbers make no sense, or `out` is not a folder that this has made; see
        :func:`recomputed.folders.check`.
    """
    if students < 1 or errors < 1:
        raise BookError("plant: at least one student and one error are needed")
    if errors > MOST_ERRORS:
        raise BookError(f"plant: found --errors {errors}, expected {MOST_ERRORS} at most")
    folders.claim(out, data_dir.parent, folders.PLANT, [data_dir])
    if theirs := folders.foreign(out):
        raise BookError(
            f"{theirs[0]}: is not as plant has written it; name a new folder with --out"
        )
    planter = Planter(data_dir, seed)
    rows = []
    folders.clear(out)
    width = max(2, len(str(students)))
    for number in range(1, students + 1):
        name = f"student-{number:0{width}}"
        chosen = planter.one_set(errors)
        folders.seal(out, _write_tables(planter.book, chosen, out / name / "tables"))
        rows += [row for one in chosen for row in _key_rows(planter.book, name, one)]
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    key = write(out / KEY, ("\ufeff" + text.getvalue()).encode())
    folders.seal(out, [key])
    return key


def _write_tables(book: Book, planted: list[Planted], folder: Path) -> list[Path]:
    """All tables, so that their being there tells nothing; those with an error changed."""
    changes = {at: new for one in planted for at, new in one.changes.items()}
    written = []
    for number in book.table_numbers:
        source = book.data_dir / book.resource(f"table_{number:02d}")["path"]
        cells = {(k, c): new for (t, k, c), new in changes.items() if t == number}
        content = _edited(book, number, source.read_text("utf-8"), cells).encode()
        written.append(write(folder / source.name, content))
    return written


def _edited(book: Book, number: int, text: str, cells: dict) -> str:
    """A table's file with some cells changed, and every other character as it was."""
    if not cells:
        return text
    table = book.T[number]
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    lines = {line: key for key, line in zip(table._index, table.lines, strict=True)}
    for line, row in enumerate(rows, start=2):
        for place, column in enumerate(header):
            if (at := (lines.get(line), column)) in cells:
                row[place] = cells[at]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue()


def _key_rows(book: Book, student: str, one: Planted) -> Iterator[dict]:
    for (table, key, column), new in one.changes.items():
        yield {
            "student": student,
            "table": table,
            "row": " | ".join(map(str, key)),
            "column": column,
            "printed": book.T[table].text(*key, column),
            "planted": new,
            "kind": one.slip.kind,
            "audit": one.audit,
            "checks": "; ".join(one.checks),
        }
