"""Answers to the exercises of the errata: what a slip looks like, and what it would change."""

from recomputed.ledger import current
from recomputed.ledger.formulas import total
from recomputed.teach.register import answer, slip
from recomputed.teach.whatif import what_if


@answer("ex-8-1", hint="Exchange two neighbouring digits of any number and look at the difference.")
def nine_divides(T):
    """Whether the gap of 2004 in Table 5 could come from two neighbouring digits exchanged."""
    gap = _fees(T, 2004) - T[5][2004, "total"]
    return gap.value % 9 == 0


@answer(
    "ex-8-2", edition="printed", hint="Add up the countries of each year; blanks count as nothing."
)
def parts_above_whole(T):
    """The year of Table 1 in which the named countries add to more than the total."""
    for year in T[1].column("total"):
        row = T[1].row(year)
        if total(q for c, q in row.items() if c != "total") > row["total"]:
            return year
    return 0


@answer(
    "ex-8-3",
    decimals=2,
    unit="usd_100m",
    hint="Growth tells the new amount as a multiple of the old one. Mind the sign.",
)
def implied_patents(T):
    """Imports of patents in 2018 that the printed growth of 2019 implies."""
    rate = T[7][2019, "Patents", "growth"].value / 100
    return T[7][2019, "Patents", "value"] / (1 + rate)


@slip("ex-8-3", "That is the amount that Table 7 prints for 2018; which one does the rate imply?")
def printed_patents(T):
    return T[7][2018, "Patents", "value"]


@slip("ex-8-3", "Growth is measured against the old amount; you took it off the new one.")
def wrong_base(T):
    rate = T[7][2019, "Patents", "growth"].value / 100
    return T[7][2019, "Patents", "value"] * (1 - rate)


@answer(
    "ex-8-4",
    decimals=1,
    hint="Square each of the ten shares and add up, once as printed and once as corrected.",
)
def concentration_lost(T):
    """Sum of the ten squared shares of 2018, corrected over printed."""
    printed = current(T.book.data_dir, "printed").book.T
    return _squares(T) / _squares(printed)


@answer("ex-8-5", hint="Which shares of 1991 does the paper state by industry?")
def flips_by_industry_total(T):
    """How many verdicts change with the total of 1991 from Tables 1 and 2 in Table 3."""
    changes = {(3, "Total", "y1991"): T[2].text(1991, "total")}
    changed = what_if(changes, data_dir=T.book.data_dir)
    return int((changed["verdict_before"] != changed["verdict_after"]).sum())


def _fees(T, year):
    return T[5][year, "technology_fee"] + T[5][year, "equipment_fee"]


def _squares(T):
    shares = T[12].column("share", year=2018)
    return float(sum(q.value**2 for k, q in shares.items() if k not in ("Total", "Top ten")))
