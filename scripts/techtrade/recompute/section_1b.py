"""Section 1, to 2000: the forms of imports, their uses, and the first exports (Tables 2 to 4)."""

from __future__ import annotations

from recomputed.data.printed import NOT_COMPILED
from recomputed.data.quantity import Quantity
from recomputed.ledger.formulas import between, growth, peak, percent, recompute, share, total
from recomputed.ledger.verbal import Finding, every, exceeds, largest, show, undecided
from techtrade.recompute.conventions import (
    basically,
    greatly,
    keeps_rising_within,
    mostly,
    mostly_where_printed,
)
from techtrade.recompute.section_1a import (
    EQUIPMENT,
    EXPORT_YEARS,
    OTHER_EXPORTS,
    export_forms,
    forms,
    years_without_row,
)

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
HIGH_TECHNOLOGY = ("High-technology products",)
EXPORT_FORMS = (*LARGE_PLANT, "Key equipment", *OTHER_EXPORTS)
INDUSTRIES = {
    "machinery": "Machinery and electronics",
    "light-industry": "Light industry and textiles",
}


def form_shares(T, columns: tuple[str, ...]) -> dict[int, Quantity]:
    """The share of these columns in technology imports, for every year of Table 2."""
    return {y: share(forms(T, y, columns), T[2][y, "total"]) for y in T[2].column("total")}


def unnamed_share(T, year: int) -> Quantity:
    """What the forms of Table 2 leave of the imports of the year."""
    named = total(cell for column, cell in T[2].row(year).items() if column != "total")
    return share(T[2][year, "total"] - named, T[2][year, "total"])


def export_share(T, year: int, rows: tuple[str, ...]) -> Quantity:
    """The share of these rows of Table 4 in the exports of the year."""
    return share(export_forms(T, year, rows), T[4]["Total", f"y{year}"])


def most_exports(T, year: int, rows: tuple[str, ...]) -> Quantity:
    """The same, with all that Table 4 leaves unnamed in a year in which not all are compiled."""
    if all(T[4].has(row, f"y{year}") for row in rows):
        return export_share(T, year, rows)
    others = [row for row in EXPORT_FORMS if row not in rows]
    return percent(100) - export_share(T, year, tuple(others))


@recompute("1.2.2-hardware-first")
def hardware_share(T) -> Finding:
    """Equipment in the imports of all years that Table 2 prints."""
    years = T[2].column("total")
    equipment = total(forms(T, y, EQUIPMENT) for y in years)
    what = f"equipment, {len(years)} years of 1979–1999"
    return mostly_where_printed(
        T, "为主", equipment, total(years.values()), what, years_without_row(T[2], 1979, 1999)
    )


@recompute("1.2.2-softening")
def soft_share_rises(T) -> Finding:
    """The share of licensing, consulting and services rises at more than half of the steps.

    Services were not compiled from 1991 to 1996: they are at most what the other forms leave.
    """
    low = form_shares(T, SOFT)
    high = {
        year: part + unnamed_share(T, year)
        if T[2].text(year, "technical_services") == NOT_COMPILED
        else part
        for year, part in low.items()
    }
    return keeps_rising_within(T, "逐步", low, high)


@recompute("1.2.2-equipment-over-70")
def equipment_mostly_over_70(T) -> Finding:
    """Equipment exceeds 70% of imports in three years of four; some years are not printed."""
    shares = form_shares(T, EQUIPMENT)
    found = {year: exceeds(part, percent(70)) for year, part in shares.items()}
    missing = years_without_row(T[2], 1979, 1999)
    return basically(T, "基本", found | {year: undecided("") for year in missing})


@recompute("1.2.2-equipment-peak-year")
def equipment_peak(T) -> int | Finding:
    """The year of Table 2 with the highest share of equipment; some years are not printed."""
    shares = form_shares(T, EQUIPMENT)
    first = peak(shares)
    missing = ", ".join(map(str, years_without_row(T[2], 1979, 1999)))
    if first != 1979 or not missing:
        return first
    return undecided(f"{show(shares[1979])} in 1979 is the highest printed; no rows of {missing}")


@recompute("1.2.2-equipment-share-1979")
def equipment_share_1979(T) -> Quantity:
    """Complete plant and key equipment in the imports of 1979."""
    return share(forms(T, 1979, EQUIPMENT), T[2][1979, "total"])


@recompute("1.2.2-plant-above-key")
def plant_far_above_key(T) -> Finding:
    """Complete plant is far above key equipment in each year before 1995 that tells them apart."""
    years = [year for year in T[2].keys() if year < 1995]  # noqa: SIM118
    apart = [year for year in years if T[2].has(year, "key_equipment")]
    found = {}
    for year in apart:
        key, plant = T[2][year, "key_equipment"], T[2][year, "complete_plant"]
        found[year] = greatly(T, "大大", key, plant, ("key equipment", "complete plant"))
    known = every(found)
    if not known or apart == years:
        return known
    return undecided(f"{known.evidence}; {len(years) - len(apart)} years have one number for both")


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
    """At most the total of Table 2 less its forms, with half a unit of rounding for each cell."""
    named = {c: cell for c, cell in T[2].row(year).items() if c != "total"}
    return between(None, T[2][year, "total"] - total(named.values()))


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
    """Complete plant in the exports of 1991 to 2000 together; open if large equipment decides."""
    exports = total(T[4]["Total", f"y{year}"] for year in EXPORT_YEARS)
    alone, with_large = (
        mostly(T, "为主", total(export_forms(T, y, rows) for y in EXPORT_YEARS), exports, what)
        for rows, what in (
            (LARGE_PLANT[:1], "complete plant alone, 1991–2000:"),
            (LARGE_PLANT, "with large equipment, which Table 4 counts apart from 1997 on:"),
        )
    )
    if alone.holds == with_large.holds:
        return alone
    return undecided(f"{alone.evidence}; {with_large.evidence}")


@recompute("1.2.4-export-content")
def export_content_rises(T) -> Finding:
    """The share of high-technology products rises in each year; not compiled before 1997."""
    low = {year: export_share(T, year, HIGH_TECHNOLOGY) for year in range(1997, 2001)}
    early = {year: most_exports(T, year, HIGH_TECHNOLOGY) for year in range(1991, 1997)}
    unknown = {year: percent(0) for year in early}
    return keeps_rising_within(T, "不断", {**unknown, **low}, {**early, **low})


@recompute("1.2.4-plant-share-{year}", year=(1994, 1999))
def plant_share_of_exports(T, year) -> Quantity:
    """Complete plant and large equipment in the exports of the year."""
    return export_share(T, year, LARGE_PLANT)


@recompute("1.2.4-plant-peak-year")
def plant_peak(T) -> int | Finding:
    """The year with the highest share of complete plant and large equipment in exports.

    Large equipment was not compiled before 1997: it is at most what the other forms leave.
    """
    shares = {year: export_share(T, year, LARGE_PLANT) for year in EXPORT_YEARS}
    most = {year: most_exports(T, year, LARGE_PLANT) for year in EXPORT_YEARS}
    found = largest(peak(shares), shares, at_most=most)
    return found if found.holds is None else peak(shares)
