"""Section 3.2: exports of the industries that import most technology, Tables 19 and 20."""

from __future__ import annotations

from recomputed.ledger.formulas import cagr, exactly, multiple, recompute, share, total
from recomputed.ledger.verbal import below, exceeds, falls, order
from techtrade.industries import EIGHT
from techtrade.recompute.section_3a import HYPHENATED, column_of, each, eight

SLOWER = ("transport_equipment", "chemicals")
FASTER = (  # in the paper's order
    "special_machinery",
    "electronics",
    "general_machinery",
    "electrical_machinery",
    "pharmaceuticals",
    "food",
)
PAIR = ("electronics", "pharmaceutical")
COLUMNS = {"revenue": "revenue", "exports": "new_product_exports"}


def exports_growth(T, name: str):
    """Average annual growth of export delivery value, 2003–2019, n = 16, from the levels."""
    return cagr(T[19][2003, name], T[19][2019, name], 2019 - 2003)


@recompute("3.2.1-industries")
def industries_with_exports(T):
    """Industries that Table 19 prints beside the total and the share."""
    return exactly(len(set(T[19].row(2019)) - {"industry_total", "share_of_eight"}))


@recompute("3.2.1-share-of-eight-{year}", year=(2003, 2019))
def share_of_eight(T, year):
    """The eight industries' share, from their amounts and not from the printed share column."""
    return share(total(eight(T, 19, year).values()), T[19][year, "industry_total"])


@recompute("3.2.1-growth-industry", industry=["industry_total"])
@recompute("3.2.1-growth-{industry}", industry=HYPHENATED)
def growth_of_exports(T, industry):
    """Average annual growth of export delivery value, 2003–2019, n = 16, Table 19."""
    return exports_growth(T, column_of(industry))


@recompute("3.2.1-growth-exceptions")
def slower_than_average(T):
    """The two named exceptions' growth against that of all industrial enterprises."""
    average = exports_growth(T, "industry_total")
    return each({EIGHT[name]: below(exports_growth(T, name), average) for name in SLOWER})


@recompute("3.2.1-growth-above-count")
def faster_count(T):
    """Industries whose exports grow faster than those of all industrial enterprises."""
    average = exports_growth(T, "industry_total")
    return sum(exports_growth(T, name) > average for name in EIGHT)


@recompute("3.2.1-growth-above")
def faster_than_average(T):
    """The six named industries' growth against that of all industrial enterprises."""
    average = exports_growth(T, "industry_total")
    return each({EIGHT[name]: exceeds(exports_growth(T, name), average) for name in FASTER})


@recompute("3.2.1-growth-order")
def growth_order(T):
    """Growth of the six industries in the order in which the paper names them."""
    return falls({EIGHT[name]: exports_growth(T, name) for name in FASTER})


@recompute("3.2.1-exports-top-three")
def top_three_exporters(T):
    """The order of the eight industries by export delivery value in 2019."""
    named = ("electronics", "electrical_machinery", "general_machinery")
    return order([EIGHT[name] for name in named], eight(T, 19, 2019))


@recompute("3.2.1-exports-2019-{industry}", industry=HYPHENATED)
def exports_level(T, industry):
    """Export delivery value in 2019, Table 19."""
    return T[19][2019, column_of(industry)]


@recompute("3.2.1-exports-multiple-{base}-{industry}", base=(2003, 2011), industry=HYPHENATED)
def exports_multiple(T, base, industry):
    """Export delivery value in 2019 as a multiple of the base year, Table 19."""
    name = column_of(industry)
    return multiple(T[19][base, name], T[19][2019, name])


@recompute("3.2.2-{industry}-technology-imports-sum", industry=PAIR)
def technology_imports_sum(T, industry):
    """Spending on technology imports added up over 2000–2018, Table 20."""
    return total(T[20][year, f"{industry}_technology_imports"] for year in range(2000, 2019))


@recompute("3.2.2-{industry}-{flow}-{year}", industry=PAIR, flow=COLUMNS, year=(2000, 2018))
def flow_level(T, industry, flow, year):
    """Revenue, or export sales of new products, in the year, Table 20."""
    return T[20][year, f"{industry}_{COLUMNS[flow]}"]


@recompute("3.2.2-{industry}-{flow}-cagr", industry=PAIR, flow=COLUMNS)
def flow_growth(T, industry, flow):
    """Average annual growth of revenue or new-product exports, 2000–2018, n = 18."""
    name = f"{industry}_{COLUMNS[flow]}"
    return cagr(T[20][2000, name], T[20][2018, name], 2018 - 2000)


@recompute(
    "3.2.2-{industry}-{flow}-multiple-{base}", industry=PAIR, flow=COLUMNS, base=(2000, 2010)
)
def flow_multiple(T, industry, flow, base):
    """Revenue or new-product exports in 2018 as a multiple of the base year, Table 20."""
    name = f"{industry}_{COLUMNS[flow]}"
    return multiple(T[20][base, name], T[20][2018, name])
