"""The economy, investment, restrictions and history against published figures."""

from __future__ import annotations

from recomputed.ledger.formulas import share
from recomputed.ledger.outside import Other, held_against
from recomputed.ledger.verbal import holds
from techtrade.recompute.conventions import mostly


@held_against("4.2-propensity-to-consume-2019")
def propensity(T, W):
    "Consumer spending per head over disposable income per head."
    return share(W["consumption-per-head-2019"], W["income-2019"])


@held_against("4.2-largest-market")
def largest_market(T, W):
    "Place as a consumer market for goods."
    return Other(holds(W["market-rank-2019"] == 1, "the largest, the institute says"))


@held_against("2.1.7-climate-improves")
def climate(T, W):
    "Place in the ease of doing business, editions of 2019 and 2020."
    before, after = (W[f"doing-business-{year}"].value for year in (2019, 2020))
    return holds(after < before, f"from no. {before} to no. {after}")


@held_against("2.2.1-review-act")
def two_regulations(T, W):
    "Final regulations that carry out the act: two."
    found = W["review-rules"]
    return holds(found == 2, f"{found.value} regulations")


@held_against("2.2.1-review-{field}", field=("technology", "real-estate"))
def fields_of_review(T, W, field):
    "Of the two fields named, those that the final regulations cover."
    found = W["review-fields"]
    return holds(found == 2, f"{found.value} of 2")


@held_against("1.1-first-high-tide")
def first_high_tide(T, W):
    "The plan that brought in the 156 projects begins within 1949 to 1959."
    year = W["first-plan-begins"].value
    return Other(holds(1949 <= year <= 1959, f"it begins in {year}"))


@held_against("1.1-second-high-tide")
def second_high_tide(T, W):
    "The Four-Three Plan, for plant from the West, falls within 1972 to 1978."
    year = W["four-three-year"].value
    return Other(holds(1972 <= year <= 1978, f"the plan is of {year}"))


@held_against("1.1-western-sources")
def western_sources(T, W):
    "Fertiliser plants of the Four-Three Plan that came from Western countries and Japan."
    western, plants = W["fertiliser-plants-western"], W["fertiliser-plants"]
    return Other(mostly(T, "主要", western, plants, f"{western.value} of {plants.value} plants:"))


@held_against("1.1-waves")
def waves(T, W):
    "High tides before 1978: at least two."
    tides = W["high-tides"].value
    return Other(holds(tides >= 2, f"{tides} high tides"))
