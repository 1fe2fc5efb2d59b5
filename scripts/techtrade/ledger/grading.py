"""Grade a claim: recompute it, judge it, and say from which printed cells."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from techtrade.claims import Claim
from techtrade.errors import BookError, NotComputable, NotPrinted, UnitError
from techtrade.ledger.formulas import FORMULAS, SUSPECTS, Between, Formula
from techtrade.ledger.verbal import Finding, show, undecided
from techtrade.ledger.verdicts import (
    DISCREPANT,
    PARTIAL,
    REPRODUCED,
    ROUNDING,
    UNCHECKABLE,
    Judgement,
    judge,
)
from techtrade.printed import Printed, decimal_text
from techtrade.quantity import Quantity, Unit
from techtrade.tables import Book


@dataclass(frozen=True)
class Cell:
    """A printed cell that a recomputation read."""

    table: int
    key: tuple
    column: str
    corrected: bool = False

    @property
    def row(self) -> str:
        """The row's key as text."""
        return " | ".join(str(part) for part in self.key)


@dataclass(frozen=True)
class Grade:
    """The outcome for one claim in one edition.

    Parameters
    ----------
    claim : Claim
        What is stated.
    verdict : str
        One of the five verdicts.
    reason : str
        Why, in a few words; empty where the verdict says it all.
    recomputed : str
        The recomputed value in the claim's unit with two decimals more than printed, the
        evidence of a verbal claim, or nothing.
    low, high : str
        The interval that the inputs' rounding allows; empty where there is none.
    gap : str
        Recomputed less printed, for discrepant numbers.
    cause : str
        The slip that would give the printed number, where one is known to.
    formula : Formula or None
        What was computed.
    cells : tuple of Cell
        What it was computed from.
    figures : tuple of int
        The figures whose points it was computed from.
    claims : tuple of str
        The claims whose stated numbers it was computed from.
    """

    claim: Claim
    verdict: str
    reason: str = ""
    recomputed: str = ""
    low: str = ""
    high: str = ""
    gap: str = ""
    cause: str = ""
    formula: Formula | None = None
    cells: tuple[Cell, ...] = ()
    figures: tuple[int, ...] = ()
    claims: tuple[str, ...] = ()

    @property
    def uses_corrected(self) -> bool:
        """Whether a corrected cell was read."""
        return any(cell.corrected for cell in self.cells)


def grade(claim: Claim, book: Book) -> Grade:
    """Recompute a claim from the book's tables and judge it.

    Parameters
    ----------
    claim : Claim
        What is stated.
    book : Book
        The data, in one edition.

    Raises
    ------
    UnitError
        If the recomputation's result does not fit the claim's unit.
    """
    formula = FORMULAS.get(claim.id)
    if formula is None:
        return Grade(claim, UNCHECKABLE, "nothing in the paper allows a check")
    cells: dict[tuple, None] = {}
    tables = book.tables(lambda *address: cells.setdefault(address))
    try:
        result = formula(tables)
    except (NotPrinted, NotComputable) as error:
        return Grade(claim, UNCHECKABLE, str(error), formula=formula)
    except (LookupError, ValueError, ArithmeticError):
        reason = "the recomputation has no result on this data"
        return Grade(claim, UNCHECKABLE, reason, formula=formula)
    read = tuple(
        Cell(table, key, column, (*key, column) in tables[table].corrected)
        for table, key, column in cells
    )
    figures = tuple(sorted(tables.figures_read))
    if claim.is_verbal and isinstance(result, Between):
        low, high = ("" if q is None else show(q) for q in (result.low, result.high))
        result = undecided(f"only bounds are known: {_bounds_text(low, high)}")
    if isinstance(result, Finding):
        verdict = {True: REPRODUCED, False: DISCREPANT, None: PARTIAL}[result.holds]
        found = Grade(claim, verdict, recomputed=result.evidence, formula=formula, cells=read)
    else:
        result = in_unit(claim, result, book.units)
        exact = book.units[claim.unit].exact
        found = replace(_numeric(claim, result, exact), formula=formula, cells=read)
    stated = tuple(sorted(tables.claims_read))
    cause = _cause(claim, tables, book.units) if found.verdict == DISCREPANT else ""
    return replace(found, cause=cause, figures=figures, claims=stated)


def in_unit(claim: Claim, result, units: dict[str, Unit]) -> Quantity | Between:
    """A recomputation's result in the claim's unit."""
    if isinstance(result, Between):
        ends = (None if q is None else in_unit(claim, q, units) for q in (result.low, result.high))
        return Between(*ends)
    if not isinstance(result, Quantity):
        return Quantity.exact(Fraction(result), units[claim.unit])
    if result.unit.base == "ratio" and units[claim.unit].base in ("none", "count", "rank", "year"):
        return Quantity(result.value, result.bounds, units[claim.unit], result.parts)
    try:
        return result.to(units[claim.unit])
    except UnitError as error:
        raise BookError(f"claim {claim.id}: {error}") from None


def _bounds_text(low: str, high: str) -> str:
    if low and high:
        return f"{low} to {high}"
    return f"at least {low}" if low else f"at most {high}"


def _numeric(claim: Claim, result: Quantity | Between, exact: bool) -> Grade:
    printed = Printed(claim.printed)
    judgement: Judgement = judge(printed, claim.qualifier, result, exact)
    decimals = printed.decimals + 2
    if isinstance(result, Between):
        decimals = 0 if exact else decimals
        low = "" if result.low is None else decimal_text(result.low.low, decimals)
        high = "" if result.high is None else decimal_text(result.high.high, decimals)
        text = _bounds_text(low, high)
        return Grade(claim, judgement.verdict, judgement.reason, text, low, high)
    if result.low == result.high and result.value.denominator == 1:
        text = low = high = decimal_text(result.value, 0)
    else:
        text = decimal_text(result.value, decimals)
        low = "" if result.low is None else decimal_text(result.low, decimals)
        high = "" if result.high is None else decimal_text(result.high, decimals)
    gap = ""
    if judgement.verdict in (DISCREPANT, ROUNDING):
        gap = decimal_text(result.value - printed.value, 0 if exact else decimals)
    return Grade(claim, judgement.verdict, judgement.reason, text, low, high, gap)


def _cause(claim: Claim, tables, units: dict[str, Unit]) -> str:
    """The first suspected slip that gives the printed number."""
    for slip in SUSPECTS.get(claim.id, []):
        try:
            result = slip(tables)
        except (NotPrinted, NotComputable, LookupError, ValueError, ArithmeticError):
            continue
        if isinstance(result, Finding):
            explains = result.holds
        else:
            exact = units[claim.unit].exact
            result = in_unit(claim, result, units)
            found = judge(Printed(claim.printed), claim.qualifier, result, exact)
            explains = found.verdict in (REPRODUCED, ROUNDING)
        if explains:
            return slip.cause
    return ""
