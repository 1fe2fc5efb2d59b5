"""Answers to the exercises of the audit: identities, and what they catch."""

from fractions import Fraction

from recomputed.audit import FAILS, altered, audit
from recomputed.data.quantity import Quantity
from recomputed.ledger.formulas import share, total
from recomputed.teach.register import answer, slip

CHANGES = {(13, (2019, "Chemicals"), "value"): "18.95"}


def _eight(T, year):
    row = T[19].row(year)
    return total(q for c, q in row.items() if c not in ("industry_total", "share_of_eight"))


@answer(
    "ex-9-1",
    decimals=1,
    unit="percent",
    hint="Add the eight industries of the year and divide by the first column.",
)
def share_of_eight(T):
    """Share of the eight industries in the exports of 2017, from the amounts."""
    return share(_eight(T, 2017), T[19][2017, "industry_total"])


@answer(
    "ex-9-2",
    hint="First find the year whose forms miss the total; then ask what the gap is a multiple of.",
)
def planted_cell(T):
    """Year and column of the number in which two digits were exchanged."""
    return (2010, "computer_software")


@answer(
    "ex-9-3",
    decimals=0,
    unit="cny_100m",
    hint="Which is the largest sum of the eight whose share still rounds to what is printed?",
)
def room_for_food(T):
    """How much more exports of food in 2010 could be before the printed share fails."""
    limit = (T[19][2010, "share_of_eight"].value + Fraction(1, 2)) / 100
    room = limit * T[19][2010, "industry_total"].value - _eight(T, 2010).value
    return Quantity.exact(room, T[19][2010, "food"].unit)


@answer(
    "ex-9-4", hint="Where does the amount enter: a sum, a share, a growth rate, a fee within it?"
)
def newly_failing(T):
    """How many checks fail after the change that held before."""
    before = {check.id for check in audit(T.book) if check.verdict == FAILS}
    after = {check.id for check in audit(altered(T.book, CHANGES)) if check.verdict == FAILS}
    return len(after - before)


@slip("ex-9-4", "You count all checks that fail; some of them failed before the change.")
def all_failing(T):
    return sum(check.verdict == FAILS for check in audit(altered(T.book, CHANGES)))


@answer("ex-9-5", hint="The page says which tables stand alone; look for the longest of them.")
def unchecked_table(T):
    """Whether the audit notices revenue of pharmaceuticals cut by a fifth in 2010."""
    before = {check.id for check in audit(T.book) if check.verdict == FAILS}
    cut = altered(T.book, {(20, (2010,), "pharmaceutical_revenue"): "11417.3"})
    return any(check.id not in before for check in audit(cut) if check.verdict == FAILS)
