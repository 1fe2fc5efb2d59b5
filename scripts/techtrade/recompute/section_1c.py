"""Section 1, from 2001 to 2019: fees for knowledge, and near balance (Tables 5 to 8, 17)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from recomputed.data.quantity import RATIO, Quantity
from recomputed.ledger.formulas import (
    cagr,
    exactly,
    growth,
    peak,
    percent,
    recompute,
    share,
    suspect,
    total,
)
from recomputed.ledger.verbal import Finding, both, exceeds, undecided
from techtrade.industries import ALL_INDUSTRY
from techtrade.recompute.conventions import (
    basically,
    fast,
    greatly,
    keeps_falling,
    keeps_rising,
    mostly,
)

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
    return keeps_rising(T, "不断", fee_shares(T))


@recompute("1.3-scale-kept")
def scale_kept(T) -> Finding:
    """Imports from 2001 to 2013: in no year less than in the first."""
    imports = T[5].column("total")
    start, *later = imports
    above = sum(imports[year] > imports[start] for year in later)
    enough = exactly(Fraction(above, len(later))) >= T.bar("保持").to(RATIO)
    least = min(later, key=lambda year: imports[year].value)
    names = (f"the least since, {least}:", f"{start}:")
    return replace(exceeds(imports[least], imports[start], names), holds=enough)


def stage_before(T) -> Quantity:
    """Annual growth of imports from 1979 to 2000, Table 1."""
    return cagr(T[1][1979, "total"], T[1][2000, "total"], 2000 - 1979)


@recompute("1.3-pace-kept")
def pace_kept(T) -> Finding:
    """Growth of imports from 2001 to 2013: in no year less than that of 1979–2000 on average."""
    imports, bar = T[5].column("total"), stage_before(T)
    paces = {y: growth(imports[y - 1], cell) for y, cell in imports.items() if y - 1 in imports}
    return basically(T, "保持", {year: exceeds(pace, bar) for year, pace in paces.items()})


@recompute("1.3.1-imports-accelerate")
def imports_accelerate(T) -> Finding:
    """Annual growth of imports from 2001 to 2013 against that of the stage before, 1979 to 2000."""
    return exceeds(earlier_growth(T), stage_before(T), ("2001–2013", "1979–2000"))


@recompute("1.3.2-level-rises")
def fee_share_grows(T) -> Finding:
    """The technology fee's share is markedly higher in 2013 than in 2001."""
    return greatly(T, "明显", fee_share(T, 2001), fee_share(T, 2013), ("2001", "2013"))


@recompute("1.3.1-high-growth")
def imports_keep_growing_fast(T) -> Finding:
    """Imports from 2001 to 2013 grow fast on average, and rise in each year ("kept")."""
    imports = T[5].column("total")
    return both(
        keeps_rising(T, "保持", imports),
        fast(T, "高速", imports[2001], imports[2013], 2013 - 2001, "imports"),
    )


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


@recompute("1.3.1-contracts-peak-year")
def contracts_peak_year(T) -> int:
    """The year with the most contracts in Table 5."""
    return peak(T[5].column("contracts"))


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
    """Equipment is the main form in 2001, property in 2013; open if only the fee says the first."""
    knowledge = total(T[6][2013, column] for column in KNOWLEDGE)
    last = mostly(T, "为主", knowledge, T[6][2013, "total"], "intellectual property in 2013")
    machines = T[5][2001, "equipment_fee"]
    fee = mostly(T, "为主", machines, T[5][2001, "total"], "equipment in 2001, by fee")
    form = mostly(T, "为主", T[6][2001, EQUIPMENT[0]], T[6][2001, "total"], "by form")
    if last and fee.holds != form.holds:
        return undecided(f"{fee.evidence}; {form.evidence}; {last.evidence}")
    return both(fee, form, last)


@recompute("1.3.2-equipment-demand-falls")
def equipment_fee_falls(T) -> Finding:
    """Equipment fees fall in each year from 2001 to 2013."""
    return keeps_falling(T, "继续", T[5].column("equipment_fee"))


@recompute("1.3.2-fees-grow-fast")
def fees_grow_fast(T) -> Finding:
    """Average growth of technology fees a year from 2001 to 2013 is fast."""
    first, last = (T[5][year, "technology_fee"] for year in (2001, 2013))
    return fast(T, "迅速", first, last, 2013 - 2001, "technology fees")


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
    return keeps_rising(T, "持续", fee_shares(T, first=2002))


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
    """The gap between imports and exports of 2014, as stated, is markedly above that of 2019."""
    before = T.stated("1.4-imports-2014") - T.stated("1.4-exports-2014")
    return greatly(T, "明显", deficit_2019(T), before, ("2019", "gap 2014"))


@recompute("1.4-more-even")
def cover_rises(T) -> Finding:
    """Exports as a share of imports in 2019 against 2014, as stated."""
    before = share(T.stated("1.4-exports-2014"), T.stated("1.4-imports-2014"))
    after = share(exports_2019(T), imports_2019(T))
    return exceeds(after, before, ("exports over imports in 2019", "2014"))


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
    """Annual growth of imports since 2014 is far below that from 2001 to 2013."""
    later = growth_since_2014(T, "imports")
    return greatly(T, "远", later, earlier_growth(T), ("2014–2019", "2001–2013"))


@recompute("1.4-imports-slow")
def slower(T) -> Finding:
    """Annual growth of imports since 2014 is markedly below that from 2001 to 2013."""
    later = growth_since_2014(T, "imports")
    return greatly(T, "明显", later, earlier_growth(T), ("2014–2019", "2001–2013"))


@recompute("1.4-deficit-narrows")
def deficit_narrows(T) -> Finding:
    """The deficit of 2013, as stated, is greater by a great deal than that of 2019."""
    before = T.stated("1.4-deficit-2013")
    return greatly(T, "大幅", deficit_2019(T), before, ("2019", "deficit 2013"))


@recompute("1.4-deficit-2019")
def deficit_2019(T) -> Quantity:
    """Imports (Table 7) less exports (Table 8) in 2019."""
    return imports_2019(T) - exports_2019(T)


@recompute("1.4-exports-growth")
def exports_grow(T) -> Finding:
    """Exports grow by a great deal from 2013 (Table 5 less the stated deficit) to 2019."""
    before = T[5][2013, "total"] - T.stated("1.4-deficit-2013")
    return greatly(T, "大幅", before, exports_2019(T), ("2013", "exports 2019"))


@recompute("1.4-own-technology")
def patents_rise(T) -> Finding:
    """Invention patents in force in industry, Table 17; foreign-invested firms are among them."""
    row = T[17].row(ALL_INDUSTRY)
    patents = {int(column.removeprefix("y")): cell for column, cell in row.items()}
    found = keeps_rising(T, "越来越", patents)
    if not found.holds:
        return found
    return undecided(f"{found.evidence}; how many are those of foreign-invested firms is not told")
