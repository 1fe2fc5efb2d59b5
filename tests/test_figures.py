"""Every point of the figures is recomputed from the printed tables and the numbers in the text.

The files under data/figures hold results; here stand the rules, with exact fractions. A measured
number as printed stands for half a unit of its last digit either side; a count stands for itself.
"""

import csv
import math
import re
from fractions import Fraction
from pathlib import Path

import pytest

DATA = Path(__file__).parents[1] / "data"


class Span:
    """An exact value with the bounds that rounding allows."""

    def __init__(self, value, low=None, high=None):
        self.value = Fraction(value)
        self.low = self.value if low is None else Fraction(low)
        self.high = self.value if high is None else Fraction(high)

    def _pairs(self, other, act):
        other = other if isinstance(other, Span) else Span(other)
        ends = [act(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Span(act(self.value, other.value), min(ends), max(ends))

    def __add__(self, other):
        return self._pairs(other, lambda a, b: a + b)

    def __sub__(self, other):
        return self._pairs(other, lambda a, b: a - b)

    def __mul__(self, other):
        return self._pairs(other, lambda a, b: a * b)

    def __truediv__(self, other):
        return self._pairs(other, lambda a, b: a / b)


def stated(text):
    """A number as printed."""
    half = Fraction(1, 2 * 10 ** len(text.partition(".")[2]))
    return Span(Fraction(text), Fraction(text) - half, Fraction(text) + half)


def counted(text):
    """A count as printed, which is exact."""
    return Span(Fraction(text))


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cell(table, column, **key):
    """One printed cell of a table, in the file's own unit."""
    rows = [
        row
        for row in read(DATA / "tables" / f"table_{table:02d}.csv")
        if all(row[name] == str(value) for name, value in key.items())
    ]
    assert len(rows) == 1, f"table {table} has {len(rows)} rows {key}"
    return stated(rows[0][column])


def in_100m(amount):
    """From US$ 10,000 to US$ 100 million."""
    return amount * Fraction(1, 10_000)


def imports(year):
    """Technology imports: Table 1, or Table 2 where Table 1 has no usable cell."""
    return in_100m(cell(2 if year in (1986, 1987, 1988) else 1, "total", year=year))


def exports(year):
    return stated("9.89") if year == 1990 else in_100m(cell(4, f"y{year}", label_en="Total"))


def total(table, year):
    return cell(table, "value", year=year, label_en="Total")


def figure_1():
    points = {("imports", year): imports(year) for year in range(1985, 2001)}
    points |= {("exports", year): exports(year) for year in range(1990, 2001)}
    points |= {("balance", year): exports(year) - imports(year) for year in range(1990, 2001)}
    points["balance", 1996] = stated("105.6") * -1
    points["balance", 1985] = stated("105.6") / stated("3.3") * -1
    return points


def figure_2():
    columns, years = ("total", "technology_fee", "equipment_fee"), range(2001, 2014)
    money = {(name, year): cell(5, name, year=year) for name in columns for year in years}
    signed = {("contracts", y): Span(cell(5, "contracts", year=y).value) for y in years}
    return money | signed


def figure_3():
    trade, deficit = stated("542.28"), stated("72.28")
    into = {year: in_100m(cell(5, "total", year=year)) for year in (2012, 2013)}
    into |= {2011: stated("352.01") / stated("1.05"), 2014: stated("310.59")}
    into |= {2016: (trade + deficit) / 2} | {y: total(7, y) for y in (2017, 2018, 2019)}
    out = {2011: stated("321.37") / stated("12.58"), 2014: stated("284.25")}
    out |= {2016: (trade - deficit) / 2} | {y: total(8, y) for y in (2017, 2018, 2019)}
    out[2013] = into[2013] - stated("233.27")
    balance = {y: out[y] - into[y] for y in (2011, 2014, 2017, 2018)}
    balance |= {2013: stated("233.27") * -1, 2016: deficit * -1, 2019: stated("30.64") * -1}
    both = {y: out[y] + into[y] for y in (2014, 2017, 2018)}
    both |= {2011: stated("673.38") / stated("1.88"), 2013: into[2013] * 2 - stated("233.27")}
    both |= {2016: trade, 2019: stated("673.38")}
    series = {"imports": into, "exports": out, "balance": balance, "total": both}
    return {(name, year): v for name, by_year in series.items() for year, v in by_year.items()}


def figure_4():
    shares = {"east": "64.53", "central": "8.79", "west": "19.40", "northeast": "7.28"}
    return {(region, 2018): stated(share) for region, share in shares.items()}


def figure_5():
    ends = {
        "computer_technology": ("27", "3553", "7"),
        "pharmaceuticals": ("37", "764", "4.6"),
        "food_chemistry": ("4", "87", "8.7"),
    }
    points = {}
    for name, (first, last, multiple) in ends.items():
        points[name, 2003], points[name, 2018] = counted(first), counted(last)
        points[name, 2010] = counted(last) / stated(multiple)
    return points


def figure_6():
    ends = {
        "china": ("475", "5148", "33.8"),
        "united_states": ("4368", "8943", "8.2"),
        "japan": ("2747", "4517", "4.8"),
        "south_korea": ("1437", "4867", "15.8"),
        "france": ("853", "1400", "5.4"),
        "germany": ("921", "1225", "5"),
        "sweden": ("887", "2843", "15.8"),
    }
    points = {("china", 2000): counted("1")}
    for name, (in_2010, in_2018, growth) in ends.items():
        points[name, 2010], points[name, 2018] = counted(in_2010), counted(in_2018)
        factor = Span(1) + stated(growth) / 100
        points[name, 2011] = counted(in_2018)
        for _ in range(2018 - 2011):
            points[name, 2011] /= factor
    return points


def figure_7():
    sold = stated("7307.5")
    points = {("exports", 2019): sold, ("exports", 2010): sold / stated("1.5")}
    points |= {("exports", 2001): sold / stated("15.7"), ("imports", 2019): sold / stated("1.15")}
    points |= {("ratio", year): stated("1.20") for year in (2008, 2009, 2014)}
    return points | {("ratio", 2019): stated("1.15")}


def figure_8():
    return {("ratio", 2005): stated("2.94"), ("ratio", 2019): stated("4.02")}


RULES = [figure_1, figure_2, figure_3, figure_4, figure_5, figure_6, figure_7, figure_8]
YEARS = {
    1: range(1985, 2001),
    2: range(2001, 2014),
    3: range(2011, 2020),
    4: range(2018, 2019),
    5: range(2003, 2019),
    6: range(2000, 2019),
    7: range(2001, 2020),
    8: range(2005, 2020),
}
FIGURES = range(1, 9)


def points_of(number):
    return read(DATA / "figures" / f"figure_{number}.csv")


def decimals(text):
    return len(text.partition(".")[2])


def rounded(value, places):
    """Half away from zero, as the printed numbers are."""
    scaled = abs(value) * 10**places
    return Fraction(math.floor(scaled + Fraction(1, 2)), 10**places) * (1 if value >= 0 else -1)


def counts(number, series):
    """Whether the series counts things, so that its bounds are whole numbers."""
    return number in (5, 6) or series == "contracts"


@pytest.mark.parametrize("number", FIGURES)
def test_points_and_intervals_follow_from_the_print(number):
    expected = RULES[number - 1]()
    known = {(p["series"], int(p["year"])): p for p in points_of(number) if p["status"] != "absent"}
    assert known.keys() == expected.keys()
    for key, span in expected.items():
        point = known[key]
        value, low, high = (Fraction(point[name]) for name in ("value", "low", "high"))
        assert value == rounded(span.value, decimals(point["value"])), key
        if counts(number, key[0]):
            assert (low, high) == (math.ceil(span.low), math.floor(span.high)), key
            continue
        unit = Fraction(1, 10 ** decimals(point["low"]))
        assert low == math.floor(span.low / unit) * unit, key
        assert high == math.ceil(span.high / unit) * unit, key


@pytest.mark.parametrize("number", FIGURES)
def test_every_year_of_the_figure_stands_once_per_series(number):
    points = points_of(number)
    found = [(p["series"], int(p["year"])) for p in points]
    assert len(found) == len(set(found))
    assert set(found) == {
        (s, year) for s in {p["series"] for p in points} for year in YEARS[number]
    }


@pytest.mark.parametrize("number", FIGURES)
def test_absent_points_hold_nothing_and_known_ones_everything(number):
    for point in points_of(number):
        numbers = [point["value"], point["low"], point["high"]]
        assert point["status"] in ("printed", "derived", "absent")
        assert point["rule"]
        if point["status"] == "absent":
            assert numbers == ["", "", ""]
        else:
            value, low, high = map(Fraction, numbers)
            assert low <= value <= high


@pytest.mark.parametrize("number", FIGURES)
def test_printed_points_agree_with_the_cell_that_their_rule_names(number):
    checked = 0
    for point in points_of(number):
        named = re.match(r"Table (\d+), (\w+), (\d{4})", point["rule"])
        if point["status"] != "printed" or not named:
            continue
        table, what, year = int(named[1]), named[2], int(named[3])
        if table in (7, 8):
            found = total(table, year)
        elif table == 4:
            found = in_100m(cell(4, f"y{year}", label_en=what))
        else:
            found = cell(table, what, year=year)
            found = found if number == 2 else in_100m(found)
        assert (Fraction(point["value"]), int(point["year"])) == (found.value, year)
        checked += 1
    assert checked == {1: 26, 2: 52, 3: 8}.get(number, 0)


@pytest.mark.parametrize("number", FIGURES)
def test_stated_points_quote_their_number_in_the_rule(number):
    for point in points_of(number):
        quoted = re.match(r"Section [\d.]+ states (?:a deficit of )?([\d.]+)$", point["rule"])
        if point["status"] == "printed" and quoted:
            assert abs(Fraction(point["value"])) == Fraction(quoted[1])


def test_complete_figures_are_complete():
    for number in (2, 4):
        assert {p["status"] for p in points_of(number)} == {"printed"}


def test_regional_shares_make_a_whole():
    assert sum(Fraction(p["value"]) for p in points_of(4)) == 100
