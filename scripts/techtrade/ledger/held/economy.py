"""The economy, investment, restrictions and history against published figures."""

from __future__ import annotations

from techtrade.ledger.formulas import exactly, growth, share
from techtrade.ledger.outside import Allowed, held_against, is_near
from techtrade.ledger.verbal import every, exceeds, holds, rises, show, undecided


@held_against("4.2-propensity-to-consume-2019")
def propensity(T, W):
    "Consumer spending per head over disposable income per head."
    return share(W["consumption-per-head-2019"], W["income-2019"])


@held_against("4.2-largest-market")
def largest_market(T, W):
    "Place as a consumer market for goods."
    return Allowed(holds(W["market-rank-2019"] == 1, "the largest, the institute says"))


COUNTRIES = ("us", "uk", "belgium")


@held_against("4.2-consumption-developed")
def developed_consume(T, W):
    "Final consumption as a share of GDP (not of growth), 2018, against 80%."
    shares = W.by_country("consumption-share-2018", *COUNTRIES)
    bar = exactly(4) / 5
    return Allowed(every({name: exceeds(value, bar) for name, value in shares.items()}))


@held_against("4.2-consumption-far-below")
def consumes_less(T, W):
    "China's contribution of consumption to growth against other countries' share in GDP."
    ours = W["consumption-contribution-2019"]
    shares = W.by_country("consumption-share-2018", *COUNTRIES)
    return Allowed(every({name: exceeds(value, ours) for name, value in shares.items()}))


@held_against("2.1.7-hightech-fdi-fast")
def fdi_fast(T, W):
    "Growth in eleven months of 2019 against the bar of the word."
    return exceeds(W["fdi-high-tech-2019"], T.bar("高速"), ("January to November", "bar"))


@held_against("2.1.7-foreign-rd-grows")
def centres_grow(T, W):
    "R&D centres of multinationals, 2004 and 2010."
    return Allowed(rises({year: W[f"centres-{year}"] for year in (2004, 2010)}))


@held_against("2.1.7-climate-improves")
def climate(T, W):
    "Place in the ease of doing business, editions of 2019 and 2020."
    before, after = (W[f"doing-business-{year}"].value for year in (2019, 2020))
    return holds(after < before, f"from no. {before} to no. {after}")


@held_against("{claim}", claim=("2.1.7-acquirers-multiply", "4.3-more-firms-abroad"))
def takeovers(T, W, claim):
    "Takeovers abroad by mainland firms, 2017 and 2018."
    return Allowed(rises({year: W[f"takeovers-{year}"] for year in (2017, 2018)}))


@held_against("2.2.1-entity-list")
def list_widens(T, W):
    "Entries of May 2019, and what was added in August 2020."
    first, added = W["entity-list-2019"], W["entity-list-added-2020"]
    return holds(added > 0, f"{first.value} entries, and {added.value} more of one firm")


@held_against("{claim}", claim=("2.2.1-harder", "5.1-purchase-harder", "1.4-barriers-rise"))
def more_listed(T, W, claim):
    "The Entity List: who is on it needs a licence to buy US technology."
    return Allowed(list_widens(T, W))


@held_against(
    "{claim}",
    claim=("1.4-restrictions", "2.2.1-takeover-obstacles", "4.3-acquisitions-harder"),
)
def review_widens(T, W, claim):
    "US regulations of 2020 that widen the review of foreign investment."
    return Allowed(undecided(f"{W['review-rules'].value} new regulations in 2020"))


@held_against("2.2.1-frictions-frequent")
def frictions(T, W):
    "The year in which the friction began, as one of the parties has it."
    return Allowed(undecided(f"since {W['friction-since'].value}"))


@held_against("1.1-first-high-tide")
def first_high_tide(T, W):
    "The plan that brought in the 156 projects begins within 1949 to 1959."
    year = W["first-plan-begins"].value
    return holds(1949 <= year <= 1959, f"it begins in {year}")


@held_against("{claim}", claim=("1.1-second-high-tide", "1.1-western-sources"))
def second_high_tide(T, W, claim):
    "The Four-Three Plan, for plant from the West, falls within 1972 to 1978."
    year = W["four-three-year"].value
    return Allowed(holds(1972 <= year <= 1978, f"the plan is of {year}"))


@held_against("1.1-waves")
def waves(T, W):
    "High tides before 1978: at least two."
    tides = W["high-tides"].value
    return Allowed(holds(tides >= 2, f"{tides} high tides"))


@held_against("3.2.2-pharmaceutical-revenue-multiple-2010")
def pharmaceutical_base(T, W):
    "Revenue of 2010 over 2009 (Table 20) against the published growth of output."
    W.also("pharma-output-2011")
    printed = growth(T[20][2009, "pharmaceutical_revenue"], T[20][2010, "pharmaceutical_revenue"])
    published = W["pharma-output-2010"]
    near = is_near(published.value * published.unit.factor, printed.value)
    return Allowed(holds(near, f"{show(printed)} in Table 20, {show(published)} published"))
