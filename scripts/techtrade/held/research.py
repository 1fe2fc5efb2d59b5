"""Research, patents and papers against published figures."""

from __future__ import annotations

from recomputed.ledger.outside import Other, held_against, same_order
from recomputed.ledger.verbal import both, every, exceeds, holds, largest, show
from techtrade.recompute.conventions import (
    greatly,
    keeps_falling,
    keeps_rising,
)


def spent(W, economy: str) -> dict:
    """R&D expenditure as a share of GDP, by year."""
    return W.series("rd_intensity").years("R&D expenditure", economy)


@held_against("4.1-rd-intensity-{year}", year=(1996, 2019))
def rd_intensity(T, W, year):
    "R&D expenditure over GDP, World Bank."
    return spent(W, "China")[year]


def intensity(W, *countries: str) -> dict:
    """R&D intensities of 2019 as the OECD had them in September 2021, by name."""
    return W.by_country("rd-intensity-2019", *countries)


@held_against("4.1-rd-below-leaders")
def below_the_leaders(T, W):
    "R&D intensity in 2019: China against the United States, Japan and Germany."
    leaders = intensity(W, "us", "japan", "germany")
    china = W["rd-intensity-2019-china"]
    return every({name: exceeds(value, china, ("", "China")) for name, value in leaders.items()})


@held_against("4.1-rd-above-others")
def above_the_others(T, W):
    "R&D intensity in 2019 as it was published then: China against the UK and Italy."
    others = intensity(W, "uk", "italy")
    china = W["rd-intensity-2019-china"]
    return every({name: exceeds(china, value, ("China", "")) for name, value in others.items()})


@held_against("4.1-rd-above-eu")
def above_the_union(T, W):
    "R&D intensity in 2019 as it was published then: China against the European Union."
    return exceeds(W["rd-intensity-2019-china"], W["rd-intensity-2019-eu"], ("China", "EU"))


@held_against("4.4-israel-leads")
def israel_spends_most(T, W):
    "R&D intensity in 2019: Israel against the largest spenders."
    return Other(largest("Israel", intensity(W, "israel", "us", "japan", "germany", "china")))


@held_against("{claim}", claim=("1.4-technology-gap-narrows", "2.1.5-gap-narrows"))
def gap_in_intensity(T, W, claim):
    "R&D intensity of the United States less that of China, from 1996 to 2019."
    us, china = spent(W, "United States"), spent(W, "China")
    gap = {year: us[year] - china[year] for year in range(1996, 2020)}
    if claim == "2.1.5-gap-narrows":
        return Other(keeps_falling(T, "不断", gap))
    return Other(greatly(T, "明显", gap[2019], gap[1996], ("2019", "1996")))


@held_against("1.4-research-rises")
def research_rises(T, W):
    "China's R&D intensity rises in every year from 1996 to 2019."
    return Other(keeps_rising(T, "不断", spent(W, "China")))


@held_against("4-capability-strengthens", word=["持续"])
@held_against("2.1.4-domestic-innovation-rises", word=["不断"])
def capability(T, W, word):
    "US patents granted to inventors in China, by year since 2000."
    granted = W.series("uspto_patents").years("all fields", "China")
    years = {year: count for year, count in granted.items() if 2000 <= year <= 2020}
    return Other(keeps_rising(T, word, years))


@held_against("intro-capability-leap")
def capability_leap(T, W):
    "US patents granted to inventors in China, 2018 over 1998."
    granted = W.series("uspto_patents").years("all fields", "China")
    return Other(greatly(T, "大幅", granted[1998], granted[2018], ("1998", "2018")))


@held_against("{claim}", claim=("intro-innovation-power", "4.2-strength-rises"))
def second_spender(T, W, claim):
    "R&D expenditure in 2019: China behind the United States alone."
    china, us = W["rd-spending-2019-china"], W["rd-spending-2019-us"]
    third = W["rd-spending-2019-japan"]
    found = both(
        exceeds(us, china, ("United States", "China")), exceeds(china, third, ("China", "Japan"))
    )
    return Other(found)


PCT_FIRST = ("3.1-pct-first", "3.1-pct-world-first", "2.2.2-pct-first", "2.2.2-pct-world-first")


@held_against("{claim}", claim=PCT_FIRST)
def pct_first(T, W, claim):
    "International applications filed in 2019: China against the United States."
    W.also("pct-published-2019-china", "pct-published-2019-us")
    return exceeds(W["pct-2019-china"], W["pct-2019-us"], ("China", "United States"))


