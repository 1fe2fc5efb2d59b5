"""Identities: shares, growth rates and intensities follow from the amounts."""

from __future__ import annotations

from recomputed.audit.cells import rows
from recomputed.audit.equation import Equation, reproduces
from recomputed.audit.identity import RATES, identity
from recomputed.data.book import Tables
from recomputed.ledger.formulas import cagr, growth, share, total
from techtrade.identities.sums import years_in, years_of
from techtrade.industries import EIGHT


def _rows(T: Tables, n: int) -> list[tuple]:
    return rows(T[n])


def _rows_with_a_year_before(T: Tables, n: int) -> list[tuple]:
    first = min(years_in(T, n))
    return [key for key in rows(T[n]) if key[0] > first]


@identity(RATES, _rows, tables=range(7, 15))
def shares(T: Tables, n: int, year: int, label: str) -> Equation:
    """A share of Tables 7 to 14 is the row's value over the year's total."""
    part, whole = T[n][year, label, "value"], T[n][year, "Total", "value"]
    return reproduces(share(part, whole), T[n][year, label, "share"])


@identity(RATES, _rows_with_a_year_before, tables=(7, 8, 9, 10))
def growth_rates(T: Tables, n: int, year: int, label: str) -> Equation:
    """A growth rate of Tables 7 to 10 follows from the values of the year and the year before."""
    before, now = T[n][year - 1, label, "value"], T[n][year, label, "value"]
    return reproduces(growth(before, now), T[n][year, label, "growth"])


@identity(RATES, lambda T: [y for y in rows(T[19]) if isinstance(y, int)])
def share_of_eight(T: Tables, year: int) -> Equation:
    """The eight industries' share of Table 19 follows from their export deliveries."""
    eight = total(T[19][year, column] for column in EIGHT)
    return reproduces(share(eight, T[19][year, "industry_total"]), T[19][year, "share_of_eight"])


@identity(RATES, lambda T: ["industry_total", *EIGHT])
def average_growth(T: Tables, column: str) -> Equation:
    """The average growth 2003 to 2019 of Table 19 follows from the levels at both ends."""
    rate = cagr(T[19][2003, column], T[19][2019, column], 2019 - 2003)
    return reproduces(rate, T[19]["average_growth", column])


@identity(RATES, years_of(15))
def pharmaceutical_intensity(T: Tables, year: int) -> Equation:
    """R&D intensity in pharmaceuticals (Table 16) is R&D expenditure (15) over revenue (20)."""
    intensity = share(T[15][year, "pharmaceuticals"], T[20][year, "pharmaceutical_revenue"])
    return reproduces(intensity, T[16]["Pharmaceuticals", f"y{year}"])
