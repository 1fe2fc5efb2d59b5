"""Section 2: the partners in technology trade (Tables 11 and 12)."""

from __future__ import annotations

import itertools
from dataclasses import replace

from recomputed.data.quantity import Quantity
from recomputed.ledger.formulas import exactly, peak, recompute, share, total
from recomputed.ledger.verbal import (
    Finding,
    decided,
    every,
    holds,
    largest,
    show,
    undecided,
)
from techtrade.recompute.conventions import (
    always,
    entries,
    greatly,
    keeps_rising,
    mostly,
)
from techtrade.recompute.section_1a import suppliers

YEARS = (2017, 2018, 2019)
SOURCES, DESTINATIONS = 11, 12
BOUGHT, SOLD = 7, 8  # by form
PROPERTY = ("Patents", "Know-how", "Trademark licensing")
SERVICES = "Technical consulting and services"
EUROPE = (
    *("Germany", "Sweden", "United Kingdom", "Switzerland", "France", "Finland", "Italy"),
    *("Netherlands", "Belgium"),
)
TRIAD = ("United States", "Japan", *EUROPE)
DEVELOPED_COUNTRIES = (*TRIAD, "South Korea", "Singapore")
DEVELOPED = (*DEVELOPED_COUNTRIES, "Taiwan", "Hong Kong")  # countries and regions
BELT_AND_ROAD = ("United Arab Emirates", "Bangladesh", "Singapore", "Pakistan", "Iran")


# Partners ---------------------------------------------------------------------------------------


def partners(T, table: int, year: int) -> dict:
    """The ten largest partners and their amounts, in the table's order."""
    return entries(T[table], year, without=("Total", "Top ten"))


def partner_share(T, table: int, year: int, *names: str) -> Quantity:
    """The joint share of those partners among `names` that are in the year's top ten."""
    amount = total(entries(T[table], year, only=names).values())
    return share(amount, T[table][year, "Total", "value"])


def each_way(T, predicate) -> dict:
    """A predicate of (table, year) for sources and destinations in each year."""
    flows = {"imports": SOURCES, "exports": DESTINATIONS}
    return {(f, year): predicate(table, year) for f, table in flows.items() for year in YEARS}


def outside(T, table: int, year: int, column: str = "value") -> Quantity:
    """What the partners outside the year's top ten have together in a column."""
    return T[table][year, "Total", column] - T[table][year, "Top ten", column]


def share_with_outside(T, table: int, year: int, names) -> tuple[Quantity, Quantity]:
    """The least and the most of a group: its members in the top ten, and all outside it too."""
    named = partner_share(T, table, year, *names)
    return named, named + share(outside(T, table, year), T[table][year, "Total", "value"])


def developed(T, table: int, year: int, column: str) -> Quantity:
    """What the developed countries in the year's top ten have together in a column."""
    return total(entries(T[table], year, only=DEVELOPED_COUNTRIES, column=column).values())


def fees_with_developed(T, by_form: int, forms, by_partner: int, year: int) -> Quantity:
    """The least of the fees for some forms that developed economies must have.

    No table crosses forms and partners. But the others cannot have more of these fees than they
    have of all fees; what they cannot have is the developed economies'.
    """
    fees = total(T[by_form][year, form, "technology_fee"] for form in forms)
    whole = T[by_partner][year, "Total", "technology_fee"]
    return fees - (whole - developed(T, by_partner, year, "technology_fee"))


@recompute("2-core-imports-depend")
@recompute("2.2.1-core-depends")
def core_imports_depend(T):
    """More than half of the fees for intellectual property must go to developed economies."""
    findings = {}
    for year in YEARS:
        fees = total(T[BOUGHT][year, form, "technology_fee"] for form in PROPERTY)
        least = share(fees_with_developed(T, BOUGHT, PROPERTY, SOURCES, year), fees)
        findings[year] = decided(least, exactly(1), T.bar("高度"), ("", "the bar:"))
    return every(findings)


def forms_mainly(T, word: str, by_form: int, forms, by_partner: int) -> Finding:
    """Whether trade with developed economies must be mostly in some forms, in each year.

    A developed economy outside the top ten could lower the share only by what it trades beyond
    technology fees; so all that is traded there beyond fees is counted against it. At most all
    that these forms amount to anywhere is trade with the developed economies that are named.
    """
    findings = {}
    for year in YEARS:
        fees = fees_with_developed(T, by_form, forms, by_partner, year)
        beyond_fees = outside(T, by_partner, year) - outside(T, by_partner, year, "technology_fee")
        named = developed(T, by_partner, year, "value")
        least = share(fees, named + beyond_fees)
        most = share(total(T[by_form][year, form, "value"] for form in forms), named)
        most = min(most, exactly(1))
        findings[year] = decided(least, most, T.bar(word), ("", "the bar:"))
    return every(findings)


