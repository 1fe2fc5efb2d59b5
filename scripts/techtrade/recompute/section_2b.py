"""Section 2: what China exports, and which firms trade (Tables 7 to 10)."""

from __future__ import annotations

from recomputed.data.quantity import Quantity
from recomputed.ledger.formulas import (
    exactly,
    recompute,
    share,
    suspect,
    total,
)
from recomputed.ledger.verbal import (
    both,
    every,
    exceeds,
    largest,
    nth_largest,
    rises,
    undecided,
)
from techtrade.recompute.conventions import (
    always,
    entries,
    keeps_rising,
    mostly,
    one_digit_apart,
    small,
)
from techtrade.recompute.section_2a import (
    COLLECTIVE,
    EXPORTS,
    FIRM_EXPORTS,
    FIRM_IMPORTS,
    FOREIGN,
    IMPORTS,
    PRIVATE,
    SERVICES,
    SOFTWARE,
    STATE,
    YEARS,
    balances,
    form_share,
    forms,
    grouped_forms,
    intellectual_property,
    property_share,
    unnamed,
    year_before,
)

DOMESTIC = (STATE, COLLECTIVE, PRIVATE)
SELLERS = 14  # exports by industry
UNPRINTED = "the tables print 2017 to 2019 only"


# Forms of export and their balance ----------------------------------------------------------------


@recompute("2.1.3-services-surplus-source")
def services_surplus_source(T):
    """The services' surplus is more than half of all surpluses, in each year.

    Whatever is exported in unnamed forms is counted as a surplus: they may have no imports.
    """
    findings = {}
    for year in YEARS:
        balance = balances(T, year)
        named = (surplus for surplus in balance.values() if surplus > 0)
        surpluses = sum(named, start=unnamed(T, EXPORTS, year))
        findings[year] = mostly(T, "主要", balance[SERVICES], surpluses, "at least")
    return every(findings)


@recompute("2.1.3-services-share-{year}", year=YEARS)
def services_share_of_exports(T, year):
    """Technical consulting and services over exports, Table 8."""
    return form_share(T, EXPORTS, year, SERVICES)


@recompute("2.1.3-software-second")
def software_second_export(T):
    """Second of the table's forms of export in each year."""
    findings = {}
    for year in YEARS:
        rest = unnamed(T, EXPORTS, year)
        findings[year] = nth_largest(SOFTWARE, forms(T, EXPORTS, year), 2, rest)
    return every(findings)


@recompute("2.1.3-software-share-{year}", year=YEARS)
def software_share_of_exports(T, year):
    """Computer software over exports, Table 8."""
    return form_share(T, EXPORTS, year, SOFTWARE)


@recompute("2.1.3-services-largest-surplus")
def services_largest_surplus(T):
    """The largest surplus of a form in each year; an unnamed one is less than its exports."""
    findings = {}
    for year in YEARS:
        findings[year] = largest(SERVICES, balances(T, year), unnamed(T, EXPORTS, year))
    return every(findings)


@recompute("2.1.3-services-surplus-{year}", year=YEARS)
def services_surplus(T, year):
    """Exports less imports of technical consulting and services."""
    return T[EXPORTS][year, SERVICES, "value"] - T[IMPORTS][year, SERVICES, "value"]


@recompute("2.1.3-software-surplus-second")
def software_surplus_second(T):
    """The second largest surplus of a form in 2019; an unnamed one is less than its exports."""
    return nth_largest(SOFTWARE, balances(T, 2019), 2, unnamed(T, EXPORTS, 2019))


@recompute("2.1.3-software-surplus-2019")
def software_surplus(T):
    """Exports less imports of computer software."""
    return T[EXPORTS][2019, SOFTWARE, "value"] - T[IMPORTS][2019, SOFTWARE, "value"]


@recompute("2.1.3-software-competitiveness")
def software_competitiveness(T):
    """Exports of software, as a form and as an industry, rise every year; open if only one does."""
    by_form = {year: T[EXPORTS][year, SOFTWARE, "value"] for year in YEARS}
    by_industry = {year: T[SELLERS][year, "Software", "value"] for year in YEARS}
    form, industry = (keeps_rising(T, "不断", series) for series in (by_form, by_industry))
    if form.holds == industry.holds:
        return both(form, industry)
    return undecided(f"as a form: {form.evidence}; as an industry: {industry.evidence}")


# Intellectual property, both ways -----------------------------------------------------------------


