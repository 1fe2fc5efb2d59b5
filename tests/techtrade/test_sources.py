"""A claim's `source` is for people; what its recomputation reads decides whether it is true.

A source names tables with their columns, rows and years (``table 5: technology_fee, total 2001,
2013``), figures with their series and years, and claims whose stated numbers are used (``text:``).
Where it names a group of rows or columns (``value by form``), it need not list them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from recomputed.ledger import Ledger
from recomputed.ledger.figures import Point, points
from recomputed.ledger.grading import Grade

DATA = Path(__file__).parents[2] / "data"
LEDGER = Ledger(DATA, "corrected")
GROUPS = re.compile(
    r"\b(all|by|label|label_en|rank|named|developed economies|the (eight|ten) |manufacturing "
    r"industries|regional shares|other three|smallest)\b"
)
YEAR = re.compile(r"\by?((?:19|20)\d\d)(?:–y?((?:19|20)\d\d))?\b")


def clauses(source: str) -> dict[str, str]:
    """The parts of a source: ``table 5`` to what it says of it."""
    parts = (part.partition(": ") for part in source.split("; "))
    return {head: told for head, _, told in parts}


def is_year(part) -> bool:
    return bool(YEAR.fullmatch(str(part)))


def years_named(told: str) -> tuple[set[int], set[int]]:
    """The years that must have been read, and all that may have been."""
    must, may = set(), set()
    for first, last in YEAR.findall(told):
        must |= {int(first), int(last or first)}
        may |= set(range(int(first), int(last or first) + 1))
    return must, may


def names_in(told: str, known: set[str]) -> set[str]:
    """The rows, columns or series of `known` that a text names, longer names first."""
    found = set()
    for name in sorted(known, key=len, reverse=True):
        told, count = re.subn(rf"(?<!\w){re.escape(name)}(?!\w)", ";", told)
        if count:
            found.add(name)
    return found


def parts_of_a_table(number: int) -> tuple[set[str], set[str]]:
    """The names of a table's rows, and of its columns; no years."""
    table = LEDGER.book.T[number]
    rows = {str(part) for key in table._index for part in key if not is_year(part)}
    return rows, {column for column in table.numeric_columns if not is_year(column)}


def faults(what: str, told: str, known: list[set[str]], read: list[tuple]) -> list[str]:
    """Where a clause and the addresses that were read do not agree."""
    found = []
    years = {int(str(p).lstrip("y")) for address in read for p in address if is_year(p)}
    must, may = years_named(told)
    if not must <= years:
        found.append(f"{what}: names {sorted(must - years)}, which is not read")
    if not years <= may:
        found.append(f"{what}: reads {sorted(years - may)}, which it does not name")
    for names in known:
        used = {str(p) for address in read for p in address} & names
        named = names_in(told, names)
        if not named <= used:
            found.append(f"{what}: names {sorted(named - used)}, which is not read")
        if not used <= named and not GROUPS.search(told) and len(names) > 1:
            found.append(f"{what}: reads {sorted(used - named)}, which it does not name")
    return found


def points_named(head: str, told: str) -> list[Point]:
    """The points that a clause about a figure names, by series and years."""
    found = points(LEDGER.book, int(head.removeprefix("figure ")))
    series = names_in(told, {point.series for point in found})
    _, years = years_named(told)
    return [p for p in found if p.year in years and (p.series in series or GROUPS.search(told))]


def disagreements(grade: Grade) -> list[str]:
    """Where a claim's source and what was read for it do not agree."""
    told = clauses(grade.claim.source)
    figures = [head for head in told if head.startswith("figure ")]
    named = {head: points_named(head, told[head]) for head in figures}
    shown = [point for found in named.values() for point in found]
    drawn = {cell for point in shown for cell in point.cells}
    read: dict[str, list[tuple]] = defaultdict(list)
    for cell in grade.cells:
        head = f"table {cell.table}"
        if head in told or (cell.table, cell.key, cell.column) not in drawn:
            read[head].append((*cell.key, cell.column))
    tables = {head for head in told if head.startswith("table ")}
    found = [f"{one}: not read" for one in sorted(tables - set(read))]
    found += [f"{one}: read, but not named" for one in sorted(set(read) - tables)]
    for head in sorted(tables & set(read)):
        known = parts_of_a_table(int(head.removeprefix("table ")))
        found += faults(head, told[head], [*known], read[head])
    stated = set(told["text"].split(", ")) if "text" in told else set()
    used, allowed = set(grade.claims), {claim for point in shown for claim in point.claims}
    if not stated <= used:
        found.append(f"names {sorted(stated - used)}, which is not read")
    if not used <= stated | allowed:
        found.append(f"reads {sorted(used - stated - allowed)}, which it does not name")
    found += [
        f"{head}: not read"
        for head, marks in named.items()
        if not any(set(point.claims) & used or point.cells for point in marks)
    ]
    return found


@pytest.mark.parametrize("section", ["abstract", "intro", "1", "2", "3", "4", "5"])
def test_a_source_names_what_is_read_and_nothing_else(section):
    checked = [g for g in LEDGER.section(section) if g.formula and g.verdict != "uncheckable"]
    wrong = [f"{g.claim.id}: {fault}" for g in checked for fault in disagreements(g)]
    assert not wrong, "\n" + "\n".join(wrong)
