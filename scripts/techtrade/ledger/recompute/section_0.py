"""Abstract and introduction: the industries that the paper's evidence is drawn from."""

from __future__ import annotations

from techtrade.ledger.formulas import recompute
from techtrade.ledger.recompute.conventions import entries
from techtrade.ledger.verbal import Finding, holds

ALL_INDUSTRY = ("Industrial enterprises above designated size", "Manufacturing")


def top_ten(T, year: int) -> dict:
    """The industries that Table 13 names for the year, with their imports."""
    return entries(T[13], year, without=("Total", "Top ten"))


def named(T) -> set[str]:
    """The industries that Table 13 names in at least one of its years."""
    return {name for year in (2017, 2018, 2019) for name in top_ten(T, year)}


@recompute("abstract-top-ten-industries")
def patents_of_the_ten(T) -> Finding:
    """Each industry whose patents Table 17 follows is in a top ten of importers, Table 13."""
    followed = [name for name in T[17].column("y2018") if name not in ALL_INDUSTRY]
    missing = sorted(set(followed) - named(T))
    words = f"not among them: {', '.join(missing)}" if missing else "all among them"
    return holds(not missing, f"{len(followed)} industries with patents; {words}")


@recompute("abstract-eight-manufacturing")
def manufacturing_among_the_ten(T) -> int:
    """The manufacturing industries of Table 16 that Table 13 names in at least one year."""
    studied = [name for name in T[16].keys() if name not in ALL_INDUSTRY]  # noqa: SIM118
    return len(named(T).intersection(studied))
