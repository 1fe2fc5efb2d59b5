"""The second judgement: what a published figure says of a statement, apart from its verdict.

The verdict says whether the paper's own tables bear a statement out; this says whether the world
does. Neither changes the other. A statement is held against a source in one of two ways:

- by a function in the paper's ``held``, registered as recomputations are, for everything
  that takes more than one figure: words, ranks, multiples;
- else by the figures of ``outside.csv`` that name it, the best grade first.

The four outcomes, and none where nobody has held the statement against anything:

- *confirmed*: the very quantity, and the interval that its digits stand for meets that of the
  printed number; or the words hold;
- *near*: the very quantity, within :data:`NEAR` of the printed number without meeting it; or
  another quantity, period or definition that agrees, as far as its test says (for
  counts that overlap in part, the order of magnitude alone);
- *contradicted*: the very quantity, and neither. Where that is because of a later vintage, the
  source's note says so;
- *no source found*: ``searches.csv`` tells what was looked for.

So another measure can neither confirm a statement nor contradict it: where it does not agree, it
says nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from recomputed.data.book import Book
from recomputed.data.claims import Claim
from recomputed.data.outside import Outside, Published, Series, Source
from recomputed.data.paper import paper_of
from recomputed.data.printed import Printed, decimal_text
from recomputed.data.quantity import Quantity, Unit
from recomputed.errors import NotComputable, NotPrinted
from recomputed.ledger.formulas import Formula, family
from recomputed.ledger.grading import in_unit
from recomputed.ledger.verbal import Finding
from recomputed.ledger.verdicts import intervals_meet, stands_for

CONFIRMED = "confirmed"
NEAR_BY = "near"
CONTRADICTED = "contradicted"
NOT_FOUND = "no source found"
JUDGEMENTS = (CONFIRMED, NEAR_BY, CONTRADICTED, NOT_FOUND)

NEAR = Fraction(1, 20)
"""So far, relatively, may a published value be from the printed one and still be near."""

GRADES = ("official", "reported", "secondary")

HELD: dict[str, dict[str, Formula]] = defaultdict(dict)
"""A paper's package to claim id to what holds it."""


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
    words : tuple of str
        The paper's words whose bars decide it.
    """

    claim: Claim
    judgement: str = ""
    found: str = ""
    test: str = ""
    sources: tuple[Source, ...] = ()
    searched: str = ""
    words: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What hampers the comparison, each note once."""
        return tuple(dict.fromkeys(one.note for one in self.sources if one.note))


@dataclass(frozen=True)
class Other:
    """What comes of another measure than the statement's: near at most."""

    result: Quantity | Finding


class World:
    """The published figures for one reader, which notes what is read."""

    def __init__(self, outside: Outside, names: Mapping[str, str]):
        self._outside, self._names = outside, names
        self.read: dict[Source, None] = {}
        self.figures_read: set[str] = set()
        self.same = True

    def __getitem__(self, figure: str) -> Quantity:
        published = self._figure(figure)
        self.same &= published.scope == "same"
        return published.value

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
        return {self._names.get(one, one.title()): self[f"{figure}-{one}"] for one in countries}

    def series(self, name: str) -> Series:
        """A published series by name: ``W.series("rd_intensity")``."""
        series = self._outside.series[name]
        self.read.setdefault(series.source)
        return series


def held_against(pattern: str, **arguments: Iterable) -> Callable:
    """Register how a claim, or a family of claims, is held against published figures.

    The function takes the paper's tables and the :class:`World`. It returns the statement's
    quantity or a Finding; an :class:`Other` of it where it measures something else. A figure
    whose scope is "other" makes it one by itself.

    Parameters
    ----------
    pattern, **arguments
        As for :func:`recomputed.ledger.formulas.recompute`.

    Raises
    ------
    ValueError
        If a claim is held already.
    """

    def register(function: Callable) -> Callable:
        held = HELD[paper_of(function)]
        for claim, chosen in family(pattern, arguments):
            if claim in held:
                raise ValueError(f"claim {claim} is held against the world twice")
            held[claim] = Formula(claim, function, chosen)
        return function

    return register


