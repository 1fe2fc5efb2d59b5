"""Grade a claim: recompute it, judge it, and say from which printed cells."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from recomputed.data.book import READINGS, Book
from recomputed.data.claims import Claim
from recomputed.data.printed import Printed, decimal_text
from recomputed.data.quantity import Quantity, Unit
from recomputed.errors import BookError, NotComputable, NotPrinted, UnitError
from recomputed.ledger.formulas import FORMULAS, SUSPECTS, Between, Formula
from recomputed.ledger.verbal import Finding, show, undecided
from recomputed.ledger.verdicts import (
    DISCREPANT,
    PARTIAL,
    REPRODUCED,
    ROUNDING,
    UNCHECKABLE,
    Judgement,
    judge,
)

UNSCALED = ("date", "rank")
"""Kinds of numbers of which a per cent says nothing."""


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
    margin : str
        In per cent: for a comparison in words, how far the deciding value lies beyond the value at
        which the verdict would turn (below zero: short of it); for a discrepant number, how far
        the recomputed value lies above the printed one.
    cause : str
        The slip that would give the printed number, where one is known to.
    formula : Formula or None
        What was computed.
    cells : tuple of Cell
        What it was computed from.
    claims : tuple of str
        The claims whose stated numbers it was computed from.
    words : tuple of str
        The paper's words whose bars decide it.
    disputed : tuple of Cell
        Those among the cells that contradict others.
    laxer, stricter : str
        The verdict with a laxer or a stricter bar for these words; empty where there is none.
    """

    claim: Claim
    verdict: str
    reason: str = ""
    recomputed: str = ""
    low: str = ""
    high: str = ""
    gap: str = ""
    margin: str = ""
    cause: str = ""
    formula: Formula | None = None
    cells: tuple[Cell, ...] = ()
    claims: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    disputed: tuple[Cell, ...] = ()
    laxer: str = ""
    stricter: str = ""

    @property
    def uses_corrected(self) -> bool:
        """Whether a corrected cell was read."""
        return any(cell.corrected for cell in self.cells)


def grade(claim: Claim, book: Book, reading: str = "bar") -> Grade:
    """Recompute a claim from the book's tables and judge it.

    Parameters
    ----------
    claim : Claim
        What is stated.
    book : Book
        The data, in one edition.
    reading : {"bar", "laxer", "stricter"}
        Which of their bars the paper's words are held to.

    Raises
    ------
    UnitError
        If the recomputation's result does not fit the claim's unit.
    """
    formula = FORMULAS[book.paper.name].get(claim.id)
    if formula is None:
        return Grade(claim, UNCHECKABLE, "nothing in the paper allows a check")
    cells: dict[tuple, None] = {}
    tables = book.tables(lambda *address: cells.setdefault(address), reading)
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
    if claim.is_verbal and isinstance(result, Between):
        low, high = ("" if q is None else show(q) for q in (result.low, result.high))
        result = undecided(f"only bounds are known: {_bounds_text(low, high)}")
    if isinstance(result, Finding):
        verdict = {True: REPRODUCED, False: DISCREPANT, None: PARTIAL}[result.holds]
        found = Grade(
            claim,
            verdict,
            recomputed=result.evidence,
            margin="" if claim.kind in UNSCALED else percent_text(result.margin),
            formula=formula,
            cells=read,
        )
    else:
        result = in_unit(claim, result, book.units)
        exact = book.units[claim.unit].exact
        found = replace(_numeric(claim, result, exact), formula=formula, cells=read)
    stated = tuple(sorted(tables.claims_read))
    cause = _cause(claim, tables, book.units) if found.verdict == DISCREPANT else ""
    words = tuple(tables.words_read)
    disputed = tuple(cell for cell in read if _is_disputed(cell, book))
    found = replace(found, cause=cause, claims=stated, words=words, disputed=disputed)
    return _read_otherwise(found, book) if words and reading == "bar" else found


def _read_otherwise(found: Grade, book: Book) -> Grade:
    """A grade with the verdicts that other bars for its words would give."""
    words = book.load("words")
    verdicts = {
        reading: grade(found.claim, book, reading).verdict
        for reading in READINGS[1:]
        if any(words.text(word, reading) for word in found.words)
    }
    return replace(found, **verdicts)


def percent_text(margin: Fraction | None) -> str:
    """A relative distance in per cent with its sign: two digits, or one below one per cent."""
    if margin is None:
        return ""
    hundredths = 100 * margin
    size, decimals = abs(hundredths), 0
    while size and size * 10**decimals < (10 if size >= 1 else 1) and decimals < 4:
        decimals += 1
    text = decimal_text(hundredths, decimals)
    return text if text.startswith("-") else f"+{text}"


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
        margin = ""
        if judgement.verdict == DISCREPANT and printed.value and claim.kind not in UNSCALED:
            bound = result.low or result.high
            if result.high is not None and result.high < Quantity.exact(printed.value, bound.unit):
                bound = result.high
            margin = percent_text(bound.value / printed.value - 1)
        return Grade(claim, judgement.verdict, judgement.reason, text, low, high, margin=margin)
    if result.low == result.high and result.value.denominator == 1:
        text = low = high = decimal_text(result.value, 0)
    else:
        text = decimal_text(result.value, decimals)
        low = "" if result.low is None else decimal_text(result.low, decimals)
        high = "" if result.high is None else decimal_text(result.high, decimals)
    gap = margin = ""
    if judgement.verdict in (DISCREPANT, ROUNDING):
        gap = decimal_text(result.value - printed.value, 0 if exact else decimals)
    if judgement.verdict == DISCREPANT and printed.value and claim.kind not in UNSCALED:
        margin = percent_text((result.value - printed.value) / abs(printed.value))
    return Grade(claim, judgement.verdict, judgement.reason, text, low, high, gap, margin)


def _is_disputed(cell: Cell, book: Book) -> bool:
    """Whether a cell contradicts others, and nothing in the paper says which of them is right."""
    erratum = book.errata_at.get((cell.table, cell.key, cell.column))
    return erratum is not None and not erratum.corrected


def _cause(claim: Claim, tables, units: dict[str, Unit]) -> str:
    """The first suspected slip that gives the printed number."""
    for slip in SUSPECTS[tables.book.paper.name].get(claim.id, []):
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
