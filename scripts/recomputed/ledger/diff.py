"""What differs between two data folders: cells, and what becomes of the paper's claims."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from recomputed.data.book import EDITIONS, Book
from recomputed.data.sheets import read_sheet
from recomputed.errors import DataError
from recomputed.ledger import Grade, Held, current

WHOLE_ROW = "(row)"


@dataclass(frozen=True)
class CellChange:
    """A cell, or a whole row, that is not the same in both folders.

    Parameters
    ----------
    file : str
        Below the data folder.
    row : str
        The row's key where the file has one, otherwise its number.
    column : str
        The column's name; ``(row)`` for a row that only one folder has.
    before, after : str
        The texts; empty where there is none.
    """

    file: str
    row: str
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class ClaimChange:
    """A claim that fares otherwise on the other data, in one edition."""

    id: str
    section: str
    statement: str
    printed: str
    edition: str
    before: str
    after: str
    verdict_before: str
    verdict_after: str

    @property
    def flipped(self) -> bool:
        """Whether the verdict changed, and not only the recomputed value."""
        return self.verdict_before != self.verdict_after


@dataclass(frozen=True)
class HeldChange:
    """A claim on which published figures say something else, in one edition."""

    id: str
    section: str
    statement: str
    printed: str
    edition: str
    before: str
    after: str
    judgement_before: str
    judgement_after: str


@dataclass(frozen=True)
class Diff:
    """All differences between two data folders."""

    files: tuple[str, ...]
    cells: tuple[CellChange, ...]
    claims: tuple[ClaimChange, ...]
    held: tuple[HeldChange, ...] = ()

    def record(self) -> dict:
        """The same as plain lists and dicts, for JSON."""
        claims = [{**asdict(one), "flipped": one.flipped} for one in self.claims]
        return {
            "files": list(self.files),
            "cells": [asdict(one) for one in self.cells],
            "claims": claims,
            "held": [asdict(one) for one in self.held],
        }


def compare(before: Path, after: Path, editions: tuple[str, ...] = EDITIONS) -> Diff:
    """Compare two data folders.

    Parameters
    ----------
    before, after : Path
        Complete data folders.
    editions : tuple of str
        The editions to grade the claims in.

    Raises
    ------
    DataError
        If a folder cannot be read.
    """
    files = changed_files(before, after)
    cells = tuple(change for name in files for change in changed_cells(before, after, name))
    if not files:
        return Diff((), (), ())
    claims: list[ClaimChange] = []
    held: list[HeldChange] = []
    for edition in editions:
        claims += changed_claims(graded(before, edition), graded(after, edition), edition)
        held += changed_held(judged(before, edition), judged(after, edition), edition)
    return Diff(tuple(files), cells, tuple(claims), tuple(held))


def changed_files(before: Path, after: Path) -> list[str]:
    """The files, below the folders, whose bytes differ or that only one folder has."""
    names = {
        path.relative_to(folder).as_posix()
        for folder in (before, after)
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith((".", "~"))
    }
    return sorted(name for name in names if _bytes(before / name) != _bytes(after / name))


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def changed_cells(before: Path, after: Path, name: str) -> list[CellChange]:
    """The cells of a CSV file that differ; none for other files."""
    if not name.endswith(".csv"):
        return []
    key = _key(before, name)
    old, new = (_rows(folder / name, name, key) for folder in (before, after))
    changes = []
    for row in [*old, *(row for row in new if row not in old)]:
        if row not in new or row not in old:
            texts = (", ".join(rows.get(row, {}).values()) for rows in (old, new))
            changes.append(CellChange(name, row, WHOLE_ROW, *texts))
            continue
        for column in dict.fromkeys([*old[row], *new[row]]):
            texts = [rows[row].get(column, "") for rows in (old, new)]
            if texts[0] != texts[1]:
                changes.append(CellChange(name, row, column, *texts))
    return changes


def _key(folder: Path, name: str) -> list[str]:
    """The columns that name a row, by the data package."""
    for resource in Book(folder).package["resources"]:
        if resource.get("path") == name:
            key = resource.get("schema", {}).get("primaryKey", [])
            return [key] if isinstance(key, str) else list(key)
    return ["id"] if name == "claims.csv" else []


def _rows(path: Path, name: str, key: list[str]) -> dict[str, dict[str, str]]:
    try:
        sheet = read_sheet(path, name)
    except DataError:
        return {}
    rows: dict[str, dict[str, str]] = {}
    for line, cells in sheet.rows:
        row = dict(zip(sheet.header, (cell.strip() for cell in cells), strict=False))
        label = " | ".join(row.get(field, "") for field in key) or f"line {line}"
        while label in rows:  # a key that stands twice
            label += " (again)"
        rows[label] = row
    return rows


def graded(data: Path, edition: str) -> dict[str, Grade]:
    """Every claim's grade."""
    return {grade.claim.id: grade for grade in current(data, edition).grades()}


def changed_claims(
    before: dict[str, Grade], after: dict[str, Grade], edition: str
) -> list[ClaimChange]:
    """The claims whose printed number, recomputed value or verdict differ."""
    changes = []
    for name in [*before, *(name for name in after if name not in before)]:
        old, new = before.get(name), after.get(name)
        if _outcome(old) == _outcome(new):
            continue
        claim = (new or old).claim
        changes.append(
            ClaimChange(
                name,
                claim.section,
                claim.statement,
                claim.printed,
                edition,
                old.recomputed if old else "",
                new.recomputed if new else "",
                old.verdict if old else "",
                new.verdict if new else "",
            )
        )
    return changes


def judged(data: Path, edition: str) -> dict[str, Held]:
    """What published figures say of every claim."""
    return {held.claim.id: held for held in current(data, edition).all_held()}


def changed_held(before: dict[str, Held], after: dict[str, Held], edition: str) -> list[HeldChange]:
    """The claims on which the judgement by published figures, or what it rests on, differs."""
    changes = []
    for name in [*before, *(name for name in after if name not in before)]:
        old, new = before.get(name), after.get(name)
        told = [(one.judgement, one.found) if one else ("", "") for one in (old, new)]
        if told[0] == told[1]:
            continue
        claim, judgements, found = (new or old).claim, *zip(*told, strict=True)
        about = claim.id, claim.section, claim.statement, claim.printed, edition
        changes.append(HeldChange(*about, *found, *judgements))
    return changes


def _outcome(grade: Grade | None) -> tuple | None:
    return grade and (grade.claim, grade.recomputed, grade.verdict, grade.low, grade.high)
