"""Abstract and introduction: the industries that the paper's evidence is drawn from."""

from __future__ import annotations

from techtrade.ledger.formulas import recompute, total
from techtrade.ledger.verbal import Finding, every, holds, show

ALL_INDUSTRY = ("Industrial enterprises above designated size", "Manufacturing")


def top_ten(T, year: int) -> dict:
    """The industries that Table 13 names for the year, with their imports."""
    cells = T[13].column("value", year=year)
    return {name: cell for name, cell in cells.items() if name not in ("Total", "Top ten")}


@recompute("abstract-top-ten-industries")
def ten_industries_a_year(T) -> Finding:
    """Table 13 names ten industries a year, the largest first, that add up to its "Top ten"."""
    found = {}
    for year in (2017, 2018, 2019):
        named = top_ten(T, year)
        values = [cell.value for cell in named.values()]
        difference = abs(total(named.values()) - T[13][year, "Top ten", "value"])
        truth = len(named) == 10 and values == sorted(values, reverse=True)
        truth = truth and difference.low is not None and difference.low <= 0
        found[year] = holds(truth, f"{len(named)} industries, {show(total(named.values()))}")
    return every(found)


@recompute("abstract-eight-manufacturing")
def manufacturing_among_the_ten(T) -> int:
    """The manufacturing industries of Table 16 that Table 13 names in at least one year."""
    studied = [name for name in T[16].keys() if name not in ALL_INDUSTRY]  # noqa: SIM118
    named = {name for year in (2017, 2018, 2019) for name in top_ten(T, year)}
    return len(named.intersection(studied))
