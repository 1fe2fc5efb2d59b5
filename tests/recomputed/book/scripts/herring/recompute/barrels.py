"""Section 1: how many barrels, and to whom."""

from recomputed.ledger.formulas import cagr, multiple, recompute, share
from recomputed.ledger.verbal import below, ends_text, exceeds, holds, show, steps, undecided


@recompute("1.1-barrels-{year}", year=(1921, 1927))
def barrels(T, year):
    """Total of the year, Table 1."""
    return T[1][year, "total"]


@recompute("1.1-growth")
def growth(T):
    """Compound annual growth of the total, 1921 to 1930, over nine years."""
    return cagr(T[1][1921, "total"], T[1][1930, "total"], 9)


@recompute("1.1-multiple")
def times(T):
    """Total of 1930 over total of 1921."""
    return multiple(T[1][1921, "total"], T[1][1930, "total"])


@recompute("1.1-rose")
def rose(T):
    """Total of 1930 against total of 1921."""
    return exceeds(T[1][1930, "total"], T[1][1921, "total"], ("1930", "1921"))


@recompute("1.1-kept-rising")
def kept_rising(T):
    """Steps at which the total rises, against the bar of the word."""
    totals = T[1].column("total")
    changes = steps(totals)
    rising = sum(change > 0 for change in changes.values())
    enough = 100 * rising >= T.bar("kept rising").value * len(changes)
    return holds(enough, f"it rises at {rising} of {len(changes)} steps, {ends_text(totals)}")


@recompute("1.2-norland-share")
def norland(T):
    """Norland over total, 1930."""
    return share(T[1][1930, "norland"], T[1][1930, "total"])


@recompute("1.2-mainly-norland")
def mainly_norland(T):
    """Norland's share of 1930 against the bar of the word."""
    part = share(T[1][1930, "norland"], T[1][1930, "total"])
    return exceeds(part, T.bar("mainly"), ("Norland's share", "the bar:"))


@recompute("1.2-no-other-tenth")
def no_other_tenth(T):
    """All other countries together against a tenth of the total, 1930."""
    others, tenth = T[1][1930, "other"], T[1][1930, "total"] / 10
    if others < tenth:
        return below(others, tenth, ("the others", "a tenth:"))
    return undecided(f"one of the others may have taken all of {show(others)}")
