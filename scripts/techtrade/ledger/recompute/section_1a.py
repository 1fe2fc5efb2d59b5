"""Section 1, from 1949 to 2000: where technology came from, and the deficit (Tables 1, 2, 4)."""

from __future__ import annotations

from techtrade.ledger.formulas import (
    between,
    cagr,
    growth,
    multiple,
    peak,
    percent,
    rank_of,
    recompute,
    share,
    top,
    total,
)
from techtrade.ledger.recompute.conventions import FAST
from techtrade.ledger.verbal import Finding, exceeds, holds, rises, show
from techtrade.quantity import Quantity

DEVELOPED = ("united_states", "japan", "germany", "italy", "sweden")
EQUIPMENT = ("complete_plant", "key_equipment", "complete_plant_and_key_equipment")
EQUIPMENT_EXPORTS = ("Complete plant", "Large equipment", "Key equipment")
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
    return {name: cell for name, cell in row.items() if name != "total"}


def ranking(cells: dict[str, Quantity]) -> str:
    """The economies with their amounts, in words."""
    return ", ".join(f"{k.replace('_', ' ').title()} {show(q)}" for k, q in cells.items())


def suppliers_1990(T) -> dict[str, Quantity]:
    """The suppliers of 1990 with Canada, whose share only the prose gives."""
    canada = T.stated("1.2.1-canada-share-1990") * T[1][1990, "total"]
    return {**suppliers(T, 1990), "canada": canada}


def deficit(T, year: int) -> Quantity:
    """Imports (Table 1) less exports (Table 4)."""
    return T[1][year, "total"] - T[4]["Total", f"y{year}"]


def deficits(T) -> dict[int, Quantity]:
    """The deficit of each year for which both tables print a total."""
    return {year: deficit(T, year) for year in EXPORT_YEARS}


@recompute("1.1-soviet-sources")
def soviet_share_of_plants(T) -> Finding:
    """The Soviet Union's share of the complete plants of the 1950s, both as stated."""
    soviet = share(T.stated("1.1-soviet-plants"), T.stated("1.1-plants"))
    return exceeds(soviet, percent(50), ("Soviet share of the plants", "half:"))


@recompute("1.2.1-scale-growth")
def imports_grow(T) -> Finding:
    """Average growth from 1979 to 2000 against a doubling in ten years, our bar for "fast"."""
    pace = cagr(T[1][1979, "total"], T[1][2000, "total"], 2000 - 1979)
    return exceeds(pace, FAST, ("a year", "a doubling in ten years:"))


@recompute("1.2.1-imports-{year}", year=(1979, 2000))
def technology_imports(T, year) -> Quantity:
    """Technology imports of the year, Table 1."""
    return T[1][year, "total"]


@recompute("1.2.1-imports-multiple")
def imports_increase(T) -> Quantity:
    """The increase of imports from 1979 to 2000 as a multiple of 1979."""
    return growth(T[1][1979, "total"], T[1][2000, "total"])


@recompute("1.2.1-developed-sources")
def developed_suppliers(T) -> Finding:
    """The five developed suppliers of Table 1 in the imports of all its years taken together."""
    years = T[1].column("total")
    cells = [T[1][y, c] for y in years for c in DEVELOPED if T[1].has(y, c)]
    part = share(total(cells), total(years.values()))
    return exceeds(part, percent(50), ("United States, Japan, Germany, Italy, Sweden", "half:"))


@recompute("1.2.1-early-japan")
def japan_leads_first(T) -> Finding:
    """Japan supplied more than half of the imports of 1979."""
    japan = share(T[1][1979, "japan"], T[1][1979, "total"])
    return exceeds(japan, percent(50), ("Japan in 1979", "half:"))


@recompute("1.2.1-japan-dominance-ends")
def japan_no_longer_first(T) -> int:
    """The first year of Table 1 in which another economy supplied more than Japan."""
    years = T[1].keys()  # the search stops there, and reads no year after it
    return next(year for year in years if peak(suppliers(T, year)) != "japan")


@recompute("1.2.1-japan-share-1979")
def japan_share_1979(T) -> Quantity:
    """Japan's share of the imports of 1979."""
    return share(T[1][1979, "japan"], T[1][1979, "total"])


@recompute("1.2.1-{name}-share-1990", name=("united-states", "germany", "japan", "italy"))
def supplier_share_1990(T, name) -> Quantity:
    """The supplier's share of the imports of 1990."""
    return share(T[1][1990, name.replace("-", "_")], T[1][1990, "total"])


@recompute("1.2.1-top-five-count-1990")
def last_named_1990(T) -> int:
    """The rank of Italy, the last one named, among the economies of Table 1 and Canada."""
    return rank_of("italy", suppliers_1990(T))


@recompute("1.2.1-top-five-order-1990")
def order_1990(T) -> Finding:
    """The five largest of 1990 among the economies of Table 1 and Canada."""
    first = top(suppliers_1990(T), 5)
    named = ["united_states", "germany", "canada", "japan", "italy"]
    return holds(list(first) == named, ranking(first))


@recompute("1.2.1-top-five-share-1990")
def top_five_1990(T) -> Quantity:
    """The shares of four economies in Table 1 and the stated share of Canada, added up."""
    four = [supplier_share_1990(T, n) for n in ("united-states", "germany", "japan", "italy")]
    return total([*four, T.stated("1.2.1-canada-share-1990")])


@recompute("1.2.1-top-five-count-2000")
def last_named_2000(T) -> int:
    """The rank of Hong Kong, the last one named, among the economies of Table 1."""
    return rank_of("hong_kong", suppliers(T, 2000))


@recompute("1.2.1-top-five-order-2000")
def order_2000(T) -> Finding:
    """The five largest of 2000 among the economies of Table 1."""
    first = top(suppliers(T, 2000), 5)
    named = ["japan", "united_states", "germany", "sweden", "hong_kong"]
    return holds(list(first) == named, ranking(first))


@recompute("1.2.1-top-five-share-2000")
def top_five_2000(T) -> Quantity:
    """The shares of the five largest suppliers of 2000, added up."""
    first = top(suppliers(T, 2000), 5)
    return total(share(cell, T[1][2000, "total"]) for cell in first.values())


@recompute("1.2.1-deficit-widening")
def deficit_widens(T) -> Finding:
    """The deficit rises in each year from 1991 to 2000."""
    return rises(deficits(T))


@recompute("1.2.1-deficit-peak-year")
def deficit_peak(T) -> int:
    """The year of the largest deficit, 1991 to 2000."""
    return peak(deficits(T))


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
    """The equipment deficits (Table 2 less Table 4) in all deficits of 1991 to 1999."""
    hardware = {
        y: forms(T, y, EQUIPMENT) - export_forms(T, y, EQUIPMENT_EXPORTS) for y in range(1991, 2000)
    }
    part = share(total(hardware.values()), total(deficit(T, y) for y in hardware))
    last = show(share(hardware[1999], deficit(T, 1999)))
    return holds(part > percent(50), f"{show(part)} over 1991–1999; in 1999 alone {last}")
