"""Section 3.1.1 and 3.1.2: R&D and patents of the industries that import most technology."""

from __future__ import annotations

from dataclasses import replace

from recomputed.ledger.formulas import (
    exactly,
    mean,
    multiple,
    recompute,
    share,
    suspect,
    total,
)
from recomputed.ledger.verbal import Finding, below, every, exceeds, nth_largest, order
from techtrade.industries import ALL_INDUSTRY, EIGHT, MANUFACTURING
from techtrade.recompute.conventions import (
    greatly,
    keeps_rising,
    one_digit_apart,
    steady,
)

TRADITIONAL = ("transport", "pharmaceutical", "food")
YEARS = range(2012, 2019)
HYPHENATED = tuple(name.replace("_", "-") for name in EIGHT)


def column_of(industry: str) -> str:
    """The tables' column for an industry as claims' ids write it."""
    return industry.replace("-", "_")


def eight(T, number: int, year: int) -> dict:
    """The eight industries' cells of a year in Table 15 or 19, by label."""
    return {label: T[number][year, name] for name, label in EIGHT.items()}


def intensities(T, year: int) -> dict:
    """R&D intensity of the eight industries in a year, by label, Table 16."""
    return {label: T[16][label, f"y{year}"] for label in EIGHT.values()}


def patents(T, year: int) -> dict:
    """Invention patents in force of the eight industries in a year, by label, Table 17."""
    return {label: T[17][label, f"y{year}"] for label in EIGHT.values()}


def each(findings: dict) -> Finding:
    """Whether every one of several findings holds, told by the one nearest to failing."""
    found = every(findings)
    if not found.holds:
        return found
    nearest = min(findings, key=lambda name: findings[name].margin)
    return replace(found, evidence=f"in each; nearest: {nearest}, {findings[nearest].evidence}")


@recompute("3.1.1-industries")
def industries_with_rd(T):
    """Industries that Table 15 prints beside the total of manufacturing."""
    return exactly(len(set(T[15].row(2018)) - {"manufacturing"}))


@recompute("3.1.1-rd-rises")
def rd_rises(T):
    """R&D spending of the eight industries together, year by year, Table 15."""
    return keeps_rising(T, "逐年", {y: total(eight(T, 15, y).values()) for y in YEARS})


@recompute("3.1.1-rd-over-100")
def smallest_rd_since_2014(T):
    """The smallest yearly R&D spending of any of the eight, 2014–2018: “after” with the year."""
    cells = [cell for year in range(2014, 2019) for cell in eight(T, 15, year).values()]
    return min(cells, key=lambda cell: cell.value)


@recompute("3.1.1-rd-over-400-exception")
def food_below_the_others(T):
    """Food manufacturing's R&D spending in 2018 against 40 billion yuan."""
    bar = exactly(400, T[15].unit("food"))
    return below(T[15][2018, "food"], bar, ("food manufacturing has", "the bar is"))


@recompute("3.1.1-rd-over-400-count")
def industries_over_400(T):
    """Those of the eight industries with more than 40 billion yuan of R&D in 2018."""
    bar = exactly(400, T[15].unit("food"))
    return sum(cell > bar for cell in eight(T, 15, 2018).values())


@recompute("3.1.1-rd-over-400")
def smallest_rd_but_food(T):
    """The smallest R&D spending in 2018 of the industries other than food."""
    cells = [T[15][2018, name] for name in EIGHT if name != "food"]
    return min(cells, key=lambda cell: cell.value)


@recompute("3.1.1-rd-top-two")
def rd_top_two(T):
    """The order of the eight industries by R&D spending in 2018."""
    return order([EIGHT["electronics"], EIGHT["electrical_machinery"]], eight(T, 15, 2018))


@recompute("3.1.1-rd-2018-{industry}", industry=("electronics", "electrical-machinery"))
def rd_spending(T, industry):
    """R&D spending in 2018, Table 15."""
    return T[15][2018, column_of(industry)]


@recompute("3.1.1-rd-share-2018-{industry}", industry=("electronics", "electrical-machinery"))
def rd_share(T, industry):
    """Share of all manufacturing's R&D spending in 2018, Table 15."""
    return share(T[15][2018, column_of(industry)], T[15][2018, "manufacturing"])


@recompute("3.1.1-intensity-rises")
def intensity_rises(T):
    """R&D intensity of each of the eight industries, 2018 against 2012, Table 16."""
    old, new = intensities(T, 2012), intensities(T, 2018)
    return each({name: exceeds(new[name], old[name]) for name in new})


@recompute("3.1.1-intensity-top-two")
def intensity_top_two(T):
    """The order of the eight industries by R&D intensity in 2018."""
    return order(["Transport equipment", "Special-purpose machinery"], intensities(T, 2018))


@recompute("3.1.1-intensity-2018-{industry}", industry=("transport-equipment", "special-machinery"))
def intensity(T, industry):
    """R&D intensity in 2018, Table 16."""
    return T[16][EIGHT[column_of(industry)], "y2018"]


