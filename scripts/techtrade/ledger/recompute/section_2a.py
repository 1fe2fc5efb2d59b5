"""Section 2, first half: trade since 2016, its forms and its firms (Tables 7 to 10).

Shares are taken from amounts, not from the tables' own share columns, except where the paper
itself adds shares. The residual row "Other forms" is no form and is not ranked.
"""

from __future__ import annotations

from techtrade.ledger.figures import point
from techtrade.ledger.formulas import (
    between,
    cagr,
    exactly,
    multiple,
    percent,
    recompute,
    share,
    suspect,
    total,
)
from techtrade.ledger.recompute.conventions import entries, one_digit_apart
from techtrade.ledger.verbal import (
    both,
    every,
    exceeds,
    holds,
    largest,
    nth_largest,
    rises,
)
from techtrade.quantity import Quantity

YEARS = (2017, 2018, 2019)
IMPORTS, EXPORTS = 7, 8  # by form
FIRM_IMPORTS, FIRM_EXPORTS = 9, 10
PROPERTY = ("Patents", "Know-how", "Trademark licensing")
SERVICES, SOFTWARE = "Technical consulting and services", "Computer software"
FOREIGN, PRIVATE = "Foreign-invested enterprises", "Private enterprises"
STATE, COLLECTIVE = "State-owned enterprises", "Collective enterprises"


# Trade of all forms -----------------------------------------------------------------------------


def traded(T, year: int) -> Quantity:
    """Imports and exports of a year together."""
    return T[IMPORTS][year, "Total", "value"] + T[EXPORTS][year, "Total", "value"]


def year_before(T, table: int) -> Quantity:
    """The 2016 total, which no table prints: that of 2017 with its growth taken off."""
    total_2017 = T[table][2017, "Total", "value"]
    return total_2017 / (exactly(1) + T[table][2017, "Total", "growth"])


def at_start(T, series: str) -> Quantity:
    """The level of 2016 that Figure 3 shows."""
    return point(T, 3, series, 2016)


@recompute("2-trade-keeps-growing")
def trade_keeps_growing(T):
    """Trade rises every year from 2016 (Figure 3) to 2019 (Tables 7 and 8)."""
    return rises({2016: at_start(T, "total")} | {year: traded(T, year) for year in YEARS})


@recompute("2.1.1-strong-exports-steady-imports")
def strong_exports_steady_imports(T):
    """Exports outgrow imports over 2016–2019, and imports grow in every year."""
    exports = cagr(at_start(T, "exports"), T[EXPORTS][2019, "Total", "value"], 3)
    imports = cagr(at_start(T, "imports"), T[IMPORTS][2019, "Total", "value"], 3)
    steps = {year: T[IMPORTS][year, "Total", "growth"] for year in YEARS}
    steady = every({year: exceeds(step, percent(0)) for year, step in steps.items()})
    return both(exceeds(exports, imports, ("exports", "imports")), steady)


@recompute("2.1.1-trade-2016")
def trade_2016(T):
    """Totals of 2017 with their printed growth taken off, imports plus exports."""
    return year_before(T, IMPORTS) + year_before(T, EXPORTS)


@recompute("2.1.1-trade-2019")
def trade_2019(T):
    """Imports plus exports, Tables 7 and 8."""
    return traded(T, 2019)


@recompute("2.1.1-trade-record")
def trade_record(T):
    """2019 is the largest of the years whose total is known: 2013, 2014 and 2016 to 2019."""
    earlier = {year: point(T, 3, "total", year) for year in (2013, 2014, 2016)}
    return largest(2019, earlier | {year: traded(T, year) for year in YEARS})


@recompute("2.1.1-trade-cagr")
def trade_cagr(T):
    """Average growth of trade, n = 3 years from 2016."""
    return cagr(at_start(T, "total"), traded(T, 2019), 3)


@recompute("2.1.1-{flow}-cagr", flow=("exports", "imports"))
def flow_cagr(T, flow):
    """Average growth of the flow, n = 3 years from 2016."""
    table = EXPORTS if flow == "exports" else IMPORTS
    return cagr(at_start(T, flow), T[table][2019, "Total", "value"], 3)


@recompute("2.1.1-trade-multiple")
def trade_multiple(T):
    """At most 2019's trade over 2011's imports alone: the exports of 2011 are not printed."""
    return between(None, multiple(T[5][2011, "total"], traded(T, 2019)))


@recompute("2.1.1-imports-multiple")
def imports_multiple(T):
    """Imports of 2019 (Table 7) over those of 2011 (Table 5)."""
    return multiple(T[5][2011, "total"], T[IMPORTS][2019, "Total", "value"])


@recompute("2.1.1-exports-cut-deficit")
def exports_cut_deficit(T):
    """From 2016 to 2019 exports gained more than imports."""
    exports = T[EXPORTS][2019, "Total", "value"] - at_start(T, "exports")
    imports = T[IMPORTS][2019, "Total", "value"] - at_start(T, "imports")
    return exceeds(exports, imports, ("exports gained", "imports gained"))


@recompute("2.1.1-deficit-2016")
def deficit_2016(T):
    """Totals of 2017 with their printed growth taken off, imports less exports."""
    return year_before(T, IMPORTS) - year_before(T, EXPORTS)


@recompute("2.1.1-deficit-2019")
def deficit_2019(T):
    """Imports less exports, Tables 7 and 8."""
    return T[IMPORTS][2019, "Total", "value"] - T[EXPORTS][2019, "Total", "value"]


