"""Identities: parts add up to their total."""

from __future__ import annotations

from recomputed.audit.cells import rows, years_across
from recomputed.audit.equation import Equation, equal
from recomputed.audit.identity import PARTS, identity
from recomputed.data.book import Tables
from recomputed.data.quantity import Quantity
from recomputed.ledger.formulas import exactly, total

SUMMED = ("contracts", "value", "technology_fee", "equipment_fee", "share")
"""The columns of Tables 7 to 14 that add up; growth does not."""

WHOLES = ("Total", "Top ten")


def years_of(n: int):
    """The years of a table, as the cases of an identity about it alone."""
    return lambda T: [year for year in rows(T[n]) if isinstance(year, int)]


def years_in(T: Tables, n: int) -> list[int]:
    """The years of a table with several rows a year."""
    return list(dict.fromkeys(year for year, _ in rows(T[n])))


def members(T: Tables, n: int, year: int) -> list[str]:
    """The rows of a year that are not totals."""
    return [label for label in T[n].keys(year=year) if label not in WHOLES]


def year_and_column(T: Tables, n: int) -> list[tuple[int, str]]:
    """Each year with each column that adds up."""
    columns = [c for c in SUMMED if c in T[n].fields]
    return [(year, column) for year in years_in(T, n) for column in columns]


def year_before(T: Tables, n: int, year: int, label: str) -> Quantity:
    """The amount of the year before, as value and growth of a year imply it."""
    return T[n][year, label, "value"] / (exactly(1) + T[n][year, label, "growth"])


@identity(PARTS, years_of(2))
def forms_1979_1999(T: Tables, year: int) -> Equation:
    """The forms of Table 2, with the footnote's technology transfer, add up to the total."""
    table = T[2]
    columns = [c for c in table.numeric_columns if c != "total"]
    parts = [table[year, c] for c in columns if table.has(year, c)]
    dashes = any(table.text(year, c) == "—" for c in columns)
    if year in (1997, 1998, 1999):
        parts.append(T.stated(f"1.2.2-transfer-{year}"))
    rest = "forms that were not compiled" if dashes else ""
    return equal(total(parts), table[year, "total"], rest)


@identity(PARTS, lambda T: years_across(T[3]))
def industries_1991_1999(T: Tables, column: str) -> Equation:
    """The industries of Table 3 add up to its total."""
    table = T[3]
    parts = [label for label in rows(table) if label != "Total" and table.has(label, column)]
    return equal(total(table[label, column] for label in parts), table["Total", column])


@identity(PARTS, lambda T: years_across(T[4]))
def export_forms_1991_2000(T: Tables, column: str) -> Equation:
    """The forms of Table 4 add up to the total."""
    table = T[4]
    forms = [label for label in rows(table) if label != "Total"]
    parts = [table[label, column] for label in forms if table.has(label, column)]
    rest = "" if len(parts) == len(forms) else "forms that were not compiled"
    return equal(total(parts), table["Total", column], rest)


@identity(PARTS, years_of(5))
def fees_2001_2013(T: Tables, year: int) -> Equation:
    """Technology fee and equipment fee of Table 5 add up to the total."""
    fees = [T[5][year, column] for column in ("technology_fee", "equipment_fee")]
    return equal(total(fees), T[5][year, "total"])


@identity(PARTS, years_of(6))
def forms_2001_2013(T: Tables, year: int) -> Equation:
    """The forms of Table 6 add up to the total."""
    columns = [c for c in T[6].numeric_columns if c != "total"]
    return equal(total(T[6][year, column] for column in columns), T[6][year, "total"])


@identity(PARTS, year_and_column, tables=(7, 8, 9, 10))
def groups_2017_2019(T: Tables, n: int, year: int, column: str) -> Equation:
    """The forms or types of enterprise of Tables 7 to 10 add up to the total."""
    parts = total(T[n][year, label, column] for label in members(T, n, year))
    return equal(parts, T[n][year, "Total", column])


@identity(PARTS, year_and_column, tables=(11, 12, 13, 14))
def ten_largest(T: Tables, n: int, year: int, column: str) -> Equation:
    """The ten partners or industries of Tables 11 to 14 add up to the row “Top ten”."""
    parts = total(T[n][year, label, column] for label in members(T, n, year))
    return equal(parts, T[n][year, "Top ten", column])


@identity(PARTS, lambda T, n: [min(years_in(T, n))], tables=(7, 8, 9, 10))
def amounts_before_the_first_year(T: Tables, n: int, year: int) -> Equation:
    """The amounts of 2016 that the growth rates of 2017 imply add up to the total they imply."""
    before = total(year_before(T, n, year, label) for label in members(T, n, year))
    return equal(before, year_before(T, n, year, "Total"))
