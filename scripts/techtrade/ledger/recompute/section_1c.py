"""Section 1, from 2001 to 2019: fees for knowledge, and near balance (Tables 5 to 8, 17)."""

from __future__ import annotations

from techtrade.ledger.formulas import (
    between,
    cagr,
    growth,
    peak,
    percent,
    recompute,
    share,
    suspect,
    total,
)
from techtrade.ledger.recompute.conventions import FAST
from techtrade.ledger.verbal import Finding, both, exceeds, falls, holds, rises, show
from techtrade.quantity import Quantity

KNOWLEDGE = ("patents", "know_how", "trademark_licensing")
EQUIPMENT = ("complete_plant_key_equipment_production_lines",)


def fee_share(T, year: int) -> Quantity:
    """The technology fee's share of the imports of the year."""
    return share(T[5][year, "technology_fee"], T[5][year, "total"])


def fee_shares(T, first: int = 2001) -> dict[int, Quantity]:
    """The technology fee's share of imports, by year from `first`."""
    return {y: fee_share(T, y) for y in T[5].keys() if y >= first}  # noqa: SIM118


def form_share(T, year: int, columns: tuple[str, ...]) -> Quantity:
    """The share of these columns of Table 6 in the year's imports."""
    return share(total(T[6][year, column] for column in columns), T[6][year, "total"])


def imports_2019(T) -> Quantity:
    """Technology imports of 2019, Table 7."""
    return T[7][2019, "Total", "value"]


def exports_2019(T) -> Quantity:
    """Technology exports of 2019, Table 8."""
    return T[8][2019, "Total", "value"]


@recompute("1.3-level-rises")
def fee_share_keeps_rising(T) -> Finding:
    """The technology fee's share, the paper's measure of quality, rises in each year."""
    return rises(fee_shares(T))


@recompute("1.3.2-level-rises")
def fee_share_grows(T) -> Finding:
    """The technology fee's share in 2013 against 2001."""
    last, first = fee_share(T, 2013), fee_share(T, 2001)
    return exceeds(last, first, ("technology fee 2013", "2001"))


@recompute("1.3.1-high-growth")
def imports_rise_each_year(T) -> Finding:
    """Imports rise in each year from 2001 to 2013 ("kept growing", whatever the average)."""
    return rises(T[5].column("total"))


@recompute("1.3.1-imports-{year}", year=(2001, 2013))
def technology_imports(T, year) -> Quantity:
    """Technology imports of the year, Table 5."""
    return T[5][year, "total"]


@recompute("1.3.1-imports-multiple")
def imports_increase(T) -> Quantity:
    """The increase of imports from 2001 to 2013 as a multiple of 2001."""
    return growth(T[5][2001, "total"], T[5][2013, "total"])


@recompute("{claim}", claim=("1.3.1-imports-cagr", "1.4-earlier-cagr"))
def earlier_growth(T, claim="") -> Quantity:
    """Annual growth of imports from 2001 to 2013, over twelve years."""
    return cagr(T[5][2001, "total"], T[5][2013, "total"], 2013 - 2001)


@recompute("1.3.1-peak-year")
def peak_year(T) -> int:
    """The year with the largest imports in Table 5."""
    return peak(T[5].column("total"))


@recompute("1.3.1-peak-contracts")
def peak_contracts(T) -> Quantity:
    """Contracts in 2012, Table 5."""
    return T[5][2012, "contracts"]


@recompute("1.3.1-peak-imports")
def peak_imports(T) -> Quantity:
    """Imports in 2012, Table 5."""
    return T[5][2012, "total"]


@suspect("1.3.1-peak-imports", "a slip of unit: 万美元 (US$10,000) for 亿美元 (US$100 million)")
def peak_imports_in_other_unit(T) -> Quantity:
    """The amount in hundreds of millions, with the smaller unit's name."""
    return T[5][2012, "total"] / 10_000


@recompute("1.3.2-equipment-to-knowledge")
def knowledge_overtakes_equipment(T) -> Finding:
    """Equipment leads intellectual property in 2001 and trails it in 2013."""
    start = form_share(T, 2001, EQUIPMENT), form_share(T, 2001, KNOWLEDGE)
    end = form_share(T, 2013, KNOWLEDGE), form_share(T, 2013, EQUIPMENT)
    return both(
        exceeds(*start, ("2001: equipment", "intellectual property")),
        exceeds(*end, ("2013: intellectual property", "equipment")),
    )


@recompute("1.3.2-equipment-demand-falls")
def equipment_fee_falls(T) -> Finding:
    """Equipment fees fall in each year from 2001 to 2013."""
    return falls(T[5].column("equipment_fee"))


