"""Section 5, the recommendations: the few statements of fact that the tables can speak to."""

from __future__ import annotations

from recomputed.ledger.formulas import recompute, share, total
from recomputed.ledger.verbal import Finding, both, exceeds
from techtrade.recompute.conventions import entries, mostly
from techtrade.recompute.section_4 import EUROPEAN_UNION, EXPORTS, IMPORTS


@recompute("5.2-trade-softens")
def equipment_recedes(T) -> Finding:
    """Imports: the technology fee's share, 2019 and 2001; exports: equipment's, 2000 and 2019."""
    fee_2001 = share(T[5][2001, "technology_fee"], T[5][2001, "total"])
    fee_2019 = share(T[7][2019, "Total", "technology_fee"], T[7][2019, "Total", "value"])
    imports = exceeds(fee_2019, fee_2001, ("technology fees in imports, 2019:", "2001:"))
    machines = T[4]["Complete plant", "y2000"] + T[4]["Large equipment", "y2000"]
    before = share(machines, T[4]["Total", "y2000"])
    at_most = 1 - share(T[8][2019, "Total", "technology_fee"], T[8][2019, "Total", "value"])
    exports = exceeds(before, at_most, ("equipment in exports, 2000:", "2019, at most:"))
    return both(imports, exports)


@recompute("5.2-main-partners")
def main_partners(T) -> Finding:
    """The least share of the US, Japan and the EU in imports and exports together, 2019."""
    group, flows = (*EUROPEAN_UNION, "United States", "Japan"), (IMPORTS, EXPORTS)
    least = sum(total(entries(T[table], 2019, only=group).values()) for table in flows)
    whole = sum(T[table][2019, "Total", "value"] for table in flows)
    return mostly(T, "主要", least, whole, "the three, named members alone,")
