"""Section 1, to 2000: the forms of imports, their uses, and the first exports (Tables 2 to 4)."""

from __future__ import annotations

from techtrade.ledger.formulas import between, growth, peak, percent, recompute, share, total
from techtrade.ledger.recompute.conventions import rises_gradually
from techtrade.ledger.recompute.section_1a import (
    EQUIPMENT,
    EXPORT_YEARS,
    export_forms,
    forms,
)
from techtrade.ledger.verbal import Finding, every, exceeds, holds, rises, show
from techtrade.quantity import Quantity

SOFT = (
    "technology_licensing",
    "technical_consulting",
    "technical_services",
    "technical_consulting_and_services",
)
FOREIGN_INVESTED = (
    "co_production",
    "joint_venture_licensing",
    "joint_venture_equipment_equity",
    "wholly_foreign_licensing",
)
LARGE_PLANT = ("Complete plant", "Large equipment")
INDUSTRIES = {
    "machinery": "Machinery and electronics",
    "light-industry": "Light industry and textiles",
}


def form_shares(T, columns: tuple[str, ...]) -> dict[int, Quantity]:
    """The share of these columns in technology imports, for every year of Table 2."""
    return {y: share(forms(T, y, columns), T[2][y, "total"]) for y in T[2].column("total")}


def plant_share(T, year: int) -> Quantity:
    """Complete plant and large equipment in the exports of the year."""
    return share(export_forms(T, year, LARGE_PLANT), T[4]["Total", f"y{year}"])


def content_share(T, year: int) -> Quantity:
    """High-technology products in the exports of the year."""
    return share(T[4]["High-technology products", f"y{year}"], T[4]["Total", f"y{year}"])


@recompute("1.2.2-hardware-first")
def hardware_share(T) -> Finding:
    """Equipment in the imports of all years of Table 2 taken together."""
    years = T[2].column("total")
    part = share(total(forms(T, y, EQUIPMENT) for y in years), total(years.values()))
    return exceeds(part, percent(50), ("equipment, 1979–1999", "half:"))


@recompute("1.2.2-softening")
def soft_share_rises(T) -> Finding:
    """The share of licensing, consulting and services rises at more than half of the steps."""
    return rises_gradually(T, "逐步", form_shares(T, SOFT))


@recompute("1.2.2-equipment-over-70")
def equipment_mostly_over_70(T) -> Finding:
    """Equipment exceeds 70% of imports in at least three years of four, our bar for "basically"."""
    shares = form_shares(T, EQUIPMENT)
    below = {year: part for year, part in shares.items() if part <= percent(70)}
    listing = ", ".join(f"{year} {show(part)}" for year, part in below.items())
    return holds(
        4 * len(below) <= len(shares),
        f"below in {len(below)} of {len(shares)} years: {listing or 'none'}",
    )


@recompute("1.2.2-equipment-peak-year")
def equipment_peak(T) -> int:
    """The year of Table 2 with the highest share of equipment."""
    return peak(form_shares(T, EQUIPMENT))


@recompute("1.2.2-equipment-share-1979")
def equipment_share_1979(T) -> Quantity:
    """Complete plant and key equipment in the imports of 1979."""
    return share(forms(T, 1979, EQUIPMENT), T[2][1979, "total"])


@recompute("1.2.2-plant-above-key")
def plant_far_above_key(T) -> Finding:
    """Complete plant is over twice key equipment ("far above") in each year, 1991 to 1994."""
    years = range(1991, 1995)
    return every(
        {
            y: exceeds(
                T[2][y, "complete_plant"],
                2 * T[2][y, "key_equipment"],
                ("complete plant", "twice key equipment"),
            )
            for y in years
        }
    )


@recompute("1.2.2-key-overtakes-plant")
def key_above_plant(T) -> Finding:
    """Key equipment against complete plant in 1999."""
    key, plant = T[2][1999, "key_equipment"], T[2][1999, "complete_plant"]
    return exceeds(key, plant, ("key equipment", "complete plant"))


