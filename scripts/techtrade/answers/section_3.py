"""Answers to the exercises of Section 3, innovation and competitiveness: bases and yardsticks."""

from recomputed.ledger.formulas import cagr, growth, share, total
from recomputed.teach.register import answer, slip
from recomputed.teach.whatif import what_if
from techtrade.industries import ALL_INDUSTRY

ELECTRONICS = "Electronics and communications equipment"
TRANSPORT = "Transport equipment"


@answer(
    "ex-3-1",
    decimals=1,
    unit="percent",
    hint="Fifteen steps of a year lie between 2004 and 2019.",
)
def grants_from_2004(T):
    """Compound annual growth of patents granted in transport equipment, 2004–2019."""
    return cagr(T[18][2004, "transport_grants"], T[18][2019, "transport_grants"], 15)


@slip("ex-3-1", "That is the rate from 2002, which the paper states.")
def grants_from_2002(T):
    return cagr(T[18][2002, "transport_grants"], T[18][2019, "transport_grants"], 17)


@answer(
    "ex-3-2",
    decimals=1,
    unit="pp",
    hint="Add the eight industries of Table 17 in each of the two years. Mind the sign.",
)
def patents_of_eight(T):
    """Change of the share of the eight in industry's patents, 2012 to 2018."""
    return _patent_share(T, "y2018") - _patent_share(T, "y2012")


def _patent_share(T, year):
    cells = {(k if isinstance(k, str) else k[0]): q for k, q in T[17].column(year).items()}
    whole = cells.pop(ALL_INDUSTRY)
    return share(total(cells.values()), whole)


@answer(
    "ex-3-3",
    decimals=0,
    unit="percent",
    hint="Revenue is spending divided by intensity. Compute it for both years.",
)
def implied_revenue(T):
    """Change of the revenue of transport equipment that Tables 15 and 16 imply, 2017 to 2018."""
    before, after = (
        T[15][year, "transport_equipment"] / T[16][TRANSPORT, f"y{year}"] for year in (2017, 2018)
    )
    return growth(before, after)


@slip("ex-3-3", "That is the change of spending on R&D; the question is about revenue.")
def change_of_spending(T):
    return growth(T[15][2017, "transport_equipment"], T[15][2018, "transport_equipment"])


@answer(
    "ex-3-4",
    decimals=1,
    unit="percent",
    hint="The patents granted in one year were applied for some years before.",
)
def granted_of_applied(T):
    """Grants in food in 2019 as a share of the applications of 2016."""
    return share(T[18][2019, "food_grants"], T[18][2016, "food_applications"])


@slip("ex-3-4", "Those are the applications of the same year, which cannot have been granted yet.")
def same_year(T):
    return share(T[18][2019, "food_grants"], T[18][2019, "food_applications"])


@answer("ex-3-5", hint="Take one year after the other, and look for an industry that fell.")
def all_rose(T):
    """In how many of the years 2004–2019 the exports of all eight industries rose."""
    columns = [c for c in T[19].numeric_columns if c not in ("industry_total", "share_of_eight")]
    return sum(
        all(T[19][year, c] > T[19][year - 1, c] for c in columns) for year in range(2004, 2020)
    )


@answer("ex-3-6", hint="Which statements of the paper look back to the patents of 2012?")
def flips_by_patents(T):
    """How many verdicts change if two digits of electronics' patents of 2012 are exchanged."""
    changed = what_if({(17, ELECTRONICS, "y2012"): "38589"}, data_dir=T.book.data_dir)
    return int((changed["verdict_before"] != changed["verdict_after"]).sum())


@slip("ex-3-6", "So many read the cell; one of them has room enough to hold all the same.")
def reads_patents(T):
    return len(what_if({(17, ELECTRONICS, "y2012"): "38589"}, data_dir=T.book.data_dir))
