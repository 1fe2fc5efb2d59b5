"""Answers to the exercises of Section 4, prospects: growth without equipment, and bounds."""

from math import ceil

from recomputed.ledger.formulas import growth, share, total
from recomputed.teach.register import answer, slip
from recomputed.teach.whatif import what_if
from techtrade.recompute.section_4 import EUROPEAN_UNION, bounds

PROPERTY = ("Patents", "Know-how", "Trademark licensing")


@answer("ex-4-1", decimals=1, unit="percent", hint="Use the column of technology fees alone.")
def exports_of_technology(T):
    """Growth of the technology fees in all technology exports, 2018 to 2019."""
    return growth(T[12][2018, "Total", "technology_fee"], T[12][2019, "Total", "technology_fee"])


@slip("ex-4-1", "That is the growth of the whole value; leave the equipment out of both years.")
def exports_of_everything(T):
    return growth(T[12][2018, "Total", "value"], T[12][2019, "Total", "value"])


@slip("ex-4-1", "That is the growth of the equipment fees.")
def exports_of_equipment(T):
    return growth(T[12][2018, "Total", "equipment_fee"], T[12][2019, "Total", "equipment_fee"])


@answer(
    "ex-4-2",
    decimals=3,
    unit="usd_bn",
    hint="Write the level of 2019 as a multiple of the level of 2018 first.",
)
def emirates_before(T):
    """Exports to the Emirates in 2018 that an increase by the stated multiple implies."""
    increase = T.stated("4.5-uae-growth-2019")
    return T[12][2019, "United Arab Emirates", "value"] / (increase.value + 1)


@slip("ex-4-2", "You read an increase *by* so many times as an increase *to* so many times.")
def emirates_if_level(T):
    increase = T.stated("4.5-uae-growth-2019")
    return T[12][2019, "United Arab Emirates", "value"] / increase.value


@answer("ex-4-3", hint="What is the most that a partner outside the ten can have supplied?")
def fewest_unnamed(T):
    """The least number of partners that can stand behind the imports of 2019 not named."""
    rest = T[11][2019, "Total", "value"] - T[11][2019, "Top ten", "value"]
    tenth = min(T[11].column("value", year=2019).values(), key=float)
    return ceil((rest / tenth).value)


@slip("ex-4-3", "So many of the largest possible size still leave something over.")
def one_too_few(T):
    return fewest_unnamed(T) - 1


@answer(
    "ex-4-4",
    decimals=1,
    unit="percent",
    hint="Add the members that Table 11 names in 2017, and nobody else.",
)
def union_at_least(T):
    """The share of technology imports of 2017 that the EU certainly supplied."""
    return share(bounds(T, 11, 2017, EUROPEAN_UNION)[0], T[11][2017, "Total", "value"])


@slip("ex-4-4", "In 2017 the United Kingdom was still a member.")
def without_britain(T):
    members = ("Germany", "Sweden", "France")
    named = total(T[11][2017, member, "value"] for member in members)
    return share(named, T[11][2017, "Total", "value"])


@answer("ex-4-5", hint="Which statement sets a growth rate beside that of all exports?")
def flipped_by_growth(T):
    """The claim of Section 4 whose verdict turns on the growth rate of Table 8."""
    rate = 100 * growth(T[8][2018, "Total", "value"], T[8][2019, "Total", "value"]).value
    changes = {(8, 2019, "Total", "growth"): f"{float(rate):.2f}"}
    changed = what_if(changes, section="4", data_dir=T.book.data_dir)
    flips = changed[changed["verdict_before"] != changed["verdict_after"]]
    return flips["claim"].item()


@slip("ex-4-5", "Its evidence changes, but the comparison still holds.")
def moved_only(T):
    return "4.5-route-exceeds"


@answer("ex-4-6", hint="Compare the column of values in 2018 and 2019, form by form.")
def growing_property(T):
    """The one form of intellectual property whose imports grew in value in 2019."""
    gains = {f: T[7][2019, f, "value"] - T[7][2018, f, "value"] for f in PROPERTY}
    return max(gains, key=lambda form: gains[form].value)
