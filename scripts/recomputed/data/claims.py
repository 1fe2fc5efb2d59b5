"""What the paper states: one record per number and per comparison in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from recomputed.data.printed import Printed
from recomputed.data.sheets import parse_sheet, read_bytes
from recomputed.errors import DataError

COLUMNS = ["id", "section", "statement", "printed", "qualifier", "unit", "kind", "source"]
NUMERIC_KINDS = (
    *("level", "share", "multiple", "growth", "cagr", "difference"),
    *("sum", "ratio", "rank", "count", "date"),
)
VERBAL_KINDS = ("comparison", "trend", "superlative", "composition")
QUALIFIERS = ("", "about", "over", "nearly", "under")
_ID = re.compile(r"[a-z0-9.]+-[a-z0-9-]+")


@dataclass(frozen=True)
class Claim:
    """One statement of the paper.

    Parameters
    ----------
    id : str
        ``<section>-<slug>``.
    section : str
        The paper's numbering: ``1.2.1`` is 一（二）, first point.
    statement : str
        What is stated, in our English.
    printed : str
        The number exactly as printed, or the printed words of a verbal claim.
    qualifier : str
        ``about`` (约, 左右), ``over`` (超过, 多), ``nearly`` (近), ``under`` or nothing.
    unit : str
        A unit id of the data package.
    kind : str
        One of NUMERIC_KINDS or VERBAL_KINDS.
    source : str
        What it rests on: ``table 5: total 2001, 2013``, or ``external``.
    page : str
        The chapter that restates it, without its ending.
    """

    id: str
    section: str
    statement: str
    printed: str
    qualifier: str
    unit: str
    kind: str
    source: str
    page: str = ""

    @property
    def is_verbal(self) -> bool:
        """Whether the claim is a comparison in words."""
        return self.kind in VERBAL_KINDS

    @property
    def is_external(self) -> bool:
        """Whether the paper itself prints nothing the claim could be checked against."""
        return self.source == "external"


def read_claims(
    data_dir: Path, units: Iterable[str], pages: Mapping[str, str]
) -> Mapping[str, Claim]:
    """Read ``claims.csv``.

    Parameters
    ----------
    data_dir : Path
        The data folder.
    units : iterable of str
        The ids of the known units.
    pages : mapping
        The paper's first-level sections, each to the chapter that restates it.

    Returns
    -------
    mapping
        Claim id to Claim, in the file's order (the paper's).

    Raises
    ------
    DataError
        Naming row, column, what was found and what was expected, for every problem.
    """
    return _parse(
        read_bytes(data_dir / "claims.csv", "claims.csv"), tuple(units), tuple(pages.items())
    )


@lru_cache(8)
def _parse(raw: bytes, units: tuple[str, ...], pages: tuple) -> Mapping[str, Claim]:
    pages = dict(pages)
    sheet = parse_sheet(raw, "claims.csv")
    if sheet.header != COLUMNS:
        raise DataError(f"claims.csv, row 1: found {sheet.header}, expected {COLUMNS}")
    claims: dict[str, Claim] = {}
    problems = []
    for line, cells in sheet.rows:
        row = [cell.strip() for cell in cells]
        if len(row) != len(COLUMNS):
            problems.append(f"claims.csv, row {line}: found {len(row)} cells, expected 8")
            continue
        claim = Claim(*row, page=pages.get(row[1].partition(".")[0], ""))
        problems += [f"claims.csv, row {line}, {p}" for p in _problems(claim, claims, units)]
        claims[claim.id] = claim
    if problems:
        raise DataError(problems)
    return MappingProxyType(claims)


def _problems(claim: Claim, known: dict, units: tuple[str, ...]) -> list[str]:
    found = []
    if not _ID.fullmatch(claim.id):
        found.append(f"column id: found {claim.id!r}, expected a section, a hyphen and a slug")
    if claim.id in known:
        found.append(f"column id: found {claim.id!r} a second time, expected each id once")
    if not claim.id.startswith(claim.section + "-"):
        found.append(f"column section: found {claim.section!r}, expected the id's beginning")
    elif not claim.page:
        found.append(f"column section: found {claim.section!r}, expected one of the paper's parts")
    if claim.kind not in (*NUMERIC_KINDS, *VERBAL_KINDS):
        kinds = ", ".join((*NUMERIC_KINDS, *VERBAL_KINDS))
        found.append(f"column kind: found {claim.kind!r}, expected one of {kinds}")
    if claim.unit not in units:
        found.append(f"column unit: found {claim.unit!r}, expected one of {', '.join(units)}")
    if claim.qualifier not in QUALIFIERS:
        expected = ", ".join(q for q in QUALIFIERS if q)
        found.append(f"column qualifier: found {claim.qualifier!r}, expected one of {expected}")
    if claim.kind in NUMERIC_KINDS:
        try:
            Printed(claim.printed)
        except ValueError:
            found.append(f"column printed: found {claim.printed!r}, expected a number as printed")
    return found
