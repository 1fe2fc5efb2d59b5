"""Answers to the exercises of Section 5, recommendations: what the advice rests on."""

from recomputed.ledger.formulas import growth, share, top
from recomputed.ledger.verbal import every, holds
from recomputed.teach.register import answer, slip
from recomputed.teach.whatif import what_if

PARTNERS = ("United States", "Japan", "Germany")


@answer(
    "ex-5-1",
    decimals=1,
    unit="usd_bn",
    hint="How many times the base of the rule do China's exports of patents contain?",
)
def plant_by_leverage(T):
    """Sales of plant that the stated rule would attach to the patents exported in 2019."""
    rule = T.stated("5.2-patent-transfer-leverage").value
    return T[8][2019, "Patents", "value"] * rule


@answer(
    "ex-5-2",
    decimals=1,
    unit="pp",
    hint="Compute exports over imports of patents for each of the two years, in per cent.",
)
def cover_gained(T):
    """Rise of the share of patent imports that exports of patents cover, 2017 to 2019."""
    before, after = (
        share(T[8][y, "Patents", "value"], T[7][y, "Patents", "value"]) for y in (2017, 2019)
    )
    return after - before


@slip("ex-5-2", "That is the cover of the last year; how much higher is it than in the first?")
def cover_itself(T):
    return share(T[8][2019, "Patents", "value"], T[7][2019, "Patents", "value"])


@answer(
    "ex-5-3",
    decimals=1,
    unit="percent",
    hint="Replace the American amount of 2019 in the total, then compare with the total of 2018.",
)
def growth_with_america(T):
    """Growth of imports in 2019 had those from the United States kept their level of 2018."""
    imports = T[11]
    instead = (
        imports[2019, "Total", "value"]
        - imports[2019, "United States", "value"]
        + imports[2018, "United States", "value"]
    )
    return growth(imports[2018, "Total", "value"], instead)


@slip("ex-5-3", "That is the growth as it was.")
def growth_as_it_was(T):
    return growth(T[11][2018, "Total", "value"], T[11][2019, "Total", "value"])


@slip("ex-5-3", "That leaves the United States out altogether, in both years.")
def growth_without_america(T):
    def others(year):
        return T[11][year, "Total", "value"] - T[11][year, "United States", "value"]

    return growth(others(2018), others(2019))


@answer("ex-5-4", hint="There are six lists: two directions in three years.")
def partners_lead(T):
    """Whether the three are among the five largest of every list in Tables 11 and 12."""

    def five(table, year):
        cells = T[table].column("value", year=year)
        return top({k: q for k, q in cells.items() if k not in ("Total", "Top ten")}, 5)

    lists = {f"Table {t}, {y}": five(t, y) for t in (11, 12) for y in (2017, 2018, 2019)}
    return every(
        {k: holds(set(PARTNERS) <= set(names), ", ".join(names)) for k, names in lists.items()}
    )


@answer("ex-5-5", hint="Which statements read this cell, alone or in a sum?")
def flips_by_know_how(T):
    """How many verdicts change if two digits of know-how exports in 2019 are exchanged."""
    changed = what_if({(8, 2019, "Know-how", "value"): "32.18"}, data_dir=T.book.data_dir)
    return int((changed["verdict_before"] != changed["verdict_after"]).sum())


@slip("ex-5-5", "So many statements read the cell, but not all of them change their verdict.")
def readers_of_know_how(T):
    return len(what_if({(8, 2019, "Know-how", "value"): "32.18"}, data_dir=T.book.data_dir))
