"""Section 2: industries and regions (Tables 13 and 14, Figure 4), and sums from prose alone."""

from __future__ import annotations

from techtrade.ledger.figures import point
from techtrade.ledger.formulas import (
    PERCENT,
    cagr,
    exactly,
    growth,
    percent,
    recompute,
    share,
    suspect,
    total,
)
from techtrade.ledger.recompute.conventions import entries
from techtrade.ledger.verbal import every, exceeds, holds
from techtrade.quantity import Quantity

YEARS = (2017, 2018, 2019)
IMPORTERS, EXPORTERS = 13, 14
SEVEN = (
    "Transport equipment",
    "Electronics and communications equipment",
    "Chemicals",
    "General machinery",
    "Special-purpose machinery",
    "Electrical machinery",
    "Pharmaceuticals",
)
MANUFACTURING = (*SEVEN, "Food", "Crafts and other manufacturing")
SERVICES = (
    "Professional technical services",
    "Software",
    "Research and development",
    "Computer services",
)
REGIONS = ("east", "central", "west", "northeast")
HALF = percent(50)


# Industries -------------------------------------------------------------------------------------


def industries(T, table: int, year: int) -> dict:
    """The ten largest industries and their amounts."""
    return entries(T[table], year, without=("Total", "Top ten"))


def industry_share(T, table: int, year: int, names: tuple[str, ...]) -> Quantity:
    """The joint share of those industries among `names` that are in the year's top ten."""
    amount = total(entries(T[table], year, only=names).values())
    return share(amount, T[table][year, "Total", "value"])


@recompute("2.1.6-imports-manufacturing")
def imports_manufacturing(T):
    """Manufacturing industries in the top ten have over half of imports, in each year."""
    shares = {year: industry_share(T, IMPORTERS, year, MANUFACTURING) for year in YEARS}
    return every({year: exceeds(part, HALF) for year, part in shares.items()})


@recompute("2.1.6-exports-services")
@recompute("2.1.6-services-dominate")
def exports_services(T):
    """The four named services have over half of exports, in each year."""
    shares = {year: industry_share(T, EXPORTERS, year, SERVICES) for year in YEARS}
    return every({year: exceeds(part, HALF) for year, part in shares.items()})


@recompute("2.1.6-main-import-industries")
def main_import_industries(T):
    """The seven named industries are in the top ten of imports in each year."""
    missing = [(n, y) for y in YEARS for n in SEVEN if n not in industries(T, IMPORTERS, y)]
    return holds(not missing, f"missing from a top ten: {missing or 'none'}")


def manufacturers(T, year: int) -> int:
    """How many of the ten largest importing industries are manufacturing."""
    return sum(name in MANUFACTURING for name in industries(T, IMPORTERS, year))


@recompute("2.1.6-manufacturing-seats-{year}", year=YEARS)
def manufacturing_seats(T, year):
    """Manufacturing industries among the ten of Table 13."""
    return manufacturers(T, year)


@suspect("2.1.6-manufacturing-seats-2019", "the count of 2017 and 2018, carried over to 2019")
def manufacturing_seats_before(T):
    """Manufacturing industries among the ten of the year before."""
    return manufacturers(T, 2018)


@recompute("2.1.6-manufacturing-imports-{year}", year=YEARS)
def manufacturing_imports(T, year):
    """The top ten's share of all imports less the shares of its other industries, Table 13."""
    others = entries(T[IMPORTERS], year, without=("Total", "Top ten", *MANUFACTURING))
    whole = T[IMPORTERS][year, "Total", "value"]
    ten = share(T[IMPORTERS][year, "Top ten", "value"], whole)
    return total([ten, *(-share(cell, whole) for cell in others.values())])


@recompute("2.1.6-four-services")
def four_services(T):
    """The four named services are in the top ten of exports in each year."""
    missing = [(n, y) for y in YEARS for n in SERVICES if n not in industries(T, EXPORTERS, y)]
    return holds(not missing, f"missing from a top ten: {missing or 'none'}")


@recompute("2.1.6-services-exports-{year}", year=YEARS)
def services_exports(T, year):
    """Exports of the four services over all, Table 14."""
    return industry_share(T, EXPORTERS, year, SERVICES)


@recompute("2.1.6-export-industries")
def export_industries(T):
    """Each named manufacturing industry is in the top ten of exports in at least one year."""
    named = [name for name in SEVEN if name not in ("General machinery", "Electrical machinery")]
    years = {n: [y for y in YEARS if n in industries(T, EXPORTERS, y)] for n in named}
    evidence = "; ".join(f"{name}: {', '.join(map(str, ys))}" for name, ys in years.items())
    return holds(all(years.values()), evidence)


@recompute("2.1.6-manufacturing-exports-{year}", year=YEARS)
def manufacturing_exports(T, year):
    """Exports of the manufacturing industries in the top ten over all, Table 14."""
    return industry_share(T, EXPORTERS, year, MANUFACTURING)


# Regions ----------------------------------------------------------------------------------------


@recompute("2-regions-unbalanced")
@recompute("2.2.3-seriously-unbalanced")
@recompute("2.2.3-east-advantage")
def east_over_half(T):
    """The east has more than half of technology imports, Figure 4."""
    return exceeds(point(T, 4, "east", 2018), HALF, ("east", ""))


@recompute("2.2.3-{place}", place=("east", "centre", "west", "northeast"))
def region_share(T, place):
    """What the other three shares of Figure 4 leave of 100%."""
    region = "central" if place == "centre" else place
    others = total(point(T, 4, name, 2018) for name in REGIONS if name != region)
    return exactly(100, PERCENT) - others


# What the prose alone gives -----------------------------------------------------------------------


@recompute("2.1.5-us-payments-cagr")
def us_payments_growth(T):
    """Average growth between the two payments that the sentence states, n = 7 years."""
    first, last = (T.stated(f"2.1.5-us-payments-{year}") for year in (2011, 2018))
    return cagr(first, last, 7)


@recompute("2.2.4-absorption-gap")
def absorption_gap(T):
    """By how much a foreign firm's stated average R&D spending exceeds a domestic one's."""
    return growth(T.stated("2.2.4-rd-domestic"), T.stated("2.2.4-rd-foreign"))
