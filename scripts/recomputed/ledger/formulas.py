"""The words in which the recomputations are written, and the register that holds them.

A recomputation is a short function of the loaded tables, registered under the id of the claim it
checks (or of each claim of a family)::

    @recompute("1.2.1-imports-{year}", year=(1979, 2000))
    def technology_imports(T, year):
        "Technology imports of the year, Table 1."
        return T[1][year, "total"]
"""

from __future__ import annotations

import inspect
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from recomputed.data.paper import paper_of
from recomputed.data.quantity import RATIO, Quantity, Unit

PERCENT = Unit("percent", "ratio", Fraction(1, 100))


@dataclass(frozen=True)
class Formula:
    """A registered recomputation of one claim.

    Parameters
    ----------
    claim : str
        The claim's id.
    function : callable
        Takes the tables and `arguments`.
    arguments : dict
        The family member's arguments; empty for a single claim.
    cause : str
        For a suspect: what the authors would have done to get the printed number.
    """

    claim: str
    function: Callable
    arguments: dict = field(default_factory=dict)
    cause: str = ""

    def __call__(self, tables):
        return self.function(tables, **self.arguments)

    @property
    def words(self) -> str:
        """The formula in words: its docstring's first line."""
        return inspect.getdoc(self.function).partition("\n")[0]

    @cached_property
    def source(self) -> str:
        """The expression that is computed, as it stands in the code."""
        lines = inspect.getsource(self.function).splitlines()
        start = next(i for i, line in enumerate(lines) if line.startswith("def "))
        body = inspect.cleandoc("\n".join(["", *lines[start + 1 :]]))
        return body.rpartition('"""')[2].strip()


FORMULAS: dict[str, dict[str, Formula]] = defaultdict(dict)
"""A paper's package to claim id to recomputation."""

SUSPECTS: dict[str, dict[str, list[Formula]]] = defaultdict(dict)
"""A paper's package to claim id to likely slips."""


def family(pattern: str, arguments: dict) -> Iterable[tuple[str, dict]]:
    """The claims of a family, each with its member's arguments."""
    names = list(arguments)
    for values in itertools.product(*arguments.values()):
        chosen = dict(zip(names, values, strict=True))
        yield pattern.format(**chosen), chosen


def recompute(pattern: str, **arguments: Iterable) -> Callable:
    """Register a function as the recomputation of a claim or a family of claims.

    Parameters
    ----------
    pattern : str
        The claim's id, with ``{name}`` where a family member's argument stands.
    **arguments : iterables
        The values each argument runs over; their product is the family.

    Raises
    ------
    ValueError
        If a claim already has a recomputation.
    """

    def register(function: Callable) -> Callable:
        formulas = FORMULAS[paper_of(function)]
        for claim, chosen in family(pattern, arguments):
            if claim in formulas:
                raise ValueError(f"claim {claim} has two recomputations")
            formulas[claim] = Formula(claim, function, chosen)
        return function

    return register


def suspect(pattern: str, cause: str, **arguments: Iterable) -> Callable:
    """Register a likely slip: tried only where the claim is discrepant.

    If the function reproduces the printed number, `cause` is reported with the verdict.
    """

    def register(function: Callable) -> Callable:
        for claim, chosen in family(pattern, arguments):
            formula = Formula(claim, function, chosen, cause.format(**chosen))
            SUSPECTS[paper_of(function)].setdefault(claim, []).append(formula)
        return function

    return register


def share(part: Quantity, whole: Quantity) -> Quantity:
    """The part's share of the whole, a ratio."""
    return part / whole


def multiple(old: Quantity, new: Quantity) -> Quantity:
    """How many times `old` the `new` level is."""
    return new / old


def growth(old: Quantity, new: Quantity) -> Quantity:
    """The relative increase from `old` to `new`, a ratio."""
    return new / old - 1


def cagr(first: Quantity, last: Quantity, years: int) -> Quantity:
    """The compound annual growth rate, a ratio.

    Parameters
    ----------
    first, last : Quantity
        The levels at both ends.
    years : int
        Last year less first year.
    """
    return (last / first) ** Fraction(1, years) - 1


def exactly(number: int | Fraction, unit: Unit = RATIO) -> Quantity:
    """A number that no rounding touches."""
    return Quantity.exact(number, unit)


def percent(number: int | str) -> Quantity:
    """A threshold in per cent, exact."""
    return Quantity.exact(Fraction(number), PERCENT)


def total(parts: Iterable[Quantity]) -> Quantity:
    """A sum that remembers its parts, so that adding rounded parts can be told from an error."""
    parts = tuple(parts)
    whole = sum(parts[1:], start=parts[0])
    return Quantity(whole.value, whole.bounds, whole.unit, parts)


def mean(parts: Iterable[Quantity]) -> Quantity:
    """The arithmetic mean."""
    parts = list(parts)
    return sum(parts[1:], start=parts[0]) / len(parts)


@dataclass(frozen=True)
class Between:
    """What can be said when only some inputs are printed: the result lies between two values."""

    low: Quantity | None
    high: Quantity | None


def between(low: Quantity | None, high: Quantity | None) -> Between:
    """Bounds on a result whose inputs are printed only in part; None where there is no bound."""
    return Between(low, high)


def top(cells: dict, n: int) -> dict:
    """The `n` largest entries of a column, largest first."""
    ranked = sorted(cells.items(), key=lambda item: item[1].value, reverse=True)
    return dict(ranked[:n])


def rank_of(name, cells: dict) -> int:
    """The place of `name` when the cells are ordered from the largest; 1 is the largest."""
    return 1 + sum(cell > cells[name] for label, cell in cells.items() if label != name)


def peak(cells: dict):
    """The key of the largest cell."""
    return max(cells, key=lambda key: cells[key].value)
