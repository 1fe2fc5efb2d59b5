"""Where the points of the paper's figure come from."""

from recomputed.ledger.figures import rule


@rule(1, ["price"], [1925, 1930])
def price(T, series, year):
    """Value of Table 2 over the barrels of Table 1."""
    return T[2]["Total", f"y{year}"] / T[1][year, "total"]
