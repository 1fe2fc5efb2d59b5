"""Section 2: the partners in technology trade (Tables 11 and 12)."""

from __future__ import annotations

from techtrade.ledger.formulas import growth, percent, recompute, share, total
from techtrade.ledger.recompute.conventions import entries
from techtrade.ledger.verbal import (
    Finding,
    both,
    every,
    exceeds,
    holds,
    largest,
    rises,
    show,
    undecided,
)
from techtrade.quantity import Quantity

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
DEVELOPED = (*TRIAD, "South Korea", "Taiwan", "Hong Kong", "Singapore")
BELT_AND_ROAD = ("United Arab Emirates", "Bangladesh", "Singapore", "Pakistan", "Iran")
HALF = percent(50)


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


def developed(T, table: int, year: int, column: str) -> Quantity:
    """What the developed economies in the year's top ten have together in a column."""
    return total(entries(T[table], year, only=DEVELOPED, column=column).values())


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
    """At least half of the fees for intellectual property must go to developed economies."""
    least = {}
    for year in YEARS:
        fees = total(T[BOUGHT][year, form, "technology_fee"] for form in PROPERTY)
        least[year] = share(fees_with_developed(T, BOUGHT, PROPERTY, SOURCES, year), fees)
    return every({year: exceeds(part, HALF, ("at least", "")) for year, part in least.items()})


@recompute("2.1.5-imports-mainly-ip")
def imports_mainly_property(T):
    """At least half of imports from developed economies must be intellectual property."""
    least = {
        y: share(
            fees_with_developed(T, BOUGHT, PROPERTY, SOURCES, y), developed(T, SOURCES, y, "value")
        )
        for y in YEARS
    }
    return every({year: exceeds(part, HALF, ("at least", "")) for year, part in least.items()})


@recompute("2.1.5-exports-mainly-services")
def exports_mainly_services(T):
    """The least share of services in exports to developed economies; under half, it is open."""
    least = {
        y: share(
            fees_with_developed(T, SOLD, (SERVICES,), DESTINATIONS, y),
            developed(T, DESTINATIONS, y, "value"),
        )
        for y in YEARS
    }
    evidence = ", ".join(f"{year} at least {show(part)}" for year, part in least.items())
    return holds(True, evidence) if min(least.values()) > HALF else undecided(evidence)


@recompute("2.1.5-developed-markets")
def developed_markets(T):
    """Developed economies in the top ten have over half of imports and of exports, each year."""

    def over_half(table, year):
        return exceeds(partner_share(T, table, year, *DEVELOPED), HALF)

    return every(each_way(T, over_half))


@recompute("2.1.5-us-first-partner")
def us_first_partner(T):
    """The United States has the most imports plus exports, as far as the top tens show them."""
    findings = {}
    for year in YEARS:
        trade = dict(partners(T, SOURCES, year))
        for name, cell in partners(T, DESTINATIONS, year).items():
            trade[name] = trade[name] + cell if name in trade else cell
        findings[year] = largest("United States", trade)
    return every(findings)


@recompute("2.1.5-triad-concentration")
def triad_concentration(T):
    """United States, Japan and Europe in the top ten have over half of imports plus exports."""
    findings = {}
    for year in YEARS:
        flows = [entries(T[table], year, only=TRIAD) for table in (SOURCES, DESTINATIONS)]
        triad = total(cell for named in flows for cell in named.values())
        whole = T[SOURCES][year, "Total", "value"] + T[DESTINATIONS][year, "Total", "value"]
        findings[year] = exceeds(share(triad, whole), HALF)
    return every(findings)


def triad_shares(T, table: int, year: int) -> tuple[Quantity, Quantity]:
    """The least and the most of the three: their named members, and all unnamed partners too."""
    named = partner_share(T, table, year, *TRIAD)
    unnamed = T[table][year, "Total", "value"] - T[table][year, "Top ten", "value"]
    return named, named + share(unnamed, T[table][year, "Total", "value"])


def triad_steady(T, flow: str, table: int) -> Finding:
    """Whether the three's share moves by less than 5 points in 2019, where that is decided."""
    least, most = triad_shares(T, table, 2018)
    least_after, most_after = triad_shares(T, table, 2019)
    evidence = f"{flow}: named members {show(least)} in 2018, {show(least_after)} in 2019"
    if max(least - most_after, least_after - most) > percent(5):
        return holds(False, evidence)
    if max(most - least_after, most_after - least) < percent(5):
        return holds(True, evidence)
    return undecided(evidence)


@recompute("2.1.5-triad-stable")
def triad_stable(T):
    """Their share moves by less than 5 points in 2019; unnamed partners leave it open."""
    findings = [triad_steady(T, *f) for f in (("imports", SOURCES), ("exports", DESTINATIONS))]
    evidence = "; ".join(finding.evidence for finding in findings)
    verdicts = [finding.holds for finding in findings]
    if None in verdicts and False not in verdicts:
        return undecided(f"{evidence}; unnamed partners could make up the difference")
    return holds(all(verdicts), evidence)


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


@recompute("2.1.5-us-first-both")
def us_first_both(T):
    """The United States is first in Table 11 and in Table 12 in each year."""
    return every(each_way(T, lambda table, y: largest("United States", partners(T, table, y))))


@recompute("2.1.5-us-imports-{year}", year=YEARS)
def us_share_of_imports(T, year):
    """Imports from the United States over all, Table 11."""
    return partner_share(T, SOURCES, year, "United States")


@recompute("2.1.5-us-exports-{year}", year=YEARS)
def us_share_of_exports(T, year):
    """Exports to the United States over all, Table 12."""
    return partner_share(T, DESTINATIONS, year, "United States")


@recompute("2.1.5-us-trade-falls")
def us_trade_falls(T):
    """Imports from and exports to the United States both fall by over a fifth (our bar) in 2019."""

    def change(table):
        before, after = (T[table][year, "United States", "value"] for year in (2018, 2019))
        return -growth(before, after)

    flows = (("imports fall by", SOURCES), ("exports fall by", DESTINATIONS))
    return both(*(exceeds(change(table), percent(20), (flow, "")) for flow, table in flows))


@recompute("2.1.5-belt-road-emerging")
def belt_road_emerging(T):
    """The share in exports of the Belt and Road countries among the top ten rises every year."""
    return rises({y: partner_share(T, DESTINATIONS, y, *BELT_AND_ROAD) for y in YEARS})


@recompute("2.1.5-belt-road-in-top-ten")
def belt_road_in_top_ten(T):
    """The three named countries, and no other of the route, are in the top ten of 2019."""
    found = [name for name in partners(T, DESTINATIONS, 2019) if name in BELT_AND_ROAD]
    return holds(set(found) == set(BELT_AND_ROAD[:3]), f"in the top ten: {', '.join(found)}")


@recompute("2.1.5-triad-overlap")
def triad_overlap(T):
    """More than half of the top ten sources are also top ten destinations, in each year."""
    findings = {}
    for year in YEARS:
        sold = partners(T, DESTINATIONS, year)
        common = [name for name in partners(T, SOURCES, year) if name in sold]
        findings[year] = holds(len(common) > 5, f"{len(common)} in both: {', '.join(common)}")
    return every(findings)
