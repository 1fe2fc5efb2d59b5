"""The second judgement: what a published figure says of a statement, apart from its verdict.

The verdict says whether the paper's own tables bear a statement out; this says whether the world
does. Neither changes the other. A statement is held against a source in one of two ways:

- by a function in :mod:`techtrade.ledger.held`, registered as recomputations are, for everything
  that takes more than one figure: words, ranks, multiples;
- else by the figures of ``outside.csv`` that name it, the best grade first.

The four outcomes, and none where nobody has held the statement against anything:

- *confirmed*: the very quantity, and the interval that its digits stand for meets that of the
  printed number; or the words hold;
- *near*: within :data:`NEAR` of the printed number without meeting it; or a part of the quantity,
  or another measure of the same thing, that allows the statement and can do no more;
- *contradicted*: anything else. Where that is because of a later vintage or another definition,
  the source's note says so;
- *no source found*: ``searches.csv`` tells what was looked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from techtrade.claims import Claim
from techtrade.errors import NotComputable, NotPrinted
from techtrade.ledger.formulas import Between, Formula, family
from techtrade.ledger.grading import in_unit
from techtrade.ledger.verbal import Finding, show
from techtrade.ledger.verdicts import intervals_meet, stands_for
from techtrade.outside import Outside, Published, Series, Source
from techtrade.printed import Printed, decimal_text
from techtrade.quantity import Quantity, Unit
from techtrade.tables import Book

CONFIRMED = "confirmed"
NEAR_BY = "near"
CONTRADICTED = "contradicted"
NOT_FOUND = "no source found"
JUDGEMENTS = (CONFIRMED, NEAR_BY, CONTRADICTED, NOT_FOUND)

NEAR = Fraction(1, 20)
"""So far, relatively, may a published value be from the printed one and still be near."""

GRADES = ("official", "reported", "secondary")

COUNTRIES = {"us": "United States", "uk": "United Kingdom", "eu": "European Union"}

HELD: dict[str, Formula] = {}


@dataclass(frozen=True)
class Held:
    """What the world says of one statement.

    Parameters
    ----------
    claim : Claim
        The statement.
    judgement : str
        One of the four; empty where nobody has held it against anything.
    found : str
        The published value beside the printed one, or what decides the words.
    test : str
        How the two were compared, in words.
    sources : tuple of Source
        What was read, in the order in which it was.
    searched : str
        What was looked for in vain, where nothing was found.
    same : bool
        Whether the source measures the statement's very quantity.
    """

    claim: Claim
    judgement: str = ""
    found: str = ""
    test: str = ""
    sources: tuple[Source, ...] = ()
    searched: str = ""
    same: bool = True

    @property
    def notes(self) -> tuple[str, ...]:
        """What hampers the comparison, each note once."""
        return tuple(dict.fromkeys(one.note for one in self.sources if one.note))


@dataclass(frozen=True)
class Other:
    """A quantity by another measure than the statement's: it can be near, but not the same."""

    value: Quantity


@dataclass(frozen=True)
class Allowed:
    """A finding by another measure: it may contradict a statement, but not confirm it."""

    finding: Finding


class World:
    """The published figures for one reader, which notes what is read."""

    def __init__(self, outside: Outside):
        self._outside = outside
        self.read: dict[Source, None] = {}
        self.figures_read: set[str] = set()

    def __getitem__(self, figure: str) -> Quantity:
        return self._figure(figure).value

    def _figure(self, figure: str) -> Published:
        published = self._outside.figures[figure]
        self.read.setdefault(published.source)
        self.figures_read.add(figure)
        return published

    def also(self, *figures: str) -> None:
        """Show further figures with their notes; they decide nothing."""
        for figure in figures:
            self._figure(figure)

    def source(self, figure: str) -> Source:
        """Where a figure is published."""
        return self._figure(figure).source

    def by_country(self, figure: str, *countries: str) -> dict[str, Quantity]:
        """One figure of several countries, by the countries' names."""
        return {COUNTRIES.get(one, one.title()): self[f"{figure}-{one}"] for one in countries}

    def series(self, name: str) -> Series:
        """A published series by name: ``W.series("rd_intensity")``."""
        series = self._outside.series[name]
        self.read.setdefault(series.source)
        return series


def held_against(pattern: str, **arguments: Iterable) -> Callable:
    """Register how a claim, or a family of claims, is held against published figures.

    The function takes the paper's tables and the :class:`World`. It returns the statement's
    quantity or a Finding; where the source measures something else or a part, an :class:`Other`,
    a ``Between`` or an :class:`Allowed`.

    Parameters
    ----------
    pattern, **arguments
        As for :func:`techtrade.ledger.formulas.recompute`.

    Raises
    ------
    ValueError
        If a claim is held already.
    """

    def register(function: Callable) -> Callable:
        for claim, chosen in family(pattern, arguments):
            if claim in HELD:
                raise ValueError(f"claim {claim} is held against the world twice")
            HELD[claim] = Formula(claim, function, chosen)
        return function

    return register


