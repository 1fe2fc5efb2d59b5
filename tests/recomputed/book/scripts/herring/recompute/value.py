"""Section 2: what the fish fetched."""

from recomputed.ledger.formulas import recompute, share


@recompute("2-smoked-share")
def smoked(T):
    """Smoked fish over total, 1930, Table 2."""
    return share(T[2]["Smoked", "y1930"], T[2]["Total", "y1930"])


@recompute("2-price-1930")
def price(T):
    """Value of Table 2 over the barrels of Table 1, 1930."""
    return T[2]["Total", "y1930"] / T[1][1930, "total"]
