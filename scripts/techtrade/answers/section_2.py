"""Answers to the exercises of Section 2, features and problems: shares, weights and averages."""

from recomputed.ledger.formulas import growth, rank_of, share
from recomputed.teach.register import answer, slip
from recomputed.teach.whatif import what_if

STATE, PRIVATE = "State-owned enterprises", "Private enterprises"
SERVICES = "Technical consulting and services"


def _share(T, table, year, label):
    return share(T[table][year, label, "value"], T[table][year, "Total", "value"])


@answer(
    "ex-2-1",
    decimals=1,
    unit="pp",
    hint="Take the share in each of the two years; how far apart are they?",
)
def state_gain(T):
    """Change of state-owned firms' share in imports from 2017 to 2019."""
    return _share(T, 9, 2019, STATE) - _share(T, 9, 2017, STATE)


@slip("ex-2-1", "That is by how many per cent the share grew; the question is about points.")
def share_growth(T):
    rate = growth(_share(T, 9, 2017, STATE), _share(T, 9, 2019, STATE))
    return rate


@answer(
    "ex-2-2",
    decimals=1,
    unit="percent",
    hint="Leave Russia out of the total as well as out of the list.",
)
def america_without_russia(T):
    """Share of the United States in the imports of 2019 that did not come from Russia."""
    imports = T[11].column("value", year=2019)
    return share(imports["United States"], imports["Total"] - imports["Russia"])


@slip("ex-2-2", "That is the share in all imports, Russia's included.")
def america_with_russia(T):
    return _share(T, 11, 2019, "United States")


@answer(
    "ex-2-3",
    decimals=1,
    unit="pp",
    hint="What the form gained, measured against *all* imports of the first year.",
)
def services_contribution(T):
    """What technical services added to the growth of imports in 2019."""
    gain = T[7][2019, SERVICES, "value"] - T[7][2018, SERVICES, "value"]
    return gain / T[7][2018, "Total", "value"]


@slip("ex-2-3", "That is the growth of services; how much of the growth of the whole is it?")
def services_growth(T):
    return growth(T[7][2018, SERVICES, "value"], T[7][2019, SERVICES, "value"])


@answer(
    "ex-2-4",
    decimals=2,
    hint="Square the share of each type of firm, add up, and take one over the sum.",
)
def effective_firms(T):
    """Effective number of types of firm among importers in 2019."""
    return 1 / _squares(T, 2019)


@slip("ex-2-4", "That is the sum of squares; take one over it.")
def herfindahl(T):
    return _squares(T, 2019)


@slip("ex-2-4", "That is the year before.")
def effective_in_2018(T):
    return 1 / _squares(T, 2018)


def _squares(T, year):
    imports = {k: float(q) for k, q in T[9].column("value", year=year).items()}
    whole = imports.pop("Total")
    return sum((amount / whole) ** 2 for amount in imports.values())


@answer(
    "ex-2-5",
    decimals=0,
    hint="Value over number of contracts, once for Russia and once for all others together.",
)
def russian_contracts(T):
    """The average Russian contract of 2019 over the average contract of all other partners."""
    value, number = (T[11].column(c, year=2019) for c in ("value", "contracts"))
    others = (value["Total"] - value["Russia"]) / (number["Total"] - number["Russia"]).value
    return value["Russia"] / number["Russia"].value / others


@slip("ex-2-5", "That compares with all contracts, the Russian ones among them.")
def against_all(T):
    value, number = (T[11].column(c, year=2019) for c in ("value", "contracts"))
    usual = value["Total"] / number["Total"].value
    return value["Russia"] / number["Russia"].value / usual


@answer(
    "ex-2-6", hint="Rank the types of firm in Table 10 twice, without the total; one is the first."
)
def private_ranks(T):
    """Rank of private firms among exporters of 2019, by value and by technology fees."""
    return [_rank(T, column) for column in ("value", "technology_fee")]


def _rank(T, column):
    firms = {k: q for k, q in T[10].column(column, year=2019).items() if k != "Total"}
    return rank_of(PRIVATE, firms)


@answer("ex-2-7", hint="Which statement about private firms does the rise of the state refute?")
def saved_claim(T):
    """The discrepant claim that comes out as printed if two digits change places."""
    changes = {(9, 2019, STATE, "value"): "17.90"}
    changed = what_if(changes, data_dir=T.book.data_dir)
    return changed.loc[changed["verdict_before"] != changed["verdict_after"], "claim"].item()
