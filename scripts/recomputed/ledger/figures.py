"""The points of the paper's figures, which are printed as pictures without their values.

A figure's file lists the points that it shows. One that the text states names the claim that
states it; one that a table prints, or that follows from printed numbers, is computed by a rule of
the paper's ``figures`` module; any other says why the paper gives no number. Rules follow the
data: an edited or corrected cell moves the points that rest on it.
"""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from recomputed.data.book import Book, Tables
from recomputed.data.paper import paper_of
from recomputed.data.quantity import Quantity
from recomputed.errors import BookError, NotComputable, NotPrinted

RULES: dict[str, dict[tuple[int, str, int], Callable]] = defaultdict(dict)
"""A paper's package to figure, series and year to the function of the tables, series and year."""


def rule(figure: int, series: Iterable[str], years: Iterable[int]) -> Callable:
    """Register a function as the rule of a figure's points; its docstring is shown with them.

    Raises
    ------
    ValueError
        If a point already has a rule.
    """
    years = tuple(years)

    def register(function: Callable) -> Callable:
        rules = RULES[paper_of(function)]
        for key in [(figure, name, year) for name in series for year in years]:
            if key in rules:
                raise ValueError(f"point {key} has two rules")
            rules[key] = function
        return function

    return register


def rules_of(book: Book) -> Mapping[tuple[int, str, int], Callable]:
    """The rules of a book's figures, by figure, series and year."""
    book.paper.load()
    return RULES[book.paper.name]


@dataclass(frozen=True)
class Point:
    """One point of a figure and how it is known.

    Parameters
    ----------
    year : int
    series : str
        Its name in the figure's file.
    quantity : Quantity or None
        The value with its rounding interval, in the series' unit; None where it is not known.
    how : str
        The place or rule that gives the number, or why there is none.
    cells : tuple of (table, key, column)
        The printed cells it rests on.
    claims : tuple of str
        The claims whose stated numbers it rests on.
    source : str
        The printed source of its tables; the figure's own where only the text gives it.
    """

    year: int
    series: str
    quantity: Quantity | None
    how: str
    cells: tuple[tuple, ...] = ()
    claims: tuple[str, ...] = ()
    source: str = ""

    @property
    def status(self) -> str:
        """``printed`` as one number, ``derived`` from several, or ``absent``."""
        if self.quantity is None:
            return "absent"
        return "printed" if len(self.cells) + len(self.claims) == 1 else "derived"


def point(T: Tables, figure: int, series: str, year: int) -> Quantity:
    """A figure's point in the unit of its series.

    Raises
    ------
    NotPrinted
        If the paper gives no number for it.
    """
    shown = T.book.load(f"figure_{figure}")
    if reason := shown.text(year, series, "absent"):
        raise NotPrinted(reason)
    if claim := shown.text(year, series, "stated"):
        found = T.stated(claim)
    elif function := rules_of(T.book).get((figure, series, year)):
        found = function(T, series, year)
    else:
        raise NotPrinted("the paper gives no number")
    return found.to(T.book.units[shown.resource["series"][series]["unit"]])


def points(book: Book, figure: int) -> list[Point]:
    """All points that a figure shows, in its file's order."""
    keys = book.load(f"figure_{figure}").keys()
    return [_traced(book, figure, series, year) for year, series in keys]


def faults(book: Book) -> list[str]:
    """The points of all figures that are not told in one way, or not in their series' unit."""
    problems = []
    for name in book.sheets:
        if not name.startswith("figure_"):
            continue
        shown, number = book.load(name), int(name.rpartition("_")[2])
        for row, line in zip(shown.rows, shown.lines, strict=True):
            year, series = int(row["year"]), row["series"]
            at = f"{shown.resource['path']}, row {line} ({year}, {series})"
            ruled = (number, series, year) in rules_of(book)
            if row["stated"] and row["absent"]:
                problems.append(f"{at}: found a claim and a reason for none; expected one of them")
            elif not (row["stated"] or row["absent"] or ruled):
                problems.append(
                    f"{at}: found neither a claim that states the number, nor why there is none, "
                    "nor a rule for it; expected one of them"
                )
            else:
                problems += _fault_of(book, number, series, year, at)
    return problems


def _fault_of(book: Book, figure: int, series: str, year: int, at: str) -> list[str]:
    """What is wrong with a point, of which the data say how it is known."""
    try:
        point(book.T, figure, series, year)
    except (NotPrinted, NotComputable):
        return []
    except BookError as error:
        return [f"{at}: {error}"]
    return []


def _traced(book: Book, figure: int, series: str, year: int) -> Point:
    cells: dict[tuple, None] = {}
    T = book.tables(lambda *address: cells.setdefault(address))
    try:
        quantity = point(T, figure, series, year)
    except (NotPrinted, NotComputable) as error:
        return Point(year, series, None, str(error))
    if stated := book.load(f"figure_{figure}").text(year, series, "stated"):
        claim = book.claims[stated]
        how = f"Stated in Section {claim.section}"
    else:
        how = inspect.getdoc(rules_of(book)[figure, series, year]).rstrip(".")
    named = [f"table_{table:02d}" for table, *_ in cells] or [f"figure_{figure}"]
    sources = dict.fromkeys(book.resource(name)["source_en"] for name in named)
    claims = tuple(sorted(T.claims_read))
    return Point(year, series, quantity, how, tuple(cells), claims, "; ".join(sources))
