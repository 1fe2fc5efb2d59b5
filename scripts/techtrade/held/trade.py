"""Trade in technology, products and industry against published figures."""

from __future__ import annotations

from recomputed.ledger.formulas import exactly, growth, multiple, share
from recomputed.ledger.outside import Other, held_against, is_near
from recomputed.ledger.verbal import both, exceeds, falls, holds, rises, show
from techtrade.recompute.conventions import greatly

TRADE_2019 = (2019, "Total", "value")


@held_against("2.1.1-exports-multiple")
def exports_of_2019_over_the_ministrys_2011(T, W):
    "Exports of 2019 (Table 8) over the ministry's figure for 2011."
    multiple_ = multiple(W["technology-exports-2011"], T[8][TRADE_2019])
    W.also("technology-exports-2011-again")
    return multiple_


@held_against("2.1.1-imports-multiple")
def imports_of_2019_over_the_ministrys_2011(T, W):
    "Imports of 2019 (Table 7) over the ministry's figure for 2011."
    return multiple(W["technology-imports-2011"], T[7][TRADE_2019])


@held_against("2.1.1-trade-multiple")
def trade_of_2019_over_the_ministrys_2011(T, W):
    "Imports and exports of 2019 (Tables 7 and 8) over the ministry's figure for 2011."
    return multiple(W["technology-trade-2011"], T[7][TRADE_2019] + T[8][TRADE_2019])


@held_against("2.1.5-us-payments-quarter")
def quarter_of_payments(T, W):
    "Payments to the United States over all payments, against a quarter."
    part = share(W["ip-paid-us-2018"], W["ip-paid-2018"])
    return holds(is_near(exactly(1).value / 4, part.value), f"{show(part)}, against 25%")


@held_against("2.1.5-us-receipts-sixth")
def sixth_of_receipts(T, W):
    "Payments to the United States over all US receipts, in either vintage, against a sixth."
    paid = W["ip-paid-us-2018"]
    parts = (
        share(paid, W.series("ip_charges").cells["receipts", "United States", 2018]),
        share(paid, W["ip-us-receipts-2018-then"]),
    )
    sixth = exactly(1).value / 6
    shown = " and ".join(show(part) for part in parts)
    return holds(any(is_near(sixth, part.value) for part in parts), f"{shown}, against 16.67%")


@held_against("2.1.5-fourth-importer")
def fourth_payer(T, W):
    "China's place among those who pay for intellectual property, 2018."
    paid = W.series("ip_charges").cells
    rank = 1 + sum(
        paid[key] > paid["payments", "China", 2018]
        for key in paid
        if key[0::2] == ("payments", 2018)
    )
    stated = W["ip-rank-2018"].value
    return holds(rank == stated == 4, f"no. {rank} by the World Bank, no. {stated} as reported")


@held_against("2.2.2-mismatch", word=["极不匹配"])
@held_against("2.2.2-high-charges", word=["高额"])
@held_against("intro-gap-with-developed", word=["较大"])
@held_against("2.1.5-value-gap", word=["明显"])
def pays_more_than_it_receives(T, W, word):
    "Charges for intellectual property in 2018: China's payments over its receipts."
    return Other(greatly(T, word, W["ip-received-2018"], W["ip-paid-2018"], ("received", "paid")))


def high_rd(W, flow: str) -> dict:
    """China's trade in products of high R&D intensity, by year."""
    return W.series("high_rd_trade").years(flow, "China")


@held_against("3.2.2-ratio-over-110")
def ratio_over_110(T, W):
    "Exports over imports in 2005, from the ministry's figures."
    imports = W["high-tech-imports-2005"]
    ratio = (W["high-tech-trade-2005"] - imports) / imports
    years = {y: high_rd(W, "exports")[y] / high_rd(W, "imports")[y] for y in range(2005, 2019)}
    below = sum(value < exactly(11) / 10 for value in years.values())
    words = f"{float(ratio):.3f} in 2005; by the OECD's list below 1.10 in {below} of {len(years)}"
    return Other(holds(ratio > exactly(11) / 10, f"{words} years"))


@held_against("3.2.2-high-tech-together", word=["大体"])
@held_against("3.2.2-high-tech-resonance", word=["同频共振"])
def in_step(T, W, word):
    "Exports and imports by the OECD's list: years from 2004 to 2018 in which both move one way."
    flows = [high_rd(W, flow) for flow in ("exports", "imports")]
    years = [y for y in flows[0] if y - 1 in flows[0]]
    same = sum((flows[0][y] > flows[0][y - 1]) == (flows[1][y] > flows[1][y - 1]) for y in years)
    part = exactly(same) / len(years)
    return Other(holds(part >= T.bar(word), f"in {same} of {len(years)} years"))


@held_against("3.2.2-high-tech-multiple-2010")
def high_tech_multiple(T, W):
    "High-technology exports of 2019 over those of 2010, by the SITC list."
    return Other(multiple(W["high-tech-exports-2010-wdi"], W["high-tech-exports-2019-wdi"]))


@held_against("3.2.2-integrated-circuits-growth")
def circuits_growth(T, W):
    "Sales of 2018 over those of 2017."
    return growth(W["ic-sales-2017"], W["ic-sales-2018"])


@held_against("3.2.2-integrated-circuits-lead")
def circuits_lead(T, W):
    "Growth of sales in China less that of the world's semiconductors, as the year turned out."
    W.also("semiconductors-2018-forecast")
    return growth(W["ic-sales-2017"], W["ic-sales-2018"]) - W["semiconductors-2018"]


def shares_of_value_added(W, series: str, economy: str) -> dict:
    """An economy's share in the world's value added, by year."""
    lines = W.series("value_added")
    world = lines.years(series, "World")
    return {year: share(part, world[year]) for year, part in lines.years(series, economy).items()}


@held_against("{claim}", claim=("1.3.3-world-centre", "3.2.2-consumer-electronics-centre"))
def centre_of_manufacturing(T, W, claim):
    "Value added: China against the United States, the largest until then."
    if claim == "1.3.3-world-centre":
        series, year = "manufacturing", 2013
    else:
        series, year = "computer, electronic and optical", 2019
    names = ("China", "United States")
    ours, theirs = (shares_of_value_added(W, series, name)[year] for name in names)
    return Other(exceeds(ours, theirs, (f"China {year}", "United States")))


@held_against("1.3.3-high-technology-leap")
def high_technology_leap(T, W):
    "China's share in the world's value added of knowledge-intensive manufacturing, 2002 and 2013."
    ours = shares_of_value_added(W, "manufacturing", "China")
    return Other(greatly(T, "跨越", ours[2002], ours[2013], ("2002", "2013")))


@held_against("4.4-power-shifts")
def power_shifts(T, W):
    "Shares in the world's value added of knowledge-intensive industries, 2002 and 2019."
    names = ("China", "United States")
    ours, theirs = (shares_of_value_added(W, "all", name) for name in names)
    found = both(
        rises({f"China {year}": ours[year] for year in (2002, 2019)}),
        falls({f"United States {year}": theirs[year] for year in (2002, 2019)}),
    )
    return Other(found)
