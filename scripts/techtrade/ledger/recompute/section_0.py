"""Abstract and introduction: the industries that the paper's evidence is drawn from."""

from __future__ import annotations

from techtrade.ledger.formulas import recompute, suspect
from techtrade.ledger.recompute.conventions import entries
from techtrade.ledger.verbal import Finding, holds

ALL_INDUSTRY = ("Industrial enterprises above designated size", "Manufacturing")
YEARS = (2017, 2018, 2019)
MANUFACTURE = "制造业"
"""How the Chinese name of every manufacturing industry ends."""


def top_ten(T, year: int) -> dict:
    """The industries that Table 13 names for the year, with their imports."""
    return entries(T[13], year, without=("Total", "Top ten"))


def manufacturing(T) -> set[str]:
    """The manufacturing industries that Table 13 names in at least one year, by Chinese label."""
    named = {T[13].text(year, name, "label_zh") for year in YEARS for name in top_ten(T, year)}
    return {label for label in named if label.endswith(MANUFACTURE)}


@recompute("abstract-top-ten-industries")
def patents_of_the_ten(T) -> Finding:
    """Each industry whose patents Table 17 follows is in a top ten of importers, Table 13."""
    followed = [name for name in T[17].column("y2018") if name not in ALL_INDUSTRY]
    missing = sorted(set(followed) - {name for year in YEARS for name in top_ten(T, year)})
    words = f"not among them: {', '.join(missing)}" if missing else "all among them"
    return holds(not missing, f"{len(followed)} industries with patents; {words}")


@recompute("abstract-eight-manufacturing")
def manufacturing_among_the_ten(T) -> int:
    """The manufacturing industries that Table 13 names among the ten in at least one year."""
    return len(manufacturing(T))


@suspect(
    "abstract-eight-manufacturing",
    "crafts and other manufacturing, a residual class listed in 2017 alone, is not counted",
)
def manufacturing_but_the_residual(T) -> int:
    """The same without the residual class."""
    return sum(not label.endswith("其他" + MANUFACTURE) for label in manufacturing(T))
