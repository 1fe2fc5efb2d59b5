"""The eight importing industries across Tables 15, 16, 17 and 19, alone and against the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from recomputed.data.book import Tables
from recomputed.data.quantity import Quantity
from recomputed.errors import NotPrinted

Span = tuple[int, int, int]
"""A table and the first and last year of a comparison."""


def industry_cell(tables: Tables, number: int, industry: str, year: int) -> Quantity:
    """An industry's number in a year, wherever the table has its years.

    Parameters
    ----------
    tables : Tables
        The tables by number.
    number : int
        Of the table. Tables 16 and 17 have years in columns, Tables 15 and 19 industries.
    industry : str
        Its English label, or the title of its column.
    year : int
        The year.

    Raises
    ------
    NotPrinted
        If the table has no such industry or year.
    """
    table = tables[number]
    if f"y{year}" in table.fields:
        return table[industry, f"y{year}"]
    for column in table.numeric_columns:
        if table.fields[column]["title"] == industry:
            return table[year, column]
    raise NotPrinted(f"Table {number} has no column for {industry}")


def multiples(
    tables: Tables, industries: Iterable[str], spans: Mapping[str, Span]
) -> dict[str, list[float]]:
    """The last year's level as a multiple of the first's, for each span and industry."""

    def multiple(industry: str, number: int, first: int, last: int) -> float:
        cells = (industry_cell(tables, number, industry, year) for year in (last, first))
        return float(next(cells) / next(cells))

    industries = list(industries)
    return {name: [multiple(each, *span) for each in industries] for name, span in spans.items()}


def group_and_rest(
    tables: Tables, industries: Iterable[str], whole: str, span: Span
) -> tuple[float, float]:
    """The growth multiple of a group of industries, and that of all others.

    Parameters
    ----------
    tables : Tables
        The tables by number.
    industries : iterable of str
        The group.
    whole : str
        The label of the total that the group is part of.
    span : (int, int, int)
        The table, the first year and the last.
    """
    number, *years = span
    industries = list(industries)
    own = [sum(industry_cell(tables, number, each, year) for each in industries) for year in years]
    rest = [
        industry_cell(tables, number, whole, year) - part
        for part, year in zip(own, years, strict=True)
    ]
    return float(own[1] / own[0]), float(rest[1] / rest[0])
