"""Section 5, the recommendations: the few statements of fact that the tables can speak to."""

from __future__ import annotations

from techtrade.ledger.formulas import exactly, recompute, share
from techtrade.ledger.recompute.section_4 import EUROPEAN_UNION, EXPORTS, IMPORTS, bounds
from techtrade.ledger.verbal import Finding, exceeds, holds, show


@recompute("5.2-trade-softens")
def technology_fee_rises(T) -> Finding:
    """The technology fee's share of imports in 2019 (Table 7) against 2001 (Table 5)."""
    before = share(T[5][2001, "technology_fee"], T[5][2001, "total"])
    now = share(T[7][2019, "Total", "technology_fee"], T[7][2019, "Total", "value"])
    return exceeds(now, before, ("technology fee 2019", "2001"))


@recompute("5.2-main-partners")
def main_partners(T) -> Finding:
    """The least share of the US, Japan and the EU in imports and exports together, 2019."""
    group = (*EUROPEAN_UNION, "United States", "Japan")
    least = sum(bounds(T, table, 2019, group)[0] for table in (IMPORTS, EXPORTS))
    whole = sum(T[table][2019, "Total", "value"] for table in (IMPORTS, EXPORTS))
    evidence = f"together at least {show(least / whole)} of imports and exports in 2019"
    return holds(share(least, whole) > exactly(1) / 2, evidence)
