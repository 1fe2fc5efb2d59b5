"""Answers to the exercises of the scorecard: rounding, verdicts and words."""

from recomputed.data.quantity import Quantity
from recomputed.ledger.formulas import growth, share
from recomputed.teach.register import answer, slip
from recomputed.teach.whatif import what_if


def _imports(T, year):
    return T[7][year, "Total", "value"]


@answer(
    "ex-7-1",
    decimals=3,
    unit="percent",
    hint="Take the new amount as large, and the old one as small, as rounding allows.",
)
def most_growth(T):
    """The largest growth of imports in 2019 that the printed amounts allow."""
    rate = growth(_imports(T, 2018), _imports(T, 2019))
    return Quantity.exact(rate.high, rate.unit)


@slip("ex-7-1", "That is the growth of the numbers as they stand; let rounding help.")
def growth_as_printed(T):
    rate = growth(_imports(T, 2018), _imports(T, 2019))
    return Quantity.exact(rate.value, rate.unit)


@slip("ex-7-1", "That is the least that rounding allows.")
def least_growth(T):
    rate = growth(_imports(T, 2018), _imports(T, 2019))
    return Quantity.exact(rate.low, rate.unit)


@answer("ex-7-2", hint="Compare the printed growth with the largest that the amounts allow.")
def growth_fails(T):
    """Whether some amounts that round to the printed ones give the printed growth."""
    rate = 100 * growth(_imports(T, 2018), _imports(T, 2019)).high
    return bool(T[7][2019, "Total", "growth"].value <= rate)


@answer("ex-7-3", hint="Compute the share for each year from 2005 on, and compare neighbours.")
def first_fall(T):
    """The first year after 2005 in which the share of technology fees fell."""
    fees = {y: share(T[5][y, "technology_fee"], T[5][y, "total"]) for y in range(2005, 2014)}
    return next(year for year in range(2006, 2014) if fees[year] < fees[year - 1])


@answer("ex-7-4", hint="Which statements use the imports of 2013, and how large is the change?")
def flips_by_total(T):
    """How many verdicts change if two digits of the imports of 2013 are exchanged."""
    changed = what_if({(5, 2013, "total"): "3436413"}, data_dir=T.book.data_dir)
    return int((changed["verdict_before"] != changed["verdict_after"]).sum())


@slip("ex-7-4", "So many come out with another number; count those with another verdict.")
def moves_by_total(T):
    return len(what_if({(5, 2013, "total"): "3436413"}, data_dir=T.book.data_dir))
