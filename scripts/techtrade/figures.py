"""Where the points of the paper's figures come from that a table prints or that follow from one."""

from __future__ import annotations

from recomputed.data.quantity import Quantity
from recomputed.ledger.figures import point, rule
from recomputed.ledger.formulas import exactly

# Figure 1: trade from 1985 to 2000 ---------------------------------------------------------------


@rule(1, ["imports"], [1985, *range(1989, 2001)])
def early_imports(T, series, year) -> Quantity:
    """Total of the year, Table 1."""
    return T[1][year, "total"]


@rule(1, ["imports"], [1986, 1987, 1988])
def early_imports_by_form(T, series, year) -> Quantity:
    """Total of the year, Table 2; Table 1 has no whole number for it."""
    return T[2][year, "total"]


@rule(1, ["exports"], range(1991, 2001))
def early_exports(T, series, year) -> Quantity:
    """Total of the year, Table 4."""
    return T[4]["Total", f"y{year}"]


@rule(1, ["balance"], range(1990, 2001))
def early_balance(T, series, year) -> Quantity:
    """Exports of the figure less its imports."""
    return point(T, 1, "exports", year) - point(T, 1, "imports", year)


@rule(1, ["balance"], [1985])
def balance_1985(T, series, year) -> Quantity:
    """Balance of 1996 over its multiple of that of 1985, which Section 1.2.1 states."""
    return point(T, 1, "balance", 1996) / T.stated("1.2.1-deficit-multiple")


# Figure 2: imports from 2001 to 2013 -------------------------------------------------------------


@rule(2, ["total", "technology_fee", "equipment_fee", "contracts"], range(2001, 2014))
def imports_by_fee(T, series, year) -> Quantity:
    """The column of the same name, Table 5."""
    return T[5][year, series]


# Figure 3: trade from 2011 to 2019 ---------------------------------------------------------------


@rule(3, ["imports"], [2011])
def imports_2011(T, series, year) -> Quantity:
    """Total of the year, Table 6; Table 5 has less, and the ministry published Table 6's number."""
    return T[6][2011, "total"]


@rule(3, ["imports"], [2012, 2013])
def imports_of_the_yearbook(T, series, year) -> Quantity:
    """Total of the year, Table 5, from another source than the figure's."""
    return T[5][year, "total"]


@rule(3, ["imports"], [2017, 2018, 2019])
def imports_by_form(T, series, year) -> Quantity:
    """Total of the year, Table 7."""
    return T[7][year, "Total", "value"]


@rule(3, ["exports"], [2017, 2018, 2019])
def exports_by_form(T, series, year) -> Quantity:
    """Total of the year, Table 8."""
    return T[8][year, "Total", "value"]


@rule(3, ["exports"], [2013])
def exports_2013(T, series, year) -> Quantity:
    """Imports of the year (Table 5) less the deficit that Section 1.4 states."""
    return T[5][2013, "total"] - T.stated("1.4-deficit-2013")


@rule(3, ["imports"], [2016])
def imports_2016(T, series, year) -> Quantity:
    """Half the sum of the trade and the deficit that Section 2.1.1 states."""
    return (T.stated("2.1.1-trade-2016") + T.stated("2.1.1-deficit-2016")) / 2


@rule(3, ["exports"], [2016])
def exports_2016(T, series, year) -> Quantity:
    """Half of what the trade that Section 2.1.1 states exceeds the deficit by."""
    return (T.stated("2.1.1-trade-2016") - T.stated("2.1.1-deficit-2016")) / 2


@rule(3, ["balance"], [2013])
def balance_2013(T, series, year) -> Quantity:
    """The deficit that Section 1.4 states."""
    return -T.stated("1.4-deficit-2013")


@rule(3, ["balance"], [2016])
def balance_2016(T, series, year) -> Quantity:
    """The deficit that Section 2.1.1 states."""
    return -T.stated("2.1.1-deficit-2016")


@rule(3, ["balance"], [2014, 2017, 2018, 2019])
def balance(T, series, year) -> Quantity:
    """Exports of the figure less its imports."""
    return point(T, 3, "exports", year) - point(T, 3, "imports", year)


@rule(3, ["total"], [2013, 2014, 2017, 2018, 2019])
def trade(T, series, year) -> Quantity:
    """Exports and imports of the figure together."""
    return point(T, 3, "exports", year) + point(T, 3, "imports", year)


# Figures 5 to 7: points that the text states by a multiple or a growth rate ----------------------


@rule(5, ["computer_technology", "pharmaceuticals", "food_chemistry"], [2010])
def granted_2010(T, series, year) -> Quantity:
    """Grants of 2018 over their multiple of those of 2010, both stated in Section 3.1.3."""
    field = f"3.1.3-{series.replace('_', '-')}-overseas"
    return T.stated(f"{field}-2018") / T.stated(f"{field}-multiple-2010")


COUNTRIES = ("china", "united_states", "japan", "south_korea", "france", "germany", "sweden")


@rule(6, COUNTRIES, [2011])
def granted_2011(T, series, year) -> Quantity:
    """Grants of 2018 less seven years of the growth since 2011, both stated in Section 3.1.3."""
    country = f"3.1.3-digital-{series.replace('_', '-')}"
    pace = exactly(1) + T.stated(f"{country}-growth")
    return T.stated(f"{country}-2018") / pace ** (2018 - 2011)


@rule(7, ["exports"], [2001, 2010])
def high_tech_exports(T, series, year) -> Quantity:
    """Exports of 2019 over their multiple of the year's, both stated in Section 3.2.2."""
    return T.stated("3.2.2-high-tech-exports-2019") / T.stated(f"3.2.2-high-tech-multiple-{year}")


@rule(7, ["imports"], [2019])
def high_tech_imports(T, series, year) -> Quantity:
    """Exports of 2019 over the ratio of exports to imports, both stated in Section 3.2.2."""
    return T.stated("3.2.2-high-tech-exports-2019") / T.stated("3.2.2-ratio-2019")