@recompute("1.3.2-fees-grow-fast")
def fees_outgrow_imports(T) -> Finding:
    """Technology fees grow faster than all imports from 2001 to 2013 (a stricter bar than ours)."""
    fee = cagr(T[5][2001, "technology_fee"], T[5][2013, "technology_fee"], 12)
    return exceeds(fee, earlier_growth(T), ("technology fees a year", "imports a year"))


@recompute("1.3.2-fee-majority-year")
def fee_majority_year(T) -> int:
    """The first year from which technology fees stay above half of imports."""
    shares = fee_shares(T)
    return 1 + max(year for year, part in shares.items() if part <= percent(50))


@recompute("1.3.2-fee-majority")
def least_fee_share(T) -> Quantity:
    """The lowest share of technology fees since 2002."""
    return min(fee_shares(T, first=2002).values())


@recompute("1.3.2-fee-share-rises")
def fee_share_rises(T) -> Finding:
    """The technology fee's share rises in each year from 2002 to 2013."""
    return rises(fee_shares(T, first=2002))


@recompute("1.3.2-fee-share-2013")
def fee_share_2013(T) -> Quantity:
    """Technology fees in the imports of 2013, Table 5."""
    return fee_share(T, 2013)


@recompute("1.3.2-plant-share-2013")
def equipment_share_2013(T) -> Quantity:
    """Complete plant, key equipment and production lines in the imports of 2013, Table 6."""
    return form_share(T, 2013, EQUIPMENT)


@recompute("1.3.2-knowledge-share-{year}", year=(2001, 2013))
def knowledge_share(T, year) -> Quantity:
    """Patents, know-how and trademark licensing in the imports of the year, Table 6."""
    return form_share(T, year, KNOWLEDGE)


@recompute("1.4-gap-narrows")
def gap_since_2014(T) -> Finding:
    """The gap between imports and exports of 2014, as stated, against that of 2019."""
    before = T.stated("1.4-imports-2014") - T.stated("1.4-exports-2014")
    return exceeds(before, imports_2019(T) - exports_2019(T), ("gap 2014", "2019"))


@recompute("1.4-{flow}-2019", flow=("imports", "exports"))
def trade_2019(T, flow) -> Quantity:
    """The flow's total in 2019, Table 7 or 8."""
    return imports_2019(T) if flow == "imports" else exports_2019(T)


@recompute("1.4-{flow}-cagr", flow=("imports", "exports"))
def growth_since_2014(T, flow) -> Quantity:
    """Annual growth from 2014 (as stated) to 2019, over five years."""
    return cagr(T.stated(f"1.4-{flow}-2014"), trade_2019(T, flow), 2019 - 2014)


@recompute("1.4-far-below-earlier")
def far_slower(T) -> Finding:
    """Annual growth of imports since 2014 is under half ("far below") of that before."""
    half = earlier_growth(T) / 2
    return exceeds(half, growth_since_2014(T, "imports"), ("half of 2001–2013", "2014–2019"))


@recompute("1.4-imports-slow")
def slower(T) -> Finding:
    """Annual growth of imports since 2014 against that of 2001 to 2013."""
    return exceeds(earlier_growth(T), growth_since_2014(T, "imports"), ("2001–2013", "2014–2019"))


@recompute("1.4-deficit-narrows")
def deficit_narrows(T) -> Finding:
    """Half of the deficit of 2013, as stated, against that of 2019 (half: "by a great deal")."""
    return exceeds(T.stated("1.4-deficit-2013") / 2, deficit_2019(T), ("half of 2013", "2019"))


@recompute("1.4-deficit-2013")
def deficit_2013(T):
    """At most the imports of 2013, Table 5: the exports of that year are printed nowhere."""
    return between(0 * T[5][2013, "total"], T[5][2013, "total"])


@recompute("1.4-deficit-2019")
def deficit_2019(T) -> Quantity:
    """Imports (Table 7) less exports (Table 8) in 2019."""
    return imports_2019(T) - exports_2019(T)


@recompute("1.4-exports-growth")
def exports_grow(T) -> Finding:
    """Growth from 2013 (Table 5 less the stated deficit) against a doubling in ten years."""
    before = T[5][2013, "total"] - T.stated("1.4-deficit-2013")
    pace = cagr(before, exports_2019(T), 2019 - 2013)
    later = show(cagr(T.stated("1.4-exports-2014"), exports_2019(T), 2019 - 2014))
    evidence = f"{show(pace)} a year from 2013 (a doubling in ten years: {show(FAST)})"
    return holds(pace > FAST, f"{evidence}; only {later} a year from 2014")


@recompute("1.4-own-technology")
def patents_rise(T) -> Finding:
    """Invention patents in force in industry rise in each year of Table 17."""
    return rises(T[17].row("Industrial enterprises above designated size"))
