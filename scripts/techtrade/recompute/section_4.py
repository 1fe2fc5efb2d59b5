"""Section 4, the prospects: mostly bounds, since Tables 11 and 12 name ten partners a year.

What a table leaves unnamed is known only as a remainder, the total less the top ten. A group of
partners lies between its named members alone and its named members with all of that remainder.
"""

from __future__ import annotations

from recomputed.data.quantity import Quantity
from recomputed.ledger.formulas import (
    Between,
    between,
    exactly,
    growth,
    rank_of,
    recompute,
    share,
    total,
)
from recomputed.ledger.verbal import Finding, decided, exceeds, nth_largest, undecided
from techtrade.recompute.conventions import entries, greatly

EUROPEAN_UNION = (
    "Germany",
    "Sweden",
    "Italy",
    "France",
    "United Kingdom",  # a member until 31 January 2020
    "Finland",
    "Netherlands",
    "Belgium",
)
BELT_AND_ROAD = (
    "United Arab Emirates",
    "Bangladesh",
    "Singapore",  # Section 2 of the paper counts these three
    "Iran",
    "Pakistan",
)
IMPORTS, EXPORTS = 11, 12


def partners(T, table: int, year: int) -> dict:
    """The year's ten named partners and what Table 11 or 12 prints for them."""
    return entries(T[table], year, without=("Total", "Top ten"))


def bounds(T, table: int, year: int, group: tuple[str, ...]) -> tuple[Quantity, Quantity]:
    """The least and the most that a group of partners can amount to in a year."""
    least = total(entries(T[table], year, only=group).values())
    return least, least + T[table][year, "Total", "value"] - T[table][year, "Top ten", "value"]


def smallest_named(T, table: int, year: int) -> Quantity:
    """The amount of the tenth partner: nobody outside the ten can have more."""
    return min(partners(T, table, year).values(), key=lambda cell: cell.value)


@recompute("4.2-consumption-far-below")
def consumption_far_below(T) -> Finding:
    """Consumption's contribution in China against the whole of growth, the most it can be."""
    china = T.stated("4.2-consumption-contribution-2019")
    found = greatly(T, "远", china, exactly(1), ("China", "all of growth"))
    least = greatly(T, "远", china, T.stated("4.2-consumption-developed"), ("China", "stated"))
    if not found.holds:
        return found
    return least if least.holds else undecided(found.evidence)


@recompute("4.4-eu-first")
def eu_above_us(T) -> Finding:
    """Imports from the EU in 2019, between its bounds, against those from the United States."""
    low, high = bounds(T, IMPORTS, 2019, EUROPEAN_UNION)
    return decided(low, high, T[11][2019, "United States", "value"], ("the EU", "the US"))


@recompute("4.4-eu-replaces-us")
def us_above_eu_before(T) -> Finding:
    """The United States in 2018 against the most that the EU, then with Britain, can have been."""
    _, high = bounds(T, IMPORTS, 2018, EUROPEAN_UNION)
    us = T[11][2018, "United States", "value"]
    return exceeds(us, high, ("in 2018 the US", "the EU at most"))


@recompute("4.4-eu-share-2019")
def eu_share(T) -> Between:
    """The EU's share in 2019: its named members alone, or with all unnamed partners."""
    low, high = bounds(T, IMPORTS, 2019, EUROPEAN_UNION)
    whole = T[11][2019, "Total", "value"]
    return between(share(low, whole), share(high, whole))


@recompute("4.4-japan-share-2019")
def japan_share(T) -> Quantity:
    """Japan's share of technology imports in 2019, Table 11."""
    return share(T[11][2019, "Japan", "value"], T[11][2019, "Total", "value"])


@recompute("4.4-eu-japan-half")
def eu_and_japan_half(T) -> Finding:
    """The joint share of the EU and Japan in 2019, between its bounds, against one half."""
    low, high = bounds(T, IMPORTS, 2019, (*EUROPEAN_UNION, "Japan"))
    whole = T[11][2019, "Total", "value"]
    half = T.bar("半壁江山")
    return decided(share(low, whole), share(high, whole), half, ("the two", "the bar:"))


@recompute("4.4-russia-growth-2019")
def russia_growth(T) -> Between:
    """Russia in 2019 over the tenth source of 2018, which Russia cannot have exceeded, less 1."""
    return between(growth(smallest_named(T, IMPORTS, 2018), T[11][2019, "Russia", "value"]), None)


@recompute("4.4-russia-rank-2018")
def russia_rank(T) -> Quantity | Between:
    """Not among the named sources of 2018, so behind all of them."""
    named = partners(T, IMPORTS, 2018)
    if "Russia" in named:
        return exactly(rank_of("Russia", named))
    return between(exactly(len(named) + 1), None)


@recompute("4.4-russia-rank-2019")
def russia_fourth(T) -> Finding:
    """Russia's place among the sources of 2019, of which Table 11 lists the ten largest."""
    return nth_largest("Russia", partners(T, IMPORTS, 2019), 4)


@recompute("4.5-route-exports-2019")
def route_exports(T) -> Between:
    """The route's named countries (we add Iran and Pakistan), without or with the unnamed."""
    return between(*bounds(T, EXPORTS, 2019, BELT_AND_ROAD))


@recompute("4.5-route-growth-2019")
def route_growth(T) -> Between:
    """Growth of the route's exports when each year lies between its bounds."""
    (low_18, high_18), (low_19, high_19) = (
        bounds(T, EXPORTS, year, BELT_AND_ROAD) for year in (2018, 2019)
    )
    return between(growth(high_18, low_19), growth(low_18, high_19))


@recompute("4.5-route-exceeds")
def route_above_all(T) -> Finding:
    """The growth stated for the route against that of all exports as Table 8 prints it."""
    route = T.stated("4.5-route-growth-2019")
    return exceeds(route, T[8][2019, "Total", "growth"], ("the route", "all exports"))


@recompute("4.5-route-growth-lead")
def route_growth_lead(T) -> Quantity:
    """The growth stated for the route less that of all exports as Table 8 prints it."""
    return T.stated("4.5-route-growth-2019") - T[8][2019, "Total", "growth"]


@recompute(
    "4.5-{slug}-exports-2019",
    slug=("uae", "bangladesh"),
)
def exports_to(T, slug) -> Quantity:
    """Technology exports to the country in 2019, Table 12."""
    return T[12][2019, COUNTRY[slug], "value"]


@recompute(
    "4.5-{slug}-growth-2019",
    slug=("uae", "bangladesh"),
)
def exports_growth(T, slug) -> Between:
    """The country in 2019 over the tenth destination of 2018, an upper bound for it, less 1."""
    return between(growth(smallest_named(T, EXPORTS, 2018), exports_to(T, slug)), None)


COUNTRY = {"uae": "United Arab Emirates", "bangladesh": "Bangladesh"}


@recompute("4.5-uae-third")
def uae_third(T) -> Finding:
    """The Emirates' place among the destinations of 2019; Table 12 lists the ten largest."""
    return nth_largest("United Arab Emirates", partners(T, EXPORTS, 2019), 3)


@recompute("4.5-route-traditional-industries")
def route_industries(T) -> Finding:
    """The most that the four industries export anywhere, as a share of the route's stated total."""
    named = ("Total", "Top ten", "Transport equipment", "Other industries")
    cells = entries(T[14], 2019, only=named)
    rest = cells["Total"] - cells["Top ten"]
    most = rest + cells["Transport equipment"] + cells["Other industries"]
    at_most = share(most, T.stated("4.5-route-exports-2019"))
    return decided(exactly(0), at_most, T.bar("主要"), ("their share", "the bar:"))
