"""Section 2, first half: trade since 2016, its forms and its firms (Tables 7 to 10).

Shares are taken from amounts, not from the tables' own share columns, except where the paper
itself adds shares. The residual row "Other forms" is no form: what it holds may belong to one.
"""

from __future__ import annotations

from dataclasses import replace

from recomputed.data.quantity import Quantity
from recomputed.ledger.figures import point
from recomputed.ledger.formulas import (
    between,
    cagr,
    exactly,
    multiple,
    recompute,
    share,
    suspect,
    total,
)
from recomputed.ledger.verbal import (
    decided,
    every,
    exceeds,
    largest,
    nth_largest,
    undecided,
)
from techtrade.recompute.conventions import (
    entries,
    fast,
    keeps_rising,
    mostly,
    one_digit_apart,
    steady,
)

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


def year_before(T, table: int, row: str = "Total") -> Quantity:
    """The amount of 2016, which no table prints: that of 2017 with its growth taken off."""
    amount_2017 = T[table][2017, row, "value"]
    return amount_2017 / (exactly(1) + T[table][2017, row, "growth"])


def at_start(T, series: str) -> Quantity:
    """The level of 2016 that Figure 3 shows."""
    return point(T, 3, series, 2016)


@recompute("2-steady", word=["稳步"])
@recompute("2-trade-keeps-growing", word=["持续"])
def trade_keeps_growing(T, word):
    """Trade rises every year from 2016 (Figure 3) to 2019 (Tables 7 and 8)."""
    since_2016 = {2016: at_start(T, "total")} | {year: traded(T, year) for year in YEARS}
    return keeps_rising(T, word, since_2016)


@recompute("2.1.1-strong-exports", word=["强劲"])
@recompute("2.1.1-exports-fast", word=["迅速"])
def exports_grow_fast(T, word):
    """Average growth of exports from 2016 to 2019 is above the word's bar."""
    last = T[EXPORTS][2019, "Total", "value"]
    return fast(T, word, at_start(T, "exports"), last, 3, "exports")


@recompute("2.1.1-steady-imports")
def steady_imports(T):
    """The growth rates of imports that Table 7 prints stay within the word's bar of each other."""
    return steady(T, "平稳", {year: T[IMPORTS][year, "Total", "growth"] for year in YEARS})


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
    """2019 is the largest of the years whose total is known; others could have been larger."""
    earlier = {year: point(T, 3, "total", year) for year in (2013, 2014, 2016)}
    found = largest(2019, earlier | {year: traded(T, year) for year in YEARS})
    unknown = "the exports of 2011 and 2012 and all of 2015 are not printed"
    return undecided(f"{found.evidence}; {unknown}") if found.holds else found


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


@recompute("2.1.1-exports-multiple")
def exports_multiple(T):
    """If the stated multiple of trade is right: 2019's exports over 2011's trade less imports.

    Imports of 2011 are those of Table 5. The two multiples cannot both be right, and nothing
    printed tells which of them fails.
    """
    trade_2011 = traded(T, 2019) / T.stated("2.1.1-trade-multiple")
    return multiple(trade_2011 - T[5][2011, "total"], T[EXPORTS][2019, "Total", "value"])


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


def unnamed(T, table: int, year: int) -> Quantity:
    """What the named forms of a year leave to others."""
    return T[table][year, "Other forms", "value"]


def grouped_forms(T, table: int, year: int) -> dict:
    """The named forms with intellectual property as one."""
    rest = {f: cell for f, cell in forms(T, table, year).items() if f not in PROPERTY}
    return {"Intellectual property": intellectual_property(T, table, year)} | rest


def balances(T, year: int, by=forms) -> dict:
    """Exports less imports, by form."""
    imports = by(T, IMPORTS, year)
    return {form: exports - imports[form] for form, exports in by(T, EXPORTS, year).items()}


def effective_forms(T, year: int) -> tuple[Quantity, Quantity]:
    """The effective number of forms: one over the sum of squared shares, imports and exports.

    Returns
    -------
    least, most : Quantity
        With the other forms counted as one, and as ever so many.
    """
    if year == 2016:
        rows = (entries(T[table], 2017) for table in (IMPORTS, EXPORTS))
        flows = zip((IMPORTS, EXPORTS), rows, strict=True)
        imports, exports = ({row: year_before(T, table, row) for row in r} for table, r in flows)
    else:
        imports, exports = (entries(T[table], year) for table in (IMPORTS, EXPORTS))
    amounts = {form: cell + exports[form] for form, cell in imports.items()}
    whole = amounts.pop("Total")
    squares = {form: share(amount, whole) ** 2 for form, amount in amounts.items()}
    as_one, others = total(squares.values()), squares["Other forms"]
    return exactly(1) / as_one, exactly(1) / (as_one - others)


@recompute("2-forms-more-diverse")
def forms_more_diverse(T):
    """The effective number of forms (one over the sum of squared shares), 2019 against 2016.

    Amounts of 2016 are those of 2017 with their printed growth taken off.
    """
    first, last = effective_forms(T, 2016), effective_forms(T, 2019)
    found = decided(last[0] / first[1], last[1] / first[0], exactly(1), ("2019 over 2016:", ""))
    ends = ((year, *map(float, ends)) for year, ends in ((2016, first), (2019, last)))
    told = "; ".join(f"{year}: {least:.2f} to {most:.2f}" for year, least, most in ends)
    return replace(found, evidence=f"effective number of forms: {told}")


@recompute("2.1.2-ip-main-form", word=["主要"])
@recompute("2.1.2-ip-dominant", word=["主导"])
def property_main_form(T, word):
    """Intellectual property is more than half of imports in each year."""
    findings = {}
    for year in YEARS:
        whole = T[IMPORTS][year, "Total", "value"]
        findings[year] = mostly(T, word, intellectual_property(T, IMPORTS, year), whole)
    return every(findings)


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
    return keeps_rising(T, "不断", {year: fee_share(T, year) for year in YEARS})


@recompute("2.1.2-fee-share-{year}", year=YEARS)
def fee_share_of_imports(T, year):
    """Technology fees over imports, Table 7."""
    return fee_share(T, year)


@recompute("2.1.2-ip-share-{year}", year=YEARS)
@recompute("2.2.2-ip-import-share-{year}", year=YEARS)
def property_share_of_imports(T, year):
    """Patents, know-how and trademark licensing over imports, Table 7."""
    return property_share(T, IMPORTS, year)


@recompute("2.1.2-services-second", form=[SERVICES], place=[2])
@recompute("2.1.2-software-third", form=[SOFTWARE], place=[3])
def place_among_imports(T, form, place):
    """The form's place among imports each year, intellectual property taken as one form."""
    findings = {}
    for year in YEARS:
        listed, rest = grouped_forms(T, IMPORTS, year), unnamed(T, IMPORTS, year)
        findings[year] = nth_largest(form, listed, place, rest)
    return every(findings)


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
    cells = T[EXPORTS]
    pairs = {
        year: (cells[year, SERVICES, "value"], cells[year, "Total", "value"]) for year in YEARS
    }
    return every({year: mostly(T, "为主", *pair) for year, pair in pairs.items()})
