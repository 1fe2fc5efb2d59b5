"""Abstract and introduction: the industries that the paper's evidence is drawn from."""

from __future__ import annotations

import math

from recomputed.data.quantity import Quantity
from recomputed.ledger.formulas import Between, between, exactly, recompute, total
from recomputed.ledger.verbal import Finding, holds
from techtrade.industries import ALL_INDUSTRY, EIGHT, manufacturing
from techtrade.recompute.conventions import entries

RESIDUAL = "Other industries"
YEARS = (2017, 2018, 2019)
SEATS = 10


def top_ten(T, year: int) -> dict:
    """The industries that Table 13 names for the year, with their imports."""
    return entries(T[13], year, without=("Total", "Top ten", RESIDUAL))


@recompute("abstract-top-ten-industries")
def patents_of_the_ten(T) -> Finding:
    """Table 17 has patents of each industry in a top ten, and Table 18 of no other sector."""
    followed = [name for name in T[17].column("y2018") if name != ALL_INDUSTRY]
    missing = sorted({name for year in YEARS for name in top_ten(T, year)} - set(followed))
    columns = [name for name in T[18].row(2019) if name.endswith("_grants")]
    sectors = [name.removesuffix("_grants") for name in columns]
    beside = [one for one in sectors if not any(name.startswith(one) for name in EIGHT)]
    evidence = f"Table 17 has {len(followed)} industries, and of those in a top ten lacks "
    evidence += f"{', '.join(missing) or 'none'}; Table 18 adds {', '.join(beside) or 'none'}"
    return holds(not missing and not beside, evidence)


@recompute("{claim}", claim=("abstract-eight-manufacturing", "3.1-top-ten-manufacturing"))
def manufacturing_among_the_ten(T, claim="") -> Between:
    """How many of the ten largest importers of 2017–2019 together are in manufacturing, Table 13.

    Table 13 lists ten industries a year. In a year without it, an industry has at most what the
    tenth has, and all that are not listed have together what the list leaves of the total.
    """
    lists = {year: top_ten(T, year) for year in YEARS}
    tenths = {year: min(cells.values()) for year, cells in lists.items()}
    names = {name: year for year, cells in lists.items() for name in cells}
    least, most = {}, {}
    for name in names:
        listed = [year for year in YEARS if name in lists[year]]
        least[name] = total(lists[year][name] for year in listed)
        unseen = (tenths[year] for year in YEARS if year not in listed)
        most[name] = sum(unseen, start=least[name])
    unlisted = total(
        T[13][y, "Total", "value"] - total(cells.values()) for y, cells in lists.items()
    )
    certain = [name for name in names if _surely(name, least, most, tenths, unlisted)]
    makers = [name for name in certain if name in manufacturing(T, 13, names[name])]
    others = len(certain) - len(makers)
    return between(exactly(len(makers)), exactly(SEATS - others))


def _surely(name: str, least: dict, most: dict, tenths: dict, unlisted: Quantity) -> bool:
    """Whether an industry is among the ten whatever those have that are not listed."""
    own = least[name]
    above = sum(cell > own for rival, cell in most.items() if rival != name)
    if total(tenths.values()) > own:
        above += math.floor((unlisted / own).value)
    return above < SEATS
