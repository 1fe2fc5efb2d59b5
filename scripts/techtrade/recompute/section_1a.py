"""Section 1, from 1949 to 2000: where technology came from, and the deficit (Tables 1, 2, 4)."""

from __future__ import annotations

from recomputed.data.quantity import Quantity
from recomputed.ledger.formulas import (
    between,
    exactly,
    growth,
    multiple,
    peak,
    rank_of,
    recompute,
    share,
    total,
)
from recomputed.ledger.verbal import Finding, every, largest, nth_largest, order, show, undecided
from techtrade.recompute.conventions import fast, keeps_rising, mostly, mostly_where_printed

DEVELOPED = ("united_states", "japan", "germany", "italy", "sweden")
EQUIPMENT = ("complete_plant", "key_equipment", "complete_plant_and_key_equipment")
OTHER_EXPORTS = (
    "High-technology products",
    "Co-operative production",
    "Technical services",
    "Technology licensing",
    "Other",
)
FIRST_1990 = ("United States", "Germany", "Canada", "Japan", "Italy")
FIRST_2000 = ("Japan", "United States", "Germany", "Sweden", "Hong Kong")
EXPORT_YEARS = range(1991, 2001)


def forms(T, year: int, columns: tuple[str, ...]) -> Quantity:
    """What Table 2 prints for the year in these columns, taken together."""
    return total(T[2][year, column] for column in columns if T[2].has(year, column))


def export_forms(T, year: int, rows: tuple[str, ...]) -> Quantity:
    """What Table 4 prints for the year in these rows, taken together."""
    return total(T[4][row, f"y{year}"] for row in rows if T[4].has(row, f"y{year}"))


def suppliers(T, year: int) -> dict[str, Quantity]:
    """The economies that Table 1 names, with what they supplied in the year."""
    row = T[1].row(year)
    return {T[1].fields[name]["title"]: row[name] for name in row if name != "total"}


def suppliers_1990(T) -> dict[str, Quantity]:
    """The suppliers of 1990 with Canada, whose share only the prose gives."""
    canada = T.stated("1.2.1-canada-share-1990") * T[1][1990, "total"]
    return {**suppliers(T, 1990), "Canada": canada}


def unnamed(T, year: int, named: dict[str, Quantity]) -> Quantity:
    """What the economies named leave of the imports of the year."""
    return T[1][year, "total"] - total(named.values())


def rank(T, name: str, year: int, named: dict[str, Quantity]) -> int | Finding:
    """The place of a supplier, open where somebody unnamed could be before it."""
    place = rank_of(name, named)
    found = nth_largest(name, named, place, rest=unnamed(T, year, named))
    return found if found.holds is None else place


def deficit(T, year: int) -> Quantity:
    """Imports (Table 1) less exports (Table 4)."""
    return T[1][year, "total"] - T[4]["Total", f"y{year}"]


def deficits(T) -> dict[int, Quantity]:
    """The deficit of each year for which both tables print a total."""
    return {year: deficit(T, year) for year in EXPORT_YEARS}


@recompute("1.1-soviet-sources")
def soviet_share_of_plants(T) -> Finding:
    """The Soviet Union's share of the complete plants of the 1950s, both as stated."""
    plants = T.stated("1.1-soviet-plants"), T.stated("1.1-plants")
    return mostly(T, "主要", *plants, "Soviet share of the plants")


@recompute("1.2.1-scale-growth")
def imports_grow(T) -> Finding:
    """Average growth a year from 1979 to 2000 is fast."""
    return fast(T, "快速", T[1][1979, "total"], T[1][2000, "total"], 2000 - 1979)


@recompute("1.2.1-imports-{year}", year=(1979, 2000))
def technology_imports(T, year) -> Quantity:
    """Technology imports of the year, Table 1."""
    return T[1][year, "total"]


@recompute("1.2.1-imports-multiple")
def imports_increase(T) -> Quantity:
    """The increase of imports from 1979 to 2000 as a multiple of 1979."""
    return growth(T[1][1979, "total"], T[1][2000, "total"])


def years_without_row(table, first: int, last: int) -> list[int]:
    """The years from the first to the last of which a table has no row."""
    printed = table.keys()
    return [year for year in range(first, last + 1) if year not in printed]


@recompute("1.2.1-developed-sources")
@recompute("4.2-developed-sources-before")
def developed_suppliers(T) -> Finding:
    """The five developed suppliers of Table 1 in the imports of all years that it prints."""
    years = T[1].column("total")
    cells = [T[1][y, c] for y in years for c in DEVELOPED if T[1].has(y, c)]
    what = f"United States, Japan, Germany, Italy, Sweden, {len(years)} years"
    unprinted = years_without_row(T[1], 1979, 2000)
    return mostly_where_printed(T, "主要", total(cells), total(years.values()), what, unprinted)