@recompute("3.1.1-intensity-rise-{industry}", industry=("transport-equipment", "special-machinery"))
def intensity_rise(T, industry):
    """R&D intensity of 2018 less that of 2012, in percentage points."""
    name = EIGHT[column_of(industry)]
    return T[16][name, "y2018"] - T[16][name, "y2012"]


@recompute("3.1.1-intensity-exception")
def food_below_averages(T):
    """Food manufacturing's R&D intensity in 2018 against both averages."""
    food = T[16]["Food", "y2018"]
    return every(
        {name: below(food, T[16][name, "y2018"]) for name in (ALL_INDUSTRY, MANUFACTURING)}
    )


@recompute("3.1.1-intensity-above-count")
def above_both_averages(T):
    """Industries whose R&D intensity in 2018 exceeds that of industry and of manufacturing."""
    bars = T[16][ALL_INDUSTRY, "y2018"], T[16][MANUFACTURING, "y2018"]
    return sum(all(cell > bar for bar in bars) for cell in intensities(T, 2018).values())


@suspect(
    "3.1.1-intensity-above-count",
    "seven exceed the average of industrial enterprises alone; "
    "chemicals lie above that and below manufacturing's",
)
def above_industry_average(T):
    """Industries whose R&D intensity in 2018 exceeds that of industrial enterprises."""
    bar = T[16][ALL_INDUSTRY, "y2018"]
    return sum(cell > bar for cell in intensities(T, 2018).values())


@recompute("3.1.1-intensity-above-industry", average=[ALL_INDUSTRY])
@recompute("3.1.1-intensity-above-manufacturing", average=[MANUFACTURING])
def all_but_food_above(T, average):
    """R&D intensity in 2018 of each industry but food against an average, Table 16."""
    bar = T[16][average, "y2018"]
    cells = {name: cell for name, cell in intensities(T, 2018).items() if name != "Food"}
    lowest = min(cells, key=lambda name: cells[name].value)
    return exceeds(cells[lowest], bar, (f"the lowest is {lowest},", "the average is"))


@recompute("3.1.2-industries")
def industries_with_patents(T):
    """Industries that Table 17 prints beside the total of industrial enterprises."""
    return exactly(len(set(T[17].column("y2018")) - {ALL_INDUSTRY}))


def growth_of_patents(T, word: str) -> Finding:
    """Whether patents in force of each of the eight grew by the word's bar, 2012–2018, Table 17."""
    old, new = patents(T, 2012), patents(T, 2018)
    return each({name: greatly(T, word, old[name], new[name], ("2012", "2018")) for name in new})


@recompute("3.1.2-patents-rise")
def patents_rise(T):
    """Patents in force of each of the eight industries in 2018 as a multiple of 2012, Table 17."""
    return growth_of_patents(T, "明显")


@recompute("3.1.2-patents-most", industry=["electronics"], place=[1])
@recompute("3.1.2-patents-second", industry=["electrical_machinery"], place=[2])
def patents_place(T, industry, place):
    """The industry's place among the eight by patents in force, in each year 2012–2018."""
    return each({y: nth_largest(EIGHT[industry], patents(T, y), place) for y in YEARS})


def top_two_shares(T) -> dict:
    """Share of electronics and electrical machinery in all patents in force, by year."""
    first, second = EIGHT["electronics"], EIGHT["electrical_machinery"]
    columns = {year: f"y{year}" for year in YEARS}
    return {
        year: share(T[17][first, c] + T[17][second, c], T[17][ALL_INDUSTRY, c])
        for year, c in columns.items()
    }


@recompute("3.1.2-patents-top-two-share")
def top_two_share(T):
    """Mean over 2012–2018 of the two industries' yearly share in patents in force, Table 17."""
    return mean(top_two_shares(T).values())


@recompute("3.1.2-patents-top-two-steady")
def top_two_share_steady(T):
    """Whether the two industries' yearly shares stay close to each other, 2012–2018."""
    return steady(T, "稳定", top_two_shares(T))


@recompute("3.1.2-patents-large-increase")
def patents_grow_greatly(T):
    """Patents in force of each of the eight industries in 2018 as a multiple of 2012, Table 17."""
    return growth_of_patents(T, "大幅")


@recompute("3.1.2-patents-2018-{industry}", industry=HYPHENATED)
def patents_in_force(T, industry):
    """Invention patents in force in 2018, Table 17."""
    return T[17][EIGHT[column_of(industry)], "y2018"]


@suspect("3.1.2-patents-2018-general-machinery", "one digit miscopied from Table 17")
def patents_miscopied(T):
    """The table's number with one digit changed."""
    right = patents_in_force(T, "general-machinery")
    return one_digit_apart(T, "3.1.2-patents-2018-general-machinery", right)


@recompute("3.1.2-patents-multiple-{industry}", industry=HYPHENATED)
def patents_multiple(T, industry):
    """Patents in force in 2018 as a multiple of 2012, Table 17."""
    label = EIGHT[column_of(industry)]
    return multiple(T[17][label, "y2012"], T[17][label, "y2018"])
