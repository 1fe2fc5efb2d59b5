"""Identities that are inequalities: a part is no larger than its whole.

They hold however much is left unprinted, and catch only gross errors.
"""

from __future__ import annotations

import itertools

from recomputed.audit.cells import rows, years_across
from recomputed.audit.equation import Equation, at_most
from recomputed.audit.identity import BOUNDS, identity
from recomputed.data.book import Tables
from recomputed.ledger.formulas import total
from techtrade.identities.agreement import years_in_both
from techtrade.identities.sums import SUMMED, members, years_in, years_of
from techtrade.industries import ALL_INDUSTRY, EIGHT, MANUFACTURING

INDUSTRIES = ("electronics", "pharmaceutical")
"""The industries of Table 20."""


@identity(BOUNDS, years_of(1))
def partners_within_imports(T: Tables, year: int) -> Equation:
    """The countries of Table 1, a selection, do not exceed the total."""
    parts = [q for column, q in T[1].row(year).items() if column != "total"]
    return at_most(total(parts), T[1][year, "total"])


def _cells_by_industry(T: Tables) -> list[tuple[str, str]]:
    columns = years_across(T[3])
    return [(row, c) for c in columns for row in rows(T[3]) if T[3].has(row, c)]


@identity(BOUNDS, _cells_by_industry)
def industries_within_imports(T: Tables, label: str, column: str) -> Equation:
    """No industry of Table 3, nor their total, exceeds technology imports (Table 2)."""
    return at_most(T[3][label, column], T[2][int(column[1:]), "total"])


@identity(BOUNDS, lambda T, n: rows(T[n]), tables=(7, 8, 10, 11, 12, 13, 14))
def fees_within_value(T: Tables, n: int, year: int, label: str) -> Equation:
    """Fees do not exceed the value of the contracts (Tables 7, 8 and 10 to 14)."""
    columns = [c for c in ("technology_fee", "equipment_fee") if c in T[n].fields]
    fees = total(T[n][year, label, column] for column in columns)
    return at_most(fees, T[n][year, label, "value"])


def _year_and_column(T: Tables, n: int) -> list[tuple[int, str]]:
    columns = [c for c in SUMMED if c in T[n].fields]
    return [(year, column) for year in years_in(T, n) for column in columns]


@identity(BOUNDS, _year_and_column, tables=(11, 12, 13, 14))
def ten_within_total(T: Tables, n: int, year: int, column: str) -> Equation:
    """The ten largest do not exceed the total (Tables 11 to 14)."""
    return at_most(T[n][year, "Top ten", column], T[n][year, "Total", column])


def _neighbours(T: Tables, n: int) -> list[tuple[int, str, str]]:
    pairs = ((year, itertools.pairwise(members(T, n, year))) for year in years_in(T, n))
    return [(year, above, below) for year, rows in pairs for above, below in rows]


@identity(BOUNDS, _neighbours, tables=(11, 12, 13, 14))
def order_of_size(T: Tables, n: int, year: int, above: str, below: str) -> Equation:
    """The rows of Tables 11 to 14 stand in order of their value."""
    return at_most(T[n][year, below, "value"], T[n][year, above, "value"])


@identity(BOUNDS, years_of(15))
def research_within_manufacturing(T: Tables, year: int) -> Equation:
    """The R&D expenditure of the eight industries does not exceed all manufacturing's."""
    return at_most(total(T[15][year, column] for column in EIGHT), T[15][year, "manufacturing"])


@identity(BOUNDS, years_of(15))
def revenue_within_manufacturing(T: Tables, year: int) -> Equation:
    """The revenue of the eight that Tables 15 and 16 imply does not exceed manufacturing's."""
    rows = EIGHT | {"manufacturing": MANUFACTURING}
    revenue = {c: T[15][year, c] / T[16][label, f"y{year}"] for c, label in rows.items()}
    return at_most(total(revenue[column] for column in EIGHT), revenue["manufacturing"])


@identity(BOUNDS, lambda T: years_across(T[17]))
def patents_within_industry(T: Tables, column: str) -> Equation:
    """The patents in force of the eight industries do not exceed all industry's (Table 17)."""
    eight = total(T[17][label, column] for label in EIGHT.values())
    return at_most(eight, T[17][ALL_INDUSTRY, column])


def _fields_and_years(T: Tables) -> list[tuple[str, int]]:
    fields = [c.removesuffix("_grants") for c in T[18].fields if c.endswith("_grants")]
    return [(field, year) for field in fields for year in rows(T[18])]


@identity(BOUNDS, _fields_and_years)
def grants_within_applications(T: Tables, field: str, year: int) -> Equation:
    """Grants do not exceed applications (Table 18), both counted up from 2001.

    The count of grants starts from nothing in 2001, so that none is owed to an earlier year.
    """
    grants, applications = (
        total(T[18][y, f"{field}_{what}"] for y in rows(T[18]) if y <= year)
        for what in ("grants", "applications")
    )
    return at_most(grants, applications)


def _industry_years(T: Tables) -> list[tuple[str, int]]:
    years = years_in_both(20, 19)(T)
    return [(i, year) for i in INDUSTRIES for year in years]


def _deliveries(industry: str) -> str:
    return {"pharmaceutical": "pharmaceuticals"}.get(industry, industry)


@identity(BOUNDS, _industry_years)
def new_products_within_exports(T: Tables, industry: str, year: int) -> Equation:
    """Exports of new products (Table 20) do not exceed the industry's exports (Table 19)."""
    new = T[20][year, f"{industry}_new_product_exports"]
    return at_most(new, T[19][year, _deliveries(industry)])


@identity(BOUNDS, lambda T: [(i, y) for i in INDUSTRIES for y in rows(T[20])])
def new_products_within_revenue(T: Tables, industry: str, year: int) -> Equation:
    """Exports of new products do not exceed the industry's revenue (Table 20)."""
    new = T[20][year, f"{industry}_new_product_exports"]
    return at_most(new, T[20][year, f"{industry}_revenue"])


@identity(BOUNDS, years_in_both(20, 19))
def exports_within_revenue(T: Tables, year: int) -> Equation:
    """Pharmaceutical exports (Table 19) do not exceed the industry's revenue (Table 20)."""
    return at_most(T[19][year, "pharmaceuticals"], T[20][year, "pharmaceutical_revenue"])