# Forms ------------------------------------------------------------------------------------------


def form_share(T, table: int, year: int, form: str) -> Quantity:
    """A form's share of the year's imports (Table 7) or exports (Table 8)."""
    return share(T[table][year, form, "value"], T[table][year, "Total", "value"])


def intellectual_property(T, table: int, year: int) -> Quantity:
    """Patents, know-how and trademark licensing, as the paper defines it."""
    return total(T[table][year, form, "value"] for form in PROPERTY)


def property_share(T, table: int, year: int) -> Quantity:
    """Intellectual property's share of the year's imports or exports."""
    return share(intellectual_property(T, table, year), T[table][year, "Total", "value"])


def forms(T, table: int, year: int) -> dict:
    """The named forms of a year and their amounts."""
    return entries(T[table], year, without=("Total", "Other forms"))


def grouped_forms(T, table: int, year: int) -> dict:
    """The named forms with intellectual property as one."""
    rest = {f: cell for f, cell in forms(T, table, year).items() if f not in PROPERTY}
    return {"Intellectual property": intellectual_property(T, table, year)} | rest


def balances(T, year: int, by=forms) -> dict:
    """Exports less imports, by form."""
    imports = by(T, IMPORTS, year)
    return {form: exports - imports[form] for form, exports in by(T, EXPORTS, year).items()}


def effective_forms(T, year: int) -> float:
    """The effective number of forms: one over the sum of squared shares, imports and exports."""
    imports, exports = (entries(T[table], year) for table in (IMPORTS, EXPORTS))
    amounts = {form: cell + exports[form] for form, cell in imports.items()}
    whole = amounts.pop("Total")
    return float(1 / sum(share(amount, whole) ** 2 for amount in amounts.values()))


@recompute("2-forms-more-diverse")
def forms_more_diverse(T):
    """The effective number of forms (one over the sum of squared shares) is higher at the end."""
    first, last = effective_forms(T, 2017), effective_forms(T, 2019)
    return holds(last > first, f"effective number of forms: 2017 {first:.2f}, 2019 {last:.2f}")


@recompute("2.1.2-ip-main-form")
def property_main_form(T):
    """Intellectual property is more than half of imports in each year."""
    half = percent(50)
    return every({year: exceeds(property_share(T, IMPORTS, year), half) for year in YEARS})


@recompute("2.1.2-ip-dominant")
def property_dominant(T):
    """Intellectual property, taken as one form, is the largest import of each year."""
    return every({y: largest("Intellectual property", grouped_forms(T, IMPORTS, y)) for y in YEARS})


def fee_share(T, year: int) -> Quantity:
    """Technology fees as a share of the year's imports, Table 7."""
    return share(T[IMPORTS][year, "Total", "technology_fee"], T[IMPORTS][year, "Total", "value"])


@recompute("2.1.2-hard-to-soft")
def hard_to_soft(T):
    """The fees' share of imports in each of 2017–2019 (Table 7) is above that of 2001 (Table 5)."""
    start = share(T[5][2001, "technology_fee"], T[5][2001, "total"])
    return every({year: exceeds(fee_share(T, year), start) for year in YEARS})


@recompute("2.1.2-quality-rises")
def quality_rises(T):
    """The fees' share of imports, the paragraph's measure of content, rises every year."""
    return rises({year: fee_share(T, year) for year in YEARS})


@recompute("2.1.2-fee-share-{year}", year=YEARS)
def fee_share_of_imports(T, year):
    """Technology fees over imports, Table 7."""
    return fee_share(T, year)


@recompute("2.1.2-ip-share-{year}", year=YEARS)
@recompute("2.2.2-ip-import-share-{year}", year=YEARS)
def property_share_of_imports(T, year):
    """Patents, know-how and trademark licensing over imports, Table 7."""
    return property_share(T, IMPORTS, year)


@recompute("2.1.2-services-second")
def services_second(T):
    """Second of the named forms of import each year, intellectual property taken as one."""
    return every({y: nth_largest(SERVICES, grouped_forms(T, IMPORTS, y), 2) for y in YEARS})


@recompute("2.1.2-software-third")
def software_third(T):
    """Third of the named forms of import each year, intellectual property taken as one."""
    return every({y: nth_largest(SOFTWARE, grouped_forms(T, IMPORTS, y), 3) for y in YEARS})


@recompute("2.1.2-services-share-{year}", year=YEARS)
def services_share_of_imports(T, year):
    """Technical consulting and services over imports, Table 7."""
    return form_share(T, IMPORTS, year, SERVICES)


@recompute("2.1.2-software-share-{year}", year=YEARS)
def software_share_of_imports(T, year):
    """Computer software over imports, Table 7."""
    return form_share(T, IMPORTS, year, SOFTWARE)


@suspect("2.1.2-software-share-2019", "one digit miscopied; Table 7's own share has another")
def software_share_miscopied(T):
    """The share of 2019 with one digit changed."""
    right = form_share(T, IMPORTS, 2019, SOFTWARE)
    return one_digit_apart(T, "2.1.2-software-share-2019", right)


@recompute("2.1.3-services-main")
def services_main_export(T):
    """Technical consulting and services are more than half of exports in each year."""
    half = percent(50)
    return every({y: exceeds(form_share(T, EXPORTS, y, SERVICES), half) for y in YEARS})
