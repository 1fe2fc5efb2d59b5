"""Answers to the exercises of Section 1."""

from recomputed.ledger.formulas import share
from recomputed.teach.register import answer, slip


@answer(
    "ex-1-1", decimals=1, unit="percent", hint="Divide the barrels of one year, not of all of them."
)
def estmark(T):
    """Estmark's share of the barrels of 1930."""
    return share(T[1][1930, "estmark"], T[1][1930, "total"])


@slip("ex-1-1", "That is the share of the first year.")
def estmark_before(T):
    return share(T[1][1921, "estmark"], T[1][1921, "total"])