@recompute("2.1.5-imports-mainly-ip")
def imports_mainly_property(T):
    """More than half of imports from developed economies must be intellectual property."""
    return forms_mainly(T, "主要", BOUGHT, PROPERTY, SOURCES)


@recompute("2.1.5-exports-mainly-services")
def exports_mainly_services(T):
    """The least share of services in exports to developed economies; under half, it is open."""
    return forms_mainly(T, "主要", SOLD, (SERVICES,), DESTINATIONS)


@recompute("2-markets-depend", word=["高度"], names=[DEVELOPED_COUNTRIES])
@recompute("2.1.5-developed-markets", word=["主要"], names=[DEVELOPED])
def developed_markets(T, word, names):
    """Developed countries (and regions) have over half of imports and of exports, in each year."""

    def mainly_developed(table, year):
        least, most = share_with_outside(T, table, year, names)
        return decided(least, most, T.bar(word), ("", "the bar:"))

    return every(each_way(T, mainly_developed))


@recompute("2.1.5-us-first-partner")
def us_first_partner(T):
    """The United States has the most imports plus exports, in each year.

    A partner that one top ten names has at most the tenth's amount in the other.
    """
    findings = {}
    for year in YEARS:
        bought, sold = (partners(T, table, year) for table in (SOURCES, DESTINATIONS))
        known = bought | sold | {n: bought[n] + sold[n] for n in bought if n in sold}
        tenths = {name: min(sold.values()) for name in bought if name not in sold}
        tenths |= {name: min(bought.values()) for name in sold if name not in bought}
        at_most = {name: known[name] + tenth for name, tenth in tenths.items()}
        findings[year] = largest("United States", known, at_most=at_most)
    return every(findings)


@recompute("2.1.5-triad-concentration")
def triad_concentration(T):
    """The United States, Japan and Europe have over half of each flow, in each year."""

    def concentrated(table, year):
        least, most = share_with_outside(T, table, year, TRIAD)
        return decided(least, most, T.bar("高度"), ("", "the bar:"))

    return every(each_way(T, concentrated))


def triad_steady(T, table: int) -> Finding:
    """Whether the shares of the three stay within the bar of each other, where it is decided."""
    least, most = zip(*(share_with_outside(T, table, y, TRIAD) for y in YEARS), strict=True)
    named = ", ".join(f"{show(part)} in {year}" for year, part in zip(YEARS, least, strict=True))
    evidence = f"named members {named}"
    bar = T.bar("稳定")
    if max(least) - min(most) >= bar:
        return holds(False, evidence)
    if max(most) - min(least) < bar:
        return holds(True, evidence)
    return undecided(f"{evidence}; the unnamed could make up the difference")


@recompute("2.1.5-triad-stable")
def triad_stable(T):
    """The shares of the three stay within the bar of each other; unnamed partners leave it open."""
    flows = {"imports": SOURCES, "exports": DESTINATIONS}
    return every({flow: triad_steady(T, table) for flow, table in flows.items()})


def listed(T, table: int, year: int, names: tuple[str, ...]):
    """Whether the year's top ten are exactly these, in this order."""
    found = list(partners(T, table, year))
    return holds(found == list(names), f"Table {table}, {year}: {', '.join(found)}")


@recompute("2.1.5-top-ten-sources")
def top_ten_sources(T):
    """The list of sources is that of Table 11 for 2019, in order."""
    first = ("United States", "Japan", "Germany", "Russia", "Sweden")
    second = ("South Korea", "Switzerland", "Hong Kong", "Taiwan", "Italy")
    return listed(T, SOURCES, 2019, first + second)


@recompute("2.1.5-top-ten-destinations")
def top_ten_destinations(T):
    """The list of destinations is that of Table 12 for 2019, in order."""
    first = ("United States", "Hong Kong", "United Arab Emirates", "Japan", "Germany")
    second = ("Sweden", "Bangladesh", "Singapore", "South Korea", "British Virgin Islands")
    return listed(T, DESTINATIONS, 2019, first + second)