@recompute("1.2.1-early-japan")
def japan_leads_first(T) -> Finding:
    """Japan is the main part in the years before 1990; open if only in some: how many are early?"""
    years = [year for year in T[1].keys() if year < 1990]  # noqa: SIM118
    found = {
        y: mostly(T, "为主", T[1][y, "japan"], T[1][y, "total"], f"Japan in {y}") for y in years
    }
    some = any(found.values()) and not all(found.values())
    return undecided("; ".join(f.evidence for f in found.values())) if some else every(found)


@recompute("1.2.1-japan-dominance-ends")
def japan_no_longer_first(T):
    """After the last year before which Japan always led, and by the first in which it did not."""
    years = T[1].keys()  # the search stops there, and reads no year after it
    at = next(i for i, year in enumerate(years) if peak(suppliers(T, year)) != "Japan")
    return between(exactly(years[at - 1] + 1), exactly(years[at]))


@recompute("1.2.1-japan-share-1979")
def japan_share_1979(T) -> Quantity:
    """Japan's share of the imports of 1979."""
    return share(T[1][1979, "japan"], T[1][1979, "total"])


@recompute("1.2.1-{name}-share-1990", name=("united-states", "germany", "japan", "italy"))
def supplier_share_1990(T, name) -> Quantity:
    """The supplier's share of the imports of 1990."""
    return share(T[1][1990, name.replace("-", "_")], T[1][1990, "total"])


@recompute("1.2.1-top-five-count-1990")
def last_named_1990(T) -> int | Finding:
    """The rank of Italy, the last one named, among the economies of Table 1, Canada and others."""
    return rank(T, "Italy", 1990, suppliers_1990(T))


@recompute("1.2.1-top-five-order-1990")
def order_1990(T) -> Finding:
    """The five largest of 1990 among the economies of Table 1, Canada and others."""
    named = suppliers_1990(T)
    return order(FIRST_1990, named, rest=unnamed(T, 1990, named))


@recompute("1.2.1-top-five-share-1990")
def top_five_1990(T) -> Quantity:
    """The shares of four economies in Table 1 and the stated share of Canada, added up."""
    four = [supplier_share_1990(T, n) for n in ("united-states", "germany", "japan", "italy")]
    return total([*four, T.stated("1.2.1-canada-share-1990")])


@recompute("1.2.1-top-five-count-2000")
def last_named_2000(T) -> int | Finding:
    """The rank of Hong Kong, the last one named, among the economies of Table 1 and others."""
    return rank(T, "Hong Kong", 2000, suppliers(T, 2000))


@recompute("1.2.1-top-five-order-2000")
def order_2000(T) -> Finding:
    """The five largest of 2000 among the economies of Table 1 and others."""
    named = suppliers(T, 2000)
    return order(FIRST_2000, named, rest=unnamed(T, 2000, named))


@recompute("1.2.1-top-five-share-2000")
def top_five_2000(T) -> Quantity:
    """The shares of the five suppliers named for 2000, added up."""
    columns = [name.lower().replace(" ", "_") for name in FIRST_2000]
    return total(share(T[1][2000, column], T[1][2000, "total"]) for column in columns)


@recompute("1.2.1-deficit-widening")
def deficit_widens(T) -> Finding:
    """The deficit rises in each year from 1991 to 2000."""
    return keeps_rising(T, "不断", deficits(T))


@recompute("1.2.1-deficit-peak-year")
def deficit_peak(T) -> int | Finding:
    """The year of the largest deficit from 1985; before 1991 it is at most the imports, Table 2."""
    most = {year: T[2][year, "total"] for year in range(1985, 1991)}
    known = deficits(T)
    found = largest(peak(known), {**most, **known})
    return peak(known) if found else undecided(found.evidence)


@recompute("1.2.1-deficit-1996")
def deficit_1996(T) -> Quantity:
    """Imports (Table 1) less exports (Table 4) in 1996."""
    return deficit(T, 1996)


@recompute("1.2.1-deficit-multiple")
def deficit_multiple(T):
    """At least the deficit of 1996 over all imports of 1985, whose exports no table prints."""
    return between(multiple(T[1][1985, "total"], deficit(T, 1996)), None)


@recompute("1.2.1-deficit-equipment")
def equipment_in_the_deficit(T) -> Finding:
    """The least that equipment can be in the deficits of 1991 to 1999; open for other years.

    Whatever Table 4 does not name as something else is taken for exports of equipment.
    """
    deficits_in_it = {}
    for y in range(1991, 2000):
        exports = T[4]["Total", f"y{y}"] - export_forms(T, y, OTHER_EXPORTS)
        deficits_in_it[y] = forms(T, y, EQUIPMENT) - exports
    every_deficit = total(deficit(T, y) for y in deficits_in_it)
    last = show(share(deficits_in_it[1999], deficit(T, 1999)))
    what = f"equipment over 1991–1999 at least (in 1999 alone {last})"
    part, others = total(deficits_in_it.values()), [*range(1979, 1991), 2000]
    return mostly_where_printed(T, "主要", part, every_deficit, what, others)
