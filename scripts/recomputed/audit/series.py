"""Suspicions: values that no identity contradicts, but that break their own series.

A suspicion proves nothing. Series do jump, and classifications change; but a digit too many, a
point moved or a digit misread looks just like this.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from recomputed.audit.cells import rows, years_across
from recomputed.audit.slips import candidates
from recomputed.data.book import Book, Table
from recomputed.data.printed import Printed

SPREADS = 4
"""How many times a series' usual deviation a value must deviate."""

LEAST = math.log(1.25)
"""The least deviation within a series, 25%, that is worth a word."""

LEAST_AT_END = math.log(5)
"""The same for the first and last value, which have one neighbour only."""

ALWAYS = math.log(50)
"""A deviation by such a factor is named however wild the series."""

STEADY = math.log(1.05)
"""What is in line in the steadiest of series."""

SHORTEST = 5
"""Values that a series needs for it to have a usual deviation."""


@dataclass(frozen=True)
class Suspicion:
    """A value out of line with its neighbours in time.

    Parameters
    ----------
    table : int
        The table.
    key : tuple
        The row's key.
    column : str
        The column.
    text : str
        What is printed.
    factor : float
        The value over what its neighbours suggest: their geometric mean, weighted by the
        distance in years, or at an end of the series the one neighbour.
    mend : str
        The number that would be in line and from which one slip leads to the printed one, if
        there is such a number.
    """

    table: int
    key: tuple
    column: str
    text: str
    factor: float
    mend: str = ""


def suspicions(book: Book, tables: Iterable[int] | None = None) -> list[Suspicion]:
    """Find the values that break their series.

    Each value of each series of at least :data:`SHORTEST` positive values is compared with its
    neighbours in time, on the logarithmic scale, and the deviation with the series' usual one
    (1.4826 times the median absolute deviation). Only the largest of adjoining deviations counts:
    a wrong value makes its neighbours look wrong too.

    Parameters
    ----------
    book : Book
        The data.
    tables : iterable of int, optional
        Which tables to look at; all by default.

    Returns
    -------
    list of Suspicion
        In the order of the tables.
    """
    found = []
    for number in book.table_numbers if tables is None else tables:
        table = book.T[number]
        for points in _series(table):
            for i, deviation, usual in _outliers([(year, value) for year, value, _ in points]):
                *key, column = points[i][2]
                text = table.text(*key, column)
                wanted = math.log(points[i][1]) - deviation
                mend = _mend(text, wanted, max(usual, STEADY))
                found.append(Suspicion(number, tuple(key), column, text, math.exp(deviation), mend))
    return found


def _mend(text: str, wanted: float, usual: float) -> str:
    """The first number that one slip turns into `text` and that lies where it is wanted."""
    near = (c for c in candidates(text) if Printed(c).value > 0)
    return next((c for c in near if abs(math.log(float(c)) - wanted) <= usual), "")


def _series(table: Table) -> Iterator[list[tuple[int, float, tuple]]]:
    """The series of a table: (year, value, address) each, as far as printed and above zero."""
    across = years_across(table)
    if across:
        for key in rows(table):
            yield _positive(table, [(int(c[1:]), (key, c)) for c in across])
    elif table.key_fields == ["year"]:
        years = [year for year in rows(table) if isinstance(year, int)]
        for column in table.numeric_columns:
            yield _positive(table, [(year, (year, column)) for year in years])


def _positive(table: Table, places: list[tuple[int, tuple]]) -> list[tuple[int, float, tuple]]:
    printed = [(year, address) for year, address in places if table.has(*address)]
    points = [(year, float(table.text(*address)), address) for year, address in printed]
    return [point for point in points if point[1] > 0]


def _outliers(points: list[tuple[int, float]]) -> Iterator[tuple[int, float, float]]:
    """The places that deviate, with their deviation and the usual one, in logarithms.

    An end is not blamed for a step that its neighbour's own deviation explains.
    """
    if len(points) < SHORTEST:
        return
    years, logs = [year for year, _ in points], [math.log(value) for _, value in points]
    last = len(points) - 1
    inner = {i: _deviation(years, logs, i) for i in range(1, last)}
    usual = 1.4826 * statistics.median(abs(d) for d in inner.values())
    limit = min(max(LEAST, SPREADS * usual), ALWAYS)
    for i, deviation in inner.items():
        beside = [abs(inner.get(j, 0)) for j in (i - 1, i + 1)]
        if abs(deviation) > limit and abs(deviation) >= max(beside):
            yield i, deviation, usual
    for i, beside in ((0, 1), (last, last - 1)):
        deviation = logs[i] - logs[beside]
        if abs(deviation) > max(LEAST_AT_END, limit) and abs(inner[beside]) <= limit:
            yield i, deviation, usual


def _deviation(years: list[int], logs: list[float], i: int) -> float:
    weight = (years[i] - years[i - 1]) / (years[i + 1] - years[i - 1])
    return logs[i] - ((1 - weight) * logs[i - 1] + weight * logs[i + 1])