@held_against("{claim}", claim=("2.2.2-applications-first", "4.1-patent-applications-first"))
def applications_first(T, W, claim):
    "Applications received in 2019: China's office against the next two."
    china = W["applications-2019-cnipa"]
    others = {"US office": W["applications-2019-uspto"], "Japan's": W["applications-2019-jpo"]}
    return every({name: exceeds(china, other, ("China", "")) for name, other in others.items()})


@held_against("4.1-patent-grants-first")
def grants_first(T, W):
    "Patents granted in 2019: China's office against that of the United States alone."
    us = W.series("uspto_patents").cells["all fields", "World", 2019]
    china = W["grants-2019-cnipa"].to(us.unit)
    return Other(exceeds(china, us, ("China's office", "US office")))


@held_against("2.2.2-developed-lead")
def developed_lead(T, W):
    "Applications filed abroad in 2019: three developed economies against China."
    china = W["filed-abroad-2019-china"]
    others = W.by_country("filed-abroad-2019", "us", "japan", "germany")
    ahead = {name: exceeds(value, china, ("", "China")) for name, value in others.items()}
    return Other(every(ahead))


@held_against("2.2.2-large-owner")
def large_owner(T, W):
    "Patents in force in 2019: China against Japan."
    china, japan = W["in-force-2019-china"], W["in-force-2019-japan"]
    return Other(exceeds(china, japan, ("China", "Japan")))


@held_against("4.1-{what}-second", what=("papers", "citations"))
def second_in_the_index(T, W, what):
    "Place by the Science Citation Index."
    place = W["papers-rank-2019" if what == "papers" else "citations-rank-2020"]
    return holds(place == 2, f"no. {place.value}")


@held_against("3.1-gii-only-middle-income")
def only_one(T, W):
    "Middle-income economies among the index's first thirty."
    found = W["gii-middle-income-top-30"]
    return holds(found == 1, f"{found.value} economy, China")


@held_against("3.1-innovation-input-below")
def input_below(T, W):
    "Of the five countries named, those whose input the index puts far above China's."
    found = W["gii-input"]
    return holds(found == 5, f"{found.value} of 5")


@held_against("3.1-gii-strengths")
def strengths(T, W):
    "Of the five fields named, those in which the index gives China a top place."
    found = W["gii-fields"]
    return holds(found == 5, f"{found.value} of 5")


def order_of(T, W, claim: str, field: str, economy: str, year: int) -> Other:
    """US patents of a field and an economy's inventors beside the printed count, by their order.

    One office, by the inventors' residence and in fractions; the paper counts all offices abroad.
    So neither count is a part of the other, and only their order of magnitude can agree.
    """
    granted, printed = W.series("patents_by_field").cells[field, economy, year], T.stated(claim)
    return Other(holds(same_order(granted, printed), f"{show(granted)} by the US office"))


@held_against(
    "3.1.3-{field}-overseas-{year}",
    field=("food-chemistry", "pharmaceuticals", "computer-technology"),
    year=(2003, 2018),
)
def chinese_patents_abroad(T, W, field, year):
    "Grants of the US office to inventors in China: of the printed number's order or not."
    claim = f"3.1.3-{field}-overseas-{year}"
    return order_of(T, W, claim, field.replace("-", " "), "China", year)


DIGITAL = ("china", "japan", "south-korea", "france", "germany", "sweden")


@held_against("3.1.3-digital-{country}-{year}", country=DIGITAL, year=(2010, 2018))
@held_against("3.1.3-digital-{country}-{year}", country=("china",), year=(2000,))
def digital_patents(T, W, country, year):
    "Grants of the US office to inventors in the country: of the printed number's order or not."
    claim, economy = f"3.1.3-digital-{country}-{year}", country.replace("-", " ").title()
    return order_of(T, W, claim, "digital communication", economy, year)


@held_against("3.1.3-digital-turn")
def digital_turn(T, W):
    "US patents of inventors in China: more in each year from 2011 on than in any before."
    series = W.series("patents_by_field").years("digital communication", "China")
    turn = T.stated("3.1.3-digital-turn").value
    before = max(count for year, count in series.items() if year < turn)
    after = min(count for year, count in series.items() if year >= turn)
    return Other(exceeds(after, before, ("at least", "before at most")))


@held_against("1.4-innovation-rises")
def digital_innovation(T, W):
    "US patents of inventors in China in digital communication, 2018 over 2000."
    series = W.series("patents_by_field").years("digital communication", "China")
    return Other(greatly(T, "大幅", series[2000], series[2018], ("2000", "2018")))