def hold(claim: Claim, book: Book, reading: str = "bar") -> Held:
    """Hold a claim against what is published.

    Parameters
    ----------
    claim : Claim
        The statement.
    book : Book
        The data, in one edition.
    reading : {"bar", "laxer", "stricter"}
        Which of their bars the paper's words are held to.
    """
    outside, unit = book.outside, book.units[claim.unit]
    held = None
    if claim.id in HELD[book.paper.name]:
        held = _by_function(claim, book, unit, reading)
    else:
        figures = [one for one in outside.figures.values() if claim.id in one.claims]
        figures = [one for one in figures if one.unit.base == unit.base and not claim.is_verbal]
        if figures:
            held = _by_figures(claim, figures, unit)
    if held is not None:
        return held
    if claim.id in outside.searches:
        return Held(claim, NOT_FOUND, searched=outside.searches[claim.id])
    return Held(claim)


def _by_function(claim: Claim, book: Book, unit: Unit, reading: str) -> Held | None:
    """The function's outcome; None where it says nothing, or lacks a figure that it reads."""
    formula = HELD[book.paper.name][claim.id]
    world, tables = World(book.outside, book.paper.names), book.tables(reading=reading)
    try:
        result = formula.function(tables, world, **formula.arguments)
    except (LookupError, NotPrinted, NotComputable, ValueError, ArithmeticError):
        return None
    same = world.same and not isinstance(result, Other)
    result = result.result if isinstance(result, Other) else result
    if isinstance(result, Finding):
        agrees = {True: CONFIRMED, None: NEAR_BY, False: CONTRADICTED}[result.holds]
        judgement, found = _as_far_as(same, agrees), result.evidence
    else:
        judgement, found = _compared(claim, in_unit(claim, result, book.units), unit, same)
    if not judgement:
        return None
    words = tuple(tables.words_read)
    return Held(claim, judgement, found, formula.words, tuple(world.read), words=words)


def _as_far_as(same: bool, judgement: str) -> str:
    """A judgement as it stands for the very quantity; by another measure near at most, or none."""
    if same:
        return judgement
    return "" if judgement == CONTRADICTED else NEAR_BY


def _compared(claim: Claim, value: Quantity, unit: Unit, same: bool) -> tuple[str, str]:
    """The judgement on a number, and the published value in words."""
    printed, limits = Printed(claim.printed), _limits(claim, unit)
    if intervals_meet(limits, (value.low, value.high)):
        judgement = CONFIRMED
    else:
        judgement = NEAR_BY if is_near(printed.value, value.value) else CONTRADICTED
    found = decimal_text(value.value, 0 if unit.exact else printed.decimals + 2)
    return _as_far_as(same, judgement), found


def is_near(printed: Fraction, published: Fraction) -> bool:
    """Whether a published value is within :data:`NEAR` of the printed one."""
    return abs(published - printed) <= NEAR * abs(printed)


def same_order(one: Quantity, another: Quantity) -> bool:
    """Whether two quantities are of one order of magnitude: less than the root of ten apart."""
    times = (one / another).value
    return times**2 < 10 and 10 * times**2 > 1


def _by_figures(claim: Claim, figures: list[Published], unit: Unit) -> Held | None:
    """The best graded figure decides; all of them are shown."""
    first, *_ = ranked = sorted(figures, key=lambda one: GRADES.index(one.source.grade))
    sources = tuple(dict.fromkeys(one.source for one in ranked))
    value, same = first.value.to(unit), first.scope == "same"
    if first.qualifier and intervals_meet(_limits(claim, unit), _span(first, unit)):
        judgement, found = _as_far_as(same, CONFIRMED), first.printed.text
    else:
        judgement, found = _compared(claim, value, unit, same)
        found = first.printed.text if first.unit == unit else found
    found = f"{first.qualifier} {found}".strip()
    told = f"{found} ({first.quantity})"
    return Held(claim, judgement, told, "", sources) if judgement else None


def _limits(claim: Claim, unit: Unit) -> tuple:
    return stands_for(Printed(claim.printed), claim.qualifier, unit.exact)


def _span(figure: Published, unit: Unit) -> tuple:
    """The interval that a published figure stands for with its qualifier, in a claim's unit."""
    factor = figure.unit.factor / unit.factor
    ends = stands_for(figure.printed, figure.qualifier, figure.unit.exact)
    return tuple(None if end is None else end * factor for end in ends)


def contradicted(ledger) -> set[str]:
    """The claims that a published figure contradicts, and that no table confirms.

    Parameters
    ----------
    ledger : Ledger
        The claims in one edition.
    """
    confirmed = ("reproduced", "rounding")
    return {
        claim
        for claim in ledger.claims
        if ledger.held(claim).judgement == CONTRADICTED and ledger[claim].verdict not in confirmed
    }