def hold(claim: Claim, book: Book) -> Held:
    """Hold a claim against what is published.

    Parameters
    ----------
    claim : Claim
        The statement.
    book : Book
        The data, in one edition.
    """
    outside, unit = book.outside, book.units[claim.unit]
    if claim.id in HELD:
        held = _by_function(claim, book, unit)
        if held is not None:
            return held
    else:
        figures = [one for one in outside.figures.values() if claim.id in one.claims]
        figures = [one for one in figures if one.unit.base == unit.base and not claim.is_verbal]
        if figures:
            return _by_figures(claim, figures, unit)
    if claim.id in outside.searches:
        return Held(claim, NOT_FOUND, searched=outside.searches[claim.id])
    return Held(claim)


def _by_function(claim: Claim, book: Book, unit: Unit) -> Held | None:
    """The function's outcome; None where this data holds not all that it reads."""
    formula, world = HELD[claim.id], World(book.outside)
    try:
        result = formula.function(book.tables(), world, **formula.arguments)
    except (LookupError, NotPrinted, NotComputable, ValueError, ArithmeticError):
        return None
    same = not isinstance(result, (Allowed, Between, Other))
    if isinstance(result, (Allowed, Finding)):
        finding = result.finding if isinstance(result, Allowed) else result
        agrees = CONFIRMED if same and finding.holds else NEAR_BY
        judgement = CONTRADICTED if finding.holds is False else agrees
        found = finding.evidence
    else:
        quantity = result.value if isinstance(result, Other) else result
        judgement, found = _compared(claim, in_unit(claim, quantity, book.units), unit, same)
    return Held(claim, judgement, found, formula.words, tuple(world.read), same=same)


def _compared(claim: Claim, value: Quantity | Between, unit: Unit, same: bool) -> tuple[str, str]:
    """The judgement on a number, and the published value in words."""
    printed, limits = Printed(claim.printed), _limits(claim, unit)
    if isinstance(value, Between):
        words = (("at least", value.low), ("at most", value.high))
        found = " and ".join(f"{word} {show(end)}" for word, end in words if end is not None)
        low = None if value.low is None else value.low.low
        high = None if value.high is None else value.high.high
        return (NEAR_BY if intervals_meet(limits, (low, high)) else CONTRADICTED), found
    found = decimal_text(value.value, 0 if unit.exact else printed.decimals + 2)
    if same and intervals_meet(limits, (value.low, value.high)):
        return CONFIRMED, found
    return (NEAR_BY if is_near(printed.value, value.value) else CONTRADICTED), found


def is_near(printed: Fraction, published: Fraction) -> bool:
    """Whether a published value is within :data:`NEAR` of the printed one."""
    return abs(published - printed) <= NEAR * abs(printed)


def _by_figures(claim: Claim, figures: list[Published], unit: Unit) -> Held:
    """The best graded figure decides; all of them are shown."""
    first, *_ = ranked = sorted(figures, key=lambda one: GRADES.index(one.source.grade))
    sources = tuple(dict.fromkeys(one.source for one in ranked))
    value, same = first.value.to(unit), first.scope == "same"
    if first.scope == "part":
        judgement, found = _compared(claim, Between(value, None), unit, same)
    elif same and first.qualifier and intervals_meet(_limits(claim, unit), _span(first, unit)):
        judgement, found = CONFIRMED, first.printed.text
    else:
        judgement, found = _compared(claim, value, unit, same)
        found = first.printed.text if first.unit == unit else found
    found = f"{first.qualifier} {found}".strip()
    return Held(claim, judgement, f"{found} ({first.quantity})", "", sources, same=same)


def _limits(claim: Claim, unit: Unit) -> tuple:
    return stands_for(Printed(claim.printed), claim.qualifier, unit.exact)


def _span(figure: Published, unit: Unit) -> tuple:
    """The interval that a published figure stands for with its qualifier, in a claim's unit."""
    factor = figure.unit.factor / unit.factor
    ends = stands_for(figure.printed, figure.qualifier, figure.unit.exact)
    return tuple(None if end is None else end * factor for end in ends)


def contradicted(ledger) -> set[str]:
    """The claims that the very figure, published, contradicts, and that no table confirms.

    What is contradicted by another measure only is left out: it may still be right.

    Parameters
    ----------
    ledger : Ledger
        The claims in one edition.
    """
    confirmed = ("reproduced", "rounding")
    return {
        claim
        for claim in ledger.claims
        if (held := ledger.held(claim)).judgement == CONTRADICTED
        and held.same
        and ledger[claim].verdict not in confirmed
    }
