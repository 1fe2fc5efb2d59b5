"""Identities: one quantity, printed in two places."""

from __future__ import annotations

from recomputed.audit.cells import rows
from recomputed.audit.equation import Equation, equal, same
from recomputed.audit.identity import SAME, identity
from recomputed.data.book import Tables
from techtrade.identities.sums import year_before, years_in


def years_in_both(one: int, other: int):
    """The years that two tables share."""
    return lambda T: [year for year in rows(T[one]) if year in rows(T[other])]


def first_of(n: int) -> int:
    """The table by form, 7 for imports and 8 for exports, whose totals Table `n` repeats."""
    return 7 if n % 2 else 8


def _shared_cells(T: Tables, n: int) -> list[tuple[int, str]]:
    columns = ("contracts", "value", "technology_fee", "growth")
    both = [c for c in columns if c in T[n].fields and c in T[first_of(n)].fields]
    return [(year, column) for year in years_in(T, n) for column in both]


@identity(SAME, years_in_both(1, 2))
def imports_1979_1999(T: Tables, year: int) -> Equation:
    """Technology imports of a year are the same in Tables 1 and 2."""
    return same(T[1][year, "total"], T[2][year, "total"])


@identity(SAME, years_in_both(5, 6))
def imports_2001_2013(T: Tables, year: int) -> Equation:
    """Technology imports of a year are the same in Tables 5 and 6."""
    return same(T[5][year, "total"], T[6][year, "total"])


@identity(SAME, _shared_cells, tables=range(9, 15))
def totals_2017_2019(T: Tables, n: int, year: int, column: str) -> Equation:
    """The totals of Tables 9 to 14 are those of Table 7 (imports) or 8 (exports)."""
    return same(T[first_of(n)][year, "Total", column], T[n][year, "Total", column])


@identity(SAME, lambda T: ["trade", "deficit"])
def trade_of_2016(T: Tables, quantity: str) -> Equation:
    """Trade and deficit of 2016 in the prose follow from Tables 7 and 8 for 2017."""
    imports, exports = (year_before(T, n, 2017, "Total") for n in (7, 8))
    implied = imports + exports if quantity == "trade" else imports - exports
    return equal(implied, T.stated(f"2.1.1-{quantity}-2016"))
