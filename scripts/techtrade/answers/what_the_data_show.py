"""Answers to the exercises of the closing chapter: from correlation to cause."""

from itertools import accumulate, pairwise
from statistics import correlation

from recomputed.ledger.formulas import growth, total
from recomputed.teach.register import answer, slip

YEARS = range(2000, 2019)


def paid(T, column, years=YEARS):
    """A column of Table 20 as floats, in the order of the years."""
    return [float(T[20][year, column]) for year in years]


def steps(series):
    """Yearly growth rates."""
    return [new / old - 1 for old, new in pairwise(series)]


@answer("ex-6-1", decimals=2, hint="Add the payments up year by year first.")
def running_total(T):
    """Correlation of the running total of electronics' technology imports with revenue."""
    payments = accumulate(paid(T, "electronics_technology_imports"))
    return correlation(list(payments), paid(T, "electronics_revenue"))


@slip("ex-6-1", "That is the correlation of the yearly payments; add them up over the years.")
def yearly_payments(T):
    imports = paid(T, "electronics_technology_imports")
    return correlation(imports, paid(T, "electronics_revenue"))


@answer("ex-6-2", decimals=2, hint="The running total of equal payments is one, two, three, …")
def equal_payments(T):
    """Correlation of the number of the year with electronics' revenue."""
    return correlation([float(year) for year in YEARS], paid(T, "electronics_revenue"))


@answer("ex-6-3", hint="Both series must cover the same years, 2001 to 2018.")
def best_placebo(T):
    """The column of Table 18 that correlates best with electronics' revenue, in levels."""
    years = range(2001, 2019)
    revenue = paid(T, "electronics_revenue", years)

    def fit(column):
        return correlation([float(T[18][year, column]) for year in years], revenue)

    return max(T[18].numeric_columns, key=fit)


@answer("ex-6-4", hint="Leave each year out in turn and compute the correlation of what is left.")
def year_that_matters(T):
    """The year whose omission changes the correlation of growth rates most."""
    imports = steps(paid(T, "electronics_technology_imports"))
    exports = steps(paid(T, "electronics_new_product_exports"))
    whole = correlation(imports, exports)

    def moved(place):
        left = [[x for i, x in enumerate(s) if i != place] for s in (imports, exports)]
        return abs(correlation(*left) - whole)

    return YEARS[max(range(len(imports)), key=moved) + 1]


@answer(
    "ex-6-5",
    decimals=1,
    unit="pp",
    hint="Two growth rates over the whole period, then the difference: the eight less the rest.",
)
def eight_less_rest(T):
    """Growth of R&D in the eight industries less that in other manufacturing, 2012–2018."""
    eight = {year: _eight(T, year) for year in (2012, 2018)}
    rest = {year: T[15][year, "manufacturing"] - eight[year] for year in eight}
    return growth(eight[2012], eight[2018]) - growth(rest[2012], rest[2018])


@slip(
    "ex-6-5", "That compares the eight with all manufacturing, of which they are the larger part."
)
def eight_less_all(T):
    both = (T[15][2012, "manufacturing"], T[15][2018, "manufacturing"])
    return growth(_eight(T, 2012), _eight(T, 2018)) - growth(*both)


def _eight(T, year):
    return total(q for column, q in T[15].row(year).items() if column != "manufacturing")