@recompute("1.2.2-equipment-demand-falls")
def equipment_imports_fall(T) -> Finding:
    """Plant and key equipment together in 1995 against 1999, the sentence's two years."""
    return exceeds(forms(T, 1995, EQUIPMENT), forms(T, 1999, EQUIPMENT), ("1995", "1999"))


@recompute("1.2.2-hard-to-soft")
def soft_share_grows(T) -> Finding:
    """The share of licensing, consulting and services in 1999 against 1979."""
    return exceeds(soft_share(T, 1999), soft_share(T, 1979), ("1999", "1979"))


@recompute("1.2.2-soft-share-{year}", year=(1979, 1999))
def soft_share(T, year) -> Quantity:
    """Licensing, consulting and technical services in the imports of the year."""
    return share(forms(T, year, SOFT), T[2][year, "total"])


@recompute("1.2.2-soft-share-with-transfer-1999")
def soft_share_with_transfer(T) -> Quantity:
    """The soft forms of Table 2 and the stated technology transfer in the imports of 1999."""
    soft = forms(T, 1999, SOFT) + T.stated("1.2.2-transfer-1999")
    return share(soft, T[2][1999, "total"])


@recompute("1.2.2-transfer-{year}", year=(1997, 1998, 1999))
def technology_transfer(T, year):
    """At most what the named forms of Table 2 leave of the total."""
    named = {c: cell for c, cell in T[2].row(year).items() if c != "total"}
    rest = T[2][year, "total"] - total(named.values())
    return between(0 * rest, rest)


@recompute("1.2.3-foreign-invested-forms-1999")
def foreign_invested_forms(T) -> Quantity:
    """The forms tied to foreign-invested firms in the imports of 1999; equity is not compiled."""
    return share(forms(T, 1999, FOREIGN_INVESTED), T[2][1999, "total"])


@recompute("1.2.3-{industry}-share-{year}", industry=INDUSTRIES, year=(1991, 1999))
def industry_share(T, industry, year) -> Quantity:
    """The industry's share of the year's imports, Table 3."""
    return share(T[3][INDUSTRIES[industry], f"y{year}"], T[3]["Total", f"y{year}"])


@recompute("1.2.4-exports-2000")
def exports_2000(T) -> Quantity:
    """Technology exports of 2000, Table 4."""
    return T[4]["Total", "y2000"]


@recompute("1.2.4-exports-multiple")
def exports_increase(T) -> Quantity:
    """The increase of exports from 1990 (as stated) to 2000 as a multiple of 1990."""
    return growth(T.stated("1.2.4-exports-1990"), T[4]["Total", "y2000"])


@recompute("1.2.4-plant-exports-main")
def plant_exports(T) -> Finding:
    """Complete plant and large equipment in the exports of 1991 to 2000 taken together."""
    plant = total(export_forms(T, year, LARGE_PLANT) for year in EXPORT_YEARS)
    part = share(plant, total(T[4]["Total", f"y{year}"] for year in EXPORT_YEARS))
    last = f"{show(plant_share(T, 2000))}, high-technology products {show(content_share(T, 2000))}"
    return holds(part > percent(50), f"{show(part)} over 1991–2000; in 2000 alone {last}")


@recompute("1.2.4-export-content")
def export_content_rises(T) -> Finding:
    """The share of high-technology products, counted since 1997, rises in each year."""
    return rises({year: content_share(T, year) for year in range(1997, 2001)})


@recompute("1.2.4-plant-share-{year}", year=(1994, 1999))
def plant_share_of_exports(T, year) -> Quantity:
    """Complete plant and large equipment in the exports of the year."""
    return plant_share(T, year)


@recompute("1.2.4-plant-peak-year")
def plant_peak(T) -> int:
    """The year with the highest share of complete plant and large equipment in exports."""
    return peak({year: plant_share(T, year) for year in EXPORT_YEARS})
