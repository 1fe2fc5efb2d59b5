"""Answers to the exercises of Section 1, four stages: levels, growth and breaks."""

from recomputed.ledger.figures import point
from recomputed.ledger.formulas import cagr, growth, multiple, peak, total
from recomputed.teach.register import answer, slip
from recomputed.teach.whatif import what_if


@answer("ex-1-1", hint="For each year of Table 1, find the largest of the named suppliers.")
def japan_first(T):
    """In how many of the years of Table 1 Japan is the largest named supplier."""
    rows = {year: T[1].row(year) for year in T[1].column("total")}
    suppliers = [{c: q for c, q in row.items() if c != "total"} for row in rows.values()]
    return sum(peak(row) == "japan" for row in suppliers)


@answer(
    "ex-1-2",
    decimals=1,
    unit="percent",
    hint="How many steps of a year lie between 1991 and 2000?",
)
def export_growth(T):
    """Compound annual growth of technology exports, 1991–2000."""
    return cagr(T[4]["Total", "y1991"], T[4]["Total", "y2000"], 9)


@slip("ex-1-2", "That is the growth over the whole period, not per year.")
def over_the_period(T):
    return growth(T[4]["Total", "y1991"], T[4]["Total", "y2000"])


@slip("ex-1-2", "You counted the years; count the steps between them.")
def a_step_too_many(T):
    return cagr(T[4]["Total", "y1991"], T[4]["Total", "y2000"], 10)


@slip("ex-1-2", "Growth builds on growth: take a root, do not divide by the number of years.")
def divided(T):
    return growth(T[4]["Total", "y1991"], T[4]["Total", "y2000"]) / 9


@answer(
    "ex-1-3",
    hint="A low starting point makes growth look high; how long the period is matters too.",
)
def flattering_base(T):
    """The first year, 1979–1990, from which growth to 1999 is fastest."""
    imports = T[2].column("total")
    rates = {y: cagr(q, imports[1999], 1999 - y) for y, q in imports.items() if y <= 1990}
    return peak(rates)


@slip("ex-1-3", "From there the *multiple* is largest; but the period is longer, too.")
def largest_multiple(T):
    imports = T[2].column("total")
    return peak({y: multiple(q, imports[1999]) for y, q in imports.items() if y <= 1990})


@answer(
    "ex-1-4",
    edition="printed",
    hint="A difference of one in the last digit is rounding; there are two larger ones.",
)
def fees_that_miss(T):
    """The years of Table 5, as printed, in which the fees miss the total by more than rounding."""
    missed = {}
    for year in T[5].column("total"):
        fees = total((T[5][year, "technology_fee"], T[5][year, "equipment_fee"]))
        missed[year] = abs((fees - T[5][year, "total"]).value)
    return [year for year, gap in missed.items() if gap > 2]


@answer(
    "ex-1-5",
    decimals=0,
    unit="percent",
    hint="The deficit shrinks when imports fall and when exports rise. Which part is the first?",
)
def narrowing_by_imports(T):
    """Part of the narrowing of the deficit, 2013 to 2014, that falling imports account for."""
    return fall_after_2013(T) / (point(T, 3, "balance", 2014) - point(T, 3, "balance", 2013))


def fall_after_2013(T):
    """How much less technology was imported in 2014 than in 2013, by Figure 3."""
    return point(T, 3, "imports", 2013) - point(T, 3, "imports", 2014)


@slip("ex-1-5", "That is the fall of imports in per cent; compare it with the narrowing.")
def fall_of_imports(T):
    return fall_after_2013(T) / point(T, 3, "imports", 2013)


@answer("ex-1-6", hint="Which share of 2013 adds up three forms of Table 6?")
def flipped_by_know_how(T):
    """The claim whose verdict changes if two digits of know-how in 2013 are exchanged."""
    changed = what_if({(6, 2013, "know_how"): "1506382"}, "1", T.book.data_dir)
    return changed.loc[changed["verdict_before"] != changed["verdict_after"], "claim"].item()


@slip("ex-1-6", "Its evidence moves, but intellectual property keeps more than half of imports.")
def words_hold(T):
    return "1.3.2-equipment-to-knowledge"