@recompute("2-ip-exports-small")
@recompute("2.2.2-ip-exports-small")
def property_exports_small(T):
    """Small in all exports and against property imports, in each year."""
    findings = {}
    for year in YEARS:
        sold, bought = (intellectual_property(T, table, year) for table in (EXPORTS, IMPORTS))
        findings[year] = both(
            small(T, "规模小", sold, T[EXPORTS][year, "Total", "value"], "share of exports"),
            small(T, "规模小", sold, bought, "ratio to imports"),
        )
    return every(findings)


@recompute("2.2.2-ip-export-share-{year}", year=YEARS)
def property_share_of_exports(T, year):
    """Patents, know-how and trademark licensing over exports, Table 8."""
    return property_share(T, EXPORTS, year)


@suspect("2.2.2-ip-export-share-2017", "one digit miscopied; Table 8's own shares add to another")
def property_share_miscopied(T):
    """The share of 2017 with one digit changed."""
    right = property_share(T, EXPORTS, 2017)
    return one_digit_apart(T, "2.2.2-ip-export-share-2017", right)


@recompute("2.2.2-ip-deficit-{year}", year=YEARS)
def property_deficit(T, year):
    """Imports less exports of patents, know-how and trademark licensing."""
    return intellectual_property(T, IMPORTS, year) - intellectual_property(T, EXPORTS, year)


@recompute("2.2.2-ip-largest-deficit")
def property_largest_deficit(T):
    """The largest deficit of a form, intellectual property taken as one, in each year.

    That of an unnamed form is less than its imports.
    """
    findings = {}
    for year in YEARS:
        deficits = {form: -balance for form, balance in balances(T, year, grouped_forms).items()}
        rest = unnamed(T, IMPORTS, year)
        findings[year] = largest("Intellectual property", deficits, rest)
    return every(findings)


# Firms ------------------------------------------------------------------------------------------


def firm_share(T, table: int, year: int, firm: str) -> Quantity:
    """A kind of firm's share of the year's imports (Table 9) or exports (Table 10)."""
    return share(T[table][year, firm, "value"], T[table][year, "Total", "value"])


def firms_trade(T, year: int) -> dict:
    """Imports and exports together by kind of firm; the residual is left out."""
    leave = ("Total", "Other")
    exports = entries(T[FIRM_EXPORTS], year, without=leave)
    return {f: cell + exports[f] for f, cell in entries(T[FIRM_IMPORTS], year, leave).items()}


def both_flows(T, year: int, firm: str) -> Quantity:
    """Imports and exports of a kind of firm together, Tables 9 and 10."""
    return T[FIRM_IMPORTS][year, firm, "value"] + T[FIRM_EXPORTS][year, firm, "value"]


def domestic_trade(T, year: int) -> dict:
    """Imports and exports of domestic firms, as the paper's paragraph and its footnote count them.

    The paragraph adds up three types of firm; the footnote means all but the foreign-invested.
    """
    three = total(both_flows(T, year, firm) for firm in DOMESTIC)
    return {
        "three types": three,
        "all but foreign": both_flows(T, year, "Total") - both_flows(T, year, FOREIGN),
    }


@recompute("2.1.4-foreign-main", word=["为主"])
@recompute("2.1.4-foreign-mainstay", word=["主要"])
def foreign_main(T, word):
    """Foreign-invested firms have more than half of imports plus exports, in each year."""
    pairs = {year: [both_flows(T, year, firm) for firm in (FOREIGN, "Total")] for year in YEARS}
    return every({year: mostly(T, word, *pair) for year, pair in pairs.items()})


@recompute("2.1.4-foreign-dominant")
def foreign_dominant(T):
    """Foreign-invested firms have more than half of imports and of exports, in each year."""
    findings = {}
    for flow, table in (("imports", FIRM_IMPORTS), ("exports", FIRM_EXPORTS)):
        for year in YEARS:
            pair = (T[table][year, firm, "value"] for firm in (FOREIGN, "Total"))
            findings[f"{flow} {year}"] = mostly(T, "绝对", *pair)
    return always(T, "一直", findings, UNPRINTED)


@recompute("2.1.4-domestic-rise")
def domestic_rise(T):
    """Domestic firms' trade, counted either way, rises every year from 2017, the paper's base."""
    trade = {year: domestic_trade(T, year) for year in YEARS}
    return every({how: rises({year: trade[year][how] for year in YEARS}) for how in trade[2019]})


@recompute("2.1.4-domestic-share-rises")
def domestic_share_rises(T):
    """The share of domestic firms, counted either way, in imports plus exports rises gradually."""
    shares = {"three types": {}, "all but foreign": {}}
    for year in YEARS:
        for how, trade in domestic_trade(T, year).items():
            shares[how][year] = share(trade, both_flows(T, year, "Total"))
    return every({how: keeps_rising(T, "逐步", series) for how, series in shares.items()})


