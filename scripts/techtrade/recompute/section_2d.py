"""Section 2: industries and regions (Tables 13 and 14, Figure 4), and sums from prose alone."""

from __future__ import annotations

from recomputed.data.quantity import Quantity
from recomputed.ledger.figures import point
from recomputed.ledger.formulas import (
    cagr,
    growth,
    recompute,
    share,
    suspect,
    total,
)
from recomputed.ledger.verbal import (
    Finding,
    both,
    decided,
    every,
    exceeds,
    holds,
    show,
    undecided,
)
from techtrade.industries import manufacturing
from techtrade.recompute.conventions import entries, greatly

YEARS = (2017, 2018, 2019)
BOUGHT, SOLD = 7, 8  # by form
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
SERVICES = (
    "Professional technical services",
    "Software",
    "Research and development",
    "Computer services",
)
REGIONS = ("east", "central", "west", "northeast")


# Industries -------------------------------------------------------------------------------------


def industries(T, table: int, year: int) -> dict:
    """The ten largest industries and their amounts."""
    return entries(T[table], year, without=("Total", "Top ten"))


def industry_share(T, table: int, year: int, names: tuple[str, ...]) -> Quantity:
    """The joint share of those industries among `names` that are in the year's top ten."""
    amount = total(entries(T[table], year, only=names).values())
    return share(amount, T[table][year, "Total", "value"])


def more_than(T, word: str, table: int, year: int, names: tuple[str, ...]) -> Finding:
    """Whether those industries have more of a year's trade than the word's bar.

    What no industry in the top ten accounts for may be theirs as well.
    """
    whole = T[table][year, "Total", "value"]
    outside = share(whole - T[table][year, "Top ten", "value"], whole)
    named = industry_share(T, table, year, names)
    return decided(named, named + outside, T.bar(word), ("", "the bar:"))


@recompute("2.1.6-imports-manufacturing")
def imports_manufacturing(T):
    """Manufacturing industries have over half of imports, in each year."""
    names = {year: manufacturing(T, IMPORTERS, year) for year in YEARS}
    return every({year: more_than(T, "为主", IMPORTERS, year, names[year]) for year in YEARS})


@recompute("2.1.6-exports-services", word=["为主"])
@recompute("2.1.6-services-dominate", word=["主导"])
def exports_services(T, word):
    """The four named services have over half of exports, in each year."""
    return every({year: more_than(T, word, EXPORTERS, year, SERVICES) for year in YEARS})


@recompute("2.1.6-main-import-industries")
def main_import_industries(T):
    """The seven are in the top ten of imports and together have over half, in each year."""
    missing = [(n, y) for y in YEARS for n in SEVEN if n not in industries(T, IMPORTERS, y)]
    listed = holds(not missing, f"missing from a top ten: {missing or 'none'}")
    return both(
        listed, every({year: more_than(T, "主要", IMPORTERS, year, SEVEN) for year in YEARS})
    )


def manufacturers(T, year: int) -> int:
    """How many of the ten largest importing industries are manufacturing."""
    makers = manufacturing(T, IMPORTERS, year)
    return sum(name in makers for name in industries(T, IMPORTERS, year))


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
    """The top ten's printed share less the printed shares of its other industries, Table 13."""
    makers = manufacturing(T, IMPORTERS, year)
    others = entries(T[IMPORTERS], year, ("Total", "Top ten", *makers), column="share")
    return total([T[IMPORTERS][year, "Top ten", "share"], *(-part for part in others.values())])


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
    """The five named have over half of manufacturing's exports, in each year.

    What is exported by industries outside the top ten may be theirs or other manufacturing's.
    """
    five = tuple(n for n in SEVEN if n not in ("General machinery", "Electrical machinery"))
    findings = {}
    for year in YEARS:
        cells = T[EXPORTERS]
        outside = cells[year, "Total", "value"] - cells[year, "Top ten", "value"]
        makers = entries(cells, year, only=manufacturing(T, EXPORTERS, year))
        named = total(cell for name, cell in makers.items() if name in five)
        whole = total(makers.values()) + outside
        bounds = share(named, whole), share(named + outside, whole)
        findings[year] = decided(*bounds, T.bar("主要"), ("", "the bar:"))
    return every(findings)


@recompute("2.1.6-manufacturing-exports-{year}", year=YEARS)
def manufacturing_exports(T, year):
    """Exports of the manufacturing industries in the top ten over all, Table 14."""
    return industry_share(T, EXPORTERS, year, manufacturing(T, EXPORTERS, year))


# Regions ----------------------------------------------------------------------------------------


def east(T) -> Quantity:
    """The east's share of technology imports in 2018, Figure 4."""
    return point(T, 4, "east", 2018)


@recompute("2-regions-unbalanced")
def east_over_half(T):
    """One region of four, the east, has more than half of technology imports, Figure 4."""
    return exceeds(east(T), T.bar("不平衡"), ("east", "the bar:"))


@recompute("2.2.3-seriously-unbalanced")
def east_far_ahead(T):
    """The east has more than half of technology imports, and far more than the next, Figure 4."""
    others = [point(T, 4, name, 2018) for name in REGIONS[1:]]
    return both(
        east_over_half(T),
        greatly(T, "严重", max(others, key=lambda part: part.value), east(T), ("the next", "east")),
    )


@recompute("2.2.3-east-advantage")
def east_advantage(T):
    """The east's share in imports plus exports of 2018, with all exports or none from there."""
    imports, exports = (T[table][2018, "Total", "value"] for table in (BOUGHT, SOLD))
    bought = east(T) * imports
    bounds = (share(part, imports + exports) for part in (bought, bought + exports))
    return decided(*bounds, T.bar("绝对"), ("east's share of trade", "the bar:"))


@recompute("2.2.3-{place}", place=("east", "centre", "west", "northeast"))
def region_share(T, place):
    """The four stated shares add up to the whole; which region has which, nothing printed tells."""
    whole = total(point(T, 4, name, 2018) for name in REGIONS)
    if not whole.low <= 100 <= whole.high:
        return holds(False, f"the four shares add to {show(whole)}")
    return undecided(f"the four shares add to {show(whole)}; so they would if two were exchanged")


# What the prose alone gives -----------------------------------------------------------------------


@recompute("2.1.5-us-payments-cagr")
def us_payments_growth(T):
    """Average growth between the two payments that the sentence states, n = 7 years."""
    first, last = (T.stated(f"2.1.5-us-payments-{year}") for year in (2011, 2018))
    return cagr(first, last, 7)


@recompute("2.2.4-absorption-gap", measure=["rd"])
@recompute("2.2.4-absorption-gap-staff", measure=["staff"])
def absorption_gap(T, measure):
    """By how much the stated R&D spending or staff of a foreign firm exceeds a domestic one's."""
    return growth(T.stated(f"2.2.4-{measure}-domestic"), T.stated(f"2.2.4-{measure}-foreign"))