@recompute("2.1.5-ten-destinations")
def ten_destinations(T):
    """The destinations that Table 12 names for 2019."""
    return len(partners(T, DESTINATIONS, 2019))


@recompute("2.1.5-top-ten-imports")
@recompute("2.1.5-top-ten-imports-again")
def top_ten_imports(T):
    """The top ten's imports over all, Table 11."""
    return share(T[SOURCES][2019, "Top ten", "value"], T[SOURCES][2019, "Total", "value"])


@recompute("2.1.5-three-sources")
def three_sources(T):
    """Imports from the United States, Japan and Germany over all, Table 11."""
    return partner_share(T, SOURCES, 2019, "United States", "Japan", "Germany")


@recompute("2.1.5-top-ten-exports")
def top_ten_exports(T):
    """The top ten's exports over all, Table 12."""
    return share(T[DESTINATIONS][2019, "Top ten", "value"], T[DESTINATIONS][2019, "Total", "value"])


@recompute("2.1.5-us-first-source")
def us_first_source(T):
    """The United States is first of those named in each year that Table 1 or 11 prints."""
    named = {year: suppliers(T, year) for year in T[1].keys()}  # noqa: SIM118
    named |= {year: partners(T, SOURCES, year) for year in YEARS}
    first = {year: largest("United States", cells) for year, cells in named.items()}
    found = always(T, "一直", first, "other years are not printed")
    others = [f"{peak(named[year])} in {year}" for year, finding in first.items() if not finding]
    if found.holds is not False:
        return found
    evidence = f"first in {len(first) - len(others)} of {len(first)} printed years"
    return replace(found, evidence=f"{evidence}; before it: {', '.join(others)}")


@recompute("2.1.5-us-first-destination")
def us_first_destination(T):
    """The United States is first in Table 12 in each year."""
    first = {y: largest("United States", partners(T, DESTINATIONS, y)) for y in YEARS}
    return always(T, "一直", first, "exports by partner are printed for 2017 to 2019 only")


@recompute("2.1.5-us-imports-{year}", year=YEARS)
def us_share_of_imports(T, year):
    """Imports from the United States over all, Table 11."""
    return partner_share(T, SOURCES, year, "United States")


@recompute("2.1.5-us-exports-{year}", year=YEARS)
def us_share_of_exports(T, year):
    """Exports to the United States over all, Table 12."""
    return partner_share(T, DESTINATIONS, year, "United States")


@recompute("2.1.5-us-imports-fall", table=[SOURCES])
@recompute("2.1.5-us-exports-fall", table=[DESTINATIONS])
def us_trade_falls(T, table):
    """The level of 2018 is that of 2019 as many times over as the word asks for."""
    before, after = (T[table][year, "United States", "value"] for year in (2018, 2019))
    return greatly(T, "大幅", after, before, ("2019", "2018"))


@recompute("2.1.5-belt-road-emerging")
def belt_road_emerging(T):
    """The Belt and Road countries' share in exports rises; those outside the top ten are open."""
    both_ends = {y: share_with_outside(T, DESTINATIONS, y, BELT_AND_ROAD) for y in YEARS}
    named = {year: least for year, (least, _) in both_ends.items()}
    found = keeps_rising(T, "逐步", named)
    unnamed = max(most - least for least, most in both_ends.values())
    smallest_step = min(abs(b - a) for a, b in itertools.pairwise(named.values()))
    if unnamed < smallest_step:
        return found
    return undecided(f"{found.evidence}; partners outside the top ten have up to {show(unnamed)}")


@recompute("2.1.5-belt-road-in-top-ten")
def belt_road_in_top_ten(T):
    """The three named countries are in the top ten of 2019."""
    listed = partners(T, DESTINATIONS, 2019)
    missing = [name for name in BELT_AND_ROAD[:3] if name not in listed]
    return holds(not missing, f"in the top ten: {', '.join(listed)}")


@recompute("2.1.5-triad-overlap")
def triad_overlap(T):
    """Of the three's members among the sources, more than half are destinations too, each year."""
    findings = {}
    for year in YEARS:
        sources, destinations = (partners(T, table, year) for table in (SOURCES, DESTINATIONS))
        sell = [name for name in sources if name in TRIAD]
        buy_too = [name for name in sell if name in destinations]
        counts = (exactly(len(names)) for names in (buy_too, sell))
        findings[year] = mostly(T, "高度", *counts, f"{', '.join(buy_too)}:")
    return every(findings)