@recompute("2.1.4-foreign-imports-{year}", year=YEARS)
def foreign_share_of_imports(T, year):
    """Foreign-invested firms' imports over all, Table 9."""
    return firm_share(T, FIRM_IMPORTS, year, FOREIGN)


@recompute("2.1.4-foreign-exports-{year}", year=YEARS)
def foreign_share_of_exports(T, year):
    """Foreign-invested firms' exports over all, Table 10."""
    return firm_share(T, FIRM_EXPORTS, year, FOREIGN)


def three_shares(T, table: int, year: int) -> Quantity:
    """The printed shares of state-owned, collective and private firms, added."""
    return total(T[table][year, firm, "share"] for firm in DOMESTIC)


@recompute("2.1.4-domestic-imports-{year}", year=(2017, 2019))
def domestic_shares_of_imports(T, year):
    """State-owned, collective and private firms' printed shares, Table 9."""
    return three_shares(T, FIRM_IMPORTS, year)


@recompute("2.1.4-domestic-exports-{year}", year=(2017, 2019))
def domestic_shares_of_exports(T, year):
    """State-owned, collective and private firms' printed shares, Table 10."""
    return three_shares(T, FIRM_EXPORTS, year)


@recompute("2.1.4-domestic-{flow}-gain", flow=("imports", "exports"))
def domestic_gain(T, flow):
    """The three shares of 2019 less those of 2017."""
    table = FIRM_IMPORTS if flow == "imports" else FIRM_EXPORTS
    return three_shares(T, table, 2019) - three_shares(T, table, 2017)


@recompute("2-private-rises")
def private_rises(T):
    """Private firms' share of imports plus exports, every year from 2016 (2017 less its growth)."""
    private, every_firm = (
        sum(year_before(T, table, row) for table in (FIRM_IMPORTS, FIRM_EXPORTS))
        for row in (PRIVATE, "Total")
    )
    shares = {y: share(both_flows(T, y, PRIVATE), both_flows(T, y, "Total")) for y in YEARS}
    return keeps_rising(T, "不断", {2016: share(private, every_firm)} | shares)


@recompute("2.1.4-private-second")
def private_second(T):
    """Second by imports plus exports among the four kinds of firm, in each year."""
    return every({year: nth_largest(PRIVATE, firms_trade(T, year), 2) for year in YEARS})


@recompute("2.1.4-private-imports-grow")
def private_imports_grow(T):
    """Private firms' imports rise every year, Table 9."""
    return keeps_rising(T, "不断", T[FIRM_IMPORTS].column("value", label_en=PRIVATE))


@recompute("2.1.4-private-imports-{year}", year=YEARS)
def private_share_of_imports(T, year):
    """Private firms' imports over all, Table 9."""
    return firm_share(T, FIRM_IMPORTS, year, PRIVATE)


@recompute("2.1.4-private-over-state")
def private_over_state(T):
    """Private firms export more than state-owned firms in each year, Table 10."""
    cells = T[FIRM_EXPORTS]
    pairs = {y: (cells[y, PRIVATE, "value"], cells[y, STATE, "value"]) for y in YEARS}
    return every({year: exceeds(*pair, ("private", "state")) for year, pair in pairs.items()})


@recompute("2.1.4-private-exports-{year}", year=YEARS)
def private_share_of_exports(T, year):
    """Private firms' exports over all, Table 10."""
    return firm_share(T, FIRM_EXPORTS, year, PRIVATE)


# Domestic and foreign firms, 2.2.4 --------------------------------------------------------------


@recompute("2.2.4-domestic-below-foreign")
def domestic_below_foreign(T):
    """Foreign-invested firms import more than all others together, in each year."""
    imports = T[FIRM_IMPORTS].column("value", label_en=FOREIGN)
    rest = {year: T[FIRM_IMPORTS][year, "Total", "value"] - imports[year] for year in YEARS}
    names = ("foreign", "others")
    found = {y: exceeds(imports[y], rest[y], names) for y in YEARS}
    return always(T, "一直", found, UNPRINTED)


@recompute("2.2.4-domestic-imports-{year}", year=YEARS)
def domestic_share_of_imports(T, year):
    """All but foreign-invested firms' imports, as the footnote defines domestic, Table 9."""
    return exactly(1) - firm_share(T, FIRM_IMPORTS, year, FOREIGN)
